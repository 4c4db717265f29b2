"""Repairs in the file itself, and findings as comments: only the wrong words change."""

from __future__ import annotations

import functools
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from drafter import api
from drafter.errors import InputError, UsageError
from drafter.library.loading import load_library
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.readers import read
from drafter.roundtrip.mending import mend, mended_text
from drafter.roundtrip.remarks import Remark, annotated

WRONG = ("在全县人大工作会议上的讲话", "同志们:", "要抓学习,抓调研...把制度--落下去。。")
RIGHT = ("在全县人大工作会议上的讲话", "同志们：", "要抓学习，抓调研……把制度——落下去。")


@functools.cache
def library() -> Library:
    return load_library().library


def fixed(path: Path) -> Any:
    return api.repair(library(), path, api.CheckRequest())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_keeps_its_encoding_and_line_ends(encoding: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "讲话.txt"
    path.write_bytes(end.join((*WRONG, "")).encode(encoding))
    api.save_repair(fixed(path))
    assert path.read_bytes() == end.join((*RIGHT, "")).encode(encoding)
    assert (tmp_path / "讲话.原稿.txt").read_bytes() == end.join((*WRONG, "")).encode(encoding)


def test_a_second_time_nothing_changes_and_no_copy_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(WRONG), "utf-8")
    api.save_repair(fixed(path))
    assert fixed(path).mended.made == ()
    path.write_text("\n".join(WRONG), "utf-8")
    assert api.save_repair(fixed(path)).name == "a.原稿2.txt"


def word_file(path: Path, *paragraphs: Any) -> None:
    """Write a Word file; a paragraph is its runs."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for number, text in enumerate([runs] if isinstance(runs, str) else runs):
            paragraph.add_run(text).bold = bool(number % 2)
    document.save(str(path))


def test_a_word_file_changes_in_its_words_only(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    word_file(path, WRONG[0], WRONG[1], ["要抓学习", ",抓调", "研..", ".把制度-", "-落下去。。"])
    before = zipfile.ZipFile(path)
    parts = {name: before.read(name) for name in before.namelist()}
    api.save_repair(fixed(path))
    after = zipfile.ZipFile(path)
    assert [one for one in parts if after.read(one) != parts[one]] == ["word/document.xml"]
    document = docx.Document(str(path))
    assert [one.text for one in document.paragraphs] == list(RIGHT)
    assert [(run.text, run.bold) for run in document.paragraphs[2].runs] == [
        ("要抓学习", False),
        ("，抓调", True),
        ("研……", False),
        ("把制度——", True),
        ("落下去。", False),
    ]
    assert fixed(path).mended.made == ()


def test_a_file_that_cannot_be_mended_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>要抓学习,抓调研。</p>", "utf-8")
    with pytest.raises(InputError, match="改不了"):
        mend(path, [])
    recipe = tmp_path / "a.yaml"
    recipe.write_text("structure: x\n", "utf-8")
    with pytest.raises(UsageError, match="YAML"):
        fixed(recipe)


def problem(first: int, last: int, match: str, fix: str) -> Problem:
    return Problem(rule="x", severity="error", message="x", match=match, span=(first, last), fix=fix)


@given(st.text("一二三，。", min_size=1, max_size=60), st.data())
def test_only_the_stretches_that_are_mended_change(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    asked = sorted((problem(a, b, text[a:b], "改") for a, b in spans if a < b), key=lambda one: one.span or (0, 0))
    after, made = mended_text(text, asked)
    assert after.count("改") == len(made)
    kept, end = "", 0
    for one in made:
        first, last = one.span or (0, 0)
        assert first >= end
        kept, end = kept + text[end:first], last
    assert after.replace("改", "") == kept + text[end:]


# ── comments


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=8))
def test_comments_leave_the_text_as_it_is(spans: list[tuple[int, int]]) -> None:
    path = Path(__file__).with_name("unwritten.docx")
    data = sample()
    remarks = [Remark(first, first + size, (f"第{number}条", "改")) for number, (first, size) in enumerate(spans)]
    made = annotated(data, path, remarks, date(2026, 11, 26))
    assert text_of(made, path) == text_of(data, path)


@functools.cache
def sample() -> bytes:
    import io

    document = docx.Document()
    document.add_paragraph("在全县人大工作会议上的讲话")
    paragraph = document.add_paragraph()
    for text in ("今天", "召开这次会议，\t很有", "必要，", "请大家\n认真学习。"):
        paragraph.add_run(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def text_of(data: bytes, path: Path) -> str:
    from drafter.readers.docx.body import opened
    from drafter.readers.docx.places import Places

    return Places(opened(data, path)).text


def test_a_comment_is_on_the_words_that_it_is_about(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    text = text_of(sample(), path)
    first = text.index("这次会议")
    path.write_bytes(annotated(sample(), path, [Remark(first, first + 4, ("改一改",))], date(2026, 11, 26)))
    assert list(OpenXmlValidator().validate(str(path)).errors) == list(
        OpenXmlValidator().validate(plain(tmp_path)).errors
    )
    document = docx.Document(str(path))
    assert [comment.text for comment in document.comments] == ["改一改"]
    within, told = False, ""
    for element in document.element.body.iter():
        name = element.tag.rpartition("}")[2]
        within = name == "commentRangeStart" or (within and name != "commentRangeEnd")
        told += element.text or "" if within and name == "t" else ""
    assert told == "这次会议"


def plain(folder: Path) -> str:
    path = folder / "plain.docx"
    path.write_bytes(sample())
    return str(path)


def test_a_text_becomes_a_word_file_with_the_findings_at_their_places(tmp_path: Path) -> None:
    path, output = tmp_path / "a.txt", tmp_path / "a-批注.docx"
    path.write_text("\n".join(WRONG), "utf-8")
    [checked] = api.check_files(library(), [path])
    api.annotate_file(library(), checked, api.CheckRequest(), output, force=False)
    assert [one.text for one in docx.Document(str(output)).paragraphs if one.text] == list(WRONG)
    assert len(list(docx.Document(str(output)).comments)) == len(checked.problems) > 3
    assert list(OpenXmlValidator().validate(str(output)).errors) == []
    assert read(path).text == "\n".join(WRONG)


DEFECTS = Path(__file__).resolve().parents[1] / "data" / "checks" / "defects"


@pytest.mark.parametrize("source", sorted(DEFECTS.glob("*.[tm][xd]*")), ids=lambda one: one.name)
def test_texts_with_planted_mistakes_are_mended_once(source: Path, tmp_path: Path) -> None:
    path = tmp_path / source.name
    path.write_bytes(source.read_bytes())
    once = fixed(path).mended
    path.write_bytes(once.data)
    again = fixed(path).mended
    assert again.made == ()
    assert again.data == once.data
