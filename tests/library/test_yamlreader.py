from __future__ import annotations

import textwrap
from datetime import date
from pathlib import Path

import pytest
import yaml
from helpers import build_file_tree, printed
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import InputError, InvalidFilesError
from drafter.library.textfiles import MAX_BYTES, read_text
from drafter.library.yamlreader import decode, first_keys
from drafter.model.block import Block
from drafter.model.fact import Plain
from drafter.model.recipe import Recipe
from drafter.model.structure import Structure
from drafter.model.term import TermBook

REFS = {
    "themes": ("supervision", "legislation"),
    "acts": ("require", "report"),
    "moves": ("what", "why", "how", "end"),
    "levels": ("city", "county", "township"),
}


def read_block(text: str) -> tuple[Block | None, list[str]]:
    """Return a block and its problems as they print."""
    decoded = decode(textwrap.dedent(text).lstrip("\n"), "budget.yaml", Block, REFS)
    return decoded.value, printed(decoded.problems)


def messages(text: str, target: type = dict[str, Plain]) -> str:
    return "\n".join(printed(decode(text, "f.yaml", target).problems))


def test_a_sound_block_has_no_problems() -> None:
    block, problems = read_block("""
        title: 预算审查
        theme: supervision
        leads: {plain: 管好财政资金}
        text:
          require:
            how:
              - {lead: 把住关口, text: 先审后批。}
        """)
    assert problems == []
    assert block is not None
    assert block.has_measures("require")


def test_all_mistakes_of_a_file_are_reported_together_with_their_places() -> None:
    _, problems = read_block("""
        title: 预算审查
        title: 决算审查
        theme: supervison
        tag: [财政]
        tags: 财政
        status: aproved
        sources:
          - {file: a.txt, speech: 第一, at: "2"}
        """)
    assert problems == [
        "budget.yaml:2:1 “title”写了两次（留下一个）",
        "budget.yaml:4:1 不认识“tag”（是否想写“tags”？）",
        "budget.yaml:3:8 没有“supervison”（是否想写“supervision”？）",
        "budget.yaml:5:7 这里应当是一个列表（写成 [甲, 乙]，或每项一行、以“- ”开头）",
        "budget.yaml:6:9 没有“aproved”（是否想写“approved”？）",
        "budget.yaml:8:27 “第一”不是整数",
        "budget.yaml:1:1 缺少“text”",
    ]


def test_an_unknown_word_without_likeness_lists_the_legal_words() -> None:
    _, problems = read_block("{title: 甲, theme: zzz, text: {require: 乙}}")
    assert problems == ["budget.yaml:1:19 没有“zzz”（可以写：supervision、legislation）"]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("甲: 1\n\t乙: 2", 2, "这里用了制表符"),
        ("甲:\n\t乙: 2", 2, "这里用了制表符"),
        ("甲: 1\n乙: 丙: 丁", 2, "这里多了一个冒号"),
        ("甲: [1, 2\n乙: 3\n", 2, "方括号或花括号里缺少逗号"),
        ('甲: "乙\n', 2, "引号没有配对"),
        ("甲: 1\n乙: @丙", 2, "这个符号不能放在开头"),
        ("甲: 1\n乙: *丙", 2, "这个符号不能放在开头"),
        ("甲: *a", 1, "这个符号不能放在开头"),
        ('甲: "\\q"', 1, "双引号里的反斜杠"),
        ("甲: 乙\n---\n丙: 丁", 2, "一个文件只能有一份内容"),
        ("甲: 1\n[乙]: 丙", 2, "冒号前面应当是一个词"),
        ("- 甲", 1, "这里应当是若干行“键: 值”"),
    ],
)
def test_a_mistake_in_yaml_itself_is_explained_in_chinese(text: str, line: int, told: str) -> None:
    said = messages(text)
    assert said.startswith(f"f.yaml:{line}:")
    assert told in said


@pytest.mark.parametrize(
    ("text", "told"), [("甲: \0", "YAML 不允许的字符"), ("", "文件是空的"), ("# 只有注释\n", "文件是空的")]
)
def test_a_mistake_of_the_whole_file_has_no_line(text: str, told: str) -> None:
    place, said = messages(text).split(" ", 1)
    assert place == "f.yaml"
    assert told in said


@pytest.mark.parametrize("word", ["no", "yes", "on", "12:30", "010", "1e3", "2026-03-18", "null", "~", "0x1F", "1_000"])
def test_scalars_stay_as_written_where_the_type_is_text(word: str) -> None:
    assert decode(f"值: {word}", "f.yaml", dict[str, str]).value == {"值": word}


def test_the_type_decides_what_a_scalar_means() -> None:
    block, problems = read_block("""
        title: 2026
        theme: supervision
        text: {require: no}
        sources: [{file: 001, speech: 2, at: 2.10}]
        valid: {from: 2026-03-18}
        """)
    assert problems == []
    assert block is not None
    assert (block.title, block.text, block.sources[0].at) == ("2026", {"require": "no"}, "2.10")
    assert (block.sources[0].speech, block.valid.from_) == (2, date(2026, 3, 18))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("from: 2026-02-30", "不是日期"),
        ("from: 去年", "不是日期"),
        ("from: [2026-01-01]", "应当是"),
        ("form: 2026-01-01", "是否想写“from”"),
    ],
)
def test_a_wrong_date_is_explained(line: str, told: str) -> None:
    _, problems = read_block(f"{{title: 甲, theme: supervision, text: {{}}, valid: {{{line}}}}}")
    assert len(problems) == 1
    assert told in problems[0]


