"""The files of a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from drafter.errors import os_reason
from drafter.readers.files import refused

WINDOWS_HIDDEN = 0x2
LOCK = "~$"
"""What Word and WPS begin the name of the lock file with that lies beside an open document."""


def list_files(path: Path, suffixes: frozenset[str]) -> list[Path]:
    """Return `path` if it is a file; of a folder, the files with one of `suffixes` at any depth, sorted by name."""
    try:
        if not path.is_dir():
            path.stat()
            return [path]
        found = list(_walk(path, suffixes))
    except OSError as failure:
        place = Path(failure.filename) if isinstance(failure.filename, str) else path
        raise refused(place, f"读不了：{os_reason(failure)}", "检查路径") from failure
    except ValueError as failure:  # a NUL in the path
        raise refused(path, "读不了：路径里有不能用的字符", "检查路径") from failure
    return sorted(found, key=lambda file: file.relative_to(path).parts)


def _walk(root: Path, suffixes: frozenset[str]) -> Iterator[Path]:
    """Yield the files under `root`. Links to folders are not followed, so there are no circles."""
    pending = [root]
    inside = os.path.realpath(root)
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if _is_hidden(entry):
                    continue
                if _is_own_folder(entry):
                    pending.append(Path(entry.path))
                elif Path(entry.name).suffix.lower() in suffixes and _is_own_file(entry, inside):
                    yield Path(entry.path)


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith((".", LOCK)):
        return True
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & WINDOWS_HIDDEN)


def _is_own_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is a folder and no link or junction (which is_symlink does not tell on Windows)."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return tag != getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)


def _is_own_file(entry: os.DirEntry[str], inside: str) -> bool:
    """Return whether an entry is a file that lies in the folder; a link counts by what it leads to."""
    if entry.is_file(follow_symlinks=False):
        return True
    return entry.is_file() and Path(os.path.realpath(entry.path)).is_relative_to(inside)
