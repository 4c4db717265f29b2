"""An edited file against the draft that it was: what became of each passage, and which gaps were filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from drafter.assembly.values import WrongValue, read_value
from drafter.model.absorbing import Absorbed, Disputed, Fate, FilledFact, FrameFate, PassageFate
from drafter.model.draft import Draft
from drafter.model.fact import FactSpec
from drafter.roundtrip.aligning import NEW, Alignment, Marked, align
from drafter.roundtrip.filled import fills, fills_among_changes
from drafter.roundtrip.matching import in_order
from drafter.roundtrip.originals import Piece, original
from drafter.text.imprints import bare


class Edited(msgspec.Struct, frozen=True, kw_only=True):
    """What was read from an edited file."""

    rows: tuple[str, ...]
    """Its paragraphs that hold text, contents aside."""
    numbers: tuple[int, ...]
    """Of each, which paragraph of the file it is, from 1."""
    marked: Mapping[str, Marked]
    """Where bookmarks put the passages, by slot, in `rows`."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the library and the draft say of facts and blocks."""

    specs: Mapping[str, FactSpec]
    labels: Mapping[str, str]
    """Of the draft's gaps, by fact."""
    titles: Mapping[str, str]
    """Of blocks, by id."""


def absorb(draft: Draft, edited: Edited, known: Known) -> Absorbed:
    """Return what became of a draft in an edited file."""
    return _Comparison(draft, edited, known).result()


class _Stretch(msgspec.Struct, frozen=True):
    """What one segment has in one edited paragraph."""

    row: int
    start: int
    text: str


