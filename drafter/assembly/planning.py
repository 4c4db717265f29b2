"""A structure laid out flat: every place that a block fills, with all that decides which block may."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from drafter.model.block import Part
from drafter.model.structure import Item, Pick, Points, SectionSpec, Structure, as_tuple


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One place in a structure that a block fills."""

    id: str
    """``leadership.2``: second point of the section `leadership`; ``leadership.intro``, ``.body``, ``.tail``."""
    theme: str
    tags: tuple[str, ...]
    acts: tuple[str, ...]
    part: Part
    form: str = ""
    """The lead must have what this form needs; empty where the block heads nothing."""
    same: str = ""
    also: tuple[str, ...] = ()
    """Acts that the block must have besides, for the slots that take it too (`same`)."""
    measures: bool = False
    """The block's parallel measures become sub-points."""
    optional: bool = False
    section: str = ""
    """The id of its section; empty above and below them."""
    sisters: str = ""
    """What its lead should be like: the id of the section or point whose points it is one of; `HEADINGS` where
    the lead heads its section; empty where the block heads nothing."""
    ordinals: bool = True
    """Measures that run inline are numbered 一是, 二是."""
    measure_marker: str = ""
    """Of the sub-points that the block's measures become."""


HEADINGS = "headings"
"""The group of the leads that head sections."""


class NumberedPick(msgspec.Struct, frozen=True, kw_only=True):
    """A pick with the ids of the slots it stands for."""

    pick: Pick
    slots: tuple[Slot, ...]


def plan(structure: Structure) -> dict[str, Slot]:
    """Return the slots of `structure` by id, in the order of the text."""
    return {slot.id: slot for _, slots in planned_items(structure) for slot in slots}


def planned_items(structure: Structure) -> list[tuple[Item, list[Slot]]]:
    """Return the lines of a structure's body with their slots; two picks that bear one name get two ids."""
    taken: set[str] = set()
    found = []
    for item in structure.body:
        slots = []
        for slot in _item_slots(structure, item):
            identity = _unused(slot.id, taken)
            taken.add(identity)
            slots.append(slot if identity == slot.id else msgspec.structs.replace(slot, id=identity))
        found.append((item, slots))
    return found


def _unused(identity: str, taken: set[str]) -> str:
    number, chosen = 1, identity
    while chosen in taken:
        number += 1
        chosen = f"{identity}-{number}"
    return chosen


def _item_slots(structure: Structure, item: Item) -> list[Slot]:
    default = as_tuple(structure.act)
    if item.pick is not None:
        return list(_whole(item.pick, default))
    return list(_section(item.section, default)) if item.section is not None else []


def _whole(pick: Pick, default: tuple[str, ...]) -> Iterator[Slot]:
    name = pick.id or pick.theme
    for number in range(1, pick.times + 1):
        identity = name if pick.times == 1 else f"{name}.{number}"
        yield _slot(identity, pick, default, "whole", section="")


def _slot(
    identity: str,
    pick: Pick,
    default: tuple[str, ...],
    part: Part,
    *,
    section: str,
    form: str = "",
    sisters: str = "",
    ordinals: bool = True,
) -> Slot:
    from_body = pick.points is not None and pick.points.from_ == "body"
    return Slot(
        id=identity,
        theme=pick.theme,
        tags=pick.tags,
        acts=as_tuple(pick.act) or default,
        part=pick.part or part,
        form=pick.form or form,
        same=pick.same,
        measures=from_body,
        optional=pick.optional,
        section=section,
        sisters=sisters,
        ordinals=ordinals,
        measure_marker=pick.points.marker if pick.points is not None and from_body else "",
    )


def _section(section: SectionSpec, default: tuple[str, ...]) -> Iterator[Slot]:
    if section.intro is not None:
        yield _slot(f"{section.id}.intro", section.intro, default, "intro", section=section.id)
    if section.points is not None:
        for numbered in point_picks(section.id, section.points, default, section.id):
            yield from numbered.slots
    yield from body_slots(section, default)
    if section.tail is not None:
        yield _slot(f"{section.id}.tail", section.tail, default, "tail", section=section.id)


def body_slots(section: SectionSpec, default: tuple[str, ...]) -> list[Slot]:
    """Return the slots of a section without points; the first may lend it its heading."""
    picks = [pick for pick in as_tuple(section.body) for _ in range(pick.times)]
    form = section.heading.form if section.heading.from_ == "body" else ""
    found = []
    for number, pick in enumerate(picks, 1):
        identity = f"{section.id}.body" if len(picks) == 1 else f"{section.id}.body.{number}"
        own = form if number == 1 else ""
        sisters = HEADINGS if own else ""
        found.append(_slot(identity, pick, default, "point", section=section.id, form=own, sisters=sisters))
    return found


def point_picks(prefix: str, points: Points, default: tuple[str, ...], section: str) -> list[NumberedPick]:
    """Return the picks of a list of points, each with its slots and those of its sub-points."""
    found, number = [], 0
    for pick in as_tuple(points.pick):
        for _ in range(pick.times):
            number += 1
            identity = f"{prefix}.{number}"
            own = _slot(
                identity,
                pick,
                default,
                "point",
                section=section,
                form=points.form,
                sisters=prefix,
                ordinals=points.marker != "一是",
            )
            slots = [own]
            if pick.points is not None and pick.points.from_ is None:
                for sub in point_picks(identity, pick.points, slots[0].acts, section):
                    slots += sub.slots
            found.append(NumberedPick(pick=pick, slots=tuple(slots)))
    return found
