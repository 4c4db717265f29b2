"""What a file says of its making: the custom part, the document properties, the names of the bookmarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from drafter.model.inspection import Trace
from drafter.model.provenance import Manifest, Written
from drafter.readers.docx.package import Package
from drafter.text.imprints import Imprint
from drafter.writers.docx import names
from drafter.writers.docx.package import recipe_digest
from drafter.writers.docx.passages import slot_digest

RECIPE, PASSAGES = (f"{{{names.RECIPE_NAMESPACE}}}{name}" for name in ("recipe", "passages"))
LOST_RECIPE = "文件里的稿单不在了（可能是别的程序存盘时去掉的），按文档属性和书签读回"
CHANGED_RECIPE = "文件里的稿单和写出时不同，可能被改过"
BROKEN_RECORD = "文件里的段落记录读不懂，按文档属性和书签读回"


class Traces(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of what drafter wrote into a file besides the text."""

    found: tuple[Trace, ...]
    recipe: str
    properties: Mapping[str, str]
    """Those of drafter, without its name before them."""
    passages: tuple[Written, ...]
    frame: tuple[Imprint, ...] | None
    """None where it is not known."""
    notes: tuple[str, ...]


def read_traces(package: Package, bookmarks: Iterable[str]) -> Traces:
    """Return the traces in a package, whose text has these bookmarks. Raises InputError for broken parts."""
    own = [name for name in bookmarks if name.startswith(names.BOOKMARK)]
    recipe, record = _custom_part(package)
    properties = {
        name.removeprefix(names.PROPERTY): value
        for name, value in custom_properties(package).items()
        if name.startswith(names.PROPERTY)
    }
    manifest = _manifest(record)
    marks: tuple[tuple[Trace, bool], ...] = (
        ("recipe", bool(recipe)),
        ("record", manifest is not None),
        ("properties", bool(properties)),
        ("bookmarks", bool(own)),
    )
    found = tuple(trace for trace, is_there in marks if is_there)
    return Traces(
        found=found,
        recipe=recipe,
        properties=properties,
        passages=manifest.passages if manifest else _from_names(own, properties),
        frame=manifest.frame if manifest else None,
        notes=tuple(_notes(found, recipe, record, properties)),
    )


def _custom_part(package: Package) -> tuple[str, str]:
    """Return the recipe and the record of the passages; empty where there are none."""
    for name in package.names():
        if name.startswith("customXml/item") and "Props" not in name:
            root = package.xml(name)
            if root.find(RECIPE) is not None:
                return root.findtext(RECIPE) or "", root.findtext(PASSAGES) or ""
    return "", ""


def custom_properties(package: Package) -> dict[str, str]:
    """Return the custom document properties by their names."""
    root = package.xml(package.related("", "custom-properties"))
    return {one.get("name", ""): "".join(one.itertext()) for one in root} if root is not None else {}


MOST = 5_000
"""Passages, paragraphs outside of them, or gaps in one: what holds more was not written by drafter."""


def _manifest(record: str) -> Manifest | None:
    """Return the record of the passages; None for one that is missing or makes no sense."""
    try:
        found = msgspec.json.decode(record, type=Manifest) if record else None
    except msgspec.MsgspecError:
        return None
    return found if found is not None and _is_sensible(found) else None


def _is_sensible(manifest: Manifest) -> bool:
    imprints = [*manifest.frame, *(one.imprint for one in manifest.passages)]
    return len(imprints) <= MOST and all(len(one.pieces) <= MOST for one in imprints)


def _notes(found: tuple[Trace, ...], recipe: str, record: str, properties: Mapping[str, str]) -> list[str]:
    notes = []
    if found and not recipe:
        notes.append(LOST_RECIPE)
    if recipe and properties.get("recipe", recipe_digest(recipe)) != recipe_digest(recipe):
        notes.append(CHANGED_RECIPE)
    if record and "record" not in found:
        notes.append(BROKEN_RECORD)
    return notes


def _from_names(bookmarks: list[str], properties: Mapping[str, str]) -> tuple[Written, ...]:
    """Return the passages by the names of their bookmarks; slots and blocks where the properties tell them."""
    halves = {_halves(name)[0]: name for name in bookmarks}
    listed = [_slot_and_block(entry) for entry in _entries(properties)]
    told = {slot_digest(slot, block) for slot, block in listed}
    found = [_unrecorded(halves.get(slot_digest(slot, block), ""), slot, block) for slot, block in listed]
    return (*found, *(_unrecorded(name) for half, name in halves.items() if half not in told))


def _entries(properties: Mapping[str, str]) -> list[str]:
    chunks: list[str] = []
    while (line := properties.get(f"passages.{len(chunks) + 1}")) is not None:
        chunks.append(line)
    return [entry for line in chunks for entry in line.split(";") if entry]


def _slot_and_block(entry: str) -> tuple[str, str]:
    slot, _, block = entry.partition("=")
    return slot, block


def _halves(bookmark: str) -> tuple[str, str]:
    """Return which passage a bookmark's name tells of, and the first digits of the hash of its text."""
    digits = bookmark.removeprefix(names.BOOKMARK)
    return digits[: len(digits) // 2], digits[len(digits) // 2 :]


def _unrecorded(bookmark: str, slot: str = "", block: str = "") -> Written:
    return Written(slot=slot, block=block, bookmark=bookmark, imprint=Imprint(hash=_halves(bookmark)[1] or "-"))


def recipe_values(traces: Traces) -> dict[str, Any]:
    """Return what the recipe says of the draft as a whole; from the properties where it is lost."""
    from drafter.library.yamlreader import decode
    from drafter.model.recipe import Recipe

    recipe = decode(traces.recipe, "稿单", Recipe).value if traces.recipe else None
    if recipe is None:
        told = traces.properties
        found = {name: told.get(name, "") for name in ("structure", "as_of", "seed")}
        return {**found, "drafter": told.get("version", ""), "style": "", "level": ""}
    return {
        "drafter": recipe.drafter,
        "structure": recipe.recipe,
        "as_of": recipe.as_of.isoformat(),
        "seed": str(recipe.seed),
        "style": recipe.style,
        "level": recipe.level,
    }
