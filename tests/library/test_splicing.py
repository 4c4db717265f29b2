"""Changing single values of YAML files: what was meant is there, and every other byte is where it was."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import shipped

from drafter.errors import UsageError
from drafter.library.blockwriter import block_text
from drafter.library.folders import shipped_root
from drafter.library.reading import names_refs
from drafter.library.splicing import Edit, plain, spliced
from drafter.library.yamlreader import compose, decode
from drafter.model.block import Block

FILE = dedent("""\
    # 预算
    title: 预算监督   # 标题
    theme: supervision
    tags: [预算, 财政]
    suits:
      levels: [city, county]
    text:   # 按动作
      require:
        why: 钱要花在刀刃上。

        # 怎么干
        how:
          - {lead: 把关, text: 早介入。}
          - lead: 盯紧
            text: 看绩效。
      report: |-
        做了几件事。

        又做了几件。
      # 完
    sources:
      - {file: a.txt, at: "2"}
    """)


def changed_lines(before: str, after: str) -> list[str]:
    """Return the lines that went (-) and came (+)."""
    found = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\n") for line in found if line[0] in "+-"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(("title",), "决算"), ["- title: 预算监督   # 标题", "+ title: 决算   # 标题"]),
        (Edit(("title",), "甲: 乙"), ["- title: 预算监督   # 标题", '+ title: "甲: 乙"   # 标题']),
        (Edit(("tags",), ["预算"]), ["- tags: [预算, 财政]", "+ tags: [预算]"]),
        (Edit(("tags", 2), "绩效"), ["- tags: [预算, 财政]", "+ tags: [预算, 财政, 绩效]"]),
        (Edit(("tags", 0)), ["- tags: [预算, 财政]", "+ tags: [财政]"]),
        (Edit(("tags", 1)), ["- tags: [预算, 财政]", "+ tags: [预算]"]),
        (Edit(("tags",)), ["- tags: [预算, 财政]"]),
        (Edit(("status",), "deprecated", after=("theme", "tags")), ["+ status: deprecated"]),
        (Edit(("suits",)), ["- suits:", "-   levels: [city, county]"]),
        (Edit(("suits", "levels")), ["- suits:", "-   levels: [city, county]", "+ suits: {}"]),
        (Edit(("suits", "by"), ["deputy"]), ["+   by: [deputy]"]),
        (Edit(("text", "require", "why"), "新。"), ["-     why: 钱要花在刀刃上。", "+     why: 新。"]),
        (
            Edit(("text", "require", "how", 1, "text"), "看实效。"),
            ["-         text: 看绩效。", "+         text: 看实效。"],
        ),
        (
            Edit(("text", "require", "how", 0, "text"), "先看。"),
            ["-       - {lead: 把关, text: 早介入。}", "+       - {lead: 把关, text: 先看。}"],
        ),
        (Edit(("text", "require", "how", 0)), ["-       - {lead: 把关, text: 早介入。}"]),
        (Edit(("text", "require", "how", 1)), ["-       - lead: 盯紧", "-         text: 看绩效。"]),
        (
            Edit(("text", "require", "how", 1, "lead")),
            ["-       - lead: 盯紧", "-         text: 看绩效。", "+       - text: 看绩效。"],
        ),
        (
            Edit(("text", "require", "how", 2), {"lead": "收", "text": "尾。"}),
            ["+       - {lead: 收, text: 尾。}"],
        ),
        (Edit(("text", "require", "end"), "完。"), ["+     end: 完。"]),
        (Edit(("text", "plan"), "打算。"), ["+   plan: 打算。"]),
        (Edit(("text", "plan"), {"why": "一。", "how": "二。"}), ["+   plan:", "+     why: 一。", "+     how: 二。"]),
        (
            Edit(("text", "report"), "一件。\n\n两件。"),
            ["-     做了几件事。", "+     一件。", "-     又做了几件。", "+     两件。"],
        ),
        (Edit(("text", "report")), ["-   report: |-", "-     做了几件事。", "- ", "-     又做了几件。"]),
        (Edit(("sources", 1), {"file": "b.txt"}), ["+   - {file: b.txt}"]),
        (Edit(("sources", 0)), ["- sources:", '-   - {file: a.txt, at: "2"}', "+ sources: []"]),
        (Edit(("requires",), ["a/b"], after=("sources",)), ["+ requires: [a/b]"]),
    ],
)
def test_one_edit_changes_its_lines_alone(edit: Edit, expected: list[str]) -> None:
    assert sorted(changed_lines(FILE, spliced(FILE, [edit]))) == sorted(expected)


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    made = spliced(text, [Edit(("text", "report"), "甲\n\n乙"), Edit(("status",), "approved", after=("tags",))])
    assert made.startswith("\ufeff# 预算\r\n")
    assert made.count("\n") == made.count("\r\n") == text.count("\n") + 1
    assert plain(compose(made[1:], ""))["text"]["report"] == "甲\n\n乙"


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("facts:\nslots: {}\n", Edit(("facts", "place"), "青山县"), "facts:\n  place: 青山县\nslots: {}\n"),
        ("facts: {}  # 空\na: b\n", Edit(("facts", "place"), "青山县"), "facts:  # 空\n  place: 青山县\na: b\n"),
        ("a: {b: {}}\n", Edit(("a", "b", "c"), "d"), "a: {b: {c: d}}\n"),
        ("a: []\n", Edit(("a", 0), "b"), "a: [b]\n"),
        ("a:\n- b\n- c\n", Edit(("a", 2), "d"), "a:\n- b\n- c\n- d\n"),
        ("a: b", Edit(("c",), "d"), "a: b\nc: d"),
        ("", Edit(("a",), "b"), "a: b\n"),
        ("a: >-\n  甲\n  乙\nc: d\n", Edit(("a",), "丙"), "a: |-\n  丙\nc: d\n"),
        ("a: |+\n  甲\n\nb: c\n", Edit(("b",), "d"), "a: |+\n  甲\n\nb: d\n"),
        ("a: x\nb:\n", Edit(("b",), ["c"]), "a: x\nb: [c]\n"),
    ],
)
def test_shapes(text: str, edit: Edit, expected: str) -> None:
    assert spliced(text, [edit]) == expected


def test_what_is_not_there_cannot_be_taken_out() -> None:
    with pytest.raises(UsageError, match=r"改不了其中的 tags\.7\.x"):
        spliced(FILE, [Edit(("tags", 7, "x"))])


def leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every text in a file."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*at, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from leaves(one, (*at, number))
    else:
        yield at


def at_place(value: Any, at: tuple[Any, ...]) -> Any:
    for key in at:
        value = value[key]
    return value


def check_round_trip(text: str, seed: int) -> None:
    """Replace one text, take it back: every byte is as it was but for quotes that the value did not need."""
    value = plain(compose(text, ""))
    place = random.Random(seed).choice(list(leaves(value)))
    before = at_place(value, place)
    made = spliced(text, [Edit(place, "换成了这一句")])
    assert at_place(plain(compose(made, "")), place) == "换成了这一句"
    again = spliced(made, [Edit(place, before)])
    assert plain(compose(again, "")) == value
    same = set(text.splitlines()) & set(again.splitlines())
    lines_of_value = len(before.splitlines()) + before.count("\n\n") + 2
    assert len(set(text.splitlines()) - same) <= lines_of_value


SHIPPED = sorted([*shipped_root().glob("sections/**/*.yaml"), *shipped_root().glob("templates/**/*.yaml")])


@pytest.mark.parametrize("number", range(8))
def test_every_shipped_file(number: int) -> None:
    for path in SHIPPED[number::8]:
        if path.stat().st_size < 100_000:
            check_round_trip(path.read_text(encoding="utf-8"), len(path.name))


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x85"), min_size=1, max_size=30)


@given(st.integers(0, len(SHIPPED) - 1), st.integers(0), TEXTS, st.booleans())
def test_any_text_anywhere(number: int, seed: int, text: str, crlf: bool) -> None:
    path = SHIPPED[number]
    if path.stat().st_size > 30_000:
        return
    source = path.read_text(encoding="utf-8")
    source = source.replace("\n", "\r\n") if crlf else source
    value = plain(compose(source, ""))
    place = random.Random(seed).choice(list(leaves(value)))
    made = spliced(source, [Edit(place, text)])
    assert at_place(plain(compose(made, "")), place) == text
    untouched = [line for line in source.splitlines() if line.startswith(("title:", "#", "theme:"))]
    assert [line for line in untouched if line not in made.splitlines()] == [] or place[0] in ("title", "theme")


def test_blocks_read_equal_after_a_change_and_back() -> None:
    library = shipped()
    refs = names_refs(library)
    for identity in list(library.blocks)[::40]:
        block = library.blocks[identity]
        text = block_text(block)
        made = spliced(
            text, [Edit(("title",), "另一个标题"), Edit(("tags", 0), "另一个标签"), Edit(("title",), block.title)]
        )
        made = spliced(made, [Edit(("tags", 0), block.tags[0]) if block.tags else Edit(("tags",))])
        assert decode(made, "", Block, refs).value == block


def test_the_file_is_untouched_byte_by_byte_outside(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(FILE.encode())
    made = spliced(path.read_bytes().decode(), [Edit(("title",), "决算")])
    before, _, after = FILE.partition("预算监督")
    assert made == f"{before}决算{after}"
