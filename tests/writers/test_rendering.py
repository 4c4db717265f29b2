"""What the page looks like: every structure through LibreOffice to PDF, measured from the PDF's text positions.

DESIGN 6: 22 lines a page (but the first, the last and one ended early by a kept heading); 28 characters the
commonest count over full lines without half-width characters; page numbers right on odd pages, left on even ones.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from worlds import home_for, shipped

from drafter.api import Made, make_draft, save
from drafter.model.draft import paragraphs

pytestmark = [pytest.mark.render, pytest.mark.xdist_group("render")]
LONG = [name for name, one in shipped().structures.items() if one.length >= 3000]
"""Structures of several pages: what a full page holds is measured on these."""
STRUCTURES = sorted(shipped().structures)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
READER = shutil.which("pdftotext")
MM = 72 / 25.4
LEADING = 579 / 20
PAGE_NUMBER = re.compile(r"—\s*(\d+)\s*—")
HALF_WIDTH = re.compile(r"[!-~]")


def made(name: str) -> Made:
    """Return a shipped structure's draft with every fact at its example."""
    facts = {fact: spec.example for fact, spec in shipped().facts.facts.items()}
    return make_draft(shipped(), name, facts={**facts, "place": home_for(name)})


def needs_office() -> None:
    """Skip where the programs are missing; fail where they must not be (CI)."""
    if OFFICE and READER:
        return
    if os.environ.get("DRAFTER_MUST_RENDER"):
        pytest.fail("rendering tests must run here, and LibreOffice or pdftotext is missing")
    pytest.skip("LibreOffice or pdftotext is missing")


@dataclass
class Line:
    """A line of the page: its words joined, and its place in points from the top left."""

    text: str
    left: float
    right: float
    top: float


@pytest.fixture(scope="session")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every structure with every fact at its example, as PDF; one run of LibreOffice for all."""
    needs_office()
    folder = tmp_path_factory.mktemp("render")
    for name in STRUCTURES:
        save(made(name), folder / f"{name}.docx", with_recipe=False)
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in STRUCTURES]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=300)
    return {name: folder / f"{name}.pdf" for name in STRUCTURES}


def pages_of(pdf: Path) -> list[list[Line]]:
    """Return the lines of each page, from top to bottom."""
    xml = subprocess.run([READER, "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout
    space = "{http://www.w3.org/1999/xhtml}"
    return [_lines(page.findall(f"{space}word")) for page in ElementTree.fromstring(xml).iter(f"{space}page")]


def _lines(words: list[ElementTree.Element]) -> list[Line]:
    rows: dict[int, list[ElementTree.Element]] = {}
    for word in words:
        middle = (float(word.get("yMin", 0)) + float(word.get("yMax", 0))) / 2
        row = next((known for known in rows if abs(known - middle) < 8), round(middle))
        rows.setdefault(row, []).append(word)
    found = []
    for _, row_words in sorted(rows.items()):
        row_words.sort(key=lambda word: float(word.get("xMin", 0)))
        found.append(
            Line(
                text="".join(word.text or "" for word in row_words),
                left=float(row_words[0].get("xMin", 0)),
                right=float(row_words[-1].get("xMax", 0)),
                top=min(float(word.get("yMin", 0)) for word in row_words),
            )
        )
    return found


def body_of(page: list[Line]) -> list[Line]:
    """Return the lines of a page without its page number."""
    return [line for line in page if not PAGE_NUMBER.fullmatch(line.text)]


def rows(page: list[Line]) -> int:
    """Return how many rows of the grid a page fills, by position.

    Where the mark that ends a paragraph hangs beside a full last line, LibreOffice adds an empty row, also when
    that line is the last but one of the page.
    """
    hanging = page[-1].right > (210 - 26) * MM + 6
    return min(22, round((page[-1].top - page[0].top) / LEADING) + 1 + hanging)


@pytest.mark.parametrize("name", LONG)
def test_inner_pages_hold_22_lines(name: str, pdfs: dict[str, Path]) -> None:
    """Only the first page, the last, and one that a kept heading ends early may hold fewer.

    LibreOffice moves the whole last paragraph of a report to the page of its signature, Word only its last lines.
    """
    pages = [body_of(page) for page in pages_of(pdfs[name])]
    assert len(pages) >= 3
    headings = own_line_headings(name)
    signed = any(one.kind == "signature" for one in paragraphs(made(name).draft.body))
    for page, following in pairwise(pages[1:]):
        if signed and following is pages[-1]:
            continue
        kept = any(one.startswith(following[0].text) for one in headings)
        assert rows(page) == 22 or (kept and rows(page) >= 20), [line.text for line in page]


def own_line_headings(name: str) -> list[str]:
    draft = made(name).draft
    return [one.text.replace(" ", "") for one in paragraphs(draft.body) if one.kind == "heading"]


@pytest.mark.parametrize("name", LONG)
def test_full_lines_hold_28_characters(name: str, pdfs: dict[str, Path]) -> None:
    """The commonest length of the lines that reach the right margin and hold no half-width character."""
    right_edge = (210 - 26) * MM
    full = [
        len(line.text)
        for page in pages_of(pdfs[name])
        for line in body_of(page)
        if line.right > right_edge - 17 and line.left < 28 * MM + 2 and not HALF_WIDTH.search(line.text)
    ]
    assert len(full) > 30
    assert Counter(full).most_common(1)[0][0] == 28


@pytest.mark.parametrize("name", STRUCTURES)
def test_page_numbers_sit_at_the_outer_edge(name: str, pdfs: dict[str, Path]) -> None:
    """— 1 —: right on odd pages, left on even ones, one character (14 pt) in."""
    for number, page in enumerate(pages_of(pdfs[name]), 1):
        (line,) = [line for line in page if PAGE_NUMBER.fullmatch(line.text)]
        found = PAGE_NUMBER.fullmatch(line.text)
        assert found is not None and int(found[1]) == number
        if number % 2:
            assert abs(line.right - ((210 - 26) * MM - 14)) < 6
        else:
            assert abs(line.left - (28 * MM + 14)) < 6


@pytest.mark.parametrize("name", STRUCTURES)
def test_text_keeps_inside_its_area(name: str, pdfs: dict[str, Path]) -> None:
    """156 mm wide; only a punctuation mark may hang into the right margin."""
    for page in pages_of(pdfs[name]):
        for line in body_of(page):
            assert line.left > 28 * MM - 1, line
            assert line.right < (210 - 26) * MM + 17, line


@pytest.mark.parametrize("name", STRUCTURES)
def test_no_heading_stands_alone_at_the_foot(name: str, pdfs: dict[str, Path]) -> None:
    headings = own_line_headings(name)
    for page in pages_of(pdfs[name])[:-1]:
        assert body_of(page)[-1].text not in headings


@pytest.mark.parametrize("name", STRUCTURES)
def test_no_character_is_lost_on_the_page(name: str, pdfs: dict[str, Path]) -> None:
    """LibreOffice drops marks that hang into the margin at a character spacing of −5, −6 or −9 twips; not at −7."""
    draft = made(name).draft
    wanted = Counter("".join(one.text for one in [*draft.head, *paragraphs(draft.body)]))
    printed = Counter("".join(line.text for page in pages_of(pdfs[name]) for line in body_of(page)))
    for space in (" ", "\u3000"):
        del wanted[space]
    assert wanted - printed == Counter()
