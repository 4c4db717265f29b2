"""Meeting sheets of the plainest kind, read without a YAML parser: importing one costs a tenth of a draft.

Read here: lines `key: value`, `key: [a, b]`, `key: {k: v}`, lists of such items, comments; nothing quoted. Anything
else is left to YAML, and so is every mistake. What is read here means the same in YAML; a test holds both together.
"""

from __future__ import annotations

import re

from drafter.model.fact import Plain

TEXT = re.compile(r"[^\x00-/:-@\[-`{-\x7f][^\x00-\x1f!-$&'*,:-@\[-^`{-\x7f]*")
"""A plain scalar that no YAML takes for anything else: no mark of YAML in it, none at its start."""
LONGEST_KEY = 100
"""Characters; YAML has a limit of its own, far above."""
LONGEST = 100_000
"""Characters of a sheet; a longer one is not hurried."""
Item = str | dict[str, str]


class NotPlain(Exception):
    """The text needs a YAML parser."""


def read_plain(text: str) -> tuple[dict[str, Plain], dict[str, int]] | None:
    """Return the values of a sheet and the line of each key, counted from 1; None where only YAML can tell."""
    if len(text) > LONGEST:
        return None
    try:
        return _read(text.split("\n"))
    except NotPlain:
        return None


def _read(rows: list[str]) -> tuple[dict[str, Plain], dict[str, int]]:
    values: dict[str, Plain] = {}
    lines: dict[str, int] = {}
    items: list[Item] | None = None
    indent = -1
    for number, row in enumerate(rows, 1):
        if not row.isprintable():
            raise NotPlain
        stripped = row.strip(" ")
        if not stripped or stripped[0] == "#":
            continue
        depth = len(row) - len(row.lstrip(" "))
        if stripped.startswith("- "):
            if items is None or (items and depth != indent) or depth == 0:
                raise NotPlain
            indent = depth
            items.append(_item(stripped[2:].strip(" ")))
            continue
        key, value = _pair(stripped)
        if depth or key in values or (items is not None and not items):
            raise NotPlain
        lines[key] = number
        items = None if value else []
        values[key] = _value(value) if value else items  # type: ignore[assignment]
    if not values or (items is not None and not items):
        raise NotPlain
    return values, lines


def _pair(text: str) -> tuple[str, str]:
    key, found, value = text.partition(":")
    if not found or len(key) > LONGEST_KEY or (value and value[0] != " "):
        raise NotPlain
    return _text(key), value.strip(" ")


def _text(text: str) -> str:
    if TEXT.fullmatch(text) is None or text[-1] == " ":
        raise NotPlain
    return text


def _value(text: str) -> Plain:
    if text[0] == "[" and text[-1] == "]":
        return [_text(one.strip(" ")) for one in text[1:-1].split(",")]
    return _item(text)


def _item(text: str) -> Item:
    if text[:1] != "{":
        return _text(text)
    if text[-1] != "}":
        raise NotPlain
    pairs = [_pair(one.strip(" ")) for one in text[1:-1].split(",")]
    found = {key: _text(value) for key, value in pairs}
    if len(found) < len(pairs):
        raise NotPlain
    return found
