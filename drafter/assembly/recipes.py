"""Recipes: recording a draft so that it can be made again, and making it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import msgspec

from drafter import __version__
from drafter.assembly.assembling import Assembled, Order
from drafter.assembly.facts import Layer, meeting_date, merge_layers
from drafter.assembly.own import bare
from drafter.assembly.planning import plan
from drafter.assembly.revising import section_ids, with_added
from drafter.assembly.selection import Fixed, Standing
from drafter.errors import UsageError
from drafter.library.yamlwriter import flow, scalar
from drafter.model.block import MOVES
from drafter.model.draft import Choice
from drafter.model.library import Library
from drafter.model.recipe import ByHand, Recipe, RecipeBody, SlotRecipe
from drafter.model.structure import Structure
from drafter.source import Source
from drafter.text.digests import text_hash
from drafter.text.likeness import did_you_mean


def structure_hash(structure: Structure) -> str:
    """Return 12 hex digits that tell whether a structure changed."""
    return text_hash(msgspec.json.encode(structure).decode())


def make_recipe(
    library: Library, made: Assembled, order: Order, style: str, style_hash: str, structure_file: str = ""
) -> Recipe:
    """Return the recipe of a draft."""
    draft = made.draft
    standing = order.standing
    slots = {pick.slot: _slot_recipe(pick, standing) for pick in draft.picks}
    slots.update({name: SlotRecipe(dropped=True) for name in sorted(standing.dropped)})
    for section, heading in made.headings.items():
        slots[section] = SlotRecipe(heading=heading, pinned=section in standing.pins)
    return Recipe(
        recipe=draft.structure,
        drafter=__version__,
        structure_hash=structure_hash(library.structures[draft.structure]),
        structure_file=structure_file,
        style=style,
        style_hash=style_hash,
        as_of=date.fromisoformat(draft.as_of),
        seed=draft.seed,
        length=draft.target,
        level=draft.level,
        focus=order.focus,
        marks=order.marks,
        toc=bool(order.toc),
        facts=dict(made.sheet.raw),
        slots=slots,
        bridges=dict(made.bridges),
        added=dict(standing.added),
        points=dict(standing.points),
        by_hand=standing.hand,
    )


def _slot_recipe(pick: Choice, standing: Standing) -> SlotRecipe:
    pinned = pick.slot in standing.pins
    if pick.slot in standing.says:
        return SlotRecipe(say=standing.says[pick.slot], lead=standing.leads.get(pick.slot, ""), pinned=True)
    return SlotRecipe(
        block=pick.block,
        act=pick.act,
        moves=pick.moves,
        hash=pick.hash,
        lead=standing.leads.get(pick.slot, ""),
        pinned=pinned,
    )


def recipe_text(recipe: Recipe, library: Library) -> str:
    """Return the recipe as YAML with Chinese comments, pleasant to read and to edit."""
    lines = [
        "# 稿单：再运行一次 drafter draft 本文件，得到同一份稿子；改动本文件，稿子跟着变。",
        f"recipe: {scalar(recipe.recipe)}  # {library.structures[recipe.recipe].title}",
        *terms_of(recipe),
        *picks_of(recipe, library),
    ]
    return "\n".join(lines) + "\n"


def terms_of(recipe: RecipeBody) -> list[str]:
    """Return the lines that say what a draft was ordered with."""
    lines = [
        f"drafter: {scalar(recipe.drafter)}",
        f"structure_hash: {scalar(recipe.structure_hash)}",
        *([f"structure_file: {scalar(recipe.structure_file)}"] if recipe.structure_file else []),
        f"style: {scalar(recipe.style)}",
        f"style_hash: {scalar(recipe.style_hash)}",
        f"as_of: {recipe.as_of.isoformat()}  # 提法以这一天为准",
        f'seed: "{recipe.seed}"',
        f'length: "{recipe.length}"  # 目标字数',
        f"level: {scalar(recipe.level)}",
    ]
    if recipe.reference_doc.file:
        parts = f"file: {scalar(recipe.reference_doc.file)}, hash: {scalar(recipe.reference_doc.hash)}"
        lines.insert(4, f"reference_doc: {{{parts}}}  # 版式用的模板文件")
    if recipe.focus:
        lines.append(f"focus: {flow(recipe.focus)}")
    if recipe.marks:
        lines.append(f"marks: {flow(recipe.marks)}  # 稿上的标记，删去就不印")
    if recipe.toc:
        lines.append("toc: true  # 正文前印目录")
    lines.append("# 已知的要素；没有写到的在稿中标为【待补】。")
    return lines + _mapping("facts", {scalar(name): flow(value) for name, value in recipe.facts.items()})


def picks_of(recipe: RecipeBody, library: Library) -> list[str]:
    """Return the lines that say what was chosen."""
    lines = ["# 每个位置用了哪一段；hash 用来发现段落后来是否改过；pinned: true 是自己定下的，--update 不动它。"]
    lines += _slot_lines(recipe, library)
    if recipe.added:
        lines.append("# 另加的段落：在哪一部分（或哪个位置之后），各是什么主题。")
        lines += _mapping("added", {scalar(place): flow(themes) for place, themes in recipe.added.items()})
    if recipe.points:
        lines.append("# 领导的要点，在稿中标为【待融入】。")
        lines += _mapping("points", {scalar(place): flow(points) for place, points in recipe.points.items()})
    lines += _by_hand(recipe.by_hand)
    if recipe.bridges:
        lines.append("# 过渡语。")
        lines += _mapping("bridges", {scalar(slot): scalar(text) for slot, text in recipe.bridges.items()})
    return lines


def _by_hand(hand: ByHand) -> list[str]:
    """Return the lines that keep what a person changed in the finished draft."""
    if hand == ByHand():
        return []
    lines = [
        "# 改稿时动过的：inserted 另加的段落（在哪个位置之后），lines 改过的标题、称谓等，joined 接在上一段里的位置，",
        "# corrected 其余的改动（behind 在哪一自然段之后，was 本来会写什么，now 改成什么）。",
        "by_hand:",
    ]
    for name, entries in (("inserted", hand.inserted), ("lines", hand.lines)):
        if entries:
            lines += [f"  {name}:", *(f"    {scalar(key)}: {flow(value)}" for key, value in entries.items())]
    lines += [f"  joined: {flow(hand.joined)}"] if hand.joined else []
    if hand.corrected:
        lines.append("  corrected:")
        for one in hand.corrected:
            lines.append(f"    - behind: {scalar(one.behind)}")
            lines += [f"      nth: {one.nth}"] if one.nth > 1 else []
            lines += [f"      {name}: {flow(rows)}" for name, rows in (("was", one.was), ("now", one.now)) if rows]
    return lines


def _mapping(name: str, entries: Mapping[str, str]) -> list[str]:
    if not entries:
        return [f"{name}: {{}}"]
    return [f"{name}:", *(f"  {key}: {value}" for key, value in entries.items())]


def _slot_lines(recipe: RecipeBody, library: Library) -> list[str]:
    if not recipe.slots:
        return ["slots: {}"]
    lines = ["slots:"]
    for name, slot in recipe.slots.items():
        parts = ", ".join(f"{key}: {value}" for key, value in _slot_parts(slot))
        title = library.blocks[slot.block].title if slot.block in library.blocks else ""
        lines.append(f"  {scalar(name)}: {{{parts}}}" + (f"  # {title}" if title else ""))
    return lines


def _slot_parts(slot: SlotRecipe) -> list[tuple[str, str]]:
    """Return what a slot's line says, key by key, without what goes without saying."""
    found = [(key, scalar(text)) for key in ("heading", "say") if (text := getattr(slot, key))]
    if slot.block:
        found += [("block", scalar(slot.block)), ("act", flow(slot.act)), ("moves", flow(slot.moves))]
        found += [("hash", scalar(slot.hash))] if slot.hash else []
    found += [("lead", scalar(slot.lead))] if slot.lead else []
    return found + [(key, "true") for key in ("pinned", "dropped") if getattr(slot, key)]


