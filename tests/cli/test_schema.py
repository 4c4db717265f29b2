"""``drafter schema``: JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from commands import run

from drafter.library.schemas import KINDS

NAMED = [
    "block",
    "structure",
    "facts",
    "terms",
    "headings",
    "bridges",
    "checks",
    "taxonomy",
    "style",
    "recipe",
    "workspace",
]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_prints_a_valid_draft_07_schema(kind: str, tmp_path: Path) -> None:
    result = run("schema", kind, cwd=tmp_path)
    assert (result.status, result.err) == (0, "")
    assert result.data["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(result.data)


def test_without_a_kind_all_are_printed(tmp_path: Path) -> None:
    result = run("schema", cwd=tmp_path)
    assert set(NAMED) <= set(KINDS) == set(result.data)


def test_the_schema_offers_the_shipped_ids(tmp_path: Path) -> None:
    assert '"work-conference-speech"' in run("schema", "structure", cwd=tmp_path).out
