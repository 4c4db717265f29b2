"""Speeches with hand-made labels, and how what the program reads out of them is held against the labels.

`tests/data/outlines` and `tests/data/defects` label the nine reference speeches, which lie outside the repository
(../shared/corpus); `tests/data/speeches` holds texts written for these tests, each with its labels beside it.
The labels were made from the texts by people who had seen no code (tests/data/outlines/README.md says how).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from drafter.corpus.figures import FactFinder
from drafter.corpus.language import Language
from drafter.corpus.speeches import speeches_of
from drafter.model.speech import Speech, all_items
from drafter.readers import read

DATA = Path(__file__).parent / "data"
OWN = DATA / "speeches"
NINE = DATA.parent.parent.parent / "shared" / "corpus"
"""The reference speeches; absent in an ordinary checkout."""
BLANKS = re.compile(r"[\s\u3000]+")
FIGURES = frozenset({"count", "amount", "percent", "date", "year"})


class Labelled(NamedTuple):
    """A file of speeches with what people found in it."""

    text: Path
    items: list[dict[str, Any]]
    repairs: list[dict[str, Any]]
    facts: list[dict[str, Any]]


def nine_speeches() -> Iterator[Labelled]:
    """Yield the reference speeches with their labels; nothing where they are absent."""
    for path in sorted(NINE.glob("*.txt")):
        outline = _read(DATA / "outlines" / f"{path.stem}.yaml")
        defects = _read(DATA / "defects" / f"{path.stem}.yaml")
        yield Labelled(path, _items(outline), defects.get("repairs") or [], defects.get("facts") or [])


def own_speeches() -> Iterator[Labelled]:
    """Yield the speeches written for the tests."""
    for path in sorted(OWN.glob("*.yaml")):
        labels = _read(path)
        text = next(one for one in OWN.glob(f"{path.stem}.*") if one.suffix != ".yaml")
        yield Labelled(text, _items(labels), _of_all(labels, "repairs"), _of_all(labels, "facts"))


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def _items(labels: dict[str, Any]) -> list[dict[str, Any]]:
    return _of_all({"speeches": labels["speeches"]}, "items")


def _of_all(labels: dict[str, Any], key: str) -> list[dict[str, Any]]:
    speeches = [one for speech in labels.get("speeches", []) for one in speech.get(key) or []]
    return [*(labels.get(key) or []), *speeches]


def speeches_in(labelled: Labelled, language: Language, finder: FactFinder) -> list[Speech]:
    """Return what the program reads out of a file."""
    return speeches_of(read(labelled.text), language, finder)


def compare(labelled: Labelled, speeches: list[Speech]) -> Counter[str]:
    """Return counts: headings wanted, got and found; of those found, right depths and themes; repairs and facts."""
    got = {_key(item.line, item.heading): item for speech in speeches for item in all_items(speech)}
    counts = Counter(wanted=len(labelled.items), got=len(got))
    for item in labelled.items:
        hit = got.get(_key(item["line"], item["heading"]))
        if hit is not None:
            counts["found"] += 1
            counts["depth"] += hit.depth == item["depth"]
            counts["theme"] += hit.theme == item["theme"]
            counts["theme or near"] += hit.theme in (item["theme"], *item.get("also", ()))
    repairs = [(one.line, one.column, one.text) for speech in speeches for one in speech.repairs]
    facts = [(one.line, one.column, one.text) for speech in speeches for one in speech.facts]
    for one in labelled.repairs:
        counts[f"{one['kind']} wanted"] += 1
        counts[f"{one['kind']} found"] += _is_found(one, repairs)
    for one in labelled.facts:
        if one["type"] in FIGURES:
            counts["figures wanted"] += 1
            counts["figures found"] += _is_found(one, facts)
    return counts


def _key(line: int, heading: str) -> tuple[int, str]:
    return line, BLANKS.sub("", heading)


def _is_found(wanted: dict[str, Any], found: list[tuple[int, int, str]]) -> bool:
    """Return whether a finding shares a character with a label."""
    start, end = wanted["column"], wanted["column"] + len(str(wanted["text"]))
    return any(line == wanted["line"] and column < end and start < column + len(text) for line, column, text in found)


def share(counts: Counter[str], part: str, whole: str) -> float:
    """Return a share of two counts; 1 where there is nothing to find."""
    return counts[part] / counts[whole] if counts[whole] else 1.0


def f1(counts: Counter[str]) -> float:
    """Return the harmonic mean of precision and recall of the headings."""
    return 2 * counts["found"] / ((counts["wanted"] + counts["got"]) or 1)
