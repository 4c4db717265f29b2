"""Word 文件的版式要合公文格式：纸张、页边、页码，标题、称谓、正文和各层标题的字体、字号、缩进、行距。

和哪个版式比：稿子自己的稿单写了就用它；没有写的，正文是二号字的按讲话人用的大字版式，其余按工作区定的版式，再没有就按
GB/T 9704—2012。字体只比类别：仿宋_GB2312、仿宋、方正仿宋_GBK 是一类。到处都一样的只说一次，写明共几段；个别段落和别的
段落不同的，逐段说。标准写明的是警告，惯例只作提示。

    不合格  正文用宋体，行距 1.5 倍，用两个空格代替首行缩进。
    合格    正文用三号仿宋，行距固定值 28—30 磅，首行缩进 2 字符。
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from drafter.errors import NotFoundError, UsageError
from drafter.library.styles import STANDARD, styled
from drafter.lint.papers import Paper, Piece
from drafter.model.looks import Looks, NumberLook, PageLook, ParagraphLook, RunLook
from drafter.model.measures import Measure, measures
from drafter.model.problem import Problem, Severity
from drafter.model.style import PageStyle, text_styles
from drafter.text import fontclasses
from drafter.text.fontclasses import class_of

ID = "layout"
TITLE = "版式"
GROUP = 10
READING = "reading"
"""The page style of the large copy that the speaker holds."""
HAN = re.compile("[一-鿿]")
ENDS = re.compile("[。！？；：，]")
SPACES: Mapping[str, float] = {"\u3000": 1.0, "\t": 2.0}
"""How wide blanks at the start of a line are, in characters; others take half a one."""
CENTERED = ("title", "subtitle", "date", "speaker")
INDENTED = ("body", "heading1", "heading2", "heading3", "heading4")
SPACED = ("salutation", *INDENTED)
MARGIN_SLACK, SIZE_SLACK, INDENT_SLACK, LEADING_SLACK, SPACE_SLACK = 1.05, 0.3, 0.35, 1.1, 0.5
"""Millimetres, points, characters, points (so that 28 to 30 hold) and points by which values may be off."""
FEW = 3
"""So many places are told one by one, as long as their sisters are right."""
SHORT_BODY, LONG_HEADING, SHOWN = 20, 60, 20
"""Characters: a shorter line without an end mark may be anything; a longer heading is a paragraph; of a place."""
MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile("[一二三四五六七八九十]+[、.．]")),
    ("（一）", re.compile("[（(][一二三四五六七八九十]+[)）]")),
    ("1.", re.compile(r"\d+[.．、]")),
    ("（1）", re.compile(r"[（(]\d+[)）]")),
)
"""The ordinals of the standard."""


class Row(NamedTuple):
    """A paragraph of the paper with its look."""

    piece: Piece
    look: ParagraphLook
    role: str
    """In the page style."""
    fonts: tuple[str, ...]
    """Those that are right for it, the usual one first; empty where any will do."""
    runs: tuple[RunLook, ...]
    """Those with Chinese characters."""
    opens: bool
    """It opens its paragraph; another line stands after a line break."""
    spaces: float
    """How wide the blanks before its text are, in characters."""


class Off(NamedTuple):
    """What is wrong with a row; rows with the same are told together."""

    field: str
    message: str
    hint: str
    severity: Severity


def page_style(paper: Paper, looks: Looks) -> PageStyle:
    """Return the page style that a paper is to be held to."""
    library = paper.books.library
    for wish in (paper.setting.style, READING if _is_large(paper, looks) else "", library.office.style, STANDARD):
        try:
            if wish:
                return styled(library, wish)[1]
        except (NotFoundError, UsageError):
            continue
    return library.styles[STANDARD]


def _is_large(paper: Paper, looks: Looks) -> bool:
    """Return whether most of the text is as large as in the copy that the speaker holds."""
    reading = paper.books.library.styles.get(READING)
    if reading is None:
        return False
    sizes = [(run.size, run.end - run.start) for one in looks.paragraphs for run in one.runs]
    large = sum(length for size, length in sizes if size >= reading.styles["body"].size - SIZE_SLACK)
    return large * 2 > sum(length for _, length in sizes)


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield what departs from the page style; nothing for a paper whose file has no looks."""
    if paper.looks is None or not paper.paragraphs:
        return
    sheet = _Sheet(paper, paper.looks)
    if not paper.reading.text[: paper.speech.span[0]].strip():
        yield from _pages(sheet)
        yield from _numbers(sheet)
    yield from _offs(sheet)
    yield from _inside(sheet)
    yield from _colons(sheet)
    yield from _blank_lines(sheet)


