"""Putting a YAML file of the library in order: indentation, quotes, long lines; never what it says, nor its order.

Comments and single blank lines stay where they are. What comes out is read again and compared: a file that could not
be put in order without a loss is refused.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import yaml

from drafter.errors import InvalidFilesError, UsageError
from drafter.library.splicing import plain
from drafter.library.yamlreader import Loader, compose
from drafter.library.yamlwriter import block_scalar, is_literal, scalar
from drafter.source import Source
from drafter.text.counting import cells

WIDEST = 110
"""A list or mapping in brackets over several lines is joined, but one that takes more cells (two a Chinese character)
is written line by line."""
STEP = 2
"""Columns by which what stands under a key, or behind a dash, is indented."""
NUMBER = re.compile(r"[-+\d.:eE]+")
COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*", re.M)


def formatted(text: str, path: str = "") -> str:
    """Return the text of a YAML file in order: a second time changes nothing.

    A BOM and the kind of line ends stay. Raises InvalidFilesError for what is no YAML, UsageError for a file that
    cannot be put in order without losing a comment.
    """
    mark, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    newline = "\r\n" if "\r\n" in body else "\n"
    body = body.replace("\r\n", "\n")
    root = compose(body, path)
    if root is None:
        return text
    comments = _comments(body)
    made = _Printer(body, comments).printed(root)
    if not _says_the_same(root, comments, made, path):
        raise UsageError("这个文件的写法特别，整理后会丢东西，没有动它", hint="用编辑器自己整理", source=Source(path))
    return mark + made.replace("\n", newline)


def _says_the_same(root: yaml.Node, comments: Sequence[Comment], made: str, path: str) -> bool:
    try:
        again = compose(made, path)
    except InvalidFilesError:
        return False
    kept = [one.text for one in comments] == [one.text for one in _comments(made)]
    return kept and _exactly(again) == _exactly(root)


def _exactly(node: yaml.Node | None) -> Any:
    """Return what a file says, an empty value and one in quotes told apart."""
    if isinstance(node, yaml.MappingNode):
        return [(plain(key), _exactly(value)) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [_exactly(one) for one in node.value]
    return None if node is None else (plain(node), _is_bare_nothing(node))


def _is_bare_nothing(node: yaml.Node) -> bool:
    """Return whether a value is written as nothing: left out, ``~`` or ``null``."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


# ── comments


class Comment(msgspec.Struct, frozen=True):
    """A comment, and where it stands."""

    start: int
    text: str
    column: int


def _comments(text: str) -> list[Comment]:
    """Return the comments of a YAML text, in order: what stands between its tokens behind a #."""
    found: list[Comment] = []
    end = 0
    for token in yaml.scan(text, Loader=Loader):
        start = token.start_mark.index
        found += _in_gap(text, end, max(start, end))
        end = max(end, start)
        if isinstance(token, yaml.ScalarToken):
            if token.style in ("|", ">"):
                header = text.find("\n", start)
                header = len(text) if header < 0 else header
                found += _in_gap(text, start, header)
                end = _end_of_literal(text, start, token.end_mark.index)
            else:
                end = token.end_mark.index
    return [*found, *_in_gap(text, end, len(text))]


def _in_gap(text: str, start: int, end: int) -> Iterator[Comment]:
    for found in COMMENT.finditer(text, start, end):
        line = text.rfind("\n", 0, found.start()) + 1
        yield Comment(found.start(), found[0].rstrip(), found.start() - line)


def _end_of_literal(text: str, start: int, stop: int) -> int:
    """Return where a literal or folded text ends: PyYAML counts the comments behind it to it."""
    first = text.find("\n", start) + 1
    if not first:
        return stop
    indent = next((len(line) - len(line.lstrip(" ")) for line in text[first:stop].split("\n") if line.strip()), 0)
    end = place = first
    for line in text[first:stop].splitlines(keepends=True):
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            break
        place += len(line)
        if line.strip():
            end = place
    return end


# ── printing


