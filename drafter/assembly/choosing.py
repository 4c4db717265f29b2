"""Choosing blocks for the slots of a structure.

Hard filters decide which blocks may fill a slot; a score ranks them, and among those that are about as good the
seed takes its turn; the same block or the same sentence never stands twice; the moves of each passage are then set
so that the whole comes near its length.
Nothing here depends on `random`, `hash()`, set order, locale or clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec

from drafter.assembly.planning import Slot
from drafter.assembly.turns import ENOUGH, jitter, leading, order_of, rotated
from drafter.errors import NothingFitsError
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.model.structure import Structure

TOLERANCE = 0.05
"""How far the length may lie from its target."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the writer asked for, besides the structure."""

    level: str
    as_of: date
    seed: int
    target: int
    """Characters of the whole draft."""
    focus: tuple[str, ...] = ()
    """Tags or words that should be served first."""
    salt: str = ""
    """Parts structures from each other, so that one seed does not give all of them the same passages."""
    fixed: Mapping[str, Fixed] = {}
    """Choices that stand (a recipe's), by slot."""


class Fixed(msgspec.Struct, frozen=True):
    """A choice that is not to be made again."""

    block: str
    acts: tuple[str, ...]
    moves: tuple[str, ...]


class Passage(msgspec.Struct, frozen=True):
    """What fills a slot: a block, the acts that print, and which of their moves."""

    slot: Slot
    block: str
    acts: tuple[str, ...]
    moves: tuple[str, ...]
    """Where several acts print, the moves of all of them."""


Ruling = Callable[[Slot, Block, str], bool]


class _Filters:
    """The hard filters, in the order in which their emptying a slot is reported."""

    def __init__(self, library: Library, structure: Structure, wishes: Wishes) -> None:
        self.library = library
        self.structure = structure
        self.wishes = wishes
        self._themes: dict[str, list[tuple[str, Block]]] = {}
        self._ids: dict[str, list[str]] = {}
        for identity in library.blocks:
            self._ids.setdefault(identity.partition("/")[0], []).append(identity)
        self.all: Mapping[str, Ruling] = {
            "主题": lambda slot, block, _: block.theme == slot.theme,
            "段落类型": lambda slot, block, _: block.part == slot.part,
            "行文动作": lambda slot, block, _: all(act in block.text for act in slot.acts + slot.also),
            "状态（只用已采用的）": lambda _, block, __: block.status == "approved",
            "讲话人": lambda _, block, __: _allows(block.suits.by, structure.speaker),
            "听众": lambda _, block, __: _allows(block.suits.to, structure.to),
            "讲话人的身份": self._may_say,
            "材料类型": lambda _, block, __: _allows(block.suits.kinds, (structure.kind,)),
            "层级": lambda _, block, __: _allows(block.suits.levels, (wishes.level,)),
            "本级的职权": lambda slot, _, identity: not self._barred(slot, identity),
            "提法的日期": self._valid,
            "段首句的句式": lambda slot, block, _: not slot.form or self._has_lead(block, slot.form),
            "并列措施": lambda slot, block, _: not slot.measures or block.has_measures(slot.acts[0]),
        }

    def _has_lead(self, block: Block, form: str) -> bool:
        pattern = self.library.taxonomy.forms[form].pattern
        needed = [name for name in ("plain", "nature", "clause") if "{" + name + "}" in pattern]
        return all(name in block.leads for name in needed)

    def _may_say(self, slot: Slot, block: Block, _: str) -> bool:
        """Return whether the speaker may do this act toward somebody that the block addresses (taxonomy: may)."""
        audience = block.suits.to or self.structure.to
        for name in self.structure.speaker:
            may = self.library.taxonomy.speakers[name].may
            if all(act not in may or (_allows(may[act], audience) and may[act]) for act in slot.acts):
                return True
        return False

    def _barred(self, slot: Slot, identity: str) -> bool:
        traits = self.library.traits[identity]
        return any(self.wishes.level in traits[act].barred for act in slot.acts)

    def _valid(self, slot: Slot, _: Block, identity: str) -> bool:
        day = self.wishes.as_of
        for act in slot.acts:
            traits = self.library.traits[identity][act]
            if (traits.valid_from and day < traits.valid_from) or (traits.valid_until and day > traits.valid_until):
                return False
            if any(self.library.terms.wording(family, day) is None for family in traits.families):
                return False
        return True

    def candidates(self, slot: Slot) -> list[str]:
        """Return the ids of the blocks that may fill `slot`. Raises NothingFitsError that names the condition."""
        left = self._of_theme(slot.theme)
        for name, rule in self.all.items():
            kept = [(one, block) for one, block in left if rule(slot, block, one)]
            if not kept and not slot.optional:
                complaint = self._complaint(slot, name, [one for one, _ in left])
                raise NothingFitsError(complaint, hint=HINTS.get(name, DEFAULT_HINT))
            left = kept
        return [one for one, _ in left]

    def _of_theme(self, theme: str) -> list[tuple[str, Block]]:
        """Return the blocks of a theme; decoded once for all slots."""
        if theme not in self._themes:
            self._themes[theme] = [(one, self.library.blocks[one]) for one in self._ids.get(theme, ())]
        return self._themes[theme]

    def _complaint(self, slot: Slot, condition: str, left: list[str]) -> str:
        taxonomy = self.library.taxonomy
        acts = "、".join(taxonomy.title("acts", act) for act in slot.acts)
        wanted = f"{taxonomy.title('themes', slot.theme)}·{acts}"
        if condition == "主题":
            return f"位置“{slot.id}”（{wanted}）没有段落可用：库里没有这个主题的段落"
        sample = f"（如 {left[0]}）" if left else ""
        return f"位置“{slot.id}”（{wanted}）没有段落可用：剩下的 {len(left)} 段{sample}都不合“{condition}”这一条"


