"""领导的姓名、职务、排名和机构全称，照单位档案（drafter.yaml 的 leaders、bodies、committees、towns）写。

没有档案就不查。姓名和档案只差一个字、职务不是这个人的、几个人并列的次序颠倒、机构名称差一个字，都会指出来。

    不合格  （档案里县长是李明远）县长李民远作工作报告。
    合格    （档案里县长是李明远）县长李明远作工作报告。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from drafter.lint.papers import Paper
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.workspace import Leader

ID = "leaders"
TITLE = "领导和机构的名称"
GROUP = 1
_HAN = re.compile("[一-龥]")
_POST = re.compile(
    r"(?:(县委|市委|区委|旗委|州委|省委|镇党委|乡党委|党委|人民政府|政府|人大常委会|人大|政协|人民法院|法院|人民检察院|检察院|监委|监察委员会|党组)"
    r"?(?:常务)?(副?)(书记|主任|[县市区旗州镇乡]长|主席|院长|检察长|秘书长))(?:[\s　]|、)*$"
)
_BODIES = {
    "人民政府": "政府", "人大常委会": "人大", "人民法院": "法院", "人民检察院": "检察院", "监察委员会": "监委",
}  # fmt: skip
_LISTED = re.compile(r"(?:同志)?(?:、|，|和)[^。！？；：\n]{0,14}")
LONG = 6
"""Characters of the shortest name of a body that is compared."""


class Named(NamedTuple):
    """A leader's name in a paper."""

    start: int
    end: int
    leader: Leader


def vocabulary(library: Library) -> Iterator[str]:
    """Yield the names of the leaders and what of them a slip leaves whole, and the halves of the bodies' names."""
    for leader in library.office.leaders:
        if len(leader.name) > 1:
            yield leader.name
            yield from _rests(leader.name)
    for name in _bodies(library):
        yield from (name, name[: len(name) // 2], name[len(name) // 2 :])


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each name, post, order or body that is not as the office profile has it."""
    office = paper.books.library.office
    serving = [one for one in office.leaders if one.serves_on(paper.setting.first) or one.serves_on(paper.setting.last)]
    named = sorted(
        Named(start, start + len(one.name), one) for one in serving for start in paper.hits.get(one.name, ())
    ) if serving else []  # fmt: skip
    names = {one.name for one in office.leaders}
    for one in serving:
        yield from _misspelt(paper, one, names)
    for place in named:
        if problem := _post(paper, place, serving):
            yield problem
    yield from _order(paper, named, serving)
    for name in _bodies(paper.books.library):
        yield from _body(paper, name)


def _bodies(library: Library) -> tuple[str, ...]:
    office = library.office
    return tuple(one for one in (*office.bodies.values(), *office.committees) if len(one) >= LONG)


def _rests(name: str) -> tuple[str, ...]:
    """Return what is left whole of a name of which one character is wrong."""
    return (name[:-1], name[1:]) if len(name) > 2 else ()


def _misspelt(paper: Paper, leader: Leader, names: set[str]) -> Iterator[Problem]:
    """Yield a problem for each name beside a post, or before 同志, that differs from a leader's by one character."""
    name = leader.name
    if len(name) != 3 or not all(map(_HAN.match, name)):
        return
    starts = set(paper.hits.get(name[:-1], ())) | {start - 1 for start in paper.hits.get(name[1:], ())}
    starts.update(found.start() for found in re.finditer(f"{name[0]}[^{name[1]}]{name[2]}", paper.text))
    for start in sorted(starts):
        said = paper.text[max(start, 0) : start + len(name)]
        if start < 0 or said == name or said in names or not _is_name(paper, start, said, leader):
            continue
        yield paper.problem(
            ID, start, start + len(name), f"姓名和单位档案不一致：{leader.post}是{name}", hint=f"改为“{name}”"
        )


def _is_name(paper: Paper, start: int, said: str, leader: Leader) -> bool:
    """Return whether three characters are the name of the one who has the leader's post."""
    if not all(_HAN.match(char) for char in said):
        return False
    found = _POST.search(paper.text[max(0, start - 14) : start])
    return found is not None and _has(leader, found)


def _has(leader: Leader, found: re.Match[str]) -> bool:
    """Return whether a post of the leader is the one that was written."""
    body, deputy, title = found[1] or "", found[2], found[3]
    body = _BODIES.get(body, body)
    for post in re.split("[、，；]", "、".join((leader.post, *leader.also))):
        if not post.endswith(title) or bool(deputy) != post.endswith("副" + title):
            continue
        if not body or body in post or (body == "政府" and title[-1] == "长"):
            return True
    return False


def _post(paper: Paper, place: Named, serving: Sequence[Leader]) -> Problem | None:
    """Return a problem where the post before a name is another's."""
    before = paper.text[max(0, place.start - 14) : place.start]
    found = _POST.search(before)
    if not found or _has(place.leader, found) or any(word in before for word in ("原", "时任", "前任")):
        return None
    if not any(_has(one, found) for one in serving) or sum(one.name == place.leader.name for one in serving) > 1:
        return None
    start = place.start - len(found[0])
    message = f"职务和单位档案不一致：{place.leader.name}是{place.leader.post}"
    return paper.problem(ID, start, place.end, message, hint="核对职务和姓名")


def _order(paper: Paper, named: Sequence[Named], serving: Sequence[Leader]) -> Iterator[Problem]:
    """Yield a problem for each name that stands in a list before one of higher rank."""
    ranks = {one.name: (one.rank or number, number) for number, one in enumerate(serving, 1)}
    for one, other in pairwise(named):
        gap = paper.text[one.end : other.start]
        if _LISTED.fullmatch(gap) and ranks[one.leader.name][0] > ranks[other.leader.name][0]:
            message = f"排名次序和单位档案不一致：{other.leader.name}排在{one.leader.name}前面"
            yield paper.problem(ID, one.start, other.end, message, hint="按单位档案的次序排列")


def _body(paper: Paper, name: str) -> Iterator[Problem]:
    """Yield a problem for each name of a body that differs from the profile's by one character in one half."""
    half = len(name) // 2
    right = set(paper.hits.get(name, ()))
    starts = {*paper.hits.get(name[:half], ()), *(start - half for start in paper.hits.get(name[half:], ()))}
    for start in sorted(starts - right):
        said = paper.text[max(start, 0) : start + len(name)]
        if start >= 0 and len(said) == len(name) and _differs(said, name):
            yield paper.problem(ID, start, start + len(name), "机构名称和单位档案差一个字", hint=f"改为“{name}”")


def _differs(said: str, name: str) -> bool:
    """Return whether a name is another with one wrong character, not that of a body of another level or order."""
    other = [(mine, theirs) for mine, theirs in zip(said, name, strict=True) if mine != theirs]
    if len(other) != 1 or said[0] != name[0] or said[-1] != name[-1]:
        return False
    return bool(_HAN.match(other[0][0])) and other[0][0] not in "省市县区旗州镇乡副"
