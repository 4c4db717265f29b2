"""Taking an edited paper over: the recipe that makes it, and the blocks that its new wording becomes.

Everything is tried before it is offered: the draft of the new recipe is compared with the edited file, and a passage
whose new wording the library cannot print keeps it in the recipe, in the writer's own words.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from drafter.assembly.facts import FactSheet
from drafter.assembly.filling import Filler, as_text
from drafter.assembly.own import OWN
from drafter.assembly.own import bare as bare_heading
from drafter.assembly.planning import HEADINGS, Slot
from drafter.errors import DrafterError
from drafter.library.overlaying import overlaid
from drafter.library.reading import foundation_names, names_refs
from drafter.library.splicing import spliced
from drafter.library.textfiles import read_exactly
from drafter.library.yamlreader import decode
from drafter.model.absorbing import Absorbed, PassageFate
from drafter.model.block import Block
from drafter.model.draft import Choice, Draft
from drafter.model.fact import FactSpec
from drafter.model.library import Library
from drafter.model.recipe import Correction, Recipe, SlotRecipe
from drafter.roundtrip.absorbing import Edited, Known, absorb
from drafter.roundtrip.blockedits import Decision, Unfit, as_own_block, as_variant, edits_of, free_id
from drafter.roundtrip.newrecipe import corrections, differences, with_changes, with_facts
from drafter.roundtrip.originals import Segment, original
from drafter.roundtrip.rewriting import At, Printed, Typed, fields, rewritten
from drafter.roundtrip.slotting import NewFact, Slotter
from drafter.text.sentences import sentences

TRIES = 3
LEADS = ("plain", "nature", "clause")


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """A draft made from a recipe, and what is needed to look into it."""

    draft: Draft
    recipe: Recipe
    library: Library
    """With the writer's own words in it."""
    slots: Mapping[str, Slot]
    sheet: FactSheet
    filler: Filler


Drafting = Callable[[Library, Recipe], Drafted]


