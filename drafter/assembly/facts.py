"""Facts in layers, and what follows from them (DESIGN 4).

Later layers lie over earlier ones: the office profile, the meeting sheet, --set. What follows from the place and
the date is derived here and nowhere else, so that it is never a gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from drafter.assembly.values import Value, WrongValue, clean, read_value
from drafter.model.fact import FactSpec, Plain
from drafter.model.library import Library
from drafter.model.problem import Problem, error
from drafter.source import Source
from drafter.text.likeness import did_you_mean

SETTABLE: Mapping[str, str] = {
    "level": "层级",
    "unit": "简称用字",
    "our": "我市（县、区）",
    "whole": "全市（县、区）",
    "congress": "人大简称",
    "standing_body": "常设机关",
    "party_committee": "党委简称",
    "government": "政府简称",
    "court": "法院简称",
    "procuratorate": "检察院简称",
    "supervisory_commission": "监委简称",
    "localities": "下辖各地",
    "grassroots_congress": "下级人大",
    "superior_party": "上级党委",
    "superior_congress": "上级人大",
}
"""Derived names that an office may set itself, with their Chinese labels."""
LEVEL_WORDS = {"市级": "city", "设区的市": "city", "县级": "county", "乡级": "township", "乡镇": "township"}


class FactSheet(msgspec.Struct, frozen=True):
    """The values that somebody supplied, and the derived ones."""

    given: Mapping[str, Value]
    """Typed values by fact name; a fact that is missing here is a gap."""
    derived: Mapping[str, Value]
    level: str
    as_of: date
    raw: Mapping[str, Plain]
    """The layers merged, as written; goes into the recipe."""


class Layer(msgspec.Struct, frozen=True):
    """One source of facts."""

    values: Mapping[str, Plain]
    source: Source
    """File of the layer, or a name such as --set; used in messages."""
    lines: Mapping[str, int] = {}


def merge_layers(library: Library, layers: list[Layer]) -> tuple[dict[str, Value], dict[str, Plain], list[Problem]]:
    """Return the typed values of all layers, the same as written, and what is wrong in them."""
    given: dict[str, Value] = {}
    raw: dict[str, Plain] = {}
    problems: list[Problem] = []
    names = known_names(library)
    for layer in layers:
        for key, plain in layer.values.items():
            place = Source(layer.source.path, layer.lines.get(key, 0))
            name = names.get(key.strip())
            if name is None:
                hint = did_you_mean(key, names) or "要素名称见 drafter facts"
                problems.append(error("unknown-fact", f"没有“{key}”这个要素", place, hint=hint, match=key))
                continue
            try:
                value = _read(name, plain, library)
            except WrongValue as wrong:
                problems.append(error("wrong-value", str(wrong), place, match=key))
                continue
            _lay(name, _by_field(plain, library.facts.facts.get(name)), value, given, raw)
    return given, raw, problems


def _by_field(plain: Plain, spec: FactSpec | None) -> Plain:
    """Return a record as written, its labels as field names, so that layers of both kinds merge field by field."""
    if spec is None or not isinstance(plain, dict):
        return plain
    names = {label: name for name, label in spec.fields.items()}
    return {names.get(key, key): value for key, value in plain.items() if value.strip()}


def _lay(name: str, plain: Plain, value: Value | None, given: dict[str, Value], raw: dict[str, Plain]) -> None:
    """Lay one value over the earlier ones; records are laid field by field, an empty value hides nothing."""
    if value is None:
        return
    before, before_raw = given.get(name), raw.get(name)
    if isinstance(value, dict) and isinstance(before, dict):
        value = {**before, **value}
        plain = {**before_raw, **plain} if isinstance(before_raw, dict) and isinstance(plain, dict) else plain
    given[name] = value
    raw[name] = plain


def known_names(library: Library) -> dict[str, str]:
    """Return every key that a fact file may use (names and Chinese labels) with the name it means."""
    names = {label: name for name, label in SETTABLE.items()} | {name: name for name in SETTABLE}
    for name, spec in library.facts.facts.items():
        names[spec.label] = name
        names[name] = name
    return names


def _read(name: str, plain: Plain, library: Library) -> Value | None:
    if name == "level":
        return _read_level(plain, library)
    if name in SETTABLE:
        return read_value(plain, FactSpec(group="profile", label=SETTABLE[name], example=""))
    return read_value(plain, library.facts.facts[name])


def _read_level(plain: Plain, library: Library) -> str | None:
    word = clean(plain) if isinstance(plain, str) else ""
    level = LEVEL_WORDS.get(word, word)
    titles = {entry.title: name for name, entry in library.taxonomy.levels.items()}
    level = titles.get(level, level)
    if level and level not in library.taxonomy.levels:
        raise WrongValue(f"层级没有“{word}”，可以写 city（市）、county（县）、township（乡镇）")
    return level or None


UNIT_LEVELS = {
    "市": "city",
    "州": "city",
    "盟": "city",
    "县": "county",
    "旗": "county",
    "区": "county",
    "镇": "township",
    "乡": "township",
}


def derive(given: Mapping[str, Value], as_of: date, level: str, library: Library) -> dict[str, Value]:
    """Return everything that follows from the place, the level and the date."""
    place = str(given.get("place", ""))
    unit = str(given.get("unit") or (place[-1:] if place[-1:] in UNIT_LEVELS else "") or FALLBACK_UNITS[level])
    township = level == "township"
    party = "党委" if township else f"{unit}委"
    provincial = _provincial(str(given.get("province", "")))
    values: dict[str, Value] = {
        "level": level,
        "unit": unit,
        "our": f"我{unit}",
        "whole": f"全{unit}",
        "congress": f"{unit}人大",
        "standing_body": "主席团" if township else "常委会",
        "party_committee": f"{unit}党委" if township else party,
        "government": f"{unit}政府",
        "court": f"{unit}法院",
        "procuratorate": f"{unit}检察院",
        "supervisory_commission": f"{unit}监委",
        "localities": LOCALITIES[level],
        "grassroots_congress": _grassroots(level, unit),
        "superior_party": _superior_party(level, provincial),
        "superior_congress": "上级人大",
        "season": library.terms.wording("season", as_of) or f"{as_of.year}年",
        "year": as_of.year,
        "last_year": as_of.year - 1,
    }
    values.update((name, given[name]) for name in SETTABLE if name in given and name != "level")
    return values


FALLBACK_UNITS = {"city": "市", "county": "县", "township": "乡"}
LOCALITIES = {"city": "各县（市、区）", "county": "各乡镇（街道）", "township": "各村（社区）"}


def _grassroots(level: str, unit: str) -> str:
    """Name the congresses below: a district has streets, whose congress work is done by working bodies."""
    if level == "city":
        return "县乡人大"
    return "镇街人大" if unit == "区" else "乡镇人大"


def _provincial(province: str) -> str:
    """Return how the party committee of a province, region or municipality is called."""
    if province.endswith("自治区"):
        return "自治区党委"
    return f"{province[-1]}委" if province.endswith(("省", "市")) else ""


def _superior_party(level: str, provincial: str) -> str:
    if not provincial or level == "township":
        return "上级党委"
    return provincial if level == "city" or provincial == "市委" else f"{provincial}、市委"


def resolve_level(given: Mapping[str, Value], asked: str | None) -> str:
    """Return the legal level: as asked, as set, else as the place's last character says (市: city)."""
    if asked:
        return asked
    if given.get("level"):
        return str(given["level"])
    place = str(given.get("place", ""))
    return UNIT_LEVELS.get(str(given.get("unit") or place[-1:]), "county")


def meeting_date(given: Mapping[str, Value]) -> date | None:
    """Return the date of the meeting, where it is known."""
    meeting = given.get("meeting")
    day = meeting.get("date") if isinstance(meeting, dict) else None
    return day if isinstance(day, date) else None


def label_of(fact: str, library: Library) -> str:
    """Return the Chinese label of a fact, or of a field of a record (``meeting.name``)."""
    name, _, field = fact.partition(".")
    spec: Any = library.facts.facts.get(name)
    if spec is None:
        return SETTABLE.get(name, name)
    return str(spec.fields.get(field, spec.label)) if field else str(spec.label)
