"""The quotations of a workspace (quotes.yaml beside drafter.yaml), by which quoted words are checked."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import InvalidFilesError
from drafter.library.folders import QUOTES
from drafter.library.reading import names_refs, read_file
from drafter.model.library import Library
from drafter.model.quote import Quote, QuoteBook


def load_quotes(library: Library) -> tuple[Quote, ...]:
    """Return the quotations of the workspace; none without the file. Raises InvalidFilesError with its mistakes."""
    path = Path(library.workspace) / QUOTES
    if not library.workspace or not path.is_file():
        return ()
    value, problems = read_file(path, QuoteBook, names_refs(library))
    if problems or value is None:
        raise InvalidFilesError(problems)
    return value.quotes
