"""``make bench-library``: 10,000 blocks: reading, one change, search, a draft, memory; search at 100,000."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import yaml
from generated import blocks_into

from drafter import api
from drafter.library.loading import load_library
from drafter.library.searching import index_of
from drafter.model.library import Library

DRAFTER = Path(sys.executable).with_name("drafter")
QUERIES = Path(__file__).parent.parent / "data" / "search" / "queries.yaml"
RUNS = 7
LARGE = 50_000
"""Blocks from which there is no goal, only a measurement."""


def seconds(*words: str, cwd: Path, cache: Path) -> tuple[float, int]:
    """Return how long a command takes from the shell, and its greatest memory in MB, its workers not counted."""
    command = [str(DRAFTER), *words]
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, "DRAFTER_CACHE": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - started
        said = process.stderr.read().decode() if process.stderr else ""
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{' '.join(words)}: {said}")
    return taken, usage.ru_maxrss // 1024


def timed(*words: str, cwd: Path, cache: Path) -> float:
    """Return the median of some runs of a command."""
    return statistics.median(seconds(*words, cwd=cwd, cache=cache)[0] for _ in range(RUNS))


def searched(library: Library) -> Iterator[float]:
    """Yield how long each of the fifty queries takes inside the process, in milliseconds."""
    for one in yaml.safe_load(QUERIES.read_text(encoding="utf-8"))["queries"]:
        started = time.perf_counter()
        api.search(library, one["query"])
        yield 1000 * (time.perf_counter() - started)


def from_the_shell(folder: Path, cache: Path) -> None:
    """Print what commands take on a large workspace."""
    words = ("sections", "search", "预算", "绩效", "--limit", "5")
    first, memory = seconds("sections", "show", "supervision/budget-review", cwd=folder, cache=cache)
    print(f"first command, all files read: {first:.2f} s, {memory} MB")
    indexed, memory = seconds(*words, cwd=folder, cache=cache)
    print(f"first search, index made: {indexed:.2f} s (goal 3), {memory} MB; read and indexed {first + indexed:.2f} s")
    print(f"search from the shell: {timed(*words, cwd=folder, cache=cache):.3f} s (goal 0.25)")
    changed = []
    for number in range(RUNS):
        path = next((folder / "sections").glob("*/made-*.yaml"))
        path.write_text(path.read_text(encoding="utf-8").replace("。", f"。{number}", 1), encoding="utf-8")
        changed.append(seconds("sections", "show", "supervision/budget-review", cwd=folder, cache=cache)[0])
    print(f"one file changed, next command: {statistics.median(changed):.3f} s (goal 0.3)")
    changed = []
    for number in range(RUNS):
        path.write_text(path.read_text(encoding="utf-8").replace("。", f"。{number}", 1), encoding="utf-8")
        changed.append(seconds(*words, cwd=folder, cache=cache)[0])
    print(f"one file changed, next search: {statistics.median(changed):.3f} s")
    draft = ("draft", "work-conference-dashes", "--set", "place=青山县", "--force", "-o", "a.docx")
    memory = seconds(*draft, cwd=folder, cache=cache)[1]
    print(f"draft: {timed(*draft, cwd=folder, cache=cache):.2f} s (goal 1), {memory} MB (goal 300)")


def main() -> None:
    """Print the measurement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--blocks", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000, help="0 for none")
    asked = parser.parse_args()
    shipped = api.load()
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name) / "work", Path(name) / "cache"
        blocks_into(folder, asked.blocks, shipped)
        print(f"{asked.blocks} generated blocks")
        from_the_shell(folder, cache)
        os.environ["DRAFTER_CACHE"] = str(cache)
        inside(folder)
        if asked.large:
            large = Path(name) / "large"
            blocks_into(large, asked.large, shipped)
            print(f"{asked.large} generated blocks")
            inside(large)


def inside(folder: Path) -> None:
    """Print what search takes inside the process."""
    library = load_library(folder).library
    started = time.perf_counter()
    index_of(library)
    print(f"index opened: {time.perf_counter() - started:.2f} s")
    taken = sorted(searched(library))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    middle = statistics.median(taken)
    goal = " (goal 10)" if len(library.blocks) < LARGE else ""
    print(f"search inside the process: median {middle:.1f} ms, 95 % {taken[-3]:.1f}, worst {taken[-1]:.1f}{goal}")
    print(f"memory {memory} MB")


if __name__ == "__main__":
    main()
