"""What a paper shares with earlier files, and what two places of one text have in common."""

from __future__ import annotations

import functools
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.library.loading import load_library
from drafter.lint.books import books_of
from drafter.lint.overlap import Earlier
from drafter.lint.papers import Books, Paper, papers_of
from drafter.lint.settings import Given
from drafter.model.reading import Reading
from drafter.text.alike import Index, repeated, words_of

PASTED = "今年以来，我们先后走访了八个村的老党员，听他们讲修路架桥的旧事，一件一件记在本子上，回来逐条对照着办"
OWN = "新的一年要换个办法，把会场搬到田头去，谁的意见有道理就照谁的办，年底再来数一数办成了几件"


@functools.cache
def books() -> Books:
    return books_of(load_library().library, date(2026, 11, 25))


def reading(text: str, name: str = "稿.txt") -> Reading:
    return Reading(path=name, format="text", text=text, sha256="")


def paper(*paragraphs: str) -> Paper:
    text = "\n".join(("在座谈会上的讲话", "同志们：", *paragraphs))
    return next(iter(papers_of(reading(text), books(), Given())))


def test_a_stretch_of_an_earlier_file_is_told_with_its_place() -> None:
    earlier = Earlier([reading(f"旧讲话\n{PASTED}。", "去年.txt"), reading("别的事。", "别的.txt")])
    [head, found] = earlier.problems(paper(f"{OWN}。", f"{PASTED}。"))
    assert "“去年.txt”" in head.message
    assert "第2行" in found.message
    assert found.match.startswith("今年以来")
    assert found.source is not None
    assert found.source.line == 4


def test_small_edits_do_not_hide_it() -> None:
    edited = PASTED.replace("八个村", "十二个村").replace("一件一件", "一桩一桩")
    found = Earlier([reading(PASTED)]).of(paper(f"{edited}。"))
    assert found.share > 0.6
    assert found.stretches[0].length > 30


def test_formulations_and_names_do_not_count() -> None:
    fixed = "坚持以习近平新时代中国特色社会主义思想为指导，认真学习《中华人民共和国各级人民代表大会常务委员会监督法》。"
    assert Earlier([reading(fixed)]).of(paper(fixed)).stretches == ()


def test_nothing_in_common_is_nothing_to_tell() -> None:
    assert list(Earlier([reading(PASTED)]).problems(paper(f"{OWN}。"))) == []


@pytest.mark.parametrize("copies", [1, 3])
def test_much_in_common_is_a_warning(copies: int) -> None:
    [head, *_] = Earlier([reading(PASTED)] * copies).problems(paper(f"{PASTED}。"))
    assert head.severity == "warning"


CHARACTERS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
HAN = st.text(CHARACTERS, max_size=120)
PASTE = st.lists(CHARACTERS, min_size=40, max_size=60, unique=True).map("".join)
"""Of one character over and over, every place is alike."""


@settings(max_examples=200, deadline=None)
@given(HAN, HAN, HAN, PASTE)
def test_what_was_pasted_is_always_found(one: str, two: str, three: str, pasted: str) -> None:
    here, there = one + pasted + two, three + pasted + one
    found = [alike for _, alike in Index([there]).shared(here)]
    first, last = len(one), len(one) + len(pasted)
    assert any(each.first <= first and each.last >= last - 4 for each in found)
    assert all(0 <= each.first < each.last <= len(here) and each.other_last <= len(there) for each in found)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_words_at_their_places(text: str) -> None:
    words = words_of(text)
    assert "".join(text[place] for place in words.places) == words.text
    for one in repeated(words.text):
        assert one.other_last <= one.first < one.last <= len(words.text)


def test_the_time_grows_with_the_text_only() -> None:
    letters = [chr(0x4E00 + number) for number in range(3000)]
    text = "".join(random.Random(1).choices(letters, k=200_000))
    assert list(repeated(text)) == []
    assert len(list(repeated(text[:1000] * 20))) < 2000


def test_the_command_compares_with_files_and_folders(tmp_path: Path) -> None:
    from commands import run

    (tmp_path / "旧稿").mkdir()
    (tmp_path / "旧稿" / "去年.txt").write_text(f"旧讲话\n同志们：\n{PASTED}。", "utf-8")
    (tmp_path / "今年.txt").write_text(f"在座谈会上的讲话\n同志们：\n{PASTED}。", "utf-8")
    done = run("check", "今年.txt", "--against", "旧稿", "--rule", "overlap", cwd=tmp_path)
    assert "和旧稿相同的话占" in done.out
    missing = run("check", "今年.txt", "--against", "没有", cwd=tmp_path)
    assert missing.status == 4 or missing.status == 2
    assert "没有" in missing.err
