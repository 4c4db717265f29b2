"""The writer in charge: what was chosen may be swapped, pinned, dropped, added to, or put in the writer's own words.

Every change is a change of the recipe; the recipe then makes the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from drafter.assembly.filtering import Filters
from drafter.assembly.planning import Slot, plan
from drafter.errors import NothingFitsError, UsageError
from drafter.library.finding import find
from drafter.model.library import Library
from drafter.model.recipe import Recipe, SlotRecipe
from drafter.model.structure import Item, Pick, SectionSpec, Structure, as_tuple
from drafter.text.likeness import did_you_mean

ANY_CONDITION = ("主题", "段落类型")
"""What a writer may overrule who names a block: where the library would not have looked for it."""


class Edits(msgspec.Struct, frozen=True, kw_only=True):
    """What the writer wants otherwise. A block may be named by id or title."""

    swap: tuple[tuple[str, str], ...] = ()
    """Slot and block; an empty block: another one than now."""
    pin: tuple[tuple[str, str], ...] = ()
    """Slot and block; an empty block: the one it has now."""
    drop: tuple[str, ...] = ()
    """Slots or whole sections."""
    add: tuple[tuple[str, str], ...] = ()
    """A section, or a slot after which a passage goes, and a block; an empty block: whatever fits best."""
    say: tuple[tuple[str, str], ...] = ()
    """Slot and the writer's own text."""

    def __bool__(self) -> bool:
        return bool(self.swap or self.pin or self.drop or self.add or self.say)


class Revised(msgspec.Struct, frozen=True):
    """A recipe with the writer's changes in it."""

    recipe: Recipe
    banned: Mapping[str, frozenset[str]]
    """Blocks that a slot must not take this time: it was to be another one."""


def revise(library: Library, recipe: Recipe, edits: Edits) -> Revised:
    """Return `recipe` with `edits` in it.

    Raises UsageError for a slot that is not there, NotFoundError for a block, NothingFitsError for a block that must
    not stand in its slot.
    """
    structure = library.structures[recipe.recipe]
    added: list[tuple[str, str]] = []
    for place, block in edits.add:
        identity = _block(library, block) if block else ""
        recipe, slot = _added(library, structure, recipe, place, identity)
        added.append((slot, identity))
    desk = _Desk(library, with_added(structure, recipe.added), recipe)
    for slot, block in (*edits.pin, *added):
        desk.pin(slot, block)
    for slot, block in edits.swap:
        desk.swap(slot, block)
    for slot, text in edits.say:
        desk.say(slot, text)
    for name in edits.drop:
        desk.drop(name)
    return Revised(msgspec.structs.replace(recipe, slots=desk.slots), desk.banned)


class _Desk:
    """One recipe under revision."""

    def __init__(self, library: Library, structure: Structure, recipe: Recipe) -> None:
        self.library = library
        self.structure = structure
        self.known = plan(structure)
        self.slots = dict(recipe.slots)
        self.banned: dict[str, frozenset[str]] = {}
        self.filters = Filters(library, structure, recipe.level, recipe.as_of)

    def pin(self, name: str, block: str) -> None:
        slot = self._slot(name)
        now = self.slots.get(name, SlotRecipe())
        if block:
            self._put(slot, _block(self.library, block))
        elif now.block or now.say:
            self.slots[name] = msgspec.structs.replace(now, pinned=True, dropped=False)
        else:
            self.slots[name] = SlotRecipe(pinned=True)

    def swap(self, name: str, block: str) -> None:
        slot = self._slot(name)
        if block:
            self._put(slot, _block(self.library, block))
            return
        now = self.slots.get(name, SlotRecipe())
        if now.block:
            self.banned[name] = frozenset((now.block,))
        self.slots[name] = SlotRecipe(pinned=True)

    def say(self, name: str, text: str) -> None:
        if not text.strip():
            raise UsageError(f"--say {name}= 后面没有写话", hint=f'写成 --say {name}="这里要说的话。"')
        self.slots[self._slot(name).id] = SlotRecipe(say=text.strip(), pinned=True)

    def drop(self, name: str) -> None:
        if name in section_ids(self.structure):
            self.slots[name] = SlotRecipe(dropped=True)
            return
        slot = self._slot(name)
        if slot.section and self._heads(slot):
            raise UsageError(
                f"位置“{name}”的段首句就是“{slot.section}”这一部分的标题，不能单独去掉",
                hint=f"去掉整个部分：--drop {slot.section}",
            )
        self.slots[name] = SlotRecipe(dropped=True)
        self._require_something_left(slot)

    def _heads(self, slot: Slot) -> bool:
        sections = {one.id: one for one in sections_of(self.structure)}
        return sections[slot.section].heading.from_ == "body" and slot.id.startswith(f"{slot.section}.body")

    def _require_something_left(self, slot: Slot) -> None:
        others = [name for name, one in self.known.items() if slot.section and one.section == slot.section]
        if others and all(self.slots.get(name, SlotRecipe()).dropped for name in others):
            raise UsageError(
                f"“{slot.section}”这一部分的段落都去掉了，只剩一个标题", hint=f"去掉整个部分：--drop {slot.section}"
            )

    def _put(self, slot: Slot, block: str) -> None:
        refusal = self.filters.refusal(slot, block, besides=ANY_CONDITION)
        if refusal:
            raise NothingFitsError(
                f"段落“{block}”不能用在位置“{slot.id}”：不合“{refusal}”这一条",
                hint=f"看这个位置有哪些可用：加 --why；或用 --say {slot.id}=… 自己写",
            )
        self.slots[slot.id] = SlotRecipe(block=block, pinned=True)

    def _slot(self, name: str) -> Slot:
        if name not in self.known:
            raise unknown_place(name, self.known, "位置")
        return self.known[name]


