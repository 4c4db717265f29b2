"""Where a speech begins to end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.corpus.heads import DAY
from drafter.corpus.paragraphs import Paragraph
from drafter.text.characters import compiled

EVERYBODY = "各位(?:代表|委员|领导|同志|同仁|来宾|乡亲|老师|朋友)(?:、(?:同志们|各位[一-龥]{2,4}))?"
VOCATIVE = rf"(?:同志们|{EVERYBODY}|代表们|朋友们|乡亲们)"
CALL = compiled(rf"{VOCATIVE}[、，！,!：:]")
CUES = compiled(
    rf"(?:{CALL.pattern}|让我们|我们坚信|我们相信|新征程|新时代新征程|新的征程|站在新的|奋进新征程|蓝图|征程万里|使命催人|展望未来|展望新|回望来路"
    r"|谢谢|我的(?:发言|汇报|讲话|报告)|以上(?:就|是|汇报|发言|报告|意见)|最后，(?:祝|预祝|我|让|再次|借此)|尽管|总之|今后|下一步，我|当然"
    r"|(?:最后|借此机会).{0,6}(?:祝|感谢)|衷心祝愿|祝愿|祝大家|报告完毕|汇报完毕|发言完毕|我就讲这些|我就讲到这里)"
)
SIGNATURE = compiled(
    rf"(?:{DAY}|[^，。；：]{{2,26}}(?:委员会|常委会|办公室|人民政府|主席团|党组|局)|[（(].*[）)]|附件?[：:].*|注[：:].*)"
)


def without_signature(paragraphs: Sequence[Paragraph], first: int, stop: int) -> int:
    """Return the row after the last line of the text: signature, date and notes below it left out."""
    while stop > first + 1 and SIGNATURE.fullmatch(paragraphs[stop - 1].text) and len(paragraphs[stop - 1].text) < 60:
        stop -= 1
    return stop


def closing_start(paragraphs: Sequence[Paragraph], row: int, start: int, stop: int, *, apart: bool) -> tuple[int, int]:
    """Return where the closing begins: its row and its first character; ``(stop, 0)`` where there is none.

    `row` and `start` are where the text of the last point begins; `apart` says that unmarked paragraphs after it
    cannot belong to it.
    """
    if start >= len(paragraphs[row].text):
        start = 0
    after = row + 1 if apart or start else row + 2  # a heading on its own line has some text below it
    for one in range(after, stop):
        text = paragraphs[one].text
        near = CALL.match(text) is not None if one < stop - 2 else CUES.match(text) is not None
        if apart or (near and one >= stop - 5):
            return one, 0
    last = max(stop - 1, row)
    text = paragraphs[last].text
    found = [
        hit
        for hit in re.finditer(rf"(?<=[。！？!?；]){CALL.pattern}", text)
        if hit.start() > (start if last == row else 0)
    ]
    return (last, found[0].start()) if found else (stop, 0)
