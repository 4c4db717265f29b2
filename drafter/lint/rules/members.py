"""固定排列的几项不能少、不能多、不能换次序：政治意识、大局意识、核心意识、看齐意识。

次序以 terms.yaml 的 members 和 drafter/lint/lists.yaml 为准。顿号连着写出其中大部分，就要写全、写对
（只少末一项的，旁边有总称才算）；到文稿的日期还没有的排列不查。

    不合格  政治意识、大局意识、看齐意识、核心意识
    合格    政治意识、大局意识、核心意识、看齐意识
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.lint.lists import FixedList, lists
from drafter.lint.papers import Paper
from drafter.model.library import Library
from drafter.model.problem import Problem, Severity

ID = "member-order"
TITLE = "固定排列的次序"
GROUP = 1
PASSAGES = True
STRANGE = -1
"""In a run: an item that is no member."""
_PARTED = re.compile("[、，；]?(?:以及|和|与|及|到)?|[、，；]|\n?")
_STRANGER = re.compile(r"[、，；](?:以及|和|与|及)?([一-龥]{2,14}?)[、，；](?:以及|和|与|及)?|(?:和|与|及)")
_JOIN = re.compile("[、，；]|和|与|以及|及")
_HAN = re.compile("[一-龥]+")
_CLOSED = re.compile("[^一-龥]|的|等|有机|相|总要求|要求")


class Item(NamedTuple):
    """A piece of a run: a member by its number, or something else."""

    start: int
    end: int
    member: int


class Known(NamedTuple):
    """A list as it is looked for."""

    name: str
    members: tuple[str, ...]
    near: tuple[str, ...]
    order_only: bool
    source: FixedList


def vocabulary(library: Library) -> Iterator[str]:
    """Yield the members of all lists."""
    for one in _known(library):
        yield from one.members


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each run of members that is not the list as it is fixed."""
    known = [one for one in _known(paper.books.library) if sum(member in paper.hits for member in one.members) > 1]
    whole: set[tuple[int, int]] = set()
    found: list[tuple[Item, Item, Problem]] = []
    for one in known:
        for run in _runs(paper, one):
            members = [item.member for item in run if item.member != STRANGE]
            if members == list(range(len(one.members))) and len(run) == len(members):
                whole.add((run[0].start, run[-1].end))
            elif _holds(paper, one, run) and (problem := _problem(paper, one, run)):
                found.append((run[0], run[-1], problem))
    end = 0
    for first, last, problem in sorted(found, key=lambda row: (row[0].start, -row[1].end)):
        covered = any(start <= first.start and last.end <= stop for start, stop in whole)
        if not covered and first.start >= end:
            end = last.end
            yield problem


def _known(library: Library) -> tuple[Known, ...]:
    """Return the lists long enough to be recognised, once a library."""
    found = library.memo.get(ID)
    if found is None:
        own = lists()
        terms = [
            FixedList(
                name=term.wording.strip("“”"),
                members=term.members,
                from_=term.from_,
                until=term.until,
                near=_names(term),
            )
            for term in library.terms.all_terms()
            if len(term.members) > 2 and (term.from_ is not None or term.basis)
        ]
        found = library.memo[ID] = tuple(
            Known(one.name, one.members, one.near, one.name in bare, one)
            for bare in [{name.strip("“”") for name in own.order}]
            for one in (*terms, *own.lists)
            if len(one.members) > 2 and all(len(member) > 1 for member in one.members)
        )
    return found


def _names(term: object) -> tuple[str, ...]:
    """Return what a sentence must say where members as short as two characters are to be this list."""
    wording, members = term.wording.strip("“”"), term.members  # type: ignore[attr-defined]
    return (wording,) if max(map(len, members)) <= 2 or wording == "五位一体" else ()


def _runs(paper: Paper, one: Known) -> Iterator[list[Item]]:
    """Yield the runs of members that stand side by side, with at most one other item between two."""
    run: list[Item] = []
    for item in _items(paper, one):
        stranger = _between(paper.text, run[-1].end, item.start) if run else None
        if run and (stranger is None or any(item.member == other.member for other in run)):
            yield run
            run = []
        elif stranger is not None and stranger[1] > stranger[0]:
            run.append(Item(*stranger, STRANGE))
        run.append(item)
    if run:
        yield run


def _items(paper: Paper, one: Known) -> list[Item]:
    """Return where the members stand, the longest where they overlap."""
    found = sorted(
        (
            Item(start, start + len(member), number)
            for number, member in enumerate(one.members)
            for start in paper.hits.get(member, ())
        ),
        key=lambda item: (item.start, -item.end),
    )
    kept: list[Item] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _between(text: str, end: int, start: int) -> tuple[int, int] | None:
    """Return the item that stands between two members, empty for none; None where they are not side by side."""
    gap = text[end:start]
    if len(gap) > 20:
        return None
    if _PARTED.fullmatch(gap):
        return end, end
    found = _STRANGER.fullmatch(gap)
    return (end + found.start(1), end + found.end(1)) if found and found[1] else None


