"""A block as the text of its YAML file, in the style of the shipped library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drafter.library.yamlwriter import block_scalar, flow, is_literal
from drafter.model.block import Block, Measure, Move, Passage

SUITS = ("by", "to", "kinds", "levels")


def block_text(block: Block) -> str:
    """Return the YAML of a block; reading it gives an equal block."""
    return "\n".join(_lines(block)) + "\n"


def _lines(block: Block) -> Iterator[str]:
    yield f"title: {block_scalar(block.title)}"
    yield f"theme: {block.theme}"
    if block.tags:
        yield f"tags: {flow(list(block.tags))}"
    if block.part != "point":
        yield f"part: {block.part}"
    yield f"status: {block.status}"
    if block.replaced_by:
        yield f"replaced_by: {block.replaced_by}"
    yield from _suits(block)
    if block.leads:
        yield "leads:"
        yield from (f"  {form}: {block_scalar(lead)}" for form, lead in block.leads.items())
    yield "text:"
    for act in block.text:
        yield from act_lines(act, block.text[act])
    yield from _rest(block)


def _suits(block: Block) -> Iterator[str]:
    given = {name: getattr(block.suits, name) for name in SUITS if getattr(block.suits, name)}
    if given:
        yield "suits:"
        yield from (f"  {name}: {flow(list(values))}" for name, values in given.items())


def act_lines(act: str, passage: str | Passage) -> Iterator[str]:
    """Yield the lines of one act as they stand under ``text:``."""
    if isinstance(passage, str):
        yield from _text(f"  {act}", passage)
        return
    yield f"  {act}:"
    for name, move in passage.items():
        yield from _move(name, move)


def _move(name: str, move: Move) -> Iterator[str]:
    if isinstance(move, str):
        yield from _text(f"    {name}", move)
        return
    yield f"    {name}:"
    yield from (f"      - {_measure(one)}" for one in move)


def _text(key: str, text: str) -> Iterator[str]:
    """Yield a text under its key: on its line, or as a literal block where it has paragraphs."""
    lines = text.split("\n")
    if len(lines) == 1 or not is_literal(lines):
        yield f"{key}: {block_scalar(text)}"
        return
    indent = " " * (len(key) - len(key.lstrip()) + 2)
    yield f"{key}: |-"
    yield from (f"{indent}{line}" if line else "" for line in lines)


def _measure(one: Measure) -> str:
    return flow({"lead": one.lead, "text": one.text})


def _rest(block: Block) -> Iterator[str]:
    if block.lengths:
        yield f"lengths: {_nested(block.lengths)}"
    if block.sources:
        origins = [{"file": one.file, "speech": str(one.speech), "at": one.at} for one in block.sources]
        yield "sources:"
        yield from (f"  - {flow({key: value for key, value in one.items() if value})}" for one in origins)
    for name, values in (("requires", block.requires), ("excludes", block.excludes)):
        if values:
            yield f"{name}: {flow(list(values))}"
    days = {"from": block.valid.from_, "until": block.valid.until}
    if any(days.values()):
        yield f"valid: {flow({key: day.isoformat() for key, day in days.items() if day})}"


def _nested(lengths: Mapping[Any, Sequence[str]]) -> str:
    return "{" + ", ".join(f"{name}: {flow(list(moves))}" for name, moves in lengths.items()) + "}"
