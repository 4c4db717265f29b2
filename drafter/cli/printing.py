"""What commands print: problems, gaps, tables, JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.errors import DrafterError, InvalidFilesError
from drafter.model.draft import Gap
from drafter.model.problem import SEVERITIES, Problem
from drafter.source import Source

if TYPE_CHECKING:
    from drafter.model.block import Card

VERSION = 1


def note(message: str = "") -> None:
    """Print a message for the user (standard error)."""
    click.echo(message, err=True)


def shown_path(path: Path | str) -> str:
    """Return a path as text that can be written; what is no text in it shows as question marks."""
    return str(path).encode("utf-8", "replace").decode()


def place_text(source: Source | None) -> str:
    """Return a place with its path as short as it can be from here."""
    if source is None or not source.path:
        return ""
    path = source.path
    if Path(path).is_absolute():
        relative = os.path.relpath(path)
        path = relative if not relative.startswith("..") else path
    return str(Source(path, source.line, source.column))


def print_failure(failure: DrafterError) -> None:
    """Print an exception: one message, the place, what to do."""
    if isinstance(failure, InvalidFilesError):
        for problem in failure.problems:
            print_problem(problem)
        if len(failure.problems) > 1:
            note(failure.message)
        return
    place = place_text(failure.source)
    note(f"错误：{place + '：' if place else ''}{failure.message}")
    if failure.hint:
        note(f"  {failure.hint}")


def print_problem(problem: Problem) -> None:
    """Print one problem on a line, its hint below."""
    place = place_text(problem.source)
    note(f"{SEVERITIES[problem.severity]}：{place + '：' if place else ''}{problem.message}")
    if problem.hint:
        note(f"  {problem.hint}")


def error_record(failure: DrafterError) -> dict[str, Any]:
    """Return an exception as a JSON record."""
    return _record(failure.code, failure.message, failure.source, failure.hint)


def problem_record(problem: Problem) -> dict[str, Any]:
    """Return a problem as a JSON record of the key `errors`."""
    return _record(problem.rule, problem.message, problem.source, problem.hint)


def check_record(problem: Problem) -> dict[str, Any]:
    """Return a finding as a JSON record of the key `problems`; `fix` only where `--fix` would make it."""
    place = problem.source or Source("")
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "file": shown_path(place.path),
        "line": place.line,
        "column": place.column,
        "match": problem.match,
        "message": problem.message,
        "suggestion": problem.hint,
        **({"fix": problem.fix} if problem.fix is not None else {}),
    }


def _record(code: str, message: str, source: Source | None, hint: str) -> dict[str, Any]:
    place = source or Source("")
    return {
        "code": code,
        "message": message,
        "file": place.path,
        "line": place.line,
        "column": place.column,
        "hint": hint,
    }


def card_record(identity: str, card: Card) -> dict[str, Any]:
    """Return a block as a JSON record of the key `blocks`."""
    return {
        "id": identity,
        "title": card.title,
        "theme": card.theme,
        "tags": list(card.tags),
        "status": card.status,
        "acts": list(card.acts),
        "part": card.part,
    }


def print_json(data: dict[str, Any]) -> None:
    """Print one JSON object with its version."""
    import msgspec

    encoded = msgspec.json.encode({"version": VERSION, **data})
    click.echo(msgspec.json.format(encoded, indent=2).decode())


def print_gaps(gaps: Sequence[Gap], title: str) -> None:
    """Print a list of gaps, grouped by the office that supplies them."""
    from drafter.writers.docx.body import example_text

    if not gaps:
        return
    note(f"{title}（{len(gaps)} 项）：")
    for office in dict.fromkeys(gap.office for gap in gaps):
        note(f"  {office or '其他'}")
        for gap in (one for one in gaps if one.office == office):
            unit = f"（{gap.unit}）" if gap.unit else ""
            note(f"    {gap.label}{unit}  {gap.fact}  如：{example_text(gap.example)}")


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Print rows in columns that line up although Chinese characters are two cells wide."""
    table = [list(row) for row in rows]
    if not table:
        return
    widths = [max(_cells(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        cells = [cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def _cells(text: str) -> int:
    from drafter.text.counting import cells

    return cells(text)


def progress(results: Iterable[Any], total: int, label: str) -> Any:
    """Return a progress bar on standard error; silent where that is no terminal."""
    return click.progressbar(
        results, length=total, label=label, file=sys.stderr, hidden=total < 2 or not sys.stderr.isatty()
    )


CONTEXT = 16
"""Characters that are shown around a change."""


def changed_text(before: str, after: str) -> str:
    """Return a text with what went and what came in it, in colour and in brackets; what stayed is shortened."""
    from drafter.text.differences import pieces

    found = pieces(before, after)
    parts = []
    for number, one in enumerate(found):
        if one.stayed:
            parts.append(_context(one.before, is_first=number == 0, is_last=number == len(found) - 1))
            continue
        parts += [click.style(f"[-{one.before}-]", fg="red")] if one.before else []
        parts += [click.style(f"{{+{one.after}+}}", fg="green")] if one.after else []
    return "".join(parts)


def _context(text: str, *, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * CONTEXT:
        return text
    head = "" if is_first else text[:CONTEXT]
    tail = "" if is_last else text[-CONTEXT:]
    return f"{head}…{tail}"
