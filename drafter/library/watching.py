"""How long work over the library is shown to the one who waits for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
Watch = Callable[[Iterable[T], int], contextlib.AbstractContextManager[Iterable[T]]]
"""Wraps what is gone through, with how many there are: a progress bar."""
READING: ContextVar[Watch[Any] | None] = ContextVar("READING", default=None)
"""How the reading of many files is shown. Set by a program that may start processes of its own; where it is not set,
all is read in this one: a script without `if __name__ == "__main__"` must not be run again by each worker."""
