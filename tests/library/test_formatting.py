"""Putting library files in order: what they say stays, and their comments; a second time changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import InvalidFilesError
from drafter.library.folders import shipped_root
from drafter.library.formatting import formatted
from drafter.library.splicing import plain
from drafter.library.yamlreader import compose

UNTIDY = dedent("""\
    ---
    # 预算
    title:   '预算监督'   # 标题
    theme: supervision


    tags: [预算,财政 , "绩效"]
    suits: {levels: [city,county]}
    text:   # 按动作
        require:
            why: '钱要花在"刀刃"上。'

            # 怎么干
            how:
            -   {lead: 把关, text: 早介入。}
            -   lead:   盯紧   # 要紧
                text: 看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效。
            # 完
        report: |
            做了几件事。

            又做了几件。
        reason: >-
            第一行，
            第二行。
    sources:
    - {file: a.txt, speech: 1,
       at: "2", note: 甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲}
    - {file: b.txt, # 出处
       at: '03'}
    valid:
    # 尾
    """)
TIDY = dedent("""\
    # 预算
    title: 预算监督  # 标题
    theme: supervision

    tags: [预算, 财政, 绩效]
    suits: {levels: [city, county]}
    text:  # 按动作
      require:
        why: 钱要花在"刀刃"上。

        # 怎么干
        how:
          - {lead: 把关, text: 早介入。}
          - lead: 盯紧  # 要紧
            text: 看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效，看绩效。
          # 完
      report: |
        做了几件事。

        又做了几件。
      reason: 第一行， 第二行。
    sources:
      - file: a.txt
        speech: 1
        at: "2"
        note: 甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲
      - file: b.txt  # 出处
        at: "03"
    valid:
    # 尾
    """)


def test_a_file_is_put_in_order() -> None:
    assert formatted(UNTIDY) == TIDY
    assert formatted(TIDY) == TIDY


def test_line_ends_and_the_mark_of_notepad_stay() -> None:
    assert formatted("\ufeff" + UNTIDY.replace("\n", "\r\n")) == "\ufeff" + TIDY.replace("\n", "\r\n")


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(InvalidFilesError):
        formatted("title: [甲", "a.yaml")


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "甲\n", "- 甲\n-  乙\n"])
def test_small_files(text: str) -> None:
    assert plain(compose(formatted(text), "")) == plain(compose(text, ""))


def test_every_shipped_file_is_in_order() -> None:
    root = shipped_root()
    paths = [path for folder in ("sections", "templates") for path in sorted((root / folder).rglob("*.yaml"))]
    assert len(paths) > 1000
    untidy = [path.name for path in paths if _text(path) != formatted(_text(path), str(path))]
    assert untidy == []


def _text(path: Path) -> str:
    return path.read_bytes().decode()


WORDS = st.one_of(
    st.sampled_from(
        [
            "甲",
            "要依法履职。",
            "a: b",
            "甲 # 乙",
            "{{ place }}的",
            "2",
            "2026-01-02",
            "null",
            "",
            " 甲",
            "是“这样”",
            "- 甲",
        ]
    ),
    st.text(alphabet="甲乙丙a1 :#-{}[]'\",|>&*!%@`\n\\", max_size=12),
)
VALUES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["甲", "how", "a b", "1"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def quoted(text: str, how: int) -> str:
    if how == 0 and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


class Untidy:
    """Writes a value as YAML in any of many ways, with comments."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.comments: list[str] = []

    def any_of(self, count: int) -> int:
        return self.data.draw(st.integers(0, count - 1))

    def comment(self, before: str) -> str:
        if self.any_of(4):
            return ""
        self.comments.append(f"# 注{len(self.comments)}")
        return before + self.comments[-1]

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ",".join(f"{quoted(key, 1)}: {self.flow(one)}" for key, one in value.items()) + "}"
        if isinstance(value, list):
            return "[" + " , ".join(map(self.flow, value)) + "]"
        return quoted(value, self.any_of(2))

    def lines(self, value: Any, indent: int) -> list[str]:
        """Return a mapping or list as a block."""
        found: list[str] = []
        step = 1 + self.any_of(4)
        for key, one in value.items() if isinstance(value, dict) else ((None, one) for one in value):
            for _ in range(self.any_of(3)):
                own = self.comment(" " * indent)
                found += [own] if own else [""]
            head = " " * indent + (f"{quoted(key, 1)}:" if key is not None else "-")
            if isinstance(one, (dict, list)) and one and self.any_of(3):
                found.append(head + self.comment("  "))
                found += self.lines(one, indent + step)
            elif isinstance(one, str) and re.fullmatch(r"[甲乙丙a1]+(\n[甲乙丙a1]+)*", one) and not self.any_of(2):
                found.append(f"{head} |-{self.comment(' ')}")
                found += [" " * (indent + step) + line for line in one.split("\n")]
            else:
                found.append(f"{head} {self.flow(one)}{self.comment('   ')}")
        return found


@given(st.data(), st.dictionaries(st.sampled_from(["title", "甲", "乙"]), VALUES, min_size=1, max_size=3))
def test_whatever_is_written_it_says_the_same(data: st.DataObject, value: dict[str, Any]) -> None:
    untidy = Untidy(data)
    text = "\n".join([*untidy.lines(value, 0), untidy.comment("")]) + "\n"
    assert plain(compose(text, "")) == value
    made = formatted(text)
    assert plain(compose(made, "")) == value
    assert re.findall(r"# 注\d+", made) == untidy.comments
    assert formatted(made) == made
    assert not re.search(r"[ \t]\n", made)
