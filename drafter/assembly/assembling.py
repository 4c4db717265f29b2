"""The orchestrator: structure and facts in, draft out. Reads as the flow of the work.

plan → choose (blocks and their lengths) → headings → bridges → tree
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from drafter.assembly.bridging import choose_bridges
from drafter.assembly.building import Builder
from drafter.assembly.choosing import Chooser, Chosen
from drafter.assembly.facts import FactSheet, Layer, derive, label_of, meeting_date, merge_layers, resolve_level
from drafter.assembly.filling import Filler
from drafter.assembly.findings import problems_of
from drafter.assembly.headlines import choose_headings
from drafter.assembly.office import office_facts
from drafter.assembly.own import OWN, own_act, with_own
from drafter.assembly.planning import Slot, plan, planned_items
from drafter.assembly.remembering import remembered
from drafter.assembly.revising import sections_of, with_added, without
from drafter.assembly.selection import TOLERANCE, Fixed, Lately, Passage, Selection, Standing, Wishes
from drafter.assembly.sizing import Sizes
from drafter.errors import InvalidFilesError, NothingFitsError
from drafter.library.folders import WORKSPACE_MARK
from drafter.model.draft import Choice, Draft, Gap, Paragraph, Section, paragraphs
from drafter.model.library import Library
from drafter.model.recipe import ByHand
from drafter.model.structure import SectionSpec, Structure
from drafter.source import Source
from drafter.text.counting import length

if TYPE_CHECKING:
    from drafter.library.usage import Used

ROUNDS = 3
"""So often the blocks are chosen at most, where the length of headings and transitions was misjudged."""


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
    strict_length: bool = False
    """A length out of reach is an error: somebody asked for it just now."""
    focus: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """What a working copy bears; see `drafter.assembly.marks`."""
    toc: bool | None = None
    """Whether a table of contents stands before the text; None: as a recipe says, else not."""
    log: tuple[Used, ...] = ()
    """What earlier drafts of the workspace used."""
    old: frozenset[int] = frozenset()
    """The runs of characters of earlier speeches to keep away from."""
    standing: Standing = Standing()


class Assembled(msgspec.Struct, frozen=True):
    """A draft, and what its recipe needs to know besides."""

    draft: Draft
    sheet: FactSheet
    headings: Mapping[str, str]
    bridges: Mapping[str, str]
    chooser: Chooser
    chosen: Chosen
    """With the chooser: why each passage was chosen."""


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
    standing = order.standing
    structure = without(with_added(structure, standing.added), standing.dropped)
    slots = {name: slot for name, slot in plan(structure).items() if not _is_dropped(slot, standing.dropped)}
    library = with_own(library, slots, standing.says, _lines(standing))
    wishes = Wishes(
        level=sheet.level,
        as_of=sheet.as_of,
        seed=order.seed,
        target=order.length or structure.length,
        strict_length=order.strict_length,
        focus=order.focus,
        fixed=_fixed(library, slots, standing),
        banned=standing.banned,
        pins=standing.pins,
        salt=identity,
        lately=_lately(order, identity, structure, sheet),
    )
    measuring = _measuring(library, sheet, len(sections_of(structure)))
    chooser = Chooser(library, structure, slots, wishes, Sizes(library, measuring))
    chosen, selection = _select(library, structure, chooser, standing)
    filler = Filler(library, sheet, len(sections_of(structure)))
    draft = _draft(library, identity, structure, chooser, selection, filler)
    problems = problems_of(draft, sheet, structure, chosen, selection, standing, measuring)
    draft = msgspec.structs.replace(draft, problems=(*draft.problems, *problems))
    return Assembled(draft, sheet, selection.headings, selection.bridges, chooser, chosen)


KEPT = 16
"""So many measuring fillers are kept for a library."""


def _measuring(library: Library, sheet: FactSheet, sections: int) -> Filler:
    """Return what fills texts with every fact at its example; one made for the same day and place is used again."""
    asked = (sheet.as_of, sheet.level, sections, repr(sorted(sheet.derived.items())))
    return remembered(library, "measuring", asked, lambda: Filler(library, sheet, sections, examples=True), KEPT)


def _keywords(library: Library, slots: Mapping[str, Slot]) -> tuple[str, ...]:
    """Return the titles of the themes of a structure, each once, in the order of the text."""
    themes = dict.fromkeys(slot.theme for slot in slots.values() if slot.section and slot.theme)
    return tuple(library.taxonomy.title("themes", theme) for theme in themes)


def _is_dropped(slot: Slot, dropped: frozenset[str]) -> bool:
    """Return whether a slot was left out: itself, the one whose block it takes, or the point that it lies under."""
    above = {slot.id[:at] for at, mark in enumerate(slot.id) if mark == "."} - {slot.section}
    return not dropped.isdisjoint({slot.id, slot.same, *above})


def _lately(order: Order, identity: str, structure: Structure, sheet: FactSheet) -> Lately:
    if not order.log:
        return Lately(old=order.old)
    from drafter.library.usage import used_lately

    name = str(sheet.given.get("speaker_name") or "")
    return Lately(used_lately(order.log, sheet.as_of, structure.speaker, name, identity), order.old)


def _lines(standing: Standing) -> list[str]:
    """Return the lines of the writer's own that print as they stand, tags apart."""
    return [*standing.headings.values(), *standing.leads.values()]


