"""What of an old speech cannot stand today: outdated wording, its year, what was taken out, figures, names.

The rules of the check tell what is wrong on a day; this adds wording that was right in its time and that a speech of
today would not use (olden.yaml), and what belongs to its occasion alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from drafter.corpus.cleaning import REDACTION
from drafter.corpus.figures import FactFinder
from drafter.corpus.paragraphs import Lines
from drafter.lint.papers import Paper
from drafter.lint.running import check_papers
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.source import Source
from drafter.text.tables import read_table

DATA = Path(__file__).with_name("olden.yaml")
MarkKind = Literal["outdated", "year", "redaction", "figure", "name"]


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of an old speech that cannot stand as it is."""

    start: int
    """In characters of the file as it was read, as `end` is."""
    end: int
    text: str
    kind: MarkKind
    why: str = ""
    """In Chinese, for the report."""
    now: str = ""
    """Of outdated wording: how it is said today; empty where nothing takes its place."""
    swap: bool = False
    """Whether `now` may stand in its place with nothing else changed."""
    type: str = ""
    """Of a figure, date or name: its type as a fact."""
    fact: str = ""
    """The fact of the vocabulary that it probably is."""
    line: int = 0
    """From 1, like `column`; known once all marks of a file are."""
    column: int = 0


class Olden(msgspec.Struct, frozen=True, kw_only=True):
    """A wording of earlier years."""

    find: str
    until: date | None = None
    """The last day on which it was the wording of its time; None: it was never right."""
    now: str = ""
    swap: bool = False


class _Table(msgspec.Struct, frozen=True):
    olden: tuple[Olden, ...]


@functools.cache
def olden() -> tuple[tuple[Olden, re.Pattern[str]], ...]:
    """Return the wordings of earlier years, each with what finds it."""
    return tuple((one, re.compile(one.find)) for one in read_table(DATA, _Table).olden)


DATED = frozenset(
    {"term-date", "campaign", "plan-date", "institution", "law", "guiding-ideology", "leaders", "calendar"}
)
"""The rules whose findings say that a wording is not of the day."""
KINDS: dict[str, MarkKind] = {
    "count": "figure",
    "amount": "figure",
    "percent": "figure",
    "date": "year",
    "year": "year",
    "ordinal": "year",
    "person": "name",
    "place": "name",
    "document": "name",
    "campaign": "name",
}
YEAR = re.compile(
    r"(?<!每)(?:今年|去年|前年|明年|本年度|上年度?|年内|年初|年底|年末|上半年|下半年|本届以来)(?!轻|龄)"
    r"|(?:[市县区乡镇]|人大|政府|党委)*换届以来|[市县区乡镇](?:人大)?换届(?!选举)|(?:过去|这)的?[一二两三四五]年(?:来)?|(?<![几百千])[一二三四五]年来"
    r"|过去的几年|近[一二两三]年|(?:开局|收官|起步|关键|冲刺|攻坚|换届)之年"
)
LASTING = re.compile(r"(?:每[年届次月]|至少|任期内|不少于|不超过)[^，。；]{0,10}$|光荣在党$|新时代$|这$|那$")
"""Before a figure that is a rule or a phrase, not a count of this year."""
RULE_AFTER = re.compile(r"以上|以下|以内|年以上")
QUOTED = re.compile("“([^“”。；！？\n]{2,30})”")
BRAND = re.compile(
    r"(?:党建|主题|系列|技能|结对联系|专项)?(?:学习教育|主题活动|活动|行动|工程|品牌|机制|平台|模式|工作法|档案|大讲堂|建设|创建|战略|计划|支部|制度|体系|示范|标兵|举措|做法|经验|名片|目标|任务|要求|思路)"
)
BRAND_END = re.compile(rf"{BRAND.pattern}$|^[A-Z]{{2}}")
COUNTED = re.compile(r"[一二三四五六七八九十双两][一二三四五六七八九十个大张条项名区化网线全级双率城先型带圈翻]")
COUNTS = frozenset({"count", "amount", "percent", "ordinal"})
NATIONWIDE = re.compile(
    r"《(?!.*[省市县区州旗镇乡])[^》]*(?:法|条例|准则|规则)(?:（试行）)?》|《(?:中国人大|人民日报|求是|光明日报|法治日报|民主与法制)》"
)
"""Documents and papers that are no place's own: they are cited in every year."""


