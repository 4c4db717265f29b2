"""Loading the library: the shipped folders and the workspace over them, checked, compiled and cached.

What a file says never depends on another file of its kind, so each is read, checked and cached alone; only the
foundations (vocabulary, facts, terms) are read first, because every other file is checked against them.
"""

from __future__ import annotations

import functools
import os
from collections import ChainMap
from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from drafter import __version__
from drafter.errors import InputError, InvalidFilesError
from drafter.library import cache
from drafter.library.folders import WORKSPACE_MARK, shipped_root
from drafter.library.indexing import Grounds, traits_of
from drafter.library.lazy import Lazy, text_key
from drafter.library.styles import Layer, resolve
from drafter.library.templates import Names, compile_checked
from drafter.library.validating import check_value
from drafter.model.block import Block
from drafter.model.fact import FactBook, FactSpec
from drafter.model.heading import BridgeBook, HeadingBook
from drafter.model.library import Library
from drafter.model.problem import Problem, error
from drafter.model.recipe import Outline, Recipe
from drafter.model.structure import Structure
from drafter.model.style import StyleFile
from drafter.model.taxonomy import Taxonomy
from drafter.model.template import Program
from drafter.model.term import TermBook
from drafter.model.traits import Traits
from drafter.model.wording import WordingBook
from drafter.model.workspace import Workspace
from drafter.source import Source

T = TypeVar("T")
FOUNDATIONS: Mapping[str, type] = {
    "sections/taxonomy.yaml": Taxonomy,
    "sections/facts.yaml": FactBook,
    "sections/terms.yaml": TermBook,
}


FAMILIES = ("themes", "kinds", "speakers", "audiences", "levels", "acts", "moves", "forms")
"""The families of ids in the vocabulary."""


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
    seen = {root: cache.encoded_stamps(found) for root, found in stamps.items()}
    shelves = [cache.read_shelf(root, key, seen[root]) if use_cache else cache.Shelf(key) for root in roots]
    foundation = _Foundation()
    for root, shelf in zip(roots, shelves, strict=True):
        foundation.add(root, shelf, stamps[root])
    result = _Assembly(foundation)
    for root, shelf in zip(roots, shelves, strict=True):
        current = shelf.seen == seen[root]
        fresh = shelf if current else _refresh(root, shelf, stamps[root], foundation, result.problems)
        if fresh is not shelf and use_cache:
            cache.write_shelf(root, fresh)
        result.add(root, fresh)
    return Loaded(
        result.library(str(workspace or "")), tuple(sorted(foundation.problems + result.problems, key=_place))
    )


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


def _scan(folder: str, name: str, depth: int, found: dict[str, cache.Stamp]) -> None:
    """Add the stamps of the YAML files in `folder`, which is `name` under its root, and in the folders below it."""
    try:
        entries = sorted(os.scandir(folder), key=NAME)
    except FileNotFoundError:
        return
    for entry in entries:
        base = entry.name
        if base.startswith("."):
            continue
        if not base.endswith((".yaml", ".yml")):
            if depth > 1 and entry.is_dir():
                _scan(entry.path, f"{name}{base}/", depth - 1, found)
        elif not entry.is_dir():
            try:
                stat = entry.stat()
                found[name + base] = (stat.st_mtime_ns, stat.st_size)
            except OSError:  # a broken link; reading it will say so
                found[name + base] = (0, 0)


def _foundation_key(stamps: Mapping[Path, Mapping[str, cache.Stamp]]) -> str:
    """Return what the cached files depend on besides themselves."""
    relevant = [
        (str(root), name, found[name]) for root, found in stamps.items() for name in FOUNDATIONS if name in found
    ]
    return f"{__version__}:{cache.FORMAT}:{relevant}"


