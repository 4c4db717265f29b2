"""Edits of a drafted Word file as a person makes them in Word or WPS, each with what it makes of the passages.

The truth is kept apart from how it is found again: white space alone is no change; a paragraph split or joined inside
one passage is an edit; a passage whose text is all gone is deleted; what is typed at either end of a passage's
paragraph is an edit; of two neighbours that changed places either may be called the moved one.
"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from lxml import etree

from drafter.model.draft import Draft
from drafter.roundtrip.originals import Segment, original

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
SENTENCE = re.compile(r"[^。！？；]+[。！？；]")
WORDS = ("进一步", "切实", "扎实", "认真", "着力", "不断", "逐步", "全面", "及时", "主动")
CLAUSES = (
    "这件事年年讲，今年要见真章。",
    "老百姓看在眼里，记在心上。",
    "说到底还是作风问题。",
    "办法总比困难多。",
    "要一条一条对着抓。",
)
NEW = (
    "最近我到几个乡镇走了走，同村里的老支书坐在田埂上聊了半天，他们最盼的是把渠修通，把路拓宽，把孩子上学的事安顿好。",
    "入汛以来雨水偏多，值班值守一刻也不能松，低洼处的住户要提前转移，物资要备足，宁可十防九空，不可失防万一。",
    "图书馆新馆下个月开馆，开放时间延长到晚上九点，周末增设亲子阅览区，欢迎大家带着孩子去看看，也多提提改进的意见。",
    "秸秆焚烧屡禁不止，根子在出路不畅。农机站要把打捆机调配到地头，收储点布到村口，让农户觉得卖掉比烧掉划算，这股烟自然就散了。",
    "会后请各单位把手机关机的习惯坚持下去，把文件少一些、会议短一些、下去的脚步勤一些，省下来的时间用在琢磨事情上。",
)
VALUES = {
    "count": ("17", "236", "8"),
    "amount": ("3.6", "1250", "48.7"),
    "percent": ("96.5", "83", "12.4"),
    "ordinal": ("5", "18", "3"),
    "year": ("2025", "2026", "2024"),
    "date": ("2026年3月18日", "2026年12月9日", "2027年1月6日"),
    "person": ("林清平", "周文海", "欧阳敏"),
    "text": ("县委七届九次全会", "全面振兴攻坚年", "河湖长制联席会议"),
    "bool": ("是",),
}


class Truth(msgspec.Struct):
    """What became of a draft."""

    changes: dict[str, set[str]]
    """What each passage may be called, by slot."""
    new: list[str]
    facts: dict[str, str]
    exact: bool = True
    """Whether drafting again can give the same paragraphs."""
    done: list[str] = []
    """Which edits were made."""


class Paper:
    """One Word file under edit."""

    def __init__(self, data: bytes, draft: Draft, types: dict[str, str], seed: int) -> None:
        self.parts = {
            one.filename: zipfile.ZipFile(io.BytesIO(data)).read(one)
            for one in zipfile.ZipFile(io.BytesIO(data)).infolist()
        }
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.body = self.root.find(f"{W}body")
        self.rows = [list(row) for row in original(draft)]
        self.paragraphs: list[Any] = [one for one in self.body if one.tag == f"{W}p" and text_of(one).strip()]
        assert len(self.paragraphs) == len(self.rows), (len(self.paragraphs), len(self.rows))
        self.types = types
        self.random = random.Random(seed)
        slots = [pick.slot for pick in draft.picks]
        printed = {one.slot for row in self.rows for one in row}
        self.truth = Truth({slot: {"unchanged"} for slot in slots if slot in printed}, [], {})
        self.touched: set[int] = set()
        """Rows that an edit has been at, and their neighbours after a move."""

    def data(self) -> bytes:
        """Return the file as it is now."""
        parts = {
            **self.parts,
            "word/document.xml": etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True),
        }
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return stream.getvalue()

    # ── finding places

    def own_rows(self, slot: str) -> list[int]:
        """Return the rows of a passage."""
        return [
            number for number, row in enumerate(self.rows) if any(one.slot == slot and one.is_passage for one in row)
        ]

    def whole(self, slot: str) -> bool:
        """Return whether a passage has all of its paragraphs to itself, side by side."""
        rows = self.own_rows(slot)
        alone = all(one.slot == slot for row in rows for one in self.rows[row])
        return bool(rows) and alone and rows == list(range(rows[0], rows[-1] + 1))

    def fresh(self, *, whole: bool, gaps: bool = False, least: int = 30) -> str | None:
        """Return a passage that no edit has been at."""
        found = [
            slot
            for slot in self.truth.changes
            if not self.touched & {near for row in self.own_rows(slot) for near in (row - 1, row, row + 1)}
            and (not whole or self.whole(slot))
            and (
                gaps
                or not any(piece.fact for row in self.own_rows(slot) for one in self.rows[row] for piece in one.pieces)
            )
            and len(self.text(slot)) >= least
        ]
        return self.random.choice(found) if found else None

    def text(self, slot: str) -> str:
        return "".join(one.text for row in self.own_rows(slot) for one in self.rows[row] if one.slot == slot)

    def touch(self, slot: str, *fates: str) -> None:
        self.truth.changes[slot] = set(fates)
        self.touched.update(self.own_rows(slot))

    def place_in(self, row: int, segment: Segment) -> tuple[int, int]:
        """Return from where to where a segment stands in the text of its paragraph."""
        before = ""
        for one in self.rows[row]:
            if one is segment:
                return len(before), len(before) + len(one.text)
            before += one.text
        raise LookupError

    def longest(self, slot: str) -> tuple[int, Segment]:
        """Return the longest segment of a passage, with its row."""
        found = [(row, one) for row in self.own_rows(slot) for one in self.rows[row] if one.slot == slot]
        return max(found, key=lambda pair: len(pair[1].text))

    # ── edits

    def change(self) -> bool:
        """Replace, insert or delete a few words, a sentence, or most of a passage."""
        slot = self.fresh(whole=False)
        if slot is None:
            return False
        row, segment = self.longest(slot)
        start, end = self.place_in(row, segment)
        kind = self.random.choice(("words", "words", "insert", "cut", "sentence", "end", "start", "most"))
        text = segment.text
        if kind == "end":
            self.write(row, end, end, self.random.choice(CLAUSES), outside=self.random.random() < 0.5)
        elif kind == "start":
            self.write(row, start, start, self.random.choice(WORDS) + "，")
        else:
            self._change_inside(kind, row, start, text)
        before = "".join(one.text for one in self.rows[row])
        self.touch(slot, "unchanged" if text_of(self.paragraphs[row]) == before else "edited")
        return True

    def _change_inside(self, kind: str, row: int, start: int, text: str) -> None:
        sentences = [found.span() for found in SENTENCE.finditer(text)] or [(0, len(text))]
        first, last = self.random.choice(sentences)
        middle = self.random.randrange(first + 2, max(last - 8, first + 3)) if last - first > 12 else first + 1
        if kind == "words":
            self.write(row, start + middle, start + middle + self.random.randrange(1, 5), self.random.choice(WORDS))
        elif kind == "insert":
            self.write(row, start + middle, start + middle, self.random.choice(WORDS))
        elif kind == "cut":
            self.write(row, start + middle, start + min(middle + self.random.randrange(2, 9), last), "")
        elif kind == "sentence":
            self.write(row, start + first, start + last, self.random.choice(CLAUSES))
        else:
            keep = max(len(text) // 4, 14)
            self.write(row, start + keep, start + len(text), "".join(self.random.sample(CLAUSES, 3)))

    def delete(self) -> bool:
        """Take a passage out: with its paragraphs and bookmarks, or its words alone."""
        slot = self.fresh(whole=True, gaps=True)
        if slot is None:
            return False
        for row in self.own_rows(slot):
            if self.random.random() < 0.5:
                self.paragraphs[row].getparent().remove(self.paragraphs[row])
            else:
                for run in list(self.paragraphs[row].iter(f"{W}r")):
                    run.getparent().remove(run)
        self.touch(slot, "deleted")
        return True

    def move(self) -> bool:
        """Cut a passage out and paste it elsewhere, at least two passages away."""
        slot = self.fresh(whole=True, gaps=True)
        if slot is None:
            return False
        rows = self.own_rows(slot)
        targets = [
            row
            for row in range(4, len(self.rows))
            if (row > rows[-1] + 2 or row < rows[0] - 3)
            and row not in self.touched
            and row + 1 not in self.touched
            and row + 1 < len(self.rows)
            and self._between_passages(row)
            and self._far(rows, row)
        ]
        if not targets:
            return False
        target = self.random.choice(targets)
        at = self.paragraphs[target]
        for row in reversed(rows):
            one = self.paragraphs[row]
            if self.random.random() < 0.5:
                without_bookmarks(one)
            at.addnext(one)
        self.truth.exact = False  # where it stands now may number or bridge otherwise
        self.touch(slot, "moved")
        self.touched.update((target, target + 1))
        return True

    def _between_passages(self, row: int) -> bool:
        """Return whether a paragraph ends a passage or a line, so that another one may follow."""
        one, other = self.rows[row][-1], self.rows[row + 1][0]
        return one.slot != other.slot or not one.is_passage

    def _far(self, rows: list[int], target: int) -> bool:
        """Return whether a move jumps over two passages or lines at least: it is then clear which was moved."""
        low, high = (rows[-1] + 1, target) if target > rows[-1] else (target + 1, rows[0] - 1)
        return len({one.slot or f"line {row}" for row in range(low, high + 1) for one in self.rows[row]}) >= 2

    def insert(self) -> bool:
        """Type a paragraph between two passages."""
        places = [
            row
            for row in range(4, len(self.rows) - 1)
            if self._between_passages(row) and not {row, row + 1} & self.touched
        ]
        texts = [text for text in NEW if text not in self.truth.new]
        if not places or not texts:
            return False
        row = self.random.choice(places)
        text = self.random.choice(texts)
        new = etree.Element(f"{W}p")
        properties = self.paragraphs[row].find(f"{W}pPr")
        if properties is not None:
            new.append(copy.deepcopy(properties))
        new.append(run_of(text))
        self.paragraphs[row].addnext(new)
        self.truth.new.append(text)
        self.touched.update((row, row + 1))
        return True

    def split(self) -> bool:
        """Press Enter at the end of a sentence inside a passage."""
        slot = self.fresh(whole=True, least=80)
        if slot is None:
            return False
        row, segment = self.longest(slot)
        ends = [found.end() for found in SENTENCE.finditer(segment.text)][:-1]
        ends = [one for one in ends if one > 20]
        if not ends:
            return False
        split_paragraph(self.paragraphs[row], self.random.choice(ends))
        self.touch(slot, "edited")
        return True

    def join(self) -> bool:
        """Take the end of a paragraph out: between two passages, or inside one."""
        places = [
            row
            for row in range(4, len(self.rows) - 1)
            if not {row, row + 1} & self.touched
            and all(one.is_passage and one.kind == "body" for one in (*self.rows[row], *self.rows[row + 1]))
            and not any(piece.fact for near in (row, row + 1) for one in self.rows[near] for piece in one.pieces)
        ]
        if not places:
            return False
        row = self.random.choice(places)
        first, second = self.paragraphs[row], self.paragraphs[row + 1]
        for child in list(second):
            if child.tag != f"{W}pPr":
                first.append(child)
        second.getparent().remove(second)
        one, other = self.rows[row][-1].slot, self.rows[row + 1][0].slot
        if one == other:
            self.truth.changes[one] = {"edited"}
        self.touched.update((row, row + 1))
        return True

    def fill(self) -> bool:
        """Put values in the place of gaps, all those of one passage or line; now and then change a word as well."""
        rows = [
            row
            for row in range(len(self.rows))
            if row not in self.touched
            and any(self._fillable(piece.fact) for one in self.rows[row] for piece in one.pieces)
        ]
        if not rows:
            return False
        row = self.random.choice(rows)
        text, edits = "", []
        slots = set()
        for one in self.rows[row]:
            for piece in one.pieces:
                if self._fillable(piece.fact):
                    value = self._value(piece.fact)
                    edits.append((len(text), len(text) + len(piece.text), value))
                    slots.add(one.slot if one.is_passage else "")
                text += piece.text
        for start, end, value in reversed(edits):
            self.write(row, start, end, value)
        for slot in slots - {""}:
            self.touch(slot, "filled")
        self.touched.add(row)
        return True

    def _fillable(self, fact: str) -> bool:
        return bool(fact) and self.types.get(fact, "") in VALUES

    def _value(self, fact: str) -> str:
        return self.truth.facts.setdefault(fact, self.random.choice(VALUES[self.types[fact]]))

    def edit(self, number: int) -> None:
        """Make some edits of various kinds."""
        kinds: list[Callable[[], bool]] = [
            self.change,
            self.change,
            self.delete,
            self.move,
            self.insert,
            self.split,
            self.join,
            self.fill,
        ]
        for _ in range(number):
            kind = self.random.choice(kinds)
            if kind():
                self.truth.done.append(kind.__name__)

    # ── the XML

    def write(self, row: int, start: int, end: int, text: str, *, outside: bool = False) -> None:
        """Put other words in the place of characters of a paragraph."""
        write(self.paragraphs[row], start, end, text, outside=outside, style=self.random.random() < 0.3)

    def strip_bookmarks(self) -> None:
        """Take all bookmarks out."""
        without_bookmarks(self.root)

    def strip_traces(self) -> None:
        """Take the custom parts out as well, as programs do that do not know them."""
        self.strip_bookmarks()
        for name in [one for one in self.parts if one.startswith("customXml/") or one == "docProps/custom.xml"]:
            del self.parts[name]
        for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
            root = etree.fromstring(self.parts[name])
            for one in list(root):
                target = one.get("Target", "") + one.get("PartName", "")
                if "customXml" in target or "custom.xml" in target:
                    root.remove(one)
            self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph."""
    return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))


