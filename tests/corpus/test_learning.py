"""What the library teaches is kept, and learnt anew when the file is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import shipped

from corpus.world import language
from drafter.corpus.language import Language, Weights
from drafter.corpus.learning import language_of


def plain(one: Language) -> tuple[object, ...]:
    return one.words, one.common, one.openers, one.themes, one.weights.kept, dict(one.tags)


def test_weights_are_read_when_asked_for() -> None:
    weights = Weights({"监督": b"\x02\x00\xd2\x04\x05\x00\x18\xfc"})
    assert weights["监督"] == ((2, 1.234), (5, -1.0))
    assert (weights["没有"], list(weights)) == ((), ["监督"])


def test_a_kept_language_is_the_learnt_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path))
    learnt = language_of(shipped())
    assert plain(learnt) == plain(language()) == plain(language_of(shipped()))
    (kept,) = tmp_path.glob("language-*.msgpack")
    whole = kept.read_bytes()
    for damaged in (b"", whole[:100], whole[:-1] + b"\0", whole[:4] + b"\xc1" * 50):
        kept.write_bytes(damaged)
        assert plain(language_of(shipped())) == plain(learnt)
        assert kept.read_bytes() == whole
