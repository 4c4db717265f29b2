"""The writer's own words, laid over the library: texts in place of blocks, leads, headings."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from typing import cast

import msgspec

from drafter.assembly.planning import Slot
from drafter.errors import InvalidFilesError
from drafter.library.indexing import Grounds, traits_of
from drafter.library.lazy import text_key
from drafter.library.loading import foundation_names
from drafter.library.templates import compile_checked
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.template import Program
from drafter.model.traits import Traits
from drafter.source import Source
from drafter.text.sentences import sentences

OWN = "own/"
"""Begins the id of what stands for a text of the writer's own: “own/leadership.2”."""


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What the writer put into words."""

    says: Mapping[str, str] = {}
    """By slot: a text in place of a block."""
    leads: Mapping[str, str] = {}
    """By block: what stands in place of its lead."""
    lines: tuple[str, ...] = ()
    """Headings and other lines of the writer's own."""

    def __bool__(self) -> bool:
        return bool(self.says or self.leads or self.lines)


def with_own(library: Library, slots: Mapping[str, Slot], own: Own) -> Library:
    """Return `library` with the writer's own words in it. Raises InvalidFilesError for a text with a wrong tag."""
    if not own:
        return library
    blocks = {OWN + name: _own_block(slots[name], text) for name, text in own.says.items() if name in slots}
    for identity, lead in own.leads.items():
        if identity in library.blocks:
            block = library.blocks[identity]
            blocks[identity] = msgspec.structs.replace(block, leads=dict.fromkeys(block.leads, lead))
    grounds = Grounds(library.taxonomy, library.terms)
    traits = {one: traits_of(block, grounds) for one, block in blocks.items()}
    texts = [text for block in blocks.values() for text in block.texts()]
    return msgspec.structs.replace(
        library,
        blocks=ChainMap(blocks, cast("dict[str, Block]", library.blocks)),
        traits=ChainMap(
            cast("dict[str, Mapping[str, Traits]]", traits), cast("dict[str, Mapping[str, Traits]]", library.traits)
        ),
        programs=ChainMap(_compiled(library, [*texts, *own.lines]), cast("dict[str, Program]", library.programs)),
    )


def _own_block(slot: Slot, text: str) -> Block:
    """Return a text as a block for its slot; where the slot prints a lead, the first sentence is it."""
    lead, rest = _parted(text) if slot.form else ("", text)
    return Block(
        title=text[:TITLE],
        theme=slot.theme,
        part=slot.part,
        leads=dict.fromkeys(("plain", "nature", "clause"), lead) if lead else {},
        text={own_act(slot): rest},
    )


def own_act(slot: Slot) -> str:
    """Return the act under which a text of the writer's stands: the slot's first."""
    return slot.acts[0] if slot.acts else "require"


TITLE = 16
"""Characters of a text that stand for it in lists."""


def _parted(text: str) -> tuple[str, str]:
    """Return the first sentence of a text without its mark, and the rest; all of it where there is one alone."""
    first, *rest = sentences(text)
    return first.rstrip("。！？；"), "".join(rest)


def _compiled(library: Library, texts: Iterable[str]) -> dict[str, Program]:
    """Return the programs of those texts in which Jinja stands."""
    names = foundation_names(library)
    found: dict[str, Program] = {}
    problems: list[Problem] = []
    for text in texts:
        if "{" in text:
            found[text_key(text)], wrong = compile_checked(text, Source("稿单"), names)
            problems += wrong
    if problems:
        raise InvalidFilesError(problems)
    return found
