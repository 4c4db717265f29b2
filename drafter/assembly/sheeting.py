"""Which rows a fill-in sheet has, and what the rows that came back say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from drafter.assembly.values import WrongValue, read_value
from drafter.model.draft import Draft, Gap
from drafter.model.fact import FactSpec, Plain
from drafter.model.library import Library
from drafter.model.problem import Problem, error
from drafter.model.sheet import ITEMS, KEY, Entry, Returned, SheetRow
from drafter.source import Source
from drafter.text.likeness import did_you_mean

NO_OFFICE = "办公室"
"""Who supplies a fact of which the library does not say it."""


def sheet_rows(library: Library, draft: Draft, last: Mapping[str, Plain] | None = None) -> list[SheetRow]:
    """Return the rows of the facts that a draft lacks, by office, and within it in the order of the draft.

    `last` are the facts of last year's paper.
    """
    rows = [row for gap in draft.gaps for row in _rows(library, gap, last or {}, optional=False)]
    rows += [row for gap in draft.optional for row in _rows(library, gap, last or {}, optional=True)]
    unique = {row.key: row for row in reversed(rows)}
    ordered = [row for row in rows if unique.pop(row.key, None) is not None]
    offices = list(dict.fromkeys(row.office for row in ordered))
    return sorted(ordered, key=lambda row: offices.index(row.office))


def _rows(library: Library, gap: Gap, last: Mapping[str, Plain], *, optional: bool) -> Iterator[SheetRow]:
    name = gap.fact.partition(".")[0]
    spec = library.facts.facts.get(name)
    if spec is None:
        return
    before = last.get(name, last.get(spec.label))
    for item, field in _cells_of(spec):
        yield _row(name, spec, before, item, field, optional=optional)


def _cells_of(spec: FactSpec) -> Iterator[tuple[int, str]]:
    """Yield the rows of a fact: the item of a list of records, from 1, and the field; 0 and empty for what has none."""
    items = range(1, ITEMS + 1) if spec.fields and spec.type != "record" else (0,)
    yield from ((item, field) for item in items for field in spec.fields or ("",))


def row_key(name: str, item: int | str, field: str) -> str:
    """Return by what a row is known: ``place``, ``meeting.name``, ``cases#1.where``."""
    return f"{name}{f'#{item}' if item else ''}{f'.{field}' if field else ''}"


def _row_label(spec: FactSpec, item: int | str, field: str) -> str:
    return f"{spec.label}{item or ''}·{spec.fields[field]}" if field else spec.label


def normal(label: str) -> str:
    """Return the name of a row as it is compared: people put blanks and line ends into it."""
    return "".join(label.split())


def row_types(library: Library) -> dict[str, str]:
    """Return the types of the rows by their keys, and by their names as `normal` has them."""
    found: dict[str, str] = {}
    for name, spec in library.facts.facts.items():
        for item, field in _cells_of(spec):
            found[row_key(name, item, field)] = found[normal(_row_label(spec, item, field))] = _type(spec, field)
    return found


def _row(name: str, spec: FactSpec, last: Plain | None, item: int, field: str, *, optional: bool) -> SheetRow:
    return SheetRow(
        key=row_key(name, item, field),
        label=_row_label(spec, item, field),
        note=spec.note,
        unit="" if field else spec.unit,
        type=_type(spec, field),
        example=_shown(_item(spec.example, item), spec, field),
        last=_shown(_item(last, item), spec, field),
        office=spec.office or NO_OFFICE,
        optional=optional,
    )


def _item(value: Plain | None, item: int) -> Plain | None:
    """Return an item of a list of records, from 1; the value itself for 0; None where there is none."""
    if not item:
        return value
    return value[item - 1] if isinstance(value, list) and len(value) >= item else None


def _type(spec: FactSpec, field: str) -> str:
    if not field:
        return spec.type
    return "date" if field == "date" else "bool" if field == "cleared" else "text"


def _shown(value: Plain | None, spec: FactSpec, field: str) -> str:
    """Return an example or a value of last year as a person writes it in a cell."""
    if field:
        return value.get(field) or value.get(spec.fields[field], "") if isinstance(value, dict) else ""
    if isinstance(value, list):
        return "、".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def by_office(rows: Sequence[SheetRow]) -> dict[str, list[SheetRow]]:
    """Return the rows of each office."""
    found: dict[str, list[SheetRow]] = {}
    for row in rows:
        found.setdefault(row.office, []).append(row)
    return found


# ── what came back


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """Sheets put together."""

    facts: dict[str, Plain]
    """By name, as they are written in a YAML sheet."""
    origins: dict[str, str]
    """Where a value is from, as the offices say, by name."""
    problems: tuple[Problem, ...]
    """With any, nothing is to be used."""
    missing: tuple[str, ...]
    """The labels of facts for which nobody wrote anything."""