DEFAULT_HINT = "换一个结构，或在工作区的 sections/ 里补写这样的段落"
HINTS = {
    "层级": "换一个层级（--level），或在工作区补写适合本级的段落",
    "提法的日期": "换一个日期（--as-of），或把段落里的提法改成 {{ term.… }}",
}


def _allows(suits: Iterable[str], present: Iterable[str]) -> bool:
    """Return whether an unrestricted or a shared entry lets a block through."""
    allowed = tuple(suits)
    return not allowed or any(one in allowed for one in present)


def candidates(
    library: Library, structure: Structure, slots: Mapping[str, Slot], wishes: Wishes
) -> dict[str, list[str]]:
    """Return, for every slot that chooses for itself, the blocks that may fill it.

    Raises NothingFitsError for a slot that none may fill.
    """
    filters = _Filters(library, structure, wishes)
    return {name: filters.candidates(slot) for name, slot in _with_followers(slots).items()}


def _with_followers(slots: Mapping[str, Slot]) -> dict[str, Slot]:
    """Return the slots that choose for themselves, each asking for the acts of those that take its block too."""
    found = {name: slot for name, slot in slots.items() if not slot.same}
    for slot in slots.values():
        if slot.same in found:
            leader = found[slot.same]
            found[slot.same] = msgspec.structs.replace(leader, also=leader.also + slot.acts)
    return found


def _require_leaders(slots: Mapping[str, Slot]) -> None:
    for name, slot in slots.items():
        if slot.same and slot.same not in slots:
            raise NothingFitsError(
                f"位置“{name}”要用“{slot.same}”选中的段落，结构里却没有“{slot.same}”这个位置",
                hint="改 same: 后面的位置名称",
            )


def choose(library: Library, structure: Structure, slots: Mapping[str, Slot], wishes: Wishes) -> dict[str, str]:
    """Return the block of every slot, by slot id; an optional slot that stays empty is left out.

    Raises NothingFitsError for a slot that cannot be filled.
    """
    _require_leaders(slots)
    open_slots = {name: slot for name, slot in slots.items() if name not in wishes.fixed}
    options = candidates(library, structure, open_slots, wishes)
    matching = _Matching(library, structure, wishes, slots, options)
    for name, fixed in wishes.fixed.items():
        matching.take(name, fixed.block)
    for name in sorted(options, key=lambda one: (len(options[one]), list(slots).index(one))):
        matching.fill(name)
    for name, slot in open_slots.items():
        if slot.same in matching.chosen:
            matching.chosen[name] = matching.chosen[slot.same]
    return {name: matching.chosen[name] for name in slots if name in matching.chosen}


