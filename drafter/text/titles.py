"""Breaking a title into lines: the words whole, the shape a trapezoid or a lozenge (GB/T 9704—2012 7.3.1).

Every way to break it that the words allow is scored: how the break reads, how the lines look together, how many
there are. “|” forces a break. Where no way keeps all rules, they give way in order: first a preposition may end a
line, then a word may be cut; a line never grows over the limit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from drafter.text.counting import BETWEEN_SCRIPTS, printed_width
from drafter.text.words import words_called, words_of

FORCED = "|"
LEAST = 2
"""Letters or characters that a line has at least."""
SCORED_LINES = 4
"""Titles of more lines are only balanced, not scored in every way."""
MAX_WAYS = 20_000
NUMBER = r"[0-9〇一二三四五六七八九十百]+"
BRACKETED = re.compile(r"【[^】]*】|《[^》]*》|“[^”]*”|‘[^’]*’|（[^）]*）|\([^)]*\)|〔[^〕]*〕|——|……")
TIME = (
    r"[0-9〇一二三四五六七八九]{4}年度?(?:上半年|下半年|第?[一二三四]季度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?"
    r"|[0-9]{1,2}月[0-9]{1,2}日"
)
ORDINAL = rf"第?{NUMBER}(?:届|次会议|次|期|批|号|周年|个|项|点|年|月|日)"
LATIN = r"[0-9A-Za-z]+(?:[.,·\-/][0-9A-Za-z]+)*[%％‰]?"
BODY_ENDS = r"(?:人大常委会|人大|常委会|机关)?(?:党组|机关党委|机关|主席团|办公室)?(?:理论学习中心组)?"
NO_START = frozenset(
    "、，。：；！？,.:;!?》〉」』】〕）)”’%％‰…—·的地得上中里内下时后前了们之等会省市县区乡镇州旗届次年月日"
)
"""Marks, and characters that belong to what stands before them: none begins a line."""
NO_END = frozenset("《〈「『【〔（(“‘第在和与及同对向为以从由于就把将被的地得是各本该次暨并或—")
"""Marks, and words that lead over to what follows: none ends a line."""
NO_END_WORDS = frozenset(("关于", "以及", "为了", "通过", "按照", "根据", "围绕", "中共"))
MARKS_START = frozenset(character for character in NO_START if not character.isalnum())
MARKS_END = frozenset(character for character in NO_END if not character.isalnum())
ONE_BODY = re.compile(rf"第?{NUMBER}届$")
NEXT_MEETING = re.compile(rf"第?{NUMBER}次会议")
CONJUNCTIONS = ("和", "与", "及", "并", "以及")


class Unit(NamedTuple):
    """A stretch of a title that stays on one line."""

    text: str
    width: float
    """In characters, with what is left between scripts at its ends."""


class Rules(NamedTuple):
    """How strict a break is judged."""

    whole: bool
    """Names, quotations and words stay whole."""
    words: bool
    """No preposition ends a line, no particle begins one."""
    marks: bool
    """No closing mark begins a line, no opening one ends it; each line has `LEAST` characters."""


STEPS = (Rules(True, True, True), Rules(True, False, True), Rules(False, False, True), Rules(False, False, False))


def title_lines(title: str, limit: int, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the lines of `title`, none that prints wider than `limit` full-width characters (`printed_width`).

    `names` are the names of places, bodies and people, which are not cut. White space at a break is dropped, nothing
    else is lost. Raises ValueError for a limit below 2.
    """
    if limit < LEAST:
        raise ValueError(f"a line of {limit} characters")
    parts = [part.strip() for part in title.split(FORCED)]
    return tuple(line for part in parts if part for line in _broken(part, limit, tuple(names)))


