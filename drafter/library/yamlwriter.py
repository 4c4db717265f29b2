"""Writing small YAML files that people read: plain where YAML allows it, quoted where it must be."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from drafter.model.fact import Plain

PLAIN = re.compile(r"[\w（《“”》）一-鿿][^\x00-\x1f:#,\[\]{}&*!|>'\"%@`\\?]*")
UNSAFE = re.compile(r"[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML takes for a line break, or does not allow as it stands."""
RESERVED = {"", "~", "null", "true", "false", "yes", "no", "on", "off"}


def scalar(text: str) -> str:
    """Return `text` as a YAML scalar that reads back as the same text."""
    if PLAIN.fullmatch(text) and not UNSAFE.search(text) and text == text.strip() and text.lower() not in RESERVED:
        return text
    return UNSAFE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def flow(value: Plain | Sequence[str]) -> str:
    """Return a value on one line: a scalar, ``[a, b]`` or ``{k: v}``."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(one)}" for key, one in value.items()) + "}"
    return "[" + ", ".join(flow(one) for one in value) + "]"
