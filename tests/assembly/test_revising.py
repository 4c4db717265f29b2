"""The writer in charge: swap, pin, drop, add, say; updates keep what the writer settled."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from worlds import STRUCTURES, body_lines, level_for, load_in_room, picks, room_for, shipped

from drafter.api import Edits, Made, make_draft, revise_draft
from drafter.assembly.planning import plan
from drafter.assembly.revising import section_ids
from drafter.errors import NotFoundError, NothingFitsError, UsageError
from drafter.library.yamlreader import decode
from drafter.model.draft import paragraphs
from drafter.model.library import Library
from drafter.model.recipe import Recipe

COLOURS = {"green": "绿", "red": "红", "black": "黑", "white": "白", "yellow": "黄"}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the themes tea and milk."""
    return room_for(tmp_path_factory.mktemp("teahouse"), {"tea": "茶", "milk": "奶"})


def tea(name: str, more: str = "") -> str:
    words = f"喝好{COLOURS[name]}茶"
    return f"title: {COLOURS[name]}茶\ntheme: tea\nleads: {{plain: {words}}}\n{more}text: {{require: 要{words}。}}\n"


SMALL = """
    title: 小结构
    kind: other
    speaker: [party-secretary]
    to: [congress]
    act: require
    length: 50
    head: {title: 讲话}
    body:
      - pick: {id: opening, theme: milk}
      - section: {id: cups, heading: {text: 喝茶}, points: {pick: {theme: tea, times: 2}}}
      - section: {id: pots, heading: {text: 泡茶}, points: {pick: {theme: tea}}}
"""
MILK = "title: 奶\ntheme: milk\npart: whole\ntext: {require: 先喝奶。}\n"
LATE = "valid: {until: 2020-01-01}\n"


@pytest.fixture
def library(room: Path) -> Library:
    """Return five teas, one of them out of date, and milk."""
    files = {f"sections/tea/{name}.yaml": tea(name, LATE if name == "yellow" else "") for name in COLOURS}
    return load_in_room(room, {**files, "sections/milk/milk.yaml": MILK, "templates/structures/small.yaml": SMALL})


def made(library: Library, **edits: object) -> Made:
    return make_draft(library, "small", level="county", edits=Edits(**edits) if edits else None)


def again(library: Library, before: Made, folder: Path, **wishes: object) -> Made:
    """Make a draft again from its recipe, as it would lie on disk."""
    file = folder / "讲话.稿单.yaml"
    file.write_text(before.recipe, encoding="utf-8")
    return make_draft(library, str(file), **wishes)


def read(text: str) -> Recipe:
    decoded = decode(text, "稿单", Recipe)
    assert not decoded.problems
    assert decoded.value is not None
    return decoded.value


# ── swap and pin


def test_a_swap_brings_another_passage_and_touches_nothing_else(library: Library) -> None:
    before = made(library)
    after = revise_draft(before, Edits(swap=(("cups.1", ""),)))
    old, new = picks(before.draft), picks(after.draft)
    assert new.pop("cups.1") not in set(old.values())
    assert new == {name: block for name, block in old.items() if name != "cups.1"}
    (change,) = after.changes
    assert (change.slot, change.before, change.what) == ("cups.1", old["cups.1"], "passage")


@pytest.mark.parametrize("name", ["tea/white", "白茶"])
def test_a_swap_for_a_block_by_id_or_title_uses_that_block(library: Library, name: str) -> None:
    after = made(library, swap=(("pots.1", name),))
    assert picks(after.draft)["pots.1"] == "tea/white"
    assert read(after.recipe).slots["pots.1"].pinned


def test_what_is_swapped_stays_settled_in_the_recipe(library: Library, tmp_path: Path) -> None:
    after = made(library, swap=(("cups.2", ""),))
    block = picks(after.draft)["cups.2"]
    later = again(library, after, tmp_path, seed=9)
    assert picks(later.draft)["cups.2"] == block


def test_a_block_that_a_filter_rules_out_is_refused_by_its_name(library: Library) -> None:
    with pytest.raises(NothingFitsError, match=r"段落“tea/yellow”不能用在位置“cups\.1”：不合“提法的日期”这一条"):
        made(library, swap=(("cups.1", "tea/yellow"),))


