"""Choosing blocks: what rules one out, what ranks it, what never stands beside another."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import body_lines, load_in_room, picks, room_for

from drafter.api import make_draft
from drafter.assembly.turns import jitter
from drafter.errors import NothingFitsError
from drafter.model.library import Library

SEEDS = range(1, 9)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the theme tea."""
    return room_for(tmp_path_factory.mktemp("teahouse"), {"tea": "茶"})


def block(words: str, more: str = "", text: str = "") -> str:
    """Return a block of the theme tea; `more` are further keys, `text` replaces what it says."""
    text = text or f"text: {{require: 要{words}。}}"
    return f"title: {words}\ntheme: tea\nleads: {{plain: {words}}}\n{dedent(more)}\n{text}\n"


def structure(picks: str, more: str = "", points: str = "") -> str:
    """Return a structure whose one section has the points `picks`."""
    return f"""
        title: 小结构
        kind: {"other"}
        speaker: [{"deputy" if "deputy" in more else "party-secretary"}]
        to: [congress]
        act: require
        length: 100
        head: {{title: 讲话}}
        body:
          - section: {{id: cups, heading: {{text: 喝茶}}, points: {{{points}pick: [{picks}]}}}}
    """


def world(room: Path, slots: str, blocks: dict[str, str], more: str = "", points: str = "") -> Library:
    """Return the shipped library with the theme tea, its `blocks`, and a structure over them."""
    files = {f"sections/tea/{name}.yaml": text for name, text in blocks.items()}
    return load_in_room(room, {**files, "templates/structures/small.yaml": structure(slots, more, points)})


def chosen(library: Library, seed: int = 1, **wishes: object) -> dict[str, str]:
    return picks(make_draft(library, "small", seed=seed, **wishes).draft)


# ── hard filters

UNFIT = {
    "段落类型": block("喝好绿茶", "part: tail"),
    "行文动作": block("喝好绿茶", text="text: {report: 喝了绿茶。}"),
    "状态": block("喝好绿茶", "status: candidate"),
    "讲话人": block("喝好绿茶", "suits: {by: [congress-chair]}"),
    "听众": block("喝好绿茶", "suits: {to: [superior]}"),
    "材料类型": block("喝好绿茶", "suits: {kinds: [exchange-speech]}"),
    "层级": block("喝好绿茶", "suits: {levels: [city]}"),
    "提法的日期": block("喝好绿茶", "valid: {until: 2020-01-01}"),
}
GREEN = block("喝好绿茶")


def test_a_theme_without_blocks_is_named_with_the_slot(room: Path) -> None:
    with pytest.raises(NothingFitsError, match=r"位置“cups\.1”（茶·部署）没有段落可用：库里没有这个主题的段落"):
        make_draft(world(room, "{theme: tea}", {}), "small")


@pytest.mark.parametrize("condition", UNFIT)
def test_a_block_that_a_condition_rules_out_is_not_used_and_the_condition_is_named(room: Path, condition: str) -> None:
    library = world(room, "{theme: tea}", {"unfit": UNFIT[condition]})
    with pytest.raises(NothingFitsError) as caught:
        make_draft(library, "small", level="county")
    assert "位置“cups.1”（茶·部署）没有段落可用" in caught.value.message
    assert f"（如 tea/unfit）都不合“{condition}" in caught.value.message
    library = world(room, "{theme: tea}", {"unfit": UNFIT[condition], "fit": block("喝好红茶")})
    assert {chosen(library, seed, level="county")["cups.1"] for seed in SEEDS} == {"tea/fit"}


def test_a_speaker_that_may_not_do_the_act_gets_no_block(room: Path) -> None:
    library = world(room, "{theme: tea}", {"green": GREEN}, more="deputy")
    with pytest.raises(NothingFitsError, match="都不合“讲话人的身份”"):
        make_draft(library, "small")


def test_a_form_asks_for_the_lead_that_it_needs(room: Path) -> None:
    library = world(room, "{theme: tea}", {"green": GREEN}, points="form: nature, ")
    with pytest.raises(NothingFitsError, match="都不合“段首句的句式”"):
        make_draft(library, "small")


def test_sub_points_ask_for_parallel_measures(room: Path) -> None:
    slots = "{theme: tea, points: {marker: 一是, from: body}}"
    with pytest.raises(NothingFitsError, match="都不合“并列措施”"):
        make_draft(world(room, slots, {"green": GREEN}), "small")


