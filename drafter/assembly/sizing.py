"""How long passages print, with every fact at its example: what the choice of the whole reckons with."""

from __future__ import annotations

import re
from collections.abc import Iterable

from drafter.assembly.filling import Filler
from drafter.assembly.numbering import marker_text
from drafter.assembly.planning import Slot
from drafter.assembly.selection import Passage
from drafter.assembly.tasks import Shape
from drafter.model.block import Block, Measure
from drafter.model.library import Library
from drafter.text.numerals import cn_number

NO_MARK = re.compile(r"\{\{.*?\}\}|\w|\s")
FIELD = re.compile(r"(?<!\{)\{(\w+)")
"""A field of a form's pattern (“{plain}”)."""


class Sizes:
    """Measures passages for one draft."""

    def __init__(self, library: Library, filler: Filler) -> None:
        """`filler` has every fact at its example, so that filling a gap never swaps a passage."""
        self.library = library
        self.filler = filler
        self._fields = {name: FIELD.findall(form.pattern) for name, form in library.taxonomy.forms.items()}
        self._leads: dict[tuple[str, str], int] = {}
        """By form and block: a block prints the same lead before each selection of its moves."""

    def of(self, passage: Passage) -> int:
        """Return the length of a passage in characters, its lead where it prints one, without stem and ordinal."""
        block, slot = self.library.blocks[passage.block], passage.slot
        asked = (slot.form, passage.block)
        if asked not in self._leads:
            self._leads[asked] = self._lead(slot, block)
        return self._leads[asked] + sum([self._moves(slot, block, act, passage.moves) for act in passage.acts])

    def _lead(self, slot: Slot, block: Block) -> int:
        """Return how long the lead of a block prints in the form that the slot asks for; 0 where it heads nothing."""
        return sum([self.filler.measure(text) for text in self._lead_texts(slot, block)])

    def shape(self, slot: Slot, block: Block) -> Shape | None:
        """Return the shape of the lead that a block prints in a slot; None where it heads nothing."""
        texts = self._lead_texts(slot, block)
        if not texts or not slot.sisters:
            return None
        return Shape(self._lead(slot, block), "".join(map(punctuation, texts)))

    def _lead_texts(self, slot: Slot, block: Block) -> list[str]:
        if not slot.form:
            return []
        names = self._fields[slot.form]
        return [text for name, text in block.leads.items() for _ in range(names.count(name))]

    def _moves(self, slot: Slot, block: Block, act: str, moves: Iterable[str]) -> int:
        texts = block.passage(act)
        found = 0
        for name in moves:
            move = texts.get(name, "")
            found += self.filler.measure(move) if isinstance(move, str) else self._measures(slot, move)
        return found

    def _measures(self, slot: Slot, measures: Iterable[Measure]) -> int:
        """Return the length of parallel measures: each its ordinal, its lead with a mark, its text."""
        return sum(
            len(_ordinal(slot, number)) + self.filler.measure(one.lead) + 1 + self.filler.measure(one.text)
            for number, one in enumerate(measures, 1)
        )


def _ordinal(slot: Slot, number: int) -> str:
    if slot.measures:
        return marker_text(slot.measure_marker, number)
    return f"{cn_number(number)}是" if slot.ordinals else ""


def punctuation(text: str) -> str:
    """Return the marks of a heading or a lead, in order: what 对仗 wants alike besides the length."""
    return NO_MARK.sub("", text)
