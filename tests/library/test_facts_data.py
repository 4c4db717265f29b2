"""The facts that ship: enough of them, none without a use, every example of its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
import yaml

from drafter.assembly.values import read_value
from drafter.library.folders import shipped_root
from drafter.library.loading import load_library
from drafter.model.fact import FactBook
from drafter.model.library import Library

USED_BY_CODE: Mapping[str, str] = {
    "place": "unit, our, whole, congress and the like follow from it (assembly/facts.py)",
    "province": "the superior party committee follows from it (assembly/facts.py)",
    "signing_date": "the day below the signature of a report (assembly/building.py)",
    "meeting": "its date is the day by which formulations are chosen (assembly/facts.py)",
    "speaker_name": "the speaker line of the head (assembly/building.py)",
    "speaker_post": "the speaker line of the head (assembly/building.py)",
    "cases": "evidence slots draw from it (assembly/building.py)",
    "heard": "records of who spoke before; structures may loop over it (assembly/filling.py)",
}
"""Facts that need not stand in a text, each with the reason."""
TEXTS = ("sections/*/*.yaml", "sections/headings.yaml", "sections/bridges.yaml", "templates/structures/*.yaml")
TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.S)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library().library


@pytest.fixture(scope="module")
def book(library: Library) -> FactBook:
    return library.facts


def words_of_tags() -> Iterator[str]:
    """Return every word inside the tags of blocks, headings, bridges and structures."""
    for pattern in TEXTS:
        for path in sorted(shipped_root().glob(pattern)):
            for found in TAG.finditer(path.read_text("utf-8")):
                yield from re.findall(r"[a-z_]\w*", found[1] or found[2])


def test_there_are_enough_facts(book: FactBook) -> None:
    assert len(book.facts) >= 140


def test_every_fact_is_used(book: FactBook) -> None:
    used = set(words_of_tags())
    assert sorted(set(book.facts) - used - set(USED_BY_CODE)) == []


def test_the_facts_that_code_uses_exist(book: FactBook) -> None:
    assert set(USED_BY_CODE) <= set(book.facts)


def test_every_kind_of_fact_is_there(book: FactBook) -> None:
    kinds = {spec.type for spec in book.facts.values()}
    assert kinds >= {"text", "count", "amount", "percent", "date", "year", "ordinal", "person", "list", "record"}


def test_every_example_reads_as_its_type(book: FactBook) -> None:
    for name, spec in book.facts.items():
        assert read_value(spec.example, spec) not in (None, ""), name


def test_figures_have_a_unit_or_are_percentages(book: FactBook) -> None:
    bare = [name for name, spec in book.facts.items() if spec.type in ("count", "amount") and not spec.unit]
    assert bare == []


def test_the_filled_in_example_gives_every_fact_by_a_label_that_exists(book: FactBook) -> None:
    text = (shipped_root() / "templates" / "examples" / "qingshan.yaml").read_text("utf-8")
    given = yaml.load(text, Loader=yaml.BaseLoader)
    labels = {spec.label: name for name, spec in book.facts.items()} | {name: name for name in book.facts}
    assert [key for key in given if key not in labels] == []
    assert sorted(set(book.facts) - {labels[key] for key in given}) == []
