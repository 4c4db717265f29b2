"""Changing single values of a YAML file: the changed node is spliced into the text, every other byte stays.

What comes out is read again and compared with what was meant, so that no file is ever written that reads otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import yaml

from drafter.errors import InvalidFilesError, UsageError
from drafter.library.yamlreader import compose
from drafter.library.yamlwriter import block_scalar, flow, is_literal, scalar
from drafter.source import Source

Key = str | int
Value = Any
"""A text, or a list or mapping of values, as YAML has them: every scalar is a text."""
BREAK = re.compile(r"\r\n|\n")
STEP = 2
"""Columns by which a nested value is indented."""


class Edit(msgspec.Struct, frozen=True):
    """One change of a file."""

    at: tuple[Key, ...]
    """The keys, and places in lists, that lead to the value: ("text", "require", "how", 0, "lead")."""
    value: Value = None
    """What stands there afterwards; None takes it out. What is not there yet is added."""
    after: tuple[str, ...] = ()
    """Of a new key: it goes behind the last of these that is there, else to the end."""


def spliced(text: str, edits: Iterable[Edit], path: str = "") -> str:
    """Return the text of a YAML file with `edits` made one after the other.

    Line ends, comments and everything else that no edit names stay byte by byte. Raises InvalidFilesError for what is
    no YAML, UsageError where the file is written in a way that cannot be spliced.
    """
    mark, text = (text[:1], text[1:]) if text.startswith("\ufeff") else ("", text)
    for edit in edits:
        text = _Splicer(text, path).made(edit)
    return mark + text


def plain(node: yaml.Node | None) -> Value:
    """Return a node graph as texts, lists and mappings; an empty file is an empty text."""
    if isinstance(node, yaml.MappingNode):
        return {_plain_key(key): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(one) for one in node.value]
    return node.value if node is not None else ""


def _plain_key(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else repr(plain(node))


class _Splicer:
    """One text, its node graph, and the one edit that is made in it."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.root = compose(text, path)
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def made(self, edit: Edit) -> str:
        """Return the text with the edit made."""
        try:
            meant = _meant(plain(self.root), edit)
            found = self._spliced(edit)
            sound = plain(compose(found, self.path)) == meant
        except (LookupError, TypeError, ValueError, InvalidFilesError):
            raise self._cannot(edit) from None
        if not sound:
            raise self._cannot(edit)
        return found

    def _cannot(self, edit: Edit) -> UsageError:
        where = ".".join(map(str, edit.at))
        return UsageError(
            f"这个文件的写法特别，改不了其中的 {where}",
            hint="先用 drafter sections format 整理这个文件，或用编辑器自己改",
            source=Source(self.path),
        )

    # ── which kind of change

    def _spliced(self, edit: Edit) -> str:
        parent, key = self._node(edit.at[:-1]), edit.at[-1]
        if isinstance(parent, yaml.MappingNode):
            return self._in_mapping(parent, str(key), edit)
        if isinstance(parent, yaml.SequenceNode):
            return self._in_list(parent, int(key), edit.value)
        if edit.value is None:
            raise LookupError(key)
        return self._opened(edit)

    def _node(self, at: Sequence[Key]) -> yaml.Node | None:
        node = self.root
        for key in at:
            if isinstance(node, yaml.MappingNode):
                node = dict(_pairs(node))[str(key)][1]
            elif isinstance(node, yaml.SequenceNode):
                node = node.value[int(key)]
            else:
                raise LookupError(key)
        return node

    def _opened(self, edit: Edit) -> str:
        """Make a mapping of an empty value (``facts:``), with the edit's key in it."""
        *at, key = edit.at
        if self.root is None:
            return f"{self.text}{key}: {self._rendered(edit.value, 0)}{self.newline}"
        return self.made(Edit(tuple(at), {str(key): edit.value}))

    # ── mappings

    def _in_mapping(self, node: yaml.MappingNode, key: str, edit: Edit) -> str:
        pairs = dict(_pairs(node))
        if key not in pairs:
            return self._with_key(node, key, edit)
        if edit.value is None:
            return self._without_key(node, key)
        return self._replaced(node, *pairs[key], edit.value)

    def _replaced(self, parent: yaml.MappingNode, key: yaml.Node, old: yaml.Node, value: Value) -> str:
        if parent.flow_style:
            return self._cut(self._value_start(key, old), self._pair_end(key, old), self._gap(key, old) + flow(value))
        column = key.start_mark.column
        if _is_block(old) and isinstance(value, (dict, list)) and value:
            lines = self._block_lines(value, old.start_mark.column)
            return self._cut(old.start_mark.index, self._end(old), self.newline.join(lines).lstrip(" "))
        start = self._value_start(key, old)
        return self._cut(start, self._pair_end(key, old), self._after_colon(value, column, old))

    def _value_start(self, key: yaml.Node, old: yaml.Node) -> int:
        """Return where a value begins behind its colon; of an empty one, and of a block, right behind the colon."""
        colon = self.text.index(":", key.end_mark.index) + 1
        return colon if _is_block(old) or _is_nothing(old) else old.start_mark.index

    def _gap(self, key: yaml.Node, old: yaml.Node) -> str:
        return " " if self._value_start(key, old) == self.text.index(":", key.end_mark.index) + 1 else ""

    def _after_colon(self, value: Value, column: int, old: yaml.Node) -> str:
        bare = _is_block(old) or _is_nothing(old)
        rendered = self._rendered(value, column, literal=_is_literal(old))
        return rendered if not bare or rendered.startswith(("\n", "\r")) else f" {rendered}"

    def _with_key(self, node: yaml.MappingNode, key: str, edit: Edit) -> str:
        if not node.value:
            return self._filled(node, key, edit)
        before = [pair for name, pair in _pairs(node) if name in edit.after] or [node.value[-1]]
        if node.flow_style:
            place = self._pair_end(*before[-1])
            return self._cut(place, place, f", {scalar(key)}: {flow(edit.value)}")
        column = node.start_mark.column
        place = self._line_end(self._pair_end(*before[-1]))
        line = f"{' ' * column}{scalar(key)}:{self._spaced(self._rendered(edit.value, column))}"
        return self._cut(place, place, self.newline + line)

    def _filled(self, node: yaml.MappingNode, key: str, edit: Edit) -> str:
        """Return the text with the first key in an empty mapping, ``{}``."""
        value = edit.value
        column = self._line_column(node.start_mark.index)
        holder = self._node(edit.at[:-2]) if len(edit.at) > 1 else None
        if not isinstance(holder, yaml.MappingNode) or holder.flow_style:
            return self._cut(node.start_mark.index, self._end(node), f"{{{scalar(key)}: {flow(value)}}}")
        inner = column + STEP
        line = f"{' ' * inner}{scalar(key)}:{self._spaced(self._rendered(value, inner))}"
        start = len(self.text[: node.start_mark.index].rstrip(" "))
        stop = self._end(node)
        rest = self.text[stop : self._line_end(stop)]
        return self._cut(start, stop + len(rest), f"{rest}{self.newline}{line}")

    def _spaced(self, rendered: str) -> str:
        return rendered if rendered.startswith(("\n", "\r")) else f" {rendered}"

    def _without_key(self, node: yaml.MappingNode, key: str) -> str:
        number = next(number for number, (name, _) in enumerate(_pairs(node)) if name == key)
        spans = [(one.start_mark.index, self._pair_end(one, value)) for one, value in node.value]
        if node.flow_style:
            return self._without_piece(spans, number)
        if len(spans) == 1:
            return self._emptied(node, "{}")
        return self._without_lines(*spans[number])

    # ── lists

    def _in_list(self, node: yaml.SequenceNode, number: int, value: Value) -> str:
        if number >= len(node.value):
            return self._with_item(node, value)
        if value is None:
            return self._without_item(node, number)
        old = node.value[number]
        if node.flow_style or not isinstance(value, (dict, list)):
            return self._cut(old.start_mark.index, self._end(old), flow(value))
        column = old.start_mark.column
        lines = [flow(value)] if old.flow_style else self._block_lines(value, column)
        return self._cut(old.start_mark.index, self._end(old), self.newline.join(lines).lstrip(" "))

    def _with_item(self, node: yaml.SequenceNode, value: Value) -> str:
        if node.flow_style:
            place = self._end(node.value[-1]) if node.value else node.start_mark.index + 1
            return self._cut(place, place, f"{', ' if node.value else ''}{flow(value)}")
        place = self._line_end(self._end(node.value[-1]))
        return self._cut(place, place, f"{self.newline}{' ' * node.start_mark.column}- {flow(value)}")

    def _without_item(self, node: yaml.SequenceNode, number: int) -> str:
        spans = [(one.start_mark.index, self._end(one)) for one in node.value]
        if node.flow_style:
            return self._without_piece(spans, number)
        if len(spans) == 1:
            return self._emptied(node, "[]")
        start, stop = spans[number]
        return self._without_lines(self.text.rindex("-", 0, start + 1), stop)

    def _emptied(self, node: yaml.CollectionNode, nothing: str) -> str:
        """Return the text with a block collection that held one thing as an empty one."""
        if node is self.root:
            raise ValueError(node.tag)
        start, first = node.start_mark.index, self._line_start(node.start_mark.index)
        if self.text[first:start].strip(" "):
            return self._cut(start, self._end(node), nothing)
        before = len(self.text[:first].rstrip())
        return self._cut(before, self._end(node), f" {nothing}")

    def _without_piece(self, spans: Sequence[tuple[int, int]], number: int) -> str:
        """Return the text without one piece between commas."""
        start, stop = spans[number]
        if number:
            return self._cut(spans[number - 1][1], stop, "")
        return self._cut(start, spans[1][0] if len(spans) > 1 else stop, "")

    def _without_lines(self, start: int, stop: int) -> str:
        """Return the text without the lines from one place to another."""
        first, last = self._line_start(start), self._line_end(stop)
        if self.text[first:start].strip(" "):  # the first key of a list's item stands behind its dash
            following = self._next_line(last)
            return self._cut(start, following + len(self.text[following:]) - len(self.text[following:].lstrip(" ")), "")
        return self._cut(first, self._next_line(last), "")

    # ── where things stand

    def _cut(self, start: int, stop: int, text: str) -> str:
        return self.text[:start] + text + self.text[stop:]

    def _line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place: int) -> int:
        """Return where a line ends, before its line break."""
        found = BREAK.search(self.text, place)
        return found.start() if found else len(self.text)

    def _next_line(self, place: int) -> int:
        found = BREAK.match(self.text, place)
        return found.end() if found else len(self.text)

    def _line_column(self, place: int) -> int:
        line = self.text[self._line_start(place) : place]
        return len(line) - len(line.lstrip(" "))

    def _end(self, node: yaml.Node) -> int:
        """Return where a node ends; what PyYAML says of blocks includes the comments behind them."""
        if isinstance(node, yaml.ScalarNode):
            return self._end_of_literal(node) if node.style in ("|", ">") else int(node.end_mark.index)
        assert isinstance(node, yaml.MappingNode | yaml.SequenceNode)  # there are no others
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._pair_end(*last) if isinstance(last, tuple) else self._end(last)

    def _pair_end(self, key: yaml.Node, value: yaml.Node) -> int:
        """Return where a value ends; of an empty one, behind the colon."""
        return self._value_start(key, value) if _is_nothing(value) else self._end(value)

    def _end_of_literal(self, node: yaml.ScalarNode) -> int:
        stop = int(node.end_mark.index)
        found = self.text[node.start_mark.index : stop]
        kept = found if "+" in found.split("\n", 1)[0] else found.rstrip()
        lines = kept.split("\n")
        inner = next((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()), 0)
        while len(lines) > 1 and lines[-1].strip() and len(lines[-1]) - len(lines[-1].lstrip(" ")) < inner:
            lines.pop()  # a comment behind the block, less indented
            while len(lines) > 1 and not lines[-1].strip():
                lines.pop()
        return int(node.start_mark.index) + len("\n".join(lines).rstrip("\r"))

    # ── how a value is written

    def _rendered(self, value: Value, column: int, *, literal: bool = False) -> str:
        """Return a value as it stands behind the colon of a key that stands at `column`."""
        if isinstance(value, str):
            return self._text(value, column, literal=literal)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return flow(value)
        if not value:
            return flow(value)
        return self.newline + self.newline.join(self._block_lines(value, column + STEP))

    def _text(self, text: str, column: int, *, literal: bool) -> str:
        lines = text.split("\n")
        if not (literal or len(lines) > 1) or not is_literal(lines):
            return block_scalar(text)
        indent = " " * (column + STEP)
        return self.newline.join(["|-", *(f"{indent}{line}" if line else "" for line in lines)])

    def _block_lines(self, value: Value, column: int) -> list[str]:
        """Return the lines of a mapping or list, each with its indentation."""
        indent = " " * column
        if isinstance(value, list):
            return [f"{indent}- {flow(one)}" for one in value]
        return [f"{indent}{scalar(key)}:{self._spaced(self._rendered(one, column))}" for key, one in value.items()]


def _pairs(node: yaml.MappingNode) -> list[tuple[str, tuple[yaml.Node, yaml.Node]]]:
    return [(_plain_key(key), (key, value)) for key, value in node.value]


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value == ""


def _is_literal(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _meant(value: Value, edit: Edit) -> Value:
    """Return what the whole file says once an edit is made."""
    if not edit.at:
        return edit.value
    key, *rest = edit.at
    inner = Edit(tuple(rest), edit.value)
    if isinstance(value, list):
        return _meant_list(value, int(key), inner)
    found = dict(value) if isinstance(value, dict) else {}
    if not rest and edit.value is None:
        del found[str(key)]
    else:
        found[str(key)] = _meant(found.get(str(key), ""), inner)
    return found


def _meant_list(value: list[Value], number: int, inner: Edit) -> list[Value]:
    if number >= len(value):
        return [*value, _meant("", inner)]
    if not inner.at and inner.value is None:
        return value[:number] + value[number + 1 :]
    return [*value[:number], _meant(value[number], inner), *value[number + 1 :]]
