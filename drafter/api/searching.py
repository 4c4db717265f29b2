"""Finding blocks by words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from drafter.errors import UsageError
from drafter.library.finding import vocabulary_id
from drafter.library.searching import answers
from drafter.library.watching import Watch
from drafter.model.block import Card
from drafter.model.library import Library
from drafter.text.grams import folded, query_words

AROUND = 60
"""Characters of an excerpt."""
AT_LEAST = 40
"""So many blocks are looked at closely, however few are wanted."""
IN_USE = ("approved", "candidate")
STATUSES = ("approved", "candidate", "deprecated")


class Narrowed(msgspec.Struct, frozen=True, kw_only=True):
    """Which blocks are looked at. Names may be ids or Chinese titles; empty ones do not restrict."""

    theme: str = ""
    tag: str = ""
    act: str = ""
    kind: str = ""
    by: str = ""
    """Who speaks."""
    level: str = ""
    status: str = ""
    """Empty: all that are in use, deprecated ones left out."""
    as_of: date | None = None
    """Only blocks all of whose formulations are right on the day."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A block that answers a query."""

    block: str
    card: Card
    score: float
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    """The stretches of the excerpt that the query asks for, or that say the same in other words."""


def search(
    library: Library, words: str, narrowed: Narrowed | None = None, *, limit: int = 20, watch: Watch[str] | None = None
) -> tuple[Hit, ...]:
    """Return the blocks that answer a query, the best first, `limit` at most.

    `watch` is shown the progress where blocks are indexed anew. Raises UsageError for a query without words,
    NotFoundError for an unknown theme, act, kind, speaker, level or status.
    """
    if not query_words(words):
        raise UsageError(f"“{words}”里没有可以找的字", hint="写一两个词，如 drafter sections search 预算 绩效")
    asked = narrowed or Narrowed()
    statuses = _statuses(asked.status)
    allowed = allowed_by(library, asked)
    found = answers(library, words, allowed, statuses, max(limit, AT_LEAST), watch)
    return tuple(
        Hit(block=one.block, card=library.cards[one.block], score=round(one.score, 3), excerpt=text, marks=marks)
        for one in found[:limit]
        for text, marks in [_excerpt(one.text, one.marks)]
    )


def _statuses(status: str) -> tuple[str, ...]:
    if status and status not in STATUSES:
        raise UsageError(f"没有状态“{status}”", hint=f"可以写：{'、'.join(STATUSES)}")
    return (status,) if status else IN_USE


def allowed_by(library: Library, asked: Narrowed) -> Callable[[str], bool] | None:
    """Return what says whether a block is looked at; None where all are. Raises NotFoundError for unknown names."""
    named = {
        "themes": asked.theme, "acts": asked.act, "kinds": asked.kind, "speakers": asked.by, "levels": asked.level,
    }  # fmt: skip
    ids = {family: vocabulary_id(library.taxonomy, family, word) for family, word in named.items()}
    if not any(ids.values()) and not asked.tag and asked.as_of is None:
        return None
    day = asked.as_of
    wordless = {name for name in library.terms.families if day and library.terms.wording(name, day) is None}

    def allowed(name: str) -> bool:
        card = library.cards[name]
        suits = ((card.kinds, ids["kinds"]), (card.by, ids["speakers"]), (card.levels, ids["levels"]))
        return (
            ids["themes"] in ("", card.theme)
            and (not ids["acts"] or ids["acts"] in card.acts)
            and (not asked.tag or asked.tag in card.tags)
            and all(not wanted or not given or wanted in given for given, wanted in suits)
            and (day is None or any(one.right_on(day, wordless) for one in library.traits[name].values()))
        )

    return allowed


def _excerpt(sentence: str, wanted: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a piece of a sentence with the first of the `wanted` in it, and where they stand in the piece."""
    sentence = " ".join(sentence.split())
    pattern = re.compile("|".join(map(re.escape, wanted)) or "(?!)")
    first = pattern.search(folded(sentence))
    start = max(first.start() - AROUND // 3, 0) if first and len(sentence) > AROUND else 0
    text = sentence[start : start + AROUND]
    text = ("…" if start else "") + text + ("…" if start + AROUND < len(sentence) else "")
    return text, tuple(found.span() for found in pattern.finditer(folded(text)))


def near_tags(library: Library, words: str) -> tuple[str, ...]:
    """Return tags of the library that share characters with what was looked for, the nearest first, three at most."""
    tags = {tag for card in library.cards.values() for tag in card.tags}
    letters = set("".join(query_words(words)))
    shared = sorted(((len(set(tag) & letters) / len(tag), tag) for tag in tags), reverse=True)
    return tuple(tag for share, tag in shared[:3] if share >= 0.5)
