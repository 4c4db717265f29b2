"""What the choosing is asked for, and what it hands on: wishes, fixed choices, passages, the whole selection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from drafter.assembly.planning import Slot
from drafter.model.recipe import ByHand

TOLERANCE = 0.05
"""How far the length may lie from its target."""


class Fixed(msgspec.Struct, frozen=True):
    """A choice that is not to be made again."""

    block: str
    acts: tuple[str, ...] = ()
    """Empty: those of the slot."""
    moves: tuple[str, ...] = ()
    """Empty: as the length asks."""
    free: bool = False
    """The moves may be others where the length asks for it."""


class Lately(msgspec.Struct, frozen=True):
    """What passages should be kept away from: what was used lately, and what earlier speeches say."""

    used: Mapping[str, int] = {}
    """Block → how many of this speaker's drafts ago it was used last, from 1."""
    old: frozenset[int] = frozenset()
    """The runs of characters of the earlier speeches (text.shingles)."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the writer asked for, besides the structure."""

    level: str
    as_of: date
    seed: int
    target: int
    """Characters of the whole draft."""
    strict_length: bool = False
    """The length was asked for, not the structure's own: out of reach is then an error."""
    focus: tuple[str, ...] = ()
    """Tags or words that should be served first."""
    salt: str = ""
    """Parts structures from each other, so that one seed does not give all of them the same passages."""
    fixed: Mapping[str, Fixed] = {}
    """Choices that stand (a recipe's, or the writer's own), by slot."""
    banned: Mapping[str, frozenset[str]] = {}
    """Blocks that a slot must not take, by slot."""
    pins: frozenset[str] = frozenset()
    """The slots among `fixed` that the writer settled: two that contradict each other are an error."""
    lately: Lately = Lately()


class Passage(msgspec.Struct, frozen=True):
    """What fills a slot: a block, the acts that print, and which of their moves."""

    slot: Slot
    block: str
    acts: tuple[str, ...]
    moves: tuple[str, ...]
    """Where several acts print, the moves of all of them."""


class Selection(msgspec.Struct, frozen=True):
    """Everything that was chosen for a draft."""

    passages: Mapping[str, Passage]
    headings: Mapping[str, str]
    """From the bank, or the writer's own, by section."""
    bridges: Mapping[str, str]
    leads: Mapping[str, str] = {}
    """The writer's own, by slot."""
    points: Mapping[str, tuple[str, ...]] = {}
    """What the leader wants said, by section."""
    hand: ByHand = ByHand()
    """What was changed in the finished draft."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a recipe, or the writer, settled already. All of it is by slot or section."""

    fixed: Mapping[str, Fixed] = {}
    pins: frozenset[str] = frozenset()
    """The slots that the writer settled."""
    banned: Mapping[str, frozenset[str]] = {}
    """Blocks that a slot must not take this time."""
    dropped: frozenset[str] = frozenset()
    added: Mapping[str, tuple[str, ...]] = {}
    """The themes of further points of a section, or of further passages after a slot."""
    says: Mapping[str, str] = {}
    leads: Mapping[str, str] = {}
    """What prints in place of a point's lead, ordinal aside."""
    headings: Mapping[str, str] = {}
    bridges: Mapping[str, str] | None = None
    """None: chosen anew."""
    points: Mapping[str, tuple[str, ...]] = {}
    """What the leader wants said, by section."""
    hand: ByHand = ByHand()
    """What was changed in the finished draft."""
