"""A draft as PDF: the Word file, printed by LibreOffice."""

from __future__ import annotations

import re

from drafter.errors import OutputError, os_reason
from drafter.readers.libreoffice import convert, find_office
from drafter.text.digests import blake2b

SECONDS = 180
"""A thousand pages take about a minute."""
INSTEAD = "先写成 .docx，再用 Word 或 WPS 输出为 PDF"
TIME = re.compile(rb"/(CreationDate|ModDate)\(D:[^)]*\)")
NUMBERS = re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}|(?<=<)[0-9A-F]{32}(?=>)")
"""The file's numbers, which LibreOffice makes from the time."""


def pdf(word_file: bytes, as_of: str) -> bytes:
    """Return a Word file as PDF; its time is the draft's day (`as_of`: 2026-03-18), so that the bytes do not change.

    Raises OutputError where LibreOffice is missing, makes nothing of the file or takes too long.
    """
    office = find_office()
    if office is None:
        raise OutputError("写 .pdf 要用 LibreOffice，这台电脑上没有装", hint=f"{INSTEAD}；或安装 LibreOffice")
    try:
        made = convert(office, word_file, ".docx", "pdf", SECONDS)
    except TimeoutError as failure:
        raise OutputError(f"LibreOffice 用了 {SECONDS} 秒还没有写成 PDF", hint=INSTEAD) from failure
    except OSError as failure:
        raise OutputError(f"LibreOffice 没有写成 PDF：{os_reason(failure)}", hint=INSTEAD) from failure
    if made is None or not made.startswith(b"%PDF-"):
        raise OutputError("LibreOffice 没有写成 PDF", hint=INSTEAD)
    return _timeless(made, as_of)


def _timeless(data: bytes, as_of: str) -> bytes:
    """Return a PDF without the time of its making. Nothing moves: the places in its table stay right."""
    day = as_of.replace("-", "").encode()
    dated = TIME.sub(lambda found: _padded(b"/%s(D:%s000000Z" % (found[1], day), len(found[0])), data)
    head, mark, trailer = dated.rpartition(b"trailer")
    number = blake2b(head, digest_size=16).hexdigest().upper().encode()
    return head + mark + NUMBERS.sub(number, trailer)


def _padded(start: bytes, length: int) -> bytes:
    """Return the value closed and filled up with blanks, which mean nothing behind it."""
    return (start + b")").ljust(length) if len(start) < length else start[: length - 1] + b")"
