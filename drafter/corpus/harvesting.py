"""Files and folders of old speeches → an inbox of candidates."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from drafter.corpus.extracting import Extractor
from drafter.corpus.inbox import Sheet, batch_name, known_ids, sheet_of
from drafter.corpus.learning import language_of
from drafter.errors import InputError, OutputError
from drafter.library.loading import load_library, require_sound
from drafter.model.library import Library
from drafter.readers import files_under, read
from drafter.readers.pooled import PARALLEL_FROM, in_order
from drafter.source import Source


class Extracted(msgspec.Struct, frozen=True):
    """What came of one file."""

    file: str
    candidates: int = 0
    """New ones, which now lie in the inbox."""
    known: int = 0
    """Passages that lay there before, or were decided on."""
    written: str = ""
    failure: InputError | None = None
    """Why the file was left out."""


Writer = Callable[[Mapping[Path, bytes]], None]
"""Writes files whole or not at all."""


def harvest(
    library: Library, workspace: Path | None, paths: Sequence[Path], inbox: Path, today: date, write: Writer
) -> Iterator[Extracted]:
    """Yield what came of each file, in their order; see `drafter.api.extract`."""
    files = list(dict.fromkeys(file for path in paths for file in files_under(path)))
    inbox_path = inbox.resolve()
    files = [one for one in files if not one.resolve().is_relative_to(inbox_path)]
    if not files:
        raise InputError(
            "没有可读的旧稿", hint="可以读 .txt .docx .md .html .doc .wps .odt .rtf", source=Source(str(paths[0]))
        )
    _make(inbox)
    known = known_ids(inbox)
    for file, made in _batches(library, workspace, files, today, frozenset(known)):
        if isinstance(made, InputError):
            yield Extracted(file=str(file), failure=made)
            continue
        fresh = tuple(one for one in made.entries if one[0] not in known)
        known.update(identity for identity, _ in fresh)
        written = _kept(inbox, msgspec.structs.replace(made, entries=fresh), write) if fresh else ""
        old = made.known + len(made.entries) - len(fresh)
        yield Extracted(file=str(file), candidates=len(fresh), known=old, written=written)


def _make(inbox: Path) -> None:
    try:
        inbox.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise OutputError("建不了收件夹", hint="换一个位置", source=Source(str(inbox))) from failure


def _kept(inbox: Path, sheet: Sheet, write: Writer) -> str:
    path = inbox / batch_name(sheet)
    number = 1
    while path.exists():
        number += 1
        path = inbox / batch_name(sheet).replace(".yaml", f".{number}.yaml")
    write({path: sheet.text().encode()})
    return str(path)


def _batches(
    library: Library, workspace: Path | None, files: Sequence[Path], today: date, known: frozenset[str]
) -> Iterator[tuple[Path, Sheet | InputError]]:
    language = language_of(library)
    if len(files) < PARALLEL_FROM:
        worker = Worker(Extractor(library, language, today), known)
        for file in files:
            yield file, worker.sheet(file)
        return
    for file, told in in_order(_work, files, _prepare, (workspace, today, known)):
        yield file, _result(told)


class Worker:
    """Extracts one file after the other; a passage that is known, or stood in an earlier file, is not looked at."""

    def __init__(self, extractor: Extractor, known: Iterable[str]) -> None:
        self.extractor = extractor
        self.known = set(known)

    def sheet(self, file: Path) -> Sheet | InputError:
        """Return the candidates of a file, or why it cannot be read."""
        try:
            made = sheet_of(*self.extractor.batch_without(read(file), self.known))
        except InputError as failure:
            return failure
        self.known.update(identity for identity, _ in made.entries)
        return made


_WORKERS: list[Worker] = []
"""The one of a worker process."""


def _prepare(workspace: Path | None, today: date, known: Iterable[str]) -> None:
    gc.disable()
    library = require_sound(load_library(workspace))
    _WORKERS[:] = [Worker(Extractor(library, language_of(library), today), known)]
    gc.freeze()  # what is loaded lives to the end: no need to look through it for garbage again and again
    gc.enable()


Told = tuple[Sheet | None, tuple[str, str, Source | None]]
"""A result, or the parts of an error: an exception with parts of its own does not travel between processes."""


def _work(file: Path) -> Told:
    made = _WORKERS[0].sheet(file)
    if isinstance(made, InputError):
        return None, (made.message, made.hint, made.source)
    return made, ("", "", None)


def _result(told: Told) -> Sheet | InputError:
    sheet, (message, hint, source) = told
    return sheet if sheet is not None else InputError(message, hint=hint, source=source)
