"""Editing the library of a workspace: each change whole or not at all, one command at a time, kept for undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from drafter.api.loading import load
from drafter.library import editing
from drafter.library.editing import Change
from drafter.library.usage import read_log
from drafter.model.library import Library
from drafter.writers.committing import commit, locked


def change_library(workspace: Path, make: Callable[[Library], Change]) -> Change:
    """Read the library of a workspace, work a change out and write it, while no other command changes it.

    Raises DrafterError; nothing is then written.
    """
    with locked(workspace):
        change = make(load(workspace))
        commit(workspace, change.files, change.seen, change.title)
        return change


def tidy(workspace: Path, files: Sequence[Path] = (), *, write: bool = True) -> Change:
    """Put library files of a workspace in order (all, where none are named), and return what changed or would.

    Raises DrafterError; nothing is then written.
    """
    with locked(workspace):
        change = editing.tidied(files or editing.own_files(workspace))
        if write and change.files:
            commit(workspace, change.files, change.seen, change.title)
        return change


# ── where a block is used


class Uses(msgspec.Struct, frozen=True, kw_only=True):
    """Where a block is named or could stand."""

    block: str
    blocks: tuple[tuple[str, str], ...]
    """Blocks that name it, and how: requires, excludes, replaced_by."""
    recipes: tuple[tuple[str, tuple[str, ...]], ...]
    """Recipes of the workspace, each with the slots it fills."""
    drafts: tuple[tuple[str, str], ...]
    """Drafts of the log: their day and title."""
    structures: tuple[tuple[str, tuple[str, ...]], ...]
    """Structures, each with the slots that it could fill."""


def where_used(library: Library, name: str, day: date) -> Uses:
    """Return where a block is used. Raises NotFoundError."""
    identity = editing.found(library, name)
    workspace = Path(library.workspace) if library.workspace else None
    named = [
        (one, field)
        for one, block in library.blocks.items()
        for field in ("requires", "excludes", "replaced_by")
        if identity in (getattr(block, field) if field != "replaced_by" else (block.replaced_by,))
    ]
    return Uses(
        block=identity,
        blocks=tuple(named),
        recipes=tuple(_recipes(workspace, identity)) if workspace else (),
        drafts=tuple((one.date.isoformat(), one.title) for one in read_log(workspace) if identity in one.blocks),
        structures=tuple(_structures(library, identity, day)),
    )


def _recipes(workspace: Path, identity: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    from drafter.library.textfiles import read_exactly

    for path in editing.recipes_in(workspace):
        slots = editing.slots_with(read_exactly(path), str(path), identity)
        if slots:
            yield str(path.relative_to(workspace)), tuple(slots)


def _structures(library: Library, identity: str, day: date) -> Iterable[tuple[str, tuple[str, ...]]]:
    from drafter.assembly.filtering import Filters, with_followers
    from drafter.assembly.planning import plan

    for name, structure in library.structures.items():
        slots: dict[str, None] = {}
        for level in structure.levels or tuple(library.taxonomy.levels):
            filters = Filters(library, structure, level, day)
            known = with_followers(plan(structure))
            slots.update((one, None) for one, slot in known.items() if not filters.refusal(slot, identity))
        if slots:
            yield name, tuple(slots)
