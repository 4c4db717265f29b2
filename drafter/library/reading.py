"""Reading library files: one, or ten thousand in several processes; each becomes a record for the cache.

What a file says never depends on another file of its kind, so each is read and checked alone, against the vocabulary,
the facts and the terms.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from drafter.errors import InputError
from drafter.library import cache
from drafter.library.folders import WORKSPACE_MARK
from drafter.library.lazy import text_key
from drafter.library.watching import READING
from drafter.model.block import Block
from drafter.model.fact import FactBook, FactSpec
from drafter.model.heading import BridgeBook, HeadingBook
from drafter.model.library import Library
from drafter.model.problem import Problem, error
from drafter.model.structure import Structure
from drafter.model.style import StyleFile
from drafter.model.taxonomy import Taxonomy
from drafter.model.template import Program
from drafter.model.term import TermBook
from drafter.model.workspace import Workspace
from drafter.source import Source

if TYPE_CHECKING:
    from drafter.library.indexing import Grounds
    from drafter.library.templates import Names

T = TypeVar("T")
FOUNDATIONS: Mapping[str, type] = {
    "sections/taxonomy.yaml": Taxonomy,
    "sections/facts.yaml": FactBook,
    "sections/terms.yaml": TermBook,
}

FAMILIES = ("themes", "kinds", "speakers", "audiences", "levels", "acts", "moves", "forms")
"""The families of ids in the vocabulary."""

WORDING = "sections/wording.yaml"
SYNONYMS = "sections/synonyms.yaml"


class Against(msgspec.Struct, frozen=True):
    """What files are checked against."""

    taxonomy: Taxonomy
    facts: FactBook
    terms: TermBook | None


class Told(msgspec.Struct, frozen=True):
    """What became of a file: its record where it is without a mistake, or its mistakes."""

    name: str
    record: cache.Record | None
    problems: tuple[Problem, ...] = ()


class Reader:
    """Reads the files under one root."""

    def __init__(self, root: Path, against: Against) -> None:
        """Nothing is worked out before the first file is read."""
        self._root = root
        self._against = against

    @functools.cached_property
    def _refs(self) -> dict[str, tuple[str, ...]]:
        return refs_of(self._against.taxonomy)

    @functools.cached_property
    def _names(self) -> Names:
        return names_of(self._against.facts, self._against.terms)

    @functools.cached_property
    def _grounds(self) -> Grounds:
        from drafter.library.indexing import Grounds

        return Grounds(self._against.taxonomy, self._against.terms)

    def told(self, name: str, stamp: cache.Stamp) -> Told:
        """Return what becomes of the file `name`, one of which `kind_of` knows the type."""
        kind = kind_of(name)
        if kind is None:
            raise ValueError(name)
        value, programs, problems = read_checked(self._root / name, kind, self._refs, self._names)
        if value is None or problems:
            return Told(name, None, tuple(problems))
        return Told(name, _record(value, programs, stamp, self._grounds))


def _record(value: object, programs: Mapping[str, Program], stamp: cache.Stamp, grounds: Grounds) -> cache.Record:
    from drafter.library.indexing import traits_of

    encode = msgspec.msgpack.encode
    record = cache.Record(stamp, encode(value), {text_key(text): encode(program) for text, program in programs.items()})
    if isinstance(value, Block):
        record.card, record.traits = encode(value.card()), encode(traits_of(value, grounds))
    return record


MANY = 400
"""So many files are worth the second that worker processes take to start."""
CHUNK = 40
"""Files that a worker is given at a time."""
MOST_WORKERS = 4


def read_all(root: Path, wanted: Mapping[str, cache.Stamp], against: Against) -> Iterator[Told]:
    """Yield what becomes of each file under `root`, by name with its stamp, in their order."""
    watch = READING.get()
    told: set[str] = set()
    if watch is not None and len(wanted) >= MANY:
        from concurrent.futures import BrokenExecutor

        made = _by_workers(root, [*wanted.items()], against)
        # where no process can be started, this one reads the rest
        with contextlib.suppress(OSError, BrokenExecutor), watch(made, len(wanted)) as found:
            for one in found:
                told.add(one.name)
                yield one
    reader = Reader(root, against)
    yield from (reader.told(name, stamp) for name, stamp in wanted.items() if name not in told)


def _by_workers(root: Path, wanted: Sequence[tuple[str, cache.Stamp]], against: Against) -> Iterator[Told]:
    from drafter.readers.pooled import in_order

    chunks = [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]
    workers = max(2, min(MOST_WORKERS, os.cpu_count() or 1))
    for _, told in in_order(_work, chunks, _prepare, (root, against), processes=workers):
        yield from told


_READER: list[Reader] = []
"""In a worker process, the reader that its first files made."""


def _prepare(root: Path, against: Against) -> None:
    _READER[:] = [Reader(root, against)]


def _work(chunk: Sequence[tuple[str, cache.Stamp]]) -> list[Told]:
    return [_READER[0].told(name, stamp) for name, stamp in chunk]


def read_file(path: Path, kind: type[T], refs: Mapping[str, tuple[str, ...]]) -> tuple[T | None, list[Problem]]:
    """Return one library file as a value of `kind`, and its mistakes; texts are not compiled."""
    from drafter.library.textfiles import read_text
    from drafter.library.yamlreader import decode

    try:
        decoded = decode(read_text(path), str(path), kind, refs)
    except InputError as failure:
        return None, [as_problem(failure)]
    return decoded.value, list(decoded.problems)


def as_problem(failure: InputError) -> Problem:
    """Return an unusable file as a problem like any other."""
    return error(failure.code, failure.message, failure.source or Source(""), hint=failure.hint)


def kind_of(name: str) -> type | None:
    """Return the type of the library file `name` (a path inside a root, with slashes)."""
    if name in FOUNDATIONS:
        return FOUNDATIONS[name]
    if name == WORKSPACE_MARK:
        return Workspace
    if name == "sections/headings.yaml":
        return HeadingBook
    if name == "sections/bridges.yaml":
        return BridgeBook
    if name == WORDING:
        from drafter.model.wording import WordingBook

        return WordingBook
    if name == SYNONYMS:
        from drafter.model.synonym import SynonymBook

        return SynonymBook
    if name.startswith("templates/structures/"):
        return Structure
    if name.startswith("templates/styles/"):
        return StyleFile
    return Block if name.count("/") == 2 else None


def read_checked(
    path: Path, kind: type[T], refs: Mapping[str, tuple[str, ...]], names: Names
) -> tuple[T | None, dict[str, Program], list[Problem]]:
    """Return one library file as a value, the programs of its texts, and its mistakes."""
    from drafter.library.textfiles import read_text

    try:
        return _checked(read_text(path), path, kind, refs, names)
    except InputError as failure:
        return None, {}, [as_problem(failure)]


def mistakes_in(
    text: str, path: Path, kind: type[T], refs: Mapping[str, tuple[str, ...]], names: Names
) -> list[Problem]:
    """Return the mistakes that a library file with this text would have at `path`: for what is about to be written."""
    try:
        return _checked(text, path, kind, refs, names)[2]
    except InputError as failure:
        return [as_problem(failure)]


def _checked(
    text: str, path: Path, kind: type[T], refs: Mapping[str, tuple[str, ...]], names: Names
) -> tuple[T | None, dict[str, Program], list[Problem]]:
    from drafter.library.templates import compile_checked
    from drafter.library.validating import check_value
    from drafter.library.yamlreader import decode

    decoded = decode(text, str(path), kind, refs)
    problems = list(decoded.problems)
    programs = {}
    for template, source in decoded.templates:
        programs[template], found = compile_checked(template, source, names)
        problems += found
    if decoded.value is not None:
        problems += check_value(decoded.value, path)
    return decoded.value, programs, problems


def foundation_names(library: Library) -> Names:
    """Return the names that texts may use in `library`."""
    return names_of(library.facts, library.terms)


def names_refs(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the legal ids of every family in `library`."""
    return refs_of(library.taxonomy)


def names_with(library: Library, facts: Mapping[str, FactSpec]) -> Names:
    """Return the names that texts may use once `facts` are added to the library's own."""
    return names_of(FactBook(facts={**library.facts.facts, **facts}), library.terms)


def names_of(facts: FactBook, terms: TermBook | None) -> Names:
    from drafter.library.templates import Names

    labels = {spec.label: name for name, spec in facts.facts.items()}
    return Names(facts.facts, terms.families if terms else (), labels)


def refs_of(taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    return {family: taxonomy.ids(family) for family in FAMILIES if taxonomy.ids(family)}
