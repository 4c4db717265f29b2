"""Figures, dates, sessions, documents, people, places and campaigns: what must change when a speech is used again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from drafter.corpus.language import pairs
from drafter.corpus.paragraphs import Lines
from drafter.corpus.words import words
from drafter.model.fact import FactBook
from drafter.model.speech import FoundFact
from drafter.model.term import TermBook
from drafter.text.characters import Sparse, compiled

D = r"[\d０-９]"
ARABIC = rf"{D}[\d０-９,，]*(?:[.．]{D}+)?"
CN = "[一二三四五六七八九十百千两]"
MANY = r"(?:[多余来几]|近)?"
LARGE = "(?:万|亿|百万|千万)?"
UNITS = "|".join(sorted(words().listed("units"), key=len, reverse=True))
AMOUNT_UNITS = "|".join(sorted(words().listed("amount_units"), key=len, reverse=True))
CN_UNITS = "|".join(words().cn_units)
PART_OF_MONTH = "(?:份|上旬|中旬|下旬|底|初)"
CN_MONTH = "[一二三四五六七八九十]{1,3}月"
DAY = (
    rf"(?:{D}{{4}}|[二〇零○一]{{4}})年\s?{D}{{1,2}}月(?:\s?{D}{{1,2}}日|{PART_OF_MONTH})?"
    rf"|[二〇零○一]{{4}}年{CN_MONTH}(?:[一二三四五六七八九十]{{1,3}}日)?"
)
MONTH_DAY = rf"{D}{{1,2}}月(?:{D}{{1,2}}日|{PART_OF_MONTH})?"
MONTH = rf"(?:今年|去年|明年|当年|前年)?{MONTH_DAY}(?:至{MONTH_DAY}|至{D}{{1,2}}日)?"
PATTERNS: tuple[tuple[str, str], ...] = (
    ("document", r"《[^《》]{2,60}》"),
    (
        "date",
        rf"{D}{{4}}-{D}{{1,2}}-{D}{{1,2}}(?:\s?{D}{{1,2}}:{D}{{2}})?|{D}{{1,2}}·{D}{{1,2}}|{DAY}|{D}{{4}}年(?:上半年|下半年|年底|年初|[一二三四]季度|春节前后)|{MONTH}|(?:每月)?{D}{{1,2}}日|今年春节前后",
    ),
    (
        "ordinal",
        r"(?:党的|[省市县区州镇乡]|[XxＸｘ]{2}[市县区])?(?:委)?(?:第)?(?:[一二三四五六七八九十]{1,3}|[XxＸｘ]{2})届(?:[^，。；、]{0,10}?(?:第?[一二三四五六七八九十]{1,3}次(?:全体)?(?:（扩大）)?(?:会议|全会|会)?|[一二三四五六七]中全会|[一二三四五六七]次全(?:委|体)（扩大）会议?))?|[省市县]?第?[一二三四五六七八九十]{1,2}次党代会",
    ),
    ("year", rf"(?:{D}{{4}}|[二〇零○一]{{4}})年度?|(?:19|20){D}{{2}}(?=[—–－~～至到-]{{1,2}}{D}{{4}}年)"),
    (
        "percent",
        rf"{ARABIC}\s?(?:%|％|个百分点|‰)|百分之{CN}+(?:点{CN}+)?|[一二三四五六七八九]成(?:[一二三四五六七八九半]|以上|多)?(?=[，。；、的以左农村党干群人家都是])|一半|两位数",
    ),
    ("amount", rf"{ARABIC}{MANY}{LARGE}{MANY}(?:{AMOUNT_UNITS})(?:{D}+角)?"),
    ("count", rf"{ARABIC}\s?{MANY}{LARGE}{MANY}(?:{UNITS})|{ARABIC}(?:万|亿)|(?<=“){D}+(?=”)"),
    (
        "count",
        rf"(?<![第之一二三四五六七八九十百千万每同唯几数])(?!一(?:{CN_UNITS})|[千百](?:{CN_UNITS})){CN}{{1,6}}{MANY}{LARGE}(?:{CN_UNITS})|半(?:年|个月|天)|{CN}大[^，。；]{{0,4}}(?=(?:工程|行动|任务))",
    ),
    ("count", rf"(?<![\dA-Za-z.．+＋-])(?!12345){D}{{2,}}(?=[一-龥])(?!后|热线)"),
)
BEGINS = {
    "date": r"(?=[\d０-９二〇零○一今去明当前每])",
    "ordinal": "(?=[党省市县区州镇乡XxＸｘ委第一二三四五六七八九十])",
}
"""What a fact of a type begins with: other places are passed over without trying its forms one after the other."""
COUNT_BEGINS = r"[\d０-９一二三四五六七八九十百千两半]"
COMPILED: tuple[tuple[str, re.Pattern[str] | Sparse], ...] = tuple(
    (kind, Sparse(COUNT_BEGINS, pattern) if kind == "count" else re.compile(f"{BEGINS.get(kind, '')}(?:{pattern})"))
    for kind, pattern in PATTERNS
)
SET_PHRASES = compiled(
    r"“[^”]{0,4}[一二三四五六七八九十两][^”]{0,8}”|[一两]个[一-龥]{1,2}(?=[，。])|一[个名项次件条位份]|三会一课|一府[一两]委?[两]?院|一岗双责|两个维护|四个意识|四个自信|两个确立|第[一二三四五六七八九十]+[，、是]|[一二三四五六七八九十]是"
)
SURNAMES = frozenset("".join(words().surnames))
NAME = r"[一-龥]{2,3}"
OFFICES = "代表|主任|书记|局长|县长|市长|区长|镇长|乡长|主席|院长|检察长|校长|支书|村民"
PERSON = Sparse(
    f"同志|老师[是在说从，]|{OFFICES}",
    rf"(?:{OFFICES})({NAME})(?=(?:同志|在|说|从|的|，|提出|带着|家))"
    rf"|(?<![一-龥])({NAME})同志(?=[，汇就作总介主强在讲分])|({NAME})(?=(?:代表|主任|书记|局长|县长|市长|区长|镇长|乡长|主席|老师|校长)(?:是|在|说|从|，))|({NAME})(?=同志)",
    before=(3, 2, 0),
)
PERSON_LIST = compiled(r"((?:[一-龥]{2,3}、)+[一-龥]{2,3})同志")
NOT_NAMES = words().listed("not_names")
PLACE = Sparse(
    "[省市县区州镇乡村河]|街道|社区|水厂|小学|中学",
    r"(?<![一-龥])([一-龥]{2,3}(?:省|市|县|区|州|镇|乡|街道|村|社区))(?![一-龥]{0,1}长)|(?:在|到|、|从|和|如|的)([一-龥]{2}(?:市|县|区|镇|乡|街道|村|社区|河|水厂|小学|中学))(?=[^级域])",
    before=(3, 2),
)
STOP_IN_PLACE = frozenset("".join(words().not_in_places))


CAMPAIGN = compiled(
    r"“([^“”]{3,18})”(?:主题)?(?:学习教育|主题教育|专题教育|教育活动|实践活动|活动|行动|工程|专项行动|专项整治|创建)|深入贯彻中央八项规定精神(?:学习教育|主题教育)|党史(?:学习教育|主题教育)|“不忘初心、牢记使命”(?:学习教育|主题教育)|脱贫攻坚(?!成果)|扫黑除恶专项斗争|“十[一二三四五]五?”规划|“十五”计划"
)


NATIONAL = re.compile(
    r"《(?:中华人民共和国[^》]*|[^》]{0,10}法|宪法|党章|中国共产党[^》]*|关于新形势下[^》]*|监督法|民法典|决定|意见|决议|规定|条例|办法|通知|报告)》"
)
"""Documents that are no speech's own: national law, party rules, and short names of what was cited before."""


