"""Ordinal markers: where one stands, of which style it is, which number it bears."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from drafter.text.numerals import from_cn

CN = "[一二三四五六七八九十]{1,3}"
STEP, LAYER = "(?:步|句话?|件事?|关|招|类|环)", "(?:层(?:意思|面)?|个(?:字|词|环节|层面))"
STYLES: tuple[tuple[str, str], ...] = (
    ("part", rf"第({CN})(?:部分|个方面|方面|个问题|点(?:意见|体会|要求|希望)?)[，,、：:\s　]"),
    ("cn", rf"({CN})(?:、|[.．](?!\d))"),
    ("paren", rf"(?:[（(]\s?({CN})\s?[)）]|([㈠-㈩]))[、.．]?\s?"),
    ("article", rf"第({CN})[，,、：:]\s?"),
    ("bare", rf"第({CN})(?=[要把是抓靠看讲])"),
    ("cn-comma", rf"({CN})[，,]"),
    ("circled", r"([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮])"),
    ("paren-digit", r"(?:[（(]\s?(\d{1,2})\s?[)）]|([⑴-⒂]))[、.．]?\s?"),
    ("digit-paren", r"(\d{1,2})[)）]"),
    ("digit", r"(?<!\d)(\d{1,2})(?:、|[.．](?!\d)\s?)"),
    ("is", rf"({CN}|再(?=则))(?:是|则(?=[要是，,])|来[，,])"),
    ("must", rf"({CN})要(?!素|件|点|求)"),
    (
        "verb",
        rf"({CN})(?=[靠抓看讲查促强重树做不防过戒谈问比治管补育建守学练创争带转严盯保优改稳提推破立知懂敢善忌亮谋聚融联访听议评办督]\S)",
    ),
    ("one", r"(再|另|还有|又|最后(?=一.是))?一(?:个|件|种|条|项|类)事?(?:就?是|[，,：:])"),
    ("word", rf"({CN})[一-龥][：:]"),
    ("its", rf"其({CN})[，,、是]"),
    ("step", rf"(?:[第头]({CN})|(最后)一)(?:{STEP}\*{{0,2}}[，,：:、\s　]|条[，,：:、\s　]?(?!规定|第))"),
    ("layer", rf"(?:[第头]({CN})|(最后)一){LAYER}\*{{0,2}}[，,：:、\s　]"),
    ("ordinal", rf"第({CN})(?![条届次季年天批期名位产界代组时])[一-龥]{{1,2}}[，：:、\s]"),
    ("further", r"(?=(更要))"),
    ("end", r"\A(最后)[，,]?(?=[^，。；：:]{0,24}[两二三四几][点个件条句])"),
    ("first", r"(首先|其次|再次|再者|最后)(?:[，,、](?!请|让我|我代表|欢迎|进行|由)|是|(?=要))"),
    ("side", r"(另?一方面)[，,]?"),
    ("cn-space", rf"({CN})[ \u3000\t]+(?=\S)"),
    ("dash", r"(——|－－|--|—)(?=[^\d\s—－-])"),
    ("bullet", r"([●■◆▲★•·▪○◇□➢➤]|[-*+](?=\s))\s*"),
)
"""Style → pattern whose first group is the number; an earlier style wins at the same place."""
BEGINS = r"(?=[第头一二三四五六七八九十其首再最另还又更（(①-⑮⑴-⒂㈠-㈩\d—－●■◆▲★•·▪○◇□➢➤*+-])"
"""What every marker begins with: most places are passed over without trying the styles one after the other."""
PATTERN = re.compile(
    BEGINS + "(?:" + "|".join(f"(?P<{name.replace('-', '_')}>{found})" for name, found in STYLES) + ")"
)
FIRST_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 90, "一方面": 1, "另一方面": 2}
FURTHER = frozenset({"再", "另", "还有", "又", "更要"})
"""Words that bring one more point after however many: 再一个是, 再则, 更要."""
DEMANDED = re.compile(r"[则是先次]要[^。；]*[。；]$")
"""So the point before 更要 demands something too."""
MORE = 80
"""Their number."""
CIRCLED = ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂", "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩")
UNNUMBERED = frozenset({"dash", "bullet", "plain", "label", "lead", "hidden"})
"""Styles that bear no number."""
ONLY_AT_LINE_START = frozenset({"part", "cn-comma", "cn-space", "dash", "bullet", "digit", "digit-paren", "cn"})
"""Styles that count inside a paragraph only where a line end was lost: after white space or a full stop."""
ANYWHERE = frozenset({"paren", "circled"})
"""Styles so distinct that they count wherever the series wants them."""
INLINE = frozenset({"is", "must", "side", "circled", "its", "step", "layer", "first", "one", "word", "ordinal"})
"""Styles that stand inside sentences as often as at the start of a line."""
AFTER_COMMA = frozenset({"is", "must", "article", "its"})
"""Styles whose list may begin after a comma, inside a sentence: 主要有两件事，一是……，二是……。"""
SENTENCE_END = "。；：！？;:!?…”’）)》】"
RANKS = {
    "part": 0.0,
    "cn": 1.0,
    "cn-space": 1.0,
    "article": 1.5,
    "bare": 5.5,
    "cn-comma": 3.0,
    "label": 1.7,
    "paren": 2.0,
    "digit": 3.0,
    "paren-digit": 4.0,
    "digit-paren": 4.0,
    "circled": 5.0,
    "first": 5.0,
    "end": 1.5,
    "further": 6.0,
    "its": 5.0,
    "step": 5.0,
    "layer": 5.0,
    "ordinal": 5.0,
    "noun": 1.5,
    "must": 5.5,
    "dash": 5.5,
    "bullet": 5.5,
    "is": 6.0,
    "verb": 6.0,
    "one": 6.0,
    "word": 6.0,
    "side": 7.0,
}
"""What usually lies above what; the speech may do otherwise where its series nest otherwise."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A marker in a paragraph, or the beginning of a heading that bears none."""

    paragraph: int
    start: int
    """Where the marker begins, in characters of the paragraph."""
    end: int
    """Where the heading begins."""
    style: str
    number: int
    """0 for styles that bear none."""
    rank: float
    level: int = 0
    """The level that the file's format gives the heading; 0 for none."""
    own_line: bool = False
    """The heading has its line for itself."""
    introduced: bool = False
    """The text before it ends with a colon: a list of what stands above."""
    clear: bool = False
    """It stands after a sentence, white space or a heading, not in the middle of a sentence (见附件（一）)."""
    weak: bool = False
    """It stands after a comma: a list only if its next item stands in the same paragraph."""

    @property
    def inline(self) -> bool:
        """Return whether the marker stands inside a paragraph."""
        return self.start > 0


