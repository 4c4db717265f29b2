"""Recipes: recording a draft so that it can be made again, and making it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from drafter import __version__
from drafter.assembly.assembling import Assembled, Order
from drafter.assembly.facts import Layer
from drafter.assembly.selection import Fixed
from drafter.library.indexing import text_hash
from drafter.library.yamlwriter import flow, scalar
from drafter.model.library import Library
from drafter.model.recipe import Recipe, SlotRecipe
from drafter.model.structure import Structure
from drafter.source import Source


def structure_hash(structure: Structure) -> str:
    """Return 12 hex digits that tell whether a structure changed."""
    return text_hash(msgspec.json.encode(structure).decode())


def make_recipe(library: Library, made: Assembled, order: Order, style: str, style_hash: str) -> Recipe:
    """Return the recipe of a draft."""
    draft = made.draft
    slots = {
        pick.slot: SlotRecipe(block=pick.block, act=pick.act, moves=pick.moves, hash=pick.hash) for pick in draft.picks
    }
    for section, heading in made.headings.items():
        slots[section] = SlotRecipe(heading=heading)
    return Recipe(
        recipe=draft.structure,
        drafter=__version__,
        structure_hash=structure_hash(library.structures[draft.structure]),
        style=style,
        style_hash=style_hash,
        as_of=date.fromisoformat(draft.as_of),
        seed=draft.seed,
        length=draft.target,
        level=draft.level,
        focus=order.focus,
        facts=dict(made.sheet.raw),
        slots=slots,
        bridges=dict(made.bridges),
    )


def recipe_text(recipe: Recipe, library: Library) -> str:
    """Return the recipe as YAML with Chinese comments, pleasant to read and to edit."""
    lines = [
        "# 稿单：再运行一次 drafter draft 本文件，得到同一份稿子；改动本文件，稿子跟着变。",
        f"recipe: {scalar(recipe.recipe)}  # {library.structures[recipe.recipe].title}",
        f"drafter: {scalar(recipe.drafter)}",
        f"structure_hash: {scalar(recipe.structure_hash)}",
        f"style: {scalar(recipe.style)}",
        f"style_hash: {scalar(recipe.style_hash)}",
        f"as_of: {recipe.as_of.isoformat()}  # 提法以这一天为准",
        f'seed: "{recipe.seed}"',
        f'length: "{recipe.length}"  # 目标字数',
        f"level: {scalar(recipe.level)}",
    ]
    if recipe.focus:
        lines.append(f"focus: {flow(recipe.focus)}")
    lines.append("# 已知的要素；没有写到的在稿中标为【待补】。")
    lines += _mapping("facts", {scalar(name): flow(value) for name, value in recipe.facts.items()})
    lines.append("# 每个位置用了哪一段；hash 用来发现段落后来是否改过。")
    lines += _slot_lines(recipe, library)
    if recipe.bridges:
        lines.append("# 过渡语。")
        lines += _mapping("bridges", {scalar(slot): scalar(text) for slot, text in recipe.bridges.items()})
    return "\n".join(lines) + "\n"


def _mapping(name: str, entries: Mapping[str, str]) -> list[str]:
    if not entries:
        return [f"{name}: {{}}"]
    return [f"{name}:", *(f"  {key}: {value}" for key, value in entries.items())]


def _slot_lines(recipe: Recipe, library: Library) -> list[str]:
    lines = ["slots:"]
    for name, slot in recipe.slots.items():
        if slot.heading:
            lines.append(f"  {scalar(name)}: {{heading: {scalar(slot.heading)}}}")
            continue
        parts = (
            f"block: {scalar(slot.block)}, act: {flow(slot.act)}, moves: {flow(slot.moves)}, hash: {scalar(slot.hash)}"
        )
        title = library.blocks[slot.block].title if slot.block in library.blocks else ""
        lines.append(f"  {scalar(name)}: {{{parts}}}" + (f"  # {title}" if title else ""))
    return lines if len(lines) > 1 else ["slots: {}"]


class Replay(msgspec.Struct, frozen=True):
    """A recipe read against today's library."""

    order: Order
    changed: tuple[str, ...]
    """Slots whose text in the library is not what it was."""


def replay(recipe: Recipe, library: Library, source: str, order: Order, style_hash: str) -> Replay:
    """Return what makes the draft of `recipe` again; facts of `order` lie over those of the recipe.

    A slot whose block has gone is chosen anew; a slot whose text has changed prints today's text.
    """
    picks = {name: one for name, one in recipe.slots.items() if one.block}
    fixed = {name: Fixed(one.block, one.act, one.moves) for name, one in picks.items() if _usable(one, library)}
    changed = [name for name, one in picks.items() if _hash(one, library) != one.hash]
    structure = library.structures.get(recipe.recipe)
    if structure is None or structure_hash(structure) != recipe.structure_hash:
        changed.insert(0, "structure")
    if style_hash != recipe.style_hash:
        changed.insert(0, "style")
    return Replay(
        order=Order(
            layers=(Layer(recipe.facts, Source(source)), *order.layers),
            level=order.level or recipe.level,
            as_of=order.as_of or recipe.as_of,
            today=order.today,
            seed=recipe.seed,
            length=order.length or recipe.length,
            strict_length=order.strict_length,
            focus=order.focus or recipe.focus,
            fixed=fixed,
            headings={name: one.heading for name, one in recipe.slots.items() if one.heading},
            bridges=recipe.bridges,
        ),
        changed=tuple(changed),
    )


def _usable(slot: SlotRecipe, library: Library) -> bool:
    block = library.blocks.get(slot.block)
    return block is not None and bool(slot.act) and all(act in block.text for act in slot.act)


def _hash(slot: SlotRecipe, library: Library) -> str:
    if not _usable(slot, library):
        return ""
    return "".join(library.traits[slot.block][act].hash for act in slot.act)
