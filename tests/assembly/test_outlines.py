"""The outline for approval: what its page shows, and how its file, edited, becomes the draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from worlds import STRUCTURES, body_lines, example_facts, home_for, level_for, picks, shipped

from drafter.api import Made, make_draft, outline_of, save_outline
from drafter.assembly.outlines import entries, fits_a_page, make_outline, outline_text
from drafter.library.yamlreader import decode
from drafter.model.draft import Section
from drafter.model.recipe import Outline

DASHES = "work-conference-dashes"


def made(name: str = DASHES) -> Made:
    facts = {**example_facts(shipped()), "place": home_for(name)}
    return make_draft(shipped(), name, facts=facts, level=level_for(name), seed=2)


def file_of(before: Made, folder: Path, *edits: Callable[[str], str]) -> str:
    """Write the outline of a draft with `edits` made by hand, and return its path."""
    text = outline_text(make_outline(before.source, before.draft), shipped())
    for edit in edits:
        changed = edit(text)
        assert changed != text
        text = changed
    path = folder / "讲话.提纲.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def go_on(before: Made, folder: Path, *edits: Callable[[str], str]) -> Made:
    return make_draft(shipped(), file_of(before, folder, *edits))


@pytest.mark.parametrize("name", STRUCTURES)
def test_an_outline_nobody_touched_goes_on_to_the_same_draft(name: str, tmp_path: Path) -> None:
    before = made(name)
    after = go_on(before, tmp_path)
    assert after.draft == before.draft
    assert after.recipe == before.recipe


@pytest.mark.parametrize("name", STRUCTURES)
def test_the_page_shows_every_heading_and_lead_and_nothing_of_the_text(name: str) -> None:
    before = made(name)
    page = outline_of(before)
    shown = [line for line in body_lines(page) if not line.startswith("（")]
    assert len("".join(body_lines(page))) < before.draft.length * 0.45
    sections = [node for node in before.draft.body if isinstance(node, Section)]
    for section, entry in zip(sections, entries(before.draft.body), strict=True):
        assert any(line.startswith(entry.marker + entry.text) for line in [*shown, *body_lines(page)])
        assert entry.slot == section.slot
        assert entry.text


def test_the_lengths_of_the_parts_add_up_to_that_of_the_draft() -> None:
    before = made()
    body = [line for line in body_lines(outline_of(before)) if "约" in line]
    words = [int(line.rsplit("约 ", 1)[1].split(" 字")[0]) for line in body]
    assert abs(sum(words) - before.draft.length) < before.draft.length * 0.05


@pytest.mark.parametrize("name", STRUCTURES)
def test_the_page_has_room_for_the_outline_in_its_own_style(name: str) -> None:
    assert fits_a_page(outline_of(made(name)), shipped().styles["outline"])


def test_an_edited_heading_and_an_edited_lead_print_as_they_were_edited(tmp_path: Path) -> None:
    before = made()
    outline = make_outline(before.source, before.draft)
    heading, lead = outline.sections["congress"].heading, outline.sections["congress"].leads["congress.2"]
    after = go_on(
        before,
        tmp_path,
        lambda text: text.replace(f"heading: {heading}", "heading: 必须开好局起好步"),
        lambda text: text.replace(f"congress.2: {lead}", "congress.2: 把群众的话听进去"),
    )
    lines = body_lines(after.draft)
    assert any(line == "三、必须开好局起好步" for line in lines)
    assert any(line.startswith("二要把群众的话听进去。") for line in lines)
    assert picks(after.draft) == picks(before.draft)


def test_a_lead_taken_out_drops_the_point_and_a_new_line_adds_one(tmp_path: Path) -> None:
    before = made()
    lead = make_outline(before.source, before.draft).sections["congress"].leads["congress.3"]
    after = go_on(
        before, tmp_path, lambda text: text.replace(f"      congress.3: {lead}\n", "      新1: 用好代表联络站\n")
    )
    lines = body_lines(after.draft)
    assert not any(lead in line for line in lines)
    assert any(line.startswith("三要用好代表联络站。【待补：这一点的内容】") for line in lines)


def test_a_section_taken_out_is_dropped(tmp_path: Path) -> None:
    before = made()

    def without_leadership(text: str) -> str:
        start, stop = text.index("  leadership:\n"), text.index("  congress:\n")
        return text[:start] + text[stop:]

    lines = body_lines(go_on(before, tmp_path, without_leadership).draft)
    assert [line[:2] for line in lines if line[1:2] == "、"] == ["一、", "二、"]


def test_what_the_leader_wants_said_is_marked_in_its_section_and_reported(tmp_path: Path) -> None:
    before = made()

    def with_point(text: str) -> str:
        start = text.index("  leadership:\n")
        return text[:start] + text[start:].replace("要点: []", "要点: [讲讲开发区那件事]", 1)

    after = go_on(before, tmp_path, with_point)
    lines = body_lines(after.draft)
    (at,) = [number for number, line in enumerate(lines) if line == "【待融入：讲讲开发区那件事】"]
    assert lines[at - 1].startswith("二、")
    assert [one.rule for one in after.draft.problems if "开发区" in one.message] == ["point-to-work-in"]
    assert "【待融入：讲讲开发区那件事】" in body_lines(outline_of(after))
    file = tmp_path / "讲话.稿单.yaml"
    file.write_text(after.recipe, encoding="utf-8")
    assert make_draft(shipped(), str(file)).draft == after.draft


def test_the_file_of_an_outline_reads_back_as_it_was() -> None:
    before = made()
    outline = make_outline(before.source, before.draft)
    decoded = decode(outline_text(outline, shipped()), "提纲", Outline)
    assert not decoded.problems
    assert decoded.value == outline


def test_saving_an_outline_writes_the_page_and_the_file_to_go_on_from(tmp_path: Path) -> None:
    save_outline(made(), tmp_path / "提纲.docx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["提纲.docx", "提纲.提纲.yaml"]
