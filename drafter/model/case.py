"""Cases: what happened where, that a speech may tell."""

from __future__ import annotations

from datetime import date

import msgspec

from drafter.model.base import Record, ThemeId


class Case(Record, frozen=True, kw_only=True):
    """One case, as the office collected it."""

    theme: ThemeId
    where: str
    who: str
    did: str
    result: str
    checked_by: str = ""
    """Who has checked that it is so."""
    cleared: bool = False
    """Whether it may be told in public; only such a case reaches a draft."""
    date: date | None = None
    """When it was."""
    note: str = ""


class CaseBook(Record, frozen=True, kw_only=True):
    """cases.yaml of a workspace."""

    cases: tuple[Case, ...] = msgspec.field(default=())
