"""Writing small YAML files that people read: plain where YAML allows it, quoted where it must be."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import msgspec

from drafter.model.fact import Plain

MAY_START = frozenset("（《“”》）_")
"""With what a plain scalar may begin, besides letters and digits (see IS_PLAIN)."""
MARKS = frozenset(":#,[]{}&*!|>'\"%@`\\?")
"""Characters that mean something to YAML somewhere; text that holds one is quoted."""
ODD = frozenset("?\\*&!@`")
"""Of these, those that no sentence holds, only expressions: text that holds one is quoted everywhere."""
UNSAFE = r"\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff"
"""What YAML takes for a line break, or does not allow as it stands; Python calls none of it printable."""
IS_UNSAFE = f"[{UNSAFE}]"
IS_PLAIN = rf"[（《“”》）\w][^\x00-\x1f:#,\[\]{{}}&*!|>'\"%@`\\?{UNSAFE}]*(?<!\s)"
"""A plain scalar: begins with a letter, a digit or one of some marks, holds nothing that means something to YAML."""
LITERAL_LINE = rf"(?:[^\x00-\x1f\s{UNSAFE}](?:[^\x00-\x1f{UNSAFE}]*[^\x00-\x1f\s{UNSAFE}])?)?"
"""A line that a literal block can hold as it is."""
RESERVED = {"~", "null", "true", "false", "yes", "no", "on", "off"}
LONGEST_RESERVED = max(map(len, RESERVED))


def scalar(text: str) -> str:
    """Return `text` as a YAML scalar that reads back as the same text."""
    if is_plain(text) and (len(text) > LONGEST_RESERVED or text.lower() not in RESERVED):
        return text
    quoted = msgspec.json.encode(text).decode()
    return quoted if quoted.isprintable() else re.sub(IS_UNSAFE, _escape, quoted)


def block_scalar(text: str) -> str:
    """Return `text` as a scalar behind a key of its own line, where YAML allows more without quotes than in a list.

    The library's texts stand so: “举行会议{{ meetings }}次，……”.
    """
    starts = text[:1].isalnum() or text[:1] in MAY_START
    inside = ": " not in text and " #" not in text and text[-1:] not in (" ", ":") and ODD.isdisjoint(text)
    plain = text.isprintable() and starts and inside and text.lower() not in RESERVED
    return text if plain else scalar(text)


def is_plain(text: str) -> bool:
    """Return whether `text` may stand without quotes (IS_PLAIN).

    Printable texts, nearly all, are told without the expression: compiling it takes longer than writing a recipe.
    """
    if not text.isprintable():
        return re.fullmatch(IS_PLAIN, text) is not None
    starts = text[:1].isalnum() or text[:1] in MAY_START
    return starts and text[-1] != " " and MARKS.isdisjoint(text)


_key = functools.lru_cache(maxsize=256)(scalar)
"""The keys of mappings are the same few names."""


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def flow(value: Plain | Sequence[str]) -> str:
    """Return a value on one line: a scalar, ``[a, b]`` or ``{k: v}``."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {flow(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(flow(one) for one in value) + "]"


def is_literal(lines: Sequence[str]) -> bool:
    """Return whether the lines of a text can stand in a literal block (``|-``) as they are."""
    return bool(lines[0]) and bool(lines[-1]) and all(re.fullmatch(LITERAL_LINE, line) for line in lines)
