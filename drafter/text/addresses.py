"""What in a Chinese text is not Chinese prose: addresses, links, code, character entities."""

from __future__ import annotations

import re

BLANK = "〓"
"""Stands for each character of an address: neither a Chinese character nor a letter, digit or mark."""
SIGNS = ("://", "www.", "@", "](", "`", "&")
ADDRESS = re.compile(
    r"(?:https?|ftp)://[\x21-\x7e]+|www\.[\x21-\x7e]+|[\w.+-]+@[A-Za-z0-9.-]+|!?\[[^\]\n]*\]\([^)\n]*\)|`[^`\n]*`|&#?\w{1,8};",
    re.ASCII,
)


def without_addresses(text: str) -> str:
    """Return a text of the same length in which addresses, Markdown links, code and entities are blanked."""
    if not any(sign in text for sign in SIGNS):
        return text
    return ADDRESS.sub(lambda found: BLANK * len(found[0]), text)
