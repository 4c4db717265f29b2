"""Loading the library: the shipped folders and the workspace over them, checked, compiled and cached.

What a file says never depends on another file of its kind, so each is read, checked and cached alone; only the
foundations (vocabulary, facts, terms) are read first, because every other file is checked against them.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections import ChainMap
from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from drafter import __version__
from drafter.errors import InputError, InvalidFilesError
from drafter.library import cache
from drafter.library.folders import WORKSPACE_MARK, shipped_root
from drafter.library.lazy import Folders, Lazy, packed, text_key
from drafter.library.styles import Layer, resolve
from drafter.model.block import Block, Card
from drafter.model.fact import FactBook, FactSpec
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
    shelves = {root: cache.read_shelf(root, key) if use_cache else None for root in roots}
    foundation = _Foundation(key)
    for root in roots:
        foundation.add(root, shelves[root], stamps[root])
    current = {root: _refreshed(root, shelves[root], stamps[root], foundation) for root in roots}
    current[roots[-1]], faults = _with_pages(current, stamps)
    for root, shelf in current.items() if use_cache else ():
        if shelf is not shelves[root]:
            cache.write_shelf(root, shelf)
    library = _laid_together(foundation, current, str(workspace or ""))
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


WORDING = "sections/wording.yaml"
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

    @functools.cached_property
    def grounds(self) -> Grounds:
        """What blocks are held against, once all layers are merged."""
        from drafter.library.indexing import Grounds

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
    if name == WORDING:
        from drafter.model.wording import WordingBook

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


def _refreshed(
    root: Path, shelf: cache.Shelf | None, stamps: Mapping[str, cache.Stamp], foundation: _Foundation
) -> cache.Shelf:
    """Return the shelf of a root with changed files read anew; the same one where nothing changed.

    Mistakes are added to the foundation's.
    """
    if shelf is not None and shelf.seen == cache.encoded_stamps(stamps):
        return shelf
    known = cache.opened(shelf) if shelf else {}
    wanted = {name: stamp for name, stamp in stamps.items() if name not in FOUNDATIONS and kind_of(name)}
    records = {name: known[name] for name, stamp in wanted.items() if name in known and known[name].stamp == stamp}
    refs, names = foundation.refs(), foundation.names()
    for name, stamp in wanted.items():
        kind = kind_of(name)
        if name in records or kind is None:
            continue
        value, programs, found = read_checked(root / name, kind, refs, names)
        foundation.problems += found
        if value is not None and not found:
            records[name] = _record(value, programs, stamp, foundation)
    complete = len(records) == len(wanted)
    seen = cache.encoded_stamps(stamps) if complete else b""
    return cache.shelved(records, foundation.sound[root], foundation.key, seen)


def _record(
    value: object, programs: Mapping[str, Program], stamp: cache.Stamp, foundation: _Foundation
) -> cache.Record:
    from drafter.library.indexing import traits_of

    encode = msgspec.msgpack.encode
    record = cache.Record(stamp, encode(value), {text_key(text): encode(program) for text, program in programs.items()})
    if isinstance(value, Block):
        record.card, record.traits = encode(value.card()), encode(traits_of(value, foundation.grounds))
    return record


Shelves = Mapping[Path, cache.Shelf]
"""By root, the shipped one first: each lies over those before it."""


def _with_pages(
    shelves: Shelves, stamps: Mapping[Path, Mapping[str, cache.Stamp]]
) -> tuple[cache.Shelf, list[Problem]]:
    """Return the last shelf with the page styles of all layers on it, the same one where it has them already.

    Also returns what is wrong with them; a page style with a mistake is left out.
    """
    last = [*shelves.values()][-1]
    files = repr(
        [(str(root), name, found[name]) for root, found in stamps.items() for name in found if _is_style(name)]
    )
    if last.pages_of == files:
        return last, []
    styles, faults = resolve(_style_layers(shelves))
    pages = packed({name: msgspec.msgpack.encode(style) for name, style in styles.items()})
    return msgspec.structs.replace(last, pages=pages, pages_of="" if faults else files), faults


def _is_style(name: str) -> bool:
    return name.startswith(cache.STYLES)


def _style_layers(shelves: Shelves) -> dict[str, list[Layer]]:
    """Return the files of every page style, by its id."""
    found: dict[str, list[Layer]] = {}
    for root, shelf in shelves.items():
        for name, value in shelf.others.items():
            if _is_style(name):
                layer = Layer(msgspec.msgpack.decode(value, type=StyleFile), f"{root}{os.sep}{name}")
                found.setdefault(cache.identity_of(name).removeprefix("styles/"), []).append(layer)
    return found


class _Files(Mapping[str, str]):
    """Where each block, structure and page style stands, by id; put together when somebody asks."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @functools.cached_property
    def _paths(self) -> dict[str, str]:
        return {
            identity: f"{root}{os.sep}{name}"
            for root, shelf in self._shelves.items()
            for name in cache.files_on(shelf)
            if (identity := cache.identity_of(name))
        }

    def __getitem__(self, name: str) -> str:
        return self._paths[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _laid_together(foundation: _Foundation, shelves: Shelves, workspace: str) -> Library:
    """Return the library of all roots, laid over each other by id."""
    headings = [one for book in _books(shelves, "sections/headings.yaml", HeadingBook) for one in book.headings]
    bridge_books = _books(shelves, "sections/bridges.yaml", BridgeBook)
    bridges = [one for book in bridge_books for one in book.bridges]
    offices = _books(shelves, WORKSPACE_MARK, Workspace)
    packs = tuple(shelves.values())
    return Library(
        taxonomy=foundation.taxonomy,
        facts=foundation.facts,
        terms=foundation.terms or TermBook(checked=date.min),
        headings=tuple({one.text: one for one in headings}.values()),
        bridges=tuple({one.text: one for one in bridges}.values()),
        evidence=tuple(dict.fromkeys(one for book in bridge_books for one in book.evidence)),
        wordings=tuple(one.others[WORDING] for one in packs if WORDING in one.others),
        blocks=Lazy([one.blocks for one in packs], Block),
        cards=Folders([one.cards for one in packs], Card),
        structures=Lazy([one.structures for one in packs], Structure),
        styles=Lazy([packs[-1].pages], PageStyle),
        office=offices[-1] if offices else Workspace(),
        programs=Lazy([one.programs for one in packs], Program),
        traits=Lazy([one.traits for one in packs], dict[str, Traits]),
        files=_Files(shelves),
        workspace=workspace,
        stamps=_all_stamps(foundation.key, shelves),
    )


def _all_stamps(key: str, shelves: Shelves) -> tuple[bytes, ...]:
    """Return what stands for the state of all files; nothing where one of them has a mistake."""
    seen = [shelf.seen for shelf in shelves.values()]
    return (key.encode(), *seen) if all(seen) else ()


def _books(shelves: Shelves, name: str, kind: type[T]) -> list[T]:
    """Return the files of one name of all roots."""
    return [msgspec.msgpack.decode(one.others[name], type=kind) for one in shelves.values() if name in one.others]


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
    from drafter.library.templates import Names

    labels = {spec.label: name for name, spec in facts.facts.items()}
    return Names(facts.facts, terms.families if terms else (), labels)


def _refs_of(taxonomy: Taxonomy) -> dict[str, tuple[str, ...]]:
    return {family: taxonomy.ids(family) for family in FAMILIES if taxonomy.ids(family)}
