"""Imprints: how a text is known again without keeping it, also where only its gaps were filled.

White space does not count: programs change it when they save a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from drafter.text.digests import blake2b

State = Literal["unchanged", "filled", "edited"]
HASH_BYTES = 6
Piece = tuple[int, str]
"""The length in characters and the hash of a stretch of text between two gaps."""


class Imprint(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a text."""

    hash: str
    """12 hex digits, or the first of them where no more is known."""
    length: int = 0
    """In characters, white space aside; 0 where it is not known."""
    pieces: tuple[Piece, ...] = ()
    """Of a text with gaps: what stands before, between and after them."""

    def state_of(self, text: str) -> State:
        """Return what became of the text: as it was, only its gaps filled, or edited."""
        words = bare(text)
        if text_digest(words).startswith(self.hash):
            return "unchanged"
        return "filled" if self.pieces and _holds(words, self.pieces) else "edited"


def bare(text: str) -> str:
    """Return `text` without white space."""
    return "".join(text.split())


def text_digest(words: str) -> str:
    """Return 12 hex digits that tell whether `words`, which are bare, are the same."""
    return blake2b(words.encode(errors="surrogatepass"), digest_size=HASH_BYTES).hexdigest()


def imprint(parts: Iterable[tuple[str, bool]]) -> Imprint:
    """Return the imprint of a text given in parts, each with whether it is a gap."""
    pieces = [""]
    whole = ""
    for text, is_gap in parts:
        words = bare(text)
        whole += words
        if is_gap:
            pieces.append("")
        else:
            pieces[-1] += words
    kept = tuple((len(one), text_digest(one)) for one in pieces) if len(pieces) > 1 else ()
    return Imprint(hash=text_digest(whole), length=len(whole), pieces=kept)


def _holds(words: str, pieces: tuple[Piece, ...]) -> bool:
    """Return whether `words` begin with the first piece, end with the last, and hold the others between, in order."""
    (first, first_hash), *middle, (last, last_hash) = pieces
    if len(words) < sum(length for length, _ in pieces):
        return False
    end = len(words) - last
    if text_digest(words[:first]) != first_hash or text_digest(words[end:]) != last_hash:
        return False
    place = first
    for piece in middle:
        found = _find(words, piece, place, end)
        if found < 0:
            return False
        place = found + piece[0]
    return place <= end


def _find(words: str, piece: Piece, start: int, end: int) -> int:
    """Return where a piece stands first between `start` and `end`; -1 for nowhere."""
    length, digest = piece
    places = range(start, end - length + 1)
    return next((place for place in places if text_digest(words[place : place + length]) == digest), -1)