class _Foundation:
    """Vocabulary, facts and terms of all layers, merged."""

    def __init__(self) -> None:
        self.taxonomy = Taxonomy()
        self.facts = FactBook()
        self.terms: TermBook | None = None
        self.problems: list[Problem] = []

    def add(self, root: Path, shelf: cache.Shelf, stamps: Mapping[str, cache.Stamp]) -> None:
        """Lay the foundation files of one root over what is there."""
        for name, kind in FOUNDATIONS.items():
            if name not in stamps:
                continue
            value = shelf.foundations.get(name)
            if value is None:
                value, problems = read_file(root / name, kind, self.refs())
                problems += check_value(value, root / name)
                self.problems += problems
                if value is not None and not problems:
                    shelf.foundations[name] = value
            if value is not None:
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

    @functools.cached_property
    def grounds(self) -> Grounds:
        """What blocks are held against, once all layers are merged."""
        return Grounds(self.taxonomy, self.terms)

    def refs(self) -> dict[str, tuple[str, ...]]:
        """Return the legal ids of every family."""
        return _refs_of(self.taxonomy)

    def names(self) -> Names:
        """Return the names that texts may use."""
        return _names_of(self.facts, self.terms)


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
    if name == "sections/wording.yaml":
        return WordingBook
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


def _refresh(
    root: Path,
    shelf: cache.Shelf,
    stamps: Mapping[str, cache.Stamp],
    foundation: _Foundation,
    problems: list[Problem],
) -> cache.Shelf:
    """Return `shelf` with changed files read anew; the same object when nothing changed."""
    wanted = {name: stamp for name, stamp in stamps.items() if name not in FOUNDATIONS and kind_of(name)}
    changed = [name for name, stamp in wanted.items() if shelf.stamps.get(name) != stamp]
    if not changed and len(wanted) == len(shelf.stamps):
        return shelf  # other files have come or gone, which are none of the library
    kept = {name: value for name, value in shelf.values.items() if name in wanted and name not in changed}
    fresh = cache.Shelf(
        shelf.key,
        stamps={name: wanted[name] for name in kept},
        values=kept,
        programs={name: shelf.programs[name] for name in kept if name in shelf.programs},
        traits={name: shelf.traits[name] for name in kept if name in shelf.traits},
        foundations=shelf.foundations,
    )
    refs, names = foundation.refs(), foundation.names()
    for name in changed:
        kind = kind_of(name)
        assert kind is not None
        value, programs, found = read_checked(root / name, kind, refs, names)
        problems += found
        if value is not None and not found:
            fresh.values[name], fresh.stamps[name] = value, wanted[name]
            fresh.programs[name] = {text_key(text): program for text, program in programs.items()}
            if isinstance(value, Block):
                fresh.traits[name] = traits_of(value, foundation.grounds)
    if len(fresh.stamps) == len(wanted):
        fresh.seen = cache.encoded_stamps(dict(stamps))
    return fresh


def _decoded_style(value: object) -> StyleFile:
    """Return a page style's file, which the cache keeps encoded."""
    return value if isinstance(value, StyleFile) else msgspec.msgpack.decode(cast("bytes", value), type=StyleFile)


def _block_id(name: str) -> str:
    """Return a block's id by its file (a path inside a root, with slashes)."""
    return name[len(cache.SECTIONS) : name.rindex(".")]


