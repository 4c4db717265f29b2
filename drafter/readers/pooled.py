"""Work over many files in several processes, its results in the order of the files."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
PARALLEL_FROM = 40
"""So many files are worth a second process."""
PROCESSES = 2
AT_ONCE = 8
"""Files that a process is given at a time; more only make the memory grow."""


def in_order(
    work: Callable[[T], R],
    items: Iterable[T],
    prepare: Callable[..., None],
    given: tuple[Any, ...],
    *,
    processes: int = PROCESSES,
) -> Iterator[tuple[T, R]]:
    """Yield each item with what `work` makes of it, in their order; `prepare(*given)` sets up each process.

    No more items are under way than a few a process. Both functions must be importable.
    """
    context = get_context("spawn")  # fork is not safe with threads, and Windows has none
    with ProcessPoolExecutor(processes, context, prepare, given) as pool:
        waiting: deque[tuple[T, Any]] = deque()
        for item in items:
            waiting.append((item, pool.submit(work, item)))
            while len(waiting) >= processes * AT_ONCE:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
