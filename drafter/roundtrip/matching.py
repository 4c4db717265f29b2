"""Finding the passages that a file was written with in its text as it is now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from drafter.model.inspection import PassageFound, Stretch
from drafter.model.provenance import Written
from drafter.roundtrip.flow import Flow, Place, Span
from drafter.roundtrip.traces import Traces
from drafter.text.imprints import Imprint, State, bare, text_digest

NEAR = 8
"""Characters by which a bookmark's end may have slipped: LibreOffice moves it by one for each comment before it."""


class Match(msgspec.Struct, frozen=True):
    """Where a passage stands now, and what became of its text."""

    written: Written
    span: Span | None
    state: State


def matches(flow: Flow, traces: Traces) -> list[Match]:
    """Return what became of each passage, in the order in which they were written."""
    bookmarks = flow.bookmarks
    return [_match(flow, one, bookmarks.get(one.bookmark)) for one in traces.passages]


def _match(flow: Flow, written: Written, span: Span | None) -> Match:
    kept = written.imprint
    best: tuple[Span, State] | None = None
    for candidate in _candidates(flow, written, span):
        text = flow.text(candidate)
        state = kept.state_of(text)
        if state == "unchanged":
            return Match(written, candidate, state)
        if text.strip() and (best is None or (best[1] == "edited" and state == "filled")):
            best = (candidate, state)
    return Match(written, *best) if best else Match(written, None, "edited")


def _candidates(flow: Flow, written: Written, span: Span | None) -> Iterator[Span]:
    """Yield where a passage may stand: its bookmark, that with its ends set right, wherever else its text is."""
    if span is not None:
        yield span
        yield _snapped(flow, span)
        yield from _of_length(flow, span, written.imprint.length)
    yield from _elsewhere(flow, written)


def _snapped(flow: Flow, span: Span) -> Span:
    """Return a span with those ends moved to the ends of their paragraphs that stand close to them."""
    (first, before), (last, after) = span.start, span.end
    if last >= len(flow.paragraphs) or first > last:
        return span
    length = len(flow.paragraphs[last])
    return Span((first, 0 if before <= NEAR else before), (last, length if length - after <= NEAR else after))


def _of_length(flow: Flow, span: Span, length: int) -> Iterator[Span]:
    """Yield the stretches of `length` characters, white space aside, that begin near the start of a span."""
    first, before = span.start
    if not length or first >= len(flow.paragraphs):
        return
    for start in range(max(before - NEAR, 0), before + NEAR + 1):
        end = _after(flow.paragraphs, (first, start), length)
        if end is not None:
            yield Span((first, start), end)


def _after(paragraphs: Sequence[str], start: Place, length: int) -> Place | None:
    """Return the place `length` characters after `start`, white space aside; None past the end."""
    row, before = start
    while row < len(paragraphs):
        words = bare(paragraphs[row][before:])
        if len(words) >= length:
            return row, _offset(paragraphs[row], before, length)
        length -= len(words)
        row, before = row + 1, 0
    return None


def _offset(text: str, before: int, length: int) -> int:
    for place in range(before, len(text)):
        if length == 0:
            return place
        length -= not text[place].isspace()
    return len(text)


def _elsewhere(flow: Flow, written: Written) -> Iterator[Span]:
    """Yield the whole paragraphs that hold the text of a passage whose bookmark is lost."""
    kept, number = written.imprint, written.paragraphs
    for first in range(len(flow.paragraphs) - number + 1 if number else 0):
        text = "\n".join(flow.paragraphs[first : first + number])
        if text and text_digest(bare(text)) == kept.hash:
            last = first + number - 1
            yield Span((first, 0), (last, len(flow.paragraphs[last])))
            return


def found_passages(flow: Flow, found: Sequence[Match]) -> tuple[PassageFound, ...]:
    """Return the passages as they are told, with those marked that stand in another order."""
    present = [one for one in found if one.span is not None]
    still = _in_order([one.span.start for one in present if one.span is not None])
    moved = {id(one) for place, one in enumerate(present) if place not in still}
    return tuple(_passage(flow, one, moved=id(one) in moved) for one in found)


def _in_order(places: Sequence[Place]) -> set[int]:
    """Return which of `places` make the longest row that goes up."""
    tails: list[Place] = []
    ends: list[int] = []
    before: list[int] = []
    for number, place in enumerate(places):
        rank = bisect_left(tails, place)
        before.append(ends[rank - 1] if rank else -1)
        tails[rank : rank + 1] = [place]
        ends[rank : rank + 1] = [number]
    found: set[int] = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        found.add(number)
        number = before[number]
    return found


def _passage(flow: Flow, one: Match, *, moved: bool) -> PassageFound:
    written, span = one.written, one.span
    return PassageFound(
        slot=written.slot,
        block=written.block,
        title=written.title,
        act=written.act,
        moves=written.moves,
        state=one.state if span else "deleted",
        moved=moved,
        first=span.start[0] + 1 if span else 0,
        last=span.end[0] + 1 if span else 0,
        text=flow.text(span) if span else "",
    )


def outside(
    flow: Flow, found: Sequence[Match], frame: Sequence[Imprint], contents: Collection[int]
) -> tuple[tuple[Stretch, ...], int]:
    """Return the paragraphs outside of all passages that are new, and how many of the frame's are gone.

    Paragraphs of a table of contents (`contents`, from 0) do not count.
    """
    spans = [one.span for one in found if one.span is not None]
    taken = {row for span in spans for row in range(span.start[0], span.end[0] + 1)}
    taken |= set(contents)
    rest = {row: text for row, text in enumerate(flow.paragraphs) if row not in taken and text.strip()}
    as_written = _rows_by_digest(rest)
    lost = [kept for kept in frame if not _took(rest, as_written.get(kept.hash, []))]
    lost = [kept for kept in lost if not _took(rest, _filled(rest, kept) if kept.pieces else [])]
    return tuple(Stretch(paragraph=row + 1, text=text) for row, text in rest.items()), len(lost)


def _rows_by_digest(rest: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, text in rest.items():
        found.setdefault(text_digest(bare(text)), []).append(row)
    return found


def _filled(rest: Mapping[int, str], kept: Imprint) -> list[int]:
    return [row for row, text in rest.items() if kept.state_of(text) == "filled"][:1]


def _took(rest: dict[int, str], rows: list[int]) -> bool:
    """Take the first of `rows` out of `rest` and out of the list; return whether there was one."""
    if not rows:
        return False
    del rest[rows.pop(0)]
    return True
