"""Markdown keeps its text; its headings are told."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import InputError
from drafter.readers import read


def headings(folder: Path, text: str) -> dict[int, int]:
    path = folder / "讲话.md"
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    found = read(path)
    assert found.format == "markdown"
    assert found.text == path.read_text(encoding="utf-8")
    return {line: hint.heading for line, hint in found.hints.items()}


def test_headings_with_numbers_signs(tmp_path: Path) -> None:
    text = """
        # 讲话
        ## 一、甲 ##
           ### （一）乙
        ####### 七个
        #话题#
        \\# 转义
        正文 # 不是
        #
        """
    assert headings(tmp_path, text) == {1: 1, 2: 2, 3: 3, 8: 1}


def test_underlined_headings(tmp_path: Path) -> None:
    text = """
        讲话
        ====

        在全县人大工作会议上
        的讲话
        ---

        正文

        ---
        - 列表
        ---
        > 引文
        ---
        | 表 |
        ---
            代码
        ===
        # 标题
        ===
        """
    assert headings(tmp_path, text) == {1: 1, 4: 2, 5: 2, 19: 1}


def test_fenced_code_holds_no_headings(tmp_path: Path) -> None:
    text = """
        ```sh
        # 注释
        ~~~
        ````
        # 标题
        ~~~~
        # 注释
        ~~~
        甲
        ===
        ~~~~~
        乙
        ---
        ``` 未完
        # 注释
        """
    assert headings(tmp_path, text) == {5: 1, 12: 2}


def test_front_matter_is_no_heading(tmp_path: Path) -> None:
    assert headings(tmp_path, "---\ntitle: 讲话\n# 注释\n---\n# 标题\n") == {5: 1}
    assert headings(tmp_path, "---\n# 没有结束\n") == {2: 1}


@pytest.mark.parametrize("name", ["a.md", "a.markdown"])
def test_encodings_and_line_ends_are_those_of_text(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes("# 同志们\r\n今天召开会议。\r\n".encode("gb18030"))
    found = read(path)
    assert (found.text, found.encoding) == ("# 同志们\n今天召开会议。\n", "gb18030")


def test_another_file_called_so_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"PK\x03\x04word/document.xml")
    with pytest.raises(InputError, match="这是 Word 文件"):
        read(tmp_path / "a.md")


LINES = st.sampled_from(["# 甲", "甲", "===", "---", "```", "~~~", "", "- 乙", "> 丙", "    丁", "``` `x`"])


@given(lines=st.lists(LINES, min_size=1, max_size=12))
def test_hints_lie_on_lines_of_the_text(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_text("\n".join([*lines, "完"]), encoding="utf-8")
    found = read(path)
    assert found.text == "\n".join([*lines, "完"])
    assert all(found.text.split("\n")[line - 1].strip() for line in found.hints)
