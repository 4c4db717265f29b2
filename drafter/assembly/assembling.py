"""The orchestrator: structure and facts in, draft out. Reads as the flow of the work.

plan → choose → headings → bridges → lengths → tree
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from drafter.assembly.bridging import choose_bridges
from drafter.assembly.building import Builder, Selection
from drafter.assembly.choosing import TOLERANCE, Fixed, Passage, Wishes, choose, moves_of, set_lengths
from drafter.assembly.facts import FactSheet, Layer, derive, label_of, meeting_date, merge_layers, resolve_level
from drafter.assembly.filling import Filler
from drafter.assembly.headlines import choose_headings
from drafter.assembly.office import office_facts
from drafter.assembly.planning import Slot, plan, planned_items
from drafter.errors import InvalidFilesError, NothingFitsError
from drafter.library.folders import WORKSPACE_MARK
from drafter.model.draft import Choice, Draft, Gap, Paragraph, Section, paragraphs
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.structure import SectionSpec, Structure
from drafter.source import Source
from drafter.text.counting import length
from drafter.text.numerals import date_text


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft is ordered with, besides its structure."""

    layers: tuple[Layer, ...] = ()
    """Facts, earliest first."""
    level: str | None = None
    as_of: date | None = None
    """Defaults to the meeting's date, else `today`."""
    today: date
    seed: int = 1
    length: int | None = None
    focus: tuple[str, ...] = ()
    fixed: Mapping[str, Fixed] = {}
    headings: Mapping[str, str] = {}
    bridges: Mapping[str, str] | None = None


class Assembled(msgspec.Struct, frozen=True):
    """A draft, and what its recipe needs to know besides."""

    draft: Draft
    sheet: FactSheet
    headings: Mapping[str, str]
    bridges: Mapping[str, str]


def read_facts(library: Library, order: Order, speakers: Sequence[str] = ()) -> FactSheet:
    """Return the facts of all layers with what follows from them. Raises InvalidFilesError for wrong ones.

    The office profile lies lowest: its facts first, then what its tables say for the day and the speaker.
    """
    office = library.office
    layers = [Layer(office.profile, Source(WORKSPACE_MARK))] if office.profile else []
    given, raw, problems = merge_layers(library, [*layers, *order.layers])
    as_of = order.as_of or meeting_date(given) or order.today
    settled = {name: value for name, value in office_facts(office, as_of, speakers).items() if name not in given}
    more, more_raw, more_problems = merge_layers(library, [Layer(settled, Source(WORKSPACE_MARK))])
    if problems or more_problems:
        raise InvalidFilesError([*problems, *more_problems])
    given, raw = {**more, **given}, {**more_raw, **raw}
    level = resolve_level(given, order.level)
    return FactSheet(given=given, derived=derive(given, as_of, level, library), level=level, as_of=as_of, raw=raw)


def assemble(library: Library, identity: str, order: Order) -> Assembled:
    """Return the draft of the structure `identity`.

    Raises InvalidFilesError for wrong facts and NothingFitsError where a slot or a heading cannot be had.
    """
    structure = library.structures[identity]
    sheet = read_facts(library, order, structure.speaker)
    _require_level(library, structure, sheet.level)
    target = order.length or structure.length
    wishes = Wishes(
        level=sheet.level,
        as_of=sheet.as_of,
        seed=order.seed,
        target=target,
        focus=order.focus,
        fixed=order.fixed,
        salt=identity,
    )
    slots = plan(structure)
    sections = [item.section for item in structure.body if item.section is not None]
    chosen = choose(library, structure, slots, wishes)
    measuring = Filler(library, sheet, len(sections), examples=True)
    headings = choose_headings(
        library, measuring, sections, _tags(library, sections, slots, chosen), order.seed, order.headings
    )
    passages = {name: _passage(library, slots[name], block, wishes) for name, block in chosen.items()}
    bridges = choose_bridges(library.bridges, _neighbours(structure, passages), order.seed, order.bridges)
    selection = Selection(passages=passages, headings=headings, bridges=bridges)
    selection = _to_length(library, structure, selection, measuring, wishes)
    draft = _draft(library, identity, selection, Filler(library, sheet, len(sections)), sheet, wishes)
    planned = _planned_length(library, structure, selection, measuring)
    found = (
        *draft.problems,
        *_place_problems(sheet),
        *_length_problems(planned, target),
        *_date_problems(library, sheet.as_of),
        *_term_problems(draft, measuring),
    )
    draft = msgspec.structs.replace(draft, problems=found)
    return Assembled(draft, sheet, headings, bridges)


