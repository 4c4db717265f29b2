"""Automatic numbering, counted through the document as Word counts it.

Counters belong to the abstract list, so that two lists that share it go on counting; w:startOverride begins anew
where its list is first used. A level that is skipped counts as used: after 1.1 without a 1. the next one is 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from drafter.readers.docx.counting import number_text
from drafter.readers.docx.styles import Look, Styles
from drafter.readers.docx.xml import VAL, is_on, number, value, w

LEVELS = 9
PLACE = re.compile("%([1-9])")
SUFFIXES: Mapping[str, str] = {"tab": "\t", "space": " ", "nothing": ""}
BULLET = "•"
SYMBOL_FONTS = ("symbol", "wingdings", "webdings")
PRIVATE = re.compile("[\ue000-\uf8ff]")


class Level(msgspec.Struct, frozen=True):
    """One level of a list."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    """With %1 to %9 for the numbers of the levels."""
    suffix: str = "\t"
    restart: int | None = None
    """After which level, counted from 1, it begins anew; None after any higher one, 0 never."""
    legal: bool = False
    """All numbers in Arabic digits."""
    paragraph_style: str = ""


class List(msgspec.Struct, frozen=True):
    """A list as paragraphs refer to it."""

    abstract: str
    """The list whose counters it shares."""
    levels: tuple[Level, ...]
    starts: Mapping[int, int]
    """Where levels begin anew in this list."""


class Numbering:
    """The lists of a file, and how far each has counted."""

    def __init__(self, root: Any, styles: Styles) -> None:
        """Take the lists from the root of the numbering part; None if the file has none."""
        self._lists = dict(_lists(root, styles)) if root is not None else {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Any, look: Look) -> str:
        """Return the number of the next paragraph with what parts it from the text; empty if it has none."""
        direct = properties.find(w("numPr")) if properties is not None else None
        num_id = value(direct, w("numId"))
        own = num_id is not None
        num_id = num_id if own else look.num_id
        found = self._lists.get(num_id or "")
        if found is None:
            return ""
        place = number(value(direct, w("ilvl")))
        if place is None:
            place = _place_in(found, look, own=own)
        if not 0 <= place < LEVELS:
            return ""
        self._count(num_id or "", found, place)
        return self._printed(found, place)

    def _count(self, num_id: str, found: List, place: int) -> None:
        counters = self._counters.setdefault(found.abstract, [None] * LEVELS)
        for upper in range(place):
            if counters[upper] is None:
                counters[upper] = found.starts.get(upper, found.levels[upper].start)
        begins = place in found.starts and (num_id, place) not in self._begun
        self._begun.add((num_id, place))
        before = counters[place]
        if before is None or begins:
            counters[place] = found.starts.get(place, found.levels[place].start)
        else:
            counters[place] = before + 1
        for lower in range(place + 1, LEVELS):
            restart = found.levels[lower].restart
            if restart is None or place < restart:
                counters[lower] = None

    def _printed(self, found: List, place: int) -> str:
        level = found.levels[place]
        counters = self._counters[found.abstract]

        def text(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            style = found.levels[other].style
            legal = level.legal and style not in ("none", "bullet")
            return number_text(counters[other] or 0, "decimal" if legal else style)

        printed = level.text if level.style == "bullet" else PLACE.sub(text, level.text)
        return printed + level.suffix if printed else ""


def _place_in(found: List, look: Look, *, own: bool) -> int:
    """Return the level of a paragraph that names none: the one that its style is linked to, else its style's."""
    for style_id in look.ids:
        for place, level in enumerate(found.levels):
            if level.paragraph_style == style_id:
                return place
    return 0 if own or look.level is None else look.level


def _lists(root: Any, styles: Styles) -> Iterator[tuple[str, List]]:
    abstracts = {one.get(w("abstractNumId"), ""): one for one in root.findall(w("abstractNum"))}
    references = {one.get(w("numId"), ""): value(one, w("abstractNumId")) or "" for one in root.findall(w("num"))}
    for num in root.findall(w("num")):
        num_id = num.get(w("numId"), "")
        abstract = _linked(references[num_id], abstracts, references, styles)
        if num_id == "0" or abstract not in abstracts:  # 0 takes a paragraph out of its style's list
            continue
        levels = _levels(abstracts[abstract])
        overrides = num.findall(w("lvlOverride"))
        for override in overrides:
            levels.update(_levels(override))
        yield num_id, List(abstract, tuple(levels.get(place, Level()) for place in range(LEVELS)), _starts(overrides))


def _linked(abstract: str, abstracts: Mapping[str, Any], references: Mapping[str, str], styles: Styles) -> str:
    """Return the abstract list that holds the levels: one may only name the list style that has them."""
    link = value(abstracts.get(abstract), w("numStyleLink"))
    target = references.get(styles.look(link).num_id or "", "") if link else ""
    return target or abstract


def _starts(overrides: list[Any]) -> Mapping[int, int]:
    found = {}
    for override in overrides:
        place, start = number(override.get(w("ilvl"))), number(value(override, w("startOverride")))
        if place is not None and start is not None:
            found[place] = start
    return found


def _levels(parent: Any) -> dict[int, Level]:
    places = ((number(element.get(w("ilvl"))), element) for element in parent.findall(w("lvl")))
    return {place: _level(element) for place, element in places if place is not None}


def _level(element: Any) -> Level:
    style = _style_of(element)
    start = number(value(element, w("start")))
    hidden = is_on(element.find(w("rPr")), w("vanish"))
    text = "" if hidden else value(element, w("lvlText")) or ""
    return Level(
        start=1 if start is None else start,
        style=style,
        text=_bullet(element, text) if style == "bullet" else text,
        suffix=SUFFIXES.get(value(element, w("suff")) or "tab", "\t"),
        restart=number(value(element, w("lvlRestart"))),
        legal=is_on(element, w("isLgl")),
        paragraph_style=value(element, w("pStyle")) or "",
    )


def _style_of(element: Any) -> str:
    """Return the number format. Newer formats come with an older one as fallback, which stands last."""
    found = [one.get(VAL, "") for one in element.iter(w("numFmt"))]
    return found[-1] if found else "decimal"


def _bullet(element: Any, text: str) -> str:
    """Return a bullet's character; what only a symbol font can show becomes a plain bullet."""
    fonts = element.find(f"{w('rPr')}/{w('rFonts')}")
    names = " ".join(fonts.attrib.values()).lower() if fonts is not None else ""
    symbolic = PRIVATE.search(text) or any(name in names for name in SYMBOL_FONTS)
    return BULLET if text and symbolic else text
