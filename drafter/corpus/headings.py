"""Where a heading ends: at its mark, at the end of its line, or glued to the sentence after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.corpus.language import Language

CLOSING = "。；：！？;!?:"
BRACKETS = {"“": "”", "《": "》", "（": "）", "(": ")", "〈": "〉", "‘": "’"}
LONGEST_OWN_LINE = 60
"""Characters; a line without a closing mark that is longer is a sentence, not a heading."""
GAP = re.compile(r"[ \u3000\t]+")
NATURAL_ENDS = (
    "作用|领导|意识|水平|工作|方向|建设|能力|实效|局面|大局|保障|支持|监督|质量|成效|发展|落实|责任|担当|机制|制度|意义|责任感|使命感"
    "|要求|任务|重点|要务|自觉|形象|本领|效能|活力|合力|基础|队伍|氛围|服务|治理|民主|法治|改革|创新|目标|见效|提质|增效|问题|打算|情况|做法|经验|体会|成绩|不足|短板|建议|对策"
)
ENDS_LIKE_HEADING = re.compile(rf"(?:{NATURAL_ENDS})$")


def heading_end(text: str, start: int, stop: int) -> int:
    """Return where the heading that begins at `start` ends: before its first closing mark, no later than `stop`.

    Marks inside quotation marks and brackets do not close.
    """
    waiting: list[str] = []
    for index in range(start, stop):
        char = text[index]
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


def _inside_number(text: str, index: int) -> bool:
    before = text[index - 1 : index]
    return (
        before.isascii()
        and before.isalnum()
        and text[index + 1 : index + 2].isascii()
        and text[index + 1 : index + 2].isalnum()
    )


def glued_end(text: str, start: int, stop: int, language: Language, usual: Sequence[int]) -> int | None:
    """Return where a heading ends that is glued to the sentence after it, None where it is not.

    `usual` are the lengths of its sister headings that have their line for themselves: only beside such a sister
    is a heading expected to end without a mark.
    """
    gap = None if _is_own_line(text, start, stop) else _gap_in(text, start, stop)
    if gap is not None:
        return gap
    if not usual or not stop - start > max(usual) * 1.25 + 6:
        return None
    return _best_cut(text, start, stop, language, usual)


def _gap_in(text: str, start: int, stop: int) -> int | None:
    """Return where white space parts a heading of ordinary length from a following sentence."""
    for found in GAP.finditer(text, start, stop):
        left, right = found.start() - start, stop - found.end()
        torn = found.end() - found.start() > 1 or right > left * 0.8 or "，" in text[found.end() : stop]
        if left >= (4 if right >= 20 else 6) and right > 0 and torn:
            return found.start()
    return None


def _best_cut(text: str, start: int, stop: int, language: Language, usual: Sequence[int]) -> int | None:
    """Return the likeliest place at which a heading meets its text without any mark between them."""
    best, found = 0.0, None
    for cut in range(start + max(3, min(usual) - 3), min(stop - 4, start + LONGEST_OWN_LINE)):
        score = _cut_score(text[start:cut], text[cut:stop], language, usual)
        if score > best:
            best, found = score, cut
    return found


def _cut_score(left: str, right: str, language: Language, usual: Sequence[int]) -> float:
    if left[-1] in "，、,的和与是在" or right[0] in "，、,的":
        return 0.0
    score = -1.0 * language.is_word(left[-1] + right[0])
    score += 1.0 * (len(set(usual)) == 1 and len(left) == usual[0])
    score += 1.0 * language.opens_heading(right) + 1.5 * bool(ENDS_LIKE_HEADING.search(left))
    last_clause = re.split("[，,]", left)[-1]
    score += 0.5 * (4 <= len(last_clause) <= 14) + 0.5 * (min(usual) - 2 <= len(left) <= max(usual) + 2)
    return score if score >= 2 else 0.0
