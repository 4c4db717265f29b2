"""Every shipped structure in every page style, printed through LibreOffice and measured.

For each style: pages, lines a page, characters a line, page numbers, headings at the foot, characters lost. Prints a
line a style and every finding; ends with status 1 where there is one.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pages as measured
from worlds import STRUCTURES, example_facts, home_for, shipped

from drafter.api import Made, make_draft

STYLES = (
    "gb9704",
    "reading",
    "outline",
    "gb9704,单面=是",
    "gb9704,页边=34.58/32.58",
    "gb9704,行距=28磅",
    "gb9704,行距=20行",
)
ENOUGH = 30
"""Full lines from which the commonest length is told."""


def main() -> int:
    """Print what was measured and found; return the exit status."""
    found: list[str] = []
    for style in sys.argv[1:] or STYLES:
        found += measure(style)
    print("\n".join(found) if found else "nothing found")
    return 1 if found else 0


def measure(style: str) -> list[str]:
    """Print a line about one style and return what is wrong with its pages."""
    drafts = {name: draft(name, style) for name in STRUCTURES}
    found, began = [], time.perf_counter()
    lines, characters, pages_in_all = Counter[int](), Counter[int](), 0
    with tempfile.TemporaryDirectory() as folder:
        pdfs = measured.rendered(drafts, Path(folder))
        took = time.perf_counter() - began
        for name, made in drafts.items():
            pages = measured.pages_of(pdfs[name])
            pages_in_all += len(pages)
            lines.update(measured.lines_on(page, made.style) for page in pages[1:-1])
            characters.update(measured.full_lines(pages, made.style))
            found += [f"{style}  {name}: {what}" for what in faults(pages, made)]
    print(
        f"{style}: {len(drafts)} documents, {pages_in_all} pages in {took:.1f} s; "
        f"lines of inner pages {dict(lines.most_common(3))}; "
        f"characters of full lines {dict(characters.most_common(3))}",
        flush=True,
    )
    return found


def draft(name: str, style: str) -> Made:
    """Return a shipped structure's draft with every fact at its example."""
    facts = {**example_facts(shipped()), "place": home_for(name)}
    return make_draft(shipped(), name, facts=facts, style=style)


def faults(pages: list[measured.Page], made: Made) -> list[str]:
    """Return what is wrong with the pages of one document."""
    style = made.style
    full = measured.full_lines(pages, style)
    found = {
        "lines a page": measured.short_pages(pages, made),
        "page number": measured.misplaced_numbers(pages, style),
        "heading alone at the foot": measured.lonely_headings(pages, made),
        "text outside its area": measured.outside(pages, style),
    }
    said = [f"{what}: pages {numbers}" for what, numbers in found.items() if numbers]
    if len(full) > ENOUGH and measured.commonest(full) != style.grid.characters:
        said.append(f"characters a line: {Counter(full).most_common(3)}")
    lost = measured.lost_characters(pages, made)
    return [*said, f"lost: {dict(lost)}"] if lost else said


if __name__ == "__main__":
    sys.exit(main())
