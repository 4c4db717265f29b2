"""What a person made of a draft in Word or WPS: passage by passage, and what it means for recipe and library."""

from __future__ import annotations

from typing import Literal

import msgspec

Fate = Literal["unchanged", "filled", "edited", "moved", "deleted", "new"]
"""filled: only its gaps were filled. moved: the same text, elsewhere. new: text that the draft did not have."""
FATES: dict[Fate, str] = {
    "unchanged": "没有改",
    "filled": "只填了待补",
    "edited": "改过",
    "moved": "挪了位置",
    "deleted": "删去",
    "new": "新写",
}


class FilledFact(msgspec.Struct, frozen=True, kw_only=True):
    """A gap that the person filled."""

    fact: str
    """``meeting.name`` for a field of a record."""
    label: str
    value: str
    """As it was typed."""


class PassageFate(msgspec.Struct, frozen=True, kw_only=True):
    """A passage of the draft, or a new one, and what became of it. Paragraphs of its texts are parted by line ends."""

    slot: str
    """Empty for a new one."""
    block: str
    title: str
    change: Fate
    moved: bool
    """Whether it stands in another order; one that was edited too is `edited`."""
    before: str
    after: str
    facts: tuple[FilledFact, ...] = ()
    place: int = 0
    """Its first paragraph in the edited file, from 1; 0 for one that is gone."""
    behind: str = ""
    """The slot of the passage, the section whose heading, or the line that stands before it in the edited file."""


class FrameFate(msgspec.Struct, frozen=True, kw_only=True):
    """A line that belongs to no passage (title, salutation, heading, what the structure says), where it changed."""

    slot: str
    """The section whose heading it is; empty for another line."""
    kind: str
    """The kind of paragraph."""
    before: str
    after: str
    """Empty where it is gone."""


class Disputed(msgspec.Struct, frozen=True, kw_only=True):
    """A filled gap that cannot become a fact, and why."""

    fact: str
    label: str
    value: str
    why: str


class Absorbed(msgspec.Struct, frozen=True, kw_only=True):
    """An edited file compared with the draft that it was."""

    passages: tuple[PassageFate, ...]
    """Those of the draft in its order, then the new ones in the order of the edited file."""
    frame: tuple[FrameFate, ...]
    facts: dict[str, str]
    """What the person filled in, by fact."""
    disputed: tuple[Disputed, ...]
    joined: tuple[str, ...]
    """The slots whose passage goes on in the paragraph of another one, and did not before."""
    rows: tuple[str, ...]
    """The paragraphs of the edited file that hold text, contents aside."""
