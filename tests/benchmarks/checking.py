"""How fast papers are checked: `make bench-checking`.

Ten thousand characters in a warm process (reading, outline and all rules), how the time grows with the text and with
the number of terms, and a thousand files from the shell on two cores.

    python tests/benchmarks/checking.py [files]
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import msgspec

from drafter.api import load, make_draft
from drafter.lint.books import books_of
from drafter.lint.papers import Books, draft_rows, papers_of
from drafter.lint.running import check_papers
from drafter.lint.settings import Given
from drafter.model.library import Library
from drafter.model.reading import Reading
from drafter.model.term import Term

PROJECT = Path(__file__).parents[2]
TODAY = date(2026, 11, 25)
CHARACTERS = (5_000, 10_000, 20_000, 40_000)
ROUNDS = 9
FILES = 1_000
GOAL, GOAL_FILES = 0.3, 60.0


def main() -> None:
    """Print the three tables."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    library = load(PROJECT / "tests" / "none")
    text = long_text(library)
    books = books_of(library, TODAY)
    by_length(text, books)
    by_terms(text, library)
    from_the_shell(library, files)


def long_text(library: Library) -> str:
    """Return drafts of several structures as one paper of the longest length."""
    parts: list[str] = []
    for seed in (1, 2, 3):
        for name in county_structures(library):
            made = make_draft(library, name, facts={"place": "青山县"}, seed=seed, as_of=TODAY)
            parts += [row.text for row in draft_rows(made.draft) if row.kind in ("heading", "body")]
            if sum(map(len, parts)) >= CHARACTERS[-1]:
                return "\n".join(["在青山县人大工作会议上的讲话", "（2026年11月25日）", "同志们：", *parts])
    return "\n".join(parts)


def county_structures(library: Library) -> list[str]:
    """Return the structures that a county may use."""
    return [name for name, one in library.structures.items() if "county" in (one.levels or ("county",))]


def seconds(text: str, books: Books) -> float:
    """Return the median of the seconds that checking a text takes in this process, after one time that warms it."""
    found = []
    for _ in range(ROUNDS + 1):
        gc.collect()
        before = time.perf_counter()
        check_papers(list(papers_of(Reading(path="稿.txt", format="text", text=text, sha256=""), books, Given())))
        found.append(time.perf_counter() - before)
    return statistics.median(found[1:])


def by_length(text: str, books: Books) -> None:
    """Print the time by the length of the text."""
    print(f"checking in a warm process, median of {ROUNDS}")
    for length in CHARACTERS:
        cut = text[: text.rindex("\n", 0, length + 1)]
        took = seconds(cut, books)
        goal = f"   goal {GOAL} s: {'met' if took <= GOAL else 'NOT MET'}" if length == 10_000 else ""
        print(f"  {length:>6} characters {took:7.3f} s   {1e6 * took / length:5.1f} µs a character{goal}")


def by_terms(text: str, library: Library) -> None:
    """Print the time with the shipped terms and with ten times as many."""
    cut = text[: text.rindex("\n", 0, 10_001)]
    terms = library.terms.terms
    more = tuple(
        Term(wording=f"{one.wording[::-1]}{number}号", basis="x")
        for number in range(10)
        for one in library.terms.all_terms()
    )
    print("\nby the number of terms, 10,000 characters")
    for extra in ((), more):
        grown = msgspec.structs.replace(library, terms=msgspec.structs.replace(library.terms, terms=(*terms, *extra)))
        books = books_of(grown, TODAY)
        print(f"  {len(grown.terms.all_terms()):>6} terms {seconds(cut, books):7.3f} s")


def from_the_shell(library: Library, number: int) -> None:
    """Print how long `drafter check` takes for a folder of files."""
    with tempfile.TemporaryDirectory() as name:
        folder, characters = Path(name), 0
        names = county_structures(library)
        for one in range(number):
            made = make_draft(library, names[one % len(names)], facts={"place": "青山县"}, seed=one, as_of=TODAY)
            text = "\n".join(row.text for row in draft_rows(made.draft))
            characters += len(text)
            (folder / f"{one:04}.txt").write_text(text, "utf-8")
        before = time.perf_counter()
        command = [sys.executable, "-m", "drafter", "check", str(folder), "--severity", "error"]
        subprocess.run(command, cwd=PROJECT, check=False, capture_output=True)
        took = time.perf_counter() - before
    goal = f"goal {GOAL_FILES:.0f} s: {'met' if took * FILES / number <= GOAL_FILES else 'NOT MET'}"
    print(f"\n{number} files of {characters // number} characters from the shell: {took:.1f} s   {goal}")


if __name__ == "__main__":
    main()
