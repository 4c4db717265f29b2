from __future__ import annotations

from drafter.text.counting import characters_for, length, minutes_for


def test_white_space_does_not_count() -> None:
    assert length("同志们：\n　　今天， 2026年") == len("同志们：今天，2026年")


def test_minutes_and_characters_agree() -> None:
    assert minutes_for(characters_for(15)) == 15