def _holds(paper: Paper, one: Known, run: Sequence[Item]) -> bool:
    """Return whether a run is meant as the list, and the list is in force on the paper's day."""
    setting, source = paper.setting, one.source
    if (source.from_ and setting.last < source.from_) or (source.until and setting.first > source.until):
        return False
    if not one.near:
        return True
    first, last = paper.sentence_at(run[0].start)
    return any(word in paper.text[first:last] for word in one.near)


def _problem(paper: Paper, one: Known, run: Sequence[Item]) -> Problem | None:
    members = [item.member for item in run if item.member != STRANGE]
    strange = [item for item in run if item.member == STRANGE]
    count, size = len(members), len(one.members)
    if count < (2 if size == 3 else 3) or len(strange) > 1:
        return None
    if not strange and members != sorted(members):
        return _report(paper, one, run, "次序不对") if count > 2 else None
    if one.order_only or members != sorted(members):
        return None
    if count == size:
        return _extra(paper, one, run, strange[0])
    return _incomplete(paper, one, run, strange, members) if count == size - 1 else None


def _extra(paper: Paper, one: Known, run: Sequence[Item], strange: Item) -> Problem | None:
    said = paper.text[strange.start : strange.end]
    if not any(_alike(said, member) for member in one.members):
        return None
    return _report(paper, one, run, f"多了“{said}”")


def _incomplete(
    paper: Paper, one: Known, run: Sequence[Item], strange: Sequence[Item], members: Sequence[int]
) -> Problem | None:
    """Return a problem for a run in which one member is missing, or altered."""
    absent = next(number for number in range(len(one.members)) if number not in members)
    missing = one.members[absent]
    if strange:
        at = list(run).index(strange[0])
        said = paper.text[strange[0].start : strange[0].end]
        if run[at - 1].member + 1 != absent or not (_alike(said, missing) or len(one.members) > 4):
            return None
        return _report(paper, one, run, f"“{missing}”写成了“{said}”")
    if 0 < absent < len(one.members) - 1:
        return _report(paper, one, run, f"漏了“{missing}”") if len(one.members) > 3 or _named(paper, one, run) else None
    return _at_the_edge(paper, one, run, absent)


def _at_the_edge(paper: Paper, one: Known, run: Sequence[Item], absent: int) -> Problem | None:
    """Return a problem where the first or the last member is altered, or missing beside the name of the list."""
    missing = one.members[absent]
    last = absent > 0
    item = _altered_last(paper, run, missing) if last else _altered_first(paper, run, missing)
    if item and _alike(said := paper.text[item.start : item.end], missing):
        whole = [*run, item] if last else [item, *run]
        return _report(paper, one, whole, f"“{missing}”写成了“{said}”")
    if len(one.members) > 3 and _named(paper, one, run):
        return _report(paper, one, run, f"漏了“{missing}”")
    return None


def _altered_last(paper: Paper, run: Sequence[Item], missing: str) -> Item | None:
    """Return the item behind a run, if it is as long as the member that is missing there."""
    found = _JOIN.match(paper.text, run[-1].end)
    if not found:
        return None
    start, end = found.end(), found.end() + len(missing)
    said = paper.text[start:end]
    return Item(start, end, STRANGE) if _HAN.fullmatch(said) and _CLOSED.match(paper.text, end) else None


def _altered_first(paper: Paper, run: Sequence[Item], missing: str) -> Item | None:
    """Return the item before a run, if it is as long as the member that is missing there."""
    start = run[0].start - 1 - len(missing)
    said, before = paper.text[max(start, 0) : run[0].start - 1], paper.text[max(start - 1, 0) : max(start, 0)]
    if start < 0 or paper.text[run[0].start - 1] not in "、，；" or _HAN.match(before) or not _HAN.fullmatch(said):
        return None
    return Item(start, start + len(missing), STRANGE)


def _named(paper: Paper, one: Known, run: Sequence[Item]) -> bool:
    """Return whether the sentence calls the list by its name."""
    first, last = paper.sentence_at(run[0].start)
    return one.name in paper.text[first:last]


def _alike(said: str, member: str) -> bool:
    """Return whether an item can be a member gone wrong, or is built as the members are."""
    same = len(set(said) & set(member))
    return abs(len(said) - len(member)) <= 1 and same * 3 >= len(member)


def _report(paper: Paper, one: Known, run: Sequence[Item], what: str) -> Problem:
    severity: Severity = "error"
    hint = f"“{one.name}”按固定的次序写全：{'、'.join(one.members)}"
    return paper.problem(ID, run[0].start, run[-1].end, f"“{one.name}”{what}", hint=hint, severity=severity)
