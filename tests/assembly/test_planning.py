"""A structure laid out flat: which slots there are, and what each asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import STRUCTURES, load_over_shipped, picks, shipped

from drafter.api import make_draft
from drafter.assembly.planning import Slot, plan

HEAD = """
    title: 小结构
    kind: work-conference-speech
    speaker: [party-secretary]
    to: [party-committees, congress, government]
    act: require
    length: 100
    head: {title: 讲话}
"""


def planned(root: Path, body: str) -> dict[str, Slot]:
    library = load_over_shipped(root, {"templates/structures/small.yaml": HEAD + body})
    return plan(library.structures["small"])


def test_the_slots_stand_in_the_order_of_the_text(tmp_path: Path) -> None:
    slots = planned(
        tmp_path,
        """
    body:
      - pick: {id: welcome, theme: opening, act: open}
      - say: 下面，我讲几点意见。
      - section:
          id: first
          heading: {theme: supervision}
          intro: {theme: supervision}
          points:
            pick:
              - {theme: supervision, times: 2}
              - {theme: legislation, points: {marker: 1., pick: {theme: supervision, times: 2}}}
          tail: {theme: party-leadership}
      - section: {id: second, heading: {text: 题}, body: [{theme: publicity}, {theme: supervision, times: 2}]}
      - section: {id: third, heading: {text: 题}, body: {theme: publicity}}
      - pick: {theme: closing, act: close, times: 2}
    """,
    )
    assert list(slots) == [
        "welcome",
        "first.intro",
        "first.1",
        "first.2",
        "first.3",
        "first.3.1",
        "first.3.2",
        "first.tail",
        "second.body.1",
        "second.body.2",
        "second.body.3",
        "third.body",
        "closing.1",
        "closing.2",
    ]
    assert {slot.section for slot in slots.values()} == {"", "first", "second", "third"}


@pytest.mark.parametrize(
    ("slot", "part"),
    [("welcome", "whole"), ("one.intro", "intro"), ("one.1", "point"), ("one.tail", "tail"), ("last", "tail")],
)
def test_the_place_tells_the_part_unless_the_pick_does(tmp_path: Path, slot: str, part: str) -> None:
    slots = planned(
        tmp_path,
        """
    body:
      - pick: {id: welcome, theme: opening}
      - section:
          id: one
          heading: {text: 题}
          intro: {theme: supervision}
          points: {pick: {theme: supervision}}
          tail: {theme: supervision}
      - pick: {id: last, theme: closing, part: tail}
    """,
    )
    assert slots[slot].part == part


def test_a_pick_says_its_own_act_else_the_structures_holds(tmp_path: Path) -> None:
    slots = planned(
        tmp_path,
        """
    body:
      - pick: {id: one, theme: supervision}
      - pick: {id: two, theme: supervision, act: report}
      - pick: {id: three, theme: problems-and-plans, act: [concede, plan]}
    """,
    )
    assert [slot.acts for slot in slots.values()] == [("require",), ("report",), ("concede", "plan")]


def test_a_point_has_the_form_of_the_points_unless_it_has_its_own(tmp_path: Path) -> None:
    slots = planned(
        tmp_path,
        """
    body:
      - section:
          id: one
          heading: {text: 题}
          points: {form: nature, pick: [{theme: significance}, {theme: significance, form: clause}]}
      - section: {id: two, heading: {from: body, form: superlative}, body: [{theme: supervision}, {theme: supervision}]}
    """,
    )
    assert {name: slot.form for name, slot in slots.items()} == {
        "one.1": "nature",
        "one.2": "clause",
        "two.body.1": "superlative",
        "two.body.2": "",
    }


def test_sub_points_from_the_body_ask_for_parallel_measures(tmp_path: Path) -> None:
    slots = planned(
        tmp_path,
        """
    body:
      - section:
          id: one
          heading: {text: 题}
          points: {pick: [{theme: supervision, points: {marker: 一是, from: body}}, {theme: supervision}]}
    """,
    )
    assert {name: slot.measures for name, slot in slots.items()} == {"one.1": True, "one.2": False}


def test_two_picks_without_an_id_on_one_theme_are_two_slots_with_two_passages(tmp_path: Path) -> None:
    library = load_over_shipped(
        tmp_path,
        {
            "templates/structures/small.yaml": HEAD
            + """
    body:
      - pick: {theme: achievements, act: praise}
      - pick: {theme: achievements, act: thank}
    """
        },
    )
    draft = make_draft(library, "small").draft
    assert list(picks(draft)) == ["achievements", "achievements-2"]
    assert len(set(picks(draft).values())) == 2
    assert len({run.slot for paragraph in draft.body for run in paragraph.runs}) == 2


@pytest.mark.parametrize("name", STRUCTURES)
def test_the_slots_of_a_shipped_structure_bear_their_own_ids(name: str) -> None:
    slots = plan(shipped().structures[name])
    assert all(slot.id == identity for identity, slot in slots.items())
    assert not [identity for identity in slots if identity.endswith("-2")], "give the pick an id"
