"""Meeting sheets read without a YAML parser: what is read so means the same in YAML; all else is left to YAML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.api import read_layer
from drafter.library.folders import shipped_root
from drafter.library.plainsheet import read_plain
from drafter.library.yamlreader import decode, key_lines
from drafter.model.fact import Plain


def same_in_yaml(text: str) -> bool:
    """Return whether the text was read; where it was, YAML must find the same values on the same lines."""
    found = read_plain(text)
    if found is None:
        return False
    decoded = decode(text, "x.yaml", dict[str, Plain])
    assert decoded.problems == ()
    assert decoded.value == found[0] and list(decoded.value) == list(found[0])
    assert key_lines(text, "x.yaml") == found[1]
    return True


PIECES = st.sampled_from(
    [*"甲乙ab1 :-#,[]{}'\"&*!|>%@`?=~.\t\n\\（“：《\u3000\u00a0\ufeff\U00020000", ": ", "- ", "\n", "\n  - ", " #",
     "甲: 乙\n", "2026-12-10", "true", "null", "---", "<<", "{甲: 乙}", "[甲, 乙]", "  "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
@example("甲: 乙\n  丙\n")
@example("甲:\n- 乙\n")
@example("甲:\n  - 乙\n - 丙\n")
@example("甲: 乙 # 丙\n")
@example("甲: [乙, ]\n")
@example("甲: {乙: 丙, 乙: 丁}\n")
@example("甲: 乙\n甲: 丙\n")
@example("甲: - 乙\n")
@example("甲:\n")
@example("甲:\n  - 乙: 丙\n")
@example("甲: a:b\n")
@example("甲: ...\n")
def test_what_is_read_means_the_same_in_yaml(text: str) -> None:
    same_in_yaml(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲: 乙\n",
        "# 说明\n\n甲: 乙 丙\n乙: 2026-12-10",
        "甲: {乙: 丙, 丁: 1.5}\n乙: [丙, 丁]\n",
        "甲:\n  - 乙\n\n  # 说明\n  - {丙: 丁}\n乙: 丙\n",
        "“甲”乙: 《丙》丁（戊）\n",
        "a_b: x-y_z 1,2\n".replace(",", "."),
    ],
)
def test_plain_sheets_are_read(text: str) -> None:
    assert same_in_yaml(text)


def test_the_example_that_ships_is_read_so() -> None:
    text = (shipped_root() / "templates" / "examples" / "qingshan.yaml").read_text("utf-8")
    assert same_in_yaml(text) and len(re.findall("^[^ #\n]", text, re.M)) > 100


@pytest.mark.parametrize(
    "text",
    [
        "甲: '乙'\n",
        "甲: |\n  乙\n",
        "甲: &a 乙\n",
        "甲:\n  乙: 丙\n",
        "",
        "甲\n",
        "甲: 乙\r",
        "- 甲\n",
        "甲: " + "乙" * 100_000,
    ],
)
def test_all_else_is_left_to_yaml(text: str) -> None:
    assert read_plain(text) is None


@pytest.mark.parametrize(
    "text", ["\ufeff地名: 青山县\r\n会议: {会议名称: 甲会}\r\n", "地名: '青山县'\n会议:\n  会议名称: 甲会\n"]
)
def test_a_layer_is_the_same_either_way(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(text.encode())
    layer = read_layer(path)
    assert layer.values == {"地名": "青山县", "会议": {"会议名称": "甲会"}}
    assert layer.lines == {"地名": 1, "会议": 2}
