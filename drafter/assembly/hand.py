"""What the writer changed by hand in a finished draft, and its recipe keeps: further paragraphs, other lines, joins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from drafter.assembly.own import bare
from drafter.assembly.passages import WRITTEN_GAP
from drafter.model.draft import Paragraph, Run, Section, paragraphs
from drafter.model.recipe import ByHand, Correction

Node = Section | Paragraph


def by_hand(
    head: Sequence[Paragraph], body: Sequence[Node], hand: ByHand
) -> tuple[tuple[Paragraph, ...], tuple[Node, ...]]:
    """Return a built draft with what was changed by hand; what has lost its place is left out."""
    rows = [*head, *paragraphs(body)]
    made = _with_lines(rows, hand.lines)
    made = _with_joins(made, hand.joined)
    made = _with_inserted(rows, made, hand.inserted)
    made = _with_corrections(made, hand.corrected)
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


def _with_corrections(rows: Rows, corrections: Sequence[Correction]) -> Rows:
    """Put paragraphs in the place of others, one after the other; one that goes elsewhere keeps its looks."""
    going = {_words(text) for one in corrections for text in one.was}
    moved = {_words(one.text): one for row in rows for one in row if _words(one.text) in going}
    for one in corrections:
        place = _place_of(rows, one)
        if place is not None:
            rows = _replaced(rows, place, [moved.get(_words(text)) or _worded(text, place, rows) for text in one.now])
    return rows


Spot = tuple[int, int]
"""Which paragraph of a draft, and which of those in its place."""
Place = tuple[Spot | None, list[Spot]]
"""The paragraph before, and those that a correction replaces."""


def _place_of(rows: Rows, one: Correction) -> Place | None:
    """Return where a correction goes; None where its paragraphs are not there."""
    spots = [(at, part) for at, row in enumerate(rows) for part in range(len(row)) if _words(row[part].text)]
    texts = [_words(rows[at][part].text) for at, part in spots]
    was = "".join(map(_words, one.was))
    found = [(start, end) for start in range(len(texts) + 1) if (end := _end_of(texts, start, was)) is not None]
    before = [at + 1 for at, text in enumerate(texts) if text.endswith(_words(one.behind))] if one.behind else [0]
    behind = [place for place in found if place[0] in before[one.nth - 1 : one.nth]]
    if not behind and was and len(found) == 1:
        behind = found
    if not behind:
        return None
    start, end = behind[0]
    return spots[start - 1] if start else None, spots[start:end]


def _words(text: str) -> str:
    """Return a paragraph as it is compared: without its ordinal and white space."""
    return "".join(bare(text).split())


def _end_of(texts: Sequence[str], start: int, was: str) -> int | None:
    """Return where the paragraphs end that begin at `start` and say `was`; lines may be parted in another way."""
    said, end = "", start
    while len(said) < len(was) and end < len(texts):
        said += texts[end]
        end += 1
    return end if said == was else None


def _worded(text: str, place: Place, rows: Rows) -> Paragraph:
    """Return a paragraph in new words; it belongs to the passage whose paragraph it replaces."""
    old = rows[place[1][0][0]][place[1][0][1]] if place[1] else None
    slot = next((run.slot for run in old.runs if run.slot), "") if old else ""
    runs = tuple(msgspec.structs.replace(run, slot=slot) for run in _runs(text))
    return msgspec.structs.replace(old, runs=runs) if old else Paragraph(runs=runs)


def _replaced(rows: Rows, place: Place, new: Sequence[Paragraph]) -> Rows:
    """Return the rows with paragraphs in the place of some; where none are replaced, behind the one before."""
    before, gone = place
    made = [*rows]
    if not gone:
        at, part = before or (0, -1)
        if made:
            made[at] = (*rows[at][: part + 1], *new, *rows[at][part + 1 :])
        return made
    for at in {at for at, _ in gone}:
        parts: list[Paragraph] = []
        for part, one in enumerate(rows[at]):
            parts += new if (at, part) == gone[0] else ()
            parts += () if (at, part) in gone else (one,)
        made[at] = tuple(parts)
    return made


def _rebuilt(nodes: Sequence[Node], new: Iterator[tuple[Paragraph, ...]]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Paragraph):
            yield from next(new)
            continue
        first = next(new) if node.heading is not None else ()
        heading = first[0] if first else None
        children = (*first[1:], *_rebuilt(node.children, new))
        yield msgspec.structs.replace(node, heading=heading, children=children)
