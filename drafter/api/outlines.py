"""Reading old speeches."""

from __future__ import annotations

from pathlib import Path

from drafter.corpus.figures import FactFinder
from drafter.corpus.learning import language_of
from drafter.corpus.speeches import speeches_of
from drafter.model.library import Library
from drafter.model.speech import Speech
from drafter.readers import read


def outline_file(library: Library, path: Path) -> list[Speech]:
    """Return the speeches of a file with their outlines, themes, repairs and facts. Raises InputError."""
    return speeches_of(read(path), language_of(library), FactFinder(library.facts, library.terms))
