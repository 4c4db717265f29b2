"""Candidates → the workspace: as blocks of their own, or as a further act of a block that is there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from drafter.corpus.inbox import RECORD, decisions_text, read_decisions, spec_text
from drafter.errors import InvalidFilesError, NotFoundError, UsageError
from drafter.library.blockwriter import act_lines, block_text
from drafter.library.editing import SLUG
from drafter.library.reading import mistakes_in, names_refs, names_with
from drafter.library.textfiles import read_text
from drafter.model.block import Block
from drafter.model.candidate import Candidate, Decision
from drafter.model.fact import FactBook, FactSpec
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.text.likeness import did_you_mean

FACTS = "facts.yaml"
FACTS_HEAD = "# 工作区的要素：从旧稿收来的素材要用而自带要素表没有的。\ngroups:\n  corpus: 旧稿要素\nfacts:\n"


class Accepted(msgspec.Struct, frozen=True):
    """What a decision writes: files of the workspace and of the inbox, and the block that results."""

    files: Mapping[Path, bytes]
    block: str


def as_block(
    library: Library,
    workspace: Path,
    inbox: Path,
    candidate: Candidate,
    today: date,
    *,
    slug: str = "",
    beside: str = "",
) -> Accepted:
    """Return the files that make a candidate a block of the workspace.

    `slug` names it within its theme; `beside` is a block with which it never stands in one draft (a variant).
    Raises UsageError for a bad or taken name.
    """
    name = slug or f"corpus-{candidate.id}"
    if candidate.block.theme not in library.taxonomy.themes:
        hint = did_you_mean(candidate.block.theme, library.taxonomy.themes)
        raise NotFoundError(f"没有主题“{candidate.block.theme}”", hint=hint)
    if beside and beside not in library.blocks:
        raise NotFoundError(f"没有段落 {beside}", hint=did_you_mean(beside, library.blocks))
    if not SLUG.fullmatch(name):
        raise UsageError(f"名称“{name}”不能用", hint="用小写字母、数字和连字符，如 budget-review")
    identity = f"{candidate.block.theme}/{name}"
    path = workspace / "sections" / f"{identity}.yaml"
    if slug and (identity in library.blocks or path.exists()):  # an automatic name is the candidate's own
        raise UsageError(f"已经有段落 {identity}", hint="换一个名称（--as）")
    excludes = tuple(dict.fromkeys((*candidate.block.excludes, *([beside] if beside else []))))
    block = msgspec.structs.replace(candidate.block, status="approved", excludes=excludes)
    files = {path: block_text(block).encode(), **_facts(library, workspace, candidate)}
    _require_sound(files, library, candidate)
    return Accepted(files | _decided(inbox, [(candidate, identity)], "accepted", today), identity)


def as_blocks(
    library: Library, workspace: Path, inbox: Path, candidates: Sequence[Candidate], today: date
) -> tuple[Accepted, list[str]]:
    """Return the files that make candidates blocks of the workspace, all of them at once, and their ids.

    Raises as `as_block` does.
    """
    files: dict[Path, bytes] = {}
    specs: dict[str, FactSpec] = {}
    made = []
    for candidate in candidates:
        one = as_block(library, workspace, inbox, candidate, today)
        files |= one.files
        specs |= _used_facts(candidate)
        made.append((candidate, one.block))
    files |= facts_file(library, workspace, specs) | _decided(inbox, made, "accepted", today)
    return Accepted(files, f"{len(made)} 段"), [block for _, block in made]


def as_act(library: Library, workspace: Path, inbox: Path, candidate: Candidate, target: str, today: date) -> Accepted:
    """Return the files that add a candidate's text to the block `target` as a further act.

    A shipped block is copied into the workspace first. Raises NotFoundError for an unknown block, UsageError where
    the block has that act already.
    """
    if target not in library.blocks:
        raise NotFoundError(f"没有段落 {target}", hint=did_you_mean(target, library.blocks))
    act = next(iter(candidate.block.text))
    if act in library.blocks[target].text:
        raise UsageError(
            f"{target} 已经有“{library.taxonomy.title('acts', act)}”的文字",
            hint="改动作后再并入，或作为另一段采用（同一份稿子里只用一段）",
        )
    path = workspace / "sections" / f"{target}.yaml"
    source = path if path.is_file() else Path(library.files[target])
    text = _with_act(read_text(source), candidate.block, act)
    files = {path: text.encode(), **_facts(library, workspace, candidate)}
    _require_sound(files, library, candidate)
    return Accepted(files | _decided(inbox, [(candidate, target)], "merged", today), target)


def _require_sound(files: Mapping[Path, bytes], library: Library, candidate: Candidate) -> None:
    """Raise InvalidFilesError where a file to be written could not be read again: the workspace stays usable."""
    refs, names = names_refs(library), names_with(library, _own_facts(candidate))
    problems: list[Problem] = []
    for path, data in files.items():
        kind: type[FactBook | Block] = FactBook if path.name == FACTS else Block
        problems += mistakes_in(data.decode(), path, kind, refs, names)
    if problems:
        raise InvalidFilesError(problems)


def dropped(inbox: Path, candidate: Candidate, today: date) -> Accepted:
    """Return the files that record that a candidate is not wanted."""
    return Accepted(_decided(inbox, [(candidate, "")], "dropped", today), "")


def _with_act(text: str, block: Block, act: str) -> str:
    """Return a block file with one more act at the end of its ``text:``; every other line stays as it is.

    Raises UsageError where ``text:`` does not stand on a line of its own.
    """
    lines = text.rstrip("\n").split("\n")
    start = next((row for row, line in enumerate(lines) if re.match(r"text:\s*(?:#.*)?$", line)), None)
    if start is None:
        raise UsageError("这个段落的文件里 text: 不是单独一行，接不上新的文字", hint="把行文动作改成一行一个，再并入")
    stop = next((row for row in range(start + 1, len(lines)) if re.match(r"\S", lines[row])), len(lines))
    while stop > start + 1 and not lines[stop - 1].strip():
        stop -= 1
    return "\n".join([*lines[:stop], *act_lines(act, block.text[act]), *lines[stop:]]) + "\n"


def _own_facts(candidate: Candidate) -> dict[str, FactSpec]:
    """Return the facts that a candidate brings with it."""
    return {slot.fact: slot.spec for slot in candidate.slots if slot.spec is not None}


def _facts(library: Library, workspace: Path, candidate: Candidate) -> dict[Path, bytes]:
    """Return facts.yaml of the workspace with the facts that a candidate brings; nothing where it brings none."""
    return facts_file(library, workspace, _used_facts(candidate))


def _used_facts(candidate: Candidate) -> dict[str, FactSpec]:
    """Return the facts that a candidate brings and prints."""
    return {name: spec for name, spec in _own_facts(candidate).items() if _is_used(name, candidate)}


def facts_file(library: Library, workspace: Path, specs: Mapping[str, FactSpec]) -> dict[Path, bytes]:
    """Return facts.yaml of the workspace with these facts; nothing where the vocabulary has them all."""
    new = {name: spec for name, spec in specs.items() if name not in library.facts.facts}
    if not new:
        return {}
    path = workspace / "sections" / FACTS
    text = read_text(path) if path.is_file() else FACTS_HEAD
    text = re.sub(r"^(groups|facts):\s*\{\}\s*$", r"\1:", text, flags=re.M)
    if "groups:" not in text:
        text = f"groups:\n  corpus: 旧稿要素\n{text}"
    elif "  corpus:" not in text:
        text = text.replace("groups:\n", "groups:\n  corpus: 旧稿要素\n", 1)
    if not re.search(r"^facts:", text, re.M):
        text = text.rstrip("\n") + "\nfacts:\n"
    return {path: _added(text, new, library).encode()}


def _added(text: str, new: Mapping[str, FactSpec], library: Library) -> str:
    labels = {spec.label for spec in library.facts.facts.values()}
    lines = []
    for name, spec in new.items():
        if f"  {name}:" in text:
            continue
        label = spec.label if spec.label not in labels else f"{spec.label}·{name[-4:]}"
        lines.append(f"  {name}: {spec_text(msgspec.structs.replace(spec, label=label))}")
    rows = text.rstrip("\n").split("\n")
    start = next(row for row, line in enumerate(rows) if line.startswith("facts:"))
    stop = next((row for row in range(start + 1, len(rows)) if re.match(r"[^\s#]", rows[row])), len(rows))
    return "\n".join([*rows[:stop], *lines, *rows[stop:]]) + "\n"


def _is_used(name: str, candidate: Candidate) -> bool:
    return any(name in text for text in candidate.block.texts())


def _decided(inbox: Path, made: Sequence[tuple[Candidate, str]], decision: str, today: date) -> dict[Path, bytes]:
    """Return the record of the inbox with one decision on some candidates, each with its block."""
    new = [Decision(id=one.id, decision=decision, block=block, date=today.isoformat()) for one, block in made]
    return {inbox / RECORD: decisions_text([*read_decisions(inbox), *new]).encode()}


def reopened(inbox: Path, candidate: Candidate) -> Accepted:
    """Return the files that take a decision back: the candidate waits again; what it wrote stays."""
    kept = [one for one in read_decisions(inbox) if one.id != candidate.id]
    return Accepted({inbox / RECORD: decisions_text(kept).encode()}, "")