def merged(library: Library, sheets: Iterable[Returned]) -> Merged:
    """Return what sheets say together; conflicts, wrong types and lost rows are problems with their cells."""
    merge = _Merge(library)
    for sheet in sheets:
        merge.add(sheet)
    return merge.result()


class _Merge:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.labels = _labels(library)
        self.found: dict[str, Entry] = {}
        self.seen: set[str] = set()
        self.problems: list[Problem] = []

    def add(self, sheet: Returned) -> None:
        keys = set()
        for entry in sheet.entries:
            key = self._key(entry)
            if key is None:
                continue
            if key in keys and entry.value:
                self._bad("sheet-twice", entry, f"“{entry.label}”在这张表里写了两行", "留下一行")
            keys.add(key)
            if entry.value:
                self._take(key, entry)
        lost = [key for key in sheet.sent if key not in keys]
        for key in lost:
            message = f"少了一行：{self._label(key)}"
            hint = "从发出去的表里把这一行补回来（编号一起），空着也可以"
            self.problems.append(error("sheet-lost-row", message, Source(sheet.path), hint=hint))
        self.seen |= keys | set(lost)

    def _key(self, entry: Entry) -> str | None:
        """Return the key of a row, by its 编号, else by its name. Unknown ones with a value are problems."""
        known = KEY.fullmatch(entry.key)
        if known is not None and self._spec(known["fact"], known["field"]) is not None:
            return entry.key
        key = self.labels.get(normal(entry.label))
        if key is None and entry.value:
            hint = did_you_mean(entry.label, self.labels) or "名称照发出去的表写"
            self._bad("sheet-unknown", entry, f"没有“{entry.label or entry.key}”这个要素", hint)
        return key

    def _spec(self, fact: str, field: str | None) -> FactSpec | None:
        spec = self.library.facts.facts.get(fact)
        return spec if spec is not None and (field is None or field in spec.fields) else None

    def _label(self, key: str) -> str:
        known = KEY.fullmatch(key)
        spec = self.library.facts.facts.get(known["fact"]) if known else None
        if known is None or spec is None:
            return key
        return _row_label(spec, known["item"] or 0, known["field"] or "")

    def _take(self, key: str, entry: Entry) -> None:
        before = self.found.get(key)
        if before is not None and before.value != entry.value:
            where = f"{before.place.path}第{before.place.line}行（{before.cell}）" if before.cell else str(before.place)
            message = f"“{self._label(key)}”两处填的不一样：这里是“{entry.value}”，{where}是“{before.value}”"
            self._bad("sheet-conflict", entry, message, "问清楚，改成一样，或只留一处")
            return
        problem = self._wrong(key, entry.value)
        if problem:
            self._bad("sheet-value", entry, problem, "")
            return
        self.found.setdefault(key, entry)

    def _wrong(self, key: str, value: str) -> str:
        """Return what is wrong with a value; empty for nothing."""
        known = KEY.fullmatch(key)
        assert known is not None
        spec = self.library.facts.facts[known["fact"]]
        plain: Plain = {known["field"]: value} if known["field"] else value
        try:
            read_value([plain] if known["item"] and isinstance(plain, dict) else plain, spec)
        except WrongValue as wrong:
            return str(wrong)
        return ""

    def _bad(self, rule: str, entry: Entry, message: str, hint: str) -> None:
        cell = f"{entry.cell}：" if entry.cell else ""
        self.problems.append(error(rule, f"{cell}{message}", entry.place, hint=hint, match=entry.value))

    def result(self) -> Merged:
        facts: dict[str, Plain] = {}
        origins: dict[str, str] = {}
        items: dict[str, dict[int, dict[str, str]]] = {}
        for key, entry in self.found.items():
            known = KEY.fullmatch(key)
            assert known is not None
            name, field, item = known["fact"], known["field"], known["item"]
            if entry.origin:
                origins[name] = "；".join(dict.fromkeys([*filter(None, [origins.get(name)]), entry.origin]))
            if item and field:
                items.setdefault(name, {}).setdefault(int(item), {})[field] = entry.value
            elif field:
                record = facts.setdefault(name, {})
                assert isinstance(record, dict)
                record[field] = entry.value
            else:
                facts[name] = entry.value
        facts.update({name: [rows[number] for number in sorted(rows)] for name, rows in items.items()})
        names = {known["fact"] for key in self.seen if (known := KEY.fullmatch(key))}
        missing = [self.library.facts.facts[name].label for name in sorted(names) if name not in facts]
        return Merged(facts=facts, origins=origins, problems=tuple(self.problems), missing=tuple(missing))


def _labels(library: Library) -> dict[str, str]:
    """Return the key of each row by its name, as `normal` has it."""
    return {
        normal(_row_label(spec, item, field)): row_key(name, item, field)
        for name, spec in library.facts.facts.items()
        for item, field in _cells_of(spec)
    }