class BlockMade(msgspec.Struct, frozen=True, kw_only=True):
    """A block that an edited passage becomes."""

    id: str
    decision: Decision
    slots: tuple[str, ...]
    text: str
    """The whole file."""
    block: Block
    facts: tuple[NewFact, ...]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What an edited paper becomes; nothing is written yet."""

    recipe: Recipe
    library: Library
    """With the new blocks in it."""
    blocks: tuple[BlockMade, ...]
    specs: dict[str, FactSpec]
    """Of facts that the vocabulary lacks."""
    own_words: tuple[str, ...]
    """The slots whose new wording stands in the recipe alone."""
    unfit: tuple[str, ...]
    """Those among them that were to go into the library and could not."""
    different: tuple[tuple[str, str], ...]
    """Paragraphs that the new recipe prints otherwise than the edited file: what it prints, what stands there."""


def take(
    library: Library,
    before: Drafted,
    edited: Edited,
    known: Known,
    found: Absorbed,
    decide: Callable[[PassageFate], Decision],
    drafting: Drafting,
) -> Taken:
    """Return what an edited paper becomes. `decide` says what an edited passage is to be in the library.

    Raises DrafterError where the recipe cannot be followed any more.
    """
    return _Taking(library, before, edited, known, found, decide, drafting).result()


class _Taking:
    def __init__(
        self,
        library: Library,
        before: Drafted,
        edited: Edited,
        known: Known,
        found: Absorbed,
        decide: Callable[[PassageFate], Decision],
        drafting: Drafting,
    ) -> None:
        self.library, self.edited, self.known, self.drafting = library, edited, known, drafting
        self.base = self._filled(before, found)
        self.found = absorb(self.base.draft, edited, known)
        self.picks: dict[str, Choice] = {pick.slot: pick for pick in self.base.draft.picks}
        self.changed = [one for one in self.found.passages if one.change in ("edited", "filled")]
        self.decisions = {one.slot: decide(one) for one in self.changed}
        self.unfit: list[str] = []
        self.said = {slot for slot, decision in self.decisions.items() if decision == "ignore"}
        """The slots whose words stand in the recipe."""
        self.leads: dict[str, str] = {}
        """Leads that would print otherwise, by slot."""
        self.rows: list[str] = []
        """What the last draft that was tried prints."""
        self.corrections: tuple[Correction, ...] = ()

    def _filled(self, before: Drafted, found: Absorbed) -> Drafted:
        """Return the draft with the gaps filled; as it was, where the facts do not go together."""
        if not found.facts:
            return before
        try:
            return self.drafting(self.library, with_facts(before.recipe, found.facts))
        except DrafterError:
            return before

    def result(self) -> Taken:
        blocks = list(self._blocks())
        while True:
            blocks, taken = self._tried_or_fewer(blocks)
            wrong = [one for one in self._wrong(taken) if one.slot not in self.said]
            if not wrong:
                return self._corrected(taken, blocks) if taken.different else taken
            for one in wrong:
                self._settle_for_less(one)
            kept = [one for one in blocks if not self.said & set(one.slots)]
            self.said.update(slot for one in blocks if one not in kept for slot in one.slots)
            blocks = kept

    def _tried_or_fewer(self, blocks: list[BlockMade]) -> tuple[list[BlockMade], Taken]:
        """Return the blocks with which there is a draft, and what comes of them: two new wordings may not go together.

        What goes into no block stands in the recipe. Raises DrafterError where there is no draft even so.
        """
        try:
            return blocks, self._tried(blocks)
        except DrafterError:
            if not blocks:
                raise
        for one in reversed(blocks):
            fewer = [other for other in blocks if other is not one]
            before = set(self.said)
            self.said.update(one.slots)
            with contextlib.suppress(DrafterError):
                taken = self._tried(fewer)
                self.unfit += one.slots
                return fewer, taken
            self.said = before
        self.unfit += [slot for one in blocks for slot in one.slots]
        self.said.update(slot for one in blocks for slot in one.slots)
        return [], self._tried([])

    def _corrected(self, taken: Taken, blocks: list[BlockMade]) -> Taken:
        """Return an outcome whose recipe has the paragraphs that differ as they stand in the file."""
        for _ in range(TRIES):  # a paragraph more or less may let another passage be longer or shorter
            self.corrections += corrections(self.rows, self.edited.rows)
            again = self._tried(blocks)
            if len(again.different) < len(taken.different):
                taken = again
            if not again.different:
                break
        return taken

    def _settle_for_less(self, one: PassageFate) -> None:
        """Let a passage that prints otherwise have a lead of its own, and where that was not enough its own words."""
        slot = self.base.slots.get(one.slot)
        plain = self.decisions.get(one.slot, "ignore") == "ignore" and one.change not in ("edited", "filled")
        if plain and slot is not None and slot.form and one.slot not in self.leads:
            self.leads[one.slot] = bare_heading(sentences(one.after)[0])
            return
        if self.decisions.get(one.slot, "ignore") != "ignore":
            self.unfit.append(one.slot)
        self.said.add(one.slot)

    def _tried(self, blocks: list[BlockMade]) -> Taken:
        facts = {fact.name: fact for one in blocks for fact in one.facts}
        specs = {name: fact.spec for name, fact in facts.items() if fact.spec is not None}
        recipe = with_facts(self.base.recipe, {name: fact.value for name, fact in facts.items()})
        recipe = self._with_words(recipe, blocks)
        recipe = with_changes(self.library, recipe, self.found, self.base.slots)
        if self.corrections:
            corrected = (*recipe.by_hand.corrected, *self.corrections)
            hand = msgspec.structs.replace(recipe.by_hand, corrected=corrected)
            recipe = msgspec.structs.replace(recipe, by_hand=hand)
        library = overlaid(self.library, {one.id: one.block for one in blocks}, facts=specs)
        made = self.drafting(library, recipe)
        rows = self.rows = ["".join(part.text for part in row) for row in original(made.draft)]
        return Taken(
            recipe=made.recipe,
            library=library,
            blocks=tuple(blocks),
            specs=specs,
            own_words=tuple(one.slot for one in self.found.passages if one.slot in self.said),
            unfit=tuple(self.unfit),
            different=tuple(differences(rows, self.edited.rows)),
        )

    def _wrong(self, taken: Taken) -> Iterator[PassageFate]:
        """Yield the passages whose words the new recipe does not print as they stand in the file."""
        printed = "\n".join(one for one, _ in taken.different)
        wanted = "\n".join(other for _, other in taken.different)
        for one in self.found.passages:
            lines = one.after.split("\n") if one.slot and one.after else []
            if any(line in wanted and line not in printed for line in lines):
                yield one

    def _with_words(self, recipe: Recipe, blocks: list[BlockMade]) -> Recipe:
        """Return a recipe in which edited passages have their new words: those of a block, or the writer's own."""
        entries = dict(recipe.slots)
        for made in blocks:
            for slot in made.slots:
                acts = self.picks[slot].act
                old = entries.get(slot, SlotRecipe())
                moves = tuple(move for move in old.moves if any(move in made.block.passage(act) for act in acts))
                settled = slot not in self.base.slots or not self.base.slots[slot].same  # the other goes with it
                new = {"block": made.id, "act": acts, "moves": moves, "hash": "", "pinned": settled}
                entries[slot] = msgspec.structs.replace(old, **new)
        bridges = {slot: text for slot, text in recipe.bridges.items() if slot not in self.said}
        for one in self.found.passages:
            if one.slot in self.said:
                entries[one.slot] = self._own_words(one)
            elif one.slot in self.leads:
                entries[one.slot] = msgspec.structs.replace(entries[one.slot], lead=self.leads[one.slot])
        return msgspec.structs.replace(recipe, slots=entries, bridges=bridges)

    def _own_words(self, one: PassageFate) -> SlotRecipe:
        """Return an edited passage as a text of the writer's own, with its lead as it stands there."""
        slot = self.base.slots.get(one.slot)
        text = _paragraphs(one.after)
        if slot is None or not slot.form:
            return SlotRecipe(say=text, pinned=True)
        if slot.sisters == HEADINGS:  # the lead heads the section, outside of the passage
            heading = next((line for line in self._headings() if line.slot == slot.section), None)
            lead = bare_heading(heading.text) if heading else ""
            return SlotRecipe(say=f"{lead}。{text}" if lead else text, lead=lead, pinned=True)
        return SlotRecipe(say=text, lead=bare_heading(sentences(text)[0]), pinned=True)

    def _headings(self) -> Iterator[Segment]:
        return (one for row in original(self.base.draft) for one in row if not one.is_passage)

    # ── blocks

    def _blocks(self) -> Iterator[BlockMade]:
        by_block: dict[str, list[PassageFate]] = defaultdict(list)
        for one in self.changed:
            if self.decisions[one.slot] != "ignore":
                by_block[one.block].append(one)
        taken = set(self.library.blocks)
        slotter = self._slotter()
        for identity, fates in by_block.items():
            decision = self.decisions[fates[0].slot]
            try:
                made = self._made(identity, fates, decision, slotter, taken)
            except (Unfit, DrafterError):
                made = None
            if made is None:
                self.unfit += [one.slot for one in fates]
                self.said.update(one.slot for one in fates)
                continue
            taken.add(made.id)
            yield made

    def _slotter(self) -> Slotter:
        given = {
            name: as_text(value) for name, value in self.base.sheet.given.items() if not isinstance(value, list | dict)
        }
        shy = frozenset(gap.fact for gap in self.base.draft.optional)
        return Slotter(self.base.filler, foundation_names(self.base.library), given, shy)

    def _made(
        self, identity: str, fates: list[PassageFate], decision: Decision, slotter: Slotter, taken: set[str]
    ) -> BlockMade | None:
        if identity.startswith(OWN) or identity not in self.library.blocks:
            return None
        block = self.library.blocks[identity]
        sources, facts = self._sources(block, fates, slotter)
        if not sources:
            return None
        path = self.library.files[identity]
        edits = edits_of(block, sources)
        slots = tuple(self._all_slots_of(identity)) if decision != "block" else tuple(one.slot for one in fates)
        text = read_exactly(Path(path))
        name = identity if decision == "replace" else free_id(identity, taken)
        variant = decision == "variant"
        text = as_variant(text, edits, block, identity, path) if variant else spliced(text, edits, path)
        made = self._read(text, path)
        if decision == "block":
            acts = tuple(act for slot in slots for act in self.picks[slot].act)
            text = as_own_block(made, acts)
            made = self._read(text, path)
        return BlockMade(id=name, decision=decision, slots=slots, text=text, block=made, facts=tuple(facts))

    def _all_slots_of(self, identity: str) -> Iterator[str]:
        """Yield the slots that a block fills: a problem and its measure are one block."""
        return (slot for slot, pick in self.picks.items() if pick.block == identity)

    def _read(self, text: str, path: str) -> Block:
        decoded = decode(text.removeprefix("\ufeff").replace("\r\n", "\n"), path, Block, names_refs(self.library))
        if decoded.value is None or decoded.problems:
            raise Unfit
        return decoded.value

    def _sources(self, block: Block, fates: list[PassageFate], slotter: Slotter) -> tuple[dict[At, str], list[NewFact]]:
        """Return the texts of a block that change, fit for the library, and the facts that print them as typed."""
        names = foundation_names(self.base.library)
        sources: dict[At, str] = {}
        facts: list[NewFact] = []
        for one in fates:
            texts = list(fields(block, self._printed(one.slot)))
            changed: Mapping[At, Typed] | None = rewritten(texts, one.before, one.after, self.base.filler, names)
            if changed is None:
                raise Unfit
            for at, typed in changed.items():
                made = slotter.slotted(typed)
                sources[at] = made.source
                facts += made.facts
        return sources, facts

    def _printed(self, name: str) -> Printed:
        pick, slot = self.picks[name], self.base.slots.get(name)
        form = slot.form if slot else ""
        own_lead = self.base.recipe.slots.get(name, SlotRecipe()).lead
        pattern = self.library.taxonomy.forms[form].pattern if form and not own_lead else ""
        return Printed(pick.act, pick.moves, tuple(lead for lead in LEADS if f"{{{lead}}}" in pattern))


def _paragraphs(text: str) -> str:
    return text.replace("\n", "\n\n")
