"""What is worked out from a block's texts once, when its file is read."""

from collections.abc import Set
from datetime import date

import msgspec


class Traits(msgspec.Struct, frozen=True, array_like=True):
    """Of one act of a block."""

    valid_from: date | None
    """The latest first day among the terms in the text."""
    valid_until: date | None
    """The earliest last day among the terms in the text."""
    families: tuple[str, ...]
    """The changing formulations it uses by reference; it is valid only where each has a wording."""
    sentences: tuple[str, ...]
    """Fingerprints of its sentences, to keep one from standing twice in a draft."""
    barred: tuple[str, ...]
    """Levels whose congress cannot do what the text says (taxonomy: levels, cannot)."""
    facts: tuple[str, ...]
    """The figures that it prints; two passages of a draft should not print the same."""
    hash: str
    """Of its source text, 12 hex digits; a recipe compares it."""
    sketch: tuple[int, ...] = ()
    """A sample of its runs of characters (text.shingles), by which near-duplicates and old speeches are known."""

    def right_on(self, day: date, wordless: Set[str]) -> bool:
        """Return whether all formulations are right on a day; `wordless` are the families that have none then."""
        begun = self.valid_from is None or self.valid_from <= day
        lasts = self.valid_until is None or day <= self.valid_until
        return begun and lasts and wordless.isdisjoint(self.families)
