"""Word files against a page style, and what a reviser left in them: the frozen files, drafter's own, and small ones."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt, RGBColor

from drafter.api.drafting import make_draft, save
from drafter.library.loading import load_library
from drafter.lint.books import books_of
from drafter.lint.papers import Books, papers_of
from drafter.lint.running import check_papers
from drafter.lint.settings import Given
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.readers import read
from drafter.readers.docx import read_opened
from drafter.readers.docx.looks import looks_of
from drafter.roundtrip.inspecting import made_as

DATA = Path(__file__).resolve().parents[1] / "data" / "checks" / "layout"
LABELS = sorted(DATA.glob("*.yaml"))
WHOLE_FILE = ("page", "footer")
"""Labels about no paragraph."""


@functools.cache
def library() -> Library:
    return load_library().library


@functools.cache
def books() -> Books:
    return books_of(library(), date(2026, 11, 25))


def findings(path: Path, rules: Iterable[str] = ("layout", "marks-left", "half-width")) -> list[Problem]:
    reading, file = read_opened(path)
    given = Given(style=made_as(file.package).style)
    papers = papers_of(reading, books(), given, looks=looks_of(file))
    return check_papers(list(papers), list(rules))


def labelled(label: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(label.read_text("utf-8"))["defects"]
    return found


def is_about(problem: Problem, defect: dict[str, Any]) -> bool:
    """Return whether a finding stands where a defect was planted."""
    if defect["where"] in WHOLE_FILE:
        words = {"page": ("纸", "页边", "正文", "行距"), "footer": ("页码",)}[defect["where"]]
        return any(word in problem.message for word in words)
    line = problem.source.line if problem.source else 0
    return defect["where"] <= line <= defect["where"] + 2


@pytest.mark.parametrize("label", LABELS, ids=lambda one: one.stem)
def test_planted_mistakes_are_found_and_nothing_else_is(label: Path) -> None:
    defects, found = labelled(label), findings(label.with_suffix(".docx"))
    assert [one["what"] for one in defects if not any(is_about(each, one) for each in found)] == []
    serious = [one for one in found if one.severity != "info"]
    assert [one.message for one in serious if not any(is_about(one, each) for each in defects)] == []


@pytest.mark.parametrize("style", ["gb9704", "reading", "outline", "gb9704,单面=是", "gb9704,行距=28磅"])
def test_what_drafter_writes_keeps_to_its_style(style: str, tmp_path: Path) -> None:
    for structure in ("oath-speech", "standing-committee-annual-report", "symposium-script"):
        made = make_draft(library(), structure, style=style, as_of=date(2026, 11, 20))
        path = tmp_path / f"{structure}.docx"
        save(made, path)
        assert [one.message for one in findings(path, ["layout", "marks-left"])] == []


# ── small files


def written(path: Path, *texts: str) -> Any:
    """Return a Word file of python-docx's default look with some paragraphs."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(path))
    return document


TEXT = ("在全县人大工作会议上的讲话", "同志们：", "今天召开这次会议，很有必要，请大家认真学习。", "谢谢大家！")


def test_the_default_page_of_word_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    written(path, *TEXT)
    messages = " ".join(one.message for one in findings(path, ["layout"]))
    assert "页边距" in messages or "纸张" in messages
    assert "没有页码" in messages


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda run: setattr(run.font.color, "rgb", RGBColor(255, 0, 0)), "不是黑色"),
        (lambda run: setattr(run.font, "highlight_color", WD_COLOR_INDEX.YELLOW), "底色"),
        (lambda run: setattr(run.font, "size", Pt(9)), "9 磅"),
    ],
)
def test_a_mark_on_some_words_is_told_at_its_place(change: Any, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = written(path, *TEXT)
    run = document.paragraphs[2].add_run("会后要抓好落实，抓出成效来。")
    change(run)
    document.save(str(path))
    told = [one for one in findings(path, ["layout", "marks-left"]) if words in one.message]
    assert told and all(one.match and one.match in f"{TEXT[2]}会后要抓好落实，抓出成效来。" for one in told)


def test_a_comment_is_told_unless_it_silences(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = written(path, *TEXT)
    document.add_comment(document.paragraphs[2].runs, text="请再核实", author="办公室")
    document.add_comment(document.paragraphs[3].runs, text="不查 layout：原样", author="办公室")
    document.save(str(path))
    told = [one.message for one in findings(path, ["marks-left"])]
    assert len(told) == 1
    assert "请再核实" in told[0]


def test_a_text_file_has_no_look(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(TEXT), "utf-8")
    assert check_papers(list(papers_of(read(path), books(), Given())), ["layout", "marks-left"]) == []
