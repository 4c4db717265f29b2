"""Where each passage lies in the file, what its bookmark is called, and the record that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from drafter.model.draft import Choice, Draft, Paragraph, Run
from drafter.model.provenance import Manifest, Written
from drafter.text.digests import blake2b
from drafter.text.imprints import Imprint, imprint
from drafter.writers.docx import names

FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
"""Characters that XML 1.0 cannot hold; they are dropped. Python calls none of them printable."""
Place = tuple[int, int]
"""A paragraph and a run in it, both from 0."""


def allowed(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    usual = text.replace("\n", "").replace("\u3000", "").isprintable()
    return text if usual else re.sub(FORBIDDEN, "", text)


class Span(msgspec.Struct, frozen=True):
    """A passage from its first run to its last, both included."""

    written: Written
    first: Place
    last: Place


def spans_of(draft: Draft, rows: Sequence[Paragraph], titles: Mapping[str, str]) -> list[Span]:
    """Return the passages of a draft in the order of `rows`, its paragraphs as the file has them.

    `titles` are those of the blocks by their ids. A choice that prints nothing has no passage.
    """
    picks = {pick.slot: pick for pick in draft.picks}
    found: dict[str, tuple[Place, Place]] = {}
    for place, run in _runs(rows):
        if run.slot in picks:
            found[run.slot] = (found.get(run.slot, (place, place))[0], place)
    return [
        Span(_written(picks[slot], rows, first, last, titles), first, last) for slot, (first, last) in found.items()
    ]


def _runs(rows: Sequence[Paragraph]) -> Iterator[tuple[Place, Run]]:
    for row, paragraph in enumerate(rows):
        for column, run in enumerate(paragraph.runs):
            yield (row, column), run


def _written(pick: Choice, rows: Sequence[Paragraph], first: Place, last: Place, titles: Mapping[str, str]) -> Written:
    runs = [
        run for place, run in _runs(rows[first[0] : last[0] + 1]) if first <= (place[0] + first[0], place[1]) <= last
    ]
    kept = _imprint(runs)
    return Written(
        slot=pick.slot,
        block=pick.block,
        title=titles.get(pick.block, ""),
        act=pick.act,
        moves=pick.moves,
        bookmark=names.BOOKMARK + slot_digest(pick.slot, pick.block) + kept.hash[:HALF],
        paragraphs=last[0] - first[0] + 1,
        imprint=kept,
    )


HALF = 6
"""Hex digits of each half of a bookmark's name: which passage it is, and what its text was."""


def slot_digest(slot: str, block: str) -> str:
    """Return the first half of the name of the bookmark of `block` in `slot`."""
    return blake2b(f"{slot}|{block}".encode(), digest_size=HALF // 2).hexdigest()


def _imprint(runs: Sequence[Run]) -> Imprint:
    return imprint((allowed(run.text), run.kind == "gap") for run in runs)


def manifest_of(spans: Sequence[Span], rows: Sequence[Paragraph]) -> Manifest:
    """Return the record of a file: its passages, and what each paragraph holds outside of them.

    The lines of a table of contents are not recorded: programs write them anew.
    """
    frame = [_imprint(left) for left in _outside(spans, rows)]
    return Manifest(passages=tuple(span.written for span in spans), frame=tuple(one for one in frame if one.length))


def _outside(spans: Sequence[Span], rows: Sequence[Paragraph]) -> Iterator[list[Run]]:
    """Yield the runs of each paragraph that belong to no passage."""
    edges = sorted((span.first, span.last) for span in spans)
    place, until = 0, (-1, -1)
    for row, paragraph in enumerate(rows):
        left = []
        for column, run in enumerate(paragraph.runs):
            while place < len(edges) and edges[place][0] <= (row, column):
                until = max(until, edges[place][1])
                place += 1
            if (row, column) > until:
                left.append(run)
        if not paragraph.kind.startswith("toc"):
            yield left
