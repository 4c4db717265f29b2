"""A library of any size, made of the sentences of the shipped one: for measuring."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import msgspec

from drafter.library.blockwriter import block_text
from drafter.model.block import Block, Measure, Move
from drafter.model.library import Library
from drafter.text.sentences import sentences


def blocks_into(folder: Path, number: int, library: Library, seed: int = 1) -> None:
    """Make `folder` a workspace with so many blocks: shipped ones, each sentence put in the place of another's.

    Themes, acts, tags, moves and lengths are those of shipped blocks; texts with facts stay whole sentences.
    """
    chosen = random.Random(seed)
    pool: dict[str, list[str]] = defaultdict(list)
    for block in library.blocks.values():
        for text in block.texts():
            pool[block.theme] += [one for one in sentences(text) if "{" not in one]
    names = list(library.blocks)
    (folder / "drafter.yaml").parent.mkdir(parents=True, exist_ok=True)
    (folder / "drafter.yaml").write_text("profile: {}\n", encoding="utf-8")
    for count in range(number):
        block = library.blocks[names[count % len(names)]]
        path = folder / "sections" / block.theme / f"made-{count:06}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block_text(_mixed(block, pool[block.theme], chosen, count)), encoding="utf-8")


def _mixed(block: Block, pool: list[str], chosen: random.Random, count: int) -> Block:
    def mixed(text: str) -> str:
        return "".join(one if "{" in one else chosen.choice(pool) for one in sentences(text)) or text

    def move(one: Move) -> Move:
        if isinstance(one, str):
            return one if "{%" in one else mixed(one)
        return tuple(Measure(lead=measure.lead, text=mixed(measure.text)) for measure in one)

    text = {act: {name: move(one) for name, one in block.passage(act).items()} for act in block.text}
    return msgspec.structs.replace(block, title=f"{block.title}{count}", text=text, requires=(), excludes=())
