"""Cache files in the user's cache folder: sealed with a checksum, written whole, and never missed when they fail."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from zlib import crc32

CHECKSUM = 4
"""Bytes of CRC-32 before the content: what is decoded later must not be damaged when nobody expects it."""
Stamp = tuple[int, int]
"""Modification time in nanoseconds, and size in bytes."""


def stamp_of(stat: os.stat_result) -> Stamp:
    """Return what tells whether a file changed."""
    return (stat.st_mtime_ns, stat.st_size)


def folder() -> Path:
    """Return the user's cache folder; it may not exist. DRAFTER_CACHE overrides it."""
    chosen = os.environ.get("DRAFTER_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "linux":  # what platformdirs says too, without the 4 ms that it takes to import
        named = Path(os.environ.get("XDG_CACHE_HOME", "").strip())
        return (named if named.is_absolute() else Path("~/.cache").expanduser()) / "drafter"
    from platformdirs import user_cache_path

    return user_cache_path("drafter", appauthor=False)


def write_quietly(path: Path, data: bytes) -> None:
    """Write a cache file whole or not at all, without a word when that fails."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()


def mapped(path: Path) -> memoryview:
    """Return the content of a large cache file, of which little will be looked at. Raises OSError.

    It is mapped, which takes a tenth of the time of reading it. While that lasts Windows lets nobody replace the
    file; what should be kept then is kept the next time.
    """
    import mmap

    with path.open("rb") as file:
        try:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError:  # an empty file cannot be mapped
            return memoryview(b"")


def sealed(data: bytes) -> bytes:
    """Return the content of a cache file with its checksum."""
    return crc32(data).to_bytes(CHECKSUM, "big") + data


def unsealed(data: bytes | memoryview) -> memoryview:
    """Return the content of a cache file without its checksum; nothing where it is damaged."""
    content = memoryview(data)[CHECKSUM:]
    return content if int.from_bytes(data[:CHECKSUM], "big") == crc32(content) else memoryview(b"")
