from __future__ import annotations

from drafter.text.likeness import did_you_mean, nearest

THEMES = ("supervision", "legislation", "closing", "代表培训期数")


def test_a_slip_finds_the_word_that_was_meant() -> None:
    assert nearest("supervison", THEMES) == ["supervision"]
    assert did_you_mean("legislatoin", THEMES) == "是否想写“legislation”？"


def test_a_part_of_a_chinese_label_finds_the_label() -> None:
    assert nearest("培训", THEMES) == ["代表培训期数"]


def test_nothing_alike_gives_no_hint() -> None:
    assert did_you_mean("zzz", THEMES) == ""