class _Matching:
    """The blocks chosen so far, and what they rule out."""

    def __init__(
        self,
        library: Library,
        structure: Structure,
        wishes: Wishes,
        slots: Mapping[str, Slot],
        options: Mapping[str, list[str]],
    ) -> None:
        self.library = library
        self.slots = slots
        self.ranked = self._ranking(structure, wishes, options)
        self.chosen: dict[str, str] = {}
        self._keys: dict[str, frozenset[str]] = {}
        """The sentences of the blocks looked at so far."""

    def _ranking(self, structure: Structure, wishes: Wishes, options: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Return the candidates of every slot, best first; among those about as good the seed takes its turn.

        Slots that ask for the same (three points of one theme) share the leading candidates out among themselves.
        """
        alike: dict[object, list[str]] = {}
        for name, found in options.items():
            alike.setdefault((tuple(found), self.slots[name].tags), []).append(name)
        places: dict[int, int] = {}
        ranked = {}
        for names in alike.values():
            scores = {one: self._score(structure, wishes, names[0], one) for one in options[names[0]]}
            salt = f"{wishes.salt}/{names[0]}"
            pool = sorted(leading(scores, ENOUGH * len(names)), key=lambda one: (jitter(0, salt, one, ()), one))
            rest = sorted(scores, key=lambda one: (-scores[one], jitter(wishes.seed, salt, one, ()), one))
            for number, name in enumerate(names):
                own = pool[number :: len(names)]
                field = order_of(len(own)) if len(own) > 1 else 1
                place = places[field] = places.get(field, -1) + 1
                first = rotated(wishes.seed, place, own, salt)
                ranked[name] = first + [one for one in rest if one not in first]
        return ranked

    def _score(self, structure: Structure, wishes: Wishes, name: str, identity: str) -> float:
        """Score a block for a slot: tags, focus, and how narrowly it is meant for this speech."""
        block, slot = self.library.blocks[identity], self.slots[name]
        shared = sum(tag in block.tags for tag in slot.tags)
        focused = sum(word in block.tags or word in block.title for word in wishes.focus)
        meant = (structure.kind in block.suits.kinds) + bool(block.suits.by) * 0.5
        return 2.0 * shared + 1.5 * focused + 0.4 * meant

    def take(self, name: str, identity: str) -> None:
        """Put a block into a slot."""
        self.chosen[name] = identity

    def fill(self, name: str) -> None:
        """Put the best block that conflicts with nothing into a slot, moving earlier choices where needed."""
        if self._place(name, set()):
            return
        if self.slots[name].optional:
            return
        raise NothingFitsError(
            f"位置“{name}”没有段落可用：合适的 {len(self.ranked[name])} 段都已用在别处，或与已选段落重复",
            hint="在工作区的 sections/ 里补写这个主题的段落，或减少结构里的要点",
        )

    def _place(self, name: str, tried: set[str]) -> bool:
        """Fill `name`, pushing another slot to its next choice where all free ones conflict (augmenting path)."""
        best = ""
        for identity in self.ranked[name]:
            if self._conflicts(identity):
                continue
            best = best or identity
            if not self._repeats(name, identity):
                self.chosen[name] = identity
                return True
        if best:
            self.chosen[name] = best
            return True
        for identity in self.ranked[name]:
            holder = self._holder(identity)
            if holder is None or identity in tried or holder not in self.ranked:
                continue
            tried.add(identity)
            held = self.chosen.pop(holder)
            self.chosen[name] = identity
            if self._place(holder, tried):
                return True
            del self.chosen[name]
            self.chosen[holder] = held
        return False

    def _repeats(self, name: str, identity: str) -> bool:
        """Return whether a block prints a figure that another passage already prints."""
        printed = {fact for other, block in self.chosen.items() for fact in self._figures(other, block)}
        return not printed.isdisjoint(self._figures(name, identity))

    def _figures(self, name: str, identity: str) -> list[str]:
        """Return the figures that a block prints in a slot; names (our, unit) may stand as often as they like."""
        facts = self.library.facts.facts
        traits = self.library.traits[identity]
        found = [fact for act in self.slots[name].acts if act in traits for fact in traits[act].facts]
        return [fact for fact in found if fact in facts and facts[fact].type in ("count", "amount", "percent")]

    def _holder(self, identity: str) -> str | None:
        """Return the one slot whose block stands in the way of `identity`; None where several do."""
        names = [name for name, other in self.chosen.items() if self._clash(identity, other)]
        return names[0] if len(names) == 1 else None

    def _conflicts(self, identity: str) -> bool:
        return any(self._clash(identity, other) for other in self.chosen.values())

    def _clash(self, one: str, other: str) -> bool:
        if one == other:
            return True
        mine, theirs = self.library.blocks[one], self.library.blocks[other]
        if other in mine.excludes or one in theirs.excludes:
            return True
        return not self._sentences(one).isdisjoint(self._sentences(other))

    def _sentences(self, identity: str) -> frozenset[str]:
        known = self._keys.get(identity)
        if known is None:
            traits = self.library.traits[identity].values()
            known = self._keys[identity] = frozenset(key for one in traits for key in one.sentences)
        return known


def moves_of(block: Block, acts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the selections of moves for a slot; several acts always print whole."""
    if len(acts) > 1:
        return (tuple(dict.fromkeys(move for act in acts for move in block.passage(act))),)
    return block.variants(acts[0])


def set_lengths(
    sizes: Mapping[str, tuple[int, ...]], standard: Mapping[str, int], budget: int, seed: int
) -> dict[str, int]:
    """Return which variant each slot prints in, so that the sum of sizes comes as near `budget` as it can.

    `sizes` gives the length of each variant, shortest first; `standard` the variant to start from. Slots are
    lengthened or shortened one step at a time, evenly over the speech; a last pass mends the remainder.
    """
    chosen = dict(standard)
    total = sum(sizes[name][chosen[name]] for name in sizes)
    order = sorted(sizes, key=lambda name: jitter(seed, name, "length", ()))
    step = 1 if total < budget else -1
    for _round in range(3):
        for name in order:
            changed = _step(sizes[name], chosen[name], step)
            gain = sizes[name][changed] - sizes[name][chosen[name]]
            if abs(total + gain - budget) < abs(total - budget):
                chosen[name], total = changed, total + gain
    for name in order:
        best = min(
            range(len(sizes[name])),
            key=lambda one: (abs(total + sizes[name][one] - sizes[name][chosen[name]] - budget), one),
        )
        total += sizes[name][best] - sizes[name][chosen[name]]
        chosen[name] = best
    return chosen


def _step(sizes: tuple[int, ...], current: int, step: int) -> int:
    return min(max(current + step, 0), len(sizes) - 1)
