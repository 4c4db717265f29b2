"""Writing results: whole or not at all, and never over an existing file unasked."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Mapping
from pathlib import Path

from drafter.errors import OutputError
from drafter.source import Source

REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "超过了文件大小的上限",
    errno.EIO: "磁盘读写出错",
    errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有写入权限，或文件正在 Word、WPS 中打开",
    errno.EPERM: "没有写入权限，或文件正在 Word、WPS 中打开",
}


def refuse_existing(paths: list[Path], *, force: bool) -> None:
    """Raise OutputError for a file that exists already, unless `force`; and for a folder of that name."""
    for path in paths:
        try:
            is_folder, exists = path.is_dir(), path.exists()
        except OSError as failure:
            raise failed(failure, path) from failure
        if is_folder:
            raise OutputError("这是一个文件夹，不能当文件写", source=Source(str(path)))
        if exists and not force:
            raise OutputError("文件已经存在，没有覆盖", hint="换一个文件名，或加 --force", source=Source(str(path)))


def write_all(files: Mapping[Path, bytes], *, force: bool = False) -> None:
    """Write every file, or none: all are written beside their places first, then moved there.

    Raises OutputError; whatever stood there before is then untouched.
    """
    refuse_existing(list(files), force=force)
    pending: dict[Path, Path] = {}
    try:
        for number, (path, data) in enumerate(files.items()):
            temporary = path.with_name(f".{path.name[:40]}.{os.getpid()}-{number}.tmp")
            pending[temporary] = path
            _write(temporary, data)
        for temporary, path in list(pending.items()):
            temporary.replace(path)
            del pending[temporary]
    except OSError as failure:
        path = pending.get(Path(str(failure.filename))) or next(iter(pending.values()))
        raise failed(failure, path) from failure
    finally:
        for temporary in pending:
            with contextlib.suppress(OSError):
                temporary.unlink()


def failed(failure: OSError, path: Path) -> OutputError:
    """Return a failed write as what the user is told."""
    reason = REASONS.get(failure.errno or 0) or failure.strerror or str(failure)
    return OutputError(f"写不了文件：{reason}", hint="换一个位置，或关掉打开它的程序", source=Source(str(path)))


def _write(path: Path, data: bytes) -> None:
    """Write a file. It is closed before it is moved; a full disk shows here, while the old file still stands.

    No fsync: it costs more than the draft, and the file systems of Windows, Linux and Kylin order a replacing
    rename after its data.
    """
    with path.open("wb") as stream:
        stream.write(data)
