"""The speeches of one file, and the head of each: title, subtitle, date, speaker, salutations."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from drafter.corpus.markers import opens_with_marker
from drafter.corpus.paragraphs import SEPARATOR, Paragraph
from drafter.text.characters import compiled

NUMBERED_SPEECH = compiled(
    r"\s*(?:第[一二三四五六七八九十百\d]+篇|【?(?:例文|范文|篇|材料)[一二三四五六七八九十\d]+】?)\s*[：:、.．]?\s*(.*)"
)
PAPERS = (
    "讲话|报告|发言|致辞|主持词|汇报|党课|讲稿|总结|致词|寄语|献词|贺词|演讲|意见|方案|体会|提纲|材料|述职|说明|动员"
)
TITLE_END = compiled(rf"(?:{PAPERS})(?:提纲|稿|摘要|摘编|（[^）]*）|\([^)]*\))?$")
YEAR = r"(?:[12]\d{3}|[二〇零○一]{4})"
NUMERAL = r"[\d一二三四五六七八九十]{1,3}"
DAY = rf"{YEAR}\s*年\s*{NUMERAL}\s*月\s*{NUMERAL}\s*日|{YEAR}年{NUMERAL}月"
DATE_LINE = compiled(rf"[（(]?\s*({DAY})(?:[^，。]{{0,6}})?\s*[）)]?")
SALUTED = "同志|各位|代表|委员|来宾|朋友|主任|书记|领导|先生|女士|老师|同学|乡亲|父老|主席|市长|县长|同仁|战友|部长"
SALUTATION = compiled(rf"(?=[^：:]*(?:{SALUTED}))[^。；：:！？]{{2,42}}[：:]")
GLUED_SALUTATION = compiled(
    r"(?:尊敬的)?(?:各位[^。；：！？，]{1,12}[、，])*?(?:各位[^。；：！？，]{1,10}|同志们|代表们)[：:](?=.)"
)
POST = (
    "市委书记|县委书记|区委书记|州委书记|镇党委书记|乡党委书记|党委书记|书记|市长|县长|区长|镇长|乡长|人大常委会主任|人大主任|人大常委会副主任"
    "|人大主席|主任|副主任|主席|副主席|局长|院长|检察长|部长|秘书长|组长|代表|校长|厂长|董事长|委员"
)
BODY = "人大常委会|委员会|办公室|人民政府|党委|党组|人大|主席团"
HAN_NAME = r"[一-龥][\s　]*[一-龥](?:[\s　]*[一-龥]){0,2}"
SPEAKER_LINE = compiled(
    rf"(?:[^，。：；]{{0,24}}(?:{POST})[\s　]*{HAN_NAME}|[一-龥][\s　]*[一-龥]{{1,2}}"
    rf"|[^，。：；]{{2,20}}(?:{POST})|[^，。：；]{{2,22}}(?:{BODY}))"
)
SPEAKER_IN_TITLE = compiled(
    r"(?:中共)?(?:[一-龥]{0,4}[省市县区州旗镇乡])?(?:委书记|委副书记|党委书记|长|人大(?:常委会)?(?:党组)?(?:副?主任|副?主席|党组书记))"
    r"(?:、[省市县区州旗镇乡]?(?:人大(?:常委会)?(?:主任|党组书记)|委书记|长))?"
)
TITLE_ROWS = 6
"""A title, its subtitle, date, speaker and salutations stand within so many lines."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above the text of a speech."""

    title: str = ""
    subtitle: str = ""
    date: str = ""
    speaker: str = ""
    salutation: tuple[str, ...] = ()
    body: int
    """The paragraph in which the text begins."""
    offset: int = 0
    """Where in that paragraph, past a glued salutation."""


