"""How a sentence tells what it tells: as past, as yet to come, as going on."""

from __future__ import annotations

import re
from datetime import date

from drafter.lint.papers import Paper
from drafter.lint.settings import DATE, dated
from drafter.model.problem import Severity

_PAST = re.compile(
    r"当时|当年(?!度)|那时|(?<!不)曾经?|历史上|更名|改称|改名|改组|前身|组建|挂牌|整合|划入|合并|撤销|废止|废除|取代|代替|替代|不再|失效|(?:发展|扩展|扩大|调整|变|转)为"
    r"|(?<![原草平高中还])原(?![原则因来本理告文料始有著野地油材单])(?=[一-龥]{1,10}(?:局|委|办|部|厅|法|例|会|组|院))|时期|起步|初期|以前|之前|此前|旧|老一辈|回顾|回首|党的十[四五六七八九]大(?:以来|报告|提出|首次|确立)"
    r"|党的十[四五六七八九]届.{1,3}全会(?:以来|提出|通过|决定|首次)|提出以来|确立以来|颁布|修订前|修改前|修正前"
)
_COMING = re.compile(
    r"迎接|喜迎|筹备|即将|将于|将要|将在|将会|将对|前夕|献礼|拟于|拟制定|草案|编纂|起草|征求意见|制定出台|尽快出台|尚未|还没有|有待|建议制定|建议稿|立法规划|立法计划|待.{1,12}后"
)
_NOW = re.compile(
    r"正在|目前|当前|眼下|现阶段|今后|下一步|继续|持续|如火如荼|抓好|抓实|做好|开展好|抓紧|坚决|以.{2,40}为契机|结合.{2,30}(?:开展|推进)"
    r"|要(?:以|把|在|结合|抓住|打|坚|按|认真|深入|扎实|全面|积极)|正(?:处于|值)|我们要|各.{1,6}要|打赢|决战|决胜"
)
_ENGAGED = re.compile(r"深入|扎实|认真|全面|积极|组织|推进|推动|坚持|攻坚|落实")
_DONE = re.compile(
    r"已经?(?=[^经])|圆满|完成了|开展了|结束|成果|成效|经验|以来|期间|去年|前年|上半年|年初|曾|胜利|取得|之后|后(?=[，、])|精神(?=[，。])|(?<=[开召])过|以后|历时|\d+余?(?:次|期|场|个|人|名|件)"
)


def sentence_of(paper: Paper, offset: int) -> str:
    """Return the sentence that holds a character of a paper's text."""
    first, last = paper.sentence_at(offset)
    return paper.text[first:last]


def told_as_past(paper: Paper, offset: int, until: date) -> bool:
    """Return whether the sentence at `offset` speaks of the time up to `until`, not of the paper's own day."""
    sentence = sentence_of(paper, offset)
    if _PAST.search(sentence):
        return True
    return any((days := dated(found[0])) is not None and days[0] <= until for found in DATE.finditer(sentence))


def told_as_coming(paper: Paper, offset: int) -> bool:
    """Return whether the sentence at `offset` speaks of what is still to come."""
    return bool(_COMING.search(sentence_of(paper, offset)))


def told_as_going_on(paper: Paper, offset: int, *, recent: bool = False) -> bool:
    """Return whether the sentence at `offset` speaks of something that is being done, and is not done yet.

    Of something `recent`, a report of the past year says the same (扎实开展了); only words for now tell then.
    """
    sentence = sentence_of(paper, offset)
    if _DONE.search(sentence):
        return False
    return bool(_NOW.search(sentence)) or (not recent and bool(_ENGAGED.search(sentence)))


def too_early(paper: Paper, first_day: date) -> Severity | None:
    """Return how grave it is that a paper says what exists from `first_day` on; None where the day may be right.

    A paper whose day is only guessed may be younger than the years it speaks of.
    """
    setting = paper.setting
    if setting.last >= first_day:
        return None
    return "error" if setting.day_from in ("given", "text") else "info"


def too_late(paper: Paper, last_day: date) -> Severity | None:
    """Return how grave it is that a paper says as present what ended on `last_day`; None where the day may be right."""
    setting = paper.setting
    if setting.first <= last_day:
        return None
    return {"given": "error", "text": "error", "guessed": "warning", "today": "warning"}[setting.day_from]  # type: ignore[return-value]
