"""The marks of a working copy: what they are, and where custom sets them.

Copy number, secrecy and the number of a meeting's paper stand in the left corner of the first page (GB/T 9704—2012
7.2.1, 7.2.2), the stage (征求意见稿) under the title, anything else (会后收回) in the right corner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.errors import UsageError
from drafter.model.draft import Paragraph, ParagraphKind, Run
from drafter.text.counting import cells

MOST_MARKS = 6
MARK_WIDTH = 20
"""Characters of a mark at most: two stand on one line."""
COPY_NUMBER = re.compile(r"(?:份号[：:]?\s*)?([0-9]{1,6})")
"""份号: six digits (GB/T 9704—2012 7.2.1)."""
SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★.{0,8})?")
STAGE = re.compile(r"[（(]?([^（()）]*(?:稿|草案|讨论本|送审本))[)）]?")


def placed(marks: Sequence[str]) -> tuple[list[Paragraph], list[Paragraph]]:
    """Return the marks in the corners of the first page, row by row, and those under the title. Raises UsageError."""
    if len(marks) > MOST_MARKS:
        raise UsageError(f"标记太多：{len(marks)} 个", hint=f"--mark 最多写 {MOST_MARKS} 次")
    left: list[str] = []
    right: list[str] = []
    stages: list[Paragraph] = []
    for mark in dict.fromkeys(map(_checked, marks)):
        if found := STAGE.fullmatch(mark):
            stages.append(_line(f"（{found[1]}）", "stage"))
        elif found := COPY_NUMBER.fullmatch(mark):
            if left and COPY_NUMBER.fullmatch(left[0]):
                raise UsageError(f"份号写了两个：{left[0]}、{found[1].zfill(6)}", hint="一份稿子只有一个份号")
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
    if "【" in mark or "】" in mark:
        raise UsageError(f"标记里不能有【】：{mark}", hint="标记要写定，如 --mark 第二稿")
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
