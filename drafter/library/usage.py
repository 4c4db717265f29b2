"""The log of what a workspace's drafts used: one JSON record a line, appended when a draft is written.

A draft counts for those of later dates by the same speaker; the same paper drafted again counts once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import msgspec

LOG = Path("drafts") / "用段记录.jsonl"
"""Where the log lies in a workspace."""
LATELY = 3
"""So many of the speaker's last drafts count."""


SAME_PAPER = timedelta(days=14)
"""Drafts of one structure that lie no further apart are rounds of one paper."""


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """What one draft used."""

    date: date
    """Of the meeting; the day of writing where no meeting was named."""
    structure: str
    speaker: tuple[str, ...]
    """The speaker's ids."""
    name: str = ""
    """The speaker's name, where it was given."""
    title: str
    file: str
    blocks: tuple[str, ...]


def read_log(workspace: Path | None) -> tuple[Used, ...]:
    """Return the records of a workspace, in the order of the log; a line that is no record is passed over."""
    if workspace is None:
        return ()
    try:
        lines = (workspace / LOG).read_bytes().splitlines()
    except OSError:
        return ()
    decoder = msgspec.json.Decoder(Used)
    found = []
    for line in lines:
        with contextlib.suppress(msgspec.DecodeError):
            found.append(decoder.decode(line))
    return tuple(found)


def log_line(record: Used) -> bytes:
    """Return a record as a line of the log."""
    return msgspec.json.encode(record) + b"\n"


def add_to_log(workspace: Path, record: Used) -> None:
    """Append a record to the log of a workspace. Raises OSError where it cannot be written."""
    path = workspace / LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as log:
        log.write(log_line(record))


def used_lately(
    records: Iterable[Used], day: date, speaker: Iterable[str], name: str = "", structure: str = ""
) -> dict[str, int]:
    """Return, by block, how many of the speaker's drafts before `day` ago it was used last, from 1.

    A draft of the same structure from the days before is an earlier state of the same paper, and does not count.
    """
    speakers = set(speaker)
    papers: dict[tuple[date, str, str], Used] = {}
    for one in records:
        known = not name or not one.name or name == one.name
        same = one.structure == structure and day - one.date <= SAME_PAPER
        if one.date < day and known and not same and speakers & set(one.speaker):
            papers[one.date, one.structure, one.title] = one
    latest = sorted(papers.values(), key=lambda one: (one.date, one.structure, one.title), reverse=True)[:LATELY]
    found: dict[str, int] = {}
    for ago, paper in enumerate(latest, 1):
        for block in paper.blocks:
            found.setdefault(block, ago)
    return found
