"""Outlines, repairs and facts against hand-made labels."""

from __future__ import annotations

from collections import Counter

import pytest
from labels import NINE, Labelled, compare, f1, nine_speeches, own_speeches, share, speeches_in

from corpus.world import finder, language


def total(found: list[Labelled]) -> Counter[str]:
    """Return the counts over several files."""
    counts: Counter[str] = Counter()
    for labelled in found:
        counts.update(compare(labelled, speeches_in(labelled, language(), finder())))
    return counts


@pytest.fixture(scope="module")
def nine() -> Counter[str]:
    """Return the counts over the nine reference speeches."""
    found = list(nine_speeches())
    if not found:
        pytest.skip(f"the reference speeches are not here: {NINE}")
    return total(found)


@pytest.fixture(scope="module")
def own() -> Counter[str]:
    """Return the counts over the speeches written for the tests."""
    return total(list(own_speeches()))


def test_the_headings_of_the_nine_speeches(nine: Counter[str]) -> None:
    assert share(nine, "found", "got") >= 0.95
    assert share(nine, "found", "wanted") >= 0.95


def test_their_depths_and_themes(nine: Counter[str]) -> None:
    assert share(nine, "depth", "found") >= 0.98
    assert share(nine, "theme", "found") >= 0.88


def test_their_redactions_slips_and_figures(nine: Counter[str]) -> None:
    wanted = nine["redaction wanted"] + nine["ocr wanted"]
    assert (nine["redaction found"] + nine["ocr found"]) / wanted >= 0.9
    assert share(nine, "figures found", "figures wanted") >= 0.9


def test_the_headings_of_speeches_in_many_other_forms(own: Counter[str]) -> None:
    assert own["wanted"] > 700
    assert f1(own) >= 0.9
    assert share(own, "depth", "found") >= 0.95


def test_the_redactions_and_figures_of_speeches_in_many_other_forms(own: Counter[str]) -> None:
    assert share(own, "redaction found", "redaction wanted") >= 0.9
    assert share(own, "figures found", "figures wanted") >= 0.85


def test_a_text_without_an_outline_yields_none() -> None:
    without = [one for one in own_speeches() if not one.items]
    assert len(without) >= 5
    for labelled in without:
        assert compare(labelled, speeches_in(labelled, language(), finder()))["got"] == 0, labelled.text.name
