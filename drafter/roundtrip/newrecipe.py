"""The recipe that makes the edited paper: facts, omissions, order, headings, and what was done by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from drafter.assembly.own import bare as bare_heading
from drafter.assembly.planning import Slot
from drafter.assembly.revising import Edits, revise, section_ids
from drafter.errors import DrafterError
from drafter.model.absorbing import Absorbed, FrameFate, PassageFate
from drafter.model.fact import Plain
from drafter.model.library import Library
from drafter.model.recipe import ByHand, Correction, Recipe, SlotRecipe
from drafter.text.counting import length


def with_facts(recipe: Recipe, values: Mapping[str, str]) -> Recipe:
    """Return a recipe with these facts; ``meeting.name`` goes into the record `meeting`."""
    facts: dict[str, Plain] = dict(recipe.facts)
    for fact, value in values.items():
        name, _, field = fact.partition(".")
        record = facts.get(name)
        facts[name] = {**(record if isinstance(record, dict) else {}), field: value} if field else value
    return msgspec.structs.replace(recipe, facts=facts)


def with_changes(library: Library, recipe: Recipe, found: Absorbed, slots: Mapping[str, Slot]) -> Recipe:
    """Return a recipe with what was left out, moved, added and changed outside of passages; not the passages' words."""
    recipe = _reordered(recipe, found, slots)
    gone = [one.slot for one in found.passages if one.change == "deleted"]
    elsewhere = [one for one in found.passages if one.moved and not _among_sisters(one, found, slots)]
    left: list[PassageFate] = []
    lines = _lines(library, recipe, found)
    for slot in gone:
        recipe = _without(library, recipe, found, slot, lines)
    for fate in elsewhere:
        recipe = _without(library, recipe, found, fate.slot, lines)
        left.append(fate)
    recipe = _with_headings(library, recipe, found)
    new = [one for one in found.passages if one.change == "new"]
    hand = ByHand(
        inserted=_inserted(recipe.by_hand, [*new, *left], {one.slot for one in left} | set(gone), found),
        lines={**recipe.by_hand.lines, **lines},
        joined=tuple(dict.fromkeys((*recipe.by_hand.joined, *found.joined))),
        corrected=recipe.by_hand.corrected,
    )
    words = sum(length(row) for row in found.rows)
    return msgspec.structs.replace(recipe, by_hand=hand, length=words or recipe.length)


def _without(library: Library, recipe: Recipe, found: Absorbed, slot: str, lines: dict[str, str]) -> Recipe:
    """Return a recipe without a passage.

    Where the structure cannot do without it, or another one would go with it, its paragraphs are taken out by `lines`.
    """
    gone = {one.slot for one in found.passages if one.change == "deleted"} | {slot}
    try:
        shorter = revise(library, recipe, Edits(drop=(slot,))).recipe
        lost = _left_out(shorter) | (recipe.slots.keys() - shorter.slots.keys())
        if not lost - _left_out(recipe) - gone - {*section_ids(library.structures[recipe.recipe])}:
            return shorter
    except DrafterError:
        pass
    before = next(one.before for one in found.passages if one.slot == slot)
    lines.update(dict.fromkeys(before.split("\n"), ""))
    return recipe


def _left_out(recipe: Recipe) -> set[str]:
    return {name for name, one in recipe.slots.items() if one.dropped}


# ── order


def _reordered(recipe: Recipe, found: Absorbed, slots: Mapping[str, Slot]) -> Recipe:
    """Return a recipe in which points that changed places among their sisters do so."""
    entries = dict(recipe.slots)
    for name in dict.fromkeys(slots[one.slot].sisters for one in found.passages if one.moved and one.slot in slots):
        own = [one for one in _sisters(name, found, slots) if one.change != "deleted" and one.slot in recipe.slots]
        if name and all(_among_sisters(one, found, slots) for one in own if one.moved):
            now = sorted(own, key=lambda one: one.place)
            entries.update({old.slot: recipe.slots[new.slot] for old, new in zip(own, now, strict=True)})
    return msgspec.structs.replace(recipe, slots=entries)


