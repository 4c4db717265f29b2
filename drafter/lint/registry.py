"""All rules, in the order in which their findings are listed."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType

import msgspec

from drafter.errors import NotFoundError
from drafter.lint.rules import (
    bare_facts,
    concreteness,
    duplicates,
    families,
    formulations,
    lengths,
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
from drafter.lint.subjects import LibraryView
from drafter.model.library import Library
from drafter.model.problem import Problem
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
)
"""Each module has ID, TITLE (Chinese), a docstring that is its manual page, and check(view)."""


class Manual(msgspec.Struct, frozen=True):
    """What `rules show` prints."""

    id: str
    title: str
    text: str


def check_library(library: Library, only: str = "") -> Iterator[Problem]:
    """Yield what the rules find in the blocks of `library`; with `only`, of one rule. Raises NotFoundError."""
    view = LibraryView(library)
    for rule in RULES if not only else [rule_module(only)]:
        yield from rule.check(view)


def rule_module(name: str) -> ModuleType:
    """Return the rule called `name`. Raises NotFoundError with the nearest name."""
    known = {rule.ID: rule for rule in RULES}
    if name not in known:
        hint = did_you_mean(name, known) or f"有这些规则：{'、'.join(known)}"
        raise NotFoundError(f"没有叫“{name}”的规则", hint=hint)
    return known[name]


def manuals() -> tuple[Manual, ...]:
    """Return the manual page of every rule."""
    return tuple(Manual(rule.ID, rule.TITLE, inspect.cleandoc(rule.__doc__ or "")) for rule in RULES)
