"""The writer in charge: swap, pin, drop, add, say; updates keep what the writer settled."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import body_lines, load_in_room, picks, room_for

from drafter.api import Edits, Made, make_draft, revise_draft
from drafter.errors import NotFoundError, NothingFitsError, UsageError
from drafter.library.yamlreader import decode
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
    after = revise_draft(library, before, Edits(swap=(("cups.1", ""),)))
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