class _Label(NamedTuple):
    """A fact of the vocabulary: its place there, name and unit, and how many pairs of characters its label has."""

    number: int
    name: str
    unit: str
    size: int


class FactFinder:
    """Finds facts; knows the vocabulary and the formulations in which nothing is a fact."""

    def __init__(self, book: FactBook, terms: TermBook) -> None:
        wordings = {one for term in terms.all_terms() for one in (term.wording, *term.members)}
        held = sorted((one for one in wordings if HOLDS_FIGURE.search(one)), key=lambda one: (-len(one), one))
        self.known = re.compile("|".join(map(re.escape, held)) or r"(?!)")
        self.labels: dict[tuple[str, str], list[_Label]] = {}
        """The facts of each type by the pairs of characters of their labels."""
        for number, (name, spec) in enumerate(book.facts.items()):
            label = frozenset(pairs(spec.label))
            for pair in label if spec.type in NAMED else ():
                self.labels.setdefault((spec.type, pair), []).append(_Label(number, name, spec.unit, len(label)))

    def find(self, text: str, first: int, lines: Lines) -> tuple[FoundFact, ...]:
        """Return the facts of a text that begins at `first` in the file, in its order, none inside another."""
        taken = bytearray(len(text))
        for pattern in (self.known, NATIONAL):
            for one in pattern.finditer(text):
                taken[one.start() : one.end()] = b"\x01" * (one.end() - one.start())
        found: list[tuple[int, int, str]] = []
        for kind, start, end in _candidates(text):
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\x01" * (end - start)
                found.append((start, end, kind))
        return tuple(self._fact(text, start, end, kind, first, lines) for start, end, kind in sorted(found))

    def _fact(self, text: str, start: int, end: int, kind: str, first: int, lines: Lines) -> FoundFact:
        name = self._name(kind, text[start:end], _around(text, start, end)) if kind in NAMED else ""
        place = first + start
        return FoundFact(text=text[start:end], name=name, type=kind, line=lines.line(place), column=lines.column(place))

    def _name(self, kind: str, shown: str, context: str) -> str:
        """Return the fact whose label and unit fit a figure and its context best; nothing where none fits by half."""
        shared = Counter(one for pair in set(pairs(context)) for one in self.labels.get((kind, pair), ()))
        fitting = [
            (-times / one.size, one.number, one.name)
            for one, times in shared.items()
            if times * 2 >= one.size and shown.endswith(one.unit)
        ]
        return min(fitting, default=(0.0, 0, ""))[2]


