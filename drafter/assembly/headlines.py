"""Choosing first-level headings as a set: one form, near-equal length, none twice (对仗)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from drafter.assembly.choosing import jitter
from drafter.assembly.filling import Filler
from drafter.errors import NothingFitsError
from drafter.model.library import Library
from drafter.model.structure import SectionSpec

SPREAD_WEIGHT = 1.0
"""How much one character's difference in length counts against the score of a heading."""


class Candidate(msgspec.Struct, frozen=True):
    """A heading that fits a section."""

    text: str
    size: int
    score: float


def choose_headings(
    library: Library,
    filler: Filler,
    sections: Sequence[SectionSpec],
    tags: Mapping[str, frozenset[str]],
    seed: int,
    fixed: Mapping[str, str],
) -> dict[str, str]:
    """Return the heading of every section that takes one from the bank, by section id.

    `tags` holds the tags of each section's blocks; a heading fits only where its own are among them. Headings in
    `fixed` stand. Raises NothingFitsError for a section that no heading fits.
    """
    wanted = [section for section in sections if section.heading.theme and section.heading.from_ is None]
    options = {one.id: _candidates(library, filler, one, tags[one.id], seed) for one in wanted if one.id not in fixed}
    chosen = {one.id: fixed[one.id] for one in wanted if one.id in fixed}
    for form in dict.fromkeys(section.heading.form for section in wanted):
        group = {one.id: options[one.id] for one in wanted if one.id in options and one.heading.form == form}
        chosen.update(_as_set(group, taken=set(chosen.values())))
    return chosen


def _candidates(
    library: Library, filler: Filler, section: SectionSpec, tags: frozenset[str], seed: int
) -> list[Candidate]:
    spec = section.heading
    known = tags | set(spec.tags)
    found = [
        Candidate(
            heading.text, filler.measure(heading.text), _score(heading.tags, spec.tags, seed, section.id, heading.text)
        )
        for heading in library.headings
        if heading.theme == spec.theme and heading.form == spec.form and set(heading.tags) <= known
    ]
    if not found:
        form = library.taxonomy.title("forms", spec.form)
        theme = library.taxonomy.title("themes", spec.theme)
        raise NothingFitsError(
            f"“{section.id}”这一部分没有标题可用：标题库里没有“{theme}”主题、“{form}”句式的标题",
            hint="换一个句式，或在 headings.yaml 里补写",
        )
    return found


def _score(own: Sequence[str], asked: Sequence[str], seed: int, section: str, text: str) -> float:
    """Headings meant for just these tags come first; the jitter decides among equals."""
    return 2.0 * sum(tag in asked for tag in own) + jitter(seed, section, text, ()) * 2


def _as_set(options: Mapping[str, list[Candidate]], taken: set[str]) -> dict[str, str]:
    """Return one heading a section, best by score less the spread of lengths, over every common length."""
    if not options:
        return {}
    sizes = sorted({one.size for found in options.values() for one in found})
    trials = [_near(options, size, set(taken)) for size in sizes]
    return max(trials, key=lambda trial: (trial[0], -trial[1]))[2]


def _near(options: Mapping[str, list[Candidate]], size: int, taken: set[str]) -> tuple[float, int, dict[str, str]]:
    total, chosen = 0.0, {}
    for section, found in options.items():
        free = [one for one in found if one.text not in taken] or found
        best = max(free, key=lambda one: (one.score - SPREAD_WEIGHT * abs(one.size - size), one.text))
        total += best.score - SPREAD_WEIGHT * abs(best.size - size)
        chosen[section] = best.text
        taken.add(best.text)
    return total, size, chosen
