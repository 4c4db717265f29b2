"""What papers are checked by, put together once for a library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drafter.corpus.learning import language_of
from drafter.library.checks import load_checks
from drafter.lint import patterns
from drafter.lint.lexicon import Lexicon
from drafter.lint.papers import Books
from drafter.lint.registry import RULES
from drafter.model.checks import CheckFile
from drafter.model.library import Library


def books_of(library: Library, today: date) -> Books:
    """Return what papers are checked by. Raises InvalidFilesError for mistakes in the workspace's checks."""
    files = load_checks(library)
    return Books(
        library=library,
        checks=patterns.prepared(files),
        files=files,
        language=language_of(library),
        lexicon=Lexicon(_vocabulary(library, files)),
        today=today,
    )


def _vocabulary(library: Library, files: tuple[CheckFile, ...]) -> Iterator[str]:
    yield from patterns.vocabulary(patterns.prepared(files))
    for rule in RULES:
        if hasattr(rule, "vocabulary"):
            yield from rule.vocabulary(library)
