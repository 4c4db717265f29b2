"""Cutting candidates for the library out of old speeches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from drafter.corpus.harvesting import Extracted, harvest
from drafter.model.library import Library
from drafter.writers.files import write_all


def extract(
    library: Library,
    paths: Iterable[Path],
    inbox: Path,
    *,
    workspace: Path | None = None,
    today: date | None = None,
) -> Iterator[Extracted]:
    """Cut candidate blocks out of files and folders into the folder `inbox`; yield what came of each file.

    `workspace` is the one over which `library` was loaded: further processes load it again.

    A passage that lies in the inbox already, or that was decided on, is not offered again. A file that cannot be
    read is reported and the rest goes on. Raises InputError for a path that does not exist, OutputError.
    """
    return harvest(library, workspace, list(paths), inbox, today or date.today(), write_all)
