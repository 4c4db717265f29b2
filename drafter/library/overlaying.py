"""A library with further blocks and facts in it that no file holds (yet)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

import msgspec

from drafter.errors import InvalidFilesError
from drafter.library.lazy import text_key
from drafter.library.reading import names_with
from drafter.model.block import Block
from drafter.model.fact import FactBook, FactSpec
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.template import Program
from drafter.source import Source

V = TypeVar("V")


def overlaid(
    library: Library,
    blocks: Mapping[str, Block],
    lines: Iterable[str] = (),
    facts: Mapping[str, FactSpec] | None = None,
) -> Library:
    """Return `library` with `blocks` (by id) laid over its own, with `facts` added, and able to print `lines`.

    Raises InvalidFilesError for a text with a wrong tag.
    """
    facts = facts or {}
    programs = _compiled(library, [*lines, *(text for block in blocks.values() for text in block.texts())], facts)
    if not blocks and not programs and not facts:
        return library
    from drafter.library.indexing import Grounds, traits_of

    grounds = Grounds(library.taxonomy, library.terms)
    traits = {one: traits_of(block, grounds) for one, block in blocks.items()}
    return msgspec.structs.replace(
        library,
        facts=FactBook(groups=library.facts.groups, facts={**library.facts.facts, **facts}) if facts else library.facts,
        blocks=_over(blocks, library.blocks),
        cards=_over({one: block.card() for one, block in blocks.items()}, library.cards),
        traits=_over(traits, library.traits),
        programs=_over(programs, library.programs),
        stamps=(),
        memo={},
    )


def _over(above: Mapping[str, V], below: Mapping[str, V]) -> Mapping[str, V]:
    return ChainMap(cast("dict[str, V]", above), cast("dict[str, V]", below))


def _compiled(library: Library, texts: Iterable[str], facts: Mapping[str, FactSpec]) -> dict[str, Program]:
    """Return the programs of those texts in which Jinja stands."""
    texts = [text for text in dict.fromkeys(texts) if "{" in text]
    if not texts:
        return {}
    from drafter.library.templates import compile_checked

    names = names_with(library, facts)
    found: dict[str, Program] = {}
    problems: list[Problem] = []
    for text in texts:
        found[text_key(text)], wrong = compile_checked(text, Source("稿单"), names)
        problems += wrong
    if problems:
        raise InvalidFilesError(problems)
    return found