class _Sheet:
    """A paper, its looks, and the page style that they are compared with."""

    def __init__(self, paper: Paper, looks: Looks) -> None:
        self.paper, self.looks = paper, looks
        self.style = page_style(paper, looks)
        self.texts = text_styles(self.style)
        self.measures: Mapping[str, Measure] = {one.path: one for one in measures(self.style)}
        self.rows = tuple(self._rows())
        portrait = [one for one in looks.pages if one.width <= one.height]
        self.page = portrait[0] if portrait else None

    def severity(self, path: str) -> Severity:
        """Return how bad it is to depart from a measure: a warning where the standard speaks of it."""
        measure = self.measures.get(path)
        binding = measure is not None and measure.basis is not None and measure.basis.strength in ("规定", "一般")
        return "warning" if binding else "info"

    def problem(self, row: Row | None, message: str, hint: str, severity: Severity) -> Problem:
        """Return a finding about a paragraph, at its beginning; without a row, about the paper as a whole."""
        piece = row.piece if row else self.paper.pieces[0]
        end = ENDS.search(piece.text)
        length = min(end.start() if end and end.start() else len(piece.text), SHOWN)
        return self.paper.problem(ID, piece.start, piece.start + length, message, hint=hint, severity=severity)

    def _rows(self) -> Iterator[Row]:
        looks = [one for one in self.looks.paragraphs if not one.in_table and one.start < one.end]
        heads = {one.start: one.item for one in self.paper.heads if one.own_line}
        place = 0
        for piece, paragraph in zip(self.paper.pieces, self.paper.paragraphs, strict=True):
            while place < len(looks) and looks[place].end <= paragraph.start:
                place += 1
            if place == len(looks) or looks[place].start > paragraph.start or not _is_checked(piece):
                continue
            look = looks[place]
            item = heads.get(piece.start)
            role = f"heading{min(item.depth, 4)}" if piece.role == "heading" and item else str(piece.role)
            if role not in self.texts or role == "signature":
                continue
            before = self.paper.reading.text[max(look.start, self._line_start(paragraph.start)) : paragraph.start]
            yield Row(
                piece=piece,
                look=look,
                role=role,
                fonts=self._fonts(role, item.marker if item else "", piece),
                runs=tuple(self._han_runs(look, paragraph.start, paragraph.end)),
                opens=not self.paper.reading.text[look.start : paragraph.start].strip(),
                spaces=sum(SPACES.get(one, 0.5) for one in before),
            )

    def _line_start(self, place: int) -> int:
        return self.paper.reading.text.rfind("\n", 0, place) + 1

    def _han_runs(self, look: ParagraphLook, first: int, last: int) -> Iterator[RunLook]:
        for run in look.runs:
            if run.start < last and run.end > first and HAN.search(self.paper.reading.text, run.start, run.end):
                yield run

    def _fonts(self, role: str, marker: str, piece: Piece) -> tuple[str, ...]:
        """Return the fonts that are right for a paragraph; a heading's by its ordinal, and by its depth."""
        usual = self.texts[role].font
        if not role.startswith("heading"):
            return (usual,)
        if len(piece.text) > LONG_HEADING or piece.text.endswith("。"):
            return ()
        kind = next((kind for kind, pattern in MARKERS if pattern.fullmatch(marker.strip())), "")
        if not kind:
            return (usual, *self.style.marker_fonts.values(), self.texts["body"].font)
        return tuple(dict.fromkeys([self.style.marker_fonts.get(kind, self.texts["body"].font), usual]))


def _is_checked(piece: Piece) -> bool:
    """Return whether a paragraph is surely what its role says: a short line without an end mark may be anything."""
    return piece.role != "body" or len(piece.text) >= SHORT_BODY or piece.text.endswith(("。", "！", "？", "；", "："))


# ── the page


def _pages(sheet: _Sheet) -> Iterator[Problem]:
    page, style = sheet.page, sheet.style
    if page is None:
        return
    if _far(page.width, style.page.width) or _far(page.height, style.page.height):
        size = f"{style.page.width:g} 毫米×{style.page.height:g} 毫米"
        name = "A4（" + size + "）" if (style.page.width, style.page.height) == (210, 297) else size
        message = f"纸张是 {_mm(page.width)} 毫米×{_mm(page.height)} 毫米，不是 {name}"
        yield sheet.problem(None, message, f"在“页面布局”里把纸张改为 {name}", sheet.severity("page.width"))
    wrong = [sheet.measures[f"page.{name}"] for name in _wrong_margins(page, style)]
    if wrong:
        found = "、".join(f"{one.name} {_mm(getattr(page, one.path.rpartition('.')[2]))}" for one in wrong)
        wanted = (
            f"上 {style.page.top:g}、下 {style.page.bottom:g}、左 {style.page.left:g}、右 {style.page.right:g} 毫米"
        )
        yield sheet.problem(None, f"页边距不对：{found} 毫米", f"改为{wanted}", sheet.severity("page.top"))


