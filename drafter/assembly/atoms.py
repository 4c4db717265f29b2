"""A library text taken apart: which part of its source prints which part of what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from drafter.assembly.filling import Filler, Missing
from drafter.library.templates import Names, compile_text

TOKEN = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.S)
KEYWORD = re.compile(r"\{%-?\s*(\w+)")
BREAK = re.compile(r"(\n\n+)")
PARAGRAPH = "\n"
"""How the end of a paragraph prints here."""


class Atom(msgspec.Struct, frozen=True):
    """The smallest part that stays whole: a character, a tag with what it prints, or a tag that prints nothing."""

    source: str
    printed: str
    opens: bool = False
    """A tag that goes with what comes after it; another silent one goes with what comes before."""

    @property
    def is_tag(self) -> bool:
        """Whether it is more than a character."""
        return self.source.startswith("{") and len(self.source) > 1


def atoms_of(source: str, filler: Filler, names: Names) -> list[Atom]:
    """Return a text in atoms as it prints with the facts of `filler`; gaps print as gaps.

    Of branches that are not taken, and of loops, the whole is one atom.
    """
    tokens = [one for one in TOKEN.split(source) if one]
    return list(_Walk(filler, names).atoms(tokens))


def printed(atoms: Sequence[Atom]) -> str:
    """Return what atoms print."""
    return "".join(one.printed for one in atoms)


class _Walk:
    def __init__(self, filler: Filler, names: Names) -> None:
        self.filler, self.names = filler, names

    def atoms(self, tokens: Sequence[str]) -> Iterator[Atom]:
        at = 0
        while at < len(tokens):
            keyword = KEYWORD.match(tokens[at])
            if keyword is None or keyword[1] not in ("if", "for"):
                yield from self._token(tokens[at])
                at += 1
                continue
            end = _end_of(tokens, at)
            block = tokens[at : end + 1]
            yield from [self._whole("".join(block))] if keyword[1] == "for" else self._branches(block)
            at = end + 1

    def _token(self, token: str) -> Iterator[Atom]:
        if token.startswith("{{"):
            yield self._whole(token)
        elif token.startswith("{"):
            yield Atom(token, "")
        else:
            yield from _characters(token)

    def _whole(self, source: str) -> Atom:
        return Atom(source, self._printed(source))

    def _printed(self, source: str) -> str:
        pieces = self.filler.run(compile_text(source, self.names)).pieces
        text = "".join(self.filler.gap_text(one) if isinstance(one, Missing) else one for one in pieces)
        return BREAK.sub("\0", text).replace("\n", "").replace("\0", PARAGRAPH)

    def _branches(self, block: Sequence[str]) -> Iterator[Atom]:
        """Yield the atoms of the branch of an ``if`` that is taken, and all else as tags that print nothing."""
        marks = list(_own_marks(block))
        taken = self._taken(block, marks)
        if taken is None:
            yield Atom("".join(block), "")
            return
        start, stop = marks[taken] + 1, marks[taken + 1]
        yield Atom("".join(block[:start]), "", opens=True)
        yield from self.atoms(block[start:stop])
        yield Atom("".join(block[stop:]), "")

    def _taken(self, block: Sequence[str], marks: Sequence[int]) -> int | None:
        """Return which branch prints."""
        for number in range(len(marks) - 1):
            probe = [block[marks[one]] + (str(one) if one == number else "") for one in range(len(marks) - 1)]
            if self._printed("".join([*probe, block[-1]])):
                return number
        return None


def _characters(text: str) -> Iterator[Atom]:
    for part in BREAK.split(text):
        if BREAK.fullmatch(part):
            yield Atom(part, PARAGRAPH)
        else:
            yield from (Atom(one, "" if one == "\n" else one) for one in part)


def _depth(token: str) -> int:
    keyword = KEYWORD.match(token)
    if keyword is None:
        return 0
    return 1 if keyword[1] in ("if", "for") else -1 if keyword[1] in ("endif", "endfor") else 0


def _end_of(tokens: Sequence[str], start: int) -> int:
    depth = 0
    for at in range(start, len(tokens)):
        depth += _depth(tokens[at])
        if depth == 0:
            return at
    return len(tokens) - 1


def _own_marks(block: Sequence[str]) -> Iterator[int]:
    """Yield where if, elif, else and endif of the outermost level stand."""
    depth = 0
    for at, token in enumerate(block):
        before = depth
        depth += _depth(token)
        keyword = KEYWORD.match(token)
        outer = (before == 0 and depth == 1) or depth == 0
        between = keyword is not None and keyword[1] in ("elif", "else") and depth == 1
        if (outer and keyword is not None) or between:
            yield at
