"""Writing small YAML files that people read: plain where YAML allows it, quoted where it must be."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from drafter.model.fact import Plain

STARTS = "（《“”》）_"
"""Marks with which a plain scalar may begin, besides letters and digits."""
MARKED = re.compile("[\x00-\x1f:#,\\[\\]{}&*!|>'\"%@`\\\\?]")
"""Characters that mean something to YAML somewhere; text that holds one is quoted."""
UNSAFE = re.compile(r"[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML takes for a line break, or does not allow as it stands."""
RESERVED = {"", "~", "null", "true", "false", "yes", "no", "on", "off"}


def scalar(text: str) -> str:
    """Return `text` as a YAML scalar that reads back as the same text."""
    if text and text.lower() not in RESERVED and text == text.strip() and _is_plain(text):
        return text
    return UNSAFE.sub(_escape, msgspec.json.encode(text).decode())


def _is_plain(text: str) -> bool:
    return (text[0].isalnum() or text[0] in STARTS) and not MARKED.search(text) and not UNSAFE.search(text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def flow(value: Plain | Sequence[str]) -> str:
    """Return a value on one line: a scalar, ``[a, b]`` or ``{k: v}``."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(flow(one) for one in value) + "]"
