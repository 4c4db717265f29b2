"""The exceptions of drafter. Every message is Chinese and safe to show to a user.

    DrafterError                    base; never raised itself
    ├── UsageError                  the caller asked for something that makes no sense
    │   └── NotFoundError           an unknown structure, block, style …; carries the nearest name
    ├── InputError                  a file cannot be used at all (encoding, size, not YAML)
    │   └── InvalidFilesError       files were read and hold mistakes; carries all of them as Problems
    ├── NothingFitsError            a slot of the structure cannot be filled; says what emptied it
    ├── LockedError                 --locked, and today's library gives another text
    └── OutputError                 the result cannot be written

An author's mistakes in library files are values (:class:`drafter.model.problem.Problem`); they become an
exception only when the work cannot go on. ``drafter.cli`` maps exceptions to exit codes, in one place.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import TYPE_CHECKING

from drafter.source import Source

if TYPE_CHECKING:
    from drafter.model.problem import Problem


class DrafterError(Exception):
    """Base of all errors of drafter: a message, what to do about it, and the place."""

    code = "error"

    def __init__(self, message: str, *, hint: str = "", source: Source | None = None) -> None:
        """Keep the parts; `hint` says what the user can do next."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.source = source


class UsageError(DrafterError):
    """The request itself is wrong."""

    code = "usage"


class NotFoundError(UsageError):
    """A name that nothing bears."""

    code = "not-found"


class InputError(DrafterError):
    """An input file cannot be used."""

    code = "input"


class InvalidFilesError(InputError):
    """Files hold mistakes; all of them are in `problems`, in the order of files and lines."""

    code = "invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; the message is their number."""
        super().__init__(f"共 {len(problems)} 处错误，改正后再试。")
        self.problems = tuple(problems)


class NothingFitsError(DrafterError):
    """No block fits a slot; the message names the condition that left none."""

    code = "nothing-fits"


class LockedError(DrafterError):
    """The recipe was to be kept to the letter, and cannot be."""

    code = "locked"


class OutputError(DrafterError):
    """The output cannot be written; whatever stood there before is untouched."""

    code = "output"


OS_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件或文件夹",
    IsADirectoryError: "这是一个文件夹",
    NotADirectoryError: "路径中有一段不是文件夹",
    PermissionError: "没有权限，或文件正被别的程序打开",
    FileExistsError: "文件已经存在",
}
OS_CODES = {errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘只读", errno.ENAMETOOLONG: "文件名太长"}


def os_reason(failure: OSError) -> str:
    """Return the reason of a failed file operation in Chinese."""
    known = OS_REASONS.get(type(failure)) or OS_CODES.get(failure.errno or 0)
    return known or failure.strerror or str(failure)