def test_a_chinese_yes_is_a_bool() -> None:
    pick = "title: 甲\nkind: k\nspeaker: []\nlength: 1\nhead: {title: 甲, date: %s}\nbody: []\n"
    for word, meaning in {"是": True, "true": True, "有": True, "否": False, "no": False}.items():
        value = decode(pick % word, "s.yaml", Structure).value
        assert value is not None
        assert value.head.date is meaning
    assert "不是“是”或“否”" in messages(pick % "也许", Structure)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + "甲: 乙\n丙: 丁\n".encode(),
        "甲: 乙\r\n丙: 丁\r\n".encode(),
        b"\xef\xbb\xbf" + "甲: 乙\r\n丙: 丁\r\n".encode(),
    ],
    ids=["BOM", "CRLF", "both"],
)
def test_a_bom_and_crlf_are_accepted(tmp_path: Path, data: bytes) -> None:
    build_file_tree({tmp_path / "f.yaml": data})
    text = read_text(tmp_path / "f.yaml")
    assert decode(text, "f.yaml", dict[str, str]).value == {"甲": "乙", "丙": "丁"}


@pytest.mark.parametrize(
    ("data", "told", "line"),
    [
        ("a: b\n标题: 预算\n".encode("gbk"), "GBK", 2),
        ("标题: 预算\n".encode("utf-16"), "UTF-16", 1),
        (b"a: \xff\xff\xff\n", "未知", 1),
    ],
)
def test_another_encoding_is_named(tmp_path: Path, data: bytes, told: str, line: int) -> None:
    build_file_tree({tmp_path / "f.yaml": data})
    with pytest.raises(InputError, match=told) as caught:
        read_text(tmp_path / "f.yaml")
    assert caught.value.source is not None
    assert caught.value.source.line == line
    assert "UTF-8" in caught.value.hint


def test_a_file_too_big_to_be_a_library_file_is_refused(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "big.yaml": b"a: " + b"x" * MAX_BYTES})
    with pytest.raises(InputError, match="太大"):
        read_text(tmp_path / "big.yaml")


def test_a_missing_file_and_a_folder_are_explained(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有这个文件"):
        read_text(tmp_path / "none.yaml")
    with pytest.raises(InputError, match=r"读不了这个文件：\w+"):
        read_text(tmp_path)


DEEP = {
    "flow on one line": "a: " + "[" * 100_000 + "]" * 100_000,
    "flow over many lines": "a: " + "[\n" * 100_000 + "]\n" * 100_000,
    "brackets in quotes hide nothing": "a: " + '["]", ' * 50_000 + "]" * 50_000,
    "maps": "{a: " * 50_000 + "}" * 50_000,
    "dashes": "- " * 100_000,
    "question marks": "? " * 100_000,
    "indentation": "\n".join(" " * depth + "a:" for depth in range(1_000)),
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP.keys())
def test_deep_nesting_is_refused_before_it_exhausts_the_stack(text: str) -> None:
    assert "嵌套太深" in messages(text)


def test_many_brackets_in_a_row_are_not_deep() -> None:
    text = "a: [" + "[b], " * 500 + "]\nb: “" + "［[" * 200 + "”\nc: |\n" + " " * 300 + "d"
    assert "嵌套" not in messages(text)


def test_anchors_are_refused_where_they_are_used() -> None:
    assert messages("a: &x 甲\nb: *x") == "f.yaml:2:4 不能用锚点（& 和 *）（把内容写全，不用锚点）"
    assert "f.yaml:1:8 不能用锚点" in messages("a: &x [*x]")
    assert "f.yaml:2:9 不能用锚点" in messages("a: &x {b: 甲}\nc: {<<: *x}")


def test_a_billion_laughs_are_harmless() -> None:
    picks = ["- &p0 {theme: supervision}"]
    picks += [f"- &p{n} {{points: {{pick: [{', '.join([f'*p{n - 1}'] * 9)}]}}}}" for n in range(1, 30)]
    body = "\n".join(f"      {pick}" for pick in picks)
    text = f"title: 甲\nbody:\n- section:\n    id: a\n    body:\n{body}\n"
    assert "不能用锚点" in messages(text, Structure)


def test_tags_have_no_effect() -> None:
    text = "a: !!python/object/apply:os.system [echo]\nb: !!int 七"
    assert decode(text, "f.yaml", dict[str, Plain]).value == {"a": ["echo"], "b": "七"}


SIGNS = [*"甲乙:-?[]{}\"'#&*!|>%@`~,=.\t\n \0\x85\u2028\ufeff\ud800"]
WORDS = ["\n  ", ": ", "- ", "<<: ", "title: ", "text: "]
YAML_LIKE = st.lists(st.sampled_from(SIGNS + WORDS), max_size=60).map("".join)
KEYS = st.text(max_size=5) | st.sampled_from(Block.__struct_fields__)
VALUES = st.recursive(
    st.text(max_size=5) | st.none() | st.integers() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
)
TARGETS = st.sampled_from([Block, Structure, TermBook, Recipe, dict[str, Plain]])


@given(st.text() | YAML_LIKE | VALUES.map(lambda value: yaml.safe_dump(value, allow_unicode=True)), TARGETS)
def test_any_text_gives_a_value_or_problems(text: str, target: type) -> None:
    decoded = decode(text, "f.yaml", target, REFS)
    assert decoded.value is not None or decoded.problems


def test_the_first_keys_tell_what_a_file_is() -> None:
    assert first_keys("recipe: a\nseed: 1\n", "f.yaml") == ("recipe", "seed")
    assert first_keys("- a\n", "f.yaml") == ()
    with pytest.raises(InvalidFilesError):
        first_keys("a: [", "f.yaml")