class Marker:
    """Finds the marks of papers; knows the library and the day on which the speech is to be used again."""

    def __init__(self, library: Library, as_of: date) -> None:
        self.as_of = as_of
        self.finder = FactFinder(library.facts, library.terms)
        terms = library.terms.all_terms()
        self.known = {one.strip("“”《》") for term in terms for one in (term.wording, *term.members)}
        """What is a formulation when it stands in quotation marks."""

    def marks(self, papers: Iterable[Paper], text: str) -> tuple[Mark, ...]:
        """Return the marks of the papers of a file with this text, in its order, no two overlapping."""
        found = [*self._outdated(papers, text), *self._facts(text), *self._years(text), *self._taken_out(text)]
        lines = Lines(text)
        ordered = sorted(_apart(sorted(found, key=_weight)), key=lambda one: one.start)
        return tuple(
            msgspec.structs.replace(one, line=lines.line(one.start), column=lines.column(one.start)) for one in ordered
        )

    def _outdated(self, papers: Iterable[Paper], text: str) -> Iterator[Mark]:
        for problem in check_papers(list(papers), tuple(sorted(DATED))):
            if problem.span and problem.rule.partition(".")[0] in DATED:
                yield _told(problem, text)
        for one, pattern in olden():
            if one.until is not None and one.until >= self.as_of:
                continue
            for found in pattern.finditer(text):
                yield _mark(found.start(), found.end(), text, "outdated", now=one.now, swap=one.swap, why=_why(one))

    def _facts(self, text: str) -> Iterator[Mark]:
        lines = Lines(text)
        for one in self.finder.find(text, 0, lines):
            start = lines.starts[one.line - 1] + one.column - 1
            end = start + len(one.text)
            kind = KINDS.get(one.type)
            if kind is None or (one.type in COUNTS and _is_lasting(text, start, end)):
                continue
            if one.type == "document" and NATIONWIDE.fullmatch(one.text):
                continue
            yield _mark(start, end, text, kind, type=one.type, fact=one.name)
        yield from self._brands(text)

    def _brands(self, text: str) -> Iterator[Mark]:
        """Yield the names in quotation marks that are no formulation: a local brand, project or mechanism."""
        for found in QUOTED.finditer(text):
            if any(found[1] in one for one in self.known):
                continue
            behind = BRAND.match(text, found.end())
            if behind or COUNTED.search(found[1]) or BRAND_END.search(found[1]):
                end = behind.end() if behind else found.end()
                yield _mark(found.start(), end, text, "name", type="campaign")

    def _years(self, text: str) -> Iterator[Mark]:
        for found in YEAR.finditer(text):
            yield _mark(found.start(), found.end(), text, "year")

    def _taken_out(self, text: str) -> Iterator[Mark]:
        for found in REDACTION.finditer(text):
            yield _mark(found.start(), found.end(), text, "redaction")


NAMES: Mapping[MarkKind, str] = {
    "outdated": "过时的说法",
    "year": "当年的时间、届次",
    "redaction": "隐去的字",
    "figure": "当年的数字",
    "name": "人名、地名、文件和活动",
}
"""What each kind is called."""
TO_DO: Mapping[MarkKind, str] = {
    "outdated": "改成现在的提法",
    "year": "换成这次的时间、届次",
    "redaction": "补上本地的内容",
    "figure": "换成今年的数字",
    "name": "核对今年还是不是这个名称",
}


def as_problem(mark: Mark, path: str) -> Problem:
    """Return a mark as a finding like those of the check, for comments in a Word file."""
    return Problem(
        rule=f"stale.{mark.kind}",
        severity="warning" if mark.kind == "outdated" else "info",
        message=NAMES[mark.kind],
        hint=mark.why or TO_DO[mark.kind],
        source=Source(path, mark.line, mark.column),
        match=mark.text,
        span=(mark.start, mark.end),
    )


def _mark(
    start: int,
    end: int,
    text: str,
    kind: MarkKind,
    *,
    why: str = "",
    now: str = "",
    swap: bool = False,
    type: str = "",
    fact: str = "",
) -> Mark:
    words = text[start:end]
    return Mark(start=start, end=end, text=words, kind=kind, why=why, now=now, swap=swap, type=type, fact=fact)


def _told(problem: Problem, text: str) -> Mark:
    start, end = problem.span or (0, 0)
    kind: MarkKind = "year" if problem.rule.startswith("calendar") else "outdated"
    return _mark(start, end, text, kind, why=f"{problem.message}；{problem.hint}" if problem.hint else problem.message)


def _why(one: Olden) -> str:
    if not one.now:
        return "现在不这样说，要改写"
    said = one.now if one.now.startswith("“") and one.now.endswith("”") else f"“{one.now}”"
    return f"现在写{said}" if one.swap else f"这一句要改写，现在的说法是{said}"


def _is_lasting(text: str, start: int, end: int) -> bool:
    """Return whether a figure is a rule or a phrase (每年至少两次), not a count of the speech's year."""
    return bool(LASTING.search(text, max(0, start - 16), start) or RULE_AFTER.match(text, end))


ORDER: dict[MarkKind, int] = {"outdated": 0, "redaction": 1, "year": 2, "figure": 3, "name": 4}


def _weight(one: Mark) -> tuple[int, int, bool, int]:
    """Return what puts a mark before others that it overlaps: it is longer, of a graver kind, says what to write."""
    return one.start - one.end, ORDER[one.kind], not one.now, one.start


def _apart(found: Iterable[Mark]) -> Iterator[Mark]:
    """Yield the marks, the weightiest first, but for those that overlap one before them."""
    taken: set[int] = set()
    for one in found:
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            taken.update(places)
            yield one
