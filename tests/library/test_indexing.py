from __future__ import annotations

from datetime import date

import pytest

from drafter.library.indexing import dated_terms, traits_of
from drafter.model.block import Block, Validity
from drafter.model.term import Term, TermBook
from drafter.model.traits import Traits

TERMS = TermBook(
    checked=date(2026, 11, 1),
    families={"season": (Term(wording="开局之年", from_=date(2026, 1, 1), until=date(2026, 12, 31)),)},
    terms=(
        Term(wording="一府两院", until=date(2018, 3, 10)),
        Term(wording="一府一委两院", from_=date(2018, 3, 11)),
        Term(wording="党的二十大", from_=date(2022, 10, 16)),
        Term(wording="党的二十大和二十届三中全会", from_=date(2024, 7, 18)),
        Term(wording="四个意识"),
    ),
)


def traits(text: str, **more: object) -> Traits:
    block = Block(title="甲", theme="supervision", text={"require": text}, **more)  # type: ignore[arg-type]
    return traits_of(block, dated_terms(TERMS))["require"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("要增强四个意识。", None, None),
        ("要支持一府两院。", None, date(2018, 3, 10)),
        ("要监督一府一委两院。", date(2018, 3, 11), None),
        ("党的二十大以来，一府一委两院依法履职。", date(2022, 10, 16), None),
        ("学习贯彻党的二十大和二十届三中全会精神。", date(2024, 7, 18), None),
        ("今年是开局之年。", date(2026, 1, 1), date(2026, 12, 31)),
        ("今年是{{ 开局之年 }}。", None, None),
    ],
)
def test_a_text_is_valid_while_all_its_terms_are(text: str, first: date | None, last: date | None) -> None:
    found = traits(text)
    assert (found.valid_from, found.valid_until) == (first, last)


def test_what_a_block_says_itself_only_narrows() -> None:
    narrow = traits("要监督一府一委两院。", valid=Validity(from_=date(2020, 1, 1), until=date(2030, 1, 1)))
    wide = traits("要监督一府一委两院。", valid=Validity(from_=date(2000, 1, 1)))
    assert (narrow.valid_from, narrow.valid_until) == (date(2020, 1, 1), date(2030, 1, 1))
    assert wide.valid_from == date(2018, 3, 11)


def test_a_lead_counts_as_its_text_does() -> None:
    assert traits("要依法履职。", leads={"plain": "监督一府一委两院"}).valid_from == date(2018, 3, 11)


def test_changing_formulations_are_known_by_name() -> None:
    text = "深学{{ term.season }}，{% if level == 'city' %}{{ term.plan }}{% endif %}。"
    assert traits(text).families == ("plan", "season")


def test_the_hash_follows_the_text() -> None:
    assert traits("要依法履职。").hash == traits("要依法履职。").hash
    assert traits("要依法履职。").hash != traits("要依法监督。").hash


def test_a_shared_sentence_is_recognised_whatever_figure_it_holds() -> None:
    one = traits("今年开展执法检查{{ law_checks }}次，成效明显。要做好工作。")
    other = traits("又一年。今年开展执法检查{{ checks }}次，成效明显！")
    assert set(one.sentences) & set(other.sentences)