def test_a_block_whose_formulation_is_not_yet_right_is_ruled_out(room: Path) -> None:
    green = block("喝好绿茶", text="text: {require: '要贯彻{{ term.latest_plenum }}精神。'}")
    library = world(room, "{theme: tea}", {"green": green})
    with pytest.raises(NothingFitsError, match="提法的日期") as caught:
        make_draft(library, "small", facts={"meeting": {"date": "1999-01-01"}})
    assert "--as-of" in caught.value.hint
    assert chosen(library, facts={"meeting": {"date": "2026-11-22"}}) == {"cups.1": "tea/green"}


def test_the_hint_of_an_empty_slot_says_what_to_do_about_the_level(room: Path) -> None:
    with pytest.raises(NothingFitsError) as caught:
        make_draft(world(room, "{theme: tea}", {"unfit": UNFIT["层级"]}), "small", level="county")
    assert "--level" in caught.value.hint


# ── conflicts

TWICE = "{theme: tea}, {theme: tea}"
LONG = "好茶要用好水来泡，水温和时间都有讲究。"


def test_no_block_stands_twice(room: Path) -> None:
    library = world(room, TWICE, {"green": GREEN, "red": block("喝好红茶")})
    assert {frozenset(chosen(library, seed).values()) for seed in SEEDS} == {frozenset({"tea/green", "tea/red"})}


def test_too_few_blocks_are_an_error_that_names_the_slot(room: Path) -> None:
    with pytest.raises(NothingFitsError, match=r"位置“cups\.2”没有段落可用：合适的 1 段都已用在别处"):
        make_draft(world(room, TWICE, {"green": GREEN}), "small")


@pytest.mark.parametrize("sides", [("green",), ("red",), ("green", "red")])
def test_blocks_that_exclude_each_other_never_stand_together(room: Path, sides: tuple[str, ...]) -> None:
    blocks = {
        "green": block("喝好绿茶", "excludes: [tea/red]" if "green" in sides else ""),
        "red": block("喝好红茶", "excludes: [tea/green]" if "red" in sides else ""),
        "black": block("喝好黑茶"),
    }
    library = world(room, TWICE, blocks)
    together = [set(chosen(library, seed).values()) for seed in SEEDS]
    assert all(found in ({"tea/green", "tea/black"}, {"tea/red", "tea/black"}) for found in together)


def test_blocks_that_share_a_long_sentence_never_stand_together(room: Path) -> None:
    blocks = {
        "green": block("喝好绿茶", text=f"text: {{require: '要喝好绿茶。{LONG}'}}"),
        "red": block("喝好红茶", text=f"text: {{require: '要喝好红茶。{LONG}'}}"),
        "black": block("喝好黑茶"),
    }
    library = world(room, TWICE, blocks)
    drafts = ["".join(body_lines(make_draft(library, "small", seed=seed).draft)) for seed in SEEDS]
    assert max(text.count(LONG) for text in drafts) == 1


def test_an_earlier_choice_makes_room_for_a_slot_that_has_nothing_else(room: Path) -> None:
    """The first two slots like green and white best, which are all that the third can have."""
    blocks = {
        "green": block("喝好绿茶", "tags: [绿]", "text: {require: 要喝。, plan: 将喝。}"),
        "red": block("喝好红茶", "", "text: {require: 要品。, report: 品了。}"),
        "white": block("喝好白茶", "tags: [白]", "text: {report: 尝了。, plan: 将尝。}"),
    }
    slots = "{theme: tea, act: require, tags: [绿]}, {theme: tea, act: report, tags: [白]}, {theme: tea, act: plan}"
    found = chosen(world(room, slots, blocks))
    assert found in (
        {"cups.1": "tea/red", "cups.2": "tea/white", "cups.3": "tea/green"},
        {"cups.1": "tea/green", "cups.2": "tea/red", "cups.3": "tea/white"},
    )


