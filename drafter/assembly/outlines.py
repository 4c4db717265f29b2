"""The outline of a draft, for approval before the text: headings, leads, and how much each section says.

Its file is a recipe that begins with ``outline:`` and lists the sections first, for people to edit: headings, leads,
the leader's own points. `as_recipe` takes their changes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from drafter.assembly.contents import lines_of
from drafter.assembly.numbering import marker_text
from drafter.assembly.own import bare
from drafter.assembly.recipes import picks_of, terms_of
from drafter.assembly.revising import Edits, revise
from drafter.errors import UsageError
from drafter.library.yamlwriter import flow, scalar
from drafter.model.draft import Draft, Paragraph, Run, Section, paragraphs
from drafter.model.library import Library
from drafter.model.recipe import Outline, OutlinePart, Recipe, SlotRecipe
from drafter.model.style import PageStyle
from drafter.text.counting import length
from drafter.text.likeness import did_you_mean

ROUND = 10
"""Lengths are given to so many characters."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A heading or a point of a draft."""

    slot: str
    depth: int
    marker: str
    """The ordinal as it prints."""
    text: str
    """Without the ordinal."""
    words: int
    """The length of all that it heads, rounded; gaps count as they print."""
    points: tuple[Entry, ...]


def entries(nodes: Sequence[Section | Paragraph]) -> tuple[Entry, ...]:
    """Return the headings and points among `nodes`, each with those below it."""
    sections = [node for node in nodes if isinstance(node, Section)]
    return tuple(_entry(node, number) for number, node in enumerate(sections, 1))


def _entry(node: Section, number: int) -> Entry:
    marker, text = _heading(node)
    ordinal = marker_text(marker, number) if marker else ""
    return Entry(
        slot=node.slot,
        depth=node.depth,
        marker=ordinal if text.startswith(ordinal) else "",
        text=text.removeprefix(ordinal),
        words=rounded(sum(length(one.text) for one in paragraphs([node]))),
        points=entries(node.children),
    )


def _heading(node: Section) -> tuple[str, str]:
    """Return the kind of ordinal and the text of a heading, whether it stands alone or begins a paragraph."""
    if node.heading is not None:
        return node.heading.marker, node.heading.text
    first = node.children[0] if node.children else None
    runs = [run for run in first.runs if run.depth == node.depth] if isinstance(first, Paragraph) else []
    return (runs[0].marker if runs else ""), "".join(run.text for run in runs).rstrip("。")


def rounded(characters: int) -> int:
    """Return a length as people say it."""
    return max(round(characters / ROUND), 1) * ROUND


# ── the outline as a page


def outline_draft(library: Library, draft: Draft, points: Mapping[str, tuple[str, ...]]) -> Draft:
    """Return the outline of `draft` as a draft of its own: its head, its headings and leads, the length of each.

    `points` are what the leader wants said, by section.
    """
    body: list[Section | Paragraph] = []
    for entry in _lines(library, draft):
        if isinstance(entry, Paragraph):
            body.append(entry)
            continue
        body.append(_line(entry, f"（约 {entry.words} 字）"))
        body += [Paragraph(runs=(Run(text=f"【待融入：{one}】", kind="gap"),)) for one in points.get(entry.slot, ())]
        body += [_line(one) for one in _flat(entry.points)]
    head = tuple(one for one in draft.head if one.kind != "salutation")
    return msgspec.structs.replace(draft, head=head, body=tuple(body), gaps=(), optional=(), picks=(), problems=())


def _lines(library: Library, draft: Draft) -> list[Entry | Paragraph]:
    """Return the sections of a draft, and a line for each passage outside them."""
    titles = {pick.slot: _title(library, pick.block) for pick in draft.picks}
    sections = iter(entries(draft.body))
    sizes: dict[str, int] = {}
    found: list[Entry | str] = []
    for node in draft.body:
        if isinstance(node, Section):
            found.append(next(sections))
            continue
        slot = next((run.slot for run in node.runs if run.slot in titles), "")
        if slot and slot not in sizes:
            found.append(slot)
        sizes[slot] = sizes.get(slot, 0) + length(node.text)
    return [one if isinstance(one, Entry) else _passage_line(titles[one], sizes[one]) for one in found]


def _title(library: Library, block: str) -> str:
    return library.blocks[block].title if block in library.blocks else "自己写的话"


def _passage_line(title: str, characters: int) -> Paragraph:
    return Paragraph(runs=(Run(text=f"（{title}，约 {rounded(characters)} 字）"),))


def _line(entry: Entry, note: str = "") -> Paragraph:
    return Paragraph(runs=(Run(text=entry.marker + entry.text + note),), kind="heading", depth=entry.depth)


def _flat(points: Iterable[Entry]) -> list[Entry]:
    return [one for point in points for one in (point, *_flat(point.points))]


def fits_a_page(outline: Draft, style: PageStyle) -> bool:
    """Return whether an outline takes no more lines than a page of `style` has."""
    return lines_of(outline.rows, style) <= style.grid.lines


# ── the outline as a file


def make_outline(recipe: Recipe, draft: Draft) -> Outline:
    """Return the outline of a draft as its file holds it."""
    sections = {
        entry.slot: OutlinePart(
            heading=entry.text,
            words=entry.words,
            leads={one.slot: one.text for one in _flat(entry.points) if one.slot in recipe.slots},
            points=recipe.points.get(entry.slot, ()),
        )
        for entry in entries(draft.body)
    }
    rest = {name: getattr(recipe, name) for name in recipe.__struct_fields__ if name not in ("recipe", "points")}
    return Outline(outline=recipe.recipe, sections=sections, **rest)


