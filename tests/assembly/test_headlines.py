"""First-level headings: chosen as a set, in one form, of near-equal length, none twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from worlds import body_lines, load_in_room, room_for

from drafter.api import make_draft
from drafter.errors import NothingFitsError
from drafter.model.library import Library

SEEDS = range(1, 13)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the themes tea and milk."""
    return room_for(tmp_path_factory.mktemp("teahouse"), {"tea": "茶", "milk": "奶"})


def world(room: Path, headings: str, sections: str, blocks: dict[str, str] | None = None) -> Library:
    """Return the shipped library with the themes tea and milk, `headings` and a structure of `sections`."""
    structure = f"""
        title: 小结构
        kind: other
        speaker: [party-secretary]
        to: [congress]
        act: require
        length: 40
        head: {{title: 讲话}}
        body: [{sections}]
    """
    files = {f"sections/tea/{name}.yaml": text for name, text in (blocks or {}).items()}
    bank = {"sections/headings.yaml": f"headings:{headings}", "templates/structures/small.yaml": structure}
    return load_in_room(room, {**files, **bank})


def headings(library: Library, seed: int, **wishes: object) -> list[str]:
    """Return the first-level headings of a draft, without their ordinals."""
    found = body_lines(make_draft(library, "small", seed=seed, **wishes).draft)
    return [line.partition("、")[2] for line in found if line[1:2] == "、"]


BOTH = """
    {section: {id: a, heading: {theme: tea, form: couplet}}},
    {section: {id: b, heading: {theme: milk, form: couplet}}}
"""


def test_all_headings_have_the_form_that_is_asked_for(room: Path) -> None:
    library = world(
        room,
        """
          - {text: 喝茶, theme: tea, form: plain}
          - {text: 茶香四溢，茶味悠长, theme: tea, form: couplet}
          - {text: 喝奶, theme: milk, form: plain}
          - {text: 奶香扑鼻，奶味醇厚, theme: milk, form: couplet}
        """,
        BOTH,
    )
    assert {tuple(headings(library, seed)) for seed in SEEDS} == {("茶香四溢，茶味悠长", "奶香扑鼻，奶味醇厚")}


def test_headings_of_near_length_go_together_whatever_the_seed(room: Path) -> None:
    library = world(
        room,
        """
          - {text: 茶香四溢，茶味悠长, theme: tea, form: couplet}
          - {text: 好茶要用好水来泡，好水才能出得好茶, theme: tea, form: couplet}
          - {text: 奶香扑鼻飘过小巷里，奶味醇厚留在人心间, theme: milk, form: couplet}
          - {text: 奶白如雪，奶香如花, theme: milk, form: couplet}
        """,
        BOTH,
    )
    assert {tuple(headings(library, seed)) for seed in SEEDS} == {("茶香四溢，茶味悠长", "奶白如雪，奶香如花")}


def test_among_sets_of_one_length_the_seed_decides(room: Path) -> None:
    library = world(
        room,
        """
          - {text: 茶香四溢，茶味悠长, theme: tea, form: couplet}
          - {text: 绿茶清心，红茶暖胃, theme: tea, form: couplet}
          - {text: 奶白如雪，奶香如花, theme: milk, form: couplet}
        """,
        BOTH,
    )
    assert {headings(library, seed)[0] for seed in SEEDS} == {"茶香四溢，茶味悠长", "绿茶清心，红茶暖胃"}
    assert [headings(library, seed) for seed in SEEDS] == [headings(library, seed) for seed in SEEDS]


def block(tags: str) -> str:
    return f"title: 绿茶\ntheme: tea\ntags: [{tags}]\nleads: {{plain: 喝好绿茶}}\ntext: {{require: 要喝好绿茶。}}\n"


TAGGED = """
          - {text: 只讲红茶的一个标题, theme: tea, form: plain, tags: [红茶]}
          - {text: 什么茶都讲的标题呀, theme: tea, form: plain}
"""
BODY = "{section: {id: a, heading: {theme: tea}, body: {theme: tea}}}"


def test_a_heading_with_a_tag_waits_for_a_block_with_that_tag(room: Path) -> None:
    library = world(room, TAGGED, BODY, {"green": block("绿茶")})
    assert {headings(library, seed)[0] for seed in SEEDS} == {"什么茶都讲的标题呀"}


def test_a_heading_with_a_tag_may_head_a_block_with_that_tag(room: Path) -> None:
    library = world(room, TAGGED, BODY, {"red": block("红茶, 热饮")})
    assert {headings(library, seed)[0] for seed in SEEDS} == {"什么茶都讲的标题呀", "只讲红茶的一个标题"}


def test_a_heading_whose_tag_the_section_asks_for_comes_first(room: Path) -> None:
    asking = "{section: {id: a, heading: {theme: tea, tags: [红茶]}, body: {theme: tea}}}"
    library = world(room, TAGGED, asking, {"green": block("绿茶")})
    assert {headings(library, seed)[0] for seed in SEEDS} == {"只讲红茶的一个标题"}


def test_where_no_heading_fits_the_message_names_section_theme_and_form(room: Path) -> None:
    library = world(room, "\n          - {text: 喝茶, theme: tea, form: plain}\n", BOTH)
    with pytest.raises(NothingFitsError) as caught:
        make_draft(library, "small")
    assert "“a”这一部分没有标题可用" in caught.value.message
    assert "“茶”主题、“对偶”句式" in caught.value.message
    assert "headings.yaml" in caught.value.hint


TWO_OF_TEA = "{section: {id: a, heading: {theme: tea}}}, {section: {id: b, heading: {theme: tea}}}"


def test_no_heading_stands_twice(room: Path) -> None:
    library = world(
        room,
        """
          - {text: 喝好绿茶, theme: tea, form: plain}
          - {text: 喝好红茶吧, theme: tea, form: plain}
        """,
        TWO_OF_TEA,
    )
    assert {frozenset(headings(library, seed)) for seed in SEEDS} == {frozenset({"喝好绿茶", "喝好红茶吧"})}


def test_a_section_leaves_the_only_heading_of_another_alone(room: Path) -> None:
    """Section a may bear both headings, section b has only one of them."""
    library = world(
        room,
        """
          - {text: 喝好茶, theme: tea, form: plain}
          - {text: 喝好红茶品好红茶, theme: tea, form: plain, tags: [红茶]}
        """,
        "{section: {id: a, heading: {theme: tea, tags: [红茶]}}}, {section: {id: b, heading: {theme: tea}}}",
    )
    assert {tuple(headings(library, seed)) for seed in SEEDS} == {("喝好红茶品好红茶", "喝好茶")}


def test_too_few_headings_are_an_error_rather_than_one_twice(room: Path) -> None:
    library = world(room, "\n          - {text: 喝茶, theme: tea, form: plain}\n", TWO_OF_TEA)
    with pytest.raises(NothingFitsError, match=r"标题.*不够"):
        make_draft(library, "small")


def test_a_heading_whose_formulation_has_no_wording_on_the_day_is_passed_over(room: Path) -> None:
    bank = (
        "\n          - {text: '贯彻{{ term.latest_plenum }}精神', theme: tea, form: plain}"
        "\n          - {text: 喝好茶, theme: tea, form: plain}\n"
    )
    library = world(room, bank, "{section: {id: a, heading: {theme: tea}}}")
    assert {headings(library, seed, as_of=date(1990, 1, 1))[0] for seed in SEEDS} == {"喝好茶"}
    assert len({headings(library, seed, as_of=date(2026, 11, 22))[0] for seed in SEEDS}) == 2
