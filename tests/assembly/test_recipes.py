"""Recipes: the record that makes a draft again, byte for byte, and says where the library has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import STRUCTURES, body_lines, example_facts, level_for, lines, load_in_room, picks, room_for, shipped

from drafter.api import Made, load, make_draft
from drafter.assembly.recipes import recipe_text
from drafter.errors import LockedError
from drafter.library.yamlreader import decode
from drafter.model.library import Library
from drafter.model.recipe import Recipe, SlotRecipe

TODAY = date(2026, 11, 22)


def keep(made: Made, folder: Path, *changes: tuple[str, str]) -> str:
    """Write the recipe of a draft, with `changes` made by hand, and return its path."""
    text = made.recipe
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    file = folder / "讲话.稿单.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def read(text: str) -> Recipe:
    decoded = decode(text, "稿单", Recipe)
    assert not decoded.problems
    assert decoded.value is not None
    return decoded.value


# ── the same draft again


@pytest.mark.parametrize("name", STRUCTURES)
@pytest.mark.parametrize("with_facts", [True, False], ids=["facts", "gaps"])
def test_a_recipe_makes_the_same_draft_again(tmp_path: Path, name: str, with_facts: bool) -> None:
    library = shipped()
    level = level_for(name)
    facts = example_facts(library) if with_facts else {"place": "清河市"}
    made = make_draft(library, name, facts=facts, level=level, seed=3, focus=["民生"], today=TODAY)
    again = make_draft(library, keep(made, tmp_path), today=date(2031, 1, 1))
    assert again.draft == made.draft
    assert again.recipe == made.recipe
    assert again.changed == ()


def test_a_recipe_kept_under_lock_makes_the_same_draft_too(tmp_path: Path) -> None:
    made = make_draft(shipped(), "work-conference-dashes", today=TODAY)
    assert make_draft(shipped(), keep(made, tmp_path), locked=True).draft == made.draft


def test_another_seed_chooses_anew(tmp_path: Path) -> None:
    made = make_draft(shipped(), "work-conference-dashes", seed=1, today=TODAY)
    again = make_draft(shipped(), keep(made, tmp_path), seed=2)
    assert again.draft == make_draft(shipped(), "work-conference-dashes", seed=2, today=TODAY).draft


def test_facts_given_now_lie_over_those_of_the_recipe(tmp_path: Path) -> None:
    library = shipped()
    facts = {**example_facts(library), "speaker_name": "张三"}
    made = make_draft(library, "work-conference-dashes", facts=facts, today=TODAY)
    again = make_draft(library, keep(made, tmp_path), facts={"讲话人姓名": "李四"})
    assert "张三" in "".join(lines(made.draft)) or "speaker_name: 张三" in made.recipe
    assert "张三" not in again.recipe
    assert "李四" in again.recipe
    assert picks(again.draft) == picks(made.draft)


# ── edited by hand

STRUCTURE = """
    title: 小结构
    kind: other
    speaker: [party-secretary]
    to: [congress]
    act: require
    length: 30
    head: {title: 讲话}
    body:
      - section: {id: a, heading: {theme: tea}, points: {pick: [{theme: tea, tags: [绿]}, {theme: tea, tags: [红]}]}}
"""
HEADINGS = """
    headings:
      - {text: 喝好每一杯茶, theme: tea, form: plain}
      - {text: 品好每一盏茶, theme: tea, form: plain}
"""


def block(name: str) -> str:
    return f"""
        title: {name}茶
        theme: tea
        tags: [{name}]
        leads: {{plain: 喝好{name}茶}}
        text: {{require: 要喝好{name}茶。}}
    """


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with the theme tea."""
    return room_for(tmp_path_factory.mktemp("teahouse"), {"tea": "茶"})


def teahouse(room: Path, **changed: str) -> Library:
    """Return a small library with green, red and white tea; `changed` holds blocks that read otherwise."""
    blocks = {"green": block("绿"), "red": block("红"), "white": block("白"), **changed}
    files = {f"sections/tea/{name}.yaml": text for name, text in blocks.items()}
    rest = {"sections/headings.yaml": HEADINGS, "templates/structures/small.yaml": STRUCTURE}
    return load_in_room(room, {**files, **rest})


def test_another_block_written_into_a_recipe_is_used(room: Path, tmp_path: Path) -> None:
    library = teahouse(room)
    made = make_draft(library, "small")
    assert picks(made.draft) == {"a.1": "tea/green", "a.2": "tea/red"}
    again = make_draft(library, keep(made, tmp_path, ("tea/green", "tea/white")))
    assert picks(again.draft) == {"a.1": "tea/white", "a.2": "tea/red"}
    assert body_lines(again.draft)[1] == "（一）喝好白茶。要喝好白茶。"
    assert again.changed == ("a.1",)