def opens_with_marker(text: str, *, inline: bool = False) -> bool:
    """Return whether a line begins with an ordinal marker; with `inline`, with one that often stands in a sentence."""
    found = PATTERN.match(text)
    if found is None or _style(found) in ("verb", "cn-space", "cn-comma", "bare"):
        return False
    return not inline or _style(found) in INLINE


def marks_in(text: str, paragraph: int) -> Iterator[Mark]:
    """Yield the markers of a paragraph that stand where one may stand, in their order."""
    quoted = _quoted(text)
    position = 0
    if named := NOUN.match(text):
        yield _mark(text, paragraph, named, "noun", number=from_cn(named[1]) or 0)
        position = named.end()
    while found := PATTERN.search(text, position):
        position = found.start() + 1
        style = _style(found)
        weak = _is_weak(text, found, style)
        if quoted[found.start()] or not (weak or _may_stand(text, found.start(), style)):
            continue
        number = _number(found, style)
        if number is None:
            continue
        yield _mark(text, paragraph, found, style, number=number, weak=weak)
        position = max(position, found.end())


NOUN = re.compile(rf"[一-龥]{{1,4}}?({CN})[：:]")
"""A word and its number at the start of a line: 措施一：, 体会之二：."""


def _mark(text: str, paragraph: int, found: re.Match[str], style: str, *, number: int, weak: bool = False) -> Mark:
    before, gap = _before(text, found.start())
    return Mark(
        paragraph=paragraph,
        start=found.start(),
        end=found.end(),
        style=style,
        number=number,
        rank=_rank(style, found.start()),
        clear=style not in ANYWHERE or before in SENTENCE_END or gap > 0 or _is_after_heading(text, found.start()),
        weak=weak,
        introduced=before in ("：", ":"),
    )