class Replay(msgspec.Struct, frozen=True):
    """A recipe read against today's library."""

    order: Order
    changed: tuple[str, ...]
    """Slots whose text in the library is not what it was."""
    lost: tuple[str, ...]
    """Slots that the writer settled with a block that is no longer there; another one is chosen."""


def replay(
    recipe: Recipe, library: Library, source: str, order: Order, style_hash: str, *, free_lengths: bool = False
) -> Replay:
    """Return what makes the draft of `recipe` again; facts of `order` lie over those of the recipe.

    A slot whose block has gone is chosen anew; a slot whose text has changed prints today's text. `free_lengths` lets
    passages that the writer did not pin change their moves. Raises UsageError for names that do not exist.
    """
    structure = library.structures.get(recipe.recipe)
    same = structure is not None and structure_hash(structure) == recipe.structure_hash
    if structure is not None:
        _require_known(library, structure, recipe, same=same)
    usable = {name: one for name, one in recipe.slots.items() if one.block and _usable(one, library)}
    lost = [name for name, one in recipe.slots.items() if one.pinned and one.block and name not in usable]
    return Replay(
        order=Order(
            layers=(Layer(recipe.facts, Source(source)), *order.layers),
            level=order.level or recipe.level,
            as_of=order.as_of or meeting_date(merge_layers(library, list(order.layers))[0]) or recipe.as_of,
            today=order.today,
            seed=recipe.seed,
            length=order.length or recipe.length,
            strict_length=order.strict_length,
            focus=order.focus or recipe.focus,
            marks=order.marks or recipe.marks,
            toc=recipe.toc if order.toc is None else order.toc,
            log=order.log,
            old=order.old,
            standing=_standing(recipe, usable, lost, free_lengths=free_lengths or order.length is not None),
        ),
        changed=(
            *([] if style_hash == recipe.style_hash else ["style"]),
            *([] if same else ["structure"]),
            *_changed(library, recipe, usable),
        ),
        lost=tuple(lost),
    )