def test_another_heading_written_into_a_recipe_is_used(room: Path, tmp_path: Path) -> None:
    library = teahouse(room)
    made = make_draft(library, "small")
    (first,) = {"喝好每一杯茶", "品好每一盏茶"} & {body_lines(made.draft)[0].removeprefix("一、")}
    (other,) = {"喝好每一杯茶", "品好每一盏茶"} - {first}
    again = make_draft(library, keep(made, tmp_path, (first, other)))
    assert body_lines(again.draft)[0] == f"一、{other}"


def test_a_slot_taken_out_of_a_recipe_is_chosen_anew(room: Path, tmp_path: Path) -> None:
    library = teahouse(room)
    made = make_draft(library, "small")
    line = next(line for line in made.recipe.splitlines() if line.startswith("  a.1:"))
    again = make_draft(library, keep(made, tmp_path, (line + "\n", "")))
    assert picks(again.draft) == picks(made.draft)


# ── changed since


def test_a_block_that_reads_otherwise_today_is_reported_and_prints_as_it_reads_today(
    room: Path, tmp_path: Path
) -> None:
    made = make_draft(teahouse(room), "small")
    today = teahouse(room, red=block("红").replace("要喝好", "一定要喝好"))
    file = keep(made, tmp_path)
    again = make_draft(today, file)
    assert again.changed == ("a.2",)
    assert body_lines(again.draft)[2] == "（二）喝好红茶。一定要喝好红茶。"
    with pytest.raises(LockedError, match=r"a\.2"):
        make_draft(today, file, locked=True)


def test_a_block_that_has_gone_is_reported_and_chosen_anew(room: Path, tmp_path: Path) -> None:
    made = make_draft(teahouse(room), "small")
    file = keep(made, tmp_path)
    (room / "sections/tea/red.yaml").unlink()
    again = make_draft(load(room), file)
    assert again.changed == ("a.2",)
    assert picks(again.draft) == {"a.1": "tea/green", "a.2": "tea/white"}


def test_a_change_that_no_slot_uses_is_no_change(room: Path, tmp_path: Path) -> None:
    made = make_draft(teahouse(room), "small")
    today = teahouse(room, white=block("白").replace("要喝好", "一定要喝好"))
    assert make_draft(today, keep(made, tmp_path), locked=True).draft == made.draft


def test_a_structure_that_has_changed_is_reported(room: Path, tmp_path: Path) -> None:
    made = make_draft(teahouse(room), "small")
    file = keep(made, tmp_path)
    structure = room / "templates/structures/small.yaml"
    structure.write_text(structure.read_text(encoding="utf-8").replace("title: 讲话", "title: 茶话"), encoding="utf-8")
    today = load(room)
    assert make_draft(today, file).changed == ("structure",)
    with pytest.raises(LockedError, match="structure"):
        make_draft(today, file, locked=True)


def test_a_page_style_that_has_changed_is_reported(tmp_path: Path) -> None:
    made = make_draft(shipped(), "work-conference-dashes")
    assert f"style_hash: {made.style_hash}" in made.recipe.replace('"', "")
    again = make_draft(shipped(), keep(made, tmp_path, (made.style_hash, "0" * 12)))
    assert again.changed == ("style",)


# ── as text


def test_a_recipe_reads_like_a_page_of_notes(room: Path) -> None:
    text = make_draft(teahouse(room), "small", facts={"place": "青山县"}, as_of=date(2026, 3, 18)).recipe
    assert text.startswith("# 稿单：")
    assert "recipe: small  # 小结构" in text
    assert "  place: 青山县\n" in text
    assert next(line for line in text.splitlines() if line.startswith("  a.1:")).endswith("  # 绿茶")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"], include_characters="\n\t"), max_size=12)
PLAIN = WORDS | st.lists(WORDS, max_size=3) | st.dictionaries(WORDS, WORDS, max_size=3)


@settings(max_examples=60)
@given(
    facts=st.dictionaries(WORDS.filter(bool), PLAIN, max_size=4),
    bridges=st.dictionaries(WORDS.filter(bool), WORDS, max_size=3),
    heading=WORDS.filter(bool),
    focus=st.lists(WORDS, max_size=2),
    seed=st.integers(-(10**9), 10**9),
)
def test_the_text_of_a_recipe_reads_back_as_the_recipe(
    facts: dict[str, object], bridges: dict[str, str], heading: str, focus: list[str], seed: int
) -> None:
    recipe = Recipe(
        recipe="work-conference-dashes",
        drafter="0.1.0",
        structure_hash="0123456789ab",
        style="gb9704",
        style_hash="000000000012",
        as_of=date(2026, 3, 18),
        seed=seed,
        length=6000,
        level="county",
        focus=tuple(focus),
        facts=facts,
        slots={
            "opening": SlotRecipe(block="opening/none", act=("open",), moves=("how",), hash="1e5"),
            "leadership": SlotRecipe(heading=heading),
        },
        bridges=bridges,
    )
    assert read(recipe_text(recipe, shipped())) == recipe
