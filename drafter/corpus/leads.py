"""Headings that bear no ordinal: short lines, sentences that head their paragraph, and leads inside a paragraph."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from drafter.corpus import headings
from drafter.corpus.headings import heading_end, lead_gap
from drafter.corpus.language import Language
from drafter.corpus.markers import PATTERN, RANKS, Mark, opens_with_marker
from drafter.corpus.paragraphs import Paragraph
from drafter.text.characters import compiled

LONGEST_LINE = 45
"""Characters of a heading that has its line for itself."""
LONGEST_LEAD = 34
LONGEST_HIDDEN = 42
LONGEST_REFRAIN = 16
"""Characters of the first sentences of paragraphs that begin alike."""
NO_HEADING_END = "。；，：、！？;,!?:….—"
SPOKEN = re.compile(
    r"了|我们?|你|他们?|她|它|这|那|就|吗|呢|吧|今天|刚才|去年|今年|近年|目前|当前|\d|大家|同志们|记者|问：|答："
)
SPOKEN_OPENING = re.compile(r"我|你|他|她|它|这|那|\d|有|大家|同志|各位|刚才|记者")
ASKED = re.compile(r"记者|问：|答：|大家|同志们|刚才")
FIELDS = "来源|时间|地点|主持人?|记录|参加|出席|列席|发言人|作者|记者|问|答|附件?|注|联系人|电话|编辑|校对|摘要|关键词"
NUMBER = r"[\d元一二三四五六七八九十]{1,3}"
DAY = rf"(?:\d{{4}}|[〇零○一二三四五六七八九]{{4}})年(?:{NUMBER}月)?(?:{NUMBER}日)?"
CAPTION = rf"[图表]\s*{NUMBER}"
NOT_HEADING = re.compile(
    rf"。|^{DAY}$|^{CAPTION}|[：:]$|^(?:{FIELDS})[：:]|^[（(【\[].*[)）】\]]$|www\.|http|://|\.(?:com|cn|net|org|example)|转载|版权|网友|^[-*+>|]"
)
BOLD = re.compile(r"(?:[-*+]\s+|\d+[.、]\s*)?\*\*([^*]{2,40}?)[。：:]?\*\*[：:。]?")
BRACKETED = re.compile(r"【(?!待补)[^】：:]{2,20}】(?=[^。]{8})")
OPENER = compiled(r"(?:[^，。；：！？]{0,8}?(?=一定要|必须要?))?(一定要|必须要?|要|应当|应)(?=[一-龥])")
AFTER_NAME = re.compile(r"(?<=，)(?=要[^，。；]{2,20}。)")
"""A lead that follows its subject: 市政府在下一步工作中，要把政策送到家门口。"""
SENTENCE = re.compile(r"(?:[^。！？!?.]|\.(?=[\da-zA-Z]))*[。！？!?.]+[”’）》]*|[^。！？!?.]+$")


def own_line_headings(paragraphs: Sequence[Paragraph], rows: Sequence[int]) -> list[Mark]:
    """Return the short lines among `rows` that head what follows them."""
    found: list[Mark] = []
    for position, row in enumerate(rows):
        paragraph = paragraphs[row]
        following = paragraphs[rows[position + 1]] if position + 1 < len(rows) else None
        before = rows[position - 1] if position else row
        heading_before = bool(found) and found[-1].paragraph == before
        broken_off = before != row and not heading_before and _breaks_off(paragraphs[before])
        if paragraph.hint.heading or (following is not None and not broken_off and _heads(paragraph, following)):
            found.append(_plain(row, paragraph))
    return found


BROKEN_OFF = 24
"""Characters from which on a line without a closing mark is a sentence broken off, not one more short line."""


def _breaks_off(paragraph: Paragraph) -> bool:
    """Return whether a paragraph ends inside a sentence: what follows then goes on with it."""
    text = paragraph.text
    if paragraph.hint.heading or opens_with_marker(text):
        return False
    return len(text) >= BROKEN_OFF and text[-1] not in NO_HEADING_END


STUB = 6
"""Characters of a lead with a colon: 学习方面：."""
LABEL = re.compile(r"[^，。；：！？:、]{2,16}[：:]")


def label_lines(paragraphs: Sequence[Paragraph], rows: Sequence[int]) -> list[Mark]:
    """Return the lines of one build with a colon that each stand above a list: 5月10日之前：, 6月20日之前：."""
    found = [
        row
        for row, below in itertools.pairwise(rows)
        if LABEL.fullmatch(paragraphs[row].text)
        and not (ASKED.search(paragraphs[row].text) or opens_with_marker(paragraphs[row].text))
        and opens_with_marker(paragraphs[below].text)
    ]
    sizes = [len(paragraphs[row].text) for row in found]
    if len(found) < 2 or max(sizes) - min(sizes) > 4:
        return []
    return [Mark(paragraph=row, start=0, end=0, style="label", number=0, rank=RANKS["label"]) for row in found]


NAMED = re.compile(
    r"(?:下一?步(?:工作)?(?:打算|计划|安排|建议)?|(?:存在的)?(?:主要)?(?:问题|不足)|(?:几点|工作|对策)建议)[：:](?=\S)"
)


def named_lists(paragraphs: Sequence[Paragraph], rows: Sequence[int]) -> list[Mark]:
    """Return the names of parts of a report at the start of a paragraph that is a list: 下一步：①……；②……."""
    return [
        Mark(paragraph=row, start=0, end=0, style="lead", number=0, rank=1.0)
        for row in rows
        if (found := NAMED.match(paragraphs[row].text)) and opens_with_marker(paragraphs[row].text[found.end() :])
    ]


def glued_sections(paragraphs: Sequence[Paragraph], rows: Sequence[int]) -> list[Mark]:
    """Return the names of parts that are glued to their text."""
    return [
        Mark(paragraph=row, start=start, end=start, style="plain", number=0, rank=0.5)
        for row in rows
        for start in headings.glued_sections(paragraphs[row].text)
    ]


HASHES = re.compile(r"#{1,6}\s*")


def _plain(row: int, paragraph: Paragraph) -> Mark:
    """Return the mark of a heading line; of one of Markdown or with an ordinal, it ends past both."""
    level = paragraph.hint.heading
    found = HASHES.match(paragraph.text) if level else None
    start = found.end() if found else 0
    if level and (ordinal := PATTERN.match(paragraph.text, start)):
        start = ordinal.end()
    return Mark(paragraph=row, start=0, end=start, style="plain", number=0, rank=0.5, level=level)


def _heads(paragraph: Paragraph, following: Paragraph) -> bool:
    text = paragraph.text
    if not 3 <= len(text) <= LONGEST_LINE or text[-1] in NO_HEADING_END or opens_with_marker(text):
        return False
    if paragraph.hint.table or ASKED.search(text) or NOT_HEADING.search(text):
        return False
    longer = len(following.text) > max(len(text) * 1.3, 30)
    return longer or opens_with_marker(following.text)


def paragraph_leads(paragraphs: Sequence[Paragraph], rows: Sequence[int], language: Language) -> list[Mark]:
    """Return the leads of a stretch without markers whose paragraphs each open with a short sentence that heads them.

    The first paragraphs may be an introduction; from the first lead on nearly every paragraph has one.
    """
    set_off = [mark for row in rows for mark in _bold(row, paragraphs[row].text)]
    if set_off:
        return set_off
    bracketed = [_lead(row, 1) for row in rows if BRACKETED.match(paragraphs[row].text)]
    if len(bracketed) > 1:
        return bracketed
    scores = {row: _lead_score(paragraphs[row].text, language) for row in rows}
    refrain = _refrain_rows(paragraphs, rows)
    if refrain:
        return [_lead(row) for row in refrain]
    alike = _alike(paragraphs, rows)
    first = next((place for place, row in enumerate(rows) if scores[row] >= SURE or row in alike), None)
    if first is None:
        return []
    leads = [row for row in rows[first:] if scores[row] >= POSSIBLE or row in alike]
    if len(leads) < 2 or len(leads) < (len(rows) - first) * 0.6:
        return []
    return [_lead(row) for row in leads]


def _lead(row: int, end: int = 0) -> Mark:
    return Mark(paragraph=row, start=0, end=end, style="lead", number=0, rank=RANKS["dash"])


def _refrain_rows(paragraphs: Sequence[Paragraph], rows: Sequence[int]) -> list[int]:
    """Return the paragraphs whose first sentences begin with the same words, three or more near each other."""
    groups: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        text = paragraphs[row].text
        end = min(_first_end(text), LONGEST_REFRAIN)
        if text[2:end] and text[end : end + 1] in tuple("。：: ") and len(text) - end >= 10:
            groups[text[:2]].append(row)
    opening, best = max(groups.items(), key=lambda one: len(one[1]), default=("", []))
    sizes = [_first_end(paragraphs[row].text) for row in best]
    near = len(best) >= 3 and best[-1] - best[0] < len(best) * 2
    return best if near and max(sizes) - min(sizes) <= 4 and not SPOKEN_OPENING.match(opening) else []


def _bold(row: int, text: str) -> Iterator[Mark]:
    """Yield the marks of the leads that Markdown sets in bold: at the start of a paragraph, then inside it.

    A gap of a draft (【待补：…】) is in bold too and leads nothing.
    """
    if not BOLD.match(text):
        return
    for found in BOLD.finditer(text):
        if found[1].startswith("【"):
            continue
        start = 0 if found.start() == 0 else found.start(1)
        ordinal = PATTERN.match(text, found.start(1), found.end(1))
        end = ordinal.end() if ordinal else found.start(1)
        yield Mark(paragraph=row, start=start, end=end, style="lead", number=0, rank=RANKS["dash"])


def _alike(paragraphs: Sequence[Paragraph], rows: Sequence[int]) -> frozenset[int]:
    """Return the paragraphs whose first sentences are short and of near-equal length, two or more in a row."""
    firsts = {row: _first_sentence(paragraphs[row].text) for row in rows}
    found: set[int] = set()
    for run in _runs(rows, firsts):
        if len(run) >= 3 or (len(run) == 2 and _share(firsts[run[0]], firsts[run[1]])):
            found.update(run)
    return frozenset(found)


def _runs(rows: Sequence[int], firsts: Mapping[int, str]) -> Iterator[list[int]]:
    """Yield the neighbouring paragraphs whose first sentences are of near-equal length."""
    run: list[int] = []
    for row in rows:
        near = bool(run) and abs(len(firsts[row]) - len(firsts[run[-1]])) <= 3
        if not firsts[row] or not near:
            yield run
            run = []
        if firsts[row]:
            run.append(row)
    yield run


def _share(one: str, other: str) -> bool:
    """Return whether two sentences have a character at the same place, counted from either end."""
    pairs = [*zip(one, other, strict=False), *zip(reversed(one), reversed(other), strict=False)]
    return any(a == b for a, b in pairs)


def _first_end(text: str) -> int:
    """Return where the first sentence of a paragraph ends, or the words that white space sets off."""
    end = heading_end(text, 0, len(text))
    gap = lead_gap(text, 0, end)
    return end if gap is None else gap


def _first_sentence(text: str) -> str:
    """Return the first sentence of a paragraph where it is short and more follows, else nothing."""
    end = _first_end(text)
    short = (
        4 <= end <= 18 and len(text) - end >= 15 and (text[end] in "。. \u3000" or (text[end] in "：:" and end <= STUB))
    )
    return text[:end] if short and not SPOKEN.search(text[:end]) and "是" not in text[:end] else ""


SURE, POSSIBLE = 2.5, 1.0
"""Scores of a first sentence that is a lead by itself, and of one that is a lead beside such sisters."""


def _lead_score(text: str, language: Language) -> float:
    """Score how much the first sentence of a paragraph looks like its lead; 0 where it cannot be one."""
    end = _first_end(text)
    sentence = text[:end]
    if not 4 <= end <= LONGEST_LEAD or len(text) - end < 15 or text[end] not in "。： \u3000.":
        return 0
    halves = re.split("[，,]", sentence)
    score = 2.0 * language.opens_heading(sentence) + 0.7 * (len(sentence) <= 20) + 0.5 * (len(halves) <= 2)
    if len(halves) == 2:
        score += 0.8 * (abs(len(halves[0]) - len(halves[1])) <= 2) + 0.5 * language.opens_heading(halves[1])
    return score - 2.0 * bool(SPOKEN.search(sentence)) - 1.0 * (len(halves) > 3)


class _Sentence:
    """A sentence inside a paragraph."""

    def __init__(self, row: int, start: int, text: str) -> None:
        self.row, self.start, self.text = row, start, text
        found = OPENER.match(text)
        self.opener = found[1].removesuffix("要") + "要" if found else text[:2]
        self.is_call = found is not None

    @property
    def is_short(self) -> bool:
        """Return whether it is short enough to name what follows: one clause, or two."""
        body = self.text.rstrip("。！？!?")
        return len(body) <= LONGEST_HIDDEN and body.count("，") <= 1 and "；" not in body and "：" not in body


def hidden_leads(paragraphs: Sequence[Paragraph], stretches: Sequence[tuple[int, int]]) -> list[Mark]:
    """Return the leads inside the paragraphs of one section: short sentences of one opening, each with its own text.

    `stretches` are the paragraphs with where their text begins. Sentences that merely begin with 要 one after the
    other, or that carry everything they have to say in themselves, are none.
    """
    sentences = [one for row, start in stretches for one in _sentences(paragraphs[row].text, row, start)]
    followed = [
        (one, following)
        for one, following in itertools.pairwise(sentences)
        if one.is_short and following.row == one.row and following.opener != one.opener
    ]
    heads = [one for one, _ in followed]
    found = _refrains(sentences, followed)
    for opener, times in Counter(one.opener for one in heads).items():
        opening = [one for one in sentences if one.opener == opener]
        mine = [one for one in heads if one.opener == opener]
        if mine[0].is_call and times >= 2 and times >= len(opening) * 0.6:
            found += [_hidden(one) for one in mine]
    return sorted(
        {(mark.paragraph, mark.start): mark for mark in found}.values(), key=lambda mark: (mark.paragraph, mark.start)
    )


def _refrains(sentences: Sequence[_Sentence], followed: Sequence[tuple[_Sentence, _Sentence]]) -> list[Mark]:
    """Return the leads of one build: three or more, of one length, that have a character at the same place.

    So 要把政策送到家门口 and 要把岗位留在身边, 干部的观念变了 and 群众的心气顺了, 从大势看，…… and 从大局看，…….
    `followed` are the short sentences each with the next, which is of another build: a row of like sentences heads
    nothing.
    """
    times = Counter(key for one in sentences if len(one.text) <= LONGEST_REFRAIN + 8 for key in _builds(one.text))
    groups: dict[str, list[_Sentence]] = defaultdict(list)
    for one, following in followed:
        for key in set(_builds(one.text)).difference(_builds(following.text)):
            groups[key].append(one)
    found = [_hidden(one) for key, mine in groups.items() if _is_refrain(mine, times[key]) for one in mine]
    heads = [one for one, _ in followed]
    for first in dict.fromkeys(one.text[:1] for one in heads):
        mine = [one for one in heads if one.text[:1] == first and "，" in one.text]
        commas = {one.text.index("，") for one in mine}
        if (
            len(mine) >= 3
            and max(commas) - min(commas) <= 1
            and max(commas) <= 8
            and max(len(one.text) for one in mine) <= 24
        ):
            found += [_hidden(one) for one in mine]
    return found


DEMAND = re.compile(r"[^，。；：“]{2,6}要(?:[一-龥]{1,5}|[^，。；]{2,3}“[^”]{1,6}”)。")


def _builds(text: str) -> Iterator[str]:
    """Yield what a sentence may share with its sisters: how it begins, how it ends, what it demands of somebody.

    整改工作要真 and 各个部门要当好“施工队” are of one build; of very short ones every character and its place counts.
    """
    yield text[:2]
    if len(text) <= LONGEST_REFRAIN - 2:
        yield text[-3:]
    if text[-1] != "。" or SPOKEN.search(text):
        return
    if DEMAND.fullmatch(text):
        yield "要"
    if len(text) <= LONGEST_REFRAIN - 6:
        yield from (f"{len(text)} {at} {text[at]}" for at in range(1, len(text) - 1))


def _is_refrain(heads: Sequence[_Sentence], times: int) -> bool:
    """Return whether three or more short sentences of one build (一个“廉”字，管住手) head what follows each of them."""
    sizes = [len(one.text) for one in heads]
    return (
        len(heads) >= 3 and len(heads) == times and max(sizes) <= LONGEST_REFRAIN + 2 and max(sizes) - min(sizes) <= 3
    )


def _sentences(text: str, row: int, start: int) -> list[_Sentence]:
    found = []
    for one in SENTENCE.finditer(text[start:]):
        cut = 0 if OPENER.match(one[0]) else max((hit.start() for hit in AFTER_NAME.finditer(one[0])), default=0)
        found.append(_Sentence(row, start + one.start() + cut, one[0][cut:]))
    return found


def _hidden(one: _Sentence) -> Mark:
    return Mark(paragraph=one.row, start=one.start, end=one.start, style="hidden", number=0, rank=6.5)