@lru_cache(maxsize=64)
def _broken(title: str, limit: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines of a part of a title between forced breaks."""
    if printed_width(title) <= limit:
        return (title,)
    for rules in STEPS:
        units = _units(title, limit, names, rules)
        found = _best(units, limit, rules)
        if found is not None:
            return tuple(found)
    raise AssertionError("a title of single characters always breaks")  # pragma: no cover


# ── units


def _units(title: str, limit: int, names: tuple[str, ...], rules: Rules) -> list[Unit]:
    if not rules.whole:
        texts = _clusters(title)
    else:
        texts = [text for part in _atoms(title, names) for text in _fitting(part, limit, names)]
    return [Unit(text, _room(text)) for text in texts]


def _room(text: str) -> float:
    """Return the width of a unit, with what is left before and after letters and digits."""
    ends = sum(one.isalnum() and one.isascii() for one in (text[0], text[-1]))
    return printed_width(text) + ends * BETWEEN_SCRIPTS


def _atoms(title: str, names: tuple[str, ...]) -> list[str]:
    """Return `title` cut into quotations, names, dates and ordinals on the one hand, words on the other."""
    found: list[str] = []
    at = 0
    for atom in _atom_pattern(names).finditer(title):
        found += [*words_of(title[at : atom.start()]), atom[0]]
        at = atom.end()
    return [*found, *words_of(title[at:])]


@lru_cache(maxsize=16)
def _atom_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    bodies = "|".join(re.escape(name) for name in sorted(filter(None, set(names)), key=lambda one: (-len(one), one)))
    known = [rf"(?:{bodies}){BODY_ENDS}"] if bodies else []
    return re.compile("|".join([BRACKETED.pattern, *known, TIME, ORDINAL, LATIN]))


def _fitting(text: str, limit: int, names: tuple[str, ...]) -> list[str]:
    """Return `text` in pieces of at most `limit` characters: whole, by words, or by characters."""
    if _room(text) <= limit:
        return [text]
    inner = [text[0], *_atoms(text[1:-1], ()), text[-1]] if BRACKETED.fullmatch(text) else words_of(text, len(text) - 1)
    if len(inner) == 1:
        return _clusters(text)
    return [piece for part in inner for piece in _fitting(part, limit, names)]


def _clusters(text: str) -> list[str]:
    """Return the characters of `text`, marks that combine with one kept beside it."""
    found: list[str] = []
    for character in text:
        joined = found and (_combines(character) or found[-1][-1] == "\u200d") and len(found[-1]) < MAX_CLUSTER
        if joined:
            found[-1] += character
        else:
            found.append(character)
    return found


MAX_CLUSTER = 16


def _combines(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
    )


# ── breaks


def _best(units: list[Unit], limit: int, rules: Rules) -> list[str] | None:
    """Return the best lines, or None where `rules` allow none."""
    if any(unit.width > limit for unit in units):
        return None if rules.marks else _filled(units)
    prices = [_price(before, after, rules) for before, after in pairwise(units)]
    fewest = ceil(sum(unit.width for unit in units) / limit)
    best: tuple[float, list[str]] | None = None
    if fewest <= SCORED_LINES - 1:
        for way in _ways(units, prices, limit, fewest + 1):
            lines, widths = _lines(units, way)
            if rules.marks and any(_letters(line) < LEAST for line in lines):
                continue
            price = sum(prices[place - 1] or 0 for place in way) + _shape(widths) + EXTRA_LINE * (len(lines) - fewest)
            if best is None or price < best[0]:
                best = (price, lines)
    return best[1] if best else _balanced(units, prices, limit, rules)


def _filled(units: list[Unit]) -> list[str]:
    """Return each unit on a line: what is left where a single character is wider than a line."""
    return [unit.text for unit in units]


EXTRA_LINE = 3.0


def _price(before: Unit, after: Unit, rules: Rules) -> float | None:
    """Return how badly a break between two units reads, negative for a good one; None where it is forbidden."""
    first, last = after.text[0], before.text[-1]
    if rules.marks and (first in MARKS_START or last in MARKS_END):
        return None
    if not rules.whole:
        return 0.0
    astray = (
        _begins_badly(after.text)
        or _ends_badly(before.text)
        or ("【" in (before.text[0], first) and _glued(before, after))
    )
    if astray and rules.words:
        return None
    return _reading(before.text, after.text) + (10.0 if astray else 0.0)


def _begins_badly(text: str) -> bool:
    return text[0] in MARKS_START or (len(text) == 1 and text in NO_START)


def _ends_badly(text: str) -> bool:
    return text[-1] in MARKS_END or text in NO_END_WORDS or (len(text) == 1 and text in NO_END)


def _glued(before: Unit, after: Unit) -> bool:
    """Return whether a gap belongs to the ordinal or unit beside it: 第【待补：…】届."""
    return before.text == "第" or after.text[0] in "届次年月日期号"


def _reading(before: str, after: str) -> float:
    price = 0.0
    if before[-1].isspace() or before[-1] in "，；：。！？—":
        price -= 2.5
    if before[-1] in "、”":
        price += 1
    if before in words_called("verbs"):
        price += 4
    elif after in words_called("verbs"):
        price -= 0.5
    if before in words_called("modifiers"):
        price += 3
    if ONE_BODY.search(before) and not after.startswith("第"):
        price += 3
    return price + _opening(after)


def _opening(after: str) -> float:
    """Return how well a line begins with `after`."""
    if after == "关于":
        return -4
    if after == "暨":
        return -3
    if after in (*CONJUNCTIONS, "在"):
        return -1.5
    return -1 if NEXT_MEETING.match(after) else 0


def _ways(units: list[Unit], prices: list[float | None], limit: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways to break: the numbers of the units that begin a line, at most `MAX_WAYS` of them."""
    left = [0.0] * (len(units) + 1)
    for number in range(len(units) - 1, -1, -1):
        left[number] = left[number + 1] + units[number].width
    pending: list[tuple[int, ...]] = [()]
    given = 0
    while pending and given < MAX_WAYS:
        way = pending.pop()
        start = way[-1] if way else 0
        if left[start] <= limit:
            given += 1
            yield way
        if len(way) + 1 >= most:
            continue
        width = 0.0
        for place in range(start + 1, len(units)):
            width += units[place - 1].width
            if width > limit:
                break
            if prices[place - 1] is not None and left[place] <= limit * (most - len(way) - 1):
                pending.append((*way, place))


def _lines(units: list[Unit], way: Sequence[int]) -> tuple[list[str], list[float]]:
    """Return the lines and their widths in characters."""
    edges = [0, *way, len(units)]
    lines = ["".join(unit.text for unit in units[start:end]).strip() for start, end in pairwise(edges)]
    return lines, [printed_width(line) for line in lines]


def _letters(line: str) -> int:
    return sum(character.isalnum() or unicodedata.category(character)[0] == "S" for character in line)


def _shape(widths: Sequence[float]) -> float:
    """Return how far lines are from a trapezoid or a lozenge: waists, equal lines, lines too short."""
    if len(widths) == 1:
        return 0.0
    shortest, longest = min(widths), max(widths)
    ratio = shortest / longest if longest else 1.0
    price = (1 - ratio) + max(0.0, 0.5 - ratio) * 4 + max(0.0, 4 - shortest) * 3
    turns = [left > middle + 0.5 and right > middle + 0.5 for left, middle, right in _triples(widths)]
    return price + WAIST * sum(turns) + (1.0 if longest - shortest < 0.5 else 0.0)


WAIST = 6.0


def _triples(widths: Sequence[float]) -> Iterator[tuple[float, float, float]]:
    return zip(widths, widths[1:], widths[2:], strict=False)


def _balanced(units: list[Unit], prices: list[float | None], limit: int, rules: Rules) -> list[str] | None:
    """Return lines of about one width, for a title of many lines; None where the rules allow no way."""
    total = sum(unit.width for unit in units)
    wanted = total / ceil(total / limit)
    best: list[float] = [0.0] + [float("inf")] * len(units)
    back = [0] * (len(units) + 1)
    for end in range(1, len(units) + 1):
        width = 0.0
        for start in range(end - 1, -1, -1):
            width += units[start].width
            if width > limit:
                break
            price = 0.0 if start == 0 else prices[start - 1]
            if price is None or (rules.marks and _letters("".join(one.text for one in units[start:end])) < LEAST):
                continue
            cost = best[start] + price + ((wanted - width) / 2) ** 2 + EXTRA_LINE
            if cost < best[end]:
                best[end], back[end] = cost, start
    if best[-1] == float("inf"):
        return None
    way, end = [], len(units)
    while back[end]:
        end = back[end]
        way.append(end)
    return _lines(units, way[::-1])[0]