def _changed(library: Library, recipe: Recipe, usable: Mapping[str, SlotRecipe]) -> list[str]:
    """Return the slots whose passage reads otherwise than when the recipe was made, or has gone.

    Where two slots exchanged their blocks by hand, neither has changed.
    """
    now = {name: _hash(one, library) for name, one in usable.items()}
    known = set(now.values())
    return [
        name
        for name, one in recipe.slots.items()
        if one.block and not one.dropped and one.hash and now.get(name) != one.hash and one.hash not in known
    ]


LENGTHS = range(1, 100_001)


def _require_known(library: Library, structure: Structure, recipe: Recipe, *, same: bool) -> None:
    """Raise UsageError for a name or a length in a recipe that cannot be; slots only in the `same` structure."""
    if recipe.length not in LENGTHS:
        raise UsageError(
            f"稿单里 length: {recipe.length} 不是能写的字数", hint=f"写 {LENGTHS[0]} 到 {LENGTHS[-1]} 之间的数"
        )
    sections = section_ids(structure)
    places = [*sections, *plan(structure)]
    _require_among(recipe.added, places, "added")
    _require_among(recipe.points, sections, "points")
    slots = plan(with_added(structure, recipe.added))
    if same:
        _require_among(recipe.slots, [*slots, *sections], "slots")
        _require_among(recipe.bridges, list(slots), "bridges")
    for name, one in recipe.slots.items():
        _require_among(one.moves, list(MOVES), f"slots 的“{name}”里 moves")
        _require_among(one.act, list(library.taxonomy.ids("acts")), f"slots 的“{name}”里 act")
        if one.heading and name in slots and name not in sections:
            raise UsageError(f"稿单里 slots 的“{name}”是一个位置，不能写 heading", hint="位置的段首句写 lead:")


def _require_among(names: Iterable[str], known: list[str], where: str) -> None:
    for name in names:
        if name not in known:
            raise UsageError(
                f"稿单里 {where} 写了“{name}”，没有这一项",
                hint=did_you_mean(name, known) or f"可以写：{'、'.join(known)}",
            )


def _standing(recipe: Recipe, usable: Mapping[str, SlotRecipe], lost: Iterable[str], *, free_lengths: bool) -> Standing:
    """Return what a recipe settles; with `free_lengths` passages that the writer did not pin may change their moves."""
    slots = recipe.slots
    return Standing(
        fixed={
            name: Fixed(one.block, one.act, one.moves, free=free_lengths and not one.pinned)
            for name, one in usable.items()
        },
        pins=frozenset(name for name, one in slots.items() if (one.pinned or one.say) and name not in set(lost)),
        dropped=frozenset(name for name, one in slots.items() if one.dropped),
        added=recipe.added,
        says={name: one.say for name, one in slots.items() if one.say and not one.dropped},
        leads={name: bare(one.lead) for name, one in slots.items() if one.lead and (one.say or name in usable)},
        headings={name: _heading(one) for name, one in slots.items() if one.heading and not one.dropped},
        bridges=recipe.bridges,
        points=recipe.points,
        hand=recipe.by_hand,
    )


def _heading(slot: SlotRecipe) -> str:
    """Return a heading; the writer's own without an ordinal and without a closing mark."""
    return bare(slot.heading) if slot.pinned else slot.heading


def loosened(library: Library, standing: Standing) -> Standing:
    """Return only what the writer settled: pinned choices, own words, omissions and additions, own headings."""
    bank = {heading.text for heading in library.headings}
    pins = standing.pins
    return msgspec.structs.replace(
        standing,
        fixed={name: one for name, one in standing.fixed.items() if name in pins},
        headings={name: text for name, text in standing.headings.items() if name in pins or text not in bank},
        leads={name: lead for name, lead in standing.leads.items() if name in pins},
        bridges=None,
    )


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a slot or a heading from one recipe to the next."""

    slot: str
    before: str
    """A block's id, a heading, or the writer's text; empty: nothing stood there."""
    after: str
    what: Literal["passage", "text", "heading"]
    """text: the same passage, but its words in the library have changed."""


def changes(before: Recipe, after: Recipe) -> tuple[Change, ...]:
    """Return what differs between two recipes, slot by slot."""
    found = []
    for name in dict.fromkeys((*before.slots, *after.slots)):
        old, new = before.slots.get(name, SlotRecipe()), after.slots.get(name, SlotRecipe())
        if _content(old) != _content(new):
            what: Literal["passage", "heading"] = "heading" if old.heading or new.heading else "passage"
            found.append(Change(slot=name, before=_content(old), after=_content(new), what=what))
        elif old.hash and new.hash and old.hash != new.hash:
            found.append(Change(slot=name, before=old.block, after=new.block, what="text"))
    return tuple(found)


def _content(slot: SlotRecipe) -> str:
    return "" if slot.dropped else slot.heading or slot.say or slot.block


def _usable(slot: SlotRecipe, library: Library) -> bool:
    block = library.blocks.get(slot.block)
    return block is not None and not slot.dropped and all(act in block.text for act in slot.act)


def _hash(slot: SlotRecipe, library: Library) -> str:
    if not _usable(slot, library):
        return ""
    return "".join(library.traits[slot.block][act].hash for act in slot.act)
