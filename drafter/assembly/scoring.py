"""What a block is worth in a slot, part by part, and whose turn it is among those about as good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from drafter.assembly.planning import Slot
from drafter.assembly.selection import Lately, Wishes
from drafter.assembly.turns import ENOUGH, jitter, leading, order_of, rotated
from drafter.model.block import Card
from drafter.model.library import Library
from drafter.model.structure import Structure

POINT = 1_000_000
"""One point of the score."""
UNIT = POINT // 20
"""All scores are multiples of this: what makes no difference to a reader makes a tie, which the search sees at once."""
TAG = 2 * POINT
"""For each tag that the slot asks for and the block bears."""
FOCUS = 3 * POINT // 2
"""For each of the writer's focus words in the tags or the title."""
KIND = 2 * POINT // 5
"""For a block meant for this kind of speech; half of it for one meant for certain speakers."""
TURN = 2 * POINT
"""For the first in turn; those after it get less."""
JITTER = POINT // 5
"""Decides among those that take no turns."""
USED = 2 * POINT
"""Taken off for a block in this speaker's last draft; half of it for the one before, and so on."""
OLD = 6 * POINT
"""Taken off for a block of which the earlier speeches hold every sentence; in proportion for less."""


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A score by part, in millionths of a point."""

    tags: int = 0
    focus: int = 0
    kind: int = 0
    level: int = 0
    """What lifts a block to the best of those about as good, among which the seed takes turns."""
    turn: int = 0
    used: int = 0
    """Not above nought, like `old`."""
    old: int = 0

    @property
    def fit(self) -> int:
        """How well the block fits, whoever's turn it is."""
        return self.tags + self.focus + self.kind

    @property
    def total(self) -> int:
        """The whole score."""
        return self.tags + self.focus + self.kind + self.level + self.turn + self.used + self.old


Scores = Mapping[str, Mapping[str, Score]]
"""The scores of every candidate, by slot and block."""


def score_all(
    library: Library,
    structure: Structure,
    slots: Mapping[str, Slot],
    wishes: Wishes,
    options: Mapping[str, Sequence[str]],
) -> Scores:
    """Return the scores of the candidates of every slot.

    Among those about as good the seed takes its turn; slots that ask for the same (three points of one theme) share
    the leading candidates out among themselves.
    """
    alike: dict[object, list[str]] = {}
    for name, found in options.items():
        alike.setdefault((tuple(found), slots[name].tags), []).append(name)
    places: dict[int, int] = {}
    scores: dict[str, dict[str, Score]] = {}
    for names in alike.values():
        fits = {one: _fit(library, structure, wishes, slots[names[0]], one) for one in options[names[0]]}
        salt = f"{wishes.salt}/{names[0]}"
        ranks = {one: score.fit / POINT for one, score in fits.items()}
        pool = sorted(leading(ranks, ENOUGH * len(names)), key=lambda one: (jitter(0, salt, one, ()), one))
        best = max((fits[one].fit for one in pool), default=0)
        for number, name in enumerate(names):
            own = pool[number :: len(names)]
            field = order_of(len(own)) if len(own) > 1 else 1
            place = places[field] = places.get(field, -1) + 1
            turns = rotated(wishes.seed, place, own, salt)
            scores[name] = _with_turns(fits, turns, best, wishes, salt)
    return scores


def _fit(library: Library, structure: Structure, wishes: Wishes, slot: Slot, identity: str) -> Score:
    """Score a block for a slot: tags, focus, how narrowly it is meant for this speech, and what speaks against it."""
    card = library.cards[identity]
    shared = sum(tag in card.tags for tag in slot.tags)
    focused = sum(word in card.tags or word in card.title for word in wishes.focus)
    meant = KIND * (structure.kind in card.kinds) + KIND // 2 * bool(card.by)
    return Score(
        tags=TAG * shared,
        focus=FOCUS * focused,
        kind=meant,
        used=_used(wishes.lately, identity),
        old=_old(library, wishes.lately, card, slot, identity),
    )


def _used(lately: Lately, identity: str) -> int:
    ago = lately.used.get(identity, 0)
    return -_units(USED / 2 ** (ago - 1)) if ago else 0


def _old(library: Library, lately: Lately, card: Card, slot: Slot, identity: str) -> int:
    """Return what the overlap of a block with the earlier speeches takes off, by the sample of its runs."""
    if not lately.old:
        return 0
    sample = {run for act in slot.acts if act in card.acts for run in library.traits[identity][act].sketch}
    return -_units(OLD * len(sample & lately.old) / len(sample)) if sample else 0


def _with_turns(
    fits: Mapping[str, Score], turns: Sequence[str], best: int, wishes: Wishes, salt: str
) -> dict[str, Score]:
    """Return the scores with the turns of those about as good, and a jitter for the others; the best first."""
    found = {}
    for place, one in enumerate(turns):
        lifted = best - fits[one].fit
        found[one] = msgspec.structs.replace(
            fits[one], level=lifted, turn=_units(TURN * (len(turns) - place) / len(turns))
        )
    for one, score in fits.items():
        if one not in found:
            found[one] = msgspec.structs.replace(score, turn=_units(JITTER * jitter(wishes.seed, salt, one, ())))
    return dict(sorted(found.items(), key=lambda entry: (-entry[1].total, entry[0])))


def _units(worth: float) -> int:
    """Return a worth as the nearest multiple of the unit below it."""
    return int(worth // UNIT) * UNIT
