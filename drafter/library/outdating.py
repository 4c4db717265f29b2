"""Blocks whose wording has lapsed, or soon will: which term, until when, and what is written instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from drafter.library.indexing import TAGS, passage_source
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.model.term import Term

SOON = 180
"""Days within which wording that will lapse is told."""


class Outdated(msgspec.Struct, frozen=True, kw_only=True):
    """A block with wording that is not right on a day, or will soon not be."""

    block: str
    title: str
    wording: str
    """The term; of a family of formulations without a wording its name, term.…"""
    until: str = ""
    """The last day of the term; empty where it is not right yet, or has none."""
    successor: str = ""
    basis: str = ""
    """What fixed the term."""
    lapsed: bool
    """Whether it is not right on the day itself."""


def outdated(library: Library, day: date, within: int = SOON) -> tuple[Outdated, ...]:
    """Return what is not right on `day`, or not any more `within` days, what is wrong already first.

    Blocks that are out of use are passed over.
    """
    watch = _Watch(library, day, day + timedelta(days=within))
    found = {
        (name, one.wording): one
        for name, block in library.blocks.items()
        if block.status != "deprecated"
        for one in watch.of(name, block)
    }
    return tuple(sorted(found.values(), key=lambda one: (not one.lapsed, one.until, one.block)))


class _Watch:
    def __init__(self, library: Library, day: date, limit: date) -> None:
        self.library = library
        terms = [*library.terms.all_terms(), *_replaced(library.terms.all_terms())]
        self.right = {one.wording for one in terms if one.valid_on(day)}
        self.risky = [one for one in terms if one.wording not in self.right or (one.until and one.until <= limit)]
        self.successors = {old: one.wording for one in terms for old in one.replaces if one.valid_on(limit)}
        self.wordless = {name for name in library.terms.families if library.terms.wording(name, day) is None}

    def of(self, name: str, block: Block) -> Iterator[Outdated]:
        """Yield what is wrong with a block."""
        for act in block.text:
            text = TAGS.sub("", "\n".join([*block.leads.values(), passage_source(block, act)]))
            yield from (self._told(name, block, one) for one in self.risky if _says(text, one))
            for family in sorted(self.wordless.intersection(self.library.traits[name][act].families)):
                yield Outdated(block=name, title=block.title, wording=f"term.{family}", lapsed=True)

    def _told(self, name: str, block: Block, one: Term) -> Outdated:
        return Outdated(
            block=name,
            title=block.title,
            wording=one.wording,
            until=one.until.isoformat() if one.until else "",
            successor=self.successors.get(one.wording, ""),
            basis=one.basis,
            lapsed=one.wording not in self.right,
        )


def _replaced(terms: Iterable[Term]) -> Iterator[Term]:
    """Yield the wordings that are known only as what a term replaced: they lasted until the day before it."""
    terms = list(terms)
    known = {one.wording for one in terms}
    for one in terms:
        for old in one.replaces:
            if old not in known and one.from_ is not None:
                yield Term(wording=old, until=one.from_ - timedelta(days=1), unless=one.unless, basis=one.basis)


def _says(text: str, term: Term) -> bool:
    return term.wording in text and not term.excused_in(text)
