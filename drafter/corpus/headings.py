"""Where a heading ends: at its mark, at the end of its line, or glued to the sentence after it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from drafter.corpus.language import Language
from drafter.corpus.words import words

CLOSING = "。；：！？;!?:"
BRACKETS = {"“": "”", "《": "》", "（": "）", "(": ")", "〈": "〉", "‘": "’"}
TELLING = re.compile(rf"[{CLOSING}.{re.escape(''.join(itertools.chain(*BRACKETS.items())))}]")
"""Characters at which a heading may end, or a part begin or end inside which it does not."""
LONGEST_OWN_LINE = 60
"""Characters; a line without a closing mark that is longer is a sentence, not a heading."""
SPACED = re.compile(r"[A-Za-z\d]")
"""Letters and figures are set off from Chinese by a blank that parts nothing."""
GAP = re.compile(r"[ \u3000\t]+")
LONGEST_ALONE = 22
"""Characters: what is longer up to its first closing mark may be a heading glued to its text."""
LEAST = 2.0
"""The score from which on a heading ends between two parts of a line."""
NAME = 5
"""Characters of a name before a colon, no first half of a lead."""
SURE = 1.5
"""The score of a part that begins as texts do and headings do not."""
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("(", ")"))
NEVER_LAST = "，、,的和与及是在把对为"
NEVER_FIRST = "，、,的和与及了"
REPORTED = "(?:主要)?工作(?:的)?(?:回顾|回忆|总结|情况|安排|打算|计划|思路|建议|成效)"
REPORT = re.compile("工作(?:的)?[回总情安打计思建成]")
"""What the name of a part of a report has in it, to be found fast."""
SECTION_NAME = re.compile(
    rf"(?:[^，。；：]{{0,12}}[年届来月度后步]的?)?{REPORTED}|基本情况|(?:主要)?做法(?:和成效)?|目标任务|总体要求|指导思想"
    r"|(?:存在的?)?(?:主要|突出)?(?:困难和)?问题(?:和不足|与不足)?"
)
"""What sections of reports are called everywhere."""
DATED_SECTION = re.compile(
    rf"(?:^|(?<=[。！？：:\s]))(?:[^，。；：！？、“《（）()\s]{{0,10}}[年届月度]来?|今后|下一?步)(?:的)?{REPORTED}(?=[^，。；：！？、\s的])"
)


def heading_end(text: str, start: int, stop: int) -> int:
    """Return where the heading that begins at `start` ends: before its first closing mark, no later than `stop`.

    Marks inside quotation marks and brackets do not close.
    """
    waiting: list[str] = []
    if text[start - 1 : start] == "【":
        return text.find("】", start, stop) if "】" in text[start:stop] else stop
    for found in TELLING.finditer(text, start, stop):
        index, char = found.start(), found[0]
        if waiting and char == waiting[-1]:
            waiting.pop()
        elif char in BRACKETS and BRACKETS[char] in text[index + 1 : min(stop, index + 60)]:
            waiting.append(BRACKETS[char])
        elif char in CLOSING and not waiting:
            if char in "：:" and _is_whole_line(text, start, stop):
                continue
            return index
        elif char == "." and not waiting and not _inside_number(text, index):
            return index
    return stop


def _is_whole_line(text: str, start: int, stop: int) -> bool:
    """Return whether the rest of a line is all heading: a colon in it parts its halves (怎么招：把五种招法用好)."""
    rest = text[start:stop]
    return (
        stop == len(text)
        and len(rest) <= 45
        and rest[-1] not in "：:"
        and not any(mark in rest for mark in "。；！？;!?")
    )


def _is_own_line(text: str, start: int, stop: int) -> bool:
    """Return whether a heading fills its line: white space in it parts the halves of a couplet."""
    return stop == len(text) and stop - start <= 45


def lead_gap(text: str, start: int, stop: int) -> int | None:
    """Return where white space ends a short lead at the start of a paragraph, None where none does."""
    found = GAP.search(text, start, stop)
    return (
        found.start()
        if found and 4 <= found.start() - start <= 24 and "，" not in text[start : found.start()]
        else None
    )


def second_half(text: str, start: int, end: int, stop: int) -> int:
    """Return where a lead ends whose first half ends at `end`: a colon may part it from a short second one.

    A mere name ends with its colon (学习方面：).
    """
    if text[end : end + 1] not in ("：", ":") or end - start <= NAME:
        return end
    close = heading_end(text, end + 1, stop)
    return close if close < stop and close - end <= 16 and text[close] == "。" and "，" not in text[end:close] else end


def _inside_number(text: str, index: int) -> bool:
    before = text[index - 1 : index]
    return (
        before.isascii()
        and before.isalnum()
        and text[index + 1 : index + 2].isascii()
        and text[index + 1 : index + 2].isalnum()
    )


def glued_end(text: str, start: int, stop: int, language: Language, usual: Sequence[int], *, alone: bool) -> int | None:
    """Return where a heading ends that is glued to the sentence after it, None where it is not.

    `usual` are the lengths of its sister headings that end where they should: beside them it need be little longer
    than they are to be looked into; `alone` says that it may be glued without any such sister.
    """
    gap = None if _is_own_line(text, start, stop) else _gap_in(text, start, stop)
    stop = stop if gap is None else gap
    long = stop - start > (max(usual) * 1.25 + 6 if usual else LONGEST_ALONE)
    if not (usual or alone) or not (long or SECTION_NAME.match(text, start, stop)):
        return gap
    cut = _best_cut(text, start, stop, language, usual)
    return cut if cut is not None and (long or SECTION_NAME.fullmatch(text, start, cut)) else gap


def _gap_in(text: str, start: int, stop: int) -> int | None:
    """Return where white space parts a heading of ordinary length from a following sentence."""
    for found in GAP.finditer(text, start, stop):
        left, right = found.start() - start, stop - found.end()
        if found[0] == " " and SPACED.search(text[found.start() - 1] + text[found.end()]):
            continue
        torn = found.end() - found.start() > 1 or right > left * 0.8 or "，" in text[found.end() : stop]
        if left >= (4 if right >= 20 else 6) and right > 0 and torn:
            return found.start()
    return None


def _best_cut(text: str, start: int, stop: int, language: Language, usual: Sequence[int]) -> int | None:
    """Return the likeliest place at which a heading meets its text without any mark between them."""
    best, found = 0.0, None
    for cut in _cuts(text, start, stop, usual):
        score = _cut_score(text[start:cut], text[cut:stop], language, usual)
        if score >= LEAST and score > best:
            best, found = score, cut
    return found


def _cuts(text: str, start: int, stop: int, usual: Sequence[int]) -> Iterable[int]:
    """Return the places to be tried: without sisters only those at which the text surely may begin."""
    last = min(stop - 3, start + LONGEST_OWN_LINE)
    if usual:
        return range(start + max(3, min(usual) - 3), last)
    return (found.start() for found in _any_opener().finditer(text, start + 4, last))


def _cut_score(left: str, right: str, language: Language, usual: Sequence[int]) -> float:
    """Score how much a heading seems to end between two parts of a line, by either side and by its sisters."""
    if left[-1] in NEVER_LAST or right[0] in NEVER_FIRST or any(left.count(a) > left.count(b) for a, b in PAIRS):
        return 0.0
    clauses = left.replace(",", "，").split("，")
    couplet = len(clauses) == 2 and len(clauses[0]) == len(clauses[1]) >= 4
    verbal = _ends(left, "heading_end_verbs")
    begins = _begins(left, right, language, verbal=verbal and not couplet)
    if not usual and begins < SURE:
        return 0.0
    typical = verbal or _ends(left, "heading_ends") or (couplet and begins == SURE)
    ends = 2.0 if SECTION_NAME.fullmatch(left) else 1.5 * typical
    if not usual and not ends:
        return 0.0
    score = begins + ends + 0.5 * (4 <= len(clauses[-1]) <= 14) - 1.0 * language.is_word(left[-1] + right[0])
    if usual:
        score += 1.0 * (len(set(usual)) == 1 and len(left) == usual[0])
        score += 0.5 * (min(usual) - 2 <= len(left) <= max(usual) + 2)
    return score


def _begins(left: str, right: str, language: Language, *, verbal: bool) -> float:
    """Score how much the text seems to begin here: after a verb, what may be its subject may be the object as well."""
    if _openers("text_openers").match(right):
        return SURE
    if verbal:
        return 0.0
    if _openers("text_subjects").match(right):
        return SURE
    return 1.0 * (language.opens_heading(right) or (right[0].isalnum() and right[:2] in left))


@functools.cache
def _openers(name: str) -> re.Pattern[str]:
    """Return what finds that the text, not a heading, begins here."""
    return re.compile("|".join(getattr(words(), name)))


@functools.cache
def _any_opener() -> re.Pattern[str]:
    """Return what finds the places at which the text may begin."""
    return re.compile(f"(?={_openers('text_openers').pattern}|{_openers('text_subjects').pattern})")


def _ends(left: str, name: str) -> bool:
    """Return whether a part ends as headings do; 是发展 goes on."""
    return left.endswith(_endings(name)) and left[-3:-2] != "是"


@functools.cache
def _endings(name: str) -> tuple[str, ...]:
    return tuple(words().listed(name))


def glued_sections(text: str) -> Iterator[int]:
    """Yield where the name of a part of a report begins that is glued to its text (。过去五年工作回顾五年来，……)."""
    for found in DATED_SECTION.finditer(text) if REPORT.search(text) else ():
        if _any_opener().match(text, found.end()):
            yield found.start()
