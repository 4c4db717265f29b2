"""Making drafts: from a structure or a recipe to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from drafter.assembly.assembling import Assembled, Order, assemble
from drafter.assembly.facts import Layer
from drafter.assembly.recipes import make_recipe, recipe_text, replay
from drafter.errors import InvalidFilesError, LockedError, UsageError
from drafter.library.finding import find
from drafter.library.indexing import text_hash
from drafter.library.loading import read_standalone
from drafter.model.draft import Draft
from drafter.model.fact import Plain
from drafter.model.library import Library
from drafter.model.recipe import Recipe
from drafter.model.structure import Structure
from drafter.model.style import PageStyle
from drafter.source import Source
from drafter.writers import Job, writer_for
from drafter.writers.files import refuse_existing, write_all

DEFAULT_STYLE = "gb9704"
RECIPE_SUFFIX = ".稿单.yaml"


class Made(msgspec.Struct, frozen=True):
    """A draft with everything that goes with it."""

    draft: Draft
    recipe: str
    """The recipe as YAML text."""
    style: PageStyle
    style_hash: str
    changed: tuple[str, ...] = ()
    """Slots of a recipe whose library text is not what it was."""


def is_file_name(name: str) -> bool:
    """Return whether an argument names a file rather than a structure: a separator in it, or .yaml at its end."""
    return "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))


def make_draft(
    library: Library,
    name: str,
    *,
    facts: Mapping[str, Plain] | None = None,
    layers: Iterable[Layer] = (),
    as_of: date | None = None,
    level: str | None = None,
    seed: int | None = None,
    length: int | None = None,
    focus: Iterable[str] = (),
    style: str | None = None,
    locked: bool = False,
    today: date | None = None,
) -> Made:
    """Return the draft of a structure (id, Chinese title or file) or of a recipe file.

    `length` is in characters; `layers` are facts in order, `facts` lie over them. Raises DrafterError.
    """
    given = [*layers, Layer(facts, Source("facts"))] if facts else [*layers]
    order = Order(
        layers=tuple(given),
        level=level,
        as_of=as_of,
        today=today or date.today(),
        seed=1 if seed is None else seed,
        length=length,
        strict_length=length is not None,
        focus=tuple(focus),
    )
    if not is_file_name(name):
        return _made(library, find(name, library.structures, "结构", "drafter structures list"), order, style)
    found, library = read_standalone(library, Path(name), (Recipe, Structure))
    if isinstance(found, Recipe):
        return _again(library, found, name, order, style, locked=locked, seed=seed)
    return _made(library, Path(name).stem, order, style)


def _made(library: Library, identity: str, order: Order, style: str | None, changed: tuple[str, ...] = ()) -> Made:
    chosen = find(style or DEFAULT_STYLE, library.styles, "版式", "templates/styles/")
    page, digest = library.styles[chosen], style_digest(library.styles[chosen])
    assembled: Assembled = assemble(library, identity, order)
    recipe = make_recipe(library, assembled, order, chosen, digest)
    return Made(assembled.draft, recipe_text(recipe, library), page, digest, changed)


def _again(
    library: Library, recipe: Recipe, file: str, order: Order, style: str | None, *, locked: bool, seed: int | None
) -> Made:
    if recipe.recipe not in library.structures:
        find(recipe.recipe, library.structures, "结构", "drafter structures list")
    chosen = find(style or recipe.style, library.styles, "版式", "templates/styles/")
    digest = style_digest(library.styles[chosen])
    again = replay(recipe, library, file, order, digest if style is None else recipe.style_hash)
    if locked and again.changed:
        raise LockedError(
            f"这些地方的文字和当初不同了：{'、'.join(again.changed)}", hint="去掉 --locked，用今天的文字重新成稿"
        )
    renewed = again.order
    if seed is not None and seed != recipe.seed:
        renewed = msgspec.structs.replace(renewed, seed=seed, fixed={}, headings={}, bridges=None)
    return _made(library, recipe.recipe, renewed, chosen, again.changed)


def style_digest(style: PageStyle) -> str:
    """Return 12 hex digits that tell whether a page style changed."""
    return text_hash(msgspec.json.encode(style).decode())


def recipe_path(path: Path) -> Path:
    """Return where the recipe of a draft lies: beside it, with .稿单.yaml for its suffix."""
    return path.with_name(path.stem + RECIPE_SUFFIX)


def save(made: Made, path: Path, *, force: bool = False, with_recipe: bool = True) -> None:
    """Write the draft to `path` (its suffix chooses the format), and its recipe beside it; both or none.

    Raises UsageError for an unknown suffix, OutputError where a file exists or cannot be written.
    """
    writer = writer_for(path.suffix)
    targets = [path, recipe_path(path)] if with_recipe else [path]
    refuse_existing(targets, force=force)
    job = Job(draft=made.draft, style=made.style, recipe=made.recipe, style_hash=made.style_hash)
    contents = [writer(job), made.recipe.encode()]
    write_all(dict(zip(targets, contents, strict=False)), force=force)


def read_layer(path: Path) -> Layer:
    """Return a meeting sheet (YAML) as a layer of facts. Raises InvalidFilesError or InputError."""
    from drafter.library.yamlreader import decode, key_lines, read_text

    text = read_text(path)
    decoded = decode(text, str(path), dict[str, Plain])
    if decoded.problems:
        raise InvalidFilesError(decoded.problems)
    return Layer(decoded.value or {}, Source(str(path)), key_lines(text, str(path)))


def parse_setting(text: str) -> tuple[str, str]:
    """Return the name and the value of a ``--set name=value``. Raises UsageError."""
    name, found, value = text.partition("=")
    if not found or not name.strip():
        raise UsageError(f"--set 要写成 名称=值，写的却是“{text}”")
    return name.strip(), value
