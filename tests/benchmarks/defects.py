# ruff: noqa: E501
"""Repairs and facts against the labels: `python tests/benchmarks/defects.py SPEECHES LABELS [-v]`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from drafter.api import load
from drafter.corpus.figures import FactFinder
from drafter.corpus.language import learn
from drafter.corpus.speeches import speeches_of
from drafter.readers import read

FIGURES = {"count", "amount", "percent", "date", "year"}


def overlaps(wanted: dict[str, Any], line: int, column: int, text: str) -> bool:
    """Return whether a finding and a label share a character of the same line."""
    if wanted["line"] != line:
        return False
    return wanted["column"] < column + len(text) and column < wanted["column"] + len(str(wanted["text"]))


def main() -> None:
    """Print recall and precision by kind of repair and type of fact."""
    texts, labels = Path(sys.argv[1]), Path(sys.argv[2])
    library = load()
    language = learn(library)
    finder = FactFinder(library.facts, library.terms)
    table: dict[str, Counter[str]] = {}
    for label_file in sorted(labels.glob("*.yaml")):
        wanted = yaml.safe_load(label_file.read_text("utf-8"))
        speeches = wanted.get("speeches", [])
        repairs = (wanted.get("repairs") or []) + [one for speech in speeches for one in speech.get("repairs") or []]
        facts = (wanted.get("facts") or []) + [one for speech in speeches for one in speech.get("facts") or []]
        if not repairs and not facts:
            continue
        path = next(one for one in texts.glob(label_file.stem + ".*") if one.suffix != ".yaml")
        found = speeches_of(read(path), language, finder)
        measure(
            table, "repair", repairs, [(one.kind, one.line, one.column, one.text) for s in found for one in s.repairs]
        )
        measure(table, "fact", facts, [(one.type, one.line, one.column, one.text) for s in found for one in s.facts])
    for name, counts in sorted(table.items()):
        recall = counts["found"] / (counts["wanted"] or 1)
        precision = counts["right"] / (counts["got"] or 1)
        print(
            f"{name:34} wanted {counts['wanted']:4} recall {recall:.3f} got {counts['got']:4} precision {precision:.3f} exact {counts['exact']:4}"
        )
    figures = Counter()
    for name, counts in table.items():
        if name.removeprefix("fact ") in FIGURES:
            figures.update(counts)
    print(
        f"figures: recall {figures['found'] / figures['wanted']:.3f} precision {figures['right'] / figures['got']:.3f}"
    )


def measure(
    table: dict[str, Counter[str]], what: str, wanted: list[dict[str, Any]], got: list[tuple[str, int, int, str]]
) -> None:
    """Add the counts of one file."""
    key = "kind" if what == "repair" else "type"
    for one in wanted:
        counts = table.setdefault(f"{what} {one[key]}", Counter())
        counts["wanted"] += 1
        hits = [hit for hit in got if overlaps(one, *hit[1:])]
        if any(hit[0] == one[key] or what == "fact" for hit in hits):
            counts["found"] += 1
            counts["exact"] += any(hit[3] == one["text"] for hit in hits)
        elif "-v" in sys.argv:
            print(f"  - {what} {one[key]} {one['line']}:{one['column']} {one['text']!r}")
    for hit in got:
        counts = table.setdefault(f"{what} {hit[0]}", Counter())
        counts["got"] += 1
        if any(overlaps(one, *hit[1:]) for one in wanted):
            counts["right"] += 1
        elif "-v" in sys.argv:
            print(f"  + {what} {hit[0]} {hit[1]}:{hit[2]} {hit[3]!r}")


if __name__ == "__main__":
    main()
