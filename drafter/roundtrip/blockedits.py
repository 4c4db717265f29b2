"""Edited passages as changes of the library's files: a block in new words, a variant of it, or a block of its own."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Literal

import msgspec

from drafter.library.blockwriter import block_text
from drafter.library.splicing import Edit, spliced
from drafter.model.block import Block
from drafter.roundtrip.rewriting import At

Decision = Literal["replace", "variant", "block", "ignore"]
"""What becomes of an edited passage in the library."""
DECISIONS: dict[Decision, str] = {
    "replace": "替换库里的文字",
    "variant": "作为另一种写法，两段不同时用",
    "block": "作为新的一段",
    "ignore": "不收进库，只记在稿单里",
}
REWRITTEN = "（改稿）"


class Unfit(Exception):
    """The change cannot be made in the block: a text would be empty that has to be there."""


def edits_of(block: Block, sources: Mapping[At, str]) -> list[Edit]:
    """Return the changes of a block's file that give its texts these sources; measures without words go.

    Raises Unfit where a lead, or all of an act, would be empty.
    """
    gone = {at[:-1] for at, source in sources.items() if not source.strip() and isinstance(at[-2], int)}
    gone = {at for at in gone if not any(sources.get((*at, part), "有").strip() for part in ("lead", "text"))}
    found = [Edit(at, source) for at, source in sources.items() if at[:-1] not in gone and source.strip()]
    removed = [at for at, source in sources.items() if at[:-1] not in gone and not source.strip()]
    for at in removed:
        if len(at) != 3 or len(block.passage(str(at[1]))) == 1:
            raise Unfit
        found.append(Edit(at))
    for at in gone:
        moves = block.passage(str(at[1]))[str(at[2])]
        if len([one for one in gone if one[:-1] == at[:-1]]) >= len(moves):
            raise Unfit
    return [*found, *(Edit(at) for at in sorted(gone, key=str, reverse=True))]


def as_variant(text: str, edits: list[Edit], block: Block, identity: str, path: str) -> str:
    """Return the file of a variant of a block: its file with the texts changed, never in one draft with it."""
    excludes = [*block.excludes, identity]
    marked = [
        Edit(("title",), block.title + REWRITTEN),
        Edit(("status",), "approved", after=("theme", "tags", "part")),
        Edit(("excludes",), excludes, after=("text", "lengths", "sources", "requires")),
    ]
    return spliced(text, [*edits, *marked], path)


def as_own_block(block: Block, acts: tuple[str, ...]) -> str:
    """Return the file of a block of its own with the acts that were printed."""
    kept = {act: block.text[act] for act in acts if act in block.text}
    own = msgspec.structs.replace(
        block, title=block.title + REWRITTEN, status="approved", text=kept, requires=(), excludes=(), replaced_by=""
    )
    return block_text(own)


def free_id(identity: str, taken: Container[str]) -> str:
    """Return an id beside another that is not taken: supervision/budget-2 …"""
    number = 2
    while f"{identity}-{number}" in taken:
        number += 1
    return f"{identity}-{number}"
