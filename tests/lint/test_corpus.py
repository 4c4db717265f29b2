"""The nine reference speeches: every error and warning was read once; those that were wrong are listed.

The speeches are not shipped; without them the tests are skipped.
"""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import pytest
import yaml

from drafter.library.loading import load_library
from drafter.lint.books import books_of
from drafter.lint.papers import papers_of
from drafter.lint.running import check_papers
from drafter.lint.settings import Given
from drafter.model.problem import Problem
from drafter.readers import read

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
LABELS = ROOT / "tests" / "data" / "checks" / "corpus.yaml"
PRECISION = 0.95
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="no ../shared/corpus beside the repository")


@functools.cache
def grave() -> tuple[Problem, ...]:
    """Return the errors and warnings in the speeches, by file and place."""
    books = books_of(load_library().library, date(2026, 11, 25))
    found: list[Problem] = []
    for path in sorted(CORPUS.glob("*.txt")):
        found += check_papers(list(papers_of(read(path), books, Given())))
    return tuple(one for one in found if one.severity != "info")


def key(problem: Problem) -> tuple[str, int, int, str]:
    assert problem.source is not None
    return (Path(problem.source.path).name[:3], problem.source.line, problem.source.column, problem.rule)


def test_nearly_all_that_is_found_is_wrong() -> None:
    labels = yaml.safe_load(LABELS.read_text("utf-8"))
    wrong = {(one["file"], one["line"], one["column"], one["rule"]) for one in labels["wrong"]}
    found = [key(one) for one in grave()]
    assert len(found) <= labels["read"], "there are findings that nobody has read: read them, and label what is wrong"
    assert 1 - sum(one in wrong for one in found) / len(found) >= PRECISION


@pytest.mark.parametrize("words", ["旗臶", "处臵", "设臵", "位臵", "dxp", "hjt", "文秘知音", "2024年"])
def test_what_must_be_found_is_found(words: str) -> None:
    assert any(words in one.match for one in grave())


@pytest.mark.parametrize(
    ("message", "match"),
    [
        ("像是软件换过的词：“中心”", "中心"),
        ("像是软件换过的词：“非凡”", "非凡"),
        ("像是旧稿改了年份", "2024年"),
        ("称谓写了两遍", "各位代表、同志们"),
        ("标题和后面的文字连在一起了", "三、"),
    ],
)
def test_what_must_be_told_is_told(message: str, match: str) -> None:
    assert any(message in one.message and match in one.match for one in grave())
