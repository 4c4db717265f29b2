"""Choosing first-level headings as a set: one form, near-equal length, none twice (对仗)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from drafter.assembly.filling import Filler
from drafter.assembly.turns import jitter
from drafter.errors import InputError, NothingFitsError
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
        chosen.update(_as_set(group, taken=frozenset(chosen.values())))
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
        if heading.theme == spec.theme
        and heading.form == spec.form
        and set(heading.tags) <= known
        and _can_print(filler, heading.text)
        if filler.is_valid(heading.text)
    ]
    if not found:
        form = library.taxonomy.title("forms", spec.form)
        theme = library.taxonomy.title("themes", spec.theme)
        raise NothingFitsError(
            f"“{section.id}”这一部分没有标题可用：标题库里没有“{theme}”主题、“{form}”句式的标题",
            hint="换一个句式，或在 headings.yaml 里补写",
        )
    return found


def _can_print(filler: Filler, text: str) -> bool:
    """Return whether the formulations in `text` have a wording on the day."""
    try:
        filler.measure(text)
    except InputError:
        return False
    return True


def _score(own: Sequence[str], asked: Sequence[str], seed: int, section: str, text: str) -> float:
    """Headings meant for just these tags come first; the jitter decides among equals."""
    return 2.0 * sum(tag in asked for tag in own) + jitter(seed, section, text, ()) * 2


def _as_set(options: Mapping[str, list[Candidate]], taken: frozenset[str]) -> dict[str, str]:
    """Return one heading a section, best by score less the spread of lengths, over every common length."""
    if not options:
        return {}
    sizes = sorted({one.size for found in options.values() for one in found})
    sections = sorted(options, key=lambda section: len(options[section]))
    trials = [(size, _near(sections, options, size, taken)) for size in sizes]
    sets = [(_value(found, size), -size, found) for size, found in trials if found is not None]
    if not sets:
        names = "、".join(f"“{section}”" for section in options)
        raise NothingFitsError(
            f"{names}这几部分的标题不够用：标题库里合用的标题比部分还少，同一个标题不用两次",
            hint="换一个句式，或在 headings.yaml 里补写",
        )
    best = max(sets, key=lambda one: one[:2])[2]
    return {section: best[section].text for section in options}


def _near(
    sections: Sequence[str], options: Mapping[str, list[Candidate]], size: int, taken: frozenset[str]
) -> dict[str, Candidate] | None:
    """Return the headings nearest to `size`, none twice; None where there are too few."""
    if not sections:
        return {}
    section, *rest = sections
    for one in sorted(options[section], key=lambda one: (_worth(one, size), one.text), reverse=True):
        if one.text in taken:
            continue
        found = _near(rest, options, size, taken | {one.text})
        if found is not None:
            return {section: one, **found}
    return None


def _value(found: Mapping[str, Candidate], size: int) -> float:
    return sum(_worth(found[section], size) for section in sorted(found))


def _worth(one: Candidate, size: int) -> float:
    return one.score - SPREAD_WEIGHT * abs(one.size - size)
