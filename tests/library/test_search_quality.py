"""How well the search answers what writers type: the fifty queries of tests/data/search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from worlds import shipped

from drafter import api

QUERIES = Path(__file__).parent.parent / "data" / "search" / "queries.yaml"
FIRST = 5
ASKED = 0.95


def queries() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))["queries"]
    return found


def missed() -> dict[str, list[str]]:
    """Return the queries that none of the wanted blocks answers among the first, with what stands there."""
    library = shipped()
    found = {}
    for one in queries():
        first = [hit.block for hit in api.search(library, one["query"], limit=FIRST)]
        if not set(first) & set(one["wanted"]):
            found[one["query"]] = first
    return found


def test_fifty_queries_of_which_most_have_what_is_wanted_among_the_first_five() -> None:
    assert len(queries()) == 50
    wrong = missed()
    assert 1 - len(wrong) / 50 >= ASKED, wrong
