"""How drafter stands on this machine and in this workspace: which files are in force, and what is wrong."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path

import msgspec

from drafter import __version__
from drafter.errors import InvalidFilesError
from drafter.library.cases import load_cases
from drafter.library.checks import load_checks
from drafter.library.folders import HOME, UNSAVED, left_half_done, shipped_root
from drafter.library.loading import Loaded, load_library
from drafter.library.quotes import load_quotes
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.text.keeping import folder
from drafter.writers.committing import history

STYLED, STRUCTURED = "styles/", "structures/"


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """Where the files that count come from, of one kind."""

    what: str
    shipped: int
    own: int
    over: tuple[str, ...] = ()
    """Of the workspace's, those that lie over a shipped one."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What a look has found."""

    version: str
    python: str
    system: str
    shipped: str
    """The folder of the shipped library."""
    workspace: str
    """Empty outside of a workspace."""
    in_force: tuple[InForce, ...]
    cache: str
    cache_bytes: int
    cache_writable: bool
    workspace_writable: bool
    changes: int
    """Commands that can be undone."""
    unsaved: tuple[str, ...]
    half_done: bool
    """Whether another command is at work, or one was killed and could not be finished."""
    office: str
    """LibreOffice; empty where there is none."""
    problems: tuple[Problem, ...]
    """What is wrong with the files."""


def look_over(workspace: Path | None) -> Health:
    """Return how drafter stands in a workspace (None: outside of one). Raises InputError for a broken installation."""
    from drafter.readers.libreoffice import find_office

    loaded = load_library(workspace)
    cache = folder()
    return Health(
        version=__version__,
        python=platform.python_version(),
        system=platform.platform(terse=True),
        shipped=str(shipped_root()),
        workspace=str(workspace or ""),
        in_force=tuple(_in_force(loaded.library, workspace)),
        cache=str(cache),
        cache_bytes=sum(one.stat().st_size for one in cache.iterdir() if one.is_file()) if cache.is_dir() else 0,
        cache_writable=_writable(cache),
        workspace_writable=_writable(workspace) if workspace else True,
        changes=len(history(workspace)) if workspace else 0,
        unsaved=tuple(_unsaved(workspace)) if workspace else (),
        half_done=bool(workspace and left_half_done(workspace)),
        office=find_office() or "",
        problems=tuple(_problems(loaded)),
    )


def _problems(loaded: Loaded) -> list[Problem]:
    found = list(loaded.problems)
    for read in (load_checks, load_quotes, load_cases):
        try:
            read(loaded.library)
        except InvalidFilesError as failure:
            found += failure.problems
    return found


def _in_force(library: Library, workspace: Path | None) -> list[InForce]:
    shipped = shipped_root()
    kinds: dict[str, list[str]] = {"段落": [], "结构": [], "版式": []}
    for name in library.files:
        kind = "结构" if name.startswith(STRUCTURED) else "版式" if name.startswith(STYLED) else "段落"
        kinds[kind].append(name)
    found = []
    for what, names in kinds.items():
        own = [name for name in names if workspace and Path(library.files[name]).is_relative_to(workspace)]
        over = tuple(name for name in own if (shipped / _place(what, name)).is_file())
        found.append(InForce(what=what, shipped=len(names) - len(own), own=len(own), over=over))
    return found


def _place(what: str, name: str) -> str:
    return f"sections/{name}.yaml" if what == "段落" else f"templates/{name}.yaml"


def _unsaved(workspace: Path) -> list[str]:
    return sorted(str(path) for path in (workspace / HOME / UNSAVED).glob("*") if path.is_file())


def _writable(place: Path) -> bool:
    """Return whether a file can be made in a folder, or in the nearest one above it that is there."""
    while not place.is_dir() and place != place.parent:
        place = place.parent
    try:
        handle, name = tempfile.mkstemp(prefix=".drafter-", dir=place)
        os.close(handle)
        Path(name).unlink()
    except OSError:
        return False
    return True
