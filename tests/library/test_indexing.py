from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from helpers import build_file_tree, small_root

from drafter.library import loading
from drafter.library.loading import load_library
from drafter.model.traits import Traits

TERMS = """
    checked: 2026-11-01
    families:
      season: [{wording: 开局之年, from: 2026-01-01, until: 2026-12-31, basis: 甲}]
      plan: [{wording: 十五五, basis: 甲}]
    terms:
      - {wording: 一府两院, until: 2018-03-10, basis: 甲}
      - {wording: 一府一委两院, from: 2018-03-11, basis: 甲}
      - {wording: 党的二十大, from: 2022-10-16, basis: 甲}
      - {wording: 党的二十大和二十届三中全会, from: 2024-07-18, basis: 甲}
      - {wording: 四个意识}
    """
TraitsOf = Callable[..., Traits]


@pytest.fixture
def traits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TraitsOf:
    """Return a function from a text (and more lines of its block) to what is worked out from it."""
    root = small_root(tmp_path / "shipped")
    monkeypatch.setattr(loading, "shipped_root", lambda: root)

    def worked_out(text: str, *, lead: str = "依法履职", more: str = "") -> Traits:
        block = f'title: 甲\ntheme: supervision\nleads: {{plain: {lead}}}\ntext: {{require: "{text}"}}\n{more}\n'
        build_file_tree({root / "sections/terms.yaml": TERMS, root / "sections/supervision/one.yaml": block})
        loaded = load_library(use_cache=False)
        assert loaded.problems == ()
        return loaded.library.traits["supervision/one"]["require"]

    return worked_out


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("要增强四个意识。", None, None),
        ("要支持一府两院。", None, date(2018, 3, 10)),
        ("要监督一府一委两院。", date(2018, 3, 11), None),
        ("党的二十大以来，一府一委两院依法履职。", date(2022, 10, 16), None),
        ("学习贯彻党的二十大和二十届三中全会精神。", date(2024, 7, 18), None),
        ("今年是开局之年。", date(2026, 1, 1), date(2026, 12, 31)),
        ("今年是{{ term.season }}。", None, None),
    ],
)
def test_a_text_is_valid_while_all_its_terms_are(
    text: str, first: date | None, last: date | None, traits: TraitsOf
) -> None:
    found = traits(text)
    assert (found.valid_from, found.valid_until) == (first, last)


def test_what_a_block_says_itself_only_narrows(traits: TraitsOf) -> None:
    narrow = traits("要监督一府一委两院。", more="valid: {from: 2020-01-01, until: 2030-01-01}")
    wide = traits("要监督一府一委两院。", more="valid: {from: 2000-01-01}")
    assert (narrow.valid_from, narrow.valid_until) == (date(2020, 1, 1), date(2030, 1, 1))
    assert wide.valid_from == date(2018, 3, 11)


def test_a_lead_counts_as_its_text_does(traits: TraitsOf) -> None:
    assert traits("要依法履职。", lead="监督一府一委两院").valid_from == date(2018, 3, 11)


def test_changing_formulations_are_known_by_name(traits: TraitsOf) -> None:
    text = "深学{{ term.season }}，{% if level == 'city' %}{{ term.plan }}{% endif %}。"
    assert traits(text).families == ("plan", "season")


def test_the_hash_follows_the_text(traits: TraitsOf) -> None:
    assert traits("要依法履职。").hash == traits("要依法履职。").hash
    assert traits("要依法履职。").hash != traits("要依法监督。").hash


def test_a_shared_sentence_is_recognised_whatever_figure_it_holds(traits: TraitsOf) -> None:
    one = traits("今年开展执法检查{{ law_checks }}次，成效明显。要做好工作。")
    other = traits("又一年。今年开展执法检查{{ place }}次，成效明显！")
    assert set(one.sentences) & set(other.sentences)
