"""Changing the files of a workspace: all of them or none, one command at a time, and each taken back by `drafter undo`.

What a command is about to write is kept in ``.drafter/history`` first, beside what stood there before; then a mark
(``.drafter/pending``) says that it is being written. A process that is killed before the mark has changed nothing; one
that is killed after it is finished by the next command. Each file is moved into its place whole.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from drafter.errors import NotFoundError, OutputError
from drafter.library.folders import HOME, PENDING
from drafter.source import Source
from drafter.text.digests import blake2b
from drafter.writers.files import failed

LOCK, HISTORY, ENTRY = "lock", "history", "entry.json"
"""In the folder HOME of a workspace, which nothing else reads and which can be deleted."""
WAIT = 15.0
"""Seconds that a command waits for another one that is changing the same workspace."""
KEPT = 50
"""So many commands can be taken back."""
DIGEST = 12
"""Bytes of the hash by which contents are compared."""
NOTHING = ""
"""Stands for the hash of a file that is not there."""
Contents = Mapping[Path, bytes | None]
"""By file; None for one that is not there, or not to be there."""


class FileChange(msgspec.Struct, frozen=True):
    """What a command did to one file."""

    path: str
    """Seen from the workspace, with slashes; absolute for a file outside of it."""
    before: str
    """The hash of its content; NOTHING where there was no such file."""
    after: str


class Backup(msgspec.Struct, frozen=True):
    """One command that changed files."""

    number: int
    title: str
    """What it did, in Chinese."""
    time: str
    """Of the clock, 2026-11-26 18:30."""
    files: tuple[FileChange, ...]
    undoes: int = 0
    """The number of the command that this one took back; 0 for any other."""


# ── one at a time


@contextlib.contextmanager
def locked(workspace: Path, wait: float = WAIT) -> Iterator[None]:
    """Hold a workspace for as long as the block lasts, and finish first what a killed process left half done.

    Raises OutputError where another process still holds it after `wait` seconds, or its folder cannot be written.
    """
    from filelock import FileLock, Timeout

    home = workspace / HOME
    try:
        _make_home(home)
        lock = FileLock(home / LOCK, is_singleton=True)  # one that this process holds already lets it in
        lock.acquire(timeout=wait)
    except Timeout:
        message = "另一个 drafter 正在改这个工作区，等了一会儿还没有改完"
        raise OutputError(message, hint="等它结束再试", source=Source(str(workspace))) from None
    except OSError as failure:
        raise failed(failure, home) from failure
    try:
        _recover(workspace)
        yield
    finally:
        lock.release()


def _make_home(home: Path) -> None:
    home.mkdir(exist_ok=True)
    if not (home / ".gitignore").exists():
        (home / ".gitignore").write_bytes(b"*\n")


def recover(workspace: Path) -> None:
    """Finish what a killed process left half done. Raises OutputError."""
    with locked(workspace):
        pass


# ── changing files


def commit(workspace: Path, files: Contents, seen: Contents, title: str) -> None:
    """Write `files` (None takes one away), all or none, so that `undo` can take it back.

    `seen` is what the command found in the files on which its result rests. Raises OutputError where one of them has
    changed since, where one cannot be written (all stay then as they were), and as `locked` does.
    """
    with locked(workspace):
        for path, content in seen.items():
            if digest(_content(path)) != digest(content):
                message = "这个文件刚刚被别人（或别的程序）改过，什么都没有写"
                raise OutputError(message, hint="看一下它现在的内容，再运行一次", source=Source(str(path)))
        changed = {path: content for path, content in files.items() if digest(_content(path)) != digest(content)}
        if changed:
            _change(workspace, changed, title)


def digest(content: bytes | None) -> str:
    """Return the hash of a content; NOTHING for None."""
    return NOTHING if content is None else blake2b(content, digest_size=DIGEST).hexdigest()


def _content(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none. Raises OutputError."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as failure:
        raise failed(failure, path) from failure


def _change(workspace: Path, files: Contents, title: str, undoes: int = 0) -> None:
    number = max((one.number for one in history(workspace)), default=0) + 1
    before = {path: _content(path) for path in files}
    entry = Backup(
        number=number,
        title=title,
        time=datetime.now().strftime("%Y-%m-%d %H:%M"),
        files=tuple(FileChange(_name(workspace, path), digest(before[path]), digest(files[path])) for path in files),
        undoes=undoes,
    )
    folder = _folder(workspace, number)
    try:
        _keep(folder, entry, before, files)
        _put(workspace / HOME / PENDING, str(number).encode())
    except OSError as failure:
        shutil.rmtree(folder, ignore_errors=True)
        raise failed(failure, workspace / HOME) from failure
    try:
        _apply(files)
    except OSError as failure:
        path = _blamed(failure, files)
        if not _brought_back(before):  # what is left to write is finished by the next command, from the history
            raise _stuck(failure, path) from failure
        _done(workspace)
        shutil.rmtree(folder, ignore_errors=True)
        raise failed(failure, path) from failure
    _done(workspace)
    _prune(workspace)


def _blamed(failure: OSError, files: Contents) -> Path:
    """Return the file that could not be written; the one that failed may be its copy beside it."""
    named = Path(str(failure.filename or ""))
    return next((path for path in files if named in (path, _beside(path), path.parent)), next(iter(files)))


def _name(workspace: Path, path: Path) -> str:
    whole = path.absolute()
    root = workspace.absolute()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(whole)


def _folder(workspace: Path, number: int) -> Path:
    return workspace / HOME / HISTORY / f"{number:06}"


def _keep(folder: Path, entry: Backup, before: Contents, after: Contents) -> None:
    """Put a command into the history; it counts once its folder has its name."""
    making = folder.with_name(f"{folder.name}.tmp")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    for number, path in enumerate(after):
        for kind, content in (("before", before[path]), ("after", after[path])):
            if content is not None:
                _write(making / f"{number}.{kind}", content)
    _write(making / ENTRY, msgspec.json.encode(entry))
    shutil.rmtree(folder, ignore_errors=True)  # of a process that was killed before it began
    making.replace(folder)


def _apply(files: Contents) -> None:
    """Bring files to their contents, each whole; what needs room is written before any changes. Raises OSError."""
    for path, content in files.items():
        if content is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(_beside(path), content)
    for path, content in files.items():
        if content is None:
            path.unlink(missing_ok=True)
        else:
            _beside(path).replace(path)


def _brought_back(files: Contents) -> bool:
    """Bring files back to what they held, and return whether all of them do."""
    for path, content in files.items():
        with contextlib.suppress(OSError):
            _beside(path).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            if not _holds(path, content):
                _apply({path: content})
    return all(_holds(path, content) for path, content in files.items())


def _holds(path: Path, content: bytes | None) -> bool:
    try:
        return digest(_content(path)) == digest(content)
    except OutputError:
        return False


def _stuck(failure: OSError, path: Path) -> OutputError:
    """Return what is told where a command can go neither on nor back."""
    reason = failed(failure, path).message.partition("：")[2]
    hint = "腾出空间，或关掉打开它的程序，再运行 drafter，会接着写完；文件没有丢"
    return OutputError(f"写到一半写不下去了：{reason}", hint=hint, source=Source(str(path)))


def _put(path: Path, content: bytes) -> None:
    """Write a file whole: beside its place, and then there."""
    beside = _beside(path)
    _write(beside, content)
    beside.replace(path)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:60]}.tmp")


def _write(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it: what is kept here must outlast a power cut."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _done(workspace: Path) -> None:
    with contextlib.suppress(OSError):
        (workspace / HOME / PENDING).unlink(missing_ok=True)


def _prune(workspace: Path) -> None:
    """Let go of the oldest commands."""
    for one in history(workspace)[:-KEPT]:
        shutil.rmtree(_folder(workspace, one.number), ignore_errors=True)


# ── after a kill


def _recover(workspace: Path) -> None:
    """Finish what was being written: files that hold what they held before get what they were to hold."""
    pending = workspace / HOME / PENDING
    try:
        number = int(pending.read_bytes())
    except FileNotFoundError:
        return
    except (OSError, ValueError):
        _done(workspace)
        return
    entry = _entry(_folder(workspace, number))
    try:
        for place, one in enumerate(entry.files if entry else ()):
            path = _inside(workspace, one.path)
            if path is not None and digest(_content(path)) == one.before:
                _apply({path: _kept(workspace, number, place, "after", one.after)})
            if path is not None:
                _beside(path).unlink(missing_ok=True)
    except OSError as failure:
        raise failed(failure, workspace) from failure
    _done(workspace)


def _kept(workspace: Path, number: int, place: int, kind: str, expected: str) -> bytes | None:
    """Return a content of the history. Raises OSError for one that is gone or damaged."""
    if expected == NOTHING:
        return None
    content = (_folder(workspace, number) / f"{place}.{kind}").read_bytes()
    if digest(content) != expected:
        raise OSError(f"备份损坏：{number}")
    return content


def _inside(workspace: Path, name: str) -> Path | None:
    """Return the file of a history entry; None for one outside of the workspace, which no history may touch."""
    path = workspace / name
    root = workspace.resolve()
    own = root / HOME
    where = path.parent.resolve() / path.name
    return path if where.is_relative_to(root) and not where.is_relative_to(own) else None


# ── taking back


def history(workspace: Path) -> tuple[Backup, ...]:
    """Return the commands that changed the files of a workspace and can be taken back, the oldest first."""
    try:
        folders = sorted(one for one in (workspace / HOME / HISTORY).iterdir() if one.name.isdigit())
    except OSError:
        return ()
    return tuple(entry for folder in folders if (entry := _entry(folder)) is not None)


def _entry(folder: Path) -> Backup | None:
    try:
        return msgspec.json.decode((folder / ENTRY).read_bytes(), type=Backup)
    except (OSError, msgspec.MsgspecError):
        return None


def undo(workspace: Path) -> Backup:
    """Take the last command back that was not yet taken back, and return it.

    Raises NotFoundError where there is none, OutputError where one of its files has changed since or cannot be written.
    """
    with locked(workspace):
        last = _last(workspace)
        found = {place: _inside(workspace, one.path) for place, one in enumerate(last.files)}
        files = {
            path: _restored(workspace, last, place, path)
            for place, path in found.items()
            if path is not None and not _is_as_before(last.files[place], path)
        }
        _change(workspace, files, f"撤销：{last.title}", undoes=last.number)
        return last


def _last(workspace: Path) -> Backup:
    known = history(workspace)
    taken_back = {one.undoes for one in known}
    for one in reversed(known):
        if not one.undoes and one.number not in taken_back:
            return one
    raise NotFoundError("没有可以撤销的操作", hint="drafter undo --list 看做过什么")


def _is_as_before(one: FileChange, path: Path) -> bool:
    return digest(_content(path)) == one.before


def _restored(workspace: Path, last: Backup, place: int, path: Path) -> bytes | None:
    """Return what a file held before a command. Raises OutputError where it has changed since."""
    one = last.files[place]
    if digest(_content(path)) != one.after:
        message = f"“{last.title}”以后，这个文件又改过，没有撤销"
        hint = f"自己改回去；那以前的内容在 {HOME}/{HISTORY}/{last.number:06}/{place}.before"
        raise OutputError(message, hint=hint, source=Source(str(path)))
    try:
        return _kept(workspace, last.number, place, "before", one.before)
    except OSError as failure:
        raise OutputError("这一步的备份已经不在，或者损坏了，撤销不了", source=Source(str(path))) from failure
