"""Imprints: a text is known again, also where only its gaps were filled; edits are seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.text.imprints import imprint

GAPPED = imprint(
    [("要办好", False), ("【待补：期数】", True), ("期培训班，参加", False), ("【待补：人数】", True), ("人。", False)]
)


def test_the_same_text_is_unchanged_whatever_its_white_space() -> None:
    kept = imprint([("要办好培训班。", False)])
    assert kept.state_of("要办好培训班。") == "unchanged"
    assert kept.state_of(" 要办好\n培训班。\u3000") == "unchanged"


def test_another_text_is_edited() -> None:
    kept = imprint([("要办好培训班。", False)])
    for text in ("要办好培训班", "要办好6期培训班。", "", "要办好培训班。再办一期。"):
        assert kept.state_of(text) == "edited", text


def test_filled_gaps_are_no_edits() -> None:
    assert GAPPED.state_of("要办好【待补：期数】期培训班，参加【待补：人数】人。") == "unchanged"
    assert GAPPED.state_of("要办好6期培训班，参加【待补：人数】人。") == "filled"
    assert GAPPED.state_of("要办好6期培训班，参加期培训班，参加120人。") == "filled"


def test_an_edit_beside_a_filled_gap_is_an_edit() -> None:
    for text in (
        "要办6期培训班，参加120人。",
        "要办好6期培训，参加120人。",
        "要办好6期培训班，参加120人次。",
        "要办好",
        "人。",
    ):
        assert GAPPED.state_of(text) == "edited", text


def test_gaps_at_both_ends() -> None:
    kept = imprint([("【待补：甲】", True), ("和", False), ("【待补：乙】", True)])
    assert kept.state_of("一和二") == "filled"
    assert kept.state_of("一与二") == "edited"


def test_half_a_hash_is_enough_to_know_a_text_again() -> None:
    whole = imprint([("要办好培训班。", False)])
    half = type(whole)(hash=whole.hash[:6])
    assert half.state_of("要办好培训班。") == "unchanged"
    assert half.state_of("要办培训班。") == "edited"


WORDS = st.text(alphabet="一二三，。 ", max_size=6)


@given(pieces=st.lists(WORDS, min_size=2, max_size=5), data=st.data())
def test_whatever_fills_the_gaps_it_is_filled(pieces: list[str], data: st.DataObject) -> None:
    parts = [(pieces[0], False)]
    text = pieces[0]
    for piece in pieces[1:]:
        parts += [("【待补：数】", True), (piece, False)]
        text += data.draw(WORDS) + piece
    assert imprint(parts).state_of(text) == "filled"
