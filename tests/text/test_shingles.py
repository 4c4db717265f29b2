"""Runs of characters: what tells that two texts say nearly the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.text.sentences import fingerprint
from drafter.text.shingles import LENGTH, SKETCH, resemblance, runs, sketch

TEXT = "人大常委会要把监督的着力点放在党委有部署、群众有期盼、法律有规定的事情上，选题宜少而精，跟踪要紧而实。"


def test_a_text_shares_all_its_runs_with_itself_and_none_with_another() -> None:
    other = "代表联络站的门要常开，灯要常亮，群众走进来有人听、说出来有人记、办完了有人回。" * 2
    assert resemblance(sketch(TEXT * 3), sketch(TEXT * 3)) == 1.0
    assert resemblance(sketch(TEXT), sketch(other)) == 0.0
    assert resemblance((), ()) == 0.0


def test_a_text_with_a_sentence_changed_is_still_near() -> None:
    changed = TEXT.replace("选题宜少而精", "题目要选得准")
    assert 0.4 <= resemblance(sketch(TEXT * 2), sketch(changed * 2)) < 1.0


@given(st.text(max_size=80))
def test_punctuation_and_white_space_do_not_count(text: str) -> None:
    assert runs(fingerprint(text)) == runs(fingerprint("，".join(text)))


@given(st.text(max_size=200), st.text(max_size=50))
def test_the_runs_of_a_part_are_among_those_of_the_whole(text: str, more: str) -> None:
    part, whole = fingerprint(text), fingerprint(text) + fingerprint(more)
    assert runs(part) <= runs(whole)
    assert len(runs(part)) <= max(len(part) - LENGTH + 1, 0)
    assert len(sketch(text)) <= SKETCH
    assert list(sketch(text)) == sorted(sketch(text))
