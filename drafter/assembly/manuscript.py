"""From the text to the manuscript: the title in lines, the marks of a working copy, the table of contents.

What depends on the page: it is laid over an assembled draft, for one page style, and leaves the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from drafter.assembly.contents import contents
from drafter.errors import UsageError
from drafter.model.draft import Draft, Paragraph, ParagraphKind, Run
from drafter.model.style import PageStyle, characters_a_line
from drafter.text.counting import cells, printed_width

MOST_MARKS = 6
MARK_WIDTH = 20
"""Characters of a mark at most: two stand on one line."""
COPY_NUMBER = re.compile(r"(?:份号[：:]?\s*)?([0-9]{1,6})")
"""份号: six digits (GB/T 9704—2012 7.2.1)."""
SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★.{0,8})?")
STAGE = re.compile(r"[（(]?([^（()）]*(?:稿|草案|讨论本|送审本))[)）]?")
BODIES = (
    "中共{place}委员会", "中共{place}委", "{place}委", "{place}人民代表大会常务委员会", "{place}人民代表大会",
    "{place}人大常委会", "中共{place}人大常委会", "{place}人大", "{place}人民政府", "{place}监察委员会",
    "{place}人民法院", "{place}人民检察院", "{place}",
)  # fmt: skip


def finished(
    draft: Draft, style: PageStyle, *, marks: Sequence[str] = (), toc: bool = False, names: Sequence[str] = ()
) -> Draft:
    """Return `draft` as it goes on the pages of `style`: marks, table of contents, title in lines.

    `names` are not cut by the end of a line. Raises UsageError for a mark that nobody could print.
    """
    corners, stages = _marks(marks)
    title = [one for one in draft.head if one.kind == "title"]
    rest = [one for one in draft.head if one.kind not in ("title", "subtitle")]
    lines = broken(title, characters_a_line(style, "title"), names)
    below = [one for one in draft.head if one.kind == "subtitle"]
    below = broken(below, characters_a_line(style, "subtitle"), names)
    made = msgspec.structs.replace(draft, head=(*corners, *lines, *stages, *below, *rest))
    if not toc:
        return made
    entries = contents(made, style)
    return msgspec.structs.replace(made, head=(*corners, *entries, *made.head[len(corners) :]))


# ── title


def broken(title: Iterable[Paragraph], limit: int, names: Sequence[str]) -> list[Paragraph]:
    """Return the lines of a title or a subtitle, each a paragraph; a line that is too long is broken at its words.

    `limit` is in characters. Titles of one line are not looked at closer: the words are loaded only when needed.
    """
    found: list[Paragraph] = []
    for line in title:
        if printed_width(line.text) <= limit:
            found.append(line)
            continue
        from drafter.text.titles import title_lines

        found += _cut(line, title_lines(line.text.replace("|", "｜"), limit, names))
    return found


def _cut(paragraph: Paragraph, lines: Sequence[str]) -> list[Paragraph]:
    """Return a paragraph cut into `lines`; white space at a break is left out."""
    pending = list(paragraph.runs)
    found = []
    for line in lines:
        runs: list[Run] = []
        wanted = line
        while wanted:
            run, *pending = pending
            text = run.text if runs else run.text.lstrip()
            taken = text[: len(wanted)]
            if taken:
                runs.append(msgspec.structs.replace(run, text=taken))
            wanted = wanted[len(taken) :]
            if text[len(taken) :]:
                pending = [msgspec.structs.replace(run, text=text[len(taken) :]), *pending]
        found.append(msgspec.structs.replace(paragraph, runs=tuple(runs)))
    return found


def names_in(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names that the facts of a draft give: of the place, its bodies, the speaker."""
    places = [str(facts[key]) for key in ("place", "province") if facts.get(key)]
    bodies = [pattern.format(place=place) for place in places for pattern in BODIES]
    known = [str(facts[key]) for key in ("speaker_name", "speaker_post", "superior_party") if facts.get(key)]
    return tuple(dict.fromkeys([*bodies, *known]))


# ── marks


def _marks(marks: Sequence[str]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the marks in the corners of the first page, row by row, and those under the title."""
    if len(marks) > MOST_MARKS:
        raise UsageError(f"标记太多：{len(marks)} 个", hint=f"--mark 最多写 {MOST_MARKS} 次")
    left: list[str] = []
    right: list[str] = []
    stages: list[Paragraph] = []
    for mark in map(_checked, marks):
        if found := STAGE.fullmatch(mark):
            stages.append(_line(f"（{found[1]}）", "stage"))
        elif found := COPY_NUMBER.fullmatch(mark):
            left.insert(0, found[1].zfill(6))
        elif SECRECY.fullmatch(mark) or "文件" in mark or "材料" in mark:
            left.append(mark)
        else:
            right.append(mark)
    return _rows(left, right), stages


def _checked(mark: str) -> str:
    """Return a mark without white space around it. Raises UsageError for an empty, long or unprintable one."""
    mark = mark.strip()
    if not mark:
        raise UsageError("标记是空的", hint="写成 --mark 征求意见稿")
    if not mark.isprintable():
        raise UsageError(f"标记里有不能打印的字符：{mark!r}", hint="标记只写一行文字")
    if cells(mark) > MARK_WIDTH * 2:
        raise UsageError(f"标记太长：“{mark[:MARK_WIDTH]}……”", hint=f"不超过 {MARK_WIDTH} 个字")
    return mark


def _rows(left: Sequence[str], right: Sequence[str]) -> list[Paragraph]:
    found = []
    for number in range(max(len(left), len(right))):
        found += [_line(left[number], "mark_left")] if number < len(left) else []
        found += [_line(right[number], "mark_right")] if number < len(right) else []
    return found


def _line(text: str, kind: ParagraphKind) -> Paragraph:
    return Paragraph(runs=(Run(text=text),), kind=kind)
