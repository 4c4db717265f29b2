"""Which known word a mistyped one most likely means."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Return up to `count` of the `known` words that look like `word`, the likest first."""
    from difflib import get_close_matches

    ordered = sorted(set(known))
    containing = [name for name in ordered if len(word) > 1 and word in name]
    close = get_close_matches(word, ordered, n=count, cutoff=0.5)
    return list(dict.fromkeys(close + containing))[:count]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a Chinese hint that names the nearest known word, or an empty text."""
    found = nearest(word, known)
    return f"是否想写“{found[0]}”？" if found else ""
