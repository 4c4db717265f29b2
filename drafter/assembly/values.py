"""Reading fact values: from the plain text of YAML, a sheet or --set to typed values."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from drafter.model.fact import FactSpec, Plain
from drafter.text.numerals import to_half_width

Value = str | int | Decimal | bool | date | list[Any] | dict[str, Any]
TRUE, FALSE = ("是", "true", "yes", "有", "1"), ("否", "false", "no", "无", "0")
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
"""Characters that no fact holds; Python calls none of them printable."""
DATE = r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?"
LONGEST = 5_000
"""Characters of one value; a longer one is a pasted document, not a fact."""


class WrongValue(ValueError):
    """A value that does not fit its fact; the message is Chinese."""


def read_value(raw: Plain, spec: FactSpec) -> Value | None:
    """Return `raw` as a value of the type of `spec`; None for an empty one, which means not known.

    Raises WrongValue for anything else that does not fit.
    """
    if raw in ("", [], {}) or (isinstance(raw, str) and not raw.strip()):
        return None
    if spec.type == "record":
        return _record(raw, spec)
    if spec.type == "list":
        return _list(raw, spec)
    if isinstance(raw, dict) and spec.type in COMPARABLE:
        return _compared(raw, spec)
    if not isinstance(raw, str):
        raise WrongValue(f"“{spec.label}”应当是一个值")
    return READERS[spec.type](clean(raw), spec)


COMPARABLE = ("count", "amount", "percent")
"""Types of which a value may be given with that of the same time last year."""
PARTS = {"本期": "now", "now": "now", "上年同期": "last", "last": "last", "时段": "period", "period": "period"}


class Comparison:
    """What a figure is compared with. The figure itself stays a number, and prints as one."""

    last: Value
    """The same time last year."""
    period: str
    """1至10月; empty for none."""
    unit: str


class ComparedInt(int, Comparison):
    """A count with that of the same time last year."""


class ComparedDecimal(Decimal, Comparison):
    """An amount or a percentage with that of the same time last year."""


def _compared(raw: Mapping[str, str], spec: FactSpec) -> Value | None:
    if not PARTS.keys() >= raw.keys():
        raise WrongValue(f"“{spec.label}”应当是一个值，或分项写：本期、上年同期、时段")
    given = {PARTS[key]: clean(text) for key, text in raw.items() if text.strip()}
    if not given:
        return None
    if "now" not in given:
        raise WrongValue(f"“{spec.label}”没有写本期")
    now = READERS[spec.type](given["now"], spec)
    if "last" not in given:
        return now
    figure: ComparedInt | ComparedDecimal = ComparedInt(now) if isinstance(now, int) else ComparedDecimal(str(now))
    figure.last = READERS[spec.type](given["last"], spec)
    figure.period = given.get("period", "")
    figure.unit = spec.unit or ("%" if spec.type == "percent" else "")
    return figure


def clean(text: str) -> str:
    """Return `text` trimmed. Raises WrongValue for control characters and texts that are no fact."""
    text = text.strip()
    if not text.isprintable() and re.search(CONTROL, text):
        raise WrongValue("里面有不可见的控制字符")
    if len(text) > LONGEST:
        raise WrongValue(f"太长，不超过 {LONGEST} 字")
    return text


def _text(text: str, _spec: FactSpec) -> Value:
    return text


def _whole_number(text: str, spec: FactSpec) -> Value:
    digits = to_half_width(text).replace(",", "").removesuffix(spec.unit).strip() if spec.unit else to_half_width(text)
    digits = digits.replace(",", "").removeprefix("第").removesuffix("年" if spec.type == "year" else "\0")
    if re.fullmatch(r"\d{1,12}", digits):
        return int(digits)
    raise WrongValue(f"“{spec.label}”应当是整数，写的却是“{text}”")


def _decimal(text: str, spec: FactSpec) -> Value:
    digits = to_half_width(text).replace(",", "")
    digits = digits.removesuffix("%") if spec.type == "percent" else digits.removesuffix(spec.unit)
    if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", digits.strip()):
        return Decimal(digits.strip())
    raise WrongValue(f"“{spec.label}”应当是数，写的却是“{text}”")


def _bool(text: str, spec: FactSpec) -> Value:
    if text.lower() in TRUE + FALSE:
        return text.lower() in TRUE
    raise WrongValue(f"“{spec.label}”应当写“是”或“否”，写的却是“{text}”")


def read_date(text: str) -> date:
    """Return a date written 2026-03-18, 2026/3/18 or 2026年3月18日. Raises WrongValue."""
    plain = to_half_width(text.strip())
    if len(plain) == 10 and plain[4] == plain[7] == "-":  # as nearly all are written
        with contextlib.suppress(ValueError):
            return date.fromisoformat(plain)
    found = re.fullmatch(DATE, plain)
    if not found:
        raise WrongValue(f"日期应当写成 2026-03-18，写的却是“{text}”")
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as failure:
        raise WrongValue(f"没有“{text}”这一天") from failure


def _date(text: str, _spec: FactSpec) -> Value:
    return read_date(text)


def _list(raw: Plain, spec: FactSpec) -> Value | None:
    if isinstance(raw, str):
        raw = [part for part in re.split(r"[、；;\n]", raw) if part.strip()]
    if not isinstance(raw, list):
        raise WrongValue(f"“{spec.label}”应当是一个列表")
    if spec.fields:
        records = [_record(item, spec) for item in raw]
        return [record for record in records if record] or None
    if not all(isinstance(item, str) for item in raw):
        raise WrongValue(f"“{spec.label}”的每一项应当是一个值")
    return [clean(str(item)) for item in raw if str(item).strip()] or None


def _record(raw: Any, spec: FactSpec) -> dict[str, Value] | None:
    if not isinstance(raw, dict):
        fields = "、".join(spec.fields.values())
        raise WrongValue(f"“{spec.label}”要分项填写：{fields}")
    names = {label: name for name, label in spec.fields.items()} | {name: name for name in spec.fields}
    record: dict[str, Value] = {}
    for key, text in raw.items():
        if key not in names:
            raise WrongValue(f"“{spec.label}”没有“{key}”这一项，可以写：{'、'.join(spec.fields)}")
        if not isinstance(text, str):
            raise WrongValue(f"“{spec.label}”的“{key}”应当是一个值")
        if text.strip():
            record[names[key]] = _field(names[key], clean(text), spec)
    return record or None


def _field(name: str, text: str, spec: FactSpec) -> Value:
    """Read a field of a record: those named `date` are dates, `cleared` is a yes or no."""
    if name == "date":
        return read_date(text)
    return _bool(text, spec) if name == "cleared" else text


READERS: Mapping[str, Callable[[str, FactSpec], Value]] = {
    "text": _text,
    "person": _text,
    "count": _whole_number,
    "ordinal": _whole_number,
    "year": _whole_number,
    "amount": _decimal,
    "percent": _decimal,
    "bool": _bool,
    "date": _date,
}