def part_speeches(paragraphs: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Return the speeches of a file as ranges of paragraphs; every paragraph lies in one."""
    starts = [row for row in range(len(paragraphs)) if row == 0 or _begins(paragraphs, row)]
    if not starts:
        return []
    kept = [starts[0]]
    for row in starts[1:]:
        if _has_text(paragraphs, kept[-1], row):
            kept.append(row)
    return list(zip(kept, [*kept[1:], len(paragraphs)], strict=True))


def _has_text(paragraphs: Sequence[Paragraph], first: int, stop: int) -> bool:
    """Return whether there is more than a head between two rows: a head printed twice begins no second speech."""
    return any(len(one.text) >= 50 for one in paragraphs[first:stop])


def _begins(paragraphs: Sequence[Paragraph], row: int) -> bool:
    text = paragraphs[row].text
    if NUMBERED_SPEECH.fullmatch(text) and len(text) < 60:
        return True
    if SEPARATOR.fullmatch(paragraphs[row - 1].text):
        return _is_title(text) and _head_follows(paragraphs, row + 1)
    dashed = (
        row + 1 < len(paragraphs) and paragraphs[row + 1].text.startswith("——") and len(paragraphs[row + 1].text) < 40
    )
    return _is_title(text) and (dashed or bool(TITLE_END.search(text))) and _head_follows(paragraphs, row + 1)


def _head_follows(paragraphs: Sequence[Paragraph], row: int) -> bool:
    """Return whether a date, a speaker or a salutation stands below a title."""
    for one in paragraphs[row : row + 4]:
        if DATE_LINE.fullmatch(one.text) or SALUTATION.fullmatch(one.text) or GLUED_SALUTATION.match(one.text):
            return True
        if len(one.text) > 45:
            return False
    return False


def bare(text: str) -> str:
    """Return a line of a head without the marks of Markdown."""
    return text.strip("#>* ")


def _is_title(text: str) -> bool:
    return 3 <= len(text) <= 50 and text[-1] not in "。；，：！？;,:" and not opens_with_marker(text)


def read_head(paragraphs: Sequence[Paragraph], first: int, stop: int) -> Head:
    """Return the head of the speech that lies in the paragraphs from `first` to before `stop`."""
    row, announced = _skip_announcement(paragraphs, first, stop)
    title_rows = _title_rows(paragraphs, row, stop)
    title = _joined_title([bare(paragraphs[one].text) for one in title_rows]) or announced
    row = title_rows[-1] + 1 if title_rows else row
    subtitle = date = speaker = ""
    salutation: list[str] = []
    while row < stop and row < first + TITLE_ROWS + 6:
        text = bare(paragraphs[row].text)
        if SALUTATION.fullmatch(text):
            salutation.append(text)
        elif salutation:
            break
        elif not subtitle and text.startswith(("——", "－－", "--", "—")) and len(text) < 60 and text[-1] not in "。；":
            subtitle = text.lstrip("—－-")
        elif not date and (found := DATE_LINE.fullmatch(text)):
            date = found[1]
        elif not speaker and title and len(text) <= 26 and SPEAKER_LINE.fullmatch(text.strip("（）()")):
            speaker = text.strip("（）()")
        elif not subtitle and title and _is_title(text) and TITLE_END.search(text) and text != title and len(text) < 45:
            subtitle = text
        elif text and not (text in (title, announced) or SEPARATOR.fullmatch(text)):
            break
        row += 1
    offset = 0
    if row < stop and (glued := GLUED_SALUTATION.match(paragraphs[row].text)):
        salutation.append(glued[0])
        offset = glued.end()
    speaker = speaker or _speaker_in(subtitle) or _speaker_in(announced or title)
    return Head(
        title=title,
        subtitle=subtitle,
        date=date,
        speaker=speaker,
        salutation=tuple(salutation),
        body=row,
        offset=offset,
    )


def _skip_announcement(paragraphs: Sequence[Paragraph], row: int, stop: int) -> tuple[int, str]:
    """Return the row after 第…篇：TITLE and separators, and the title that it announces."""
    announced = ""
    while row < stop:
        text = paragraphs[row].text
        found = NUMBERED_SPEECH.fullmatch(text) if len(text) < 60 else None
        if not found and not SEPARATOR.fullmatch(text):
            break
        announced = found[1] if found else announced
        row += 1
    return row, announced


def _title_rows(paragraphs: Sequence[Paragraph], row: int, stop: int) -> list[int]:
    """Return the rows of the title: the short lines at the top, before date, speaker, salutation or text."""
    rows: list[int] = []
    for one in range(row, min(stop, row + 4)):
        text = bare(paragraphs[one].text)
        hint = paragraphs[one].hint
        is_part = (
            not paragraphs[one].text.startswith(">")
            and _is_title(text)
            and not _is_head_line(text)
            and not text.startswith(("——", "--"))
        )
        if not is_part or (hint.heading > 1 and rows):
            break
        if rows and (hint.heading or TITLE_END.search(paragraphs[rows[-1]].text)):
            break
        rows.append(one)
    return rows if rows and _is_whole_title(paragraphs, rows, stop) else []


def _is_head_line(text: str) -> bool:
    return bool(DATE_LINE.fullmatch(text) or SALUTATION.fullmatch(text))


def _is_whole_title(paragraphs: Sequence[Paragraph], rows: Sequence[int], stop: int) -> bool:
    """Return whether short lines at the top make a title: they read as one, or a head or a text follows them."""
    following = paragraphs[rows[-1] + 1].text if rows[-1] + 1 < stop else ""
    return bool(
        TITLE_END.search(paragraphs[rows[-1]].text)
        or _is_head_line(following)
        or following.startswith("——")
        or len(following) > 50
        or len(rows) == 1
    )


def _joined_title(parts: Sequence[str]) -> str:
    return "".join(part.removesuffix("|") for part in parts)


def _speaker_in(title: str) -> str:
    found = SPEAKER_IN_TITLE.match(title.removeprefix("在"))
    return found[0] if found else ""
