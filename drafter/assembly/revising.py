"""The writer in charge: what was chosen may be swapped, pinned, dropped, added to, or put in the writer's own words.

Every change is a change of the recipe; the recipe then makes the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from drafter.assembly.filtering import Filters
from drafter.assembly.planning import Slot, plan, planned_items
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
    ban: tuple[tuple[str, str], ...] = ()
    """Slot and a block that it must not take this time (it was offered before)."""

    def __bool__(self) -> bool:
        return bool(self.swap or self.pin or self.drop or self.add or self.say or self.ban)


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
    for slot, block in edits.ban:
        desk.ban(slot, block)
    desk.say_all(edits.say)
    for name in edits.drop:
        desk.drop(name)
    return Revised(msgspec.structs.replace(recipe, slots=desk.slots), desk.banned)


class _Desk:
    """One recipe under revision. Slots that take the block of another (`same`) go with it."""

    def __init__(self, library: Library, structure: Structure, recipe: Recipe) -> None:
        self.library = library
        self.structure = structure
        self.known = plan(structure)
        self.slots = dict(recipe.slots)
        self.banned: dict[str, frozenset[str]] = {}
        self.filters = Filters(library, structure, recipe.level, recipe.as_of)

    def pin(self, name: str, block: str) -> None:
        slot = self._leader(name)
        now = self.slots.get(slot.id, SlotRecipe())
        if block:
            self._put(slot, _block(self.library, block))
        elif now.block or now.say:
            self.slots[slot.id] = msgspec.structs.replace(now, pinned=True, dropped=False)
        else:
            self._settle(slot, SlotRecipe(pinned=True))

    def swap(self, name: str, block: str) -> None:
        slot = self._leader(name)
        if block:
            self._put(slot, _block(self.library, block))
            return
        now = self.slots.get(slot.id, SlotRecipe())
        if now.block:
            self.banned[slot.id] = self.banned.get(slot.id, frozenset()) | {now.block}
        self._settle(slot, SlotRecipe(pinned=True))

    def ban(self, name: str, block: str) -> None:
        slot = self._leader(name)
        self.banned[slot.id] = self.banned.get(slot.id, frozenset()) | {block}

    def say_all(self, texts: Iterable[tuple[str, str]]) -> None:
        """Put texts of the writer's own in place; those that go together may be given together."""
        given = dict(texts)
        for name, text in given.items():
            self._say(name, text, given)

    def _say(self, name: str, text: str, given: Mapping[str, str]) -> None:
        if not text.strip():
            raise UsageError(f"--say {name}= 后面没有写话", hint=f'写成 --say {name}="这里要说的话。"')
        slot = self._slot(name)
        partners = [
            one for one in (slot.same, *self._followers(slot.id)) if one and one not in given and not self._said(one)
        ]
        if partners:
            raise UsageError(
                f"位置“{name}”和“{'、'.join(partners)}”讲的是同一件事，只改一处就对不上了",
                hint=f"几处一起写：再加 --say {partners[0]}=…",
            )
        self.slots[slot.id] = SlotRecipe(say=text.strip(), pinned=True)

    def drop(self, name: str) -> None:
        if name in section_ids(self.structure):
            self._drop_section(name)
            return
        slot = self._leader(name)
        for one in (slot, *(self.known[other] for other in self._followers(slot.id))):
            if one.section and self._heads(one):
                raise UsageError(
                    f"位置“{one.id}”的段首句就是“{one.section}”这一部分的标题，不能单独去掉",
                    hint=f"去掉整个部分：--drop {one.section}",
                )
        for other in (slot.id, *self._followers(slot.id)):
            self._leave_out(other)
        self._require_something_left(slot)

    def _drop_section(self, name: str) -> None:
        """Leave out a section, and what elsewhere takes its blocks; a section that is then empty goes too."""
        self.slots[name] = SlotRecipe(dropped=True)
        for slot in [one for one in self.known.values() if one.section == name]:
            for other in self._followers(slot.id):
                if self.known[other].section != name:
                    self._leave_out(other)
        for section in section_ids(self.structure):
            own = [one.id for one in self.known.values() if one.section == section]
            if own and section != name and all(self._is_dropped(one) for one in own):
                self.slots[section] = SlotRecipe(dropped=True)
        if all(self._is_dropped(section) for section in section_ids(self.structure)):
            raise UsageError(
                "各个部分都去掉了，没有正文了", hint="至少留一个部分，或换一个结构（drafter structures list）"
            )

    def _leave_out(self, name: str) -> None:
        """Leave out a slot and the sub-points under it."""
        for other in [one for one in self.known if one.startswith(f"{name}.")]:
            self.slots.pop(other, None)
        self.slots[name] = SlotRecipe(dropped=True)

    def _is_dropped(self, name: str) -> bool:
        return self.slots.get(name, SlotRecipe()).dropped

    def _said(self, name: str) -> bool:
        return bool(self.slots.get(name, SlotRecipe()).say)

    def _followers(self, name: str) -> list[str]:
        return [other for other, slot in self.known.items() if slot.same == name]

    def _leader(self, name: str) -> Slot:
        """Return the slot whose choice decides over `name`."""
        slot = self._slot(name)
        return self.known.get(slot.same, slot)

    def _settle(self, slot: Slot, entry: SlotRecipe) -> None:
        """Settle a slot; what takes its block follows anew."""
        self.slots[slot.id] = entry
        for other in self._followers(slot.id):
            self.slots.pop(other, None)

    def _heads(self, slot: Slot) -> bool:
        sections = {one.id: one for one in sections_of(self.structure)}
        return sections[slot.section].heading.from_ == "body" and slot.id.startswith(f"{slot.section}.body")

    def _require_something_left(self, slot: Slot) -> None:
        sections = {slot.section, *(self.known[other].section for other in self._followers(slot.id))} - {""}
        for section in sorted(sections):
            if all(self._is_dropped(name) for name, one in self.known.items() if one.section == section):
                raise UsageError(
                    f"“{section}”这一部分的段落都去掉了，只剩一个标题", hint=f"去掉整个部分：--drop {section}"
                )

    def _put(self, slot: Slot, block: str) -> None:
        asked = msgspec.structs.replace(
            slot, also=tuple(act for other in self._followers(slot.id) for act in self.known[other].acts)
        )
        refusal = self.filters.refusal(asked, block, besides=ANY_CONDITION)
        if refusal:
            raise NothingFitsError(
                f"段落“{block}”不能用在位置“{slot.id}”：不合“{refusal}”这一条",
                hint=f"看这个位置有哪些可用：加 --why；或用 --say {slot.id}=… 自己写",
            )
        self._settle(slot, SlotRecipe(block=block, pinned=True))

    def _slot(self, name: str) -> Slot:
        """Return a slot; one in a section that was left out brings the section back."""
        if name not in self.known:
            own = [slot.id for slot in self.known.values() if slot.section == name]
            if own:
                raise UsageError(f"“{name}”是一个部分，不是位置", hint=f"它的位置有：{'、'.join(own)}")
            raise unknown_place(name, self.known, "位置")
        slot = self.known[name]
        if slot.section and self._is_dropped(slot.section):
            del self.slots[slot.section]
        return slot


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
    for item, slots in planned_items(structure):
        if item.section is not None and item.section.id in added:
            item = msgspec.structs.replace(item, section=_with_points(item.section, added[item.section.id]))
        body.append(item)
        if item.pick is not None:
            name = slots[-1].id
            body += [Item(pick=Pick(id=name, theme=theme, act=item.pick.act)) for theme in added.get(name, ())]
    return msgspec.structs.replace(structure, body=tuple(body))


