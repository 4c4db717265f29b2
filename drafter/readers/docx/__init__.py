"""Word files (.docx): the text in the order in which Word shows it, automatic numbers included.

package (a ZIP from a stranger) → xml → styles, numbering → body → lines. Nothing is written and no link is followed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from drafter.model.reading import Hint, Reading
from drafter.readers.files import MAX_FILE, read_bytes, refused, sha256

if TYPE_CHECKING:
    from drafter.readers.docx.body import Line, Opened

CONTENTS = "第 {} 行是自动目录，照原样读出"


def read(path: Path) -> Reading:
    """Return the text of a Word file. Raises InputError."""
    return read_opened(path)[0]


def read_opened(path: Path) -> tuple[Reading, Opened]:
    """Return the text of a Word file, and the opened file for what else is to be seen in it. Raises InputError."""
    from drafter.readers.docx.body import opened

    data = read_bytes(path, MAX_FILE)
    file = opened(data, path)
    return reading_of(file, path, data), file


def from_bytes(path: Path, original: bytes, data: bytes, notes: tuple[str, ...] = ()) -> Reading:
    """Return the bytes of a Word file as a reading of `path`, whose own bytes are `original`."""
    from drafter.readers.docx.body import opened

    file = opened(data, path)
    return reading_of(file, path, original, notes)


def reading_of(file: Opened, path: Path, original: bytes, notes: tuple[str, ...] = ()) -> Reading:
    """Return an opened Word file as a reading of `path`, whose own bytes are `original`. Raises InputError."""
    found = file.lines
    if not any(line.text.strip() for line in found):
        raise refused(path, "文件里没有文字", "如果内容是图片或扫描件，先用文字识别软件转成文字")
    return Reading(
        path=str(path),
        format="docx",
        text="\n".join(line.text for line in found),
        sha256=sha256(original),
        hints={number: line.hint for number, line in enumerate(found, 1) if line.hint != Hint()},
        notes=(*notes, *file.notes, *_contents_note(found)),
    )


def _contents_note(found: list[Line]) -> tuple[str, ...]:
    numbers = [number for number, line in enumerate(found, 1) if line.contents]
    return (CONTENTS.format(f"{numbers[0]}—{numbers[-1]}"),) if numbers else ()
