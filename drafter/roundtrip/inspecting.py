"""Reading a Word file back: what it was made from, what became of each passage, what is still open in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from drafter.model.inspection import ChangeFound, CommentFound, GapFound, Heading, Inspection
from drafter.readers.docx.body import P_PR
from drafter.readers.docx.package import Package
from drafter.readers.docx.styles import Styles
from drafter.readers.docx.xml import value, w
from drafter.readers.files import MAX_FILE, read_bytes
from drafter.roundtrip.flow import Flow
from drafter.roundtrip.matching import found_passages, matches, outside
from drafter.roundtrip.traces import custom_properties, read_traces, recipe_values
from drafter.writers.docx import names

GAP = re.compile(r"【(待补|待融入)(?:[：:]?([^【】\n]*))】?")
"""A gap, also one whose end was deleted."""
ISO_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)")
"""Days that every month has; another day of a damaged property is passed over."""
PARTS = re.compile(r"(?:^|/)(header|footer|footnotes|endnotes)\d*\.xml$")
PART_NAMES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
BODY = "正文"
CORE = {
    "title": "title", "creator": "author", "lastModifiedBy": "last_modified_by", "revision": "revision",
    "created": "created", "modified": "modified", "lastPrinted": "last_printed", "subject": "subject",
    "keywords": "keywords", "description": "description", "category": "category",
}  # fmt: skip
APP = {
    "Application": "application", "AppVersion": "application_version", "Company": "company", "Manager": "manager",
    "Template": "template", "TotalTime": "minutes_edited",
}  # fmt: skip


def inspect(path: Path) -> Inspection:
    """Return what can be read back from a Word file, written by drafter or not. Raises InputError."""
    package = Package(read_bytes(path, MAX_FILE), path)
    document = package.document()
    stories = dict(read_stories(package))
    body = stories[BODY]
    traces = read_traces(package, body.bookmarks)
    found = matches(body, traces)
    styles = Styles(package.xml(package.related(document, "styles")))
    contents = table_of_contents(body, styles)
    new, lost = outside(body, found, traces.frame, contents) if traces.frame is not None else ((), 0)
    comments = _comments(package, document)
    properties = _properties(package)
    return Inspection(
        file=str(path),
        written=bool(traces.found),
        traces=traces.found,
        notes=traces.notes,
        title=properties.get("title", ""),
        **recipe_values(traces),
        recipe=traces.recipe,
        paragraphs=len(body.paragraphs),
        headings=tuple(_headings(body, styles)),
        passages=found_passages(body, found),
        new=new,
        lost=lost,
        gaps=tuple(find_gaps(stories, {number: one.paragraphs for number, (_, one) in comments.items()})),
        comments=tuple(_comment(body, number, *one) for number, one in comments.items()),
        changes=tuple(find_changes(stories)),
        hidden_names=tuple(name for name in body.bookmarks if _is_hidden(name)),
        hidden_text=tuple(dict.fromkeys(body.hidden)),
        properties=properties,
    )


class MadeAs(msgspec.Struct, frozen=True, kw_only=True):
    """As what drafter wrote a Word file; empty in one that it did not write."""

    structure: str = ""
    day: date | None = None
    level: str = ""
    style: str = ""
    """The page style, with its settings."""


def made_as(package: Package) -> MadeAs:
    """Return as what a Word file was written. Raises InputError."""
    traces = read_traces(package, ())
    if not traces.found:
        return MadeAs()
    values = recipe_values(traces)
    day = date.fromisoformat(values["as_of"]) if ISO_DATE.fullmatch(values["as_of"]) else None
    return MadeAs(structure=values["structure"], day=day, level=values["level"], style=values["style"])


def read_stories(package: Package) -> Iterator[tuple[str, Flow]]:
    """Yield the body, then headers, footers and notes, each with what it is called. Raises InputError."""
    yield BODY, Flow(package.xml(package.document()))
    for name in package.names():
        if (found := PARTS.search(name)) is not None:
            yield f"{PART_NAMES[found[1]]}（{name.rpartition('/')[2]}）", Flow(package.xml(name))


def find_gaps(stories: Mapping[str, Flow], wanted: Mapping[str, list[str]]) -> Iterator[GapFound]:
    """Yield the gaps of all stories; `wanted` are the lines of the comments of the body, by number."""
    for part, flow in stories.items():
        on_gaps = {span.start: wanted.get(number, []) for number, span in flow.comments.items() if part == BODY}
        for row, text in enumerate(flow.paragraphs):
            for found in GAP.finditer(text):
                lines = on_gaps.get((row, found.start()), [])
                yield GapFound(
                    kind=found[1],
                    label=found[2].strip(),
                    part=part,
                    paragraph=row + 1,
                    text=text,
                    wanted=tuple(lines),
                )


def find_changes(stories: Mapping[str, Flow]) -> Iterator[ChangeFound]:
    """Yield the tracked changes of all stories."""
    for part, flow in stories.items():
        for one in flow.changes:
            yield ChangeFound(
                kind=one.kind, author=one.author, date=one.date, part=part, paragraph=one.paragraph, text=one.text
            )


def table_of_contents(body: Flow, styles: Styles) -> frozenset[int]:
    """Return the paragraphs, from 0, of a table of contents, which programs write anew."""
    names_of = [styles.name_of(value(one.find(P_PR), w("pStyle"))) for one in body.elements]
    return frozenset(row for row, name in enumerate(names_of) if CONTENTS.match(name))


CONTENTS = re.compile(r"toc (?:\d|heading)|目录 ?\d|TOC 标题|contents heading", re.I)
"""The names of the styles of a table of contents, also in Chinese programs and LibreOffice."""


def _headings(body: Flow, styles: Styles) -> Iterator[Heading]:
    for number, (text, element) in enumerate(zip(body.paragraphs, body.elements, strict=True), 1):
        depth = styles.of_paragraph(element.find(P_PR)).heading
        if depth and text.strip():
            yield Heading(depth=depth, paragraph=number, text=text)


def _comments(package: Package, document: str) -> dict[str, tuple[Any, Flow]]:
    """Return each comment and its text by its number."""
    root = package.xml(package.related(document, "comments"))
    elements = root.iterfind(w("comment")) if root is not None else ()
    return {one.get(w("id"), ""): (one, Flow(one)) for one in elements}


def _comment(body: Flow, number: str, element: Any, flow: Flow) -> CommentFound:
    span = body.comments.get(number)
    author = element.get(w("author"), "")
    return CommentFound(
        author=author,
        date=element.get(w("date"), ""),
        paragraph=span.start[0] + 1 if span else 0,
        on=body.text(span) if span else "",
        text="\n".join(flow.paragraphs),
        own=author == names.AUTHOR,
    )


def _is_hidden(name: str) -> bool:
    """Return whether Word leaves a bookmark out of its list, drafter's own and those of a table of contents aside."""
    return name.startswith("_") and not name.startswith((names.BOOKMARK, "_Toc"))


def _properties(package: Package) -> dict[str, str]:
    """Return what the file says about its origin, empty values aside."""
    found: dict[str, str] = {}
    for kind, wanted in (("core-properties", CORE), ("extended-properties", APP)):
        root = package.xml(package.related("", kind))
        for element in root if root is not None else ():
            name = wanted.get(element.tag.rpartition("}")[2])
            if name and (text := "".join(element.itertext()).strip()):
                found[name] = text
    more = {name: text for name, text in custom_properties(package).items() if not name.startswith(names.PROPERTY)}
    return {**found, **{f"custom:{name}": text for name, text in more.items()}}
