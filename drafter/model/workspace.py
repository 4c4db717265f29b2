"""The workspace file drafter.yaml: the office profile, filled once."""

from __future__ import annotations

from datetime import date

import msgspec

from drafter.model.base import Record, SpeakerId
from drafter.model.fact import Plain
from drafter.model.problem import Severity


class Leader(Record, frozen=True, kw_only=True):
    """A person with a post, in the order in which names are listed."""

    name: str
    post: str
    """The post as it is printed: 中共青山县委书记."""
    role: SpeakerId = ""
    """Which speaker of the vocabulary it is; fills the speaker line of that speaker's speeches."""
    also: tuple[str, ...] = ()
    """Concurrent posts."""
    rank: int = 0
    from_: date | None = msgspec.field(default=None, name="from")
    until: date | None = None

    def serves_on(self, day: date) -> bool:
        """Return whether the post is held on `day`."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


class Session(Record, frozen=True, kw_only=True):
    """One session of the congress; ordinals come from this table, never from arithmetic."""

    term: int
    """第…届."""
    session: int
    """第…次会议."""
    from_: date = msgspec.field(name="from")
    until: date | None = None


class Slogan(Record, frozen=True, kw_only=True):
    """A local goal as an official document words it."""

    text: str
    document: str = ""
    date: date | None = None


class YearPlan(Record, frozen=True, kw_only=True):
    """What the office set out to do in a year."""

    year: int
    text: str
    document: str = ""


class Allowed(Record, frozen=True, kw_only=True):
    """Words that a rule finds and that are right in this office, with the reason."""

    rule: str
    """A rule, or one of its checks."""
    text: str
    """The words as they stand, all of them."""
    why: str


class CheckSettings(Record, frozen=True, kw_only=True):
    """How papers are checked in this office."""

    off: tuple[str, ...] = ()
    """Rules, or checks, that are not wanted."""
    severity: dict[str, Severity] = {}
    """Another severity, by rule or check."""
    allow: tuple[Allowed, ...] = ()


class Workspace(Record, frozen=True, kw_only=True):
    """drafter.yaml as a whole."""

    profile: dict[str, Plain] = {}
    """Facts by name or Chinese label: place, level, province, numbers of deputies …"""
    bodies: dict[str, str] = {}
    """Exact full names of the party committee, congress, government, commission, courts."""
    committees: tuple[str, ...] = ()
    """Exact names of the special and working committees, in order."""
    leaders: tuple[Leader, ...] = ()
    towns: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()
    slogans: tuple[Slogan, ...] = ()
    plans: tuple[YearPlan, ...] = ()
    style: str = ""
    """The page style of drafts that ask for none, with settings: “gb9704,单面=是”; empty: the standard's."""
    checks: CheckSettings = CheckSettings()
