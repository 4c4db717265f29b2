"""Turning a chosen block into runs of text: moves, parallel measures, leads, forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from drafter.assembly.filling import Filler, Missing, Piece
from drafter.assembly.selection import Passage
from drafter.model.block import Block, Measure, Move
from drafter.model.draft import Run
from drafter.model.library import Library
from drafter.text.numerals import cn_number

Paragraphs = list[list[Piece]]
FIELD = r"\{(\w+)\}"
"""A field of a form's pattern; `string.Formatter` finds the same and costs more to import than to use."""
WRITTEN_GAP = re.compile(r"(【待[补融][^】]*】)")
"""A gap that the writer typed."""


class Prose:
    """Makes runs for one draft; knows the facts that are missing and where."""

    def __init__(self, library: Library, filler: Filler) -> None:
        """Start with no gaps."""
        self.library = library
        self.filler = filler
        self.gaps: dict[str, list[str]] = {}
        self.unused: dict[str, list[str]] = {}

    def pieces(self, text: str, slot: str) -> list[Piece]:
        """Return `text` filled; what is missing is noted under `slot`."""
        filled = self.filler.fill(text)
        for fact in filled.unused:
            self._note(self.unused, fact, slot)
        for piece in filled.pieces:
            if isinstance(piece, Missing):
                self._note(self.gaps, piece.fact, slot)
        return list(filled.pieces)

    def note_gap(self, fact: str, slot: str) -> None:
        """Note a missing fact that stands outside any text of the library."""
        self._note(self.gaps, fact, slot)

    def _note(self, where: dict[str, list[str]], fact: str, slot: str) -> None:
        places = where.setdefault(fact, [])
        if slot not in places:
            places.append(slot)

    def runs(self, pieces: Iterable[Piece], slot: str) -> list[Run]:
        """Return `pieces` as runs of `slot`, neighbouring texts joined."""
        found: list[Run] = []
        for piece in pieces:
            if isinstance(piece, Missing):
                found.append(Run(text=self.filler.gap_text(piece), kind="gap", fact=piece.fact, slot=slot))
                continue
            for part in WRITTEN_GAP.split(piece):
                if WRITTEN_GAP.fullmatch(part):
                    found.append(Run(text=part, kind="gap", slot=slot))
                elif part and found and found[-1].kind == "text":
                    found[-1] = Run(text=found[-1].text + part, slot=slot)
                elif part:
                    found.append(Run(text=part, slot=slot))
        return found

    def line(self, text: str, slot: str = "") -> tuple[Run, ...]:
        """Return a text of the structure itself on one line."""
        return tuple(self.runs(_one_line(self.pieces(text, slot or "head")), slot))

    def form(self, form: str, block: Block, stem: str, rank: str, slot: str) -> list[Piece]:
        """Return the lead of `block` set in `form` (“{stem}，必须{plain}”)."""
        pattern = self.library.taxonomy.forms[form].pattern
        parts: dict[str, str] = {"stem": stem, "rank": rank}
        parts.update((str(name), lead) for name, lead in block.leads.items())
        found: list[Piece] = []
        for number, one in enumerate(re.split(FIELD, pattern)):
            found += self.pieces(parts.get(one, ""), slot) if number % 2 else [one]
        return found

    def body(
        self, passage: Passage, *, ordinals: bool = True, without_measures: bool = False, only: Sequence[str] = ()
    ) -> Paragraphs:
        """Return the text of a passage as paragraphs of pieces.

        `ordinals` numbers inline measures 一是, 二是; `without_measures` leaves them to become sub-points; `only`
        limits the moves.
        """
        block = self.library.blocks[passage.block]
        found: list[Piece] = []
        for act in passage.acts:
            moves = block.passage(act)
            for move in passage.moves:
                if move in moves and (not only or move in only):
                    found += self._move(moves[move], passage.slot.id, ordinals, without_measures)
        return _split(found)

    def _move(self, move: Move, slot: str, ordinals: bool, without_measures: bool) -> list[Piece]:
        if isinstance(move, str):
            return self.pieces(move, slot)
        return [] if without_measures else self._inline(move, slot, ordinals)

    def _inline(self, measures: Sequence[Measure], slot: str, ordinals: bool) -> list[Piece]:
        """Run parallel measures on: 一是……；二是……。, or as sentences where a measure holds several."""
        short = all(measure.text.count("。") <= 1 for measure in measures)
        found: list[Piece] = []
        for number, measure in enumerate(measures, 1):
            found.append(f"{cn_number(number)}是" if ordinals else "")
            found += self.pieces(measure.lead, slot)
            found.append("，" if short else "。")
            text = self.pieces(measure.text.strip(), slot)
            last = number == len(measures)
            found += _with_end(text, "；") if short and not last else text
        return found


def _with_end(pieces: list[Piece], mark: str) -> list[Piece]:
    """Return `pieces` with the closing 。 replaced by `mark`."""
    if pieces and isinstance(pieces[-1], str) and pieces[-1].endswith("。"):
        return [*pieces[:-1], pieces[-1][:-1] + mark]
    return pieces


def _split(pieces: list[Piece]) -> Paragraphs:
    """Cut pieces into paragraphs at blank lines; a single line break is no break in Chinese text."""
    paragraphs: Paragraphs = [[]]
    for piece in pieces:
        if isinstance(piece, Missing):
            paragraphs[-1].append(piece)
            continue
        for number, part in enumerate(piece.split("\n\n")):
            if number:
                paragraphs.append([])
            paragraphs[-1].append(part.replace("\n", ""))
    return [part for part in paragraphs if any(isinstance(one, Missing) or one for one in part)]


def _one_line(pieces: list[Piece]) -> list[Piece]:
    return [piece if isinstance(piece, Missing) else piece.replace("\n", "") for piece in pieces]
