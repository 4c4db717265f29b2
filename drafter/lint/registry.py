"""All rules, in the order in which their findings are listed."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable
from types import ModuleType

import msgspec

from drafter.errors import NotFoundError
from drafter.lint.rules import (
    bare_facts,
    concreteness,
    duplicates,
    families,
    formulations,
    layout,
    lengths,
    marks_left,
    members,
    parallels,
    powers,
    references,
    repetition,
    speakers,
    term_dates,
    unknown_terms,
    wording,
)
from drafter.model.checks import CheckFile
from drafter.text.likeness import did_you_mean

RULES: tuple[ModuleType, ...] = (
    lengths,
    wording,
    powers,
    speakers,
    bare_facts,
    concreteness,
    parallels,
    formulations,
    members,
    term_dates,
    families,
    unknown_terms,
    repetition,
    duplicates,
    references,
    layout,
    marks_left,
)
"""Each module has ID, TITLE (Chinese), GROUP, a docstring that is its manual page, and one or more of

check(view)          what it finds in the texts of a library
inspect(paper)       what it finds in a paper; with PASSAGES = True, also in each passage of the library
compare(papers)      what it finds in papers that are checked together
vocabulary(library)  the words that `inspect` looks up in `paper.hits`
"""


class Manual(msgspec.Struct, frozen=True):
    """What `rules show` prints."""

    id: str
    title: str
    text: str


def rule_module(name: str) -> ModuleType:
    """Return the rule called `name`. Raises NotFoundError with the nearest name."""
    known = {rule.ID: rule for rule in RULES}
    if name not in known:
        raise unknown_rule(name, known)
    return known[name]


def unknown_rule(name: str, known: Collection[str]) -> NotFoundError:
    """Return the error for a rule that does not exist, with the nearest name."""
    hint = did_you_mean(name, known) or f"有这些规则：{'、'.join(known)}"
    return NotFoundError(f"没有叫“{name}”的规则", hint=hint)


def manuals(files: Iterable[CheckFile] = ()) -> tuple[Manual, ...]:
    """Return the manual page of every rule, those written as data after the others."""
    own = (Manual(rule.ID, rule.TITLE, inspect.cleandoc(rule.__doc__ or "")) for rule in RULES)
    return (*own, *(Manual(file.id, file.title, file.manual.strip()) for file in files))
