"""Choosing first-level headings as a set: one form, near-equal length, none twice (对仗)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.assembly.filling import Filler
from drafter.assembly.optimising import solve
from drafter.assembly.scoring import POINT
from drafter.assembly.sizing import punctuation
from drafter.assembly.tasks import Option, Place, Shape, Window
from drafter.assembly.turns import jitter
from drafter.errors import InputError, NothingFitsError
from drafter.model.library import Library
from drafter.model.structure import SectionSpec

TAG = POINT // 5
"""What a tag is worth that the section asks for: two characters' difference in length."""
JITTER = POINT // 5
"""Decides among equals, by the seed."""


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
    wanted = [section for section in sections if section.heading.from_bank]
    places, seen = [], set[str]()
    for section in wanted:
        text = fixed.get(section.id)
        options = (
            _candidates(library, filler, section, tags[section.id], seed)
            if text is None
            else (_option(filler, text, 0, free=text in seen),)
        )
        seen.update(option.key for option in options if text is not None)
        places.append(Place(id=section.id, options=options, group=section.heading.form))
    answer = solve(places, Window(0, 0, 0))
    if answer is None:
        raise _too_few(places)
    return {place.id: place.options[answer.picks[place.id].option].key for place in places}


def _candidates(
    library: Library, filler: Filler, section: SectionSpec, tags: frozenset[str], seed: int
) -> tuple[Option, ...]:
    spec = section.heading
    known = tags | set(spec.tags)
    found = tuple(
        _option(filler, heading.text, _score(heading.tags, spec.tags, seed, section.id, heading.text))
        for heading in library.headings
        if heading.theme == spec.theme
        and heading.form == spec.form
        and set(heading.tags) <= known
        and _can_print(filler, heading.text)
        and filler.is_valid(heading.text)
    )
    if not found:
        raise _none_fits(library, section)
    return found


def _option(filler: Filler, text: str, worth: int, *, free: bool = False) -> Option:
    """Return a heading as an option; `free` lets the writer's own stand twice."""
    shape = Shape(filler.measure(text), punctuation(text))
    return Option(key=text, worth=worth, shape=shape, marks=frozenset() if free else frozenset((text,)))


def _none_fits(library: Library, section: SectionSpec) -> NothingFitsError:
    spec = section.heading
    form, theme = library.taxonomy.title("forms", spec.form), library.taxonomy.title("themes", spec.theme)
    others = dict.fromkeys(one.form for one in library.headings if one.theme == spec.theme)
    has = "、".join(f"“{library.taxonomy.title('forms', one)}”" for one in others)
    return NothingFitsError(
        f"“{section.id}”这一部分没有标题可用：标题库里没有“{theme}”主题、“{form}”句式的标题",
        hint=f"换一个句式{f'（这个主题有{has}）' if has else ''}，或在 headings.yaml 里补写",
    )


def _too_few(places: Sequence[Place]) -> NothingFitsError:
    names = "、".join(f"“{place.id}”" for place in places)
    return NothingFitsError(
        f"{names}这几部分的标题不够用：标题库里合用的标题比部分还少，同一个标题不用两次",
        hint="换一个句式，或在 headings.yaml 里补写",
    )


def _can_print(filler: Filler, text: str) -> bool:
    """Return whether the formulations in `text` have a wording on the day."""
    try:
        filler.measure(text)
    except InputError:
        return False
    return True


def _score(own: Sequence[str], asked: Sequence[str], seed: int, section: str, text: str) -> int:
    """Headings meant for just these tags come first; the jitter decides among equals."""
    return TAG * sum(tag in asked for tag in own) + int(JITTER * jitter(seed, section, text, ()))
