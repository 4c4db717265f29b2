"""A draft as it was written into its file: paragraphs in segments, each of one passage or outside of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from drafter.model.draft import Draft, Paragraph, Run
from drafter.text.imprints import bare
from drafter.writers.docx.body import joined_rows
from drafter.writers.docx.passages import allowed

NOT_COMPARED = ("toc", "toc_title")
"""Kinds of paragraphs that programs write anew."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text, or a gap."""

    text: str
    fact: str = ""
    """Of a gap: the fact that is missing; “?” for one that the writer typed."""


class Segment(msgspec.Struct, frozen=True):
    """What one passage has in one paragraph, or what stands there outside of all passages."""

    slot: str
    """Of a passage; of a heading that of its section; else empty."""
    is_passage: bool
    row: int
    kind: str
    """Of the paragraph."""
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text as it prints."""
        return "".join(one.text for one in self.pieces)


def original(draft: Draft) -> tuple[tuple[Segment, ...], ...]:
    """Return the paragraphs of a draft as segments, in the order of the page, contents aside."""
    passages = {pick.slot for pick in draft.picks}
    kept = [one for one in joined_rows(draft.rows) if one.kind not in NOT_COMPARED]
    found = [tuple(_segments(row, paragraph, passages)) for row, paragraph in enumerate(kept)]
    return tuple(one for one in found if any(bare(part.text) for part in one))


def _segments(row: int, paragraph: Paragraph, passages: set[str]) -> Iterable[Segment]:
    for slot, runs in groupby(paragraph.runs, key=lambda run: run.slot):
        yield Segment(slot, slot in passages, row, paragraph.kind, _pieces(list(runs)))


def _pieces(runs: Sequence[Run]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for run in runs:
        text = allowed(run.text)
        if run.kind == "gap":
            found.append(Piece(text, run.fact or "?"))
        elif found and not found[-1].fact:
            found[-1] = Piece(found[-1].text + text)
        else:
            found.append(Piece(text))
    return tuple(found)
