"""What a text is indexed by so that Chinese words of any length are found: pairs of characters, and whole Latin words.

No dictionary decides what a word is: 监督 is the pair 监督, 常委会 is 常委 and 委会, and a single character is the
beginning of a pair, or the last of its run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import add

RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]+|[0-9a-z]+")
"""A run of Chinese characters, or of Latin letters and digits; all else parts."""
ASKING = re.compile(
    r"(?:怎么样?|怎样|如何|咋)(?:来|去)?(?:讲|说|写|谈)?|(?:讲|说|写|谈)(?:一|几)(?:段|下|句)|关于|有关|对于|有没有|哪些|什么"
    r"|(?:的)?(?:话|内容|段落|素材|材料|表述|方面|部分)$|的|了|呢|吗"
)
"""What a query says besides the words that are looked for."""


FOLDED = {
    **{code: code + 32 for code in range(ord("A"), ord("Z") + 1)},
    **{code + 0xFEE0: code for code in range(ord("!"), ord("~") + 1)},
    **{code + 0xFEE0: code + 32 for code in range(ord("A"), ord("Z") + 1)},
}
"""Capitals, and the wide forms of Latin letters, digits and marks, as what they are looked for by."""


def folded(text: str) -> str:
    """Return a text as it is looked for, of the same length: Latin letters small, wide forms narrow."""
    return text if text.isascii() and text.islower() else text.translate(FOLDED)


def grams(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text, the last character of each run, and its Latin words."""
    found: list[str] = []
    for run in RUN.findall(folded(text)):
        if run.isascii():
            found.append(run)
        else:
            found += map(add, run, run[1:])
            found.append(run[-1])
    return found


def query_words(query: str) -> list[str]:
    """Return the words that a query looks for, each once, in their order; those that only ask are left out."""
    kept = [part for one in query.split() for part in _told(one)]
    words = [run for one in kept or [query] for run in RUN.findall(folded(one))]
    return list(dict.fromkeys(words))


def _told(word: str) -> Iterator[str]:
    """Yield what a word of a query tells, parted by what only asks; all of it where nothing else is left."""
    parts = [part for part in ASKING.split(word) if part]
    yield from parts or [word]


def word_grams(word: str) -> list[str]:
    """Return by what a word is found: its pairs; itself, where it is one character or Latin."""
    if len(word) == 1 or word.isascii():
        return [word]
    return list(dict.fromkeys(map(add, word, word[1:])))
