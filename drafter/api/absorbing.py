"""Taking over what a person made of a draft in Word or WPS."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from drafter.api.drafting import RECIPE_SUFFIX, Made, remade
from drafter.errors import InputError, InvalidFilesError
from drafter.library.loading import names_refs
from drafter.library.textfiles import read_text
from drafter.library.yamlreader import decode
from drafter.model.absorbing import Absorbed
from drafter.model.library import Library
from drafter.model.recipe import Recipe
from drafter.readers.docx.package import Package
from drafter.readers.docx.styles import Styles
from drafter.readers.files import MAX_FILE, read_bytes
from drafter.roundtrip.absorbing import Edited, Known, absorb, marked_rows
from drafter.roundtrip.flow import Flow
from drafter.roundtrip.inspecting import table_of_contents
from drafter.roundtrip.traces import Traces, read_traces
from drafter.source import Source
from drafter.writers.docx import names
from drafter.writers.docx.passages import HALF, slot_digest


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """An edited file, the draft that it was, and what became of it."""

    file: Path
    made: Made
    """The draft, made again from its recipe."""
    absorbed: Absorbed
    notes: tuple[str, ...]


def compare(library: Library, path: Path, recipe: Path | None = None) -> Compared:
    """Return what a person made of a draft: an edited Word file against the draft that its recipe makes.

    The recipe is `recipe`, else the one in the file, else ….稿单.yaml beside it. Raises InputError for a file that
    cannot be read or has no recipe, DrafterError where the recipe cannot be followed.
    """
    package = Package(read_bytes(path, MAX_FILE), path)
    flow = Flow(package.xml(package.document()))
    traces = read_traces(package, flow.bookmarks)
    found = _recipe(library, path, recipe, traces)
    made = remade(library, found, (recipe or path).parent, date.today())
    contents = table_of_contents(flow, Styles(package.xml(package.related(package.document(), "styles"))))
    edited = _edited(flow, contents, made)
    return Compared(file=path, made=made, absorbed=absorb(made.draft, edited, _known(made)), notes=_notes(made, traces))


def _recipe(library: Library, path: Path, given: Path | None, traces: Traces) -> Recipe:
    beside = path.with_name(path.stem + RECIPE_SUFFIX)
    if given is None and not traces.recipe and not beside.is_file():
        hint = "用 --recipe 指明稿单；不是 drafter 写的稿子，用 drafter corpus extract 摘素材"
        raise InputError("文件里没有稿单，旁边也没有，不知道原来是哪份稿子", hint=hint, source=Source(str(path)))
    from_file = given is None and bool(traces.recipe)
    source = str(path) if from_file else str(given or beside)
    text = traces.recipe if from_file else read_text(given or beside)
    decoded = decode(text, source, Recipe, names_refs(library))
    if decoded.value is None or decoded.problems:
        raise InvalidFilesError(decoded.problems)
    return decoded.value


def _edited(flow: Flow, contents: frozenset[int], made: Made) -> Edited:
    kept = [row for row, text in enumerate(flow.paragraphs) if text.strip() and row not in contents]
    numbers = tuple(row + 1 for row in kept)
    slots = {slot_digest(pick.slot, pick.block): pick.slot for pick in made.draft.picks}
    marked = {}
    for name, span in flow.bookmarks.items():
        slot = slots.get(name.removeprefix(names.BOOKMARK)[:HALF]) if name.startswith(names.BOOKMARK) else None
        if slot and flow.text(span).strip():
            marked[slot] = (span.start[0] + 1, span.end[0] + 1)
    return Edited(
        rows=tuple(flow.paragraphs[row] for row in kept), numbers=numbers, marked=marked_rows(marked, numbers)
    )


def _known(made: Made) -> Known:
    blocks = made.assembled.chooser.library.blocks
    return Known(
        specs=made.library.facts.facts,
        labels={gap.fact: gap.label for gap in made.draft.gaps},
        titles={pick.block: blocks[pick.block].title for pick in made.draft.picks},
    )


def _notes(made: Made, traces: Traces) -> tuple[str, ...]:
    notes = list(traces.notes)
    changed = [slot for slot in made.changed if slot not in ("style", "structure")]
    if changed:
        notes.append(f"这些位置的段落成稿以后在库里改过，按今天的文字比较：{'、'.join(changed)}")
    if "structure" in made.changed:
        notes.append("结构在成稿以后改过，按今天的结构比较")
    return tuple(notes)
