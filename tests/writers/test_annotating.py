"""`draft --annotate`: a comment on each passage that says where it comes from."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from commands import SMALL, run, write_files
from openxml_audit import OpenXmlValidator

from drafter.api import load, make_draft, save

BLOCK = """
    title: 自写段落
    theme: supervision
    tags: [自写]
    leads: {plain: 办好自己的事}
    text:
      require:
        how: 要发展全过程人民民主，开好{{ training_sessions }}期培训班。
    sources:
      - {file: 旧讲话.docx, speech: 2, at: "2.3"}
      - {file: 更旧的讲话.docx, at: closing}
    """
WORLD = {**SMALL, "sections/supervision/own-passage.yaml": BLOCK}


def comments(path: Path) -> list[list[str]]:
    """Return the lines of each comment."""
    return [one.text.split("\n") for one in docx.Document(str(path)).comments]


def drafted(root: Path, *more: str) -> list[list[str]]:
    arguments = ("draft", "small", "--as-of", "2026-03-18", "--set", "training_sessions=6", "-o", "a.docx", *more)
    result = run(*arguments, "--force", cwd=root)
    assert result.status == 0, result.err
    return comments(root / "a.docx")


def test_each_passage_has_a_comment_with_its_source(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    (lines,) = drafted(tmp_path, "--annotate")
    assert lines[0] == "段落：自写段落（supervision/own-passage）"
    assert lines[1] == "行文动作：部署；层次：怎么干"
    assert lines[2] == "素材来源：旧讲话.docx，第2篇，提纲 2.3；更旧的讲话.docx，第1篇，结尾"
    assert re.fullmatch("提法：“全过程人民民主”，\\d+年\\d+月\\d+日起，依据：.+", lines[3])
    assert lines[4:] == ["上次用：没有记录"]


def test_without_being_asked_there_are_none(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    assert drafted(tmp_path) == []


def test_the_last_use_is_that_of_another_paper(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    assert drafted(tmp_path) == []
    assert drafted(tmp_path, "--annotate")[0][-1] == "上次用：没有记录"  # the same paper made again is no use before
    arguments = ("draft", "small", "--as-of", "2027-01-05", "--set", "training_sessions=6", "--annotate")
    assert run(*arguments, "-o", "b.docx", cwd=tmp_path).status == 0
    assert comments(tmp_path / "b.docx")[0][-1] == "上次用：2026年3月18日《在小会上的讲话》"


def test_the_writers_own_words_are_called_so(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    (lines,) = drafted(tmp_path, "--annotate", "--say", "only.1=办好一件事。要发展全过程人民民主。")
    assert lines[0] == "段落：自己的话，不在段落库里"
    assert lines[1].startswith("提法：“全过程人民民主”") and len(lines) == 2


def test_comments_change_no_character_and_stand_on_their_passages(tmp_path: Path) -> None:
    one = make_draft(load(tmp_path), "work-conference-dashes", facts={"place": "青山县"})
    plain, noted = tmp_path / "plain.docx", tmp_path / "noted.docx"
    save(one, plain, with_recipe=False)
    save(one, noted, with_recipe=False, annotate=True)
    texts = [[row.text for row in docx.Document(str(path)).paragraphs] for path in (plain, noted)]
    assert texts[0] == texts[1]
    assert len(comments(noted)) == len(comments(plain)) + len(one.draft.picks)
    assert OpenXmlValidator().validate(noted).errors == []
    ids = [mark.get(f"{W}id") for mark in root(noted).iter(f"{W}commentReference")]
    assert sorted(map(int, ids)) == list(range(len(comments(noted))))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def root(path: Path) -> Any:
    return docx.Document(io.BytesIO(path.read_bytes())).element


@pytest.mark.parametrize("suffix", [".md", ".txt", ".json"])
def test_only_word_files_hold_comments(suffix: str, tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    result = run("draft", "small", "--annotate", "-o", f"a{suffix}", cwd=tmp_path)
    assert result.status == 2 and result.err.startswith("错误：批注只能写进 .docx 文件")
    assert not (tmp_path / f"a{suffix}").exists()
