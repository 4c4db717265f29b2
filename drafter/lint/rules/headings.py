"""标题：独占一行的不带句末标点，同级的写法一致，下面要有文字，不重复题目；和文字同行的以句号隔开。

独占一行而带标点的，下面另起一段才算；一句一条的清单不算。“基本情况”“存在的问题”一类通用的标题不和别的比写法。

    不合格  一、基本情况。　二、主要做法
    合格    一、基本情况　二、主要做法
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from drafter.corpus.cleaning import PARTS_HEADING
from drafter.corpus.headings import SECTION_NAME
from drafter.lint.papers import Head, Paper
from drafter.model.problem import Problem, Severity

ID = "heading"
TITLE = "标题"
GROUP = 7
ENDS = "。；;，,、：:"
LONGEST = 45
"""Characters of a heading that has its line for itself."""
COMMON = re.compile(
    r"(?:情况|做法|成效|问题|不足|差距|困难|建议|意见|打算|安排|任务|回顾|体会|启示|经验|原因|目标|要求|思路|措施|计划|概况|背景|特点|成绩|说明|事项|议程|内容|过程)$"
)
"""How a heading ends that names a part of a report and need not be like its sisters."""
SENTENCE = re.compile("[。！？]")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem at each heading that ends with a mark, runs into its text, stands empty or unlike its sisters."""
    if not paper.heads:
        return
    yield from _ends(paper)
    yield from _glued(paper)
    yield from _empty(paper)
    yield from _repeated(paper)
    for group in _groups(paper):
        yield from _unlike(paper, group)


def _numbered(paper: Paper) -> Iterator[tuple[int, Head]]:
    return ((row, one) for row, one in enumerate(paper.heads) if one.item.marker)


def _groups(paper: Paper) -> Iterator[Sequence[Head]]:
    """Yield the headings of one depth, parent and style."""
    groups: dict[tuple[int, str], list[Head]] = defaultdict(list)
    for _, one in _numbered(paper):
        groups[(one.parent, re.sub(r"[\d一二三四五六七八九十①-⑮]+", "", one.item.marker))].append(one)
    yield from groups.values()


# ── the mark at the end


def _ends(paper: Paper) -> Iterator[Problem]:
    """Yield the headings that fill their line and end with a mark, where the text below them is no sister."""
    for row, one in _numbered(paper):
        piece = paper.piece_at(one.start)
        mark = piece.text[-1:]
        bare = piece.text.strip("#* ")
        if mark not in ENDS or one.end + 1 != piece.end or len(bare) > LONGEST or SENTENCE.search(bare[:-1]):
            continue
        if piece.start + len(piece.text) - len(piece.text.lstrip("#* ")) != one.start or not _has_text_below(
            paper, row
        ):
            continue
        message = f"独占一行的标题末尾不用“{mark}”"
        fix = None if mark in "：:" else paper.text[one.start : one.end]
        hint = f"删去“{mark}”"
        severity: Severity = "warning" if mark not in "：:" else "info"
        yield paper.problem(ID, one.start, piece.end, message, hint=hint, severity=severity, fix=fix)


def _has_text_below(paper: Paper, row: int) -> bool:
    """Return whether a heading has text or deeper points below it, and so have its sisters: they are no list."""
    one = paper.heads[row]
    sisters = [each for each in paper.heads if each.parent == one.parent and each.item.depth == one.item.depth]
    filled = [bool(each.item.text or each.item.points) for each in sisters]
    return bool(one.item.text or one.item.points) and (one is not sisters[-1] or all(filled))


REMAINDER = re.compile("[^，。；：！？\n]{1,16}[。；！？\n]")
"""What follows a heading that was cut inside its sentence."""


def _glued(paper: Paper) -> Iterator[Problem]:
    """Yield the run-in headings that nothing, or only white space, parts from their text."""
    for _, one in _numbered(paper):
        after = paper.text[one.end : one.end + 1]
        if not one.item.run_in or not one.item.text or not after or after in PARTS_HEADING:
            continue
        if one.item.marker.endswith(("要", "是", "—")) or len(one.item.heading) > LONGEST:
            continue
        if not after.isspace() and REMAINDER.match(paper.text, one.end):
            continue
        start, end = max(one.start, one.end - 6), min(one.end + 4, paper.piece_at(one.start).end)
        message = "标题和后面的文字连在一起了"
        hint = f"在“{paper.text[start : one.end]}”后面加句号，或另起一段"
        yield paper.problem(ID, one.start, end, message, hint=hint, severity="warning")


# ── what stands below, and what is said again


