"""HTML: the text of a page in lines, as a browser would set them.

lxml parses it, which python-docx brings along anyway: it mends the broken markup of old sites, and its time grows
with the size of the file only, where html.parser of Python 3.11 takes the square of it for some garbage.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from drafter.model.reading import Hint, Reading
from drafter.readers.encodings import Decoded
from drafter.readers.files import MAX_TEXT, read_bytes, refused, sha256
from drafter.readers.plain import decoded


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _names(
    "address article aside blockquote body center caption dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol optgroup option p pre search section summary "
    "table tbody td tfoot th thead tr ul"
)
LEFT_OUT = _names(
    "aside audio button canvas datalist embed footer head iframe nav noframes noscript object script select style "
    "svg template textarea title video"
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLANKS = re.compile(r"[ \t\n\r\f]+")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.I)
HEAD = 4096
"""How far into a page its encoding may be declared."""
IS_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*<(?:!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
NO_INFORMATION = ("iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii")
"""Declared by default in pages that hold Chinese."""
SITE = re.compile(r"\s*[-_|—–·>]")
"""What parts the title of a text from the name of its site."""
NUMBERED = "有序列表的编号没有读"


class Line(msgspec.Struct, frozen=True):
    """A line of the page."""

    text: str
    hint: Hint = Hint()


def read(path: Path) -> Reading:
    """Return the text of a web page. Raises InputError."""
    return from_bytes(path, read_bytes(path, MAX_TEXT))


def is_html(data: bytes) -> bool:
    """Return whether bytes begin like a web page."""
    return IS_HTML.match(data.removeprefix(b"\xef\xbb\xbf")[:HEAD]) is not None


def from_bytes(path: Path, data: bytes) -> Reading:
    """Return the bytes of a web page as a reading. Raises InputError."""
    source = _declared(data) or decoded(path, data)
    root = _parse(source.text, path)
    lines = _titled(PageReader(root).lines(), root)
    if not lines:
        raise refused(path, "网页里没有文字", "用浏览器打开，复制正文存为文本文件")
    return Reading(
        path=str(path),
        format="html",
        text="\n".join(line.text for line in lines),
        sha256=sha256(data),
        encoding=source.encoding,
        hints={number: line.hint for number, line in enumerate(lines, 1) if line.hint != Hint()},
        notes=(*source.notes, *((NUMBERED,) if next(root.iter("ol"), None) is not None else ())),
    )


def _declared(data: bytes) -> Decoded | None:
    """Return the text by the encoding that the page declares, if it does and is right."""
    found = CHARSET.search(data[:HEAD])
    name = found[1].decode().lower() if found else ""
    if not name or name in NO_INFORMATION or name.startswith("utf") or b"\0" in data:
        return None
    encoding = CHINESE.get(name, name)
    try:
        return Decoded(data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _parse(text: str, path: Path) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in entry.message for entry in parser.error_log):  # what lies deeper is lost
        raise refused(path, "网页的嵌套太深", "用浏览器打开，复制正文存为文本文件")
    if root is None:
        raise refused(path, "网页里没有文字", "用浏览器打开，复制正文存为文本文件")
    return root


class PageReader:
    """Walks a page once and collects its lines."""

    def __init__(self, root: Any) -> None:
        """Prepare for one page."""
        self._root = root
        self._lines: list[Line] = []
        self._pieces: list[str] = []
        self._heading = 0
        self._pre = 0
        self._row: Any = None
        self._cells: list[str] = []

    def lines(self) -> list[Line]:
        """Return the lines of the page."""
        from lxml import etree

        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str) or _is_left_out(element):
                if event == "start":
                    walk.skip_subtree()
                else:
                    self._pieces.append(element.tail or "")
            elif event == "start":
                self._begin(element)
                self._pieces.append(element.text or "")
            else:
                self._end(element)
                self._pieces.append(element.tail or "")
        self._flush()
        return self._lines

    def _begin(self, element: Any) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
        if tag == "br":
            self._break()
        elif tag in HEADINGS:
            self._heading = HEADINGS[tag]
        elif tag == "pre":
            self._pre += 1
        elif tag == "tr" and self._row is None and _is_data(element):
            self._row = element

    def _end(self, element: Any) -> None:
        tag = element.tag
        if self._row is not None and tag in ("td", "th"):
            self._cells.append(self._taken())
        elif tag in BLOCKS:
            self._flush()
        if tag in HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._pre -= 1
        elif element is self._row:
            self._lines.append(Line("\t".join(self._cells), Hint(table=True)))
            self._row, self._cells = None, []

    def _taken(self) -> str:
        """Return the text collected so far, its blanks collapsed, and begin anew."""
        text = BLANKS.sub(" ", "".join(self._pieces)).strip(" ")
        self._pieces.clear()
        return text

    def _flush(self) -> None:
        """End the line, if there is anything on it; in a row of a table a blank takes its place."""
        if self._row is not None:
            self._pieces.append(" ")
        elif self._pre:
            text = "".join(self._pieces)
            self._pieces.clear()
            self._lines += [Line(line) for line in text.strip("\n").split("\n") if text.strip()]
        elif text := self._taken():
            self._lines.append(Line(text, Hint(heading=self._heading)))

    def _break(self) -> None:
        """End the line at <br>, also an empty one."""
        if self._row is not None:
            self._pieces.append(" ")
        elif self._pre:
            self._pieces.append("\n")
        else:
            text = self._taken()
            self._lines.append(Line(text, Hint(heading=self._heading) if text else Hint()))


def _is_left_out(element: Any) -> bool:
    """Return whether an element is no text of the page, or is hidden."""
    if element.tag in LEFT_OUT or element.get("hidden") is not None:
        return True
    if element.tag == "header":  # of the page, not of the article, which holds the title
        return next(element.iterancestors("article", "main"), None) is None
    return HIDDEN_STYLE.search(element.get("style", "")) is not None


def _is_data(row: Any) -> bool:
    """Return whether a row holds data, not a piece of the page's layout, which holds tables or several paragraphs."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or next(row.iterdescendants("table"), None) is not None:
        return False
    return all(sum(1 for _ in cell.iterdescendants(*BLOCKS)) < 2 for cell in cells)


def _titled(lines: list[Line], root: Any) -> list[Line]:
    """Mark the line that the page's title names, else the only first-level heading, as title."""
    name = BLANKS.sub(" ", root.findtext(".//title") or "").strip(" ")
    named = [place for place, line in enumerate(lines) if _is_named(line.text, name)]
    first = [place for place, line in enumerate(lines) if line.hint.heading == 1]
    title = named[:1] or (first if len(first) == 1 else [])
    return [Line(line.text, Hint(title=True)) if place in title else line for place, line in enumerate(lines)]


def _is_named(text: str, name: str) -> bool:
    """Return whether the page's title is `text`, with or without the name of the site after it."""
    text = text.strip("　 ")
    return len(text) > 1 and name.startswith(text) and (name == text or SITE.match(name, len(text)) is not None)
