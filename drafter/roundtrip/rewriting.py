"""Changed wording taken back into the texts of a block: what a person typed goes in, tags and facts stay tags.

The printed passage is compared with the edited one character by character; each character, and each tag with all it
prints, knows which part of the block's source it comes from. Whether the result prints the edited text again is for
the caller to see: it drafts with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from drafter.assembly.atoms import PARAGRAPH, Atom, atoms_of, printed
from drafter.assembly.filling import Filler
from drafter.library.templates import Names
from drafter.model.block import Block, Measure

EMPTY_BRANCH = re.compile(r"\{%-?\s*if[^%]*%\}\s*\{%-?\s*endif\s*-?%\}")
Key = str | int
At = tuple[Key, ...]
"""Where a text stands in a block's file: ("text", "require", "how", 0, "lead")."""


class Printed(msgspec.Struct, frozen=True):
    """How a block prints in one slot."""

    acts: tuple[str, ...]
    moves: tuple[str, ...]
    leads: tuple[str, ...]
    """The leads that its form prints, by their names; none where the slot prints none."""


class Typed(msgspec.Struct, frozen=True):
    """A text of a block as it is to be, and which of its characters a person typed."""

    source: str
    typed: tuple[tuple[int, int], ...]
    """From where to before where in `source`."""


class _Unit(msgspec.Struct, frozen=True):
    field: At | None
    """None for what is no text of the block: ordinals, marks between measures."""
    atom: Atom
    start: int
    """In the printed passage."""


def fields(block: Block, how: Printed) -> Iterator[tuple[At, str]]:
    """Yield the texts that a block prints in a slot, in their order."""
    for name in how.leads:
        if name in block.leads:
            yield ("leads", name), block.leads[name]
    for act in how.acts:
        moves = block.passage(act)
        for move in how.moves:
            if move not in moves:
                continue
            text = moves[move]
            if isinstance(text, str):
                yield ("text", act) if isinstance(block.text[act], str) else ("text", act, move), text
            else:
                yield from _measures(("text", act, move), text)


def _measures(at: At, measures: Sequence[Measure]) -> Iterator[tuple[At, str]]:
    for number, one in enumerate(measures):
        yield (*at, number, "lead"), one.lead
        yield (*at, number, "text"), one.text


def rewritten(
    texts: Sequence[tuple[At, str]], before: str, after: str, filler: Filler, names: Names
) -> dict[At, Typed] | None:
    """Return the texts of a block that must change so that it prints `after` where it printed `before`.

    None where a text is not found in what was printed. A measure whose words are all gone has an empty source.
    """
    units = _units(texts, before, filler, names)
    if units is None:
        return None
    made = _Rewriter(units, before, after).made()
    return {at: made[at] for at, source in texts if at in made and made[at].source != source.strip("\n")}


def _units(texts: Sequence[tuple[At, str]], before: str, filler: Filler, names: Names) -> list[_Unit] | None:
    """Return the printed passage as units; None where a text is not found in it."""
    units: list[_Unit] = []
    place = 0
    for at, source in texts:
        atoms = atoms_of(source.strip("\n"), filler, names)
        start = before.find(printed(atoms), place)
        if start < 0:
            atoms = _without_full_stop(atoms)
            start = before.find(printed(atoms), place)
        if start < 0 and at[0] == "leads":
            continue  # it prints in the heading of its section
        if start < 0:
            return None
        units += _frame(before, place, start)
        for atom in atoms:
            units.append(_Unit(at, atom, start))
            start += len(atom.printed)
        place = start
    return [*units, *_frame(before, place, len(before))]


def _frame(before: str, start: int, stop: int) -> Iterator[_Unit]:
    return (_Unit(None, Atom(before[at], before[at]), at) for at in range(start, stop))


def _without_full_stop(atoms: Sequence[Atom]) -> list[Atom]:
    """Return atoms whose last mark does not print: between measures a semicolon stands in its place."""
    last = max((number for number, one in enumerate(atoms) if one.printed), default=-1)
    if last < 0 or atoms[last].printed != "。":
        return list(atoms)
    return [*atoms[:last], Atom("。", "", opens=True), *atoms[last + 1 :]]


