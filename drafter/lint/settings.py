"""On what occasion a paper is read: its day, place, level, speaker and session, as the paper itself tells them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

import msgspec

from drafter.lint.places import UNITS, own_place
from drafter.model.library import Library
from drafter.model.speech import Speech
from drafter.text.confusables import newest_year
from drafter.text.numerals import from_cn

DayFrom = Literal["given", "text", "guessed", "today"]
LEVEL_OF = {
    "省": "province",
    "市": "city",
    "州": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡": "township",
}
DATE = re.compile(
    r"(?P<year>[12]\d{3}|[一二]?[〇零○O一二三四五六七八九]{3,4})\s*年"
    r"(?:\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s*月"
    r"(?:\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日)?)?"
)
SESSION = re.compile(
    r"第?([一二三四五六七八九十]{1,3}|\d{1,2})届(?:人民代表大会|全国人民代表大会|人大)(?:常务委员会|常委会)?第?([一二三四五六七八九十]{1,4}|\d{1,2})次会议"
)
SPEAKERS: tuple[tuple[str, str], ...] = (
    ("party-secretary", r"[市县区州旗省]委书记"),
    ("congress-vice-chair", r"人大常委会(?:党组副书记、)?副主任"),
    ("township-chair", r"人大(?:主席团)?(?:副)?主席|主席团主席"),
    ("congress-chair", r"人大常委会(?:党组书记、)?主任|人大主任"),
    ("party-group-secretary", r"(?:人大常委会)?党组书记"),
    ("office-head", r"(?:人大常委会)?(?:秘书长|办公室主任|机关党委书记|研究室主任|工委主任|委员会主任委员)"),
    ("party-secretary", r"(?:[市县区州旗省]委|党委|党工委)(?:副)?书记(?!、.{0,8}[市县区州旗镇乡]长)"),
    ("government", rf"(?:副)?[{UNITS}省]长(?!会)|政府党组|(?:局|厅)长"),
    ("deputy", r"人大代表|代表(?=[\s　]|$)"),
)
"""By the post in the speaker line or the title; the first that is found."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """The occasion of a paper. What is not known is empty."""

    first: date
    """The earliest day on which the paper can have been read."""
    last: date
    """The latest."""
    day_from: DayFrom
    """given: by the user or a recipe; text: the paper bears a date; guessed: by the years it speaks of."""
    level: str = ""
    place: str = ""
    """With its unit: 青山县."""
    unit: str = ""
    """The last character of the place: 县; a county-level city has 市 and the level county."""
    speaker: str = ""
    """An id of the taxonomy's speakers, or `government`."""
    kind: str = "other"
    session: tuple[int, int] | None = None
    """Term and session that the title or the occasion names."""
    style: str = ""
    """The page style that a Word file is held to, with its settings; empty: by its looks, or the office's."""
    target: int | None = None
    """The length that is wanted, in characters."""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the user, or the recipe, says of a paper; it goes before what the paper tells."""

    day: date | None = None
    fallback: date | None = None
    """The day for a paper that bears none: that of the draft which a Word file was made as."""
    level: str = ""
    place: str = ""
    speaker: str = ""
    kind: str = ""
    target: int | None = None
    """The length that is wanted, in characters."""
    style: str = ""
    """The page style that a Word file is held to, with its settings."""


def setting_of(speech: Speech, text: str, given: Given, library: Library, today: date) -> Setting:
    """Return the occasion of a paper whose speech and text (with its signature) are known."""
    first, last, day_from = _days(speech, text, given, today)
    head = f"{speech.title}\n{speech.subtitle}\n{speech.speaker}"
    place = given.place or _place(speech, text, library)
    unit = place[-1:] if place[-1:] in LEVEL_OF else ""
    level = given.level or _office_level(place, library) or LEVEL_OF.get(unit, speech.level or "")
    return Setting(
        first=first,
        last=last,
        day_from=day_from,
        level=level,
        place=place,
        unit=unit,
        speaker=given.speaker or _speaker(speech),
        kind=given.kind or speech.kind,
        session=session_in(head) or session_in(text[:200]),
        style=given.style,
        target=given.target,
    )


def session_in(text: str) -> tuple[int, int] | None:
    """Return term and session of the first session of a congress that a text names."""
    found = SESSION.search(text)
    if not found:
        return None
    term, session = (int(one) if one.isdigit() else from_cn(one) for one in found.groups())
    return (term, session) if term and session else None


def _days(speech: Speech, text: str, given: Given, today: date) -> tuple[date, date, DayFrom]:
    if given.day:
        return given.day, given.day, "given"
    tail = text[-120:].rsplit("\n", 2)
    for where in (speech.date, speech.subtitle, *_lines(text, speech)[:8], *tail[1:]):
        if (days := dated(where)) is not None and days[0].year >= 1979:
            return *days, "text"
    if given.fallback:
        return given.fallback, given.fallback, "given"
    if (days := dated(speech.title)) is not None:
        return *days, "guessed"
    years = _years(text, today)
    if years is not None:
        return date(years[0], 1, 1), date(years[1], 12, 31), "guessed"
    return today, today, "today"


def _lines(text: str, speech: Speech) -> list[str]:
    """Return the short first lines of a paper that say nothing but a date, a place and a name."""
    return [one for one in text.split("\n")[:8] if len(one) <= 30 and "，" not in one and one != speech.title]


def dated(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of the first date in a text: a day, a month or a year; None without one."""
    for found in DATE.finditer(text):
        year, month, day = (_number(found[name]) for name in ("year", "month", "day"))
        if year is None or not 1949 <= year <= 2100:
            continue
        try:
            first = date(year, month or 1, day or 1)
        except ValueError:
            continue
        if day:
            return first, first
        return first, (_month_end(first) if month else date(year, 12, 31))
    return None


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if text.isdigit() and text.isascii():
        return int(text)
    if len(text) >= 3 and "十" not in text:
        digits = [from_cn("零" if one in "○O" else one) for one in text]
        return int("".join(map(str, digits))) if None not in digits else None
    return from_cn(text)


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _years(text: str, today: date) -> tuple[int, int] | None:
    """Return the first and the last year in which a text was probably written, by the years it speaks of as past.

    Where its words tell an era, that ends with the last; the first is the latest year of the era that it names.
    """
    named = [int(one) for one in re.findall(r"(?<!\d)(20\d{2})年(?!前|以前|远景|底前|基本)", text)]
    newest = newest_year(text)
    past = [one for one in named if one <= (newest or today.year)]
    if newest is not None:
        return max(past, default=newest - 10), newest
    return (max(past), max(past)) if past else None


def _place(speech: Speech, text: str, library: Library) -> str:
    heads = (speech.speaker, speech.title, speech.subtitle)
    office = str(library.office.profile.get("place", "") or "")
    if office and office in "\n".join((*heads, text[:400])):
        return office
    return own_place(heads, text)


def _office_level(place: str, library: Library) -> str:
    """Return the level that the office profile gives its place."""
    profile = library.office.profile
    return str(profile.get("level", "") or "") if place and profile.get("place") == place else ""


def _speaker(speech: Speech) -> str:
    for where in (speech.speaker, speech.subtitle, speech.title):
        for name, pattern in SPEAKERS:
            if where and re.search(pattern, where) and (name != "deputy" or where is speech.speaker):
                return name
    return ""
