"""The inbox: a folder with one file of candidates for each speech file, and the record of what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from drafter.errors import InputError, InvalidFilesError
from drafter.library.blockwriter import block_text
from drafter.library.textfiles import read_text
from drafter.library.yamlreader import decode
from drafter.library.yamlwriter import flow, scalar
from drafter.model.candidate import Batch, Candidate, Decision, Decisions
from drafter.model.fact import FactSpec
from drafter.model.problem import Problem
from drafter.source import Source

RECORD = "审定记录.yaml"
NOTE = "# 从旧稿里摘出的待审素材：drafter corpus review 逐段审定；不要的留着不管也行。block 可以直接改。\n"
ID = re.compile(r"^  - id: ([0-9a-f]{12})$", re.M)
LONGEST_NAME = 60
"""Characters of a file's name that the name of its batch keeps."""


def batch_name(batch: Batch | Sheet) -> str:
    """Return the file name of a batch: the speech file's name and eight digits of its content."""
    stem = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", Path(batch.file).stem)[:LONGEST_NAME].rstrip(". ") or "稿"
    return f"{stem}.{batch.sha256[:8]}.yaml"


class Sheet(msgspec.Struct, frozen=True):
    """A batch as text in parts, so that candidates can be left out without reading it again."""

    file: str
    sha256: str
    entries: tuple[tuple[str, str], ...]
    """The id and the lines of each candidate."""
    known: int = 0
    """How many more passages were left out because they are known."""

    def text(self) -> str:
        """Return the YAML of the batch."""
        head = f"{NOTE}file: {scalar(self.file)}\nsha256: {scalar(self.sha256)}\n"
        return (
            head + ("candidates:\n" if self.entries else "candidates: []\n") + "".join(text for _, text in self.entries)
        )


def sheet_of(batch: Batch, known: int = 0) -> Sheet:
    """Return a batch as text in parts; `known` passages were left out of it."""
    entries = tuple((one.id, "".join(f"{line}\n" for line in _candidate_lines(one))) for one in batch.candidates)
    return Sheet(batch.file, batch.sha256, entries, known)


def _candidate_lines(one: Candidate) -> Iterator[str]:
    yield f"  - id: {one.id}"
    yield f"    speech: {one.speech}"
    yield f"    at: {scalar(one.at)}"
    yield f"    line: {one.line}"
    yield f"    heading: {scalar(one.heading)}"
    yield f"    confidence: {one.confidence}"
    if one.near:
        yield "    near:"
        yield from (f"      - {flow({'block': each.block, 'share': str(each.share)})}" for each in one.near)
    if one.lapsed:
        yield "    lapsed:"
        for term in one.lapsed:
            known = {"wording": term.wording, "until": term.until, "successor": term.successor}
            yield f"      - {flow({key: value for key, value in known.items() if value})}"
    if one.mended:
        yield "    mended:"
        for repair in one.mended:
            shown = {"kind": repair.kind, "text": repair.text, "suggestion": repair.suggestion}
            place = {"line": str(repair.line), "column": str(repair.column)}
            yield f"      - {flow({**{key: value for key, value in shown.items() if value}, **place})}"
    if one.slots:
        yield "    slots:"
        for slot in one.slots:
            yield f"      - {{fact: {slot.fact}, shown: {scalar(slot.shown)}{_spec(slot.spec)}}}"
    yield "    block:"
    yield from (f"      {line}" if line else "" for line in block_text(one.block).rstrip("\n").split("\n"))


def _spec(spec: FactSpec | None) -> str:
    return "" if spec is None else f", spec: {spec_text(spec)}"


def spec_text(spec: FactSpec) -> str:
    """Return the entry of a fact in facts.yaml, on one line."""
    example = spec.example if isinstance(spec.example, str) else ""
    known = {"group": spec.group, "label": spec.label, "type": spec.type, "unit": spec.unit, "example": example}
    return flow({key: value for key, value in known.items() if value})


def read_batches(inbox: Path) -> list[tuple[Path, Batch]]:
    """Return the batches of an inbox, sorted by file name. Raises InputError, InvalidFilesError with all mistakes."""
    if not inbox.is_dir():
        raise InputError("没有这个收件夹", hint="先用 drafter corpus extract 旧稿 -o 收件夹", source=Source(str(inbox)))
    found: list[tuple[Path, Batch]] = []
    problems: list[Problem] = []
    for path in sorted(inbox.glob("*.yaml")):
        if path.name == RECORD:
            continue
        decoded = decode(read_text(path), str(path), Batch)
        problems += decoded.problems
        if decoded.value is not None:
            found.append((path, decoded.value))
    if problems:
        raise InvalidFilesError(problems)
    return found


def known_ids(inbox: Path) -> set[str]:
    """Return the ids of all candidates that lie in an inbox or were decided on, by a look at the lines alone."""
    found = {one.id for one in read_decisions(inbox)}
    for path in inbox.glob("*.yaml"):
        if path.name != RECORD:
            found.update(ID.findall(read_text(path)))
    return found


def read_decisions(inbox: Path) -> tuple[Decision, ...]:
    """Return what was decided so far. Raises InvalidFilesError."""
    path = inbox / RECORD
    if not path.is_file():
        return ()
    decoded = decode(read_text(path), str(path), Decisions)
    if decoded.problems:
        raise InvalidFilesError(decoded.problems)
    return decoded.value.decisions if decoded.value else ()


def decisions_text(decisions: Iterable[Decision]) -> str:
    """Return the record of decisions as YAML."""
    lines = ["# 审定记录：已经定过的素材不再提出来。"]
    rows = [{"id": one.id, "decision": one.decision, "block": one.block, "date": one.date} for one in decisions]
    lines += ["decisions:"] if rows else ["decisions: []"]
    lines += [f"  - {flow({key: value for key, value in row.items() if value})}" for row in rows]
    return "\n".join(lines) + "\n"


def pending(inbox: Path) -> list[tuple[Batch, Candidate]]:
    """Return the candidates that wait for a decision, the surest first within each file."""
    decided = {one.id for one in read_decisions(inbox)}
    return [
        (batch, candidate)
        for _, batch in read_batches(inbox)
        for candidate in batch.candidates
        if candidate.id not in decided
    ]