class _Comparison:
    def __init__(self, draft: Draft, edited: Edited, known: Known) -> None:
        self.draft, self.edited, self.known = draft, edited, known
        self.rows = original(draft)
        self.segments = [one for row in self.rows for one in row]
        self.own: dict[str, list[int]] = defaultdict(list)
        """The numbers of the segments of each passage, by slot."""
        for number, one in enumerate(self.segments):
            if one.is_passage:
                self.own[one.slot].append(number)
        self.alignment = align(self.rows, edited.rows, edited.marked)
        self.found: dict[int, list[_Stretch]] = defaultdict(list)
        self.new: list[_Stretch] = []
        for stretch, segment in _stretches(self.alignment, edited.rows):
            (self.new if segment == NEW else self.found[segment]).append(stretch)
        self.values: dict[str, dict[str, str]] = defaultdict(dict)
        """What was filled in, by fact: the value as read, and as typed."""
        self.disputed: list[Disputed] = []

    def result(self) -> Absorbed:
        moved = self._moved()
        passages = [self._passage(pick.slot, pick.block, pick.slot in moved) for pick in self.draft.picks]
        frame = tuple(self._frame())
        return Absorbed(
            passages=tuple(passages) + tuple(self._new()),
            frame=frame,
            facts=self._facts(),
            disputed=tuple(self.disputed),
            joined=tuple(self._joined()),
            rows=self.edited.rows,
        )

    # ── passages

    def _passage(self, slot: str, block: str, moved: bool) -> PassageFate:
        own = self.own[slot]
        before = "\n".join(self.segments[one].text for one in own)
        rows = self._rows_of(own)
        after = "\n".join(rows.values())
        filled = self._filled(own, list(rows.values()))
        return PassageFate(
            slot=slot,
            block=block,
            title=self.known.titles.get(block, ""),
            change=self._fate(own, list(rows.values()), moved=moved),
            moved=moved and bool(rows),
            before=before,
            after=after,
            facts=tuple(self._fact(*one) for one in filled),
            place=self.edited.numbers[next(iter(rows))] if rows else 0,
            behind=self._behind(self._first_place(own) or (0, 0), slot),
        )

    def _rows_of(self, own: Sequence[int]) -> dict[int, str]:
        """Return what segments have in the edited paragraphs, by paragraph in the order of the file."""
        found: dict[int, str] = {}
        for stretch in sorted((one for number in own for one in self.found.get(number, ())), key=_place):
            found[stretch.row] = found.get(stretch.row, "") + stretch.text
        return {row: text for row, text in found.items() if text.strip()}

    def _fate(self, own: Sequence[int], after: Sequence[str], *, moved: bool) -> Fate:
        before = [self.segments[one].text for one in own]
        if not after and any(bare(one) for one in before):
            return "deleted"
        if [bare(one) for one in before] == [bare(one) for one in after]:
            return "moved" if moved else "unchanged"
        if len(before) == len(after):
            pairs = zip(own, after, strict=True)
            if all(fills(self.segments[one].pieces, text) is not None for one, text in pairs):
                return "moved" if moved else "filled"
        return "edited"

    def _filled(self, own: Sequence[int], after: Sequence[str]) -> list[tuple[str, str]]:
        pieces = [self.segments[one].pieces for one in own]
        if not after or not any(piece.fact for each in pieces for piece in each):
            return []
        if len(pieces) == len(after):
            each = [fills(one, text) for one, text in zip(pieces, after, strict=True)]
            if all(one is not None for one in each):
                return [pair for one in each for pair in one or ()]
        whole = [piece for number, one in enumerate(pieces) for piece in (*([Piece("\n")] if number else []), *one)]
        types = {name: self._spec(name)[1] for name in {piece.fact for piece in whole if piece.fact}}
        return fills_among_changes(whole, "\n".join(after), types)

    # ── facts

    def _spec(self, fact: str) -> tuple[FactSpec | None, str]:
        """Return what is known of a fact, and the type of its value; a field named date is a date."""
        name, _, field = fact.partition(".")
        spec = self.known.specs.get(name)
        if spec is None:
            return None, "text"
        return spec, ("date" if field == "date" else "text") if field else spec.type

    def _fact(self, fact: str, value: str) -> FilledFact:
        label = self.known.labels.get(fact, fact)
        spec = self._spec(fact)[0]
        try:
            field = fact.partition(".")[2]
            read = read_value({field: value} if field else value, spec) if spec else None
        except WrongValue as wrong:
            self.disputed.append(Disputed(fact=fact, label=label, value=value, why=str(wrong)))
        else:
            if read is not None:
                self.values[fact].setdefault(repr(read), value)
        return FilledFact(fact=fact, label=label, value=value)

    def _facts(self) -> dict[str, str]:
        """Return the facts that are filled alike wherever they are."""
        found = {}
        for fact, values in self.values.items():
            first, *others = values.values()
            if not others:
                found[fact] = first
                continue
            why = f"几处填的不一样：{'、'.join(values.values())}"
            label = self.known.labels.get(fact, fact)
            self.disputed.append(Disputed(fact=fact, label=label, value=first, why=why))
        return found

    # ── order

    def _moved(self) -> set[str]:
        """Return the slots of the passages that stand in another order than they were written in."""
        units: list[tuple[tuple[int, int], str]] = []
        done: set[str] = set()
        for number, segment in enumerate(self.segments):
            name = segment.slot if segment.is_passage else f"\0{number}"
            place = self._first_place(self.own[segment.slot] if segment.is_passage else [number])
            if name not in done and place is not None:
                units.append((place, name))
                done.add(name)
        stay = in_order([place for place, _ in units])
        return {name for number, (_, name) in enumerate(units) if number not in stay and not name.startswith("\0")}

    def _first_place(self, own: Sequence[int]) -> tuple[int, int] | None:
        """Return where the longest stretch of some segments stands."""
        found = [one for number in own for one in self.found.get(number, ()) if one.text.strip()]
        longest = max(found, key=lambda one: (len(one.text), -one.row), default=None)
        return _place(longest) if longest else None

    # ── outside of passages

    def _frame(self) -> Iterator[FrameFate]:
        for number, one in enumerate(self.segments):
            if one.is_passage:
                continue
            after = "\n".join(self._rows_of([number]).values())
            for pair in self._filled([number], [after]) if after else ():
                self._fact(*pair)
            if bare(after) != bare(one.text):
                yield FrameFate(slot=one.slot, kind=one.kind, before=one.text, after=after)

    def _new(self) -> Iterator[PassageFate]:
        """Yield what is new, neighbouring paragraphs together."""
        groups: list[list[_Stretch]] = []
        for one in sorted(self.new, key=_place):
            if groups and one.row == groups[-1][-1].row + 1:
                groups[-1].append(one)
            else:
                groups.append([one])
        for group in groups:
            text = "\n".join(one.text for one in group)
            if text.strip():
                yield PassageFate(
                    slot="",
                    block="",
                    title="",
                    change="new",
                    moved=False,
                    before="",
                    after=text,
                    place=self.edited.numbers[group[0].row],
                    behind=self._behind(_place(group[0])),
                )

    def _behind(self, place: tuple[int, int], own: str = "") -> str:
        """Return what stands last before a place in the edited file: another slot, a section, or a line's text."""
        before = [
            (_place(stretch), segment.slot if segment.is_passage or segment.kind == "heading" else segment.text)
            for number, segment in enumerate(self.segments)
            for stretch in self.found.get(number, ())
            if _place(stretch) < place and stretch.text.strip() and (not own or segment.slot != own)
        ]
        return max(before, default=((0, 0), ""))[1]

    def _joined(self) -> Iterator[str]:
        """Yield the slots of the passages that begin inside a paragraph, and had one of their own."""
        for number, segment in enumerate(self.segments):
            stretches = self.found.get(number, ())
            alone = number == 0 or self.segments[number - 1].row != segment.row
            first = segment.is_passage and number == self.own[segment.slot][0]
            if first and alone and stretches and min(stretches, key=_place).start > 0:
                yield segment.slot


def _place(one: _Stretch) -> tuple[int, int]:
    return one.row, one.start


def _stretches(alignment: Alignment, rows: Sequence[str]) -> Iterator[tuple[_Stretch, int]]:
    """Yield the parts of the edited paragraphs as they stand there, white space included, each with its segment."""
    for row, parts in enumerate(alignment.parts):
        places = [at for at, letter in enumerate(rows[row]) if not letter.isspace()]
        for number, part in enumerate(parts):
            start = places[part.start] if number and part.start < len(places) else 0 if not number else len(rows[row])
            end = len(rows[row]) if number == len(parts) - 1 or part.end >= len(places) else places[part.end]
            if end > start:
                yield _Stretch(row, start, rows[row][start:end]), part.segment


def marked_rows(marked: Mapping[str, tuple[int, int]], numbers: Sequence[int]) -> dict[str, Marked]:
    """Return the places of bookmarks (paragraphs of the file, from 1) as places among the rows that hold text."""
    found = {}
    for slot, (first, last) in marked.items():
        inside = [row for row, number in enumerate(numbers) if first <= number <= last]
        if inside:
            found[slot] = Marked(inside[0], inside[-1])
    return found
