"""Cutting text into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.words import DATA, known_words, words_called, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("在人大工作会议上的讲话", "在/人大工作会议/上/的/讲话"),
        ("以高质量党建引领人大工作高质量发展", "以/高质量党建/引领/人大工作/高质量发展"),
        ("宪法宣誓仪式", "宪法宣誓仪式"),
        ("在嵊泗蠡勰会议上", "在/嵊泗蠡勰/会议/上"),  # a name that nobody has heard of stays whole
        ("", ""),
    ],
)
def test_the_fewest_words_of_the_list(text: str, words: str) -> None:
    assert "/".join(words_of(text)) == words


def test_a_word_that_is_too_long_is_cut_into_shorter_ones() -> None:
    long = "习近平新时代中国特色社会主义思想"
    assert words_of(long) == [long]
    assert "/".join(words_of(long, len(long) - 1)) == "习近平/新时代/中国特色社会主义/思想"


@given(st.text(max_size=60))
def test_nothing_is_lost(text: str) -> None:
    assert "".join(words_of(text)) == text


def test_the_list_holds_each_word_once_and_short_lines() -> None:
    lines = [line for line in DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    words = [word for line in lines if ": " not in line for word in line.split()]
    assert len(words) == len(set(words)) > 5000
    assert all(len(word) > 1 for word in words)
    assert words_called("verbs") <= known_words() and words_called("modifiers") <= known_words()
