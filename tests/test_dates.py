"""Every draft says what was right on its day: past, recent and today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from worlds import STRUCTURES, all_paragraphs, example_facts, load_over_shipped, shipped

from drafter.api import make_draft
from drafter.errors import NothingFitsError
from drafter.model.draft import Draft
from drafter.model.term import Term

TODAY = date(2026, 11, 22)
DAYS = [date(2019, 6, 1), date(2022, 6, 1), TODAY]
ORIGINAL = [
    "experience-report-three-parts",
    "inspection-symposium-four-points",
    "party-building-five-essentials",
    "party-building-report-quoted",
    "work-conference-dashes",
    "work-conference-mixed-markers",
    "work-conference-parenthesised",
    "work-conference-six-sections",
    "work-conference-unnumbered",
]
"""The structures that must be draftable for days long past as well."""

each_day = pytest.mark.parametrize("day", DAYS, ids=str)


PLACES = {"city": "江州市", "county": "青山县", "township": "青山镇"}


def draft_on(name: str, day: date) -> Draft:
    """Return a draft for which every fact is known, at a level for which the structure is made."""
    levels = shipped().structures[name].levels or ("county",)
    level = "county" if "county" in levels else levels[0]
    facts = {**example_facts(shipped()), "place": PLACES[level]}
    return make_draft(shipped(), name, facts=facts, level=level, as_of=day, today=TODAY).draft


def own_words(draft: Draft) -> Iterator[str]:
    """Return each paragraph without what the facts say: an office may quote whatever it likes."""
    given = sorted(set(words_of([*example_facts(shipped()).values()])), key=len, reverse=True)
    for paragraph in all_paragraphs(draft):
        text = paragraph.text
        for words in given:
            text = text.replace(words, "〇")
        yield text


def words_of(value: object) -> Iterator[str]:
    """Return the texts of a fact, or of a record or list of them, that are long enough to hold a formulation."""
    if isinstance(value, str):
        yield from [value] if len(value) > 3 else []
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from words_of(one)


def wrong_on(text: str, day: date, terms: tuple[Term, ...]) -> list[str]:
    """Return the wordings in `text` that were not right on `day`; what a longer wording covers is not looked at."""
    right = {term.wording for term in terms if within(term, day)}
    found = []
    for term in sorted(terms, key=lambda one: len(one.wording), reverse=True):
        if term.wording not in text:
            continue
        sentences = [one for one in re.split("[。！？\n]", text) if term.wording in one]
        excused = term.unless and all(any(word in one for word in term.unless) for one in sentences)
        if term.wording not in right and not excused:
            found.append(term.wording)
        text = text.replace(term.wording, "〓")
    return found


def within(term: Term, day: date) -> bool:
    return (term.from_ or date.min) <= day <= (term.until or date.max)


def test_the_scan_finds_what_is_wrong() -> None:
    """The check below must not be one that cannot fail."""
    terms = shipped().terms.all_terms()
    assert wrong_on("要实施“十五五”规划。", date(2019, 6, 1), terms) == ["“十五五”规划"]
    assert wrong_on("要坚决打赢脱贫攻坚战。", TODAY, terms) == ["坚决打赢脱贫攻坚战"]
    assert wrong_on("要坚决打赢脱贫攻坚战。", date(2019, 6, 1), terms) == []


@each_day
@pytest.mark.parametrize("name", ORIGINAL)
def test_a_draft_holds_no_wording_that_was_not_right_on_its_day(name: str, day: date) -> None:
    draft = draft_on(name, day)
    assert draft.as_of == day.isoformat()
    assert [one.message for one in draft.problems if one.rule == "term-date"] == []
    terms = shipped().terms.all_terms()
    assert [(text, found) for text in own_words(draft) if (found := wrong_on(text, day, terms))] == []


@pytest.mark.parametrize("name", sorted(set(STRUCTURES) - set(ORIGINAL)))
def test_the_other_structures_are_right_today(name: str) -> None:
    terms = shipped().terms.all_terms()
    assert [found for text in own_words(draft_on(name, TODAY)) if (found := wrong_on(text, TODAY, terms))] == []


@each_day
def test_the_same_structure_prints_the_wordings_of_its_day(day: date) -> None:
    text = "\n".join(own_words(draft_on("work-conference-six-sections", day)))
    terms = shipped().terms
    for family in ("party_congress", "five_year_plan"):
        others = {term.wording for term in terms.families[family]} - {terms.wording(family, day)}
        later = {term.wording for term in terms.families[family] if term.from_ and term.from_ > day}
        assert not any(wording in text for wording in others & later)


# ── where the day leaves nothing

SMALL = {
    "templates/structures/small.yaml": """
        title: 小结构
        kind: work-conference-speech
        speaker: [party-secretary]
        to: [congress]
        act: require
        length: 100
        head: {title: 在小会上的讲话}
        body: [{pick: {id: only, theme: supervision, tags: [独此一段]}}]
        """,
    "sections/supervision/own.yaml": """
        title: 独此一段
        theme: supervision
        tags: [独此一段]
        part: whole
        leads: {plain: 把乡村的事办好}
        text: {require: 要推动乡村全面振兴，因地制宜发展新质生产力。}
        """,
}


def narrowed(root: Path, day: date) -> Draft:
    """Return a draft whose only slot takes nothing but the workspace's block, whose words are of 2024."""
    library = load_over_shipped(root, SMALL)
    blocks = {"supervision/own": library.blocks["supervision/own"]}
    alone = msgspec.structs.replace(library, blocks=blocks)
    return make_draft(alone, "small", facts={"place": "青山县"}, as_of=day, today=TODAY).draft


def test_a_block_with_words_of_2024_serves_after_that(tmp_path: Path) -> None:
    assert "因地制宜发展新质生产力" in "".join(own_words(narrowed(tmp_path, date(2024, 6, 1))))


def test_before_that_the_message_names_the_slot_and_the_reason(tmp_path: Path) -> None:
    with pytest.raises(NothingFitsError) as caught:
        narrowed(tmp_path, date(2019, 6, 1))
    assert "only" in caught.value.message
    assert "提法" in f"{caught.value.message}{caught.value.hint}"
    assert "日期" in f"{caught.value.message}{caught.value.hint}"
