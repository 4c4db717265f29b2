"""A file → the speeches in it, each with its outline."""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

import msgspec

from drafter.corpus import leads
from drafter.corpus.closings import CALL, closing_start, without_signature
from drafter.corpus.headings import glued_end, heading_end, lead_gap, second_half
from drafter.corpus.heads import TITLE_END, YEAR, Head, part_speeches, read_head
from drafter.corpus.language import Language
from drafter.corpus.markers import SENTENCE_END, Mark, marks_in
from drafter.corpus.paragraphs import Lines, Paragraph, paragraphs_of
from drafter.corpus.series import TORN, Placed, place
from drafter.errors import InputError
from drafter.model.reading import Reading
from drafter.model.speech import Item, Speech

NEWS = re.compile(
    r"(?:本报讯|本报记者|本网讯|[^。]{0,12}讯)?\s*[（(][^）)]{0,24}(?:记者|通讯员)|本报讯|据了解，|记者(?:在|从|了解到)"
)
ASIDE = re.compile(
    rf"{CALL.pattern}|(?:当然|同时|与此同时)，我们|在(?:肯定|总结|看到)[^，。]{{0,8}}成绩[^，。]{{0,6}}(?:同时|时候)|我们也?(?:还|要|清醒)"
)
"""So a paragraph begins that belongs to no section."""
DATELINE = re.compile(
    rf"(?:近日|日前|(?:{YEAR}年)?\d{{1,2}}月\d{{1,2}}日)[^。]{{0,60}}(?:召开|举行|开展|主持|来到|深入|赴|调研|视察|组织)"
)
TOLD = re.compile(r"(?:会议|[一-龥]{2,4})(?:指出|强调|要求|表示|认为)[，,：:]")
SPEAKING = re.compile(r"我们|同志们|各位")
"""What a speaker says and a reporter does not."""
QUESTION = re.compile(r"(?:记者|问|主持人|采访者)\s*[：:]")
COUNTED = "(?:[一二三四五六七八九十几两]|以下)[^。；，]{0,6}(?:点|个|条|句|方面)"
TRANSITION = re.compile(
    rf"(?:(?:下面|接下来|现在|借此机会|借这个机会|在此|今天)[^。；]{{0,40}}(?:讲|谈|提|作|强调|汇报|报告|介绍|说)[^。；]{{0,12}}"
    rf"(?:{COUNTED}|意见|要求|希望|建议|汇报|报告|发言|体会|说明|话)|[讲谈提说]{COUNTED})[^。；]{{0,10}}[。：:]?$"
)


def outline(reading: Reading, language: Language) -> list[Speech]:
    """Return the speeches of a file in their order, without themes, repairs and facts."""
    return outlined(paragraphs_of(reading, language), Lines(reading.text), language)


def outlined(paragraphs: Sequence[Paragraph], lines: Lines, language: Language) -> list[Speech]:
    """Return the same for a file whose paragraphs are known."""
    return [_Outliner(paragraphs, first, stop, language, lines).speech() for first, stop in part_speeches(paragraphs)]


class _Heading(msgspec.Struct, frozen=True):
    """A placed marker with the end of its heading."""

    mark: Mark
    depth: int
    end: int
    """Past the heading, in characters of the paragraph."""
    resume: int
    """Where the text after it begins."""


MOST_MARKS = 3_000
"""Markers of one speech; the placing of more takes long, and no speech has a tenth of them."""


