"""Lines of a file → paragraphs of text, every character with its place in the file.

Hard line ends inside a paragraph are undone and page furniture (page numbers, running heads, the frame of a web
page) is left out; nothing else is changed, and nothing is changed in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from drafter.corpus.language import Language
from drafter.corpus.markers import opens_with_marker
from drafter.model.reading import Hint, Reading

END_MARKS = "。！？；：…”’）》】!?;:."
"""A line that ends with one of these ends a sentence or a part of one."""
NEVER_FIRST = "、，；"
"""No paragraph begins with one of these."""
LONG = 45
"""Characters: a longer line without an end mark is no heading but a torn sentence."""
STUB = 5
"""Characters with its marker: so short a heading line is torn where the next line goes on with the same word."""
SLACK = 6
"""Columns by which a line wrapped by force may fall short: punctuation is not parted, figures are narrow."""
FRAGMENT = re.compile(r"[^。，；：！？]{1,12}。")
"""So a line begins that ends the heading of the line before it."""
SHORT = 26
"""Characters: the second line of a torn heading is no longer than this."""
NO_HINT = Hint()
KNOWS_PARAGRAPHS = frozenset({"docx", "html"})
"""Formats whose lines are paragraphs."""
PAGE_NUMBER = re.compile(
    r"(?:[^。，]{2,40}[\s_]+第\d{1,3}页|[—\-–－_·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，]?\s*共\s*\d+\s*页)?[—\-–－_·\s]*)"
)
WEB_FRAME = re.compile(
    r"(?:首页|当前位置|您(?:当前|现在)?(?:所在)?的?位置|网站地图|设为首页|加入收藏|上一篇|下一篇|上一页|下一页|相关(?:链接|阅读|文章)"
    r"|责任编辑|责编|编辑|审核|校对|来源|信息来源|文章来源|稿件来源|发布(?:时间|日期|机构|单位)?|点击(?:数|率|量)?|浏览(?:次数|量|数)?"
    r"|阅读(?:次数|量|数)?|访问量|字号|字体|打印(?:本页)?|关闭(?:窗口)?|分享到?|扫一扫|版权所有|主办单位|承办单位|联系(?:电话|地址)"
    r"|ICP备|.?ICP|索引号|发文机关|成文日期|有效性|打印日期|文件编号|导航|栏目)\s*(?:[：:>＞|｜》\d【\[].*|)"
)
"""A line that begins with the furniture of a web page and says nothing else."""
BREADCRUMB = re.compile(r"[^。，；]{1,20}(?:\s*[>＞»›|｜]\s*[^。，；>＞|｜]{1,20}){1,}")
SEPARATOR = re.compile(r"[\s*＊=＝—\-–_~·●○◆☆★#]{3,}")


HASHES = re.compile(r"(#{1,6})\s+\S")
"""A heading of Markdown, also in a file that is not called so."""


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph without the line ends inside it."""

    text: str
    places: Sequence[int]
    """Where each character stands in the file."""
    line: int
    """On which it begins, counted from 1."""
    hint: Hint = NO_HINT
    lines: int = 1
    """How many lines of the file it takes."""

    @property
    def start(self) -> int:
        """Return where it begins in the file."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Return where it ends in the file, past its last character."""
        return self.places[-1] + 1

    def place(self, index: int) -> int:
        """Return where a character stands in the file; of the end, where the paragraph ends."""
        return self.places[index] if index < len(self.text) else self.end


