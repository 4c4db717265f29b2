"""The writer's own words, laid over the library: texts in place of blocks, headings, leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from drafter.assembly.planning import Slot
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.text.sentences import sentences

OWN = "own/"
"""Begins the id of what stands for a text of the writer's own: “own/leadership.2”."""


def with_own(library: Library, slots: Mapping[str, Slot], says: Mapping[str, str], lines: Iterable[str]) -> Library:
    """Return `library` with the writer's own texts (by slot) as blocks in it, and able to print `lines`.

    Raises InvalidFilesError for a text with a wrong tag.
    """
    blocks = {OWN + name: _own_block(slots[name], text) for name, text in says.items() if name in slots}
    marked = [line for line in lines if "{" in line]
    if not blocks and not marked:
        return library
    from drafter.library.overlaying import overlaid

    return overlaid(library, blocks, marked)


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
