# ruff: noqa: E501
"""Outlines against the labels: `python tests/benchmarks/outlines.py SPEECHES LABELS`, folders of texts and of YAML.

Prints precision and recall of headings (exact text at the right line), the share of right depths and themes among
those found, and what was missed or made up. A naive reader of line starts is measured beside it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from drafter.api import load
from drafter.corpus.language import learn
from drafter.corpus.outlining import outline
from drafter.corpus.tagging import tagged
from drafter.model.reading import Reading
from drafter.model.speech import all_items

NAIVE = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[、.]|[一二三四五六七八九十][是要])(.*)"
)
LOOSE = re.compile(r"[\s\u3000]+")


def labels(file: Path) -> list[dict[str, Any]]:
    """Return the labelled items of a file."""
    found = yaml.safe_load(file.read_text("utf-8"))
    return [item for speech in found["speeches"] for item in speech.get("items") or []]


def naive(text: str) -> set[tuple[int, str]]:
    """Return what a reader of line starts takes for headings."""
    found = set()
    for number, line in enumerate(text.split("\n"), 1):
        if match := NAIVE.match(line):
            found.add((number, re.split("[。；：！？]", match[1])[0].strip()))
    return found


def plain_reading(path: Path) -> Reading:
    """Return a text file as a reading, without the readers."""
    from drafter.readers import read

    return read(path)


def compare(text_file: Path, label_file: Path, language: Any, verbose: bool = False) -> Counter[str]:
    """Return the counts of one file."""
    reading = plain_reading(text_file)
    wanted = labels(label_file)
    got = [item for speech in outline(reading, language) for item in all_items(tagged(speech, language))]
    keys = Counter((item["line"], LOOSE.sub("", item["heading"])) for item in wanted)
    mine = {(item.line, LOOSE.sub("", item.heading)): item for item in got}
    counts: Counter[str] = Counter(wanted=len(wanted), got=len(got))
    for item in wanted:
        key = (item["line"], LOOSE.sub("", item["heading"]))
        hit = mine.get(key)
        if hit is None:
            if verbose:
                print(f"  - {text_file.name}:{item['line']} d{item['depth']} {item['marker']}{item['heading'][:60]}")
            continue
        counts["found"] += 1
        counts["depth"] += hit.depth == item["depth"]
        counts["marker"] += LOOSE.sub("", hit.marker).rstrip("，,") == LOOSE.sub("", item["marker"]).rstrip("，,")
        counts["run_in"] += hit.run_in == item["run_in"]
        counts["theme"] += hit.theme == item["theme"]
        counts["theme_also"] += hit.theme in (item["theme"], *item.get("also", ()))
        if verbose and hit.depth != item["depth"]:
            print(
                f"  d {text_file.name}:{item['line']} {item['depth']}≠{hit.depth} {item['marker']}{item['heading'][:40]}"
            )
        if "-t" in sys.argv and hit.theme != item["theme"]:
            print(f"  t {item['theme']} {item.get('also', [])} ≠ {hit.theme} | {item['heading'][:50]}")
    for key, item in mine.items():
        if key not in keys and verbose:
            print(f"  + {text_file.name}:{item.line} d{item.depth} {item.marker}|{item.heading[:60]}")
    simple = naive(reading.text)
    counts["naive_got"] = len(simple)
    counts["naive_found"] = sum((line, LOOSE.sub("", head)) in keys for line, head in simple)
    return counts


def main() -> None:
    """Print the table."""
    texts, label_folder = Path(sys.argv[1]), Path(sys.argv[2])
    verbose = "-v" in sys.argv
    language = learn(load())
    total: Counter[str] = Counter()
    for label_file in sorted(label_folder.glob("*.yaml")):
        text_file = next(one for one in texts.glob(label_file.stem + ".*") if one.suffix != ".yaml")
        counts = compare(text_file, label_file, language, verbose)
        total.update(counts)
        print(row(label_file.stem[:28], counts))
    print(row("all", total))


def row(name: str, counts: Counter[str]) -> str:
    """Return one line of the table."""
    found = counts["found"] or 1
    precision, recall = counts["found"] / (counts["got"] or 1), counts["found"] / (counts["wanted"] or 1)
    return (
        f"{name:30} n {counts['wanted']:3} P {precision:.3f} R {recall:.3f} depth {counts['depth'] / found:.3f} "
        f"theme {counts['theme'] / found:.2f}/{counts['theme_also'] / found:.2f} marker {counts['marker'] / found:.2f} "
        f"run-in {counts['run_in'] / found:.2f} | naive P {counts['naive_found'] / (counts['naive_got'] or 1):.2f} "
        f"R {counts['naive_found'] / (counts['wanted'] or 1):.2f}"
    )


if __name__ == "__main__":
    main()
