"""A meeting: its facts, and the papers that it needs."""

from __future__ import annotations

import msgspec

from drafter.model.base import LevelId, Record
from drafter.model.fact import Plain


class PaperWanted(Record, frozen=True, kw_only=True):
    """One paper of a meeting."""

    structure: str
    """Its id or Chinese title."""
    name: str = ""
    """The name of the file without its ending; else the title of the structure."""
    facts: dict[str, Plain] = {}
    """What holds for this paper alone, over the facts of the meeting."""
    length: int = 0
    """Characters; 0 for that of the structure."""
    seed: int = 1
    reading: bool = False
    """Whether the speaker gets a copy to read from."""
    outline: bool = False
    """Whether the outline on one page is written too."""


class Meeting(Record, frozen=True, kw_only=True):
    """A meeting sheet: the facts once, and the papers that they are for."""

    papers: tuple[PaperWanted, ...]
    facts: dict[str, Plain] = {}
    level: LevelId = ""
    style: str = ""
    marks: tuple[str, ...] = msgspec.field(default=())
    """What every paper bears: 会议文件, 征求意见稿 …"""