def _wrong_margins(page: PageLook, style: PageStyle) -> list[str]:
    """Return the margins that are wrong; top and bottom hold together, by any of the schools."""
    schools = [(style.page.top, style.page.bottom), *((one.top, one.bottom) for one in style.margin_schools.values())]
    fits = any(not _far(page.top, top) and not _far(page.bottom, bottom) for top, bottom in schools)
    upright = [] if fits else [one for one in ("top", "bottom") if _far(getattr(page, one), getattr(style.page, one))]
    return [*upright, *(one for one in ("left", "right") if _far(getattr(page, one), getattr(style.page, one)))]


def _far(found: float, wanted: float) -> bool:
    return abs(found - wanted) > MARGIN_SLACK


def _mm(value: float) -> str:
    return f"{round(value, 1):g}"


# ── the page number


def _numbers(sheet: _Sheet) -> Iterator[Problem]:
    numbers, wanted = sheet.looks.numbers, sheet.style.page_number
    if not numbers:
        return
    shape = f"{sheet.measures['page_number.size'].shown}{wanted.font}，— 1 —"
    odd = numbers["default"]
    if odd is None:
        yield sheet.problem(None, "没有页码", f"在页脚插入页码：{shape}", sheet.severity("page_number.size"))
        return
    if "even" in numbers and numbers["even"] is None:
        yield sheet.problem(None, "双页没有页码", "设了奇偶页不同，双页的页脚也要插入页码", "warning")
    if "first" in numbers and numbers["first"] is None:
        yield sheet.problem(None, "首页没有页码", "设了首页不同，首页的页脚也要插入页码", "info")
    if abs(odd.size - wanted.size) > SIZE_SLACK:
        message = f"页码是 {odd.size:g} 磅，应是 {sheet.measures['page_number.size'].shown}"
        yield sheet.problem(None, message, f"页码改为{shape}", sheet.severity("page_number.size"))
    yield from _number_form(sheet, odd, numbers.get("even"))


DASHED = re.compile(r"[—–－-]{1,2}\s*\d+\s*[—–－-]{1,2}")


def _number_form(sheet: _Sheet, odd: NumberLook, even: NumberLook | None) -> Iterator[Problem]:
    """Yield what is unusual about a page number: where it stands, its dashes, its font."""
    if even is not None and odd.align == "left" and even.align == "right":
        yield sheet.problem(None, "页码的左右反了", "单页码居右，双页码居左", "warning")
    elif even is None and odd.align == "left":
        yield sheet.problem(None, "页码在左边", "单面印的居中，双面印的单页码居右、双页码居左", "info")
    if not DASHED.fullmatch(odd.text):
        yield sheet.problem(None, f"页码的样子是“{odd.text}”", "页码左右各放一条一字线：— 1 —", "info")
    if odd.font not in fontclasses.table().digits and class_of(odd.font) not in fontclasses.table().digits:
        yield sheet.problem(None, f"页码用了{odd.font}", f"页码用{sheet.style.page_number.font}", "info")


# ── paragraphs


def _offs(sheet: _Sheet) -> Iterator[Problem]:
    """Yield what is wrong with paragraphs: what most of them have, once; what only a few have, one by one."""
    found: dict[Off, list[Row]] = {}
    sisters: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        for check in CHECKS:
            for off in check(sheet, row):
                found.setdefault(off, []).append(row)
    for off, rows in found.items():
        key = (off.field, off.hint)
        if key not in sisters:
            sisters[key] = sum(_has_field(one, off.field) for one in sheet.rows)
        yield from _told(sheet, off, rows, sisters[key])


def _told(sheet: _Sheet, off: Off, rows: Sequence[Row], sisters: int) -> Iterator[Problem]:
    if len(rows) <= FEW and len(rows) < sisters:
        for row in rows:
            yield sheet.problem(row, off.message, off.hint, off.severity)
    else:
        count = f"（共 {len(rows)} 段）" if len(rows) > 1 else ""
        first = next((one for one in rows if one.role == "body"), rows[0])
        yield sheet.problem(first, off.message + count, off.hint, off.severity)