def outline_text(outline: Outline, library: Library) -> str:
    """Return an outline as YAML with Chinese comments, pleasant to read and to edit."""
    lines = [
        "# 提纲：改好以后运行 drafter draft 本文件，接着成稿。",
        f"outline: {scalar(outline.outline)}  # {library.structures[outline.outline].title}",
        "# heading 是标题，leads 是各点的段首句：直接改字；删去一行就不写这一点；加一行（如 新1: 抓好……）就多一点。",
        "# 要点 里写领导要讲的话，一行一条，稿中标为【待融入】；words 是大致字数，只供参考，总字数改下面的 length。",
        "sections:" if outline.sections else "sections: {}",
    ]
    for name, part in outline.sections.items():
        lines += [f"  {scalar(name)}:", f"    heading: {scalar(part.heading)}", f'    words: "{part.words}"']
        lines += ["    leads:", *(f"      {scalar(slot)}: {scalar(lead)}" for slot, lead in part.leads.items())]
        if not part.leads:
            lines[-1] += " {}"
        lines.append(f"    要点: {flow(_texts(part.points))}")
    lines += ["# 下面的内容给程序用，一般不必改。", *terms_of(outline), *picks_of(outline, library)]
    return "\n".join(lines) + "\n"


def bare_recipe(outline: Outline) -> Recipe:
    """Return the recipe that an outline was made from, without what was edited since."""
    rest = {name: getattr(outline, name) for name in Recipe.__struct_fields__ if name != "recipe"}
    return Recipe(recipe=outline.outline, **rest)


def as_recipe(library: Library, outline: Outline, before: Outline) -> Recipe:
    """Return the recipe with what was edited in the outline; `before` is how it stood.

    Raises UsageError for what the edits leave open: an unknown section, an empty heading, a point in a strange section.
    """
    _require_sections(outline, before)
    recipe = bare_recipe(outline)
    slots = dict(recipe.slots)
    points: dict[str, tuple[str, ...]] = {}
    dropped: list[str] = []
    said: list[tuple[str, str, str]] = []
    for name, old in before.sections.items():
        part = outline.sections.get(name)
        if part is None:
            dropped.append(name)
            continue
        if bare(part.heading) != old.heading:
            slots[name] = SlotRecipe(heading=bare(part.heading), pinned=True)
        dropped += [slot for slot in old.leads if slot not in part.leads]
        for slot, lead in part.leads.items():
            if slot not in old.leads:
                said.append((name, slot, lead))
            elif bare(lead) != old.leads[slot]:
                slots[slot] = msgspec.structs.replace(slots[slot], lead=bare(lead), pinned=True)
        if wanted := _texts(part.points):
            points[name] = wanted
    recipe = msgspec.structs.replace(recipe, slots=slots, points=points)
    names = {}
    for place, line, lead in said:
        recipe, names[place, line] = _with_point(library, recipe, place, lead)
    recipe = revise(library, recipe, Edits(drop=tuple(dropped))).recipe
    for name, part in outline.sections.items():
        order = [names.get((name, line), line) for line in part.leads]
        recipe = _in_order(recipe, name, order)
    return recipe


def _texts(points: tuple[str, ...] | str) -> tuple[str, ...]:
    return tuple(one.strip() for one in ((points,) if isinstance(points, str) else points) if one.strip())


def _require_sections(outline: Outline, before: Outline) -> None:
    homes = {slot: name for name, part in before.sections.items() for slot in part.leads}
    for name, part in outline.sections.items():
        if name not in before.sections:
            known = list(before.sections)
            raise UsageError(
                f"提纲里没有叫“{name}”的部分", hint=did_you_mean(name, known) or f"这份提纲里有：{'、'.join(known)}"
            )
        if not bare(part.heading):
            raise UsageError(f"提纲里“{name}”这一部分的 heading 空着", hint="写上标题；不要这一部分，就把它整个删去")
        for slot, lead in part.leads.items():
            if homes.get(slot, name) != name:
                raise UsageError(
                    f"提纲里“{slot}”是“{homes[slot]}”的，写到“{name}”里了", hint="放回原处，或换一个名字，如 新1"
                )
            if not bare(lead):
                raise UsageError(f"提纲里“{slot}”的段首句空着", hint="写上段首句；不要这一点，就把这一行删去")


def _with_point(library: Library, recipe: Recipe, place: str, lead: str) -> tuple[Recipe, str]:
    """Return a recipe with one more point in a section, of which only the lead is there yet, and its slot."""
    wider = revise(library, recipe, Edits(add=((place, ""),))).recipe
    (slot,) = [name for name in wider.slots if name not in recipe.slots]
    said = revise(library, wider, Edits(say=((slot, f"{bare(lead)}。【待补：这一点的内容】"),)))
    return said.recipe, slot


def _in_order(recipe: Recipe, section: str, order: Sequence[str]) -> Recipe:
    """Return a recipe whose points of one section stand in `order`: the passages change their slots.

    Raises UsageError where sub-points changed places.
    """
    points = [slot for slot in order if slot in recipe.slots and slot.count(".") == section.count(".") + 1]
    below = [slot for slot in order if slot in recipe.slots and slot not in points]
    if below != sorted(below, key=_numbers):
        raise UsageError(
            f"提纲里“{section}”的小点换了先后，程序还不会这样换", hint="把小点的先后改回来，成稿后在 Word 里调整"
        )
    places = sorted(points, key=_numbers)
    if places == points:
        return recipe
    moved = dict(recipe.slots)
    for place, point in zip(places, points, strict=True):
        if place != point:
            moved[place] = msgspec.structs.replace(recipe.slots[point], pinned=True)
    return msgspec.structs.replace(recipe, slots=moved)


def _numbers(slot: str) -> list[int]:
    return [int(part) for part in slot.split(".") if part.isdigit()]