def _empty(paper: Paper) -> Iterator[Problem]:
    """Yield the headings that have their line for themselves and nothing below them, where their sisters have text."""
    for row, one in enumerate(paper.heads):
        if not one.own_line or one.item.text or one.item.points or one.item.tail:
            continue
        following = paper.heads[row + 1] if row + 1 < len(paper.heads) else None
        at_end = paper.row_at(one.start) >= len(paper.paragraphs) - 1
        shut = at_end or (following is not None and paper.row_at(following.start) == paper.row_at(one.start) + 1)
        sisters = [each for each in paper.heads if each.parent == one.parent and each is not one]
        if not shut or not sisters or not all(each.item.text or each.item.points for each in sisters):
            continue
        hint = "补写内容，或删去这个标题"
        yield paper.problem(ID, one.start, one.end, "标题下面没有内容", hint=hint)


def _repeated(paper: Paper) -> Iterator[Problem]:
    """Yield the headings that say the title, or a sister heading, once more."""
    seen: set[tuple[int, str]] = set()
    title = paper.speech.title
    for _, one in _numbered(paper):
        words = one.item.heading
        key = (one.parent, words)
        if len(words) >= 4 and (key in seen or words == title or _says_parent(paper, one)):
            what = "题目" if words == title else "上一级标题" if key not in seen else "前面的标题"
            message = f"标题和{what}重复"
            yield paper.problem(ID, one.start, one.end, message, hint="换一个标题", severity="warning")
        seen.add(key)


def _says_parent(paper: Paper, one: Head) -> bool:
    return one.parent >= 0 and paper.heads[one.parent].item.heading == one.item.heading


# ── likeness


def _unlike(paper: Paper, group: Sequence[Head]) -> Iterator[Problem]:
    """Yield the one heading of a group that is built otherwise than all the others, which are built alike."""
    if len(group) < 3 or not all(one.own_line == group[0].own_line for one in group):
        return
    if not all(NUMBERED.fullmatch(one.item.marker) for one in group):
        return
    words = [one.item.heading for one in group]
    if any(len(one) > LONGEST for one in words):
        return
    for traits, says, severity in TRAITS:
        shapes = [traits(one) for one in words]
        usual, times = Counter(shapes).most_common(1)[0]
        if not usual or times != len(group) - 1:
            continue
        odd = next(at for at, shape in enumerate(shapes) if shape != usual)
        others = [one for at, one in enumerate(words) if at != odd]
        if _may_differ(words[odd]) or not _are_alike(others):
            continue
        one = group[odd]
        hint = f"改成和“{others[0]}”同样的句式"
        message = f"同级标题写法不一致：别的{says.format(usual)}，这一条不是"
        yield paper.problem(ID, one.start, one.end, message, hint=hint, severity=severity)
        return


def _may_differ(words: str) -> bool:
    return bool(SECTION_NAME.fullmatch(words) or (COMMON.search(words) and "，" not in words))


def _are_alike(others: Sequence[str]) -> bool:
    sizes = [len(one) for one in others]
    return max(sizes) - min(sizes) <= max(4, min(sizes) * 0.4) and not any(_may_differ(one) for one in others)


FRAME = re.compile(r"(在|以|把|从|让|为|用|向|对).{1,14}?(中|上|下|里|为|来|出|成|推动|促进|推进)")


def _frame(words: str) -> str:
    """Return how a heading is framed: 在…中, 以…推动."""
    found = FRAME.match(words)
    return f"{found[1]}……{found[2]}" if found else ""


def _clauses(words: str) -> str:
    """Return how many clauses of which length a couplet has; "" for a single clause."""
    parts = re.split("[，,　 ]", words)
    return str(len(parts)) if len(parts) > 1 else ""


OPENING = re.compile("坚持|突出|强化|聚焦|围绕|着力|立足|紧扣|紧盯|深化|坚定|必须|进一步|切实|关于|如何|要|抓|做|当|在")
NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]+[)）、.．]+")
"""The ordinals of headings; a chain of 一是, 二是 is one sentence."""


def _opening(words: str) -> str:
    found = OPENING.match(words)
    return found[0] if found else ""


def _ending(words: str) -> str:
    return words[-3:]


TRAITS: tuple[tuple[Callable[[str], str], str, Severity], ...] = (
    (_frame, "都是“{}……”", "warning"),
    (_ending, "都以“{}”结尾", "warning"),
    (_clauses, "都由 {} 句组成", "info"),
    (_opening, "都以“{}”开头", "info"),
)
"""What of a heading is compared, how it is told, and how much it weighs."""
