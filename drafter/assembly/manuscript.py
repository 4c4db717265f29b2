"""From the text to the manuscript: the title in lines, the marks of a working copy, the table of contents.

What depends on the page: it is laid over an assembled draft, for one page style, and leaves the text alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from drafter.model.draft import Draft, Paragraph, Run
from drafter.model.problem import Problem
from drafter.model.style import PageStyle, characters_a_line
from drafter.text.counting import printed_width

BODIES = (
    "中共{place}委员会", "中共{place}委", "{place}委", "{place}人民代表大会常务委员会", "{place}人民代表大会",
    "{place}人大常委会", "中共{place}人大常委会", "{place}人大", "{place}人民政府", "{place}监察委员会",
    "{place}人民法院", "{place}人民检察院", "{place}",
)  # fmt: skip


def finished(
    draft: Draft, style: PageStyle, *, marks: Sequence[str] = (), toc: bool = False, names: Sequence[str] = ()
) -> Draft:
    """Return `draft` as it goes on the pages of `style`: marks, table of contents, title in lines.

    `names` are not cut by the end of a line. Where there are no headings for contents, the draft says so.
    Raises UsageError for a mark that nobody could print.
    """
    corners, stages = _marked(marks)
    title = [one for one in draft.head if one.kind == "title"]
    rest = [one for one in draft.head if one.kind not in ("title", "subtitle")]
    lines = broken(title, characters_a_line(style, "title"), names)
    below = [one for one in draft.head if one.kind == "subtitle"]
    below = broken(below, characters_a_line(style, "subtitle"), names)
    made = msgspec.structs.replace(draft, head=(*corners, *lines, *stages, *below, *rest))
    if not toc:
        return made
    from drafter.assembly.contents import contents

    entries = contents(made, style)
    if not entries:
        return msgspec.structs.replace(made, problems=(*made.problems, NO_CONTENTS))
    return msgspec.structs.replace(made, head=(*corners, *entries, *made.head[len(corners) :]))


NO_CONTENTS = Problem(
    rule="empty-contents",
    severity="warning",
    message="这份稿子没有可以列进目录的标题，没有加目录",
    hint="去掉 --toc，或换一个有标题的结构（drafter structures list）",
)


def _marked(marks: Sequence[str]) -> tuple[list[Paragraph], list[Paragraph]]:
    if not marks:
        return [], []
    from drafter.assembly.marks import placed

    return placed(marks)


# ── title


def broken(title: Iterable[Paragraph], limit: int, names: Sequence[str]) -> list[Paragraph]:
    """Return the lines of a title or a subtitle, each a paragraph; a line that is too long is broken at its words.

    `limit` is in characters. Titles of one line are not looked at closer: the words are loaded only when needed.
    """
    found: list[Paragraph] = []
    for line in title:
        if printed_width(line.text) <= limit:
            found.append(line)
            continue
        from drafter.text.titles import title_lines

        found += _cut(line, title_lines(line.text.replace("|", "｜"), limit, names))
    return found


def _cut(paragraph: Paragraph, lines: Sequence[str]) -> list[Paragraph]:
    """Return a paragraph cut into `lines`; white space at a break is left out."""
    pending = list(paragraph.runs)
    found = []
    for line in lines:
        runs: list[Run] = []
        wanted = line
        while wanted:
            run, *pending = pending
            text = run.text if runs else run.text.lstrip()
            taken = text[: len(wanted)]
            if taken:
                runs.append(msgspec.structs.replace(run, text=taken))
            wanted = wanted[len(taken) :]
            if text[len(taken) :]:
                pending = [msgspec.structs.replace(run, text=text[len(taken) :]), *pending]
        found.append(msgspec.structs.replace(paragraph, runs=tuple(runs)))
    return found


def names_in(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names that the facts of a draft give: of the place, its bodies, the speaker."""
    places = [str(facts[key]) for key in ("place", "province") if facts.get(key)]
    bodies = [pattern.format(place=place) for place in places for pattern in BODIES]
    known = [str(facts[key]) for key in ("speaker_name", "speaker_post", "superior_party") if facts.get(key)]
    return tuple(dict.fromkeys([*bodies, *known]))