AT_LINE_START = {
    "step": 1.5,
    "layer": 1.5,
    "ordinal": 1.5,
    "must": 3.5,
    "first": 3.5,
    "its": 3.5,
    "is": 3.5,
    "one": 3.5,
}
"""Styles that lie higher where they begin a line than inside a sentence."""


def _rank(style: str, start: int) -> float:
    return AT_LINE_START.get(style, RANKS[style]) if start == 0 else RANKS[style]


def _style(found: re.Match[str]) -> str:
    return (found.lastgroup or "").replace("_", "-")


def _number(found: re.Match[str], style: str) -> int | None:
    groups = [one for one in found.groups()[1:] if one is not None]
    word = next((one for one in groups if one != found[0]), found[0])
    if style in UNNUMBERED:
        return 0
    if word in FIRST_WORDS:
        return FIRST_WORDS[word]
    if style == "one" and word == found[0]:
        return 1
    if word in FURTHER:
        return MORE
    for row in CIRCLED:
        if word in row:
            return row.index(word) + 1
    return int(word) if word.isdigit() else from_cn(word)


def _may_stand(text: str, start: int, style: str) -> bool:
    """Return whether a marker of this style may stand here: at the start, after a sentence, after a lost line end."""
    bare, gap = _before(text, start)
    if not bare:
        return True
    if style in LINE_START_ALONE or (style == "step" and ARTICLE.match(text, start)):
        return False
    if style == "further":
        return bare in "。；" and DEMANDED.search(text, max(0, start - 200), start) is not None
    if style in ANYWHERE:
        return bare not in "第条款项、和及与" or gap > 0
    if style in ONLY_AT_LINE_START:
        after_title = start <= 60 and text.endswith(TITLES, 0, start)
        return (
            bare in "。！？；;!?"
            or (gap > 0 and style != "digit-paren")
            or (style == "cn" and (bare in "：:" or after_title))
        )
    return bare in SENTENCE_END


TITLES = ("讲话", "报告", "发言", "汇报", "总结", "讲稿", "提纲")
"""How a title ends to which the first section is glued."""
LINE_START_ALONE = frozenset({"cn-space", "dash", "bullet", "part", "cn-comma"})
"""Styles that never stand inside a paragraph."""
ARTICLE = re.compile(rf"第{CN}条")
"""第…条 inside a paragraph cites an article of a law."""


def _before(text: str, start: int) -> tuple[str, int]:
    """Return the last character before a place that is no white space, "" where there is none, and the gap to it.

    The two stars that open bold letters in Markdown do not count.
    """
    index = start - 2 if text[:start].endswith("**") and not text[:start].endswith("***") else start
    start = index
    while index and text[index - 1] in " \u3000\t":
        index -= 1
    return (text[index - 1] if index else ""), start - index


def _is_weak(text: str, found: re.Match[str], style: str) -> bool:
    """Return whether a marker stands where only a whole list in this paragraph makes it one."""
    before, _ = _before(text, found.start())
    if style == "digit":
        return before != "" and before in "：:，,"
    if style == "bare":
        return before != "" and before in "。；：，"
    if style not in AFTER_COMMA:
        return False
    return (before != "" and before in "，,") or _after_words(text, found) or _after_heading(text, found)


def _after_words(text: str, found: re.Match[str]) -> bool:
    """Return whether 一要 or 一是 follows words without any mark: 希望大家一要……；二要……."""
    before = text[max(0, found.start() - 2) : found.start()]
    return found[0][0] == "一" and before.endswith(("大家", "们", "就是", "分别"))


GLUED_HEADING = re.compile(rf"(?:{CN}、|[（(]{CN}[)）])[^。；：！？;:!?]{{4,40}}(?<![统唯专万之第])$")


def _after_heading(text: str, found: re.Match[str]) -> bool:
    """Return whether 一要 or 一是 follows a heading whose line end was lost: 一、依法履行职责一是开展检查。……二是……."""
    return found[0][0] == "一" and _is_after_heading(text, found.start())


def _is_after_heading(text: str, start: int) -> bool:
    return GLUED_HEADING.search(text, max(0, start - 46), start) is not None


def _quoted(text: str) -> bytearray:
    """Return, character by character, whether it stands inside quotation marks; an unclosed one quotes nothing."""
    inside = bytearray(len(text) + 1)
    for found in re.finditer("“[^”]*”", text):
        inside[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    return inside
