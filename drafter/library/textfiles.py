"""Text files of the library and the user's sheets: UTF-8, of reasonable size."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

from drafter.errors import InputError, os_reason
from drafter.source import Source

MAX_BYTES = 2_000_000


def read_text(path: Path) -> str:
    """Return the text of `path`, a BOM and CRLF accepted. Raises InputError for what is no UTF-8 text."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("文件太大，不像是库文件", hint="单个文件不超过 2 MB", source=Source(str(path)))
        data = path.read_bytes()
    except OSError as failure:
        raise InputError(f"读不了这个文件：{os_reason(failure)}", source=Source(str(path))) from failure
    return decode_bytes(data, str(path))


def bytes_of(path: Path) -> bytes | None:
    """Return what a file holds; None where there is no such file."""
    return path.read_bytes() if path.is_file() else None


def read_exactly(path: Path) -> str:
    """Return the text of `path` with its BOM and line ends as they are: for what is to be changed in places.

    Raises InputError like `read_text`, and where the file changes while it is read.
    """
    read_text(path)
    return path.read_bytes().decode()


def decode_bytes(data: bytes, path: str) -> str:
    """Return `data` as text. Raises InputError that names the encoding when it is not UTF-8."""
    try:
        text = data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as failure:
        name = _likely_encoding(data)
        line = data.count(b"\n", 0, failure.start) + 1
        raise InputError(
            f"文件是 {name} 编码，不是 UTF-8",
            hint="用记事本打开，“另存为”时编码选 UTF-8",
            source=Source(path, line),
        ) from failure
    return text.replace("\r\n", "\n")


def _likely_encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "未知"
    return "GBK（GB18030）"
