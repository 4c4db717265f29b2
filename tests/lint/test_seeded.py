"""The frozen sample of mistakes: nearly all are found, for the right reason; sound texts that look wrong are not."""

from __future__ import annotations

import functools
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import printed

from drafter.library.loading import load_library
from drafter.lint.running import check_library
from drafter.model.problem import Problem

DATA = Path(__file__).resolve().parent.parent / "data"
MISSED_AT_MOST = 2
TOUCHED_AT_LEAST = 45
FITTING: Mapping[str, set[str]] = {
    "length": {"length"},
    "connecting-word": {"wording.connecting-word"},
    "neighbour": {"wording.neighbour"},
    "bare-figure": {"bare-fact"},
    "bare-date": {"bare-fact"},
    "bare-name": {"bare-fact"},
    "slogans": {"slogan"},
    "unparallel": {"parallel"},
    # A list of members that is one edit away from a formulation may be told either way.
    "formulation": {"formulation", "unknown-term", "member-order"},
    "order": {"member-order", "formulation"},
    "lapsed": {"term-date"},
    "family-literal": {"family"},
    "sentence-twice": {"repetition", "near-duplicate"},
    "near-duplicate": {"near-duplicate", "repetition"},
    "act-voice": {"wording.report-directs", "wording.reason-directs", "wording.require-past"},
    "speaker": {"wording.party-secretary-only", "speaker"},
    "level": {"powers", "wording.wrong-powers"},
    "unknown-fact": {"unknown-fact"},
    "fact-type": {"fact-type", "template-forbidden"},
    "reference": {"reference"},
    "jinja": {"template-syntax", "template-forbidden"},
}
"""Kind of mistake → the rules (or the loader's codes) that may say so."""


def cases(name: str) -> list[dict[str, Any]]:
    """Return a file of the frozen data."""
    found: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))["cases"]
    return found


@functools.cache
def findings(name: str) -> Mapping[str, list[Problem]]:
    """Return what loading and checking find in the blocks of a file of cases, laid over the library, by case."""
    found: dict[str, list[Problem]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "drafter.yaml").write_text("profile: {}\n", "utf-8")
        homes = {}
        for case in cases(name):
            for block, text in case["blocks"].items():
                path = root / "sections" / f"{block}.yaml"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
                homes[str(path)] = case["id"]
        loaded = load_library(root)
        for problem in (*loaded.problems, *check_library(loaded.library)):
            if problem.source is not None and problem.source.path in homes:
                found[homes[problem.source.path]].append(problem)
    return found


def touches(problem: Problem, seeded: str) -> bool:
    """Return whether a finding speaks of the seeded words: it and they share three characters in a row."""
    size = min(3, len(seeded))
    parts = {seeded[at : at + size] for at in range(len(seeded) - size + 1)}
    short = len(problem.match) > 1 and problem.match in seeded
    return short or any(part in text for part in parts for text in (problem.match, problem.message))


def test_the_sample_is_whole() -> None:
    seeded = cases("seeded_mistakes")
    assert len(seeded) == 50
    assert {case["kind"] for case in seeded} == set(FITTING)
    assert len(cases("clean_blocks")) == 15


def test_nearly_every_mistake_is_found_by_a_rule_that_fits() -> None:
    missed = [
        case["id"]
        for case in cases("seeded_mistakes")
        if not any(one.rule in FITTING[case["kind"]] for one in findings("seeded_mistakes")[case["id"]])
    ]
    assert len(missed) <= MISSED_AT_MOST, missed


def test_the_findings_point_at_the_words_that_are_wrong() -> None:
    beside = [
        case["id"]
        for case in cases("seeded_mistakes")
        if not any(
            one.rule in FITTING[case["kind"]] and touches(one, case["match"])
            for one in findings("seeded_mistakes")[case["id"]]
        )
    ]
    assert 50 - len(beside) >= TOUCHED_AT_LEAST, beside


def test_a_finding_elsewhere_does_not_count_as_pointing_there() -> None:
    """The check above must not be one that cannot fail."""
    problem = Problem(rule="bare-fact", severity="error", message="写死了“九成”", match="九成")
    assert touches(problem, "九成以上")
    assert not touches(problem, "38所")


@pytest.mark.parametrize("case", cases("clean_blocks"), ids=lambda case: case["id"])
def test_nothing_is_found_in_a_sound_block(case: Mapping[str, Any]) -> None:
    assert printed(findings("clean_blocks")[case["id"]]) == [], case["say"]


def test_nothing_is_found_in_the_library_that_ships() -> None:
    loaded = load_library()
    assert printed([*loaded.problems, *check_library(loaded.library)]) == []