def without_bookmarks(root: Any) -> None:
    """Take bookmarks out of an element."""
    for one in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        one.getparent().remove(one)


def run_of(text: str, properties: Any = None, *, style: bool = False) -> Any:
    """Return a run with a text; `style`: in a look of its own, as typed text often is."""
    run = etree.Element(f"{W}r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    elif style:
        look = etree.SubElement(run, f"{W}rPr")
        etree.SubElement(look, f"{W}lang").set(f"{W}eastAsia", "zh-CN")
    word = etree.SubElement(run, f"{W}t")
    word.text = text
    word.set(SPACE, "preserve")
    return run


def write(paragraph: Any, start: int, end: int, text: str, *, outside: bool = False, style: bool = False) -> None:
    """Replace the characters of a paragraph from `start` to before `end`; places count in its w:t texts."""
    place = 0
    written = not text
    last = None
    for word in list(paragraph.iter(f"{W}t")):
        content = word.text or ""
        first, stop = max(start - place, 0), min(end - place, len(content))
        here = not written and (start < place + len(content) or (start == place + len(content) and start == end))
        if first < stop or here:
            first, stop = min(first, len(content)), max(stop, min(first, len(content)))
            before, after = content[:first], content[stop:]
            word.text, last = before, word.getparent()
            word.set(SPACE, "preserve")
            if not written:
                new = run_of(text, None if style else word.getparent().find(f"{W}rPr"), style=style)
                anchor = _past_bookmarks(last) if outside and not after else last
                anchor.addnext(new)
                last = new
                written = True
            if after:
                last.addnext(run_of(after, word.getparent().find(f"{W}rPr")))
        place += len(content)
    if not written:
        paragraph.append(run_of(text, style=style))


def _past_bookmarks(run: Any) -> Any:
    following = run.getnext()
    while following is not None and following.tag == f"{W}bookmarkEnd":
        run, following = following, following.getnext()
    return run


def split_paragraph(paragraph: Any, at: int) -> None:
    """Press Enter after so many characters of a paragraph."""
    write(paragraph, at, at, "\ue123")
    new = etree.Element(f"{W}p")
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        new.append(copy.deepcopy(properties))
    mark = next(one for one in paragraph.iter(f"{W}t") if one.text == "\ue123").getparent()
    for child in list(mark.itersiblings()):
        new.append(child)
    paragraph.remove(mark)
    paragraph.addnext(new)


def types_of(facts: dict[str, Any], used: Iterator[str]) -> dict[str, str]:
    """Return the types of facts as they are filled in a text; a field named date is a date."""
    found = {}
    for fact in used:
        name, _, field = fact.partition(".")
        found[fact] = ("date" if field == "date" else "text") if field else facts[name].type
    return found