class _Outliner:
    """One speech on its way from paragraphs to a tree."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], first: int, stop: int, language: Language, lines: Lines
    ) -> None:
        self.paragraphs, self.language, self.lines = paragraphs, language, lines
        self.first, self.stop = first, stop
        self.head: Head = read_head(paragraphs, first, stop)
        self.end = without_signature(paragraphs, self.head.body, stop)

    def speech(self) -> Speech:
        """Return the speech with its tree."""
        headings = [] if self._is_interview() or self._is_news() else self._headings()
        closing = self._closing(headings)
        tree = _Tree(self.paragraphs, headings, closing, self.end, self.lines)
        items = tree.items()
        first_section = self._first_section(headings)
        begin = (self.head.body, self.head.offset)
        opening_end = tree.position(headings[first_section]) if headings else closing
        sections = tuple(one for row, one in items if row >= first_section)
        points = tuple(one for row, one in items if row < first_section)
        return Speech(
            line=self.paragraphs[self.first].line,
            span=(self.paragraphs[self.first].start, self.paragraphs[self.stop - 1].end),
            title=self.head.title,
            subtitle=self.head.subtitle,
            salutation=self.head.salutation,
            date=self.head.date,
            speaker=self.head.speaker,
            opening=tree.text_between(begin, opening_end),
            sections=sections,
            points=points,
            closing=tree.text_between(closing, (self.end, 0)),
        )

    # ── what is a heading

    def _is_interview(self) -> bool:
        texts = [one.text for one in self.paragraphs[self.head.body : self.end]]
        return sum(bool(QUESTION.match(text)) for text in texts) >= 2

    def _is_news(self) -> bool:
        """Return whether a reporter wrote the text: it opens as news does, and nothing in it has numbers."""
        texts = [one.text for one in self.paragraphs[self.head.body : self.end]]
        opens = any(NEWS.match(text) for text in texts[:2]) or (
            any(DATELINE.match(text) for text in texts[:2])
            and any(TOLD.search(text) for text in texts)
            and not any(SPEAKING.search(text) for text in texts)
        )
        return opens and not any(
            not mark.inline for row in self._rows() for mark in marks_in(self.paragraphs[row].text, row)
        )

    def _headings(self) -> list[_Heading]:
        """Return the headings: those that the lines show first, then the leads below them, all placed together."""
        numbered = self._numbered()
        outer = self._with_ends(self._placed([mark for mark in numbered if not mark.inline]))
        inside = {one.mark.paragraph for one in self._placed(numbered) if one.mark.inline}
        leading = [mark for _, stretch in self._stretches(outer) for mark in self._leads_in(stretch, inside)]
        taken = {(mark.paragraph, mark.start) for mark in leading}
        kept = [mark for mark in numbered if (mark.paragraph, mark.start) not in taken]
        return self._with_ends(self._placed(_ordered([*kept, *leading])))

    def _placed(self, marks: Sequence[Mark]) -> list[Placed]:
        last = self.end - 1
        cut = None if self.paragraphs[last].text[-1] in SENTENCE_END else last
        return place(marks, self._resets, self._asides, cut)

    @functools.cached_property
    def _asides(self) -> frozenset[int]:
        """Return the paragraphs that speak of the whole: 各位代表！……同时，我们也清醒地看到不足：一是……."""
        return frozenset(row for row in self._rows() if ASIDE.match(self.paragraphs[row].text))

    def _rows(self) -> list[int]:
        return list(range(self.head.body, self.end))

    def _numbered(self) -> list[Mark]:
        """Return the markers and the short lines that head something, in the order of the text."""
        marks = [
            mark
            for row in self._rows()
            for mark in marks_in(self.paragraphs[row].text, row)
            if (row, mark.start) >= (self.head.body, self.head.offset)
        ]
        if len(marks) > MOST_MARKS:
            raise InputError(f"一篇里有 {len(marks)} 个序号", hint="检查它是不是讲话稿；几百篇合在一起的，拆开再读")
        marks = [self._introduced(mark) for mark in marks]
        plain = leads.own_line_headings(self.paragraphs, self._rows())
        rows = {mark.paragraph for mark in marks if not mark.inline}
        plain = [mark for mark in plain if not self._repeats_title(mark)]
        levels = {mark.paragraph for mark in plain if mark.level}
        plain = [mark for mark in plain if mark.paragraph not in rows or mark.level]
        plain = _ordered([*plain, *leads.glued_sections(self.paragraphs, self._rows())])
        marks = [mark for mark in marks if mark.paragraph not in levels and not self._is_empty(mark, marks)]
        labels = [*leads.label_lines(self.paragraphs, self._rows()), *leads.named_lists(self.paragraphs, self._rows())]
        return _ordered([*marks, *labels, *self._ranked(plain, marks)])

    def _introduced(self, mark: Mark) -> Mark:
        """Return a marker at the start of a paragraph with what its line and the paragraph before it say of it."""
        text = self.paragraphs[mark.paragraph].text
        own_line = not mark.inline and len(text) <= 60 and text[-1] not in "。；：！？;:!?."
        before = self.paragraphs[mark.paragraph - 1].text if mark.paragraph > self.head.body else ""
        colon = not mark.inline and before.endswith(("：", ":"))
        return msgspec.structs.replace(mark, introduced=colon or mark.introduced, own_line=own_line)

    def _repeats_title(self, mark: Mark) -> bool:
        """Return whether a short line near the top says the title once more, or part of it."""
        text = self.paragraphs[mark.paragraph].text.strip("# 《》　")
        near = mark.paragraph < self.head.body + 8
        if mark.level == 1 and text == self.head.title:
            return True
        return near and not mark.level and (text in self.head.title or bool(TITLE_END.search(text)))

    def _is_empty(self, mark: Mark, marks: Sequence[Mark]) -> bool:
        """Return whether a marker heads nothing: another one touches it (（一）（二）两部分), or nothing follows."""
        beside = [one for one in marks if one.paragraph == mark.paragraph]
        touched = any(mark.start != one.start == mark.end or mark.start == one.end != mark.end for one in beside)
        return touched or not self.paragraphs[mark.paragraph].text[mark.end :].strip()

    def _ranked(self, plain: Sequence[Mark], marks: Sequence[Mark]) -> Iterator[Mark]:
        """Give short lines their rank: above 一、 where the numbers begin anew below them, else below it."""
        sections = [mark for mark in marks if mark.rank <= 1.0 and not mark.inline]
        tops = False
        for mark in plain:
            following = next((one for one in sections if one.paragraph > mark.paragraph), None)
            before = any(one.paragraph < mark.paragraph for one in sections)
            restarts = following is not None and following.number == 1
            below = before and not restarts and not (tops and following is None)
            tops = tops or (restarts and not below)
            yield mark if mark.level or not below else msgspec.structs.replace(mark, rank=1.7)

    @functools.cached_property
    def _resets(self) -> frozenset[int]:
        """Return the paragraphs after a sentence that says that the points come now."""
        return frozenset(row + 1 for row in self._rows() if TRANSITION.search(self.paragraphs[row].text[-70:]))

    # ── where a heading ends

    def _with_ends(self, placed: Sequence[Placed]) -> list[_Heading]:
        usual = self._usual_lengths(placed)
        found = []
        for one, following in zip(placed, [*placed[1:], None], strict=False):
            text = self.paragraphs[one.mark.paragraph].text
            stop = len(text)
            if following is not None and following.mark.paragraph == one.mark.paragraph:
                stop = following.mark.start
            found.append(self._ended(one, stop, usual[(one.mark.style, one.depth)]))
        return found

    def _usual_lengths(self, placed: Sequence[Placed]) -> dict[tuple[str, int], list[int]]:
        """Return the lengths of the headings that have their line for themselves, by style and depth."""
        usual: dict[tuple[str, int], list[int]] = defaultdict(list)
        for one in placed:
            text = self.paragraphs[one.mark.paragraph].text
            end = heading_end(text, one.mark.end, len(text))
            if not one.mark.inline and end == len(text) and end - one.mark.end <= 60:
                usual[(one.mark.style, one.depth)].append(end - one.mark.end)
        return usual

    def _ended(self, one: Placed, stop: int, usual: Sequence[int]) -> _Heading:
        text = self.paragraphs[one.mark.paragraph].text
        end = heading_end(text, one.mark.end, stop)
        resume = end + 1
        if one.mark.style == "lead":
            gap = lead_gap(text, one.mark.end, end)
            end = gap if gap is not None else second_half(text, one.mark.end, end, stop)
            resume = end + (gap is None)
        elif one.mark.style != "hidden":
            alone = one.mark.style in TORN | {"dash"}
            glued = glued_end(text, one.mark.end, end, self.language, usual, alone=alone)
            if glued is not None:
                end = resume = glued
        bare = text[one.mark.end : end].rstrip(" \u3000，,")
        return _Heading(one.mark, one.depth, one.mark.end + len(bare), min(resume, stop))

    # ── headings without ordinals

    def _leads_in(self, stretch: Sequence[tuple[int, int]], inside: Set[int]) -> list[Mark]:
        whole = [row for row, start in stretch if start == 0]
        marks = leads.paragraph_leads(self.paragraphs, whole, self.language)
        if marks:
            return marks
        return leads.hidden_leads(self.paragraphs, [one for one in stretch if one[0] not in inside])

    def _stretches(self, headings: Sequence[_Heading]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Yield the stretches of text below a heading that has no points, with its depth: rows and where they begin."""
        for row, one in enumerate(headings):
            following = headings[row + 1] if row + 1 < len(headings) else None
            if following is not None and following.depth > one.depth:
                continue
            stop = following.mark.paragraph if following is not None else self._closing_stop(headings)
            start = one.mark.paragraph
            rows = [(start, one.resume)] if one.resume < len(self.paragraphs[start].text) else []
            rows += [(other, 0) for other in range(start + 1, min(stop, self.end))]
            if rows:
                yield one.depth, rows
        first = headings[0].mark.paragraph if headings else self.end
        yield 0, [(row, 0) for row in range(self.head.body, first)]

    # ── the ends of the speech

    def _first_section(self, headings: Sequence[_Heading]) -> int:
        """Return the first heading that belongs to the body, not to a list in the opening."""
        resets = self._resets
        numbered = [
            row
            for row, one in enumerate(headings)
            if one.depth == 1 and (one.mark.rank <= 1.5 or (one.mark.paragraph in resets and not one.mark.inline))
        ]
        if not numbered:
            return 0
        first = headings[numbered[0]]
        above = [one for one in headings[: numbered[0]] if one.depth == 1]
        if any(one.mark.style == first.mark.style for one in above):
            return 0
        return numbered[0]

    def _closing_stop(self, headings: Sequence[_Heading]) -> int:
        """Return the row before which the last heading's text ends; a paragraph that the closing shares counts."""
        row, start = self._closing(headings)
        return row + (start > 0)

    def _closing(self, headings: Sequence[_Heading]) -> tuple[int, int]:
        if not headings:
            return self.end, 0
        last = headings[-1]
        row = last.mark.paragraph
        own_line = last.resume >= len(self.paragraphs[row].text)
        single = all(
            b.mark.paragraph - a.mark.paragraph <= 1
            for a, b in itertools.pairwise(headings)
            if a.depth == b.depth == last.depth and a.mark.style == b.mark.style == last.mark.style
        )
        return closing_start(
            self.paragraphs, row, last.resume, self.end, apart=not own_line and single and last.depth >= 1
        )