def _with_points(section: SectionSpec, themes: Iterable[str]) -> SectionSpec:
    points = section.points
    given = as_tuple(section.body if points is None else points.pick)
    last = next(iter(given[::-1]), Pick())
    more = tuple(
        Pick(theme=theme, act=last.act, form=last.form, tags=last.tags if theme == last.theme else ())
        for theme in themes
    )
    if points is None:
        return msgspec.structs.replace(section, body=given + more)
    return msgspec.structs.replace(section, points=msgspec.structs.replace(points, pick=given + more))


def without(structure: Structure, dropped: Iterable[str]) -> Structure:
    """Return `structure` without the dropped sections."""
    gone = set(dropped)
    body = tuple(item for item in structure.body if item.section is None or item.section.id not in gone)
    return msgspec.structs.replace(structure, body=body)


def _added(library: Library, structure: Structure, recipe: Recipe, place: str, block: str) -> tuple[Recipe, str]:
    """Return the recipe with one more slot at a place, and the id of that slot."""
    before = plan(with_added(structure, recipe.added))
    alone = [slots[-1].id for item, slots in planned_items(structure) if item.pick is not None]
    _require_place(place, [*section_ids(structure), *alone], before)
    theme = library.blocks[block].theme if block else _theme_at(structure, place)
    more = {**recipe.added, place: (*recipe.added.get(place, ()), theme)}
    after = plan(with_added(structure, more))
    slots = dict(recipe.slots)
    single, first = f"{place}.body", f"{place}.body.1"
    if single in before and first in after:  # one passage of two is numbered
        before[first] = before.pop(single)
        slots.update({first: slots.pop(single)} if single in slots else {})
    slot = next(name for name in reversed(after) if name not in before)
    return msgspec.structs.replace(recipe, added=more, slots=slots), slot


def _require_place(place: str, names: list[str], slots: Mapping[str, Slot]) -> None:
    if place in names:
        return
    if place in slots and slots[place].section:
        section = slots[place].section
        raise UsageError(
            f"位置“{place}”在“{section}”这一部分里，不能在它后面单独加", hint=f"加在这一部分：--add {section}"
        )
    raise unknown_place(place, names, "部分或位置")


def _theme_at(structure: Structure, place: str) -> str:
    """Return the theme of what stands last at a place: what is added without a block is more of it."""
    slots = plan(structure)
    there = [slot for name, slot in slots.items() if place in (slot.section, name)]
    themes = [theme for slot in there if (theme := slot.theme or slots[slot.same].theme)]
    if not themes:
        raise UsageError(f"“{place}”这一部分没有别的段落可照着加", hint=f"写明段落：--add {place}=段落")
    return themes[-1]
