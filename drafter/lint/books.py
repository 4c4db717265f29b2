"""What papers are checked by, put together once for a library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from drafter.corpus.learning import language_of
from drafter.library.checks import load_checks
from drafter.lint import patterns
from drafter.lint.lexicon import Lexicon
from drafter.lint.papers import Books, Prepared
from drafter.lint.registry import RULES
from drafter.model.library import Library


def books_of(library: Library, today: date) -> Books:
    """Return what papers are checked by, put together once for a library and a day.

    Raises InvalidFilesError for mistakes in the workspace's checks.
    """
    key = ("books", today)
    found: Books | None = library.memo.get(key)
    if found is None or found.library is not library:  # a library that was changed a little shares the memo
        found = library.memo[key] = _put_together(library, today)
    return found


def _put_together(library: Library, today: date) -> Books:
    files = load_checks(library)
    checks = patterns.prepared(files)
    return Books(
        library=library,
        checks=checks,
        files=files,
        language=language_of(library),
        lexicon=Lexicon(_vocabulary(library, checks)),
        today=today,
    )


def _vocabulary(library: Library, checks: Iterable[Prepared]) -> Iterator[str]:
    yield from patterns.vocabulary(checks)
    for rule in RULES:
        if hasattr(rule, "vocabulary"):
            yield from rule.vocabulary(library)
