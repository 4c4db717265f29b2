"""Checking papers: files that anyone wrote, drafts, and the texts of the library."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from drafter.lint.books import books_of
from drafter.lint.papers import Books, Paper, papers_of
from drafter.lint.running import check_papers
from drafter.lint.settings import Given
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.readers import read


def check_files(
    library: Library, paths: Sequence[Path], given: Given | None = None, only: Collection[str] = ()
) -> list[Problem]:
    """Return what the rules find in files that belong together. Raises InputError."""
    books = books_of(library, date.today())
    return check_papers(_papers(paths, books, given or Given()), only)


def _papers(paths: Sequence[Path], books: Books, given: Given) -> list[Paper]:
    return [paper for path in paths for paper in papers_of(read(path), books, given)]
