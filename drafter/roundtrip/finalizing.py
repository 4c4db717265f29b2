"""The copy for hand-over: the same text, and nothing of how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from drafter.errors import InvalidFilesError, OutputError
from drafter.model.inspection import ChangeFound, GapFound
from drafter.model.problem import Problem, error
from drafter.model.style import PageStyle
from drafter.readers.docx.body import P_PR
from drafter.readers.docx.package import Package
from drafter.readers.docx.styles import Styles
from drafter.readers.files import MAX_FILE, read_bytes
from drafter.roundtrip.flow import Flow
from drafter.roundtrip.inspecting import BODY, find_changes, find_gaps, read_stories
from drafter.roundtrip.reading_copy import copy_to_read, role_in
from drafter.roundtrip.stripping import strip
from drafter.roundtrip.traces import read_traces
from drafter.source import Source
from drafter.writers.docx.zipping import zipped


class Final(msgspec.Struct, frozen=True, kw_only=True):
    """The copies that are ready to be written."""

    data: bytes
    """The final copy."""
    reading: bytes | None
    """The copy that the speaker holds, where it was asked for."""
    removed: Mapping[str, int]
    """What was taken out: how many of each kind."""
    notes: tuple[str, ...]
    """What the user should know of what stayed, or could not be taken over."""


def finalize(path: Path, reading: tuple[PageStyle, str] | None = None) -> Final:
    """Return the final copy of a Word file; with the page style `reading` and its hash also the copy to read from.

    Raises InputError for a file that cannot be used, InvalidFilesError with every gap and tracked change that is
    left, OutputError where the text of a copy would not be that of the file.
    """
    data = read_bytes(path, MAX_FILE)
    package = Package(data, path)
    stories = dict(read_stories(package))
    _refuse_unfinished(path, stories)
    body = stories[BODY]
    traces = read_traces(package, body.bookmarks)
    styles = Styles(package.xml(package.related(package.document(), "styles")))
    title = _title(body, styles)
    stripped = strip(package, title, own=bool(traces.found))
    made = zipped(stripped.parts)
    _require_same_text(path, stories, dict(read_stories(Package(made, path))))
    notes = list(_notes(package, body, styles))
    read = None
    if reading is not None:
        read, more = copy_to_read(package, body, styles, title, reading)
        notes += more
    return Final(data=made, reading=read, removed=stripped.removed, notes=tuple(notes))


def _notes(package: Package, body: Flow, styles: Styles) -> Iterator[str]:
    """Yield what stays in the copy and should be looked at."""
    if marks := _marks(body, styles):
        yield f"稿上的标记还在：{'、'.join(marks)}；定稿上不要的，请在 Word 或 WPS 里删去"
    if body.hidden:
        yield f"有隐藏文字（第 {'、'.join(map(str, dict.fromkeys(body.hidden)))} 段），没有动"
    embedded = sum("/embeddings/" in name for name in package.names())
    if embedded:
        yield f"有嵌入的文件 {embedded} 个，没有动；里面可能有作者"


def _marks(body: Flow, styles: Styles) -> list[str]:
    """Return the marks of a working copy (征求意见稿, 份号 …), each once."""
    rows = zip(body.paragraphs, body.elements, strict=True)
    lines = [text for text, element in rows if role_in(element.find(P_PR), styles) in ("mark", "stage")]
    return list(
        dict.fromkeys(part.strip().strip("（）") for line in lines for part in line.split("\t") if part.strip())
    )


def _refuse_unfinished(path: Path, stories: Mapping[str, Flow]) -> None:
    gaps = [_gap_problem(path, one) for one in find_gaps(stories, {})]
    problems = [*gaps, *_change_problems(path, find_changes(stories))]
    if problems:
        raise InvalidFilesError(problems)


def _gap_problem(path: Path, one: GapFound) -> Problem:
    hint = "写进这一部分，再删去【待融入】的字样" if one.kind == "待融入" else "在文件里补上，或补进要素表后重新成稿"
    message = f"{_place(one.part, one.paragraph)}还有【{one.kind}：{one.label}】"
    return error("gap-left", message, Source(str(path)), hint=hint)


def _change_problems(path: Path, found: Iterable[ChangeFound]) -> Iterator[Problem]:
    """Yield a problem for each tracked change, those of one kind, paragraph and author together."""
    groups: dict[tuple[str, int, str, str], str] = {}
    for one in found:
        key = (one.part, one.paragraph, one.kind, one.author)
        groups[key] = groups.get(key, "") + one.text
    for (part, paragraph, kind, author), text in groups.items():
        words = f"“{text if len(text) <= SHOWN else text[:SHOWN] + '…'}”" if text else ""
        by = f"（{author}）" if author else ""
        message = f"{_place(part, paragraph)}还有修订痕迹：{kind}{words}{by}"
        yield error("change-left", message, Source(str(path)), hint="在 Word 或 WPS 里接受或拒绝全部修订")


SHOWN = 20
"""Characters of a change that are told."""


def _place(part: str, paragraph: int) -> str:
    return f"第 {paragraph} 段" if part == BODY else f"{part}第 {paragraph} 段"


def _title(body: Flow, styles: Styles) -> str:
    """Return the title of the paper on one line; empty for none."""
    rows = zip(body.paragraphs, body.elements, strict=True)
    lines = [text for text, element in rows if role_in(element.find(P_PR), styles) == "title"]
    return "".join("".join(lines).split())


def _require_same_text(path: Path, before: Mapping[str, Flow], after: Mapping[str, Flow]) -> None:
    """Raise OutputError where a copy does not have the text of the file, character by character."""
    if {name: flow.paragraphs for name, flow in before.items()} != {
        name: flow.paragraphs for name, flow in after.items()
    }:
        raise OutputError(
            "定稿的文字和原文件不一样，没有写",
            hint="在 Word 或 WPS 里另存一份再试；还不行，请把文件发给我们",
            source=Source(str(path)),
        )