class Lines:
    """Offsets of a text as lines and columns, both counted from 1."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def line(self, offset: int) -> int:
        """Return the line on which a character stands."""
        return bisect_right(self.starts, offset)

    def column(self, offset: int) -> int:
        """Return its column."""
        return offset - self.starts[self.line(offset) - 1] + 1


NARROW = re.compile("(?![“”‘’…—·①-⑩])[\x00-\u2e7f]")
"""What takes one column: all below the Chinese characters but the marks that Chinese fonts set two columns wide."""


class _Line(msgspec.Struct, frozen=True):
    """One line, white space around it taken off."""

    number: int
    start: int
    text: str
    indent: int
    """In columns; a full-width space is two."""
    torn: bool = False
    """It begins a page in the middle of a sentence."""

    @property
    def width(self) -> int:
        return self.indent + 2 * len(self.text) - len(NARROW.findall(self.text))


def paragraphs_of(reading: Reading, language: Language) -> list[Paragraph]:
    """Return the paragraphs of a file in their order; a line of separators stands as a paragraph of its own."""
    whole = _without_page_marks(_without_foot(list(_lines(reading.text))))
    lines = [part for line in whole for part in (_parted(line) if len(line.text) >= PASTED else (line,))]
    running = _running_heads(lines)
    kept = [one for one in lines if one.text and not _is_furniture(one, running)]
    if reading.format in KNOWS_PARAGRAPHS:
        return [_joined([line], reading.hints) for line in kept]
    return [_joined(group, reading.hints) for group in _groups(kept, language)]


def _groups(lines: Sequence[_Line], language: Language) -> list[list[_Line]]:
    """Return the lines in groups, one a paragraph."""
    width = _wrap_width(lines)
    found: list[list[_Line]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line, width, language, found[-1]):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _lines(text: str) -> Iterator[_Line]:
    offset = 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.lstrip(BLANKS)
        indent = sum(2 if one == "\u3000" else 1 for one in line[: len(line) - len(bare)])
        yield _Line(number, offset + len(line) - len(bare), bare.rstrip(BLANKS), indent)
        offset += len(line) + 1


BLANKS = " \t\u3000\xa0\ufeff\r"
PASTED = 150
"""Characters: a longer line may be a whole text whose line ends a copy turned into white space."""
WIDE_GAP = re.compile(r"(?<=\S)(?:[ \xa0]{2,}|\u3000+[ \xa0\u3000]*)(?=\S)")


def _parted(line: _Line) -> Iterator[_Line]:
    """Yield the parts of a pasted line: a wide gap after a sentence, before a marker or after a short part ends one."""
    start = indent = 0
    for gap in WIDE_GAP.finditer(line.text):
        part = line.text[start : gap.start()]
        short = indent > 0 and len(part) <= SHORT and not any(mark in part for mark in END_MARKS)
        if part[-1] in "。！？；：:" or short or opens_with_marker(line.text[gap.end() :]):
            yield _Line(line.number, line.start + start, part, indent or line.indent, line.torn and not start)
            start, indent = gap.end(), 2
    yield _Line(line.number, line.start + start, line.text[start:], indent or line.indent, line.torn and not start)


FOOT = re.compile(
    r"[\[【（(]?\s*(?:责任编辑|责编|上一篇|下一篇|相关(?:链接|阅读|文章|新闻)|版权所有|Copyright|扫一扫|分享到)"
)


def _without_foot(lines: list[_Line]) -> list[_Line]:
    """Return the lines above the foot of a web page, which begins in the last third with its editor or its links."""
    for row in range(len(lines) * 2 // 3, len(lines)):
        if FOOT.match(lines[row].text):
            return lines[:row]
    return lines


PAGE_MARK = re.compile(r"(\d{1,3})、")
SHARED = re.compile(r"《[^》]{1,80}》由.{0,12}会员.{0,4}分享.*")
"""The line above a text that a document-sharing site shows page by page."""
PAGE = 120
"""Characters: a page of such a site is no shorter."""


def _without_page_marks(lines: list[_Line]) -> list[_Line]:
    """Return the lines without the numbers that a document-sharing site puts before its pages.

    Such a number stands before every long line, counts from 1, and parts sentences: a line before it ends in none.
    The last page may be short.
    """
    marked = [(row, mark) for row, one in enumerate(lines) if (mark := PAGE_MARK.match(one.text))]
    pages = [(row, mark) for row, mark in marked if len(lines[row].text) >= PAGE or (row, mark) == marked[-1]]
    unmarked = any(
        len(one.text) >= PAGE and not PAGE_MARK.match(one.text) and not SHARED.fullmatch(one.text) for one in lines
    )
    if unmarked or len(pages) < 2 or [int(mark[1]) for _, mark in pages] != list(range(1, len(pages) + 1)):
        return lines
    if all(_last_text(lines, row) in END_MARKS for row, _ in pages[1:]):
        return lines
    found = list(lines)
    for row, mark in pages:
        one, torn = lines[row], _last_text(lines, row) not in END_MARKS
        bare = one.text[mark.end() :].lstrip(BLANKS)
        start = one.start + len(one.text) - len(bare)
        found[row] = msgspec.structs.replace(one, start=start, text=bare, torn=torn)
    return found


def _last_text(lines: Sequence[_Line], row: int) -> str:
    """Return the last character before a line; a full stop where there is none."""
    return next((one.text[-1] for one in reversed(lines[:row]) if one.text), "。")


def _filled(lines: Sequence[_Line]) -> list[_Line]:
    return [one for one in lines if one.text]


def _running_heads(lines: Sequence[_Line]) -> frozenset[str]:
    """Return the short lines that stand three times or more next to a page number."""
    filled = _filled(lines)
    beside = Counter(
        line.text
        for row, line in enumerate(filled)
        if len(line.text) < 40
        and any(PAGE_NUMBER.fullmatch(near.text) for near in filled[max(0, row - 1) : row + 2] if near is not line)
    )
    return frozenset(text for text, times in beside.items() if times >= 2 and not PAGE_NUMBER.fullmatch(text))


ADVERTISING = re.compile(
    r"(?=.{0,80}$)(?:.*(?:立即下载|免费下载|公众号|www\.|http|://|转载|更多精彩|文秘网|范文网|文库).*|[【\[（(].{0,30}(?:打印|关闭|收藏|作者系|作者单位|编辑|字体)[^】]{0,40}[】\]）)].*)"
)
"""A line that advertises a site or belongs to its frame."""


def _is_furniture(line: _Line, running: frozenset[str]) -> bool:
    text = line.text
    if PAGE_NUMBER.fullmatch(text) or text in running or ADVERTISING.fullmatch(text) or SHARED.fullmatch(text):
        return True
    if len(text) > 60 or text[-1] in "。；！？":
        return False
    return bool(WEB_FRAME.fullmatch(text) or ("：" not in text and BREADCRUMB.fullmatch(text)))


def _wrap_width(lines: Sequence[_Line]) -> int:
    """Return the columns at which the text was wrapped by force; 0 where it was not.

    Forced line ends stand inside sentences: half of all lines end without a mark, though none is long.
    """
    filled = [one for one in lines if one.text]
    widths = sorted(one.width for one in filled)
    if len(widths) < 8:
        return 0
    widest = widths[int(len(widths) * 0.95)]
    torn = sum(one.text[-1] not in END_MARKS and one.width >= widest * 0.6 for one in filled)
    return widest if 24 <= widest <= 130 and torn >= len(filled) * 0.4 else 0


def _goes_on(before: _Line, line: _Line, width: int, language: Language, group: Sequence[_Line]) -> bool:
    """Return whether `line` goes on with the paragraph of the line before it."""
    last, first = before.text[-1], line.text[0]
    if line.torn or first in NEVER_FIRST:
        return True
    inside = (
        bool(width)
        and before.width >= width - SLACK
        and last not in "。！？"
        and opens_with_marker(line.text, inline=True)
    )
    if (
        (opens_with_marker(line.text) and not inside)
        or SEPARATOR.fullmatch(before.text)
        or SEPARATOR.fullmatch(line.text)
    ):
        return False
    apart = line.number - before.number > 1
    if width:
        return _wraps(before, line, width, group, language, apart=apart)
    if apart or last in END_MARKS or line.indent >= 2 > before.indent:
        return False
    if len(before.text) >= LONG:
        return True
    if not opens_with_marker(before.text):
        return False
    stub = len(before.text) <= STUB
    return (stub or (len(line.text) <= SHORT and line.text[-1] not in END_MARKS)) and language.is_word(last + first)


def _wraps(before: _Line, line: _Line, width: int, group: Sequence[_Line], language: Language, *, apart: bool) -> bool:
    """Return whether a line of a text wrapped by force goes on with the paragraph of the line before it."""
    last, first = before.text[-1], line.text[0]
    if line.indent >= 2 and line.indent > before.indent and line.indent >= group[0].indent:
        return False
    full = before.width >= width - SLACK or (before.width >= width * 0.8 and last not in END_MARKS and len(group) > 0)
    if not full or (apart and last in END_MARKS):
        return False
    so_far = "".join(one.text for one in group)
    if not opens_with_marker(so_far) or any(mark in so_far for mark in "。；："):
        return True
    goes_on = (line.width < width - SLACK and line.text[-1] not in END_MARKS) or FRAGMENT.match(line.text) is not None
    return goes_on or language.is_word(last + first) or so_far.count("“") > so_far.count("”")


def _joined(group: Sequence[_Line], hints: Mapping[int, Hint]) -> Paragraph:
    first = group[0]
    hint = hints.get(first.number, NO_HINT)
    if hint is NO_HINT and (hashes := HASHES.match(first.text)):
        hint = Hint(heading=len(hashes[1]))
    if len(group) == 1:
        return Paragraph(first.text, range(first.start, first.start + len(first.text)), first.number, hint)
    text = "".join(one.text for one in group)
    places = [place for one in group for place in range(one.start, one.start + len(one.text))]
    return Paragraph(text, places, first.number, hint, len(group))
