"""What the page looks like: drafts through LibreOffice to PDF, measured from the PDF's text positions.

DESIGN 6: the style's lines on every page (but the first, the last and one ended early by a kept heading); its
characters the commonest count over full lines without half-width characters; page numbers at the outer edge, or in
the middle of every page where it is printed single-sided. `tests/benchmarks/rendering.py` looks at every structure in
every style; here the standard's style is held to all of them, the others to some long ones.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pages as measured
import pytest
from worlds import STRUCTURES, example_facts, home_for, shipped

from drafter.api import Made, make_draft, outline_of
from drafter.api.drafting import style_digest
from drafter.library.styles import styled

pytestmark = [pytest.mark.render, pytest.mark.xdist_group("render")]
LONG = [name for name, one in shipped().structures.items() if one.length >= 3000]
"""Structures of several pages: what a full page holds is measured on these."""
OTHERS = ("reading", "outline", "gb9704,单面=是", "gb9704,页边=34.58/32.58", "gb9704,行距=20行", "reading,单面=否")
CASES = [("gb9704", name) for name in STRUCTURES] + [(style, name) for style in OTHERS for name in LONG[:9:3]]
LONG_CASES = [(style, name) for style, name in CASES if name in LONG]
in_every_style = pytest.mark.parametrize("case", CASES, ids=" ".join)
on_long_ones = pytest.mark.parametrize("case", LONG_CASES, ids=" ".join)
Case = tuple[str, str]


class Printed(msgspec.Struct, frozen=True):
    """A draft and its pages."""

    made: Made
    pages: list[Any]


def made(name: str, style: str = "gb9704") -> Made:
    """Return a shipped structure's draft with every fact at its example."""
    facts = {**example_facts(shipped()), "place": home_for(name)}
    return make_draft(shipped(), name, facts=facts, style=style)


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[Case, Printed]:
    """Every case as pages; one run of LibreOffice for all."""
    measured.needs_office()
    drafts = {" ".join(case): made(case[1], case[0]) for case in CASES}
    pdfs = measured.rendered(drafts, tmp_path_factory.mktemp("render"))
    return {case: Printed(drafts[" ".join(case)], measured.pages_of(pdfs[" ".join(case)])) for case in CASES}


@on_long_ones
def test_inner_pages_hold_the_lines_of_the_style(case: Case, printed: dict[Case, Printed]) -> None:
    """Only the first page, the last, and one that a kept heading ends early may hold fewer."""
    one = printed[case]
    assert len(one.pages) >= 3
    assert measured.short_pages(one.pages, one.made) == []


@on_long_ones
def test_full_lines_hold_the_characters_of_the_style(case: Case, printed: dict[Case, Printed]) -> None:
    one = printed[case]
    full = measured.full_lines(one.pages, one.made.style)
    assert len(full) > 30
    assert measured.commonest(full) == one.made.style.grid.characters


@in_every_style
def test_page_numbers_stand_where_they_belong(case: Case, printed: dict[Case, Printed]) -> None:
    """— 1 —: right on odd pages, left on even ones, one character in; single-sided in the middle of every page."""
    one = printed[case]
    assert measured.misplaced_numbers(one.pages, one.made.style) == []


@in_every_style
def test_text_keeps_inside_its_area(case: Case, printed: dict[Case, Printed]) -> None:
    """The binding edge is wider by 2 mm, on the left of odd pages and on the right of even ones."""
    one = printed[case]
    assert measured.outside(one.pages, one.made.style) == []


@in_every_style
def test_no_heading_stands_alone_at_the_foot(case: Case, printed: dict[Case, Printed]) -> None:
    one = printed[case]
    assert measured.lonely_headings(one.pages, one.made) == []


@in_every_style
def test_no_character_is_lost_on_the_page(case: Case, printed: dict[Case, Printed]) -> None:
    """LibreOffice does not print many of the marks that hang into the margin, so nothing hangs there."""
    one = printed[case]
    assert measured.lost_characters(one.pages, one.made) == {}


def test_the_binding_edge_changes_sides_unless_printed_single_sided(printed: dict[Case, Printed]) -> None:
    """Of a full line: 28 mm on the left of page 3 and, printed on both sides, 26 mm on the left of page 2."""
    for style, on_even in (("gb9704", 26), ("gb9704,单面=是", 28)):
        pages = printed[(style, LONG[0])].pages
        lefts = [min(line.left for line in measured.body_of(pages[number])) / measured.MM for number in (1, 2)]
        assert lefts == pytest.approx([on_even, 28], abs=0.2)


def test_the_reading_copy_is_large_everywhere(printed: dict[Case, Printed]) -> None:
    """Rows of 43.8 pt, 15 of them; nothing that is read out is below 22 pt, nothing at all below 18."""
    style = printed[("reading", LONG[0])].made.style
    small = {role for role, text in style.styles.items() if text.size < 22}
    assert small == {"subtitle", "date", "speaker"}
    assert min([text.size for text in style.styles.values()] + [style.page_number.size]) == 18
    tops = [line.top for line in measured.body_of(printed[("reading", LONG[0])].pages[2])]
    assert [below - above for above, below in pairwise(tops)] == pytest.approx([43.8] * 14, abs=0.2)


def test_an_outline_in_its_own_style_is_one_page(tmp_path: Path) -> None:
    measured.needs_office()
    whole = {name: made(name) for name in LONG[:9:2]}
    _, style = styled(shipped(), "outline")
    outlines = {
        name: msgspec.structs.replace(one, draft=outline_of(one), style=style, style_hash=style_digest(style))
        for name, one in whole.items()
    }
    for name, pdf in measured.rendered(outlines, tmp_path).items():
        pages = measured.pages_of(pdf)
        assert len(pages) == 1, name
        assert measured.lost_characters(pages, outlines[name]) == {}
        assert measured.misplaced_numbers(pages, style) == []


def test_the_measures_find_what_is_wrong(printed: dict[Case, Printed]) -> None:
    """Pages of the standard's style held to the reading copy fail every measure; a page without its head is a loss."""
    one, other = printed[("gb9704", LONG[0])], printed[("reading", LONG[0])].made
    style = other.style
    assert measured.short_pages(one.pages, other) == list(range(2, len(one.pages)))
    assert measured.commonest(measured.full_lines(one.pages, one.made.style)) != style.grid.characters
    assert measured.misplaced_numbers(one.pages, style) == list(range(1, len(one.pages) + 1))
    assert measured.outside(one.pages, style)
    assert measured.lost_characters(one.pages[1:], one.made)
    assert measured.misplaced_numbers([[], *one.pages[:1]], one.made.style) == [1, 2]


def test_a_heading_alone_at_the_foot_is_found() -> None:
    draft = made(LONG[0])
    heading = measured.kept_lines(draft)[0]
    foot = [measured.Line(heading[:9], 80, 500, 700), measured.Line(heading[9:], 80, 300, 729)]
    text = [measured.Line("正文", 80, 500, 100)]
    assert measured.lonely_headings([text + foot, text], draft) == [1]
    assert measured.lonely_headings([text + foot + text, text], draft) == []