def test_a_block_of_another_theme_may_be_asked_for_by_name(library: Library) -> None:
    assert picks(made(library, pin=(("opening", "tea/red"),)).draft)["opening"] == "tea/red"


def test_pins_that_contradict_each_other_are_named(library: Library) -> None:
    with pytest.raises(NothingFitsError, match=r"位置“cups\.1”和“pots\.1”用的是同一段 tea/red，不能都要") as caught:
        made(library, pin=(("cups.1", "tea/red"), ("pots.1", "tea/red")))
    assert "--swap pots.1" in caught.value.hint


def test_a_swap_with_nothing_left_to_take_says_so(library: Library) -> None:
    with pytest.raises(NothingFitsError, match="位置“opening”没有别的段落可换：合用的只有 milk/milk"):
        made(library, swap=(("opening", ""),))


# ── drop, add, say


def test_a_dropped_point_is_left_out_and_the_ordinals_close_up(library: Library) -> None:
    lines = body_lines(made(library, drop=("cups.1",)).draft)
    assert [line[:3] for line in lines] == ["先喝奶", "一、喝", "（一）", "二、泡", "（一）"]


def test_a_dropped_section_goes_with_its_heading(library: Library, tmp_path: Path) -> None:
    after = made(library, drop=("cups",))
    assert [line[:3] for line in body_lines(after.draft)] == ["先喝奶", "一、泡", "（一）"]
    assert again(library, after, tmp_path).draft == after.draft


def test_the_last_point_of_a_section_does_not_go_alone(library: Library) -> None:
    with pytest.raises(UsageError, match="只剩一个标题") as caught:
        made(library, drop=("pots.1",))
    assert "--drop pots" in caught.value.hint


def test_an_added_point_comes_last_in_its_section(library: Library, tmp_path: Path) -> None:
    after = made(library, add=(("pots", "tea/white"),))
    assert picks(after.draft)["pots.2"] == "tea/white"
    assert body_lines(after.draft)[-1] == "（二）喝好白茶。要喝好白茶。"
    assert again(library, after, tmp_path).draft == after.draft


def test_an_added_point_without_a_block_takes_what_fits_best(library: Library) -> None:
    after = made(library, add=(("cups", ""),))
    assert picks(after.draft)["cups.3"].startswith("tea/")
    assert len(set(picks(after.draft).values())) == 5


def test_a_passage_may_be_added_after_a_slot(library: Library) -> None:
    after = made(library, add=(("opening", "tea/white"),), drop=())
    assert body_lines(after.draft)[:2] == ["先喝奶。", "要喝好白茶。"]


def test_own_words_stand_in_place_of_a_block_with_their_first_sentence_as_the_lead(
    library: Library, tmp_path: Path
) -> None:
    after = made(library, say=(("cups.2", "喝好凉茶。天热了，喝一碗{{ place }}凉茶。"),))
    assert "（二）喝好凉茶。天热了，喝一碗【待补：" in body_lines(after.draft)[3]
    assert [gap.fact for gap in after.draft.gaps] == ["place"]
    assert again(library, after, tmp_path, facts={"place": "青山县"}).draft.gaps == ()
    assert read(after.recipe).slots["cups.2"].say == "喝好凉茶。天热了，喝一碗{{ place }}凉茶。"


def test_a_heading_changed_by_hand_stands(library: Library, tmp_path: Path) -> None:
    before = made(library)
    file = tmp_path / "讲话.稿单.yaml"
    file.write_text(before.recipe.replace("slots:", "slots:\n  cups: {heading: 好好喝茶}"), encoding="utf-8")
    assert body_lines(make_draft(library, str(file)).draft)[1] == "一、好好喝茶"


@pytest.mark.parametrize("edits", [{"swap": (("cup.1", ""),)}, {"pin": (("cup.1", ""),)}, {"drop": ("cup.1",)}])
def test_a_slot_that_is_not_there_is_named_with_the_nearest(library: Library, edits: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=r"没有叫“cup\.1”的位置") as caught:
        made(library, **edits)
    assert "cups.1" in caught.value.hint


def test_a_block_that_is_not_there_is_named_with_the_nearest(library: Library) -> None:
    with pytest.raises(NotFoundError) as caught:
        made(library, swap=(("cups.1", "tea/grean"),))
    assert "tea/green" in caught.value.hint


# ── update


