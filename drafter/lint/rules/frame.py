"""开头要有称谓，报告、讲话要有结尾；列了问题的，要有措施。

书面汇报、学习研讨和落款的报告可以没有称谓；主持词以散会、休会收尾。称谓只写一遍。

    不合格  标题下面直接写“现在开会。”；称谓“同志们：”写了两遍；工作报告写完最后一项任务就没有了。
    合格    各位代表：现在开会。……让我们……而努力奋斗！
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.corpus.heads import GLUED_SALUTATION, SALUTATION
from drafter.lint.papers import Paper, Piece
from drafter.model.problem import Problem

ID = "frame"
TITLE = "开头和结尾"
GROUP = 9
SPOKEN = re.compile("讲话|发言|致辞|致词|主持词|讲稿|开幕词|闭幕词|表态")
CALL = re.compile("[^。；]{2,42}[：:]|[^。；，]{2,30}[！!]|[^。；]{2,40}大家好[！!]?")
"""A line of the head that addresses somebody."""
WRITTEN = frozenset(
    {"experience-report", "party-building-report", "party-group-report", "half-year-report", "strict-governance-report"}
    | {"duty-report", "study-statement"}
)
"""Kinds that are also handed in as papers."""
SCRIPTS = re.compile("主持词|主持稿|主持讲话")
ENDS_A_MEETING = re.compile("散会|休会|闭会|闭幕|结束|到此|到这里|谢谢|再见|让我们|希望|祝")
TO_THE_CONGRESS = frozenset({"standing-committee-report", "presidium-report"})
CLOSING = re.compile(
    "让我们|谢谢|为.{2,60}(?:而|作出|做出|贡献|努力|奋斗)|祝|圆满成功|努力奋斗|新篇章|新局面|新贡献|新的(?:更大)?(?:贡献|成绩|业绩|胜利)|各位代表[，！]"
    "|以上(?:报告|意见|汇报)|请予审议|请(?:予)?审查|不妥|批评指正|！\\s*$"
)
PLANS = re.compile(
    "(?<!代表)(?<!列的)建议(?!办理|，缺)|措施|打算|下一步|今后|对策|要求|工作安排|努力方向|整改|改进|将(?:重点|着力|进一步|坚持|继续|加强)|应当|要(?:进一步|加强|切实|着力)|希望"
)
TROUBLE = re.compile(
    "(?:存在|面临|发现)的?(?:主要|突出|一些)?(?:问题|困难|不足|差距|短板)|问题(?:和|与|、)不足|主要问题"
)
CALLS_FOR_MEASURES = re.compile("报告|汇报|讲话|总结|调研|视察|检查")
SENTENCE = re.compile("[。！？；][”’）]?$")
MANY = 3
TAIL = 3
SHOWN = 14


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield what is missing in the frame of a paper, or stands in it twice."""
    bodies = [one for one in paper.pieces if one.role == "body" and SENTENCE.search(one.text)]
    if len(bodies) < MANY or not paper.speech.title:
        return
    yield from _salutation(paper, bodies[0])
    yield from _closing(paper, bodies)
    yield from _twice(paper)
    yield from _measures(paper)


def _salutation(paper: Paper, first: Piece) -> Iterator[Problem]:
    kind, title = paper.setting.kind, paper.speech.title
    if kind in WRITTEN or not (SPOKEN.search(title) or kind in TO_THE_CONGRESS):
        return
    if any(
        one.role == "salutation" or CALL.fullmatch(one.text.strip()) for one in paper.pieces if one.start <= first.start
    ):
        return
    if paper.speech.salutation or GLUED_SALUTATION.match(first.text) or SALUTATION.search(first.text[:40]):
        return
    end = min(first.start + SHOWN, first.end)
    stop = paper.text.find("。", first.start, end)
    hint = "补上称谓，如“各位代表：”“同志们：”"
    yield paper.problem(ID, first.start, stop + 1 if stop > 0 else end, "开头缺称谓", hint=hint, severity="warning")


def _closing(paper: Paper, bodies: list[Piece]) -> Iterator[Problem]:
    piece, script = bodies[-1], SCRIPTS.search(paper.speech.title) is not None
    if not script and (paper.setting.kind not in TO_THE_CONGRESS or not paper.setting.level):
        return
    ending = ENDS_A_MEETING if script else CLOSING
    if any(ending.search(one.text) for one in bodies[-TAIL:]):
        return
    what = "主持词没有结尾" if script else "报告没有结尾"
    hint = "补写“现在散会”等" if script else "补写结尾，如“各位代表，让我们……而努力奋斗！”"
    yield paper.problem(ID, piece.start, min(piece.start + SHOWN, piece.end), what, hint=hint, severity="warning")


def _twice(paper: Paper) -> Iterator[Problem]:
    """Yield the salutation that is written right below, or behind, another."""
    before: Piece | None = None
    for one in paper.pieces:
        if not one.text.strip():
            continue
        bare = one.text.strip().rstrip("：:！!")
        again = before is not None and _says_first(one.text, bare, before.text)
        end = one.start + len(bare.partition("：")[0])
        if again and before is not None and before.role == "salutation":
            yield paper.problem(
                ID,
                one.start,
                end,
                "称谓写了两遍",
                hint="删去一处",
                severity="warning",
            )
        before = one


def _says_first(text: str, bare: str, above: str) -> bool:
    """Return whether a paragraph is, or begins with, a salutation below one."""
    if SALUTATION.fullmatch(text.strip()) or GLUED_SALUTATION.match(text):
        return True
    called = above.strip().rstrip("：:！!")
    return len(called) >= MANY and bare.startswith(called) and text[len(called) : len(called) + 1] in "：:！!，"


def _measures(paper: Paper) -> Iterator[Problem]:
    """Yield the heading of the problems, where nothing after it says what is to be done."""
    if not CALLS_FOR_MEASURES.search(paper.speech.title):
        return
    tops = [one for one in paper.heads if one.parent == -1 and one.own_line]
    for one in tops:
        heading = one.item.heading
        if not TROUBLE.search(heading) or PLANS.search(heading):
            continue
        if any(each.start > one.start for each in tops) or PLANS.search(paper.text, one.end):
            continue
        hint = "补写意见、建议或措施"
        yield paper.problem(ID, one.start, one.end, "只有问题，没有措施", hint=hint, severity="warning")
