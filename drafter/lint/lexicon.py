"""All words that any rule looks for, found in one pass over a text whose cost does not depend on their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ahocorasick


class Lexicon:
    """An Aho–Corasick automaton over the words of all rules."""

    def __init__(self, words: Iterable[str]) -> None:
        """Build the automaton; empty words are left out."""
        self._automaton = ahocorasick.Automaton()
        for word in words:
            if word:
                self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def hits(self, text: str) -> Mapping[str, list[int]]:
        """Return where each word that `text` holds begins, in ascending order; words may overlap."""
        found: dict[str, list[int]] = {}
        if len(self._automaton):
            for last, word in self._automaton.iter(text):
                found.setdefault(word, []).append(last - len(word) + 1)
        return found
