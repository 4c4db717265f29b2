"""Fill-in sheets: written for the offices, and put together when they come back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from drafter.assembly.facts import Layer, known_names
from drafter.assembly.sheeting import Merged, by_office, merged, row_key, row_types, sheet_rows
from drafter.errors import InvalidFilesError, UsageError
from drafter.library.yamlwriter import flow, scalar
from drafter.model.draft import Draft
from drafter.model.fact import Plain
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.sheet import KEY, Entry, Returned, SheetRow
from drafter.readers import sheets
from drafter.source import Source
from drafter.writers.files import write_all
from drafter.writers.yamlsheet import sheet_text

SUFFIXES = (".yaml", ".yml", ".xlsx", ".docx")
"""The kinds of sheets, by their endings."""
NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')


def save_sheet(
    library: Library, draft: Draft, output: Path, *, last: Mapping[str, Plain] | None = None, force: bool = False
) -> None:
    """Write the sheet of what a draft lacks; the ending tells the kind. Raises UsageError, OutputError."""
    _require_kind(output)
    write_all({output: _sheet(library, draft, output, sheet_rows(library, draft, last))}, force=force)


def save_sheets_by_office(
    library: Library, draft: Draft, output: Path, *, last: Mapping[str, Plain] | None = None, force: bool = False
) -> dict[str, Path]:
    """Write a sheet for each office beside `output`, named by the office, all or none; return them by office."""
    _require_kind(output)
    if output.suffix.lower() in (".yaml", ".yml"):
        raise UsageError("分单位的表写成 .xlsx 或 .docx", hint="换一个文件名")
    groups = by_office(sheet_rows(library, draft, last))
    paths = {
        office: output.with_name(f"{output.stem}（{NO_NAME.sub('_', office)}）{output.suffix}") for office in groups
    }
    write_all({paths[office]: _sheet(library, draft, output, rows) for office, rows in groups.items()}, force=force)
    return paths


def gaps_by_office(library: Library, drafts: Sequence[Draft], title: str) -> bytes | None:
    """Return what several drafts lack as one Word file, a table an office; None where they lack nothing."""
    from drafter.writers.sheets import docx

    rows = {row.key: row for draft in drafts for row in sheet_rows(library, draft) if not row.optional}
    ordered = [row for office in by_office([*rows.values()]).values() for row in office]
    return docx(f"《{title}》待补清单", ordered) if ordered else None


def _require_kind(output: Path) -> None:
    if output.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"填报表只能写成 {'、'.join(one for one in SUFFIXES if one != '.yml')}，写的却是“{output.name}”"
        )


def _sheet(library: Library, draft: Draft, output: Path, rows: Sequence[SheetRow]) -> bytes:
    suffix, title = output.suffix.lower(), f"《{draft.title}》要素表"
    if suffix in (".yaml", ".yml"):
        return sheet_text(library, draft).encode()
    from drafter.writers.sheets import docx, xlsx

    return xlsx(title, rows) if suffix == ".xlsx" else docx(title, rows)


def last_facts(library: Library, path: Path) -> dict[str, Plain]:
    """Return the facts of last year's sheet (any kind) or recipe, by name or label. Raises InputError."""
    from drafter.api.drafting import read_layer
    from drafter.library.loading import read_standalone
    from drafter.library.textfiles import read_text
    from drafter.library.yamlreader import first_keys
    from drafter.model.recipe import Outline, Recipe

    if path.suffix.lower() in (".yaml", ".yml") and {"recipe", "outline"} & {*first_keys(read_text(path), str(path))}:
        value, _ = read_standalone(library, path)
        return dict(value.facts) if isinstance(value, Recipe | Outline) else {}
    return dict(read_layer(path, library).values)


# ── what came back


def read_returned(library: Library, path: Path) -> Returned:
    """Return a sheet of any kind that came back. Raises InputError, InvalidFilesError with every bad cell."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return _from_yaml(library, path)
    return sheets.read_sheet(path, row_types(library))


def _from_yaml(library: Library, path: Path) -> Returned:
    from drafter.api.drafting import read_layer

    layer = read_layer(path)
    names = known_names(library)
    entries: list[Entry] = []
    for key, value in layer.values.items():
        name = names.get(key.strip(), key.strip())
        place = Source(str(path), layer.lines.get(key, 0))
        for part, text in _parts(library, name, value):
            entries.append(Entry(key=part, label=key, value=text, place=place))
    return Returned(path=str(path), entries=tuple(entries))


def _parts(library: Library, name: str, value: Plain) -> list[tuple[str, str]]:
    spec = library.facts.facts.get(name)
    fields = {label: field for field, label in spec.fields.items()} if spec else {}
    if isinstance(value, dict):
        return [(row_key(name, 0, fields.get(key, key)), text) for key, text in value.items()]
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return [
            (row_key(name, number, fields.get(key, key)), text)
            for number, one in enumerate(value, 1)
            if isinstance(one, dict)
            for key, text in one.items()
        ]
    if isinstance(value, list):
        return [(name, "、".join(one for one in value if isinstance(one, str)))]
    return [(name, value)]


def layer_of(library: Library, path: Path) -> Layer:
    """Return a sheet that came back as .xlsx or .docx as a layer of facts. Raises InputError, InvalidFilesError."""
    returned = read_returned(library, path)
    found = merged(library, [msgspec.structs.replace(returned, sent=())])
    if found.problems:
        raise InvalidFilesError(found.problems)
    lines = {
        known["fact"]: one.place.line for one in returned.entries if one.value and (known := KEY.fullmatch(one.key))
    }
    return Layer(found.facts, Source(str(path)), lines)


def merge_sheets(library: Library, paths: Sequence[Path]) -> Merged:
    """Return what sheets say together. Raises InvalidFilesError with every conflict, wrong value and lost row."""
    returned: list[Returned] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            returned.append(read_returned(library, path))
        except InvalidFilesError as failure:
            problems += failure.problems
    found = merged(library, returned)
    problems += found.problems
    if problems:
        raise InvalidFilesError(problems)
    return found


def merged_text(library: Library, found: Merged, paths: Sequence[Path]) -> str:
    """Return merged sheets as one in YAML, with where each value is from as a comment."""
    lines = [f"# 由 {'、'.join(path.name for path in paths)} 合成。"]
    for name, value in found.facts.items():
        if name in found.origins:
            lines.append(f"# 来源：{' '.join(found.origins[name].split())}")
        lines += _lines(library.facts.facts[name].label, value)
    return "\n".join(lines) + "\n"


def _lines(label: str, value: Plain) -> list[str]:
    if isinstance(value, dict):
        return [f"{scalar(label)}:", *(f"  {key}: {scalar(text)}" for key, text in value.items())]
    if isinstance(value, list):
        return [f"{scalar(label)}:", *(f"  - {flow(one)}" for one in value)]
    return [f"{scalar(label)}: {scalar(value)}"]


def save_merged(library: Library, found: Merged, paths: Sequence[Path], output: Path, *, force: bool = False) -> None:
    """Write merged sheets as one in YAML. Raises UsageError, OutputError."""
    if output.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"合成的表写成 .yaml，写的却是“{output.name}”")
    write_all({output: merged_text(library, found, paths).encode()}, force=force)
