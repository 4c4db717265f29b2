"""All rules, in the order in which their findings are listed."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Mapping
from types import ModuleType

import msgspec

from drafter.errors import NotFoundError
from drafter.lint import overlap
from drafter.lint.rules import (
    announced,
    bare_facts,
    blanks,
    brackets,
    calendar,
    campaigns,
    concreteness,
    delivery,
    duplicates,
    end_marks,
    families,
    figure_twice,
    figures,
    formulations,
    frame,
    guidance,
    half_width,
    headings,
    institutions,
    laws,
    layout,
    leaders,
    leftovers,
    lengthiness,
    lengths,
    marks_left,
    members,
    mixed_eras,
    number_marks,
    number_style,
    numbering,
    own_place,
    parallels,
    plans,
    powers,
    quotations,
    quoted_items,
    quotes,
    references,
    repetition,
    session_numbers,
    slips,
    speakers,
    term_dates,
    totals,
    unknown_terms,
    wording,
)
from drafter.model.checks import Check, CheckFile
from drafter.text.likeness import did_you_mean

RULES: tuple[ModuleType, ...] = (
    formulations,
    members,
    guidance,
    leaders,
    quotations,
    term_dates,
    campaigns,
    plans,
    institutions,
    laws,
    mixed_eras,
    powers,
    speakers,
    leftovers,
    own_place,
    session_numbers,
    calendar,
    totals,
    figure_twice,
    announced,
    slips,
    half_width,
    quotes,
    brackets,
    quoted_items,
    figures,
    end_marks,
    blanks,
    numbering,
    number_style,
    number_marks,
    headings,
    repetition,
    lengthiness,
    frame,
    delivery,
    layout,
    marks_left,
    lengths,
    wording,
    bare_facts,
    concreteness,
    parallels,
    families,
    unknown_terms,
    duplicates,
    references,
)
"""Each module has ID, TITLE (Chinese), a docstring that is its manual page, GROUP (see GROUPS; none for the library's
own), and one or more of

check(view)          what it finds in the texts of a library
inspect(paper)       what it finds in a paper; with PASSAGES = True, also in each passage of the library
compare(papers)      what it finds in papers that are checked together
vocabulary(library)  the words that `inspect` looks up in `paper.hits`
"""


REPETITION = 8
GROUPS: Mapping[int, str] = {
    1: "核心提法",
    2: "提法的日期",
    3: "职权和程序",
    4: "残留和矛盾",
    5: "错字",
    6: "标点和数字",
    7: "序号和标题",
    8: "重复",
    9: "篇章",
    10: "版式",
    0: "段落库",
}
"""What rules are about, in the order of what gets a secretary into trouble; the last only look at the library."""


class Manual(msgspec.Struct, frozen=True):
    """What `rules show` prints."""

    id: str
    title: str
    text: str
    group: int
    """One of GROUPS."""
    checks: tuple[Check, ...] = ()
    """Those of a file of checks."""


def unknown_rule(name: str, known: Collection[str]) -> NotFoundError:
    """Return the error for a rule that does not exist, with the nearest name."""
    hint = did_you_mean(name, known) or f"有这些规则：{'、'.join(known)}"
    return NotFoundError(f"没有叫“{name}”的规则", hint=hint)


def manuals(files: Iterable[CheckFile] = ()) -> tuple[Manual, ...]:
    """Return the manual page of every rule, those written as data after the others."""
    own = (
        Manual(rule.ID, rule.TITLE, inspect.cleandoc(rule.__doc__ or ""), getattr(rule, "GROUP", 0)) for rule in RULES
    )
    between = Manual(overlap.RULE, overlap.TITLE, overlap.MANUAL.strip(), REPETITION)
    return (
        *own,
        between,
        *(Manual(file.id, file.title, file.manual.strip(), file.group, file.checks) for file in files),
    )