def test_an_earlier_choice_makes_room_where_it_excludes_all_that_a_later_slot_can_have(room: Path) -> None:
    blocks = {
        "green": block("喝好绿茶", "tags: [绿]", "text: {require: 要喝。}"),
        "red": block("喝好红茶", "", "text: {require: 要品。}"),
        "white": block("喝好白茶", "excludes: [tea/green]", "text: {plan: 将尝。}"),
        "black": block("喝好黑茶", "excludes: [tea/green]", "text: {plan: 将泡。}"),
    }
    found = chosen(world(room, "{theme: tea, tags: [绿]}, {theme: tea, act: plan}", blocks))
    assert found["cups.1"] == "tea/red"
    assert found["cups.2"] in ("tea/white", "tea/black")


# ── same:, optional


def test_a_slot_may_take_the_block_of_another_slot_for_another_act(room: Path) -> None:
    both = "text: {{require: 要{0}。, plan: 将{0}。}}"
    blocks = {
        "green": block("喝好绿茶", text=both.format("喝好绿茶")),
        "red": block("喝好红茶", text=both.format("喝好红茶")),
        "only": block("喝好白茶"),
    }
    small = structure("{theme: tea}").rstrip(" ") + "          - pick: {id: later, same: cups.1, act: plan}\n"
    files = {f"sections/tea/{name}.yaml": text for name, text in blocks.items()}
    library = load_in_room(room, {**files, "templates/structures/small.yaml": small})
    for seed in SEEDS:
        found = chosen(library, seed)
        assert found["later"] == found["cups.1"]
        assert body_lines(make_draft(library, "small", seed=seed).draft)[-1].startswith("将喝好")
    assert {chosen(library, seed)["cups.1"] for seed in SEEDS} == {"tea/green", "tea/red"}


def test_a_slot_that_takes_the_block_of_a_slot_that_is_not_there_is_an_error(room: Path) -> None:
    small = structure("{theme: tea}").rstrip(" ") + "          - pick: {id: later, same: cups.9, act: require}\n"
    library = load_in_room(room, {"sections/tea/green.yaml": GREEN, "templates/structures/small.yaml": small})
    with pytest.raises(NothingFitsError, match=r"“later”.*“cups\.9”"):
        make_draft(library, "small")


def test_an_optional_slot_that_nothing_fits_stays_empty_and_the_points_close_up(room: Path) -> None:
    slots = "{theme: tea, act: plan, optional: true}, {theme: tea}, {theme: tea, optional: true}"
    library = world(room, slots, {"green": GREEN})
    draft = make_draft(library, "small").draft
    assert picks(draft) == {"cups.2": "tea/green"}
    assert body_lines(draft) == ["一、喝茶", "（一）喝好绿茶。要喝好绿茶。"]


def test_an_optional_slot_is_filled_where_a_block_fits(room: Path) -> None:
    assert chosen(world(room, "{theme: tea, optional: true}", {"green": GREEN})) == {"cups.1": "tea/green"}


# ── ranking

THREE = {"green": GREEN, "red": block("喝好红茶", "tags: [暖胃]"), "black": block("喝好黑茶")}


def test_the_block_that_shares_a_tag_comes_first(room: Path) -> None:
    library = world(room, "{theme: tea, tags: [暖胃]}", THREE)
    assert {chosen(library, seed)["cups.1"] for seed in SEEDS} == {"tea/red"}


@pytest.mark.parametrize(("focus", "found"), [("暖胃", "tea/red"), ("黑茶", "tea/black")])
def test_the_focus_looks_at_tags_and_titles(room: Path, focus: str, found: str) -> None:
    library = world(room, "{theme: tea}", THREE)
    assert {chosen(library, seed, focus=[focus])["cups.1"] for seed in SEEDS} == {found}


def test_among_equals_the_seed_decides(room: Path) -> None:
    library = world(room, "{theme: tea}", THREE)
    assert {chosen(library, seed)["cups.1"] for seed in range(1, 25)} == {"tea/green", "tea/red", "tea/black"}
    assert [chosen(library, seed) for seed in SEEDS] == [chosen(library, seed) for seed in SEEDS]


def test_the_jitter_is_the_same_on_every_machine_for_ever() -> None:
    assert jitter(1, "cups.1", "tea/green", ("require",)) == FROZEN


FROZEN = 0.4445943853831409


@given(st.integers(), st.text(max_size=8), st.text(max_size=8))
def test_the_jitter_lies_between_nought_and_one(seed: int, slot: str, name: str) -> None:
    assert 0 <= jitter(seed, slot, name, ("require",)) < 1
