"""What the writer changed by hand in a finished draft, and its recipe keeps: further paragraphs, other lines, joins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from drafter.assembly.own import bare
from drafter.assembly.passages import WRITTEN_GAP
from drafter.model.draft import Paragraph, Run, Section, paragraphs
from drafter.model.recipe import ByHand

Node = Section | Paragraph


def by_hand(
    head: Sequence[Paragraph], body: Sequence[Node], hand: ByHand
) -> tuple[tuple[Paragraph, ...], tuple[Node, ...]]:
    """Return a built draft with what was changed by hand; what has lost its place is left out."""
    rows = [*head, *paragraphs(body)]
    made = _with_lines(rows, hand.lines)
    made = _with_joins(made, hand.joined)
    made = _with_inserted(rows, made, hand.inserted)
    new = iter(made)
    return tuple(one for _ in head for one in next(new)), tuple(_rebuilt(body, new))


Rows = list[tuple[Paragraph, ...]]
"""For each paragraph of a draft, what stands in its place."""


def _with_lines(rows: Sequence[Paragraph], lines: Mapping[str, str]) -> Rows:
    """Put other words in the place of lines, ordinals aside; an empty text takes the line out."""
    wanted = {bare(line): text for line, text in lines.items()}
    found: Rows = []
    for row in rows:
        text = wanted.get(bare(row.text)) if wanted else None
        if text is None:
            found.append((row,))
        else:
            found.append((msgspec.structs.replace(row, runs=_runs(text)),) if text else ())
    return found


def _runs(text: str) -> tuple[Run, ...]:
    parts = [part for part in WRITTEN_GAP.split(text) if part]
    return tuple(Run(text=part, kind="gap" if WRITTEN_GAP.fullmatch(part) else "text") for part in parts)


def _with_joins(rows: Rows, joined: Sequence[str]) -> Rows:
    """Let passages go on in the paragraph before them."""
    for slot in joined:
        at = next((at for at, row in enumerate(rows) if row and _begins(row[0], slot)), 0)
        before = next((one for one in range(at - 1, -1, -1) if rows[one]), None)
        if at and before is not None:
            last = rows[before][-1]
            rows[before] = (
                *rows[before][:-1],
                msgspec.structs.replace(last, runs=(*last.runs, *rows[at][0].runs)),
            )
            rows[at] = rows[at][1:]
    return rows


def _begins(paragraph: Paragraph, slot: str) -> bool:
    return bool(paragraph.runs) and paragraph.runs[0].slot == slot


def _with_inserted(rows: Sequence[Paragraph], made: Rows, inserted: Mapping[str, Sequence[str]]) -> Rows:
    """Put paragraphs behind passages, headings and lines; those behind nothing before all."""
    for place, texts in inserted.items():
        new = tuple(Paragraph(runs=_runs(text)) for text in texts)
        at = max((at for at, row in enumerate(rows) if _is_at(row, place)), default=None)
        if not place and made:
            made[0] = (*new, *made[0])
        elif at is not None:
            made[at] = (*made[at], *new)
    return made


def _is_at(row: Paragraph, place: str) -> bool:
    return any(run.slot == place for run in row.runs) or bare(row.text) == bare(place)


def _rebuilt(nodes: Sequence[Node], new: Iterator[tuple[Paragraph, ...]]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Paragraph):
            yield from next(new)
            continue
        first = next(new) if node.heading is not None else ()
        heading = first[0] if first else None
        children = (*first[1:], *_rebuilt(node.children, new))
        yield msgspec.structs.replace(node, heading=heading, children=children)
