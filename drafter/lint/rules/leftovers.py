"""隐去的字、网站的水印、网页和页码的残留、没有清除的 Markdown 记号，都不能留在定稿里。

用××、XX、＿＿、□□ 之类代替的字，删字留下的空白，“本文来自…”一类的广告，混进正文的页码、“来源：…　浏览次数：…”，都算。

    不合格  请××同志作表态发言。（本文来自文稿网，点击下载）
    合格    请李建国同志作表态发言。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.corpus.cleaning import is_like_markdown, redactions_in, watermark_spans
from drafter.corpus.paragraphs import PAGE_NUMBER, WEB_FRAME
from drafter.lint.papers import Paper
from drafter.model.problem import Problem

ID = "leftover"
TITLE = "残留的记号和字样"
GROUP = 4
HASHES = re.compile(r"(?m)^#{1,6} ")
LONGEST = 90
"""A longer stretch is no advertisement: its first characters are reported."""


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield what was left in a paper that nobody is to read."""
    first, last = paper.speech.span
    text = paper.reading.text[first:last]
    watermarks = watermark_spans(text)
    for start, end in watermarks:
        stop = min(end, start + LONGEST)
        lead = len(text[start:stop]) - len(text[start:stop].lstrip())
        message = "网站、公众号的水印混进了正文"
        yield paper.problem_in_file(ID, first + start + lead, first + stop, message, hint="删去")
    plain = paper.reading.format != "markdown"
    yield from _redactions(paper, text, first, watermarks)
    if plain:
        yield from _markdown(paper, text, first)
    yield from _frames(paper, watermarks, first)


def _redactions(paper: Paper, text: str, first: int, watermarks: list[tuple[int, int]]) -> Iterator[Problem]:
    markdown = paper.reading.format == "markdown" or text.count("**") > 1
    for start, end in redactions_in(text, watermarks, markdown=markdown):
        if _is_tag(text, start, end):
            continue
        if text[start:end].strip():
            message, hint = f"“{text[start:end]}”代替的字没有填上", "填上实际内容"
        else:
            start, end, message, hint = start - 2, end + 1, "这里少了数字", "填上数字，或去掉空格"
        yield paper.problem_in_file(ID, first + start, first + end, message, hint=hint, severity="error")


def _is_tag(text: str, start: int, end: int) -> bool:
    """Return whether letters or signs stand in a template's or a page's tag, which has a finding of its own."""
    return text[start - 1 : start] in ("{", "<", "&", "%", "/") or text[end : end + 1] in ("}", ">", ";")


def _markdown(paper: Paper, text: str, first: int) -> Iterator[Problem]:
    """Yield the first mark of Markdown in a file that is none."""
    at = text.find("**") if text.count("**") > 1 else -1
    found = HASHES.search(text)
    if at < 0 and found and (is_like_markdown(text) or text.count("\n#") > 1):
        at = found.start()
    if at >= 0:
        end = at + len(text[at:]) - len(text[at:].lstrip("*#"))
        message = "Markdown 的记号没有清除"
        yield paper.problem_in_file(
            ID, first + at, first + end, message, hint="去掉 *、# 一类的记号", severity="warning"
        )


CRUMBS = re.compile(
    "(?:网站)?首页\\s*[>＞»›→/-]|当前位置|(?:您|你)(?:现在)?的位置|主页\\s*[>＞»›]|责任编辑|发布时间|来源[:：]"
)


def _frames(paper: Paper, watermarks: list[tuple[int, int]], first: int) -> Iterator[Problem]:
    """Yield the page numbers and the frames of web pages between the paragraphs."""
    for start, end in paper.left_out:
        offset = start
        for line in paper.reading.text[start:end].split("\n"):
            bare = line.strip()
            at = offset + len(line) - len(line.lstrip())
            offset += len(line) + 1
            if not bare or any(begin <= at - first < stop for begin, stop in watermarks):
                continue
            if PAGE_NUMBER.fullmatch(bare) and any(one.isdigit() for one in bare):
                message = "页码混进了正文"
            elif WEB_FRAME.match(bare) or CRUMBS.match(bare):
                message = "网页上的字样混进了正文"
            else:
                continue
            yield paper.problem_in_file(ID, at, at + len(bare), message, hint="删去", severity="warning")
