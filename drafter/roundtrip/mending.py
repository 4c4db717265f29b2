"""Making the mechanical repairs of findings in the file itself: nothing else of it changes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from drafter.errors import InputError, OutputError
from drafter.model.problem import Problem
from drafter.readers.docx.body import PRESERVE, Piece, opened
from drafter.readers.docx.package import Package
from drafter.readers.docx.places import Places, raw_index
from drafter.readers.docx.tracking import CHANGES
from drafter.readers.docx.xml import STRICT, serialised
from drafter.readers.encodings import MARKS, decode
from drafter.readers.files import MAX_FILE, read_bytes, refused
from drafter.source import Source
from drafter.writers.docx.zipping import zipped

TEXTS = (".txt", ".md", ".markdown")
MENDED = (*TEXTS, ".docx")
"""The files that can be mended, by their endings."""
LINE_ENDS = re.compile("\r\n|\r|\n")


class Mended(msgspec.Struct, frozen=True, kw_only=True):
    """A file with its repairs made."""

    data: bytes
    before: str
    """Its text as it was read."""
    after: str
    made: tuple[Problem, ...]
    """The findings that were repaired, in the order of the text."""


def mend(path: Path, problems: Iterable[Problem]) -> Mended:
    """Return the file with the repairs that its findings carry; of two that overlap the first is made.

    A Word file is changed inside its texts only. What stands in a field, in a tracked change or in a number that Word
    counts itself is left to a person. Raises InputError for a file of another kind or in an encoding that cannot be
    written back, OutputError where the file written would not read as it should.
    """
    suffix = path.suffix.lower()
    if suffix not in MENDED:
        raise refused(path, f"--fix 改不了 {suffix} 文件", "用 Word 或 WPS 另存为 .docx，再查一遍")
    data = read_bytes(path, MAX_FILE)
    wanted = sorted((one for one in problems if one.fix is not None and one.span), key=lambda one: one.span or (0, 0))
    return _document(data, path, wanted) if suffix == ".docx" else _text(data, path, wanted)


def mended_text(text: str, problems: Sequence[Problem]) -> tuple[str, list[Problem]]:
    """Return a text with its repairs, and those that were made. `problems` stand in the order of the text."""
    parts, made, end = [], [], 0
    for one in problems:
        first, last = one.span or (0, 0)
        if first >= end and text[first:last] == one.match and not _crosses_lines(one):
            parts += [text[end:first], one.fix or ""]
            made.append(one)
            end = last
    return "".join((*parts, text[end:])), made


def _crosses_lines(problem: Problem) -> bool:
    return "\n" in problem.match or "\n" in (problem.fix or "")


# ── plain text


def _text(data: bytes, path: Path, problems: Sequence[Problem]) -> Mended:
    found = decode(data, path)
    mark = next((mark for mark, encoding in MARKS if data.startswith(mark) and encoding == found.encoding), b"")
    try:
        raw = data[len(mark) :].decode(found.encoding)
    except UnicodeDecodeError as failure:
        raise refused(path, "文件里有坏字节，不能改写", "用记事本打开，另存为 UTF-8，再查一遍") from failure
    after, made = mended_text(found.text, problems)
    ends = [*LINE_ENDS.findall(raw), ""]
    written = "".join(line + end for line, end in zip(after.split("\n"), ends, strict=True))
    return Mended(data=mark + _encoded(written, found.encoding, path), before=found.text, after=after, made=tuple(made))


def _encoded(text: str, encoding: str, path: Path) -> bytes:
    try:
        return codecs.encode(text, encoding)
    except UnicodeEncodeError as failure:
        hint = "用记事本打开，另存为 UTF-8，再查一遍"
        raise InputError(f"改后的字写不进 {encoding} 编码的文件", hint=hint, source=Source(str(path))) from failure


# ── Word


def _document(data: bytes, path: Path, problems: Sequence[Problem]) -> Mended:
    file = opened(data, path)
    name = file.package.document()
    if STRICT in file.package.raw(name):
        raise refused(path, "文件是“严格 Open XML”格式，不能改写", "在 Word 里另存为普通的 .docx")
    places = Places(file)
    fitting = [(one, pieces) for one in problems if (pieces := _pieces(places, one))]
    after, made = mended_text(places.text, [one for one, _ in fitting])
    if not made:
        return Mended(data=data, before=places.text, after=places.text, made=())
    kept = set(map(id, made))
    for one, pieces in reversed([pair for pair in fitting if id(pair[0]) in kept]):
        _replace(pieces, one.fix or "")
    written = zipped({**parts_of(file.package), name: serialised(places.root)})
    if Places(opened(written, path)).text != after:
        raise OutputError("改后的文字和应有的不一样，没有写", hint="在 Word 里照着改", source=Source(str(path)))
    return Mended(data=written, before=places.text, after=after, made=tuple(made))


def _pieces(places: Places, problem: Problem) -> tuple[Piece, ...]:
    """Return the pieces that hold all of a finding's words; none where not all may be changed."""
    first, last = problem.span or (0, 0)
    pieces = places.within(first, last)
    whole = sum(one.end - one.start for one in pieces) == last - first
    return pieces if whole and not any(one.in_field or _is_tracked(one.element) for one in pieces) else ()


def _is_tracked(element: Any) -> bool:
    return any(one.tag in CHANGES for one in element.iterancestors())


def _replace(pieces: Sequence[Piece], text: str) -> None:
    """Put `text` in the first piece, and empty the others."""
    for number, one in reversed(list(enumerate(pieces))):
        _splice(one, "" if number else text)


def _splice(piece: Piece, text: str) -> None:
    element, raw = piece.element, piece.element.text or ""
    first = raw_index(element, piece.skipped)
    last = raw_index(element, piece.skipped + piece.end - piece.start - 1) + 1
    new = raw[:first] + text + raw[last:]
    if element.get(PRESERVE) != "preserve":  # the blanks around it are not shown
        before = len(raw) - len(raw.lstrip(" \t\r\n"))
        after = len(raw.rstrip(" \t\r\n"))
        new = raw[before:first] + text + raw[last : max(after, last)]
        if new != new.strip(" \t\r\n"):
            element.set(PRESERVE, "preserve")
    element.text = new


def parts_of(package: Package) -> dict[str, bytes]:
    """Return all parts of a package by their names, in its order."""
    return {name: package.raw(name) for name in package.names() if not name.endswith("/")}
