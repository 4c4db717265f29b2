"""Why: scores by part, runners-up, what was ruled out, what decided; what was used lately or stands in old speeches."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from worlds import load_in_room, picks, room_for, shipped

from drafter.api import Edits, explain, make_draft, revise_draft, save
from drafter.assembly.explaining import SlotWhy, Why
from drafter.model.library import Library

WORDS = {"green": "绿", "red": "红", "black": "黑", "white": "白"}
SENTENCES = {
    "green": "春天里摘下的嫩芽最是清香，炒制的火候差一分都不行。",
    "red": "发酵的时辰要看天气，汤色红亮才算做到了家。",
    "black": "渥堆之后再放上几年，滋味才一点一点醇厚起来。",
    "white": "不炒不揉，日光萎凋，留住的是山野里本来的味道。",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return room_for(tmp_path_factory.mktemp("teahouse"), {"tea": "茶"})


def block(name: str, more: str = "") -> str:
    words = f"喝好{WORDS[name]}茶"
    return (
        f"title: {WORDS[name]}茶\ntheme: tea\n{more}leads: {{plain: {words}}}\ntext: {{require: {SENTENCES[name]}}}\n"
    )


def world(room: Path, tags: str = "", times: int = 1, length: int = 45, **more: str) -> Library:
    """Return the shipped library with four teas (`more` are further keys of some) and a structure over them."""
    small = f"""
        title: 小结构
        kind: other
        speaker: [party-secretary]
        to: [congress]
        act: require
        length: {length}
        head: {{title: 讲话}}
        body:
          - section:
              id: cups
              heading: {{text: 喝茶}}
              points: {{pick: {{theme: tea, tags: [{tags}], times: {times}}}}}
    """
    files = {f"sections/tea/{name}.yaml": block(name, more.get(name, "")) for name in WORDS}
    return load_in_room(room, {**files, "templates/structures/small.yaml": small})


def why(library: Library, **wishes: object) -> Why:
    return explain(make_draft(library, "small", level="county", **wishes))


def slot(found: Why, name: str) -> SlotWhy:
    (one,) = [slot for slot in found.slots if slot.slot == name]
    return one


def test_the_score_is_told_part_by_part(room: Path) -> None:
    library = world(room, tags="暖胃", red="tags: [暖胃, 冬天]\n")
    one = slot(why(library, focus=["冬天"]), "cups.1")
    assert one.chosen is not None
    assert (one.chosen.block, one.chosen.title) == ("tea/red", "红茶")
    assert one.chosen.parts == {"tags": 2.0, "focus": 1.5, "turn": 2.0}
    assert one.chosen.total == sum(one.chosen.parts.values())
    assert one.asks == "茶·部署"


def test_what_the_filters_rule_out_is_counted(room: Path) -> None:
    library = world(room, red="status: candidate\n", black="suits: {levels: [city]}\n")
    one = slot(why(library), "cups.1")
    assert one.candidates == 2
    assert (one.ruled_out["状态（只用已采用的）"], one.ruled_out["层级"]) == (1, 1)
    assert one.ruled_out["主题"] == len(shipped().blocks)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_runner_up_is_what_a_swap_brings(room: Path, seed: int) -> None:
    library = world(room, times=2, length=65)
    made = make_draft(library, "small", level="county", seed=seed)
    one = slot(explain(made), "cups.2")
    assert one.runner_up is not None
    swapped = revise_draft(made, Edits(swap=(("cups.2", ""),)))
    assert picks(swapped.draft)["cups.2"] == one.runner_up.block


def test_what_decided_against_the_best_score_is_said(room: Path) -> None:
    clash = {"red": "tags: [暖胃]\nexcludes: [tea/green]\n", "green": "tags: [暖胃]\n"}
    found = why(world(room, tags="暖胃", times=2, length=65, **clash))
    decided = [one.decided for one in found.slots if one.decided]
    assert any("不能同用" in text for text in decided)


def test_settled_slots_are_called_so(room: Path) -> None:
    library = world(room)
    made = make_draft(library, "small", level="county", edits=Edits(pin=(("cups.1", "tea/black"),)))
    one = slot(explain(made), "cups.1")
    assert (one.settled, one.decided, one.chosen and one.chosen.block) == (True, "自己定下的", "tea/black")


def test_an_explanation_says_that_nothing_better_exists(room: Path) -> None:
    found = why(world(room, times=2, length=65))
    assert found.exact
    assert found.worth == found.bound
    assert found.low <= found.length <= found.high


# ── reuse


def test_a_passage_of_the_speakers_last_draft_makes_way_for_another(room: Path, tmp_path: Path) -> None:
    library = world(room)
    first = make_draft(library, "small", level="county", as_of=date(2026, 3, 1))
    assert library.workspace == str(room)
    save(first, tmp_path / "一.txt")
    later = make_draft(world(room), "small", level="county", as_of=date(2026, 4, 1))
    assert picks(later.draft) != picks(first.draft)
    again = make_draft(world(room), "small", level="county", as_of=date(2026, 3, 1))
    assert picks(again.draft) == picks(first.draft)
    (room / "drafts" / "用段记录.jsonl").unlink()


def test_passages_of_an_old_speech_are_kept_away_from(room: Path, tmp_path: Path) -> None:
    library = world(room)
    first = picks(make_draft(library, "small", level="county").draft)["cups.1"]
    old = tmp_path / "旧讲话.txt"
    old.write_text(f"在去年会上的讲话\n同志们：\n{SENTENCES[first.removeprefix('tea/')]}\n", encoding="utf-8")
    later = make_draft(library, "small", level="county", avoid=[old])
    assert picks(later.draft)["cups.1"] != first
    one = slot(explain(later), "cups.1")
    assert one.chosen is not None
    assert "old" not in one.chosen.parts
