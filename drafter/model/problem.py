"""What a reader, a check or the assembly found wrong, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from drafter.source import Source

Severity = Literal["error", "warning", "info"]
SEVERITIES: Mapping[Severity, str] = {"error": "错误", "warning": "注意", "info": "提示"}
"""What each is called."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One finding: which rule, how bad, what is wrong and what to do."""

    rule: str
    """Short English id, stable across versions."""
    severity: Severity
    message: str
    """Chinese; says what is wrong."""
    hint: str = ""
    """Chinese; says what to do."""
    source: Source | None = None
    match: str = ""
    """The exact text that the finding is about."""
    span: tuple[int, int] | None = None
    """Where it stands, in characters of the file as read; None where only the file or line is known."""
    fix: str | None = None
    """What mechanically replaces it; None where a person must decide."""


def error(rule: str, message: str, source: Source, *, hint: str = "", match: str = "") -> Problem:
    """Return an error-level problem at `source`."""
    return Problem(rule=rule, severity="error", message=message, source=source, hint=hint, match=match)
