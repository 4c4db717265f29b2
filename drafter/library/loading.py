"""Loading the library: the shipped folders and the workspace over them, checked, compiled and cached.

What a file says never depends on another file of its kind, so each is read, checked and cached alone; only the
foundations (vocabulary, facts, terms) are read first, because every other file is checked against them.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from drafter import __version__
from drafter.errors import InvalidFilesError
from drafter.library import cache
from drafter.library.folders import WORKSPACE_MARK, shipped_root
from drafter.library.lazy import Folders, Lazy, Pack, packed, text_key
from drafter.library.reading import (
    FAMILIES,
    FOUNDATIONS,
    SYNONYMS,
    WORDING,
    Against,
    foundation_names,
    kind_of,
    names_refs,
    read_all,
    read_checked,
    read_file,
    refs_of,
)
from drafter.library.styles import Layer, resolve
from drafter.model.block import Block, Card
from drafter.model.fact import FactBook
from drafter.model.heading import BridgeBook, HeadingBook
from drafter.model.library import Library
from drafter.model.problem import Problem, error
from drafter.model.recipe import Outline, Recipe
from drafter.model.structure import Structure
from drafter.model.style import PageStyle, StyleFile
from drafter.model.taxonomy import Taxonomy
from drafter.model.template import Program
from drafter.model.term import TermBook
from drafter.model.traits import Traits
from drafter.model.workspace import Workspace
from drafter.source import Source

T = TypeVar("T")


class Loaded(msgspec.Struct, frozen=True):
    """The library, and the mistakes found in its files."""

    library: Library
    problems: tuple[Problem, ...]


def load_library(workspace: Path | None = None, *, use_cache: bool = True) -> Loaded:
    """Return the shipped library with `workspace` laid over it, and every mistake in their files.

    A file with a mistake is left out. Raises InputError where the installation is broken.
    """
    roots = [shipped_root()] + ([workspace] if workspace else [])
    stamps = {root: _stamps(root) for root in roots}
    key = _foundation_key(stamps)
    before = {root: cache.read_kept(root, key) if use_cache else cache.Kept() for root in roots}
    foundation = _Foundation(key)
    for root in roots:
        foundation.add(root, before[root].main, stamps[root])
    current = {root: _refreshed(root, before[root], stamps[root], foundation) for root in roots}
    current[roots[-1]], pages, faults = _with_pages(current, stamps)
    for root, kept in current.items() if use_cache else ():
        cache.write_kept(root, kept, before[root])
    library = _laid_together(foundation, current, pages, str(workspace or ""))
    return Loaded(library, tuple(sorted([*foundation.problems, *faults], key=_place)))


def require_sound(loaded: Loaded) -> Library:
    """Return the library. Raises InvalidFilesError when any of its files holds an error."""
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if errors:
        raise InvalidFilesError(errors)
    return loaded.library


def _place(problem: Problem) -> tuple[str, int, int]:
    source = problem.source or Source("")
    return (source.path, source.line, source.column)


def _stamps(root: Path) -> dict[str, cache.Stamp]:
    """Return the library files under `root` with what tells whether they changed."""
    found: dict[str, cache.Stamp] = {}
    for name, depth in ((cache.SECTIONS, 2), (cache.STRUCTURES, 1), (cache.STYLES, 1)):
        _scan(f"{root}{os.sep}{name}", name, depth, found)
    mark = root / WORKSPACE_MARK
    if mark.is_file():
        found[WORKSPACE_MARK] = cache.stamp_of(mark.stat())
    return found


NAME = attrgetter("name")
SUFFIXES = (".yaml", ".yml")


def _scan(folder: str, name: str, depth: int, found: dict[str, cache.Stamp]) -> None:
    """Add the stamps of the YAML files in `folder`, which is `name` under its root, and in the folders below it."""
    with contextlib.suppress(FileNotFoundError), _held(folder) as held:
        for entry in sorted(os.scandir(held), key=NAME):
            base = entry.name
            if base.startswith("."):
                continue
            if not base.endswith(SUFFIXES):
                if depth > 1 and entry.is_dir():
                    _scan(f"{folder}{os.sep}{base}", f"{name}{base}/", depth - 1, found)
            elif not entry.is_dir():
                try:
                    stat = entry.stat()
                    found[name + base] = (stat.st_mtime_ns, stat.st_size)
                except OSError:  # a broken link; reading it will say so
                    found[name + base] = (0, 0)


@contextlib.contextmanager
def _held(folder: str) -> Iterator[str | int]:
    """Hold a folder open where the system can: its thousand files are then found without the way to each."""
    if os.scandir not in os.supports_fd:
        yield folder
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        yield held
    finally:
        os.close(held)


def _foundation_key(stamps: Mapping[Path, Mapping[str, cache.Stamp]]) -> str:
    """Return what the cached files depend on besides themselves."""
    relevant = [
        (str(root), name, found[name]) for root, found in stamps.items() for name in FOUNDATIONS if name in found
    ]
    return f"{__version__}:{cache.FORMAT}:{relevant}"


class _Foundation:
    """Vocabulary, facts and terms of all layers, merged."""

    def __init__(self, key: str) -> None:
        """`key` stands for the files of all layers."""
        self.key = key
        self.taxonomy = Taxonomy()
        self.facts = FactBook()
        self.terms: TermBook | None = None
        self.problems: list[Problem] = []
        self.sound: dict[Path, dict[str, cache.Encoded]] = {}
        """The files without a mistake, by root and name."""

    def add(self, root: Path, shelf: cache.Shelf | None, stamps: Mapping[str, cache.Stamp]) -> None:
        """Lay the foundation files of one root over what is there."""
        known = shelf.others if shelf else {}
        sound = self.sound[root] = {name: known[name] for name in FOUNDATIONS if name in known}
        for name, kind in FOUNDATIONS.items():
            if name in sound:
                self._merge(msgspec.msgpack.decode(sound[name], type=kind), Source(str(root / name)))
            elif name in stamps:
                self._read(root, name, kind)

    def _read(self, root: Path, name: str, kind: type) -> None:
        from drafter.library.validating import check_value

        value, problems = read_file(root / name, kind, self.refs())
        problems += check_value(value, root / name)
        self.problems += problems
        if value is not None:
            if not problems:
                self.sound[root][name] = msgspec.msgpack.encode(value)
            self._merge(value, Source(str(root / name)))

    def _merge(self, value: Any, source: Source) -> None:
        if isinstance(value, Taxonomy):
            self._add_vocabulary(value, source)
        elif isinstance(value, FactBook):
            self.facts = FactBook(
                groups={**self.facts.groups, **value.groups}, facts={**self.facts.facts, **value.facts}
            )
        elif self.terms is None:
            self.terms = value
        else:
            self.terms = TermBook(
                checked=value.checked,
                families={**self.terms.families, **value.families},
                terms=self.terms.terms + value.terms,
            )

    def _add_vocabulary(self, added: Taxonomy, source: Source) -> None:
        """Add entries; the vocabulary that ships cannot be changed."""
        merged: dict[str, Any] = {}
        for family in FAMILIES:
            mine, theirs = getattr(self.taxonomy, family), getattr(added, family)
            for name in theirs:
                if name in mine and mine[name] != theirs[name]:
                    message = f"词汇表里已有“{name}”，只能增补，不能改动"
                    self.problems.append(error("taxonomy-fixed", message, source, match=name))
            merged[family] = {**theirs, **mine}
        self.taxonomy = Taxonomy(**merged, ranks=self.taxonomy.ranks or added.ranks)

    def against(self) -> Against:
        """Return what other files are checked against, once all layers are merged."""
        return Against(self.taxonomy, self.facts, self.terms)

    def refs(self) -> dict[str, tuple[str, ...]]:
        """Return the legal ids of every family."""
        return refs_of(self.taxonomy)


FEW = 200
"""So many changed files are kept beside the main shelf; with more, that is made anew."""


def _refreshed(root: Path, kept: cache.Kept, stamps: Mapping[str, cache.Stamp], foundation: _Foundation) -> cache.Kept:
    """Return what is kept of a root with changed files read anew; the same where nothing changed.

    Mistakes are added to the foundation's.
    """
    if kept.seen == cache.encoded_stamps(stamps):
        return kept
    changed = cache.changed_since(kept.main, stamps) if kept.main else set(stamps)
    if kept.main is None or len(changed) > FEW:
        known = {**_opened(kept.main), **_opened(kept.changes)}
        records, seen = _records(root, stamps, known, stamps, foundation)
        return cache.Kept(cache.shelved(records, foundation.sound[root], foundation.key, seen))
    known = _opened(kept.changes)
    wanted = {name: stamp for name, stamp in stamps.items() if name in changed}
    records, seen = _records(root, wanted, known, stamps, foundation)
    if seen == kept.seen:
        return kept
    if seen == kept.main.seen:
        return cache.Kept(kept.main)
    return cache.Kept(kept.main, cache.changes_over(kept.main, changed, records, foundation.key, seen))


def _opened(shelf: cache.Shelf | None) -> dict[str, cache.Record]:
    return cache.opened(shelf) if shelf else {}


def _records(
    root: Path,
    wanted: Mapping[str, cache.Stamp],
    known: Mapping[str, cache.Record],
    stamps: Mapping[str, cache.Stamp],
    foundation: _Foundation,
) -> tuple[dict[str, cache.Record], bytes]:
    """Return the records of the `wanted` files, read anew where they are not known, in the order of their names.

    Also returns what stands for all files of the root but those with mistakes, so that these are read again.
    """
    ours = {name: stamp for name, stamp in wanted.items() if name not in FOUNDATIONS and kind_of(name)}
    records = {name: known[name] for name, stamp in ours.items() if name in known and known[name].stamp == stamp}
    faulty = set()
    missing = {name: stamp for name, stamp in ours.items() if name not in records}
    for told in read_all(root, missing, foundation.against()):
        foundation.problems += told.problems
        if told.record is None:
            faulty.add(told.name)
        else:
            records[told.name] = told.record
    sound = {name: stamp for name, stamp in stamps.items() if name not in faulty} if faulty else stamps
    return {name: records[name] for name in ours if name in records}, cache.encoded_stamps(sound)


Kept = Mapping[Path, cache.Kept]
"""By root, the shipped one first: each lies over those before it."""


def _with_pages(
    kept_of: Kept, stamps: Mapping[Path, Mapping[str, cache.Stamp]]
) -> tuple[cache.Kept, Pack, list[Problem]]:
    """Return the page styles of all layers, and what is kept of the last root with them on it.

    Also returns what is wrong with them; a page style with a mistake is left out.
    """
    last = [*kept_of.values()][-1]
    files = repr(
        [(str(root), name, found[name]) for root, found in stamps.items() for name in found if _is_style(name)]
    )
    for shelf in (last.changes, last.main):
        if shelf and shelf.pages_of == files:
            return last, shelf.pages, []
    styles, faults = resolve(_style_layers(_laid(kept_of)))
    pages = packed({name: msgspec.msgpack.encode(style) for name, style in styles.items()})
    return cache.with_pages(last, pages, "" if faults else files), pages, faults


def _is_style(name: str) -> bool:
    return name.startswith(cache.STYLES)


def _style_layers(laid: Laid) -> dict[str, list[Layer]]:
    """Return the files of every page style, by its id."""
    found: dict[str, list[Layer]] = {}
    for root, shelf in laid:
        for name, value in shelf.others.items():
            if _is_style(name):
                layer = Layer(msgspec.msgpack.decode(value, type=StyleFile), f"{root}{os.sep}{name}")
                found.setdefault(cache.identity_of(name).removeprefix("styles/"), []).append(layer)
    return found


class _Files(Mapping[str, str]):
    """Where each block, structure and page style stands, by id; put together when somebody asks."""

    def __init__(self, laid: Laid) -> None:
        self._laid = laid

    @functools.cached_property
    def _paths(self) -> dict[str, str]:
        return {
            identity: f"{root}{os.sep}{name}"
            for root, shelf in self._laid
            for name in cache.files_on(shelf)
            if (identity := cache.identity_of(name))
        }

    def __getitem__(self, name: str) -> str:
        return self._paths[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


Laid = Sequence[tuple[Path, cache.Shelf]]
"""Every shelf with its root, each before those that lie over it."""


def _laid(kept_of: Kept) -> Laid:
    return [(root, shelf) for root, kept in kept_of.items() for shelf in kept.shelves()]


def _laid_together(foundation: _Foundation, kept_of: Kept, pages: Pack, workspace: str) -> Library:
    """Return the library of all roots, laid over each other by id."""
    laid = _laid(kept_of)
    headings = [one for book in _books(laid, "sections/headings.yaml", HeadingBook) for one in book.headings]
    bridge_books = _books(laid, "sections/bridges.yaml", BridgeBook)
    bridges = [one for book in bridge_books for one in book.bridges]
    offices = _books(laid, WORKSPACE_MARK, Workspace)
    packs = [shelf for _, shelf in laid]
    return Library(
        taxonomy=foundation.taxonomy,
        facts=foundation.facts,
        terms=foundation.terms or TermBook(checked=date.min),
        headings=tuple({one.text: one for one in headings}.values()),
        bridges=tuple({one.text: one for one in bridges}.values()),
        evidence=tuple(dict.fromkeys(one for book in bridge_books for one in book.evidence)),
        wordings=tuple(one.others[WORDING] for one in packs if WORDING in one.others),
        synonym_books=tuple(one.others[SYNONYMS] for one in packs if SYNONYMS in one.others),
        blocks=Lazy([one.blocks for one in packs], Block),
        cards=Folders([one.cards for one in packs], Card),
        structures=Lazy([one.structures for one in packs], Structure),
        styles=Lazy([pages], PageStyle),
        office=offices[-1] if offices else Workspace(),
        programs=Lazy([one.programs for one in packs], Program),
        traits=Lazy([one.traits for one in packs], dict[str, Traits]),
        files=_Files(laid),
        workspace=workspace,
        stamps=(foundation.key.encode(), *(kept.seen for kept in kept_of.values())),
    )


def _books(laid: Laid, name: str, kind: type[T]) -> list[T]:
    """Return the files of one name of all roots."""
    found = (shelf.others[name] for _, shelf in laid if name in shelf.others)
    return [msgspec.msgpack.decode(one, type=kind) for one in found]


def read_standalone(library: Library, path: Path) -> tuple[Recipe | Outline | Structure, Library]:
    """Return a recipe, an outline or a structure from a file of the user's, and the library with that structure in it.

    A file with a key ``recipe`` is a recipe, one with ``outline`` an outline. Raises InvalidFilesError with every
    mistake in the file.
    """
    from drafter.library.textfiles import read_text
    from drafter.library.yamlreader import first_keys

    keys = first_keys(read_text(path), str(path))
    kind: type[Recipe | Outline | Structure] = Structure
    if "recipe" in keys:
        kind = Recipe
    elif "outline" in keys:
        kind = Outline
    value, programs, problems = read_checked(path, kind, names_refs(library), foundation_names(library))
    if problems or value is None:
        raise InvalidFilesError(problems)
    if isinstance(value, Structure):
        structures = {**library.structures, path.stem: value}
        added = {text_key(text): program for text, program in programs.items()}
        compiled = ChainMap(added, cast("dict[str, Program]", library.programs))
        library = msgspec.structs.replace(library, structures=structures, programs=compiled, memo={})
    return value, library
