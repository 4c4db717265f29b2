from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drafter.library.yamlwriter import IS_PLAIN, flow, is_plain, scalar

TEXTS = st.text(max_size=60)
RECORDS = st.dictionaries(TEXTS, TEXTS, max_size=4)
VALUES = TEXTS | RECORDS | st.lists(TEXTS | RECORDS, max_size=4)


@given(VALUES)
def test_what_is_written_reads_back_the_same(value: object) -> None:
    assert yaml.load(flow(value), Loader=yaml.BaseLoader) == value  # type: ignore[arg-type]


@given(VALUES)
def test_it_also_reads_back_as_the_value_of_a_key(value: object) -> None:
    assert yaml.load(f"键: {flow(value)}  # 注\n", Loader=yaml.BaseLoader) == {"键": value}  # type: ignore[arg-type]


@given(VALUES)
def test_it_stays_on_one_line(value: object) -> None:
    assert len(flow(value).splitlines()) == 1  # type: ignore[arg-type]


@given(TEXTS | st.text("a_1《）。：:#-?\\ 　\u200b\x85中", max_size=4))
def test_what_is_plain_is_told_the_same_with_and_without_the_expression(text: str) -> None:
    assert is_plain(text) == (re.fullmatch(IS_PLAIN, text) is not None)


@pytest.mark.parametrize("text", ["青山县", "《关于加强人大工作的意见》", "“十五五”开局之年", "2026-03-18", "96.5"])
def test_ordinary_texts_stand_without_quotes(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize("text", ["no", "null", "", "12:30", "# 注", "- 项", "{{ place }}", " 前有空格", "两\n行"])
def test_texts_that_yaml_would_take_for_something_else_are_quoted(text: str) -> None:
    assert scalar(text).startswith('"')
