from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import yaml

from drafter.errors import NotFoundError
from drafter.library.folders import shipped_root
from drafter.library.schemas import KINDS, schema_of, schemas

ROOT = shipped_root()
FILES: dict[str, str] = {
    "taxonomy": "sections/taxonomy.yaml",
    "facts": "sections/facts.yaml",
    "terms": "sections/terms.yaml",
    "headings": "sections/headings.yaml",
    "bridges": "sections/bridges.yaml",
    "synonyms": "sections/synonyms.yaml",
    "block": "sections/*/*.yaml",
    "structure": "templates/structures/*.yaml",
    "style": "templates/styles/*.yaml",
    "checks": "templates/checks/*.yaml",
}


class EditorLoader(yaml.SafeLoader):
    """YAML as an editor sees it: numbers are numbers, but JSON has no dates."""


EditorLoader.add_constructor("tag:yaml.org,2002:timestamp", EditorLoader.construct_yaml_str)


def as_editor_sees(text: str) -> Any:
    return yaml.load(text, Loader=EditorLoader)


def complaints(kind: str, value: Any) -> list[str]:
    checker = jsonschema.Draft7Validator(schema_of(kind), format_checker=jsonschema.FormatChecker())
    return [error.message for error in checker.iter_errors(value)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_a_draft_07_schema(kind: str) -> None:
    jsonschema.Draft7Validator.check_schema(schema_of(kind))


def test_all_schemas_come_by_name() -> None:
    assert schemas().keys() == KINDS.keys()
    assert schemas()["block"] == schema_of("block")


@pytest.mark.parametrize(("kind", "pattern"), FILES.items(), ids=FILES.keys())
def test_every_shipped_file_is_valid_to_an_editor(kind: str, pattern: str) -> None:
    paths = sorted(ROOT.glob(pattern))
    assert paths
    checker = jsonschema.Draft7Validator(schema_of(kind), format_checker=jsonschema.FormatChecker())
    wrong = [
        f"{path.relative_to(ROOT)}: {error.message}"
        for path in paths
        for error in checker.iter_errors(as_editor_sees(path.read_text(encoding="utf-8")))
    ]
    assert wrong == []


BLOCK = "title: 甲\ntheme: supervision\nleads: {plain: 乙}\ntext: {require: {how: 丙}}\n"
STRUCTURE = "title: 甲\nkind: other\nspeaker: [deputy]\nlength: 3000\nhead: {title: 乙}\nbody: [{say: 丙}]\n"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("block", BLOCK),
        ("block", BLOCK + "tags: [2026, 010, 12:30]\nvalid: {from: 2026-03-18}\n"),
        ("block", BLOCK + "sources: [{file: 001, at: 2.1}]\n"),
        ("structure", STRUCTURE),
        ("structure", STRUCTURE.replace("乙", "乙, date: 是")),
        ("workspace", "profile: {place: 青山县, 代表培训期数: 6, meeting: {date: 2026-03-18}, guests: [], slogan: }"),
    ],
)
def test_what_the_reader_accepts_is_valid_to_an_editor(kind: str, text: str) -> None:
    assert complaints(kind, as_editor_sees(text)) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("block", BLOCK.replace("theme: supervision\n", "")),
        ("block", BLOCK + "tag: [甲]\n"),
        ("block", BLOCK + "tags: 甲\n"),
        ("block", BLOCK + "part: middle\n"),
        ("block", BLOCK + "valid: {from: 去年}\n"),
        ("block", BLOCK + "sources: [{file: a, speech: 第一}]\n"),
        ("block", BLOCK.replace("{how: 丙}", "{how: [{lead: 丙}]}")),
        ("structure", STRUCTURE.replace("3000", "三千")),
        ("structure", STRUCTURE.replace("乙", "乙, date: 也许")),
        ("workspace", "profil: {}"),
    ],
)
def test_an_editor_sees_a_mistake(kind: str, text: str) -> None:
    assert complaints(kind, as_editor_sees(text)) != []


def test_editors_offer_the_words_of_the_vocabulary() -> None:
    block = schema_of("block")["definitions"]["Block"]["properties"]
    assert "supervision" in block["theme"]["examples"]
    suits = schema_of("block")["definitions"]["Suits"]["properties"]
    assert "party-secretary" in suits["by"]["items"]["examples"]
    assert "intro" in block["part"]["enum"]


def test_an_unknown_kind_gets_the_nearest_name() -> None:
    with pytest.raises(NotFoundError) as caught:
        schema_of("blok")
    assert "block" in caught.value.hint