def _require_level(library: Library, structure: Structure, level: str) -> None:
    if structure.levels and level not in structure.levels:
        titles = "；".join(library.taxonomy.title("levels", one) for one in structure.levels)
        raise NothingFitsError(
            f"“{structure.title}”这个结构用于{titles}，不用于{library.taxonomy.title('levels', level)}",
            hint="换一个结构（drafter structures list），或用 --level 写明层级",
        )


def _tags(
    library: Library, sections: Sequence[SectionSpec], slots: Mapping[str, Slot], chosen: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """Return the tags of the blocks in each section."""
    found: dict[str, set[str]] = {section.id: set() for section in sections}
    for name, block in chosen.items():
        if slots[name].section:
            found[slots[name].section].update(library.blocks[block].tags)
    return {section: frozenset(tags) for section, tags in found.items()}


def _passage(library: Library, slot: Slot, block: str, wishes: Wishes) -> Passage:
    fixed = wishes.fixed.get(slot.id)
    if fixed is not None:
        return Passage(slot, block, fixed.acts, fixed.moves)
    variants = moves_of(library.blocks[block], slot.acts)
    return Passage(slot, block, slot.acts, variants[_standard(variants)])


def _standard(variants: Sequence[object]) -> int:
    return min(1, len(variants) - 1)


def _neighbours(structure: Structure, passages: Mapping[str, Passage]) -> list[tuple[Passage, Passage]]:
    """Return the pairs of passages between which a transition may stand: the second stands alone, the first
    comes right before it, with no words of the structure's own between them.
    """
    pairs = []
    before: Passage | None = None
    for item, slots in planned_items(structure):
        if item.say or item.salute:
            before = None
        for slot in slots:
            passage = passages.get(slot.id)
            if passage is None:
                continue
            if before is not None and not passage.slot.section:
                pairs.append((before, passage))
            before = passage
    return pairs


def _to_length(
    library: Library, structure: Structure, selection: Selection, filler: Filler, wishes: Wishes
) -> Selection:
    """Return `selection` with the moves set so that the draft comes near its length."""
    free = {name: one for name, one in selection.passages.items() if name not in wishes.fixed and len(one.acts) == 1}
    variants = {name: moves_of(library.blocks[one.block], one.acts) for name, one in free.items()}
    variants = {name: found for name, found in variants.items() if len(found) > 1}
    sizes = {
        name: tuple(_size(library, filler, free[name], moves) for moves in found) for name, found in variants.items()
    }
    standard = {name: _standard(found) for name, found in variants.items()}
    whole = _planned_length(library, structure, selection, filler)
    fixed = whole - sum(sizes[name][standard[name]] for name in sizes)
    chosen = set_lengths(sizes, standard, wishes.target - fixed, wishes.seed)
    passages = dict(selection.passages)
    for name, index in chosen.items():
        one = passages[name]
        passages[name] = Passage(one.slot, one.block, one.acts, variants[name][index])
    return msgspec.structs.replace(selection, passages=passages)


def _size(library: Library, filler: Filler, passage: Passage, moves: tuple[str, ...]) -> int:
    found = 0
    texts = library.blocks[passage.block].passage(passage.acts[0])
    for name in moves:
        move = texts[name]
        if isinstance(move, str):
            found += filler.measure(move)
        else:
            found += sum(filler.measure(part.lead) + filler.measure(part.text) + 3 for part in move)
    return found


def _planned_length(library: Library, structure: Structure, selection: Selection, filler: Filler) -> int:
    """Return the length of the draft with every fact at its example, so that facts never swap a passage."""
    head, body = Builder(library, structure, selection, filler).build()
    return sum(length(one.text) for one in _all(head, body))


def _all(head: Sequence[Paragraph], body: Sequence[Section | Paragraph]) -> list[Paragraph]:
    return [*head, *paragraphs(body)]


def _draft(
    library: Library, identity: str, selection: Selection, filler: Filler, sheet: FactSheet, wishes: Wishes
) -> Draft:
    structure = library.structures[identity]
    builder = Builder(library, structure, selection, filler)
    head, body = builder.build()
    return Draft(
        structure=identity,
        title="".join(one.text for one in head if one.kind == "title"),
        head=head,
        body=body,
        length=sum(_printed_length(one, filler) for one in _all(head, body)),
        target=wishes.target,
        seed=wishes.seed,
        as_of=sheet.as_of.isoformat(),
        level=sheet.level,
        gaps=_gaps(library, builder.prose.gaps),
        optional=_gaps(library, {k: v for k, v in builder.prose.unused.items() if k not in builder.prose.gaps}),
        picks=tuple(_choice(library, one) for one in selection.passages.values()),
        problems=tuple(builder.problems),
    )


def _printed_length(paragraph: Paragraph, filler: Filler) -> int:
    return sum(filler.example_length(run.fact) if run.kind == "gap" else length(run.text) for run in paragraph.runs)


def _choice(library: Library, passage: Passage) -> Choice:
    traits = library.traits[passage.block]
    return Choice(
        slot=passage.slot.id,
        block=passage.block,
        act=passage.acts,
        moves=passage.moves,
        hash="".join(traits[act].hash for act in passage.acts),
    )


def _gaps(library: Library, places: Mapping[str, Sequence[str]]) -> tuple[Gap, ...]:
    return tuple(_gap(library, fact, tuple(found)) for fact, found in places.items())


def _gap(library: Library, fact: str, places: tuple[str, ...]) -> Gap:
    name, _, field = fact.partition(".")
    spec = library.facts.facts[name]
    example = spec.example
    if field:
        records = example if isinstance(example, list) else [example]
        example = next((one[field] for one in records if isinstance(one, dict) and field in one), "")
    return Gap(
        fact=fact,
        label=label_of(fact, library),
        type="date" if field == "date" else "text" if field else spec.type,
        unit=spec.unit,
        example=example,
        office=spec.office,
        places=places,
    )


def _place_problems(sheet: FactSheet) -> tuple[Problem, ...]:
    """Say so when nobody named the place, and the names of bodies go by the level alone."""
    if "place" in sheet.given or "unit" in sheet.given:
        return ()
    return (
        Problem(
            rule="place-unknown",
            severity="warning",
            message=f"没有给地名，各机关暂按“{sheet.derived['unit']}”称呼",
            hint="写上地名，如 --set place=青山县",
        ),
    )


def _date_problems(library: Library, as_of: date) -> tuple[Problem, ...]:
    """Say so when the meeting lies after the day to which the formulations were checked."""
    checked = library.terms.checked
    if as_of <= checked:
        return ()
    return (
        Problem(
            rule="terms-unchecked",
            severity="info",
            message=f"提法核对到 {date_text(checked)}，稿子的日期是 {date_text(as_of)}，这之间的新提法请自行核对",
        ),
    )


def _term_problems(draft: Draft, filler: Filler) -> tuple[Problem, ...]:
    """Name each formulation in the finished draft that is not right on its day (in facts, or the structure's words)."""
    text = "\n".join(one.text for one in _all(draft.head, draft.body))
    return tuple(
        Problem(rule="term-date", severity="warning", message=f"“{wording}”在稿子的日期不该用", match=wording)
        for wording in filler.lapsed_in(text)
    )


def _length_problems(planned: int, target: int) -> tuple[Problem, ...]:
    if abs(planned - target) <= target * TOLERANCE:
        return ()
    word = "最多能写到" if planned < target else "最少也要"
    return (
        Problem(
            rule="length",
            severity="warning",
            message=f"目标 {target} 字，按这个结构和现有段落{word}约 {planned} 字",
            hint="换一个长度（--length），或增减结构里的要点",
        ),
    )