def _fixed(library: Library, slots: Mapping[str, Slot], standing: Standing) -> dict[str, Fixed]:
    """Return the choices that stand, the writer's own texts among them; what lacks the act of its slot does not."""
    found = {}
    for name, slot in slots.items():
        if name in standing.says:
            found[name] = Fixed(OWN + name, (own_act(slot),), ("how",))
        elif name in standing.fixed:
            one = standing.fixed[name]
            if all(act in library.blocks[one.block].text for act in one.acts or slot.acts):
                found[name] = one
    return found


def _select(library: Library, structure: Structure, chooser: Chooser, standing: Standing) -> tuple[Chosen, Selection]:
    """Return what was chosen: blocks with their moves, then headings, then transitions.

    The length of the whole is known exactly only when headings and transitions are; where they turn out so far from
    the estimate that the tolerance is missed, the blocks are chosen again with the length they took.
    """
    slots, wishes, sizes = chooser.slots, chooser.wishes, chooser.offers.sizes
    sections, measuring = sections_of(structure), sizes.filler
    words = _estimate(library, measuring, sections, standing)
    frame = _frame(library, structure, chooser.reference(), sizes)
    for _round in range(ROUNDS):
        chosen = chooser.best(frame + words)
        tags = _tags(library, sections, slots, chosen.passages)
        headings = choose_headings(library, measuring, sections, tags, wishes.seed, standing.headings)
        neighbours = _neighbours(structure, chosen.passages)
        bridges = choose_bridges(library.bridges, neighbours, wishes.seed, standing.bridges)
        selection = Selection(
            passages=chosen.passages,
            headings={**standing.headings, **headings},
            bridges=bridges,
            leads=standing.leads,
            points=standing.points,
            hand=standing.hand,
        )
        planned = _planned_length(library, structure, selection, measuring)
        off = planned - chosen.length
        chosen = msgspec.structs.replace(chosen, length=planned)
        if not chosen.reached or abs(planned - wishes.target) <= wishes.target * TOLERANCE:
            break
        words += off
    return chosen, selection


def _estimate(library: Library, filler: Filler, sections: Sequence[SectionSpec], standing: Standing) -> int:
    """Return about how long the headings from the bank will print, before they are chosen."""
    found = 0
    for section in sections:
        if section.id in standing.headings:
            found += filler.measure(standing.headings[section.id])
        elif section.heading.from_bank:
            spec = section.heading
            known = [one for one in library.headings if one.theme == spec.theme and one.form == spec.form]
            found += sum(length(one.text) for one in known) // max(len(known), 1)
    return found


def _frame(library: Library, structure: Structure, passages: Mapping[str, Passage], sizes: Sizes) -> int:
    """Return the length of everything but passages, headings from the bank and transitions.

    Measured on the page itself: a draft of some `passages` that fit, less their own lengths.
    """
    headings = {one.id: "" for one in sections_of(structure) if one.heading.from_bank}
    selection = Selection(passages=passages, headings=headings, bridges={})
    whole = _planned_length(library, structure, selection, sizes.filler)
    return whole - sum(sizes.of(one) for one in passages.values())


def _require_level(library: Library, structure: Structure, level: str) -> None:
    if structure.levels and level not in structure.levels:
        titles = "；".join(library.taxonomy.title("levels", one) for one in structure.levels)
        raise NothingFitsError(
            f"“{structure.title}”这个结构用于{titles}，不用于{library.taxonomy.title('levels', level)}",
            hint="换一个结构（drafter structures list），或用 --level 写明层级",
        )


def _tags(
    library: Library, sections: Sequence[SectionSpec], slots: Mapping[str, Slot], passages: Mapping[str, Passage]
) -> dict[str, frozenset[str]]:
    """Return the tags of the blocks in each section."""
    found: dict[str, set[str]] = {section.id: set() for section in sections}
    for name, passage in passages.items():
        if slots[name].section:
            found[slots[name].section].update(library.blocks[passage.block].tags)
    return {section: frozenset(tags) for section, tags in found.items()}


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


def _planned_length(library: Library, structure: Structure, selection: Selection, filler: Filler) -> int:
    """Return the length of the draft with every fact at its example, so that facts never swap a passage.

    What was corrected at last does not count: it is told by what prints, not by what would print with examples.
    """
    hand = msgspec.structs.replace(selection.hand, corrected=())
    head, body = _by_hand(*Builder(library, structure, selection, filler).build(), hand)
    return sum(length(one.text) for one in _all(head, body))


def _by_hand(
    head: tuple[Paragraph, ...], body: tuple[Section | Paragraph, ...], hand: ByHand
) -> tuple[tuple[Paragraph, ...], tuple[Section | Paragraph, ...]]:
    """Return a built draft with what was changed by hand, in most nothing."""
    if hand == ByHand():
        return head, body
    from drafter.assembly.hand import by_hand

    return by_hand(head, body, hand)


def _all(head: Sequence[Paragraph], body: Sequence[Section | Paragraph]) -> list[Paragraph]:
    return [*head, *paragraphs(body)]


def _draft(
    library: Library, identity: str, structure: Structure, chooser: Chooser, selection: Selection, filler: Filler
) -> Draft:
    wishes = chooser.wishes
    builder = Builder(library, structure, selection, filler)
    head, body = _by_hand(*builder.build(), selection.hand)
    return Draft(
        structure=identity,
        keywords=_keywords(library, chooser.slots),
        subject=library.taxonomy.title("kinds", structure.kind),
        title="".join(one.text for one in head if one.kind == "title"),
        head=head,
        body=body,
        length=sum(_printed_length(one, filler) for one in _all(head, body)),
        target=wishes.target,
        seed=wishes.seed,
        as_of=wishes.as_of.isoformat(),
        level=wishes.level,
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