class _Assembly:
    """Lays the roots over each other by id."""

    def __init__(self, foundation: _Foundation) -> None:
        self.foundation = foundation
        self.problems: list[Problem] = []
        self.blocks: dict[str, Any] = {}
        self.structures: dict[str, Any] = {}
        self.styles: dict[str, list[Layer]] = {}
        self.headings: dict[str, Any] = {}
        self.bridges: dict[str, Any] = {}
        self.evidence: dict[str, None] = {}
        self.wordings: list[WordingBook] = []
        self.office = Workspace()
        self.programs: dict[str, Any] = {}
        self.traits: dict[str, Any] = {}
        self.files: dict[str, str] = {}

    def add(self, root: Path, shelf: cache.Shelf) -> None:
        """Lay one root over what is there."""
        for programs in shelf.programs.values() if shelf.all_programs is None else (shelf.all_programs,):
            self.programs.update(programs)
        for name, traits in shelf.traits.items():
            self.traits[_block_id(name)] = traits
        folder = f"{root}{os.sep}"
        for name, value in shelf.values.items():
            if type(value) is bytes and name.startswith(cache.SECTIONS):  # nearly all of them
                identity = _block_id(name)
                self.blocks[identity] = value
                self.files[identity] = folder + name
            else:
                self._place(root, name, value)

    def _place(self, root: Path, name: str, value: object) -> None:
        stem = name.rsplit(".", 1)[0]
        if name.startswith(cache.STRUCTURES):
            identity = stem.removeprefix(cache.STRUCTURES)
            self.structures[identity] = value
            self.files[f"structures/{identity}"] = f"{root}{os.sep}{name}"
        elif name.startswith(cache.STYLES):
            identity = stem.removeprefix(cache.STYLES)
            style = _decoded_style(value)
            self.styles.setdefault(identity, []).append(Layer(style, f"{root}{os.sep}{name}"))
            self.files[f"styles/{identity}"] = f"{root}{os.sep}{name}"
        elif isinstance(value, Block):
            identity = _block_id(name)
            self.blocks[identity] = value
            self.files[identity] = f"{root}{os.sep}{name}"
        elif isinstance(value, HeadingBook):
            self.headings.update((heading.text, heading) for heading in value.headings)
        elif isinstance(value, BridgeBook):
            self.bridges.update((bridge.text, bridge) for bridge in value.bridges)
            self.evidence.update(dict.fromkeys(value.evidence))
        elif isinstance(value, WordingBook):
            self.wordings.append(value)
        elif isinstance(value, Workspace):
            self.office = value

    def library(self, workspace: str) -> Library:
        """Return what was laid together; a page style with a mistake is left out and the mistake noted."""
        styles, faults = resolve(self.styles)
        self.problems += faults
        return Library(
            taxonomy=self.foundation.taxonomy,
            facts=self.foundation.facts,
            terms=self.foundation.terms or TermBook(checked=date.min),
            headings=tuple(self.headings.values()),
            bridges=tuple(self.bridges.values()),
            evidence=tuple(self.evidence),
            wording=WordingBook(
                checks=tuple(one for book in self.wordings for one in book.checks),
                concrete=tuple(one for book in self.wordings for one in book.concrete),
                near=tuple(one for book in self.wordings for one in book.near),
            ),
            blocks=Lazy(dict(sorted(self.blocks.items())), Block),
            structures=Lazy(dict(sorted(self.structures.items())), Structure),
            styles=dict(sorted(styles.items())),
            office=self.office,
            programs=Lazy(self.programs, Program),
            traits=Lazy(self.traits, dict[str, Traits]),
            files=self.files,
            workspace=workspace,
        )


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
        library = msgspec.structs.replace(library, structures=structures, programs=compiled)
    return value, library


def foundation_names(library: Library) -> Names:
    """Return the names that texts may use in `library`."""
    return _names_of(library.facts, library.terms)


def names_refs(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the legal ids of every family in `library`."""
    return _refs_of(library.taxonomy)


def names_with(library: Library, facts: Mapping[str, FactSpec]) -> Names:
    """Return the names that texts may use once `facts` are added to the library's own."""
    return _names_of(FactBook(facts={**library.facts.facts, **facts}), library.terms)


def _names_of(facts: FactBook, terms: TermBook | None) -> Names:
    labels = {spec.label: name for name, spec in facts.facts.items()}
    return Names(facts.facts, terms.families if terms else (), labels)


def _refs_of(taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    return {family: taxonomy.ids(family) for family in FAMILIES if taxonomy.ids(family)}
