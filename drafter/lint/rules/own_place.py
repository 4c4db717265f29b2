"""自己的地方不能写错：市里的稿子不说“我县”，别处的县名、市名不能当成自己的。

带单位的自称（我县、全县）和本地的级别比；引号里的话、点了县名乡名的事例除外。地名和标题、署名里的本地名比：称自己的机关、
称自己的届次、“为谱写…新篇章”一类的句子里，换成了别的地名，多半是套用旧稿没有改。

    不合格  锦川市人大常委会副主任的讲话：为推动宁川高质量发展作出新的贡献。
    合格    锦川市人大常委会副主任的讲话：为推动锦川高质量发展作出新的贡献。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.papers import Paper
from drafter.lint.places import UNITS, named_bodies
from drafter.lint.telling import sentence_of
from drafter.model.library import Library
from drafter.model.problem import Problem, Severity
from drafter.text.characters import compiled
from drafter.text.words import known_words

ID = "own-place"
TITLE = "本地的名称"
GROUP = 4
RANKS = {"省": 0, "州": 1, "市": 1, "县": 2, "区": 2, "旗": 2, "镇": 3, "乡": 3}
OWN = ("我", "全")
NAMED_PLACE = compiled(r"[一-龥]{2,4}[市县区旗镇乡村](?:人大|政府|代表|委|的|在|把|是|从|、|，)")
NOT_THE_PLACE = re.compile("全区(?:域|间|分)|全镇(?:静|定)|全市场|全县域|全乡村|全区别|我区分|全州(?:县|镇)|全市政")


def vocabulary(_: Library) -> Iterator[str]:
    """Yield the words by which a paper names its own place."""
    for unit in UNITS:
        yield from (one + unit for one in OWN)
    yield from GOALS


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield the words that take another place for the paper's own."""
    if paper.setting.unit:
        yield from _units(paper)
    if len(paper.setting.place) >= 3:
        yield from _bodies(paper)
        yield from _goals(paper)


# ── 我县 in a city's paper


def _units(paper: Paper) -> Iterator[Problem]:
    unit, hits = paper.setting.unit, paper.hits
    mine = sum(len(hits.get(one + unit, ())) for one in OWN)
    for other in UNITS:
        places = {one: hits.get(one + other, ()) for one in OWN}
        if other == unit or not _is_no_own(unit, other) or sum(map(len, places.values())) > max(mine, 1):
            continue
        for word, starts in places.items():
            for start in starts:
                if not _excused(paper, start, other):
                    right = word + unit
                    message = f"本篇是{paper.setting.place}的稿子，不是“{word}{other}”"
                    yield paper.problem(ID, start, start + 2, message, hint=f"改为“{right}”", severity=_grave(word))


def _grave(word: str) -> Severity:
    return "error" if word == "我" else "warning"


def _is_no_own(unit: str, other: str) -> bool:
    """Return whether a paper of a unit never calls its place by the other one: a lower one, or another of its rank.

    What is above may be named so: a county has its 全市.
    """
    return RANKS[other] >= RANKS[unit]


def _excused(paper: Paper, start: int, other: str) -> bool:
    """Return whether somebody else says it (in quotes), or a place of that unit is named in the paragraph before."""
    piece = paper.piece_at(start)
    before = paper.text[piece.start : start]
    if before.count("“") > before.count("”") or NOT_THE_PLACE.match(paper.text, start):
        return True
    if other == "区" and "自治区" in paper.text:
        return True
    named = re.search(rf"[^\W\d我全各本该的，。、；]{{2}}{other}(?![级域长])", before)
    return named is not None or paper.text[start - 1 : start] in ("自", "忘")


# ── another name


BY_ITSELF = re.compile("本次|这次会议|今天|向大会|各位代表|让我们|谱写|我们|受.{0,12}委托|我代表|现在")


def _bodies(paper: Paper) -> Iterator[Problem]:
    """Yield another place of the same unit where the paper names its own bodies: in its head and its own sessions."""
    place = paper.setting.place
    head = {"title", "subtitle", "speaker", "salutation", "signature"}
    for name, start in named_bodies(paper.text):
        if name == place or name[-1] != place[-1] or place.endswith(name) or name.endswith(place):
            continue
        if paper.piece_at(start).role in head:
            wrong = paper.text.count(name) < paper.text.count(place)
        else:
            sentence = sentence_of(paper, start)
            wrong = bool(BY_ITSELF.search(sentence)) and _looks_like(name, place) and sentence.count(place) == 0
        if wrong:
            yield _wrong_name(paper, start, name, place)


def _wrong_name(paper: Paper, start: int, name: str, right: str) -> Problem:
    message = f"本篇是{paper.setting.place}的稿子，这里写成了“{name}”"
    return paper.problem(ID, start, start + len(name), message, hint=f"改为“{right}”，或核实")


def _looks_like(name: str, place: str) -> bool:
    """Return whether a name may be the place's own gone wrong: a whole name, in no list of words."""
    return 2 <= len(name) - 1 <= 4 and name[:-1] not in known_words() and name[-1] == place[-1]


GOALS = ("新篇章", "高质量发展", "现代化建设", "篇章", "现代化新", "新局面", "美好明天", "各项事业", "新华章", "新画卷")
GOAL = compiled(
    r"(?:谱写|书写|续写|奏响|开创|推动|推进|加快|建设|实现|助力|服务|促进|绘就|共创|打造|为)+(?:中国式现代化)?(?:法治|平安|美丽|幸福|现代化|富裕|文明|和谐|活力|清廉|数字|绿色|富强|魅力|生态|新时代|新)*"
    r"([一-龥]{2,4}?)(?:实践|篇章|高质量发展|现代化|人大工作|经济社会|发展新|新篇章|新局面|改革发展|各项事业|美好|更加美好|新时代|振兴|明天|的明天|的新篇章|新华章|新画卷|发展)"
)


def _goals(paper: Paper) -> Iterator[Problem]:
    """Yield a name like the place's in a sentence about the goals of one's own place."""
    stem = paper.setting.place[:-1]
    if not any(one in paper.hits for one in GOALS):
        return
    for found in GOAL.finditer(paper.text):
        name = found[1]
        if name != stem and len(name) == len(stem) and _is_altered(name, stem) and stem not in found[0]:
            yield _wrong_name(paper, found.start(1), name, stem)


def _is_altered(name: str, stem: str) -> bool:
    """Return whether a name shares characters, at their places, with another and is no word."""
    shared = sum(one == other for one, other in zip(name, stem, strict=True))
    return shared * 2 >= len(stem) and name not in known_words()
