"""Building the tree of a draft from what was chosen: head, sections, points, paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from drafter.assembly.filling import Filler, Missing, Piece, as_text
from drafter.assembly.numbering import marker_text
from drafter.assembly.passages import Prose
from drafter.assembly.planning import NumberedPick, Slot, body_slots, planned_items, point_picks
from drafter.assembly.selection import Passage, Selection
from drafter.assembly.turns import jitter
from drafter.model.block import Measure
from drafter.model.draft import Paragraph, ParagraphKind, Run, Section
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.structure import Item, Pick, Points, SectionSpec, Signature, Structure, as_tuple
from drafter.text.numerals import date_text

LEAD_END = "。"
BEFORE_MEASURES = ("what", "why", "how")
"""The moves of a point that come before its sub-points (its `how` being those)."""
Node = Section | Paragraph


class Builder:
    """Builds one draft."""

    def __init__(self, library: Library, structure: Structure, selection: Selection, filler: Filler) -> None:
        """Nothing is built before `build`."""
        self.library = library
        self.structure = structure
        self.selection = selection
        self.filler = filler
        self.prose = Prose(library, filler)
        self.problems: list[Problem] = []
        self._cases: list[int] = []
        self._acts = as_tuple(structure.act)

    def build(self) -> tuple[tuple[Paragraph, ...], tuple[Node, ...]]:
        """Return the head and the body."""
        head = tuple(self._head())
        body: list[Node] = []
        number = 0
        for item, slots in planned_items(self.structure):
            number += item.section is not None
            body += self._item(item, slots, number)
        if self.structure.thanks:
            body.append(Paragraph(runs=self.prose.line(self.structure.thanks, "thanks"), kind="thanks"))
        if self.structure.signature is not None:
            body += self._signature(self.structure.signature)
        return head, tuple(body)

    # ── head

    def _head(self) -> list[Paragraph]:
        head = self.structure.head
        found = [Paragraph(runs=runs, kind="title") for runs in _broken(self.prose.line(head.title))]
        if head.subtitle:
            found.append(self._head_line(head.subtitle, "subtitle"))
        if head.occasion:
            found.append(Paragraph(runs=tuple(self._occasion_line(head.occasion)), kind="subtitle"))
        if head.date:
            found.append(Paragraph(runs=tuple(self._date_line()), kind="date"))
        if head.speaker:
            found.append(Paragraph(runs=tuple(self._speaker_line()), kind="speaker"))
        found += [self._head_line(line, "salutation") for line in head.salutation]
        return found

    def _head_line(self, text: str, kind: ParagraphKind) -> Paragraph:
        return Paragraph(runs=self.prose.line(text), kind=kind)

    def _fact(self, name: str, field: str = "", place: str = "head") -> Piece:
        """Return a fact as it prints, outside any text of the library."""
        value: Any = self.filler.value(name, field)
        if isinstance(value, Missing):
            self.prose.note_gap(value.fact, place)
            return value
        return date_text(value) if isinstance(value, date) else as_text(value)

    def _occasion_line(self, where: str) -> list[Run]:
        """Return ——×年×月×日在……上; an occasion that names its own end (会议上) is not given a second one."""
        pieces = self.prose.pieces(where, "head")
        end = [] if pieces and isinstance(pieces[-1], str) and pieces[-1].endswith(("上", "时")) else ["上"]
        return self.prose.runs(["——", self._fact("meeting", "date"), "在", *pieces, *end], "")

    def _signature(self, signature: Signature) -> list[Paragraph]:
        found = [Paragraph(runs=self.prose.line(one, "signature"), kind="signature") for one in signature.by]
        if signature.date:
            runs = self.prose.runs([self._fact("signing_date", place="signature")], "signature")
            found.append(Paragraph(runs=tuple(runs), kind="signed"))
        return found

    def _date_line(self) -> list[Run]:
        return self.prose.runs(["（", self._fact("meeting", "date"), "）"], "")

    def _speaker_line(self) -> list[Run]:
        return self.prose.runs([self._fact("speaker_post"), "\u3000", self._fact("speaker_name")], "")

    # ── body

    def _item(self, item: Item, slots: Sequence[Slot], number: int) -> list[Node]:
        if item.say:
            return [Paragraph(runs=self.prose.line(item.say, "say"))]
        if item.salute:
            return [Paragraph(runs=self.prose.line(item.salute, "salute"), kind="salutation")]
        if item.section is not None:
            return [self._section(item.section, number)]
        return [node for slot in slots for node in self._alone(slot.id)]

    def _alone(self, slot: str) -> list[Node]:
        passage = self.selection.passages.get(slot)
        if passage is None:
            return []
        paragraphs = [self.prose.runs(pieces, slot) for pieces in self.prose.body(passage)]
        bridge = self.selection.bridges.get(slot)
        if bridge and paragraphs:
            paragraphs[0] = [*self.prose.runs(self.prose.pieces(bridge, slot), slot), *paragraphs[0]]
        return [Paragraph(runs=tuple(runs)) for runs in paragraphs]

    # ── sections

    def _section(self, section: SectionSpec, number: int) -> Section:
        stem = self.filler.plain(section.stem)
        runs = self._heading_runs(section, number, stem)
        heading = (
            None if section.run_in else Paragraph(runs=tuple(runs), kind="heading", depth=1, marker=section.marker)
        )
        children = [*self._leaders_points(section.id), *self._children(section, stem)]
        if section.run_in:
            children = _with_lead(_lead(runs, 1, section.marker), children)
        return Section(slot=section.id, depth=1, heading=heading, children=tuple(children))

    def _leaders_points(self, section: str) -> list[Node]:
        """Return what the leader wants said in a section, each marked as a passage to be worked in."""
        points = self.selection.points.get(section, ())
        return [Paragraph(runs=(Run(text=f"【待融入：{one}】", kind="gap", slot=section),)) for one in points]

    def _heading_runs(self, section: SectionSpec, number: int, stem: str) -> list[Run]:
        marker = marker_text(section.marker, number)
        return self.prose.runs([marker, *self._heading(section, number, stem)], section.id)

    def _heading(self, section: SectionSpec, number: int, stem: str) -> list[Piece]:
        spec = section.heading
        if section.id in self.selection.headings:
            return self.prose.pieces(self.selection.headings[section.id], section.id)
        if spec.text:
            return self.prose.pieces(spec.text, section.id)
        if spec.from_ == "body":
            slot = body_slots(section, self._acts)[0].id
            return self._formed(self.selection.passages[slot], spec.form, stem, number)
        raise AssertionError(f"a section without a heading: {section.id}")  # pragma: no cover

    def _formed(self, passage: Passage, form: str, stem: str, number: int) -> list[Piece]:
        own = self.selection.leads.get(passage.slot.id)
        if own is not None:
            return self.prose.pieces(own, passage.slot.id)
        ranks = self.library.taxonomy.ranks
        rank = ranks[min(number, len(ranks)) - 1]
        return self.prose.form(form, self.library.blocks[passage.block], stem, rank, passage.slot.id)

    def _children(self, section: SectionSpec, stem: str) -> list[Node]:
        intro = self._plain(f"{section.id}.intro")
        points = section.points
        found: list[Node] = []
        if points is not None and points.joined:
            found.append(self._joined(section, points, stem, intro))
        else:
            found += intro
            found += self._points(section, points, stem) if points is not None else []
        for slot in body_slots(section, self._acts):
            found += self._plain(slot.id)
        if section.evidence is not None:
            found = self._with_evidence(section.evidence, section.id, found)
        return found + self._plain(f"{section.id}.tail")

    def _plain(self, slot: str) -> list[Node]:
        passage = self.selection.passages.get(slot)
        if passage is None:
            return []
        return [Paragraph(runs=tuple(self.prose.runs(pieces, slot))) for pieces in self.prose.body(passage)]

    # ── points

    def _points(self, section: SectionSpec, points: Points, stem: str) -> list[Node]:
        picks = self._filled(point_picks(section.id, points, self._acts, section.id))
        return [self._point(points, one, number, stem, 2) for number, one in enumerate(picks, 1)]

    def _filled(self, picks: Sequence[NumberedPick]) -> list[NumberedPick]:
        """Return the points that a block fills; an optional one may stay empty, the ordinals then close up."""
        return [one for one in picks if one.slots[0].id in self.selection.passages]

    def _joined(self, section: SectionSpec, points: Points, stem: str, intro: Sequence[Node]) -> Paragraph:
        runs = [run for node in intro if isinstance(node, Paragraph) for run in node.runs]
        for number, one in enumerate(self._filled(point_picks(section.id, points, self._acts, section.id)), 1):
            passage = self.selection.passages[one.slots[0].id]
            runs += _lead(self._lead_runs(points, passage, number, stem), 2, points.marker)
            runs += [run for pieces in self._text(points, passage) for run in self.prose.runs(pieces, passage.slot.id)]
        return Paragraph(runs=tuple(runs))

    def _lead_runs(self, points: Points, passage: Passage, number: int, stem: str) -> list[Run]:
        marker = marker_text(points.marker, number)
        pieces = _after(marker, [*self._formed(passage, passage.slot.form, stem, number)])
        return self.prose.runs([marker, *pieces], passage.slot.id)

    def _text(self, points: Points, passage: Passage) -> list[list[Piece]]:
        """Return the text of a point; inline measures must not repeat the ordinals of the point itself.

        Where the measures become sub-points, what closes the point comes after them.
        """
        if passage.slot.measures:
            return self.prose.body(passage, without_measures=True, only=BEFORE_MEASURES)
        return self.prose.body(passage, ordinals=points.marker != "一是")

    def _point(self, points: Points, one: NumberedPick, number: int, stem: str, depth: int) -> Section:
        passage = self.selection.passages[one.slots[0].id]
        slot = passage.slot.id
        lead = self._lead_runs(points, passage, number, stem)
        children: list[Node] = [
            Paragraph(runs=tuple(self.prose.runs(pieces, slot))) for pieces in self._text(points, passage)
        ]
        heading = None
        if points.run_in:
            children = _with_lead(_lead(lead, depth, points.marker), children)
        else:
            heading = Paragraph(runs=tuple(lead), kind="heading", depth=depth, marker=points.marker)
        children += self._sub_points(one.pick, passage, depth + 1)
        if passage.slot.measures:
            closing = self.prose.body(passage, only=("end",))
            children += [Paragraph(runs=tuple(self.prose.runs(pieces, slot))) for pieces in closing]
        return Section(slot=slot, depth=depth, heading=heading, children=tuple(children))

    def _sub_points(self, pick: Pick, passage: Passage, depth: int) -> list[Node]:
        points = pick.points
        if points is None:
            return []
        if points.from_ == "body":
            measures = self.library.blocks[passage.block].passage(passage.acts[0])["how"]
            return [
                self._measure(points, measure, number, passage.slot.id, depth)
                for number, measure in enumerate(measures, 1)
                if isinstance(measure, Measure)
            ]
        picks = self._filled(point_picks(passage.slot.id, points, passage.acts, passage.slot.section))
        return [self._point(points, one, number, "", depth) for number, one in enumerate(picks, 1)]

    def _measure(self, points: Points, measure: Measure, number: int, slot: str, depth: int) -> Section:
        marker = marker_text(points.marker, number)
        lead = self.prose.runs([marker, *self.prose.pieces(measure.lead, slot)], slot)
        text = self.prose.runs(self.prose.pieces(measure.text.strip(), slot), slot)
        children = _with_lead(_lead(lead, depth, points.marker), [Paragraph(runs=tuple(text))])
        return Section(slot=f"{slot}.{number}", depth=depth, heading=None, children=tuple(children))

    # ── evidence

    def _with_evidence(self, pick: Pick, section: str, children: list[Node]) -> list[Node]:
        """Let the last paragraph of a section end in a case, where a cleared one on the theme is known."""
        case = self._case(pick.theme)
        if case is None or not children or not isinstance(children[-1], Paragraph):
            return children
        slot = f"{section}.evidence"
        last = children[-1]
        extra = self.prose.runs([self._case_sentence(case, slot)], slot)
        return [*children[:-1], Paragraph(runs=(*last.runs, *extra))]

    def _case(self, theme: str) -> dict[str, Any] | None:
        themes = (theme, self.library.taxonomy.title("themes", theme))
        cases = self.filler.value("cases")
        for number, case in enumerate(cases if isinstance(cases, list) else []):
            whole = all(case.get(part) for part in ("where", "who", "did", "result"))
            if case.get("theme") in themes and case.get("cleared") and whole and number not in self._cases:
                self._cases.append(number)
                return dict(case)
        return None

    def _case_sentence(self, case: dict[str, Any], slot: str) -> str:
        patterns = self.library.evidence
        seed = str(case["did"])
        pattern = min(patterns, key=lambda one: (jitter(0, slot, one + seed, ()), one))
        for part in ("where", "who", "did", "result"):
            pattern = pattern.replace("{" + part + "}", str(case[part]).rstrip("。"))
        return pattern


def _broken(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """Cut the runs of a title into lines at “|”."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for number, part in enumerate(run.text.split("|")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(msgspec.structs.replace(run, text=part))
    return [tuple(line) for line in lines if line]


def _lead(runs: Sequence[Run], depth: int, marker: str) -> list[Run]:
    """Return `runs` as a run-in lead: in the heading's character style, closed by a full stop."""
    made = [
        msgspec.structs.replace(run, kind="lead" if run.kind == "text" else run.kind, depth=depth, marker=marker)
        for run in runs
    ]
    return [*made, Run(text=LEAD_END, kind="lead", depth=depth, marker=marker, slot=runs[-1].slot if runs else "")]


def _after(marker: str, pieces: list[Piece]) -> list[Piece]:
    """Return a lead as it stands behind its ordinal: “四要” and “要常到站里坐” make one 要."""
    first = pieces[0] if pieces else ""
    if marker.endswith("要") and isinstance(first, str) and first.startswith("要"):
        return [first[1:], *pieces[1:]]
    return pieces


def _with_lead(lead: Sequence[Run], children: Sequence[Node]) -> list[Node]:
    """Put a lead before the first paragraph; alone on its line where a section or nothing follows."""
    first = children[0] if children else None
    if isinstance(first, Paragraph):
        return [Paragraph(runs=(*lead, *first.runs)), *children[1:]]
    return [Paragraph(runs=tuple(lead)), *children]