class _Tree:
    """Headings in a row → items with their texts and spans."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        headings: Sequence[_Heading],
        closing: tuple[int, int],
        end: int,
        lines: Lines,
    ) -> None:
        self.paragraphs, self.headings, self.lines = paragraphs, headings, lines
        self.closing, self.end = closing, end

    def position(self, heading: _Heading) -> tuple[int, int]:
        """Return where a heading begins."""
        return heading.mark.paragraph, heading.mark.start

    def items(self) -> list[tuple[int, Item]]:
        """Return the items of depth 1, each with the row of its heading."""
        tops = [row for row, one in enumerate(self.headings) if one.depth == 1]
        if not tops:
            return []
        stops = [self.position(self.headings[row]) for row in tops[1:]] + [self.closing]
        ends = [*tops[1:], len(self.headings)]
        return [
            (row, self._item(row, end, max(stop, self._after(row))))
            for row, end, stop in zip(tops, ends, stops, strict=True)
        ]

    def _after(self, row: int) -> tuple[int, int]:
        return self.headings[row].mark.paragraph, self.headings[row].resume

    def _item(self, row: int, end: int, stop: tuple[int, int]) -> Item:
        """Return the item whose points are the headings between `row` and `end` and whose text ends at `stop`."""
        heading = self.headings[row]
        below = [one for one in range(row + 1, end) if self.headings[one].depth == heading.depth + 1]
        starts = [self.position(self.headings[one]) for one in below]
        last_end = self._last_end(below, stop)
        points = tuple(
            self._item(one, next_, max(until, self._after(one)))
            for one, next_, until in zip(below, [*below[1:], end], [*starts[1:], last_end], strict=False)
        )
        paragraph = self.paragraphs[heading.mark.paragraph]
        return Item(
            depth=heading.depth,
            marker=_marker(paragraph.text[heading.mark.start : heading.mark.end], heading.mark.style),
            heading=_cleaned(paragraph.text[heading.mark.end : heading.end]),
            run_in=heading.resume < len(paragraph.text),
            line=self.lines.line(paragraph.place(heading.mark.start)),
            span=(paragraph.place(heading.mark.start), self._offset(stop)),
            text=self.text_between(self._after(row), starts[0] if starts else stop),
            points=points,
            tail=self.text_between(last_end, stop) if points else (),
        )

    def _last_end(self, below: Sequence[int], stop: tuple[int, int]) -> tuple[int, int]:
        """Return where the last point ends: with its paragraph where its sisters have one each, else with the whole."""
        if not below:
            return stop
        last = self.headings[below[-1]]
        single = all(
            self.headings[b].mark.paragraph - self.headings[a].mark.paragraph <= 1 for a, b in itertools.pairwise(below)
        )
        deeper = below[-1] + 1 < len(self.headings) and self.headings[below[-1] + 1].depth > last.depth
        own_line = last.resume >= len(self.paragraphs[last.mark.paragraph].text)
        if own_line or (not last.mark.inline and (not single or deeper)):
            return stop
        return min(stop, (last.mark.paragraph + 1, 0))

    def text_between(self, begin: tuple[int, int], stop: tuple[int, int]) -> tuple[str, ...]:
        """Return the paragraphs between two positions, white space trimmed, empty ones left out."""
        parts = []
        for row in range(begin[0], min(stop[0] + 1, self.end)):
            text = self.paragraphs[row].text
            left = begin[1] if row == begin[0] else 0
            right = stop[1] if row == stop[0] else len(text)
            parts.append(text[left:right].strip())
        return tuple(part for part in parts if part)

    def _offset(self, position: tuple[int, int]) -> int:
        """Return a position as an offset in the file; the start of a paragraph ends what stands before it."""
        row, index = position
        if index == 0 and row > 0:
            return self.paragraphs[row - 1].end
        return self.paragraphs[row].place(index)


def _ordered(marks: Sequence[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.paragraph, mark.start, mark.end))


def _marker(text: str, style: str) -> str:
    return "" if style in ("lead", "hidden") else text.lstrip("#").strip().replace("**", "").replace("－－", "——")


def _cleaned(heading: str) -> str:
    return heading.strip(" \t\u3000*#").removesuffix("**")
