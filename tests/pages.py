"""Pages as they print: drafts through LibreOffice to PDF, measured from the positions of the PDF's text.

What is looked for is in DESIGN 6: lines a page, characters a line, page numbers, headings at the foot. Every
measure comes from the page style, so that one set of functions holds every style to its own word.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from drafter.api import Made, save
from drafter.model.draft import paragraphs
from drafter.model.style import PageStyle

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
READER = shutil.which("pdftotext")
MM = 72 / 25.4
PAGE_NUMBER = re.compile(r"—\s*(\d+)\s*—")
HALF_WIDTH = re.compile(r"[!-~]")
NEAR = 6.0
"""How far a place may be off, in points."""


@dataclass
class Line:
    """A line of the page: its words joined, and its place in points from the top left."""

    text: str
    left: float
    right: float
    top: float


Page = list[Line]


def needs_office() -> None:
    """Skip where the programs are missing; fail where they must not be (CI)."""
    if OFFICE and READER:
        return
    if os.environ.get("DRAFTER_MUST_RENDER"):
        pytest.fail("rendering tests must run here, and LibreOffice or pdftotext is missing")
    pytest.skip("LibreOffice or pdftotext is missing")


def rendered(drafts: Mapping[str, Made], folder: Path) -> dict[str, Path]:
    """Write each draft as a Word file and return them as PDF; one run of LibreOffice for all."""
    assert OFFICE
    files = {name: folder / f"{number}.docx" for number, name in enumerate(drafts)}
    for name, made in drafts.items():
        save(made, files[name], with_recipe=False)
    profile = (folder.absolute() / "profile").as_uri()
    command = [OFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files.values())], check=True, capture_output=True, timeout=600
    )
    return {name: path.with_suffix(".pdf") for name, path in files.items()}


def pages_of(pdf: Path) -> list[Page]:
    """Return the lines of each page, from top to bottom."""
    assert READER
    xml = subprocess.run([READER, "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout
    space = "{http://www.w3.org/1999/xhtml}"
    return [_lines(page.findall(f"{space}word")) for page in ElementTree.fromstring(xml).iter(f"{space}page")]


def _lines(words: list[ElementTree.Element]) -> Page:
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


def body_of(page: Page) -> Page:
    """Return the lines of a page without its page number."""
    return [line for line in page if not PAGE_NUMBER.fullmatch(line.text)]


def edges(style: PageStyle, number: int) -> tuple[float, float]:
    """Return where the text area of page `number` begins and ends, in points: the binding edge changes sides."""
    page = style.page
    turned = number % 2 == 0 and not style.single_sided
    left, right = (page.right, page.left) if turned else (page.left, page.right)
    return left * MM, (page.width - right) * MM


def lines_on(page: Page, style: PageStyle) -> int:
    """Return how many rows of the grid a page fills, by the places of its lines; empty rows between them count."""
    steps = [(below.top - above.top) / (style.grid.leading / 20) for above, below in pairwise(body_of(page))]
    return 1 + sum(round(step) for step in steps)


def kept_lines(made: Made) -> list[str]:
    """Return the headings on lines of their own, and the salutations inside the text, as they stand in a PDF."""
    kept = ("heading", "salutation")
    return [one.text.replace(" ", "") for one in paragraphs(made.draft.body) if one.kind in kept]


def short_pages(pages: list[Page], made: Made) -> list[int]:
    """Return the numbers of the pages that hold other than the lines of the style.

    The first and the last may, and one may end early because a heading goes over to the next with its text; the text
    that follows it keeps two lines together at most. LibreOffice moves the whole last paragraph of a report to the
    page of its signature, Word only its last lines: the page before that one is passed over.
    """
    lines, headings = made.style.grid.lines, kept_lines(made)
    signed = any(one.kind == "signature" for one in paragraphs(made.draft.body))
    found = []
    for number, (page, following) in enumerate(pairwise(pages[1:]), 2):
        if signed and following is pages[-1]:
            continue
        count, top = lines_on(page, made.style), body_of(following)[0].text
        kept = any(one.startswith(top) for one in headings)
        if not (count == lines or (kept and lines - 3 <= count < lines)):
            found.append(number)
    return found


def full_lines(pages: Iterable[Page], style: PageStyle) -> list[int]:
    """Return the characters of each line that runs from edge to edge and holds no half-width character."""
    found = []
    for number, page in enumerate(pages, 1):
        left, right = edges(style, number)
        found += [
            len(line.text)
            for line in body_of(page)
            if line.right > right - NEAR and line.left < left + 2 and not HALF_WIDTH.search(line.text)
        ]
    return found


def commonest(counts: list[int]) -> int:
    """Return the commonest count."""
    return Counter(counts).most_common(1)[0][0]


def misplaced_numbers(pages: list[Page], style: PageStyle) -> list[int]:
    """Return the pages whose number is not where it belongs, or not theirs."""
    found = []
    for number, page in enumerate(pages, 1):
        lines = [line for line in page if PAGE_NUMBER.fullmatch(line.text)]
        said = PAGE_NUMBER.fullmatch(lines[0].text) if lines else None
        if len(lines) != 1 or said is None or int(said[1]) != number or not _number_fits(lines[0], style, number):
            found.append(number)
    return found


def _number_fits(line: Line, style: PageStyle, number: int) -> bool:
    left, right = edges(style, number)
    inset = style.page_number.outer_indent * style.page_number.size
    if style.single_sided and style.page_number.single == "center":
        return abs((line.left + line.right) / 2 - (left + right) / 2) < NEAR
    if number % 2 or style.single_sided:
        return abs(line.right - (right - inset)) < NEAR
    return abs(line.left - (left + inset)) < NEAR


def lonely_headings(pages: list[Page], made: Made) -> list[int]:
    """Return the pages at whose foot a heading stands, whole or its last line, without any of its text."""
    headings = kept_lines(made)
    found = []
    for number, page in enumerate(pages[:-1], 1):
        body = body_of(page)
        tails = ("".join(line.text for line in body[-count:]) for count in (1, 2, 3))
        if any(tail in headings for tail in tails):
            found.append(number)
    return found


def outside(pages: list[Page], style: PageStyle) -> list[int]:
    """Return the pages with a line that leaves the text area."""
    return [
        number
        for number, page in enumerate(pages, 1)
        if any(
            line.left < edges(style, number)[0] - 1 or line.right > edges(style, number)[1] + 1
            for line in body_of(page)
        )
    ]


def lost_characters(pages: list[Page], made: Made) -> Counter[str]:
    """Return the characters of the draft that the pages do not show, spaces aside."""
    draft = made.draft
    wanted = Counter("".join(one.text for one in [*draft.head, *paragraphs(draft.body)]))
    printed = Counter("".join(line.text for page in pages for line in body_of(page)))
    for space in (" ", "\u3000"):
        del wanted[space]
    return wanted - printed