def test_an_update_keeps_what_the_writer_settled_and_chooses_the_rest_anew(
    library: Library, room: Path, tmp_path: Path
) -> None:
    before = made(library, pin=(("cups.1", "tea/black"),), say=(("pots.1", "泡好凉茶。凉茶要趁热泡。"),))
    chosen = picks(before.draft)["cups.2"]
    left = {name for name in COLOURS if f"tea/{name}" != chosen}
    files = {f"sections/tea/{name}.yaml": tea(name, LATE if name == "yellow" else "") for name in left}
    today = load_in_room(room, {**files, "sections/milk/milk.yaml": MILK, "templates/structures/small.yaml": SMALL})
    after = again(today, before, tmp_path, update=True)
    assert picks(after.draft)["cups.1"] == "tea/black"
    assert picks(after.draft)["cups.2"] not in (chosen, "tea/black")
    assert body_lines(after.draft)[-1] == "（一）泡好凉茶。凉茶要趁热泡。"
    assert [change.slot for change in after.changes] == ["cups.2"]


def test_a_length_asked_for_lets_passages_change_their_moves_but_not_their_blocks(
    library: Library, tmp_path: Path
) -> None:
    before = made(library)
    nearest = before.draft.length
    after = again(library, before, tmp_path, length=nearest)
    assert picks(after.draft) == picks(before.draft)
    assert after.draft.target == nearest


# ── what goes together


@pytest.mark.parametrize("edit", [{"swap": (("problems.body.1", ""),)}, {"swap": (("next.4", ""),)}])
def test_a_problem_and_its_plan_are_swapped_together(edit: dict[str, object]) -> None:
    before = make_draft(shipped(), HALF_YEAR, level="county")
    pairs = {slot.id: slot.same for slot in plan(shipped().structures[HALF_YEAR]).values() if slot.same}
    after = picks(revise_draft(before, Edits(**edit)).draft)
    assert all(after[follower] == after[leader] for follower, leader in pairs.items())
    assert after != picks(before.draft)


def test_own_words_for_one_half_of_a_pair_are_refused_and_for_both_are_taken() -> None:
    before = make_draft(shipped(), HALF_YEAR, level="county")
    follower = next(
        slot.id for slot in plan(shipped().structures[HALF_YEAR]).values() if slot.same == "problems.body.1"
    )
    words = "联系群众还不够经常。走访集中在年初年末，平时少。"
    with pytest.raises(UsageError, match="讲的是同一件事"):
        revise_draft(before, Edits(say=(("problems.body.1", words),)))
    both = (("problems.body.1", words), (follower, "常态化联系群众。每月走访一次，当面听意见。"))
    text = "".join(body_lines(revise_draft(before, Edits(say=both)).draft))
    assert "走访集中在年初年末" in text
    assert "每月走访一次" in text


def test_dropping_one_half_of_a_pair_drops_both() -> None:
    before = make_draft(shipped(), HALF_YEAR, level="county")
    follower = next(
        slot.id for slot in plan(shipped().structures[HALF_YEAR]).values() if slot.same == "problems.body.1"
    )
    after = picks(revise_draft(before, Edits(drop=(follower,))).draft)
    assert not {follower, "problems.body.1"} & set(after)


HALF_YEAR = "party-group-half-year-report"


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_section_of_every_structure_takes_another_point(name: str) -> None:
    before = make_draft(shipped(), name, level=level_for(name))
    for section in section_ids(shipped().structures[name]):
        after = revise_draft(before, Edits(add=((section, ""),)))
        assert len(after.draft.picks) == len(before.draft.picks) + 1


def test_a_pin_takes_a_passage_from_where_it_stood(library: Library) -> None:
    before = made(library)
    block = picks(before.draft)["cups.1"]
    after = picks(revise_draft(before, Edits(pin=(("pots.1", block),))).draft)
    assert after["pots.1"] == block
    assert after["cups.1"] != block


def test_a_transition_goes_with_what_it_followed() -> None:
    before = make_draft(shipped(), "work-conference-dashes", level="county", seed=3)
    assert before.source.bridges
    for slot in before.source.bridges:
        after = revise_draft(before, Edits(drop=("opening", "review")))
        assert slot not in after.source.bridges or after.source.bridges[slot] != before.source.bridges[slot]


def test_dropping_every_section_is_refused(library: Library) -> None:
    with pytest.raises(UsageError, match="各个部分都去掉了"):
        made(library, drop=("cups", "pots"))


