"""Bytes from disk: what may be read, what it is by its first bytes, and how a failure is told."""

from __future__ import annotations

import errno
import hashlib
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from drafter.errors import InputError, os_reason
from drafter.source import Source

MEGABYTE = 1_000_000
MAX_TEXT = 20 * MEGABYTE
"""Of a text, Markdown or HTML file: a thousand speeches."""
MAX_FILE = 200 * MEGABYTE
"""Of a Word file, which may hold photographs."""

FileKind = Literal["word", "zip", "odt", "ole", "pdf", "rtf", "mht", "image", ""]
MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"MIME-Version:", "mht"),
    (b"From: <Saved by", "mht"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
)
ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
RENAME = "请把扩展名改为 {}"
KINDS: Mapping[FileKind, tuple[str, str]] = {
    # what the file is, what to do about it
    "word": ("Word 文件", RENAME.format(".docx")),
    "odt": ("ODF 文本文件", RENAME.format(".odt")),
    "ole": ("旧版 Word 或 WPS 文件", RENAME.format(".doc") + "，或用 Word、WPS 另存为 .docx"),
    "rtf": ("RTF 文件", RENAME.format(".rtf")),
    "zip": ("压缩包", "先解压，再读里面的文件"),
    "pdf": ("PDF 文件", "用 PDF 软件导出为 .docx 或文本文件（.txt）"),
    "mht": ("单一文件网页（.mht）", "用 Word 或 WPS 打开，另存为 .docx"),
    "image": ("图片", "先用文字识别软件转成文字"),
}


def refused(path: Path, message: str, hint: str, line: int = 0) -> InputError:
    """Return the error that says why `path` cannot be used, and what to do."""
    return InputError(message, hint=hint, source=Source(str(path), line))


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the bytes of `path`. Raises InputError where there are none, too many, or it cannot be opened."""
    with _told(path):
        _refuse_unusable(path, limit)
        data = path.read_bytes()
    if not data:
        raise refused(path, "文件是空的", "检查是不是选错了文件")
    return data


def require_file(path: Path) -> None:
    """Raise InputError for what is no file."""
    with _told(path):
        _refuse_unusable(path, MAX_FILE)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the failures of file operations into InputError."""
    try:
        yield
    except OSError as failure:
        raise refused(path, f"读不了这个文件：{os_reason(failure)}", _os_hint(failure)) from failure
    except ValueError as failure:  # a NUL in the path
        raise refused(path, "读不了这个文件：路径里有不能用的字符", "检查路径") from failure


def _refuse_unusable(path: Path, limit: int) -> None:
    """Raise InputError for what is too large, and for a pipe or device, which might never end."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "", str(path))
    if not stat.S_ISREG(status.st_mode):
        raise refused(path, "读不了这个文件：这不是普通文件", "检查路径")
    if status.st_size > limit:
        raise refused(path, f"文件太大，超过 {limit // MEGABYTE} MB", "分成几个文件，或删去图片后再读")


def _os_hint(failure: OSError) -> str:
    hints: dict[type[OSError], str] = {
        IsADirectoryError: "写上文件夹里某个文件的名字",
        PermissionError: "关掉打开它的程序，或请管理员给读取权限",
    }
    return hints.get(type(failure), "检查路径和文件名")


def kind_of(data: bytes) -> FileKind:
    """Return what a file is by its first bytes; empty for text and for what is not known."""
    kind: FileKind = next((kind for magic, kind in MAGIC if data.startswith(magic)), "")
    if kind != "zip":
        return kind
    if ODT in data[:200]:
        return "odt"
    return "word" if b"word/document" in data else "zip"


def called(name: str) -> str:
    """Return a name as it stands after Chinese: with a blank before Latin letters."""
    return f" {name}" if name[0].isascii() else name


def sha256(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
