"""Small worlds for the tests: file trees, a tiny library root, facts."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

from drafter.model.problem import Problem


def build_file_tree(tree: Mapping[Path, str | bytes]) -> None:
    """Write each file of `tree` (texts dedented, as UTF-8), making folders on the way."""
    for path, content in tree.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else textwrap.dedent(content).lstrip("\n").encode()
        path.write_bytes(data)


def printed(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    """Return problems as `file:line:column message（hint）`, files by name alone."""
    return [_printed(problem) for problem in problems]


def _printed(problem: Problem) -> str:
    assert problem.source is not None
    place = str(problem.source).replace(problem.source.path, Path(problem.source.path).name, 1)
    return f"{place} {problem.message}" + (f"（{problem.hint}）" if problem.hint else "")
