"""Words that a text must hold for a regular expression to be worth trying on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST_FORMS = 48
"""How many forms of a piece are spelt out."""
NEVER = ("",)


def required_words(pattern: str) -> tuple[str, ...]:
    """Return words of which every match of `pattern` (or what stands around it) holds one; an empty one for none."""
    words = NEVER if "(?i" in pattern else _best(_pieces(parser.parse(pattern)))
    return tuple(dict.fromkeys(words))


def _pieces(sequence: Iterable[Any]) -> list[tuple[str, ...]]:
    """Return sets of words: of each, every match of a sequence holds one."""
    found: list[tuple[str, ...]] = []
    run: tuple[str, ...] = NEVER
    for code, value in sequence:
        forms = _forms(code, value)
        if forms is not None and len(run) * len(forms) <= MOST_FORMS:
            run = tuple(one + other for one in run for other in forms)
            continue
        found.append(run)
        run = forms or NEVER
        if forms is None:
            found += _inside(code, value)
    return [*found, run]


def _forms(code: Any, value: Any) -> tuple[str, ...] | None:
    """Return all that an element may match; None where that is too much to tell."""
    if code is codes.LITERAL:
        return (chr(value),)
    if code is codes.SUBPATTERN:
        return _all_forms(value[-1])
    if code is codes.BRANCH:
        branches = [_all_forms(one) for one in value[1]]
        forms = [form for one in branches for form in one or ()]
        return tuple(forms) if None not in branches and len(forms) <= MOST_FORMS else None
    if code is codes.IN and all(one is codes.LITERAL for one, _ in value) and len(value) <= MOST_FORMS:
        return tuple(chr(one) for _, one in value)
    if code is codes.MAX_REPEAT and value[:2] == (0, 1):
        once = _all_forms(value[2])
        return (*once, "") if once is not None else None
    return None


def _all_forms(sequence: Iterable[Any]) -> tuple[str, ...] | None:
    run: tuple[str, ...] = NEVER
    for code, value in sequence:
        forms = _forms(code, value)
        if forms is None or len(run) * len(forms) > MOST_FORMS:
            return None
        run = tuple(one + other for one in run for other in forms)
    return run


def _inside(code: Any, value: Any) -> list[tuple[str, ...]]:
    """Return the sets of words that an element of many forms needs."""
    if code is codes.SUBPATTERN:
        return _pieces(value[-1])
    if code is codes.ASSERT:
        return _pieces(value[1])
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[0] > 0:
        return _pieces(value[2])
    if code is codes.BRANCH:
        return [tuple(word for one in value[1] for word in _best(_pieces(one)))]
    return []


def _best(pieces: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words that are rarest by their look: long ones, and few."""
    return max(pieces, key=lambda words: (min(map(len, words), default=0), -len(words)), default=NEVER) or NEVER
