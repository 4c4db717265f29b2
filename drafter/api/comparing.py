"""Two states of a paper, side by side: what went, came and changed, by paragraph and by character."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from drafter.errors import UsageError
from drafter.readers import read
from drafter.source import Source
from drafter.text.differences import Piece, paired, pieces
from drafter.writers.files import refuse_existing, write_all

Fate = Literal["same", "changed", "gone", "come"]


class Line(msgspec.Struct, frozen=True):
    """A paragraph of a file."""

    text: str
    number: int
    """In its file, from 1."""
    passage: str = ""
    """The title of the passage to which it belongs, where the file tells."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph before and after."""

    fate: Fate
    before: Line | None
    after: Line | None

    @property
    def passage(self) -> str:
        """The title of the passage to which it belongs, where the files tell."""
        return next((one.passage for one in (self.after, self.before) if one is not None and one.passage), "")

    @property
    def pieces(self) -> list[Piece]:
        """The text in stretches that stayed and that changed."""
        return pieces(self.before.text if self.before else "", self.after.text if self.after else "")


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two files, side by side."""

    before: Path
    after: Path
    rows: tuple[Row, ...]

    def count(self, fate: Fate) -> int:
        """Return how many paragraphs are of a fate."""
        return sum(one.fate == fate for one in self.rows)


def diff_files(before: Path, after: Path) -> Comparison:
    """Return what became of a file in a later one; any format that `read` knows. Raises InputError."""
    old, new = lines_of(before), lines_of(after)
    pairs = paired([one.text for one in old], [one.text for one in new])
    rows = [
        _row(old[one] if one is not None else None, new[other] if other is not None else None) for one, other in pairs
    ]
    return Comparison(before=before, after=after, rows=tuple(rows))


def _row(before: Line | None, after: Line | None) -> Row:
    fate: Fate = "come" if before is None else "gone" if after is None else "changed"
    if before is not None and after is not None and before.text == after.text:
        fate = "same"
    return Row(fate=fate, before=before, after=after)


def lines_of(path: Path) -> list[Line]:
    """Return the paragraphs of a file, blank ones aside. Raises InputError."""
    if path.suffix.lower() == ".docx":
        return _paragraphs(path)
    texts = enumerate(read(path).text.split("\n"), 1)
    return [Line(text, number) for number, text in texts if text.strip()]


def _paragraphs(path: Path) -> list[Line]:
    """Return the paragraphs of a Word file, each with its passage where drafter wrote the file."""
    from drafter.readers.docx.package import Package
    from drafter.readers.files import MAX_FILE, read_bytes
    from drafter.roundtrip.flow import Flow
    from drafter.roundtrip.matching import found_passages, matches
    from drafter.roundtrip.traces import read_traces

    package = Package(read_bytes(path, MAX_FILE), path)
    flow = Flow(package.xml(package.document()))
    titles: dict[int, str] = {}
    for one in found_passages(flow, matches(flow, read_traces(package, flow.bookmarks))):
        titles.update(dict.fromkeys(range(one.first, one.last + 1), one.title))
    return [
        Line(text, number, titles.get(number, "")) for number, text in enumerate(flow.paragraphs, 1) if text.strip()
    ]


def save_diff(found: Comparison, output: Path, *, force: bool = False) -> None:
    """Write two files side by side: .docx with tracked changes (both must be .docx), or one .html page.

    Raises UsageError for another kind of file, InputError, OutputError.
    """
    suffix = output.suffix.lower()
    if suffix not in (".docx", ".html"):
        raise UsageError("比较的结果只能写成 .docx（带修订）或 .html（左右对照）", hint="换一个文件名")
    if output.exists() and any(output.resolve() == one.resolve() for one in (found.before, found.after)):
        raise UsageError("不能写在要比较的文件上", hint="-o 后面写另一个文件名", source=Source(str(output)))
    refuse_existing([output], force=force)
    write_all({output: _document(found) if suffix == ".docx" else _page(found).encode()}, force=force)


def _document(found: Comparison) -> bytes:
    from drafter.roundtrip.revisions import with_changes

    for path in (found.before, found.after):
        if path.suffix.lower() != ".docx":
            raise UsageError(
                f"{path.name} 不是 .docx，写不成修订",
                hint="用 Word 或 WPS 另存为 .docx 再比，或写成 .html",
                source=Source(str(path)),
            )
    return with_changes(found.before, found.after)


def _page(found: Comparison) -> str:
    from drafter.writers.sidebyside import side_by_side

    return side_by_side(found.before.name, found.after.name, _cells(found.rows))


def _cells(rows: Sequence[Row]) -> list[tuple[str, str, list[Piece]]]:
    return [(one.fate, one.passage, one.pieces) for one in rows]
