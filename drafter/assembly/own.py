"""The writer's own words, laid over the library: texts in place of blocks, headings, leads."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

import msgspec

from drafter.assembly.planning import Slot
from drafter.errors import InvalidFilesError
from drafter.library.lazy import text_key
from drafter.library.loading import foundation_names
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.template import Program
from drafter.source import Source
from drafter.text.sentences import sentences

V = TypeVar("V")
OWN = "own/"
"""Begins the id of what stands for a text of the writer's own: “own/leadership.2”."""


def with_own(library: Library, slots: Mapping[str, Slot], says: Mapping[str, str], lines: Iterable[str]) -> Library:
    """Return `library` with the writer's own texts (by slot) as blocks in it, and able to print `lines`.

    Raises InvalidFilesError for a text with a wrong tag.
    """
    blocks = {OWN + name: _own_block(slots[name], text) for name, text in says.items() if name in slots}
    texts = [*lines, *(text for block in blocks.values() for text in block.texts())]
    programs = _compiled(library, texts)
    if not blocks and not programs:
        return library
    from drafter.library.indexing import Grounds, traits_of

    grounds = Grounds(library.taxonomy, library.terms)
    traits = {one: traits_of(block, grounds) for one, block in blocks.items()}
    return msgspec.structs.replace(
        library,
        blocks=_over(blocks, library.blocks),
        cards=_over({one: block.card() for one, block in blocks.items()}, library.cards),
        traits=_over(traits, library.traits),
        programs=_over(programs, library.programs),
        memo={},
    )


def _over(above: Mapping[str, V], below: Mapping[str, V]) -> Mapping[str, V]:
    return ChainMap(cast("dict[str, V]", above), cast("dict[str, V]", below))


def _own_block(slot: Slot, text: str) -> Block:
    """Return a text as a block for its slot; where the slot prints a lead, the first sentence is it."""
    lead, rest = _parted(text) if slot.form else ("", text)
    return Block(
        title=text[:TITLE],
        theme=slot.theme,
        part=slot.part,
        leads=dict.fromkeys(("plain", "nature", "clause"), lead) if lead else {},
        text={own_act(slot): _closed(rest)},
    )


def own_act(slot: Slot) -> str:
    """Return the act under which a text of the writer's stands: the slot's first."""
    return slot.acts[0] if slot.acts else "require"


def _closed(text: str) -> str:
    """Return a text that ends with a mark, where it says anything."""
    return text if not text or text[-1] in "。！？……；：”’）》】" else f"{text}。"


TITLE = 16
"""Characters of a text that stand for it in lists."""


def _parted(text: str) -> tuple[str, str]:
    """Return the first sentence of a text as a lead, and the rest; all of it where there is one alone."""
    first = sentences(text)[0]
    return bare(first), text[text.index(first) + len(first) :].strip()


ORDINAL = (
    r"(?:[一二三四五六七八九十]{1,3}[、是要]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．]|（\d{1,2}）"
    r"|第[一二三四五六七八九十]{1,3}[，、]|——)"
)
ENDS = r"[。！？；]+(?=[”’）》]*$)"


def bare(text: str) -> str:
    """Return a heading or a lead without the ordinal that it is given anyway, and without a closing mark."""
    text = text.strip()
    ordinal = re.match(ORDINAL, text)
    return re.sub(ENDS, "", text[ordinal.end() :] if ordinal else text)


def _compiled(library: Library, texts: Iterable[str]) -> dict[str, Program]:
    """Return the programs of those texts in which Jinja stands."""
    texts = [text for text in dict.fromkeys(texts) if "{" in text]
    if not texts:
        return {}
    from drafter.library.templates import compile_checked

    names = foundation_names(library)
    found: dict[str, Program] = {}
    problems: list[Problem] = []
    for text in texts:
        found[text_key(text)], wrong = compile_checked(text, Source("稿单"), names)
        problems += wrong
    if problems:
        raise InvalidFilesError(problems)
    return found
