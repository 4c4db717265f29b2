"""What a draft has to say of itself: the problems found while it was assembled."""

from __future__ import annotations

from datetime import date

from drafter.assembly.choosing import Chosen
from drafter.assembly.facts import FactSheet
from drafter.assembly.filling import Filler
from drafter.assembly.passages import WRITTEN_GAP
from drafter.assembly.revising import sections_of
from drafter.assembly.selection import TOLERANCE, Selection, Standing
from drafter.model.draft import Draft, Paragraph
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.structure import Structure
from drafter.text.counting import length
from drafter.text.numerals import date_text

POINT_RULE = "point-to-work-in"
GAP_RULE = "written-gap"
UNEVEN = 3
"""Headings of one form may differ by so many characters."""


def problems_of(
    draft: Draft,
    sheet: FactSheet,
    structure: Structure,
    chosen: Chosen,
    selection: Selection,
    standing: Standing,
    measuring: Filler,
) -> tuple[Problem, ...]:
    """Return what the writer should know of a draft; `measuring` has every fact at its example."""
    library = measuring.library
    return (
        *_place_problems(sheet),
        *_point_problems(standing),
        *_written_gaps(draft, standing),
        *_repeated(draft),
        *_length_problems(chosen, draft.target, standing),
        *_heading_problems(library, structure, selection, measuring),
        *_date_problems(library, sheet.as_of),
        *_term_problems(draft, measuring),
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
    text = "\n".join(one.text for one in draft.rows)
    return tuple(
        Problem(rule="term-date", severity="warning", message=f"“{wording}”在稿子的日期不该用", match=wording)
        for wording in filler.lapsed_in(text)
    )


def _written_gaps(draft: Draft, standing: Standing) -> tuple[Problem, ...]:
    """Name each gap that the writer typed, in own words or as a fact: no fact fills it.

    The leader's points are told apart from these (`_point_problems`).
    """
    points = {f"【待融入：{point}】" for points in standing.points.values() for point in points}
    found = [text for one in draft.rows for text in WRITTEN_GAP.findall(_typed(one))]
    return tuple(
        Problem(rule=GAP_RULE, severity="warning", message=f"自己写的话里还空着：{text}", match=text)
        for text in dict.fromkeys(found)
        if text not in points
    )


def _typed(paragraph: Paragraph) -> str:
    """Return the text of a paragraph without the gaps that facts fill."""
    return "".join(run.text for run in paragraph.runs if not run.fact)


def _repeated(draft: Draft) -> tuple[Problem, ...]:
    """Name each block that prints the same act twice: two slots of a recipe were given it."""
    first: dict[tuple[str, tuple[str, ...]], str] = {}
    found = []
    for pick in draft.picks:
        other = first.setdefault((pick.block, pick.act), pick.slot)
        if other != pick.slot:
            message = f"位置“{other}”和“{pick.slot}”用的是同一段 {pick.block}"
            found.append(
                Problem(
                    rule="repeated-passage", severity="warning", message=message, hint=f"换一段：--swap {pick.slot}"
                )
            )
    return tuple(found)


def _point_problems(standing: Standing) -> tuple[Problem, ...]:
    """Name each point of the leader's that still waits to be worked into the text."""
    return tuple(
        Problem(
            rule=POINT_RULE,
            severity="warning",
            message=f"领导的要点还没有融入正文（{section}）：{point}",
            hint="写进这一部分，再删去【待融入】的字样",
        )
        for section, points in standing.points.items()
        if section not in standing.dropped
        for point in points
    )


def _length_problems(chosen: Chosen, target: int, standing: Standing) -> tuple[Problem, ...]:
    if abs(chosen.length - target) <= target * TOLERANCE:
        return ()
    if standing.pins or standing.dropped:
        message = f"目标 {target} 字，照定下的段落写出来约 {chosen.length} 字"
        hint = "写 --length 让没有 pinned 的段落调整长短，或换几段（--swap）、加几段（--add）"
    else:
        word = "最多能写到" if chosen.length < target else "最少也要"
        message = f"目标 {target} 字，按这个结构和现有段落{word}约 {chosen.length} 字"
        hint = "换一个长度（--length），或增减结构里的要点"
    return (Problem(rule="length", severity="warning", message=message, hint=hint),)


def _heading_problems(
    library: Library, structure: Structure, selection: Selection, filler: Filler
) -> tuple[Problem, ...]:
    """Say so where the bank has no headings of near-equal length for the sections of one form."""
    groups: dict[str, list[str]] = {}
    for section in sections_of(structure):
        if section.id in selection.headings:
            groups.setdefault(section.heading.form, []).append(filler.plain(selection.headings[section.id]))
    found = []
    for form, texts in groups.items():
        lengths = [length(text) for text in texts]
        if max(lengths) - min(lengths) > UNEVEN:
            shortest, longest = min(texts, key=length), max(texts, key=length)
            found.append(
                Problem(
                    rule="heading-lengths",
                    severity="info",
                    message=f"“{library.taxonomy.title('forms', form)}”的标题长短不齐，如“{shortest}”和“{longest}”",
                    match=longest,
                    hint="标题库里没有更齐整的一组；可以在 headings.yaml 里补写，或在稿单里改 heading:",
                )
            )
    return tuple(found)