def test_words_for_a_slot_in_a_dropped_section_bring_the_section_back(library: Library) -> None:
    before = made(library, drop=("cups",))
    after = revise_draft(before, Edits(say=(("cups.1", "喝好凉茶。天热了喝一碗。"),)))
    assert "天热了喝一碗。" in "".join(body_lines(after.draft))


def test_a_pinned_block_that_is_gone_is_told_and_its_substitute_is_not_pinned(
    library: Library, room: Path, tmp_path: Path
) -> None:
    before = made(library, pin=(("cups.1", "tea/black"),))
    files = {f"sections/tea/{name}.yaml": tea(name) for name in COLOURS if name != "black"}
    today = load_in_room(room, {**files, "sections/milk/milk.yaml": MILK, "templates/structures/small.yaml": SMALL})
    after = again(today, before, tmp_path)
    assert after.lost == ("cups.1",)
    assert not read(after.recipe).slots["cups.1"].pinned


# ── own words as they print


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("喝好凉茶。天热了喝一碗", "（一）喝好凉茶。天热了喝一碗。"),
        ("（一）喝好凉茶。天热了喝一碗。", "（一）喝好凉茶。天热了喝一碗。"),
        ("喝好“凉茶。”天热了喝一碗。", "（一）喝好“凉茶”。天热了喝一碗。"),
        ("喝好凉茶", "（一）喝好凉茶。"),
    ],
)
def test_own_words_print_with_one_mark_and_one_ordinal(library: Library, said: str, printed: str) -> None:
    assert body_lines(made(library, say=(("pots.1", said),)).draft)[-1] == printed


def test_a_gap_that_the_writer_typed_is_a_gap_and_is_reported(library: Library) -> None:
    draft = made(library, say=(("pots.1", "喝好凉茶。请了【待补：谁】来喝。"),)).draft
    runs = [run for one in paragraphs(draft.body) for run in one.runs if run.kind == "gap"]
    assert [run.text for run in runs] == ["【待补：谁】"]
    assert "written-gap" in {problem.rule for problem in draft.problems}


# ── recipes changed by hand


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("moves: [how]", "moves: [foo]", "moves 写了“foo”"),
        ("act: [require]", "act: [foo]", "act 写了“foo”"),
        ("slots:", "added: {nosuch: [tea]}\nslots:", "added 写了“nosuch”"),
        ("slots:", "points: {nosuch: [一点]}\nslots:", "points 写了“nosuch”"),
        ("  cups.1:", "  cups.9:", "slots 写了“cups.9”"),
        ('length: "50"', 'length: "-5"', "length: -5"),
    ],
)
def test_a_name_that_is_not_there_is_one_message(
    library: Library, tmp_path: Path, before: str, after: str, message: str
) -> None:
    file = tmp_path / "讲话.稿单.yaml"
    text = made(library).recipe
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(message)):
        make_draft(library, str(file))


def test_a_length_changed_in_a_recipe_changes_the_moves(tmp_path: Path) -> None:
    before = make_draft(shipped(), "work-conference-dashes", level="county")
    file = tmp_path / "讲话.稿单.yaml"
    file.write_text(before.recipe.replace('length: "5250"', 'length: "4600"'), encoding="utf-8")
    after = make_draft(shipped(), str(file))
    assert picks(after.draft) == picks(before.draft)
    assert abs(after.assembled.chosen.length - 4600) <= 4600 * 0.05


def test_a_meeting_date_given_later_decides_the_day(tmp_path: Path) -> None:
    before = make_draft(shipped(), "work-conference-dashes", level="county", today=date(2026, 11, 25))
    file = tmp_path / "讲话.稿单.yaml"
    file.write_text(before.recipe, encoding="utf-8")
    assert make_draft(shipped(), str(file), facts={"meeting": {"date": "2026-03-18"}}).draft.as_of == "2026-03-18"


def test_a_structure_file_of_the_users_may_be_taken_charge_of(library: Library, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(dedent(SMALL), encoding="utf-8")
    before = make_draft(library, str(mine), level="county")
    after = again(library, before, tmp_path)
    assert after.draft == before.draft
    assert picks(revise_draft(after, Edits(swap=(("cups.1", ""),))).draft) != picks(before.draft)
