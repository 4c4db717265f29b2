"""What a check finds, repaired in the file or written on it as comments."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from drafter.api.checking import YAML, Checked, Checker, CheckRequest
from drafter.api.drafting import style_digest
from drafter.errors import InputError, UsageError
from drafter.library.styles import STANDARD, styled
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.readers.files import MAX_FILE, read_bytes
from drafter.roundtrip.mending import Mended, mend
from drafter.roundtrip.remarks import annotated, remarks_of, typeset
from drafter.source import Source
from drafter.writers.files import refuse_existing, write_all

ROUNDS = 5
"""A repair can bring another to light; so many rounds are made at most."""


class Repair(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the repairs leave it; nothing is written yet."""

    path: Path
    mended: Mended
    """With all repairs."""
    left: Checked
    """What is still to be said of it."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a line that a repair changes."""

    line: int
    before: str
    after: str
    lead: str
    """The text of the line before it, as much as is shown."""
    rest: str


def repair(library: Library, path: Path, request: CheckRequest) -> Repair:
    """Return what becomes of a file when the mechanical repairs of its findings are made until none is left.

    Raises InputError for a file that cannot be checked or mended, NotFoundError for an unknown rule.
    """
    if path.suffix.lower() in YAML:
        hint = "稿单改要素或换段落，段落文件用 drafter sections check 查、自己改"
        raise UsageError(f"--fix 不改 YAML 文件：{path.name}", hint=hint)
    checker = Checker(library, request)
    with tempfile.TemporaryDirectory() as folder:
        at, made, before = path, list[Problem](), ""
        for number in range(ROUNDS):
            checked = checker.alone(at)
            if checked.failure:
                raise checked.failure
            mended = mend(at, checked.problems)
            before = before or mended.before
            made += mended.made
            if number and not mended.made:
                break
            at = Path(folder) / path.name
            at.write_bytes(mended.data)
    whole = Mended(data=mended.data, before=before, after=mended.after, made=tuple(made))
    problems = tuple(_at_home(one, path) for one in checked.problems)
    return Repair(path=path, mended=whole, left=msgspec.structs.replace(checked, path=path, problems=problems))


def _at_home(problem: Problem, path: Path) -> Problem:
    source = problem.source
    return msgspec.structs.replace(problem, source=Source(str(path), source.line, source.column)) if source else problem


def changes_of(mended: Mended, context: int = 10) -> Iterator[Change]:
    """Yield what the repairs change, each with up to `context` characters around it."""
    rows = zip(mended.before.split("\n"), mended.after.split("\n"), strict=True)
    for number, (before, after) in enumerate(rows, 1):
        if before == after:
            continue
        for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind != "equal":
                lead, rest = before[max(first - context, 0) : first], before[last : last + context]
                yield Change(line=number, before=before[first:last], after=after[start:end], lead=lead, rest=rest)


def save_repair(one: Repair) -> Path:
    """Write the mended file in the place of the old, which is kept beside it; return where. Raises OutputError."""
    kept = _free_name(one.path)
    write_all({kept: read_bytes(one.path, MAX_FILE), one.path: one.mended.data}, force=True)
    return kept


def _free_name(path: Path) -> Path:
    """Return a name that is not taken: 讲话.原稿.docx, 讲话.原稿2.docx …"""
    names = (path.with_name(f"{path.stem}.原稿{number or ''}{path.suffix}") for number in (0, *range(2, 10_000)))
    return next(name for name in names if not name.exists())


def annotate_file(library: Library, checked: Checked, request: CheckRequest, output: Path, *, force: bool) -> None:
    """Write a Word file with a comment for each finding: a copy of a Word file, of a text in the style asked for.

    Raises UsageError for what gets no comments, InputError for what cannot be read, OutputError.
    """
    if output.suffix.lower() != ".docx":
        raise UsageError("批注只能写进 .docx 文件", hint="--annotate 后面的文件名以 .docx 结尾")
    if checked.path.suffix.lower() in YAML:
        raise UsageError("--annotate 不用于 YAML 文件", hint="稿单先用 drafter draft 成稿，再查成稿的 .docx")
    if output.exists() and output.resolve() == checked.path.resolve():
        raise UsageError("批注不能写在原稿上", hint="--annotate 后面写另一个文件名")
    refuse_existing([output], force=force)
    if checked.path.suffix.lower() == ".docx":
        data, remarks = read_bytes(checked.path, MAX_FILE), remarks_of(checked.problems)
    else:
        _identity, style = styled(library, request.given.style or STANDARD)
        papers = Checker(library, request).papers(checked.path)
        if not papers:
            raise InputError("文件里没有讲话", source=Source(str(checked.path)))
        data, remarks = typeset(papers, checked.problems, style, style_digest(style))
    write_all({output: annotated(data, checked.path, remarks, date.today())}, force=force)
