"""What LibreOffice opens: .doc, .wps, .odt and .rtf, turned into .docx in a folder of its own and read as such.

Files that are only called so (a Word file, a web page or a text named .doc, which sites hand out) are read directly.
"""

from __future__ import annotations

from pathlib import Path

from drafter.errors import InputError
from drafter.model.reading import Reading
from drafter.readers import docx, plain, webpage
from drafter.readers.files import KINDS, MAX_FILE, MAX_TEXT, called, kind_of, read_bytes, refused
from drafter.readers.libreoffice import convert, find_office

SECONDS = 60
SAVE_AS = "用 Word 或 WPS 打开，另存为 .docx 后再读"
CONVERTED = "由 LibreOffice 转成 .docx 后读出"
XML = (b"<?xml", b"\xef\xbb\xbf<?xml")
"""How Word 2003 and flat ODF files begin, which LibreOffice reads."""


def read(path: Path) -> Reading:
    """Return the text of a file that LibreOffice opens. Raises InputError, also where LibreOffice is missing."""
    data = read_bytes(path, MAX_FILE)
    kind = kind_of(data)
    if kind == "word":
        return docx.from_bytes(path, data, data, ("扩展名是旧的，内容是 .docx",))
    if kind in ("pdf", "image", "mht", "zip"):
        raise _mistaken(path, *KINDS[kind])
    if webpage.is_html(data):
        return webpage.from_bytes(path, data)
    if kind == "" and not data.startswith(XML) and len(data) <= MAX_TEXT:
        return plain.from_bytes(path, data)
    return docx.from_bytes(path, data, _converted(path, data, kind), (CONVERTED,))


def word_bytes(path: Path) -> bytes:
    """Return a file of a person's as the bytes of a .docx: as it is, or turned into one by LibreOffice.

    Raises InputError for what cannot be one, also where LibreOffice is missing.
    """
    data = read_bytes(path, MAX_FILE)
    kind = kind_of(data)
    if path.suffix.lower() not in CONVERTIBLE or kind == "word":
        return data
    if kind not in SUFFIX_OF:
        raise _mistaken(path, *KINDS.get(kind, ("文本或网页", SAVE_AS)))
    return _converted(path, data, kind)


CONVERTIBLE = (".doc", ".wps", ".odt", ".rtf")


def _mistaken(path: Path, name: str, remedy: str) -> InputError:
    """Return what is told of a file that is not what it is called."""
    return refused(path, f"这是{called(name)}，不是 {path.suffix} 文件", remedy)


def _converted(path: Path, data: bytes, kind: str) -> bytes:
    """Return the bytes of a .docx made from the file. Raises InputError."""
    office = find_office()
    if office is None:
        raise refused(
            path, f"读 {path.suffix} 文件要用 LibreOffice，这台电脑上没有装", f"{SAVE_AS}；或安装 LibreOffice"
        )
    try:
        made = convert(office, data, SUFFIX_OF.get(kind, path.suffix.lower()), "docx", SECONDS)
    except TimeoutError as failure:
        raise refused(path, f"LibreOffice 用了 {SECONDS} 秒还没有打开这个文件", SAVE_AS) from failure
    if made is None:
        raise refused(path, "LibreOffice 打不开这个文件，可能加了密码或已损坏", SAVE_AS)
    if len(made) > MAX_FILE:
        raise refused(path, "LibreOffice 转出的文件太大", SAVE_AS)
    return made


SUFFIX_OF = {"ole": ".doc", "rtf": ".rtf", "odt": ".odt"}
"""What the file is decides, not what it is called: a .wps is a .doc by another name."""