NAMED = frozenset({"count", "amount", "percent"})
"""Types whose facts get a name of the vocabulary."""
HOLDS_FIGURE = re.compile(rf"{CN}|《|\d")


SENTENCE_BREAK = re.compile("[。；]")
CLAUSE_BREAK = re.compile("[，。；]")


def _around(text: str, start: int, end: int) -> str:
    """Return the words of the clause in which a figure stands."""
    before = SENTENCE_BREAK.split(text[max(0, start - 24) : start])[-1]
    return before + CLAUSE_BREAK.split(text[end : end + 16])[0]


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    phrases = bytearray(len(text))
    for one in SET_PHRASES.finditer(text):
        phrases[one.start() : one.end()] = b"\x01" * (one.end() - one.start())
    for kind, pattern in COMPILED:
        for found in pattern.finditer(text):
            inside = phrases.find(0, found.start(), found.end()) < 0
            if not inside or kind in ("document", "date", "year", "ordinal"):
                yield kind, found.start(), found.end()
    yield from _names(text)
    for found in CAMPAIGN.finditer(text):
        yield "campaign", found.start(1 if found[1] else 0), found.end(1 if found[1] else 0)


def _names(text: str) -> Iterator[tuple[str, int, int]]:
    for found in PERSON_LIST.finditer(text) if "同志" in text else ():
        offset = found.start(1)
        for name in found[1].split("、"):
            if name not in NOT_NAMES:
                yield "person", offset, offset + len(name)
            offset += len(name) + 1
    for found in PERSON.finditer(text):
        group = found.lastindex or 0
        name = found[group]
        known = name[0] in SURNAMES or (group == 2 and len(name) == 2)
        if known and name not in NOT_NAMES and name[:2] not in NOT_NAMES:
            yield "person", found.start(group), found.end(group)
    for found in PLACE.finditer(text):
        group = found.lastindex or 0
        if STOP_IN_PLACE.isdisjoint(found[group][:-1]):
            yield "place", found.start(group), found.end(group)
