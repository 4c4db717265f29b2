"""The bank of headings and bridges that ships: enough of each form, lengths that pair, none twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from drafter.library.loading import load_library
from drafter.lint.subjects import LibraryView
from drafter.model.heading import Heading
from drafter.model.library import Library

FORMS = {"plain", "couplet", "quoted"}
FEWEST = 8
PAIRED = 4
"""Couplets of one length that a theme must have, so that sections can be headed alike."""
HALVES = {(6, 6), (7, 7), (8, 8), (9, 10)}
"""Characters of the two halves of a couplet; 四字、四字，十字 counts its own mark."""


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library().library


def by_theme(library: Library, form: str) -> dict[str, list[Heading]]:
    found = defaultdict(list)
    for heading in library.headings:
        if heading.form == form:
            found[heading.theme].append(heading)
    return found


def heading_themes(library: Library) -> set[str]:
    """Return the themes that can head a section: those of the bank, and those that a structure asks the bank for."""
    asked = {item.section.heading.theme for one in library.structures.values() for item in one.body if item.section}
    return {heading.theme for heading in library.headings} | (asked - {""})


def test_every_heading_is_of_a_form_of_the_bank(library: Library) -> None:
    assert {heading.form for heading in library.headings} == FORMS
    assert set(library.taxonomy.forms) >= FORMS


@pytest.mark.parametrize("form", ["plain", "couplet"])
def test_every_theme_that_can_head_a_section_has_enough_of_both_common_forms(form: str, library: Library) -> None:
    found = by_theme(library, form)
    assert {theme: len(found[theme]) for theme in heading_themes(library) if len(found[theme]) < FEWEST} == {}


def test_enough_themes_have_quoted_headings(library: Library) -> None:
    assert len(by_theme(library, "quoted")) >= 8


def test_every_form_that_a_structure_asks_for_is_there(library: Library) -> None:
    bank = {(heading.theme, heading.form) for heading in library.headings}
    specs = [item.section.heading for one in library.structures.values() for item in one.body if item.section]
    asked = {(spec.theme, spec.form) for spec in specs if spec.theme and spec.from_ is None and not spec.text}
    assert asked - bank == set()


def test_every_theme_has_couplets_of_one_length(library: Library) -> None:
    view = LibraryView(library)
    for theme, headings in by_theme(library, "couplet").items():
        sizes = Counter(len(view.printed(heading.text)) for heading in headings)
        assert max(sizes.values()) >= PAIRED, theme


def test_the_halves_of_a_couplet_are_balanced(library: Library) -> None:
    odd = []
    for headings in by_theme(library, "couplet").values():
        for heading in headings:
            halves = tuple(len(half) for half in heading.text.split("，"))
            if halves not in HALVES and "{{" not in heading.text:
                odd.append(heading.text)
    assert odd == []


def test_a_quoted_heading_has_one_verb_in_quotes(library: Library) -> None:
    quoted = [heading.text for headings in by_theme(library, "quoted").values() for heading in headings]
    assert [text for text in quoted if len(re.findall(r"“[^“”]{1,4}”", text)) != 1] == []


def test_no_heading_ends_with_a_mark_or_has_a_half_width_one(library: Library) -> None:
    assert [one.text for one in library.headings if re.search(r"[。；，！：]$|[,;:!?]", one.text)] == []


def test_no_heading_stands_twice() -> None:
    """The loader keeps one of two that are the same, so the file itself is read."""
    from drafter.library.folders import shipped_root

    text = (shipped_root() / "sections" / "headings.yaml").read_text("utf-8")
    found = re.findall(r"text: (.*?), theme:", text)
    assert found
    assert [one for one, times in Counter(found).items() if times > 1] == []


def test_the_tags_of_a_heading_stand_on_blocks_of_its_theme(library: Library) -> None:
    borne = {(block.theme, tag) for block in library.blocks.values() for tag in block.tags}
    assert [one.text for one in library.headings for tag in one.tags if (one.theme, tag) not in borne] == []


def test_there_are_enough_bridges_and_none_stands_twice(library: Library) -> None:
    texts = [bridge.text for bridge in library.bridges]
    assert len(texts) >= 40
    assert len(set(texts)) == len(texts)
    assert [text for text in texts if not text.endswith(("。", "！", "：", "，"))] == []