def _sisters(name: str, found: Absorbed, slots: Mapping[str, Slot]) -> list[PassageFate]:
    return [one for one in found.passages if one.slot in slots and slots[one.slot].sisters == name]


def _among_sisters(one: PassageFate, found: Absorbed, slots: Mapping[str, Slot]) -> bool:
    """Return whether a moved passage still stands among the points that it was one of."""
    name = slots[one.slot].sisters if one.slot in slots else ""
    present = sorted((other for other in found.passages if other.place), key=lambda other: other.place)
    at = present.index(one)
    beside = [present[place] for place in (at - 1, at + 1) if 0 <= place < len(present)]
    return bool(name) and any(other.slot in slots and slots[other.slot].sisters == name for other in beside)


# ── by hand


def _inserted(
    before: ByHand, new: Iterable[PassageFate], gone: set[str], found: Absorbed
) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs that no slot holds, by what they stand behind."""
    made = dict(before.inserted)
    by_slot = {one.slot: one for one in found.passages if one.slot}
    for one in sorted(new, key=lambda one: one.place):
        behind = one.behind
        while behind in gone:  # what stood before it has moved here itself, or was left out
            behind = by_slot[behind].behind
        made[behind] = (*made.get(behind, ()), *one.after.split("\n"))
    return made


def _with_headings(library: Library, recipe: Recipe, found: Absorbed) -> Recipe:
    sections = set(section_ids(library.structures[recipe.recipe]))
    entries = dict(recipe.slots)
    for one in found.frame:
        if _is_heading(one, sections):
            entries[one.slot] = SlotRecipe(heading=bare_heading(one.after), pinned=True)
    return msgspec.structs.replace(recipe, slots=entries)


def _is_heading(one: FrameFate, sections: set[str]) -> bool:
    return one.slot in sections and bool(one.after) and "\n" not in one.after


def _lines(library: Library, recipe: Recipe, found: Absorbed) -> dict[str, str]:
    """Return the lines that read otherwise; of a title in several lines the first has the whole."""
    sections = set(section_ids(library.structures[recipe.recipe]))
    lines: dict[str, str] = {}
    for one in found.frame:
        if _is_heading(one, sections):
            continue
        first, *more = one.before.split("\n")
        lines[first] = "".join(one.after.split("\n"))
        lines.update(dict.fromkeys(more, ""))
    return lines


def corrections(made: Sequence[str], edited: Sequence[str]) -> tuple[Correction, ...]:
    """Return what makes the paragraphs of a draft those of the edited file, ordinals aside."""
    return tuple(
        _correction(made[:last], first, edited[:end], start) for first, last, start, end in _differing(made, edited)
    )


def _correction(made: Sequence[str], first: int, edited: Sequence[str], start: int) -> Correction:
    """Return what puts the paragraphs of the file from `start` on in the place of those of the draft from `first` on.

    What stands before them in the draft is as in the file by then.
    """
    behind = bare_heading(made[first - 1].split("\n")[-1]) if first else ""
    before = [bare_heading(row.split("\n")[-1]) for row in edited[:start]]
    return Correction(
        behind=behind,
        nth=max(before.count(behind), 1),
        was=tuple(bare_heading(line) for row in made[first:] for line in row.split("\n")),
        now=tuple(line for row in edited[start:] for line in row.split("\n")),
    )


def differences(made: Sequence[str], edited: Sequence[str]) -> list[tuple[str, str]]:
    """Return the paragraphs that a draft prints otherwise than the edited file, ordinals and white space aside."""
    return [
        ("\n".join(made[first:last]), "\n".join(edited[start:end]))
        for first, last, start, end in _differing(made, edited)
    ]


def _differing(made: Sequence[str], edited: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield from where to where paragraphs of a draft read otherwise, and those of the file in their place."""
    from difflib import SequenceMatcher

    one, other = [_key(row) for row in made], [_key(row) for row in edited]
    for kind, first, last, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield first, last, start, end


def _key(row: str) -> str:
    return "".join(bare_heading(row).split())
