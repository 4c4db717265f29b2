"""The files of checks: those that ship (templates/checks), and those of the workspace laid over them."""

from __future__ import annotations

import re
from pathlib import Path

from drafter.errors import InvalidFilesError
from drafter.library.folders import shipped_root
from drafter.library.reading import names_refs, read_file
from drafter.model.checks import Check, CheckFile
from drafter.model.library import Library
from drafter.model.problem import Problem, error
from drafter.source import Source
from drafter.text.tables import read_table

FOLDER = "templates/checks"


def load_checks(library: Library) -> tuple[CheckFile, ...]:
    """Return the files of checks by name; of two with one name that of the workspace counts.

    Raises InvalidFilesError with the mistakes in the workspace's files.
    """
    found = {path.stem: read_table(path, CheckFile) for path in _files(shipped_root())}
    problems: list[Problem] = []
    for path in _files(Path(library.workspace)) if library.workspace else ():
        value, mistakes = read_file(path, CheckFile, names_refs(library))
        problems += mistakes or _faults(value, path)
        if value is not None:
            found[path.stem] = value
    if problems:
        raise InvalidFilesError(problems)
    return tuple(found[name] for name in sorted(found))


def _files(root: Path) -> list[Path]:
    return sorted((root / FOLDER).glob("*.yaml"))


def _faults(value: CheckFile | None, path: Path) -> list[Problem]:
    """Return an error for each pattern that is no regular expression."""
    found = []
    for check in value.checks if value else ():
        for pattern in _patterns(check):
            try:
                re.compile(pattern)
            except re.error as failure:
                message = f"检查“{check.id}”的正则表达式写错了：{failure}"
                found.append(error("pattern", message, Source(str(path)), hint="改正后再试", match=pattern))
    return found


def _patterns(check: Check) -> tuple[str, ...]:
    return (*check.patterns, *check.replace, *check.allowed, *check.near, *check.unless_near)
