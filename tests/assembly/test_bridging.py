"""Transitions: where act or theme changes between two passages that follow each other."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from worlds import body_lines, load_over_shipped

from drafter.api import make_draft
from drafter.assembly.bridging import choose_bridges
from drafter.assembly.planning import Slot
from drafter.assembly.selection import Passage
from drafter.model.heading import Bridge
from drafter.model.library import Library

SEEDS = range(1, 9)


def passage(name: str, act: str, theme: str = "tea") -> Passage:
    slot = Slot(id=name, theme=theme, tags=(), acts=(act,), part="whole")
    return Passage(slot, f"{theme}/{name}", (act,), ("how",))


def bridged(bridges: list[Bridge], *passages: Passage, seed: int = 1) -> dict[str, str]:
    return choose_bridges(bridges, [*pairwise(passages)], seed, None)


PRAISE, THANK, CLOSE = passage("one", "praise"), passage("two", "thank"), passage("three", "close")


def test_a_transition_stands_where_its_acts_meet() -> None:
    bridge = Bridge(text="过渡。", from_act=("praise",), to_act=("thank",))
    assert bridged([bridge], PRAISE, THANK, CLOSE) == {"two": "过渡。"}
    assert bridged([bridge], THANK, PRAISE, CLOSE) == {}


def test_a_transition_may_ask_for_themes() -> None:
    bridge = Bridge(text="过渡。", from_theme=("tea",), to_theme=("milk",))
    assert bridged([bridge], passage("a", "require"), passage("b", "require", "milk")) == {"b": "过渡。"}
    assert bridged([bridge], passage("a", "require", "milk"), passage("b", "require")) == {}


def test_nothing_stands_between_passages_of_one_act_and_theme() -> None:
    bridge = Bridge(text="过渡。", from_act=("require",))
    assert bridged([bridge], passage("a", "require"), passage("b", "require")) == {}


def test_a_transition_that_asks_for_nothing_is_never_used() -> None:
    assert bridged([Bridge(text="过渡。")], PRAISE, THANK) == {}


def test_no_transition_is_used_twice() -> None:
    bridges = [Bridge(text=text, to_act=("thank", "close", "praise")) for text in ("甲。", "乙。")]
    for seed in SEEDS:
        found = bridged(bridges, PRAISE, THANK, CLOSE, passage("four", "praise"), seed=seed)
        assert sorted(found.values()) == ["乙。", "甲。"]


def test_the_seed_decides_among_transitions() -> None:
    bridges = [Bridge(text=text, to_act=("thank",)) for text in ("甲。", "乙。")]
    assert {bridged(bridges, PRAISE, THANK, seed=seed)["two"] for seed in SEEDS} == {"甲。", "乙。"}


def test_fixed_transitions_stand_as_long_as_the_library_has_them() -> None:
    bridges = [Bridge(text="甲。", to_act=("thank",)), Bridge(text="乙。", to_act=("thank",))]
    assert choose_bridges(bridges, [(PRAISE, THANK)], 1, {"two": "乙。", "three": "没有了。"}) == {"two": "乙。"}
    assert choose_bridges(bridges, [(PRAISE, THANK)], 1, {}) == {}


def block(theme: str, act: str, text: str, part: str = "whole") -> str:
    return f"title: {text}\ntheme: {theme}\npart: {part}\nleads: {{plain: {text}}}\ntext: {{{act}: {text}}}\n"


WORLD = {
    "sections/taxonomy.yaml": "themes:\n  tea: {title: 茶}\n  milk: {title: 奶}\n",
    "sections/bridges.yaml": "bridges:\n  - {text: 过渡。, from_theme: [tea, milk], to_theme: [tea, milk]}\n",
    "sections/tea/whole.yaml": block("tea", "pledge", "喝好茶。"),
    "sections/tea/point.yaml": block("tea", "pledge", "泡好茶。", "point"),
    "sections/milk/whole.yaml": block("milk", "request", "喝好奶。"),
    "sections/milk/close.yaml": block("milk", "close", "奶喝完了。"),
    "sections/milk/point.yaml": block("milk", "request", "热好奶。", "point"),
}
TEA, MILK = "{pick: {theme: tea, act: pledge}}", "{pick: {theme: milk, act: request}}"
MILK_CLOSE = "{pick: {theme: milk, act: close}}"
TEA_SECTION = "{section: {id: a, marker: none, heading: {text: 茶}, body: {theme: tea, act: pledge}}}"
MILK_SECTION = "{section: {id: b, marker: none, heading: {text: 奶}, body: {theme: milk, act: request}}}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_over_shipped(tmp_path_factory.mktemp("teahouse"), WORLD)


def draft(library: Library, folder: Path, *items: str) -> list[str]:
    """Return the lines of a draft whose body is `items`."""
    head = "title: 小\nkind: other\nspeaker: [congress-chair]\nto: [superior]\nlength: 20\nhead: {title: 题}\n"
    structure = f"{head}body: [{', '.join(items)}]\n"
    file = folder / "small.yaml"
    file.write_text(structure, encoding="utf-8")
    return body_lines(make_draft(library, str(file)).draft)


def test_a_transition_opens_the_second_of_two_passages(library: Library, tmp_path: Path) -> None:
    assert draft(library, tmp_path, TEA, MILK) == ["喝好茶。", "过渡。喝好奶。"]


def test_no_transition_stands_where_the_structure_has_words_of_its_own(library: Library, tmp_path: Path) -> None:
    assert draft(library, tmp_path, TEA, "{say: 下面说奶。}", MILK) == ["喝好茶。", "下面说奶。", "喝好奶。"]


def test_no_transition_stands_after_a_salutation(library: Library, tmp_path: Path) -> None:
    assert draft(library, tmp_path, TEA, "{salute: 同志们！}", MILK) == ["喝好茶。", "同志们！", "喝好奶。"]


def test_no_transition_leads_into_a_section(library: Library, tmp_path: Path) -> None:
    assert draft(library, tmp_path, TEA, MILK_SECTION) == ["喝好茶。", "奶", "热好奶。"]


def test_a_transition_may_lead_out_of_the_last_section_and_is_not_spent_on_the_way_in(
    library: Library, tmp_path: Path
) -> None:
    assert draft(library, tmp_path, MILK, TEA_SECTION, MILK_CLOSE) == ["喝好奶。", "茶", "泡好茶。", "过渡。奶喝完了。"]


def test_no_transition_leads_from_one_section_to_the_next(library: Library, tmp_path: Path) -> None:
    assert draft(library, tmp_path, TEA_SECTION, MILK_SECTION) == ["茶", "泡好茶。", "奶", "热好奶。"]