def _has_field(row: Row, field: str) -> bool:
    return row.role in {"font": (*CENTERED, *SPACED), "leading": SPACED}.get(field, INDENTED)


def _named(sheet: _Sheet, row: Row) -> str:
    """Return what a row is called; what reads like the text of the body is called 正文."""
    return sheet.measures[f"styles.{row.role}.size"].group


def _font(sheet: _Sheet, row: Row) -> Iterator[Off]:
    if not row.runs or not row.fonts:
        return
    classes = {class_of(font) for font in row.fonts}
    if any(class_of(run.font) in classes for run in row.runs):
        return  # what differs from it is told by itself
    font = str(_most(row, lambda run: run.font))
    severity = "info" if fontclasses.is_near(font, row.fonts[0]) else sheet.severity(f"styles.{row.role}.font")
    yield Off("font", f"{_text_name(sheet, row)}用了{font}", f"改为{row.fonts[0]}", severity)


def _text_name(sheet: _Sheet, row: Row) -> str:
    """Return what a row is called where it is told together with others: the salutation goes with the body."""
    return "正文" if row.role == "salutation" else _named(sheet, row)


def _size(sheet: _Sheet, row: Row) -> Iterator[Off]:
    wanted = sheet.measures[f"styles.{row.role}.size"]
    if not row.runs or any(abs(run.size - float(wanted.value)) <= SIZE_SLACK for run in row.runs):  # type: ignore[arg-type]
        return
    size = _most(row, lambda run: run.size)
    message = f"{_text_name(sheet, row)}是 {size:g} 磅字，应是 {wanted.shown}"
    yield Off("size", message, f"字号改为 {wanted.shown}", sheet.severity(wanted.path))


def _bold(sheet: _Sheet, row: Row) -> Iterator[Off]:
    wanted = sheet.texts[row.role].bold
    if row.runs and all(run.bold for run in row.runs) and not wanted:
        path = "styles.title.font" if row.role == "title" else f"styles.{row.role}.bold"
        name = "整段正文" if row.role == "body" else _named(sheet, row)
        yield Off("bold", f"{name}加粗了", "去掉加粗：公文用字体分层次，不用加粗", sheet.severity(path))


def _align(sheet: _Sheet, row: Row) -> Iterator[Off]:
    wanted, found = sheet.texts[row.role].align, row.look.align
    if wanted == "center" and found != "center":
        yield Off("align", f"{_named(sheet, row)}没有居中", "改为居中", sheet.severity(f"styles.{row.role}.align"))
    elif wanted != "center" and found in ("center", "right"):
        shown = "居中" if found == "center" else "右对齐"
        yield Off(
            "align", f"{_named(sheet, row)}成了{shown}", "改为两端对齐", sheet.severity(f"styles.{row.role}.align")
        )


def _indent(sheet: _Sheet, row: Row) -> Iterator[Off]:
    if not row.opens and row.role in SPACED:
        yield Off("break", "用手动换行符代替分段", "改为回车分段", "info")
    if row.look.numbered:
        return
    path = f"styles.{row.role}.indent"
    wanted, found = sheet.texts[row.role].indent, row.look.first if row.opens else 0.0
    severity = sheet.severity(path)
    if wanted:
        yield from _paragraph_indent(sheet, row, wanted, found, severity)
    elif row.role == "salutation" and found + row.spaces > INDENT_SLACK:
        yield Off("flush", f"称谓缩进了 {found + row.spaces:.2g} 字", "称谓顶格", severity)
    elif row.role in CENTERED and row.look.align == "center" and abs(found) > INDENT_SLACK:
        message = f"{_named(sheet, row)}居中又缩进 {found:.2g} 字，会偏"
        yield Off("flush", message, "缩进改为 0", severity)


def _paragraph_indent(sheet: _Sheet, row: Row, wanted: float, found: float, severity: Severity) -> Iterator[Off]:
    if row.spaces and found <= INDENT_SLACK:
        yield Off("spaces", "用空格代替首行缩进", f"删去空格，首行缩进设为 {wanted:g} 字符", severity)
    elif row.spaces >= 1:
        yield Off("spaces", "首行缩进之外又加了空格", "删去空格", severity)
    elif abs(found - wanted) > INDENT_SLACK:
        how = f"缩进是 {found:.2g} 字，应是" if abs(found) > INDENT_SLACK else "没有缩进，应缩进"
        name = "段落首行" if row.role == "body" else _named(sheet, row)
        yield Off("indent", f"{name}{how} {wanted:g} 字", f"首行缩进设为 {wanted:g} 字符", severity)


