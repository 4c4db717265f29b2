"""Loading the library."""

from __future__ import annotations

from pathlib import Path

from drafter.library.folders import find_workspace
from drafter.library.loading import load_library, require_sound
from drafter.model.library import Library


def load(workspace: Path | None = None) -> Library:
    """Return the shipped library with a workspace over it (by default the one around the current folder).

    Raises InvalidFilesError with every mistake in the library's files.
    """
    return require_sound(load_library(workspace or find_workspace(Path.cwd())))
