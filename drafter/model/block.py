"""Blocks: the reusable passages of the library."""

from datetime import date
from typing import Literal

import msgspec

from drafter.model.base import ActId, AudienceId, KindId, LevelId, MoveId, Record, SpeakerId, Template, ThemeId

Part = Literal["point", "intro", "tail", "whole"]
Status = Literal["candidate", "approved", "deprecated"]
LeadForm = Literal["plain", "nature", "clause"]
MOVES: tuple[str, ...] = ("what", "why", "how", "end")
"""The order in which a passage prints its moves."""


class Measure(Record, frozen=True, kw_only=True):
    """One of several parallel measures: a lead and its text."""

    lead: Template
    text: Template


Move = Template | tuple[Measure, ...]
Passage = dict[MoveId, Move]
"""The moves of one act."""


class Suits(Record, frozen=True, kw_only=True):
    """Where a block may stand. An empty part does not restrict."""

    by: tuple[SpeakerId, ...] = ()
    to: tuple[AudienceId, ...] = ()
    kinds: tuple[KindId, ...] = ()
    levels: tuple[LevelId, ...] = ()


class Origin(Record, frozen=True, kw_only=True):
    """Where in the corpus the idea stands."""

    file: str
    speech: int = 1
    at: str = ""
    """Position in the outline, counted from 1 (“2.3”); or opening, closing."""


class Validity(Record, frozen=True, kw_only=True):
    """Dates between which a text may be used; only narrows what its terms say."""

    from_: date | None = msgspec.field(default=None, name="from")
    until: date | None = None


class Card(msgspec.Struct, frozen=True, array_like=True):
    """A block without its texts: what a draft asks of the hundreds of which it takes a few."""

    title: str
    theme: str
    tags: tuple[str, ...]
    part: Part
    status: Status
    by: tuple[str, ...]
    to: tuple[str, ...]
    kinds: tuple[str, ...]
    levels: tuple[str, ...]
    leads: tuple[str, ...]
    """The forms of its leads."""
    acts: tuple[str, ...]
    measured: tuple[str, ...]
    """The acts that hold parallel measures."""


class Block(Record, frozen=True, kw_only=True):
    """One reusable passage with its tags. Its id is its path: ``supervision/budget``."""

    title: str
    theme: ThemeId
    tags: tuple[str, ...] = ()
    part: Part = "point"
    status: Status = "approved"
    replaced_by: str = ""
    suits: Suits = Suits()
    leads: dict[LeadForm, Template] = {}
    text: dict[ActId, Template | Passage]
    lengths: dict[Literal["brief", "standard", "full"], tuple[MoveId, ...]] = {}
    sources: tuple[Origin, ...] = ()
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    valid: Validity = Validity()

    def card(self) -> Card:
        """Return the block without its texts."""
        return Card(
            title=self.title,
            theme=self.theme,
            tags=self.tags,
            part=self.part,
            status=self.status,
            by=self.suits.by,
            to=self.suits.to,
            kinds=self.suits.kinds,
            levels=self.suits.levels,
            leads=tuple(self.leads),
            acts=tuple(self.text),
            measured=tuple(act for act in self.text if self.has_measures(act)),
        )

    def passage(self, act: str) -> Passage:
        """Return the moves of `act`; a bare text is its ``how``. Raises KeyError for an act it lacks."""
        found = self.text[act]
        return {"how": found} if isinstance(found, str) else found

    def has_measures(self, act: str) -> bool:
        """Return whether the ``how`` of `act` is a list of parallel measures."""
        return act in self.text and not isinstance(self.passage(act).get("how", ""), str)

    def variants(self, act: str) -> tuple[tuple[str, ...], ...]:
        """Return the selections of moves that `act` can be printed in, shortest first, none twice.

        Only points have lengths; what stands alone, opens or closes a section prints all it has.
        """
        moves = self.passage(act)
        given = tuple(move for move in MOVES if move in moves)
        if self.part != "point" and not self.lengths:
            return (given,)
        ground = "why" if "why" in moves else "what"
        standard = tuple(move for move in given if move in (ground, "how"))
        brief = ("how",) if "how" in moves else given
        found = [
            self.lengths.get("brief", brief),
            self.lengths.get("standard", standard),
            self.lengths.get("full", given),
        ]
        return tuple(dict.fromkeys(found))

    def texts(self) -> tuple[str, ...]:
        """Return every text of the block in which Jinja may stand, in the order of the file."""
        found = list(self.leads.values())
        for act in self.text:
            for move in self.passage(act).values():
                found += _move_texts(move)
        return tuple(found)


def _move_texts(move: Move) -> list[str]:
    if isinstance(move, str):
        return [move]
    return [text for measure in move for text in (measure.lead, measure.text)]
