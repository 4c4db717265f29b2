"""A ZIP of stored parts, written by hand: the same bytes on every Python, and none of the cost of `zipfile`.

The layout is that of PKWARE's APPNOTE 4.3: for each part a local header and its bytes, then the list of all parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

VERSION, UNIX = 20, 3
DATE, TIME = (2000 - 1980) << 9 | 1 << 5 | 1, 0
"""1 January 2000, 0:00, of every part."""
UTF8 = 0x800
READABLE = 0o600 << 16
LARGEST = 0xFFFFFFFF
MOST = 0xFFFF


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the package. Raises ValueError where it would take the layout for more than 4 GB."""
    chunks, entries = [], []
    offset = 0
    for name, data in parts.items():
        shown = name.encode()
        common = (
            _short(VERSION, 0 if name.isascii() else UTF8, 0, TIME, DATE)
            + _long(crc32(data), len(data), len(data))
            + _short(len(shown), 0)
        )
        header = b"PK\x03\x04" + common + shown
        entries.append(
            b"PK\x01\x02" + bytes((VERSION, UNIX)) + common + _short(0, 0, 0) + _long(READABLE, offset) + shown
        )
        chunks += [header, data]
        offset += len(header) + len(data)
    directory = b"".join(entries)
    if offset + len(directory) > LARGEST or len(entries) > MOST:
        raise ValueError("too large for a ZIP without extensions")
    end = b"PK\x05\x06" + _short(0, 0, len(entries), len(entries)) + _long(len(directory), offset) + _short(0)
    return b"".join((*chunks, directory, end))


def _short(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(2, "little") for number in numbers)


def _long(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4, "little") for number in numbers)
