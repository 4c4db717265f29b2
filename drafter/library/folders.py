"""Where library files lie: the shipped folders, and the user's workspace found upward."""

from __future__ import annotations

import os
from pathlib import Path

from drafter.errors import InputError, UsageError

WORKSPACE_MARK = "drafter.yaml"
CASES, QUOTES = "cases.yaml", "quotes.yaml"
"""Books of a workspace, beside its mark."""


def no_workspace() -> UsageError:
    """Return what is told where the library is to be changed outside of a workspace."""
    return UsageError("这里不在工作区里，段落库没有地方改", hint="先用 drafter init 建一个工作区，在里面运行")


HOME, PENDING, UNSAVED = ".drafter", "pending", "未存"
"""The folder of a workspace that holds its lock and its history; in it, the mark of a command that is not finished, and
the texts that an editor left and that could not be written."""


def left_half_done(workspace: Path) -> bool:
    """Return whether a command is changing a workspace, or was killed while it did."""
    return os.path.lexists(workspace / HOME / PENDING)


def shipped_root() -> Path:
    """Return the folder that holds the shipped ``sections/`` and ``templates/``.

    In an installed wheel that is ``drafter/_data``; in a checkout, the project itself.
    Raises InputError for a broken installation.
    """
    package = Path(__file__).resolve().parent.parent
    for root in (package / "_data", package.parent):
        if (root / "sections" / "taxonomy.yaml").is_file():
            return root
    raise InputError("安装不完整：找不到自带的段落库", hint="重新安装 drafter")


def find_workspace(start: Path) -> Path | None:
    """Return the nearest folder from `start` upward that holds drafter.yaml, or None."""
    for folder in (start, *start.parents):
        if (folder / WORKSPACE_MARK).is_file():
            return folder
    return None