class _Printer:
    """Prints a node graph, with the comments and the blank lines of its source at their places."""

    def __init__(self, text: str, comments: Sequence[Comment]) -> None:
        self.text = text
        self.comments = deque(comments)
        self.levels: list[tuple[int, int]] = []
        """Of each open mapping or list, the column in the source and the one that it is printed at."""
        self.recent: list[tuple[int, int]] = []
        """The levels that were open at the last entry: a comment behind it may belong to them."""
        self.lines: list[str] = []

    def printed(self, root: yaml.Node) -> str:
        """Return the whole file."""
        self._value(root, 0, "", 0)
        self.levels = self.recent[:1]
        self._before(len(self.text))
        return "".join(f"{line}\n" for line in self.lines)

    def _value(self, node: yaml.Node, column: int, head: str, behind: int) -> None:
        """Print a value behind `head`: a key with its colon, or a dash; nothing for the whole file.

        `column` is that of the key or dash, `behind` the place in the source behind it.
        """
        if isinstance(node, yaml.ScalarNode):
            self._scalar(node, column, head, behind)
            return
        assert isinstance(node, yaml.MappingNode | yaml.SequenceNode)  # there are no others
        if self._goes_on_a_line(node, head):
            self._put(_headed(head, _flow(node)), int(node.end_mark.index))
        else:
            self._block(node, column, head, behind)

    def _goes_on_a_line(self, node: yaml.CollectionNode, head: str) -> bool:
        if not node.value:
            return True
        inside = any(node.start_mark.index < one.start < node.end_mark.index for one in self.comments)
        if not node.flow_style or inside:
            return False
        return node.start_mark.line == node.end_mark.line or cells(f"{head} {_flow(node)}") <= WIDEST

    def _scalar(self, node: yaml.ScalarNode, column: int, head: str, behind: int) -> None:
        literal = _literal_of(node)
        if _is_bare_nothing(node):
            self._put(f"{head} {node.value}".rstrip(), max(behind, int(node.end_mark.index) if node.value else 0))
        elif literal is None:
            self._put(_headed(head, _text(node, block_scalar)), _end_of(node))
        else:
            self._put(_headed(head, literal[0]), int(node.start_mark.index))
            indent = " " * (column + STEP if head else STEP)
            self.lines += [f"{indent}{line}" if line else "" for line in literal[1]]

    def _block(self, node: yaml.CollectionNode, column: int, head: str, behind: int) -> None:
        """Print a mapping or list line by line; one in a list begins on the line of its dash."""
        at_dash = head.endswith("-")
        inner = column + STEP if head else column
        if head and not at_dash:
            self._put(head, behind)
        self.levels.append((int(node.start_mark.column), inner))
        for number, item in enumerate(node.value):
            key, value = item if isinstance(node, yaml.MappingNode) else (None, item)
            start = int(key.start_mark.index) if key is not None else self._dash(value, node)
            if at_dash and number == 0:
                indent = f"{head} "
            else:
                self._before(start)
                indent = " " * inner
            self.recent = [*self.levels]
            if key is not None:
                self._value(value, inner, f"{indent}{_key(key)}:", self.text.index(":", key.end_mark.index) + 1)
            else:
                self._value(value, inner, f"{indent}-", start + 1)
        self.levels.pop()

    def _dash(self, item: yaml.Node, node: yaml.CollectionNode) -> int:
        """Return where an item of a list begins: at its dash, where it has one."""
        start = int(item.start_mark.index)
        return start if node.flow_style else self.text.rfind("-", 0, start + (_is_bare_nothing(item)))

    # ── comments and blank lines

    def _put(self, line: str, end: int) -> None:
        """Print a line, which in the source ends at `end`, with the comment behind it; a second one goes before it."""
        stop = self.text.find("\n", end)
        told = self._taken(len(self.text) if stop < 0 else stop)
        indent = " " * (len(line) - len(line.lstrip(" ")))
        self.lines += [f"{indent}{one.text}" for one in told[:-1]]
        self.lines.append("  ".join([line, *(one.text for one in told[-1:])]))

    def _before(self, start: int) -> None:
        """Print the comments before a place, and a blank line where there was one."""
        for one in self._taken(start):
            self._blank(one.start)
            self.lines.append(" " * self._column_of(one) + one.text)
        if start < len(self.text):
            self._blank(start)

    def _taken(self, before: int) -> list[Comment]:
        """Return the next comments up to a place, which are not printed again."""
        told = []
        while self.comments and self.comments[0].start < before:
            told.append(self.comments.popleft())
        return told

    def _blank(self, place: int) -> None:
        """Print a blank line where there was one, or more, before the line of a place."""
        line = self.text.rfind("\n", 0, place)
        before = self.text.rfind("\n", 0, max(line, 0))
        if line > 0 and not self.text[before + 1 : line].strip() and self.lines and self.lines[-1]:
            self.lines.append("")

    def _column_of(self, one: Comment) -> int:
        """Return at which column a comment is printed: that of the innermost open level that stood no further in."""
        known = self.recent if self.recent[: len(self.levels)] == self.levels else self.levels
        fitting = [printed for source, printed in known if source <= one.column]
        return fitting[-1] if fitting else 0


def _headed(head: str, text: str) -> str:
    """Return what stands on a line: a value behind its key or dash, or alone."""
    return f"{head} {text}" if head else text


def _end_of(node: yaml.ScalarNode) -> int:
    if node.style in ("|", ">"):  # one that is printed on a line: the comment of its first line is its own
        return int(node.start_mark.index)
    return int(node.end_mark.index)


def _key(node: yaml.Node) -> str:
    return _text(node) if isinstance(node, yaml.ScalarNode) else _flow(node)


def _literal_of(node: yaml.ScalarNode) -> tuple[str, list[str]] | None:
    """Return how a text is written as a block of lines, and its lines; None for one that goes behind its key.

    A text of one line stays a block where it is one: many a text begins with {{ and would need quotes.
    """
    body = node.value.removesuffix("\n")
    lines = body.split("\n")
    if ("\n" not in node.value and node.style != "|") or not _stands_as_block(lines):
        return None
    return ("|" if body != node.value else "|-"), lines


def _stands_as_block(lines: Sequence[str]) -> bool:
    """Return whether lines can stand in a block as they are; all but the first may be indented."""
    return is_literal([lines[0], *(line.lstrip(" ") for line in lines[1:])])


def _flow(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "{" + ", ".join(f"{_key(key)}: {_flow(value)}".rstrip() for key, value in node.value) + "}"
    if isinstance(node, yaml.SequenceNode):
        return "[" + ", ".join(_flow(one) for one in node.value) + "]"
    return str(node.value) if _is_bare_nothing(node) else _text(node)


def _text(node: yaml.Node, written: Callable[[str], str] = scalar) -> str:
    """Return a text on a line, as `written` writes it where its own way is not the better one."""
    assert isinstance(node, yaml.ScalarNode)
    if not node.style and "\n" not in node.value:
        return str(node.value)
    if node.style in ("'", '"') and NUMBER.fullmatch(node.value):  # other programs would not take it for a text
        return f'"{node.value}"'
    found: str = written(node.value)
    if node.style == "'" and found[:1] == '"' and "\\" in found:  # expressions, which escapes make unreadable
        return "'" + str(node.value).replace("'", "''") + "'"
    return found
