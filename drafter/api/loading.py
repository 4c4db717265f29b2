"""Loading the library."""

from __future__ import annotations

import contextlib
from pathlib import Path

from drafter.errors import OutputError
from drafter.library.folders import find_workspace, left_half_done
from drafter.library.loading import load_library, require_sound
from drafter.model.library import Library


def load(workspace: Path | None = None) -> Library:
    """Return the shipped library with a workspace over it (by default the one around the current folder).

    Raises InvalidFilesError with every mistake in the library's files.
    """
    found = workspace or find_workspace(Path.cwd())
    if found is not None and left_half_done(found):
        _finish(found)
    return require_sound(load_library(found))


def _finish(workspace: Path) -> None:
    """Finish what a killed command left half done; where that cannot be, the library is read as it is."""
    from drafter.writers.committing import recover

    with contextlib.suppress(OutputError):
        recover(workspace)
