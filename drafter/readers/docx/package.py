"""The ZIP of a Word file, opened as if a stranger had made it: everything is counted before and while it is read."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from drafter.errors import InputError
from drafter.readers.docx import xml
from drafter.readers.files import KINDS, MEGABYTE, called, kind_of, refused

MAX_UNPACKED = 200 * MEGABYTE
MAX_RATIO = 200
HARMLESS = MEGABYTE
"""What unpacks to less may be packed as tightly as it likes: an empty table can reach any ratio."""
MAX_XML = 50 * MEGABYTE
"""Of one part that is parsed: about ten thousand pages. The parsed tree takes several times its size."""
MAX_PARTS = 5_000
MAX_DIRECTORY = 500 * MAX_PARTS
"""Of the list of parts in bytes; checked before the list itself is read."""
CHUNK = 1 << 20
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
ENCRYPTED = 0x1
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,  # a password, a packing method that zipfile does not know
    ValueError,
    OverflowError,
    OSError,
)
"""What zipfile raises for broken files."""
SAVE_AGAIN = "用 Word 或 WPS 打开，另存为 .docx"
COPY_AGAIN = "重新复制或下载这个文件"
UNSAFE = "文件解开后太大，不像是普通的 Word 文件"


class Package:
    """The parts of a Word file by their names."""

    def __init__(self, data: bytes, path: Path) -> None:
        """Open the package. Raises InputError for what is no package, or no safe one."""
        self.path = path
        _refuse_others(data, path)
        _refuse_long_directory(data, path)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*DAMAGED, NotImplementedError) as failure:
            raise refused(path, "文件已损坏，打不开", COPY_AGAIN) from failure
        self._parts = self._checked_parts()

    def _checked_parts(self) -> Mapping[str, zipfile.ZipInfo]:
        parts = {info.filename: info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > MAX_PARTS:
            raise _too_many(self.path)
        if len(parts) < len(self._zip.infolist()) or any(map(_is_trick, parts)):
            raise refused(self.path, "文件里有重名或路径不正常的部件", SAVE_AGAIN)
        if any(info.flag_bits & ENCRYPTED for info in parts.values()):
            raise refused(self.path, "文件加了密码", SAVE_AGAIN + "，不设密码")
        if sum(info.file_size for info in parts.values()) > MAX_UNPACKED:
            raise refused(self.path, UNSAFE, SAVE_AGAIN)
        return parts

    def document(self) -> str:
        """Return the name of the part that holds the text. Raises InputError if there is none."""
        named = self.related("", "officeDocument") or "word/document.xml"
        if named not in self._parts:
            raise refused(self.path, "文件里没有正文部件（word/document.xml）", SAVE_AGAIN)
        return named

    def related(self, part: str, kind: str) -> str:
        """Return the name of the part of `kind` that belongs to `part`; empty if there is none.

        Links out of the file are no parts, and are never followed.
        """
        folder, name = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in relations if relations is not None else ():
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                return target.lstrip("/")
        return ""

    def xml(self, name: str) -> Any:
        """Return the root of an XML part; None if there is no such part."""
        info = self._parts.get(name)
        return xml.parse(self._read(info), self.path, name) if info else None

    def names(self) -> Collection[str]:
        """Return the names of all parts."""
        return self._parts.keys()

    def raw(self, name: str) -> bytes:
        """Return the bytes of a part that is there. Raises InputError where they cannot be read, or are too many."""
        return self._read(self._parts[name])

    def _read(self, info: zipfile.ZipInfo) -> bytes:
        """Return a part's bytes, counted as they come: what the package declares may be a lie."""
        chunks: list[bytes] = []
        size = 0
        if _is_bomb(info.file_size, info.compress_size):
            raise refused(self.path, UNSAFE, SAVE_AGAIN)
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if _is_bomb(size, info.compress_size):
                        raise refused(self.path, UNSAFE, SAVE_AGAIN)
                    chunks.append(chunk)
        except (*DAMAGED, NotImplementedError) as failure:
            raise refused(self.path, f"文件已损坏：读不出其中的 {info.filename}", SAVE_AGAIN) from failure
        return b"".join(chunks)


def _is_bomb(size: int, packed: int) -> bool:
    return size > MAX_XML or (size > HARMLESS and size > MAX_RATIO * max(packed, 1))


def _refuse_others(data: bytes, path: Path) -> None:
    """Raise InputError for what is no ZIP, and say what it is."""
    kind = kind_of(data)
    if kind == "ole":
        raise refused(path, "文件加了密码或是旧版 .doc", "用 Word 或 WPS 打开，去掉密码，另存为 .docx")
    if kind in ("word", "zip", "odt"):
        if END not in data:
            raise refused(path, "文件不完整，后面缺了一截", COPY_AGAIN)
        return
    name, remedy = KINDS.get(kind, ("别的文件", SAVE_AGAIN))
    raise refused(path, f"这不是 .docx 文件，内容是{called(name)}", remedy)


def _refuse_long_directory(data: bytes, path: Path) -> None:
    """Refuse a list of parts of a size that no Word file has, before zipfile makes objects of it."""
    end = data.rfind(END)
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if size > MAX_DIRECTORY or data[max(end - 20, 0) : end].startswith(END_64):
        raise _too_many(path)


def _too_many(path: Path) -> InputError:
    return refused(path, f"文件里的部件超过 {MAX_PARTS} 个，不像是普通的 Word 文件", SAVE_AGAIN)


def _is_trick(name: str) -> bool:
    """Return whether a part's name would lead out of the package: /x, ..\\x, C:x."""
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)
