"""Which blocks may fill a slot: the hard filters, and which of them ruled out how many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec

from drafter.assembly.planning import Slot
from drafter.assembly.remembering import remembered
from drafter.errors import NothingFitsError
from drafter.model.block import Card
from drafter.model.library import Library
from drafter.model.structure import Structure

Ruling = Callable[[Slot, Card, str], bool]
Pool = list[tuple[str, Card]]
"""The cards of blocks with their ids."""


KEPT = 64
"""So many sets of filters are kept for a library."""


def filters_for(library: Library, structure: Structure, level: str, day: date) -> Filters:
    """Return the filters for one structure, level and day; those made for a library before are used again."""
    asked = (structure.speaker, structure.to, structure.kind, level, day)
    return remembered(library, "filters", asked, lambda: Filters(library, structure, level, day), KEPT)


class Filters:
    """The hard filters for one structure, level and day, in the order in which their emptying a slot is reported."""

    def __init__(self, library: Library, structure: Structure, level: str, day: date) -> None:
        """Nothing is looked at before a slot asks."""
        self.library = library
        self.structure = structure
        self.level = level
        self.day = day
        self._pools: dict[str, Pool] = {}
        self._ids: dict[str, list[str]] = {}
        for identity in library.blocks:
            self._ids.setdefault(identity.partition("/")[0], []).append(identity)
        speaker, audience = frozenset(structure.speaker), frozenset(structure.to)
        self.of_speech: Mapping[str, Ruling] = {
            "状态（只用已采用的）": lambda _, card, __: card.status == "approved",
            "讲话人": lambda _, card, __: not card.by or not speaker.isdisjoint(card.by),
            "听众": lambda _, card, __: not card.to or not audience.isdisjoint(card.to),
            "材料类型": lambda _, card, __: not card.kinds or structure.kind in card.kinds,
            "层级": lambda _, card, __: not card.levels or level in card.levels,
        }
        """Those that ask the same of every slot; a block that is meant for nobody in particular suits all."""
        self.of_slot: Mapping[str, Ruling] = {
            "段落类型": lambda slot, card, _: card.part == slot.part,
            "行文动作": lambda slot, card, _: all(map(card.acts.__contains__, slot.acts + slot.also)),
            "讲话人的身份": self._may_say,
            "本级的职权": lambda slot, _, identity: not self._barred(slot, identity),
            "提法的日期": self._valid,
            "段首句的句式": lambda slot, card, _: not slot.form or self._has_lead(card, slot.form),
            "并列措施": lambda slot, card, _: not slot.measures or slot.acts[0] in card.measured,
        }

        self._found: dict[object, list[str]] = {}
        """Candidates by all that a slot asks for: three points of one theme ask for the same."""
        self._wordless = frozenset(name for name in library.terms.families if library.terms.wording(name, day) is None)

    @property
    def in_order(self) -> Iterable[tuple[str, Ruling]]:
        """All filters by name, in the order of reports."""
        yield "主题", lambda slot, card, _: card.theme == slot.theme
        known = {**self.of_speech, **self.of_slot}
        for name in ORDER:
            yield name, known[name]

    def candidates(self, slot: Slot) -> list[str]:
        """Return the ids of the blocks that may fill `slot`. Raises NothingFitsError that names the condition."""
        asked = (slot.theme, slot.part, slot.acts, slot.also, slot.form, slot.measures)
        if asked not in self._found:
            left = self._of_theme(slot.theme)
            for rule in self.of_slot.values():
                left = [(one, card) for one, card in left if rule(slot, card, one)]
            self._found[asked] = [one for one, _ in left]
        if not self._found[asked] and not slot.optional:
            raise self._nothing_fits(slot)
        return self._found[asked]

    def refusal(self, slot: Slot, identity: str, besides: Iterable[str] = ()) -> str:
        """Return the name of the first filter that keeps a block from a slot, `besides` some; empty for none."""
        card = self.library.cards[identity]
        rules = ((name, rule) for name, rule in self.in_order if name not in besides)
        return next((name for name, rule in rules if not rule(slot, card, identity)), "")

    def tally(self, slot: Slot) -> dict[str, int]:
        """Return how many blocks each filter rules out, in their order, of those that the earlier ones left."""
        left = self._all()
        found = {}
        for name, rule in self.in_order:
            kept = [(one, card) for one, card in left if rule(slot, card, one)]
            if len(kept) < len(left):
                found[name] = len(left) - len(kept)
            left = kept
        return found

    def _of_theme(self, theme: str) -> Pool:
        """Return the blocks of a theme that may stand in this speech; looked at once for all slots."""
        if theme not in self._pools:
            known = [(one, self.library.cards[one]) for one in self._ids.get(theme, ())]
            left = [(one, card) for one, card in known if card.theme == theme]
            for rule in self.of_speech.values():
                left = [(one, card) for one, card in left if rule(ANY, card, one)]
            self._pools[theme] = left
        return self._pools[theme]

    def _all(self) -> Pool:
        return [(one, self.library.cards[one]) for one in self.library.blocks]

    # ── single filters

    def _has_lead(self, card: Card, form: str) -> bool:
        pattern = self.library.taxonomy.forms[form].pattern
        needed = [name for name in ("plain", "nature", "clause") if "{" + name + "}" in pattern]
        return all(name in card.leads for name in needed)

    def _may_say(self, slot: Slot, card: Card, _: str) -> bool:
        """Return whether the speaker may do this act toward somebody that the block addresses (taxonomy: may)."""
        audience = card.to or self.structure.to
        for name in self.structure.speaker:
            may = self.library.taxonomy.speakers[name].may
            if all(act not in may or (_allows(may[act], audience) and may[act]) for act in slot.acts):
                return True
        return False

    def _barred(self, slot: Slot, identity: str) -> bool:
        traits = self.library.traits[identity]
        return any(self.level in traits[act].barred for act in slot.acts)

    def _valid(self, slot: Slot, _: Card, identity: str) -> bool:
        traits = self.library.traits[identity]
        return all(traits[act].right_on(self.day, self._wordless) for act in slot.acts)

    # ── an empty slot

    def _nothing_fits(self, slot: Slot) -> NothingFitsError:
        left = [(one, self.library.cards[one]) for one in self._ids.get(slot.theme, ())]
        for name, rule in self.in_order:
            kept = [(one, card) for one, card in left if rule(slot, card, one)]
            if not kept:
                complaint = _complaint(self.library, slot, name, [one for one, _ in left])
                return NothingFitsError(complaint, hint=HINTS.get(name, DEFAULT_HINT))
            left = kept
        raise AssertionError("a slot that something fits")  # pragma: no cover


ORDER = (
    "段落类型",
    "行文动作",
    "状态（只用已采用的）",
    "讲话人",
    "听众",
    "讲话人的身份",
    "材料类型",
    "层级",
    "本级的职权",
    "提法的日期",
    "段首句的句式",
    "并列措施",
)
"""The filters after the theme, as they are reported."""
ANY = Slot(id="", theme="", tags=(), acts=(), part="point")
"""Stands for the slot where a filter does not ask."""
DEFAULT_HINT = "换一个结构，或在工作区的 sections/ 里补写这样的段落"
HINTS = {
    "层级": "换一个层级（--level），或在工作区补写适合本级的段落",
    "提法的日期": "换一个日期（--as-of），或把段落里的提法改成 {{ term.… }}",
}


def _complaint(library: Library, slot: Slot, condition: str, left: list[str]) -> str:
    wanted = describe(library, slot)
    if condition == "主题":
        return f"位置“{slot.id}”（{wanted}）没有段落可用：库里没有这个主题的段落"
    sample = f"（如 {left[0]}）" if left else ""
    return f"位置“{slot.id}”（{wanted}）没有段落可用：剩下的 {len(left)} 段{sample}都不合“{condition}”这一条"


def describe(library: Library, slot: Slot) -> str:
    """Return what a slot asks for, in Chinese: its theme and acts."""
    acts = "、".join(library.taxonomy.title("acts", act) for act in slot.acts)
    return f"{library.taxonomy.title('themes', slot.theme)}·{acts}"


def _allows(suits: Iterable[str], present: Iterable[str]) -> bool:
    """Return whether an unrestricted or a shared entry lets a block through."""
    allowed = tuple(suits)
    return not allowed or any(one in allowed for one in present)


def with_followers(slots: Mapping[str, Slot]) -> dict[str, Slot]:
    """Return the slots that choose for themselves, each asking for the acts of those that take its block too."""
    found = {name: slot for name, slot in slots.items() if not slot.same}
    for slot in slots.values():
        if slot.same in found:
            leader = found[slot.same]
            found[slot.same] = msgspec.structs.replace(leader, also=leader.also + slot.acts)
    return found


def candidates(filters: Filters, slots: Mapping[str, Slot]) -> dict[str, list[str]]:
    """Return, for every slot that chooses for itself, the blocks that may fill it.

    Raises NothingFitsError for a slot that none may fill.
    """
    return {name: filters.candidates(slot) for name, slot in with_followers(slots).items()}
