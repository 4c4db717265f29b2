"""Cutting text into sentences, and comparing them."""

from __future__ import annotations

import re

_SENTENCE = r"[^。！？\n]*[。！？]+[”’）》]*|[^。！？\n]+"
_NO_WORD = r"[\W_]+"
SHORTEST_COMPARED = 12
"""Shorter sentences (“下面，我讲三点意见”) may stand twice in a text."""


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, each with its end mark, white space trimmed."""
    return [found.strip() for found in re.findall(_SENTENCE, text) if found.strip()]


def fingerprint(sentence: str) -> str:
    """Return `sentence` without punctuation and white space, so that only its words count."""
    return re.sub(_NO_WORD, "", sentence)


def sentence_keys(text: str) -> frozenset[str]:
    """Return the fingerprints of all sentences of `text` long enough to be recognised as repeated."""
    keys = (fingerprint(sentence) for sentence in sentences(text))
    return frozenset(key for key in keys if len(key) >= SHORTEST_COMPARED)
