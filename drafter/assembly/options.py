"""From blocks to the options of a place: variants with their lengths, and marks for what must not stand together."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from drafter.assembly.own import OWN
from drafter.assembly.planning import Slot
from drafter.assembly.remembering import remembered
from drafter.assembly.scoring import UNIT
from drafter.assembly.selection import Fixed, Passage
from drafter.assembly.sizing import Sizes
from drafter.assembly.tasks import Option, Place, Variant
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.model.traits import Traits
from drafter.text.shingles import resemblance

STEP = UNIT
"""What a step away from the standard length of a passage costs."""
NEAR = 0.5
"""Two passages that share so much of their runs of characters are near-duplicates."""
PROBES = 8
"""So many of a block's runs are looked up to find what may be near it."""
FIGURES = ("count", "amount", "percent")
"""The types of facts that a draft should print once; names (our, unit) may stand as often as they like."""
Passages = tuple[Passage, ...]
"""What one block prints: in its slot, and in those that take it too."""


class Offer(msgspec.Struct, frozen=True):
    """An option with the passages that each of its variants stands for."""

    option: Option
    ways: tuple[Passages, ...]


class Offers:
    """Makes offers for the slots of one draft; each is made once."""

    def __init__(self, library: Library, slots: Mapping[str, Slot], fixed: Mapping[str, Fixed], sizes: Sizes) -> None:
        """`fixed` are choices that stand: a slot that takes another's block then has its own."""
        self.library = library
        self.fixed = fixed
        self.sizes = sizes
        self.followers: dict[str, list[Slot]] = {name: [slot] for name, slot in slots.items() if not slot.same}
        for name, slot in slots.items():
            if name in fixed:
                self.followers[name] = [slot, *self.followers.get(name, [slot])[1:]]
            elif slot.same:
                self.followers[slot.same].append(slot)
        self._made: dict[tuple[str, str], Offer] = {}
        self._likeness = likeness_of(library)

    def offer(self, slot: str, block: str, worth: int) -> Offer:
        """Return what `block` would be in a slot."""
        if (slot, block) not in self._made:
            self._made[slot, block] = self._offer(slot, block, worth)
        return self._made[slot, block]

    def _offer(self, slot: str, block: str, worth: int) -> Offer:
        content = self.library.blocks[block]
        each = [self._ways(one, block, content) for one in self.followers[slot]]
        combined = [_joined(ways) for ways in itertools.product(*each)]
        leader = self.followers[slot][0]
        return Offer(
            Option(
                key=block,
                worth=worth,
                variants=tuple(variant for variant, _ in combined),
                shape=self.sizes.shape(leader, content),
                marks=self._marks(block),
                echoes=self._figures(combined[0][1]),
                needs=frozenset(content.requires),
            ),
            tuple(passages for _, passages in combined),
        )

    def _ways(self, slot: Slot, identity: str, block: Block) -> list[tuple[Variant, Passages]]:
        """Return the ways in which a block prints in one slot, the standard one without loss."""
        fixed = self.fixed.get(slot.id, Fixed(identity))
        acts = fixed.acts or slot.acts
        moves = [fixed.moves] if fixed.moves and not fixed.free else list(moves_of(block, acts))
        standard = moves.index(fixed.moves) if fixed.moves in moves else min(1, len(moves) - 1)
        found: list[tuple[Variant, Passages]] = []
        for number, one in enumerate(moves):
            passage = Passage(slot, identity, acts, one)
            found.append((Variant(self.sizes.of(passage), STEP * abs(number - standard)), (passage,)))
        return found

    # ── what must not stand together

    def _marks(self, identity: str) -> frozenset[str]:
        """Return a block and its sentences; what the writer says twice is the writer's business."""
        traits = () if identity.startswith(OWN) else self.library.traits[identity].values()
        return frozenset((identity, *(sentence for one in traits for sentence in one.sentences)))

    def _figures(self, passages: Passages) -> frozenset[str]:
        facts = self.library.facts.facts
        found = set()
        for passage in passages:
            traits = self.library.traits[passage.block]
            found |= {fact for act in passage.acts if act in traits for fact in traits[act].facts}
        return frozenset(fact for fact in found if fact in facts and facts[fact].type in FIGURES)

    def places_marked(self, places: Sequence[Place]) -> list[Place]:
        """Return `places` with marks that keep apart what excludes each other or says nearly the same."""
        known = sorted({option.key for place in places for option in place.options if option.key})
        more: dict[str, set[str]] = {}
        for one, other in itertools.chain(self._excluding(known), self._near_duplicates(known)):
            for key in (one, other):
                more.setdefault(key, set()).add(_pair(one, other))
        if not more:
            return list(places)
        return [
            msgspec.structs.replace(place, options=tuple(_marked(one, more.get(one.key)) for one in place.options))
            for place in places
        ]

    def _excluding(self, known: Sequence[str]) -> Iterator[tuple[str, str]]:
        for one in known:
            for other in self.library.blocks[one].excludes:
                yield one, other

    def _near_duplicates(self, known: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the pairs of blocks that say nearly the same."""
        present = set(known)
        for one in known:
            for other in self._likeness.near(one):
                if other in present:
                    yield one, other


class Likeness:
    """Which blocks of a library say nearly the same; each is compared once, with those looked at before."""

    def __init__(self, traits: Mapping[str, Mapping[str, Traits]]) -> None:
        """Nothing is compared before somebody asks."""
        self._traits = traits
        self._sketches: dict[str, set[int]] = {}
        self._holders: dict[int, list[str]] = {}
        self._near: dict[str, set[str]] = {}

    def near(self, identity: str) -> set[str]:
        """Return the blocks, of those asked for so far, that are near-duplicates of one."""
        if identity not in self._near:
            self._compare(identity)
        return self._near[identity]

    def _compare(self, identity: str) -> None:
        """Compare a block with those that share one of the smallest of its runs."""
        runs = {run for traits in self._traits[identity].values() for run in traits.sketch}
        self._sketches[identity] = runs
        met: set[str] = set()
        for run in sorted(runs)[:PROBES]:
            holders = self._holders.setdefault(run, [])
            met.update(holders)
            holders.append(identity)
        self._near[identity] = {one for one in met if resemblance(self._sketches[one], runs) >= NEAR}
        for one in self._near[identity]:
            self._near[one].add(identity)


def likeness_of(library: Library) -> Likeness:
    """Return what is known of the near-duplicates of a library; worked out once, as far as it was asked for."""
    return remembered(library, "likeness", None, lambda: Likeness(library.traits))


def moves_of(block: Block, acts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the selections of moves for a slot; several acts always print whole."""
    if len(acts) > 1:
        return (tuple(dict.fromkeys(move for act in acts for move in block.passage(act))),)
    return block.variants(acts[0])


def _joined(ways: Iterable[tuple[Variant, Passages]]) -> tuple[Variant, Passages]:
    size = loss = 0
    passages: Passages = ()
    for variant, own in ways:
        size, loss, passages = size + variant.size, loss + variant.loss, passages + own
    return Variant(size, loss), passages


def _pair(one: str, other: str) -> str:
    return "|".join(sorted((one, other)))


def _marked(option: Option, more: set[str] | None) -> Option:
    return msgspec.structs.replace(option, marks=option.marks | more) if more else option
