"""Regular expressions over Chinese characters that compile fast."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

HAN = r"[^\x00-\u00ff\u2000-\u206f\u2100-\u27bf\u3000-\u303f\uff00-\uffef]"
"""One Chinese character: nothing Latin (of either width), no digit, no mark of punctuation, no symbol."""
IN_BRACKETS = re.compile(r"\[一-龥([^\]]*)\]")


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled, in which ``一-龥`` at the start of brackets stands for every Chinese character.

    Written as a range, each pair of brackets costs Python 3.11 a loop over 20,000 characters when the pattern is
    compiled: with some fifty of them more than the reading of a speech.
    """
    return re.compile(IN_BRACKETS.sub(_spelt, pattern))


class Sparse:
    """A pattern that is tried only where a cheap sign of it stands.

    It finds what the pattern alone would find. Python tries a pattern with several forms at every character of a
    text; a search for single characters, or for words, is ten times as fast. No match may be empty.
    """

    def __init__(self, sign: str, pattern: str, before: Sequence[int] = (0,)) -> None:
        """Every match begins where a match of `sign` does, or so many characters `before` that."""
        self._sign = re.compile(sign)
        self._match = compiled(pattern).match
        self._before = before

    def _places(self, text: str) -> Iterable[int]:
        if self._before == (0,):
            return (found.start() for found in self._sign.finditer(text))
        places: set[int] = set()
        found = self._sign.search(text)
        while found:
            start = found.start()
            places.update(start - before for before in self._before if start >= before)
            found = self._sign.search(text, start + 1)  # signs may overlap
        return sorted(places)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches, none overlapping another."""
        end = 0
        for start in self._places(text):
            if start >= end and (found := self._match(text, start)):
                end = found.end()
                yield found

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match."""
        return next(self.finditer(text), None)

    def sub(self, replaced: Callable[[re.Match[str]], str], text: str) -> str:
        """Return the text with every match replaced."""
        pieces, end = [], 0
        for found in self.finditer(text):
            pieces += [text[end : found.start()], replaced(found)]
            end = found.end()
        return "".join([*pieces, text[end:]]) if pieces else text


def _spelt(found: re.Match[str]) -> str:
    return f"(?:{HAN}|[{found[1]}])" if found[1] else HAN