class _Rewriter:
    def __init__(self, units: Sequence[_Unit], before: str, after: str) -> None:
        self.units, self.before, self.after = units, before, after
        self.kept = self._kept()
        self.sources: dict[At, str] = {}
        self.typed: dict[At, list[tuple[int, int]]] = {}
        self.printing: set[At] = set()
        """The texts of which anything prints."""
        self.done = 0
        """So many units are behind us."""

    def _kept(self) -> dict[int, int]:
        """Return which units still stand in the edited text, by where they begin there."""
        matcher = SequenceMatcher(None, self.before, self.after, autojunk=False)
        place = {
            first + step: start + step for first, start, size in matcher.get_matching_blocks() for step in range(size)
        }
        kept: dict[int, int] = {}
        for number, unit in enumerate(self.units):
            length = len(unit.atom.printed)
            start = place.get(unit.start, -1)
            if length and all(place.get(unit.start + step) == start + step for step in range(length)):
                kept[start] = number
        return kept

    def made(self) -> dict[At, Typed]:
        """Return all texts as they are to be."""
        at = 0
        while at < len(self.after):
            number = self.kept.get(at)
            if number is None:
                self._close()
                self._type(self._home(at), self.after[at])
                at += 1
            else:
                at += self._keep(number)
        self._pass(len(self.units))
        return {
            field: Typed(self._source(field), tuple(self.typed.get(field, ())))
            for field in dict.fromkeys(unit.field for unit in self.units)
            if field is not None
        }

    def _source(self, field: At) -> str:
        source = self.sources.get(field, "") if field in self.printing else ""
        return EMPTY_BRANCH.sub("", source) if "{%" in source else source

    def _keep(self, number: int) -> int:
        """Take over a unit that still stands there; return how many characters it prints."""
        self._pass(number)
        unit = self.units[number]
        self._emit(unit.field, unit.atom.source, prints=True)
        self.done = number + 1
        return len(unit.atom.printed)

    def _pass(self, number: int) -> None:
        """Leave out the units before one, but for tags that print nothing."""
        for unit in self.units[self.done : number]:
            if not unit.atom.printed:
                self._emit(unit.field, unit.atom.source)
        self.done = max(self.done, number)

    def _close(self) -> None:
        """Take over the tags that go with what stands before them: what is typed now comes after."""
        while self.done < len(self.units):
            unit = self.units[self.done]
            if unit.atom.printed or unit.atom.opens:
                return
            self._emit(unit.field, unit.atom.source)
            self.done += 1

    def _home(self, at: int) -> At | None:
        """Return the text into which a typed character goes: that of what stands before it, else of what follows."""
        before = self.units[self.done - 1].field if self.done else None
        following = next((self.kept[one] for one in range(at, len(self.after)) if one in self.kept), None)
        after = self.units[following].field if following is not None else None
        if (
            self.after[at] == PARAGRAPH
        ):  # an end of a paragraph between two texts opens the second: Jinja keeps it there
            return after or before or self._nearest()
        return before or after or self._nearest()

    def _nearest(self) -> At | None:
        """Return the text before where we are, else the one behind it."""
        before = [unit.field for unit in self.units[: self.done] if unit.field is not None]
        after = [unit.field for unit in self.units[self.done :] if unit.field is not None]
        return before[-1] if before else after[0] if after else None

    def _emit(self, field: At | None, source: str, *, prints: bool = False) -> None:
        if field is not None:
            self.sources[field] = self.sources.get(field, "") + source
            if prints:
                self.printing.add(field)

    def _type(self, field: At | None, letter: str) -> None:
        if field is None:
            return
        text = "\n\n" if letter == PARAGRAPH else letter
        start = len(self.sources.get(field, ""))
        self._emit(field, text, prints=True)
        spans = self.typed.setdefault(field, [])
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], start + len(text))
        else:
            spans.append((start, start + len(text)))
