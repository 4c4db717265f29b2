"""The cases of a workspace (cases.yaml beside drafter.yaml), from which evidence in drafts is taken."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import InvalidFilesError, NotFoundError, UsageError
from drafter.library.editing import Change, workspace_of
from drafter.library.finding import vocabulary_id
from drafter.library.folders import CASES
from drafter.library.reading import names_refs, read_file
from drafter.library.splicing import Edit, spliced
from drafter.library.textfiles import bytes_of, read_exactly
from drafter.library.yamlwriter import flow
from drafter.model.case import Case, CaseBook
from drafter.model.fact import Plain
from drafter.model.library import Library
from drafter.model.problem import error
from drafter.model.structure import Structure
from drafter.source import Source

HEAD = "# 事例：核实过、同意公开的（cleared: 是，并写明 checked_by）才会写进稿子。\ncases:\n"
FACT = "cases"
"""The fact that evidence in texts draws from."""
TOLD = ("theme", "where", "who", "did", "result")


def load_cases(library: Library) -> tuple[Case, ...]:
    """Return the cases of the workspace; none without the file. Raises InvalidFilesError with its mistakes."""
    if not library.workspace:
        return ()
    path = Path(library.workspace) / CASES
    if not path.is_file():
        return ()
    value, problems = read_file(path, CaseBook, names_refs(library))
    if value is not None:
        for number, one in enumerate(value.cases, 1):
            if one.cleared and not one.checked_by.strip():
                message = f"第 {number} 个事例写了可以公开，却没有写谁核实的"
                problems.append(error("case-unchecked", message, Source(str(path)), hint="补上 checked_by"))
    if problems or value is None:
        raise InvalidFilesError(problems)
    return value.cases


def told(cases: tuple[Case, ...], structure: Structure) -> Plain:
    """Return the cases that may be told, and that a structure has a place for, as a value of the fact `cases`."""
    themes = {one.section.evidence.theme for one in structure.body if one.section and one.section.evidence}
    return [
        {**{name: getattr(one, name) for name in TOLD}, "cleared": "是"}
        for one in cases
        if one.cleared and one.theme in themes
    ]


def with_case(library: Library, case: Case) -> Change:
    """Return the change that adds a case. Raises UsageError, NotFoundError, InvalidFilesError."""
    theme = vocabulary_id(library.taxonomy, "themes", case.theme)
    for name in TOLD[1:]:
        if not getattr(case, name).strip():
            raise UsageError("事例要写全：在哪里、谁、做了什么、结果怎样", hint="补上没有写的几项")
    if case.cleared and not case.checked_by.strip():
        raise UsageError("可以公开的事例要写明谁核实的", hint="加 --checked-by 姓名")
    path = workspace_of(library) / CASES
    load_cases(library)
    text = read_exactly(path) if path.is_file() else HEAD
    record = {"theme": theme, **{name: getattr(case, name).strip() for name in TOLD[1:]}}
    record |= {"checked_by": case.checked_by} if case.checked_by else {}
    record |= {"cleared": "是"} if case.cleared else {}
    record |= {"date": case.date.isoformat()} if case.date else {}
    record |= {"note": case.note} if case.note else {}
    made = (
        f"{text.rstrip()}\n  - {flow(record)}\n" if _is_open(text) else spliced(text, [Edit(("cases", _END), record)])
    )
    return Change(files={path: made.encode()}, seen={path: bytes_of(path)}, title=f"加事例：{case.where}{case.who}")


_END = 10**6
"""A place behind all items of a list."""


def _is_open(text: str) -> bool:
    """Return whether a book ends with an empty list of cases."""
    return text.rstrip().endswith("cases:")


def cleared(library: Library, number: int, checked_by: str) -> Change:
    """Return the change that lets a case be told; `checked_by` says who checked it.

    Raises UsageError, NotFoundError.
    """
    cases = load_cases(library)
    if not 1 <= number <= len(cases):
        raise NotFoundError(f"没有第 {number} 个事例", hint="drafter cases list 列出全部")
    who = checked_by.strip() or cases[number - 1].checked_by
    if not who:
        raise UsageError("没有写谁核实的", hint="加 --checked-by 姓名")
    path = workspace_of(library) / CASES
    edits = [
        Edit(("cases", number - 1, "checked_by"), who, after=("result",)),
        Edit(("cases", number - 1, "cleared"), "是", after=("checked_by",)),
    ]
    made = spliced(read_exactly(path), edits, str(path))
    return Change(files={path: made.encode()}, seen={path: bytes_of(path)}, title=f"第 {number} 个事例可以公开使用")
