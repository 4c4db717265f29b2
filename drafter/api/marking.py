"""Old speeches: what of them cannot stand in a speech of today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from drafter.api.checking import Checked, Checker, CheckRequest
from drafter.api.mending import annotate_file
from drafter.lint.settings import Given
from drafter.model.library import Library
from drafter.readers import read
from drafter.roundtrip.marking import Mark, Marker, as_problem


def stale_in(library: Library, path: Path, as_of: date | None = None) -> tuple[Mark, ...]:
    """Return what of an old speech cannot stand on a day (today), in the order of the file.

    A file may hold several speeches. Raises InputError for one that cannot be read.
    """
    day = as_of or date.today()
    papers = Checker(library, CheckRequest(given=Given(day=day))).papers(path)
    return Marker(library, day).marks(papers, read(path).text)


def annotate_stale(library: Library, path: Path, marks: Iterable[Mark], output: Path, *, force: bool = False) -> None:
    """Write a copy of an old speech as a Word file with a comment at each mark. Raises UsageError, OutputError."""
    checked = Checked(path=path, problems=tuple(as_problem(one, str(path)) for one in marks))
    annotate_file(library, checked, CheckRequest(), output, force=force)