def _leading(sheet: _Sheet, row: Row) -> Iterator[Off]:
    wanted = sheet.style.grid.leading / 20
    look = row.look
    grid = sheet.page.pitch if sheet.page and look.on_grid else 0.0
    points = look.leading if look.rule != "auto" else look.leading * grid
    if row.role not in SPACED or abs(points - wanted) <= LEADING_SLACK:
        return
    span = f"{wanted - 1:.0f}—{wanted + 1:.0f}"
    yield Off("leading", f"行距是{_leading_name(look)}", f"行距改为固定值 {span} 磅", sheet.severity("grid.lines"))


def _leading_name(look: ParagraphLook) -> str:
    if look.rule == "auto":
        return "单倍行距" if abs(look.leading - 1) < 0.01 else f" {look.leading:.3g} 倍行距"
    return f"{'固定值' if look.rule == 'exact' else '最小值'} {look.leading:g} 磅"


def _space(_: _Sheet, row: Row) -> Iterator[Off]:
    if row.role in INDENTED and max(row.look.before, row.look.after) > SPACE_SLACK:
        yield Off("space", "段前或段后加了间距", "段前、段后改为 0", "info")


CHECKS: tuple[Callable[[_Sheet, Row], Iterator[Off]], ...] = (_font, _size, _bold, _align, _indent, _leading, _space)


def _most(row: Row, value: Callable[[RunLook], str | float]) -> str | float:
    """Return the value that most of a row's text has."""
    lengths: dict[str | float, int] = {}
    for run in row.runs:
        lengths[value(run)] = lengths.get(value(run), 0) + run.end - run.start
    return max(lengths, key=lambda one: lengths[one])


# ── inside of a paragraph


def _inside(sheet: _Sheet) -> Iterator[Problem]:
    """Yield the words of a paragraph that are set in another font or size than its text."""
    allowed = {class_of(font) for font in (sheet.texts["body"].font, *sheet.style.marker_fonts.values())}
    found: list[tuple[RunLook, str, str]] = []
    for row in sheet.rows:
        if len(row.runs) < 2:
            continue
        size, font = _own_size(sheet, row), _own_font(row)
        for run in row.runs:
            if abs(run.size - size) > SIZE_SLACK:
                found.append((run, f"这几个字是 {run.size:g} 磅，和同段的 {size:g} 磅不一", f"字号改为 {size:g} 磅"))
            elif class_of(run.font) != class_of(font) and class_of(run.font) not in allowed:
                found.append((run, f"这几个字用了{run.font}，和同段的{font}不一", f"改为{font}"))
    for run, message, hint in found if len(found) <= FEW else found[:1]:
        count = f"（这样的共 {len(found)} 处）" if len(found) > FEW else ""
        last = min(run.end, run.start + SHOWN)
        yield sheet.paper.problem_in_file(ID, run.start, last, message + count, hint=hint, severity="warning")


def _own_size(sheet: _Sheet, row: Row) -> float:
    wanted = sheet.texts[row.role].size
    right = any(abs(run.size - wanted) <= SIZE_SLACK for run in row.runs)
    return wanted if right else float(_most(row, lambda run: run.size))


def _own_font(row: Row) -> str:
    classes = [class_of(font) for font in row.fonts]
    right = [run.font for run in row.runs if class_of(run.font) in classes]
    return right[0] if right else str(_most(row, lambda run: run.font))


def _colons(sheet: _Sheet) -> Iterator[Problem]:
    """Yield the half-width colon after a salutation."""
    for row in sheet.rows:
        if row.role == "salutation" and row.piece.text.endswith(":"):
            end = row.piece.end
            message, hint = "称谓后面用了半角冒号", "改为全角冒号“：”"
            yield sheet.paper.problem(ID, end - 1, end, message, hint=hint, severity="warning", fix="：")


def _blank_lines(sheet: _Sheet) -> Iterator[Problem]:
    """Yield the paragraphs of the text before which a line is left empty."""
    rows = [one for one in sheet.rows if one.role in SPACED]
    blanks = [one.start for one in sheet.looks.paragraphs if one.is_blank]
    found = [after for before, after in itertools.pairwise(rows) if _between(blanks, before, after)]
    hint = "删去空行；段与段之间不空行"
    if len(found) <= FEW:
        yield from (sheet.problem(one, "这一段前面空了一行", hint, "info") for one in found)
    else:
        yield sheet.problem(found[0], f"段与段之间空了行（共 {len(found)} 处）", hint, "info")


def _between(blanks: Iterable[int], before: Row, after: Row) -> bool:
    return any(before.look.end < one < after.look.start for one in blanks)