def unknown_place(name: str, known: Iterable[str], noun: str) -> UsageError:
    """Return the error for a slot or section that is not there."""
    names = list(known)
    return UsageError(f"没有叫“{name}”的{noun}", hint=did_you_mean(name, names) or f"这份稿子里有：{'、'.join(names)}")


def _block(library: Library, name: str) -> str:
    return find(name, library.blocks, "段落", "drafter sections list")


# ── structures with the writer's additions and omissions


def sections_of(structure: Structure) -> list[SectionSpec]:
    """Return the first-level sections of a structure."""
    return [item.section for item in structure.body if item.section is not None]


def section_ids(structure: Structure) -> list[str]:
    """Return the ids of the first-level sections of a structure."""
    return [section.id for section in sections_of(structure)]


def with_added(structure: Structure, added: Mapping[str, tuple[str, ...]]) -> Structure:
    """Return `structure` with further points in sections, and further passages after slots, one a theme."""
    if not added:
        return structure
    body = []
    for item in structure.body:
        name = _name(item)
        themes = added.get(name, ())
        if item.section is not None and themes:
            item = msgspec.structs.replace(item, section=_with_points(item.section, themes))
        body.append(item)
        if item.pick is not None:
            body += [Item(pick=Pick(id=name, theme=theme, act=item.pick.act)) for theme in themes]
    return msgspec.structs.replace(structure, body=tuple(body))


def _name(item: Item) -> str:
    if item.section is not None:
        return item.section.id
    return (item.pick.id or item.pick.theme) if item.pick is not None else ""


def _with_points(section: SectionSpec, themes: Iterable[str]) -> SectionSpec:
    more = tuple(Pick(theme=theme) for theme in themes)
    if section.points is None:
        return msgspec.structs.replace(section, body=as_tuple(section.body) + more)
    points = msgspec.structs.replace(section.points, pick=as_tuple(section.points.pick) + more)
    return msgspec.structs.replace(section, points=points)


def without(structure: Structure, dropped: Iterable[str]) -> Structure:
    """Return `structure` without the dropped sections."""
    gone = set(dropped)
    body = tuple(item for item in structure.body if item.section is None or item.section.id not in gone)
    return msgspec.structs.replace(structure, body=body)


def _added(library: Library, structure: Structure, recipe: Recipe, place: str, block: str) -> tuple[Recipe, str]:
    """Return the recipe with one more slot at a place, and the id of that slot."""
    before = plan(with_added(structure, recipe.added))
    names = [_name(item) for item in structure.body if _name(item)]
    if place not in names:
        raise unknown_place(place, names, "部分或位置")
    theme = library.blocks[block].theme if block else _theme_at(structure, place)
    more = {**recipe.added, place: (*recipe.added.get(place, ()), theme)}
    after = plan(with_added(structure, more))
    slots = dict(recipe.slots)
    alone, first = f"{place}.body", f"{place}.body.1"
    if alone in before and first in after:  # one passage of two is numbered
        before[first] = before.pop(alone)
        slots.update({first: slots.pop(alone)} if alone in slots else {})
    (slot,) = [name for name in after if name not in before]
    return msgspec.structs.replace(recipe, added=more, slots=slots), slot


def _theme_at(structure: Structure, place: str) -> str:
    """Return the theme of what stands last at a place: what is added without a block is more of it."""
    return [slot.theme for name, slot in plan(structure).items() if place in (slot.section, name)][-1]
