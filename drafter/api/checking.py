"""Checking papers: files that anyone wrote, drafts, recipes and texts of the library."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from drafter.api.drafting import Made, make_draft
from drafter.errors import InputError
from drafter.library.finding import find
from drafter.library.lazy import text_key
from drafter.library.loading import load_library, require_sound
from drafter.library.reading import foundation_names, names_refs, read_checked
from drafter.library.styles import styled
from drafter.library.textfiles import read_text
from drafter.lint import overlap, silences
from drafter.lint.books import books_of
from drafter.lint.papers import Books, Paper, draft_paper, draft_rows, papers_of
from drafter.lint.registry import manuals
from drafter.lint.running import RANKS, check_library, check_papers, contradictions, rule_names, wanted
from drafter.lint.settings import Given
from drafter.lint.silences import Silence
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.model.problem import Problem, Severity
from drafter.model.reading import Reading
from drafter.readers import files_under, read
from drafter.readers.docx import read_opened
from drafter.readers.docx.looks import looks_of
from drafter.readers.docx.package import Package
from drafter.readers.pooled import PARALLEL_FROM, in_order
from drafter.roundtrip.inspecting import made_as
from drafter.source import Source

YAML = (".yaml", ".yml")
GAPS = "gaps.unfilled"
"""The check that a draft need not run: it tells its gaps itself."""


class CheckRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a check."""

    given: Given = Given()
    """What is known of the papers besides what they say themselves."""
    rules: tuple[str, ...] = ()
    """Only these rules, by id, or by file and check; empty: all."""
    severity: Severity = "info"
    """The least grave findings that are wanted."""
    against: tuple[Path, ...] = ()
    """Earlier files; what papers share with them is told."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one file."""

    path: Path
    problems: tuple[Problem, ...] = ()
    silenced: int = 0
    """Findings that marks in the file or the workspace's settings keep quiet."""
    failure: InputError | None = None
    """Why the file could not be checked."""


def files_to_check(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are meant by files and folders, each once. Raises InputError for what does not exist."""
    found = (one for path in paths for one in ([path] if path.suffix.lower() in YAML else files_under(path)))
    return list(dict.fromkeys(found))


def check_files(library: Library, files: Sequence[Path], request: CheckRequest | None = None) -> Iterator[Checked]:
    """Yield what the rules find in each file, in their order; up to 40 files are also compared with each other.

    Files are what `drafter.readers` reads, recipes, outlines, structures and blocks. Raises NotFoundError for an
    unknown rule, InvalidFilesError for mistakes in the workspace's checks.
    """
    request = request or CheckRequest()
    checker = Checker(library, request)
    if len(files) < PARALLEL_FROM:
        yield from checker.together(files)
        return
    workspace = Path(library.workspace) if library.workspace else None
    for file, told in in_order(_work, files, _prepare, (workspace, request)):
        problems, silenced, failure = told
        yield Checked(path=file, problems=problems, silenced=silenced, failure=_failure(failure))


def check_draft(made: Made, request: CheckRequest | None = None) -> tuple[Problem, ...]:
    """Return what the rules find in a draft, each with the slot it is in; gaps that facts fill are not told again."""
    found = Checker(made.library, request or CheckRequest()).draft(made, "")
    return tuple(one for one in found if one.rule != GAPS)


def compare_drafts(library: Library, drafts: Mapping[str, Made]) -> tuple[Problem, ...]:
    """Return where drafts that belong together say different things; `drafts` are by the names of their files."""
    checker = Checker(library, CheckRequest())
    return tuple(contradictions([checker.paper(made, name) for name, made in drafts.items()]))


class _Read(msgspec.Struct, frozen=True):
    """A text file on its way."""

    path: Path
    papers: list[Paper]
    silences: tuple[Silence, ...]


class Checker:
    """Checks one file after the other."""

    def __init__(self, library: Library, request: CheckRequest) -> None:
        """Put the books together; rules may be named by their titles.

        Raises NotFoundError for an unknown one, and for an unknown page style.
        """
        self.library = library
        self.books: Books = books_of(library, date.today())
        if request.given.style:
            styled(library, request.given.style)
        self.known = rule_names(self.books)
        self.earlier = _earlier(request.against) if request.against else None
        titles = {one.id: one for one in manuals(self.books.files)}
        rules = (
            name if name in self.known else find(name, titles, "规则", "drafter rules list") for name in request.rules
        )
        self.request = msgspec.structs.replace(request, rules=tuple(rules))

    def together(self, files: Sequence[Path]) -> Iterator[Checked]:
        """Yield what is found in each of some files, in their order, contradictions between them included."""
        read_: dict[Path, _Read | Checked] = {file: self._read(file) for file in files}
        texts = [one for one in read_.values() if isinstance(one, _Read)]
        papers = [paper for one in texts for paper in one.papers]
        found = check_papers(papers, self.request.rules)
        if self.earlier and wanted(overlap.RULE, self.request.rules):
            found += [problem for paper in papers for problem in self.earlier.problems(paper)]
        by_file: dict[str, list[Problem]] = {}
        for problem in found:
            by_file.setdefault(problem.source.path if problem.source else "", []).append(problem)
        for one in read_.values():
            yield one if isinstance(one, Checked) else self._checked(one, by_file.get(str(one.path), []))

    def alone(self, file: Path) -> Checked:
        """Return what is found in one file."""
        return next(iter(self.together([file])))

    def papers(self, file: Path) -> list[Paper]:
        """Return the papers of a file. Raises InputError for one that cannot be read."""
        found = self._read(file)
        if isinstance(found, Checked):
            raise found.failure or InputError("这个文件里没有文稿", source=Source(str(file)))
        return found.papers

    def _read(self, file: Path) -> _Read | Checked:
        try:
            if file.suffix.lower() in YAML:
                return self._yaml(file)
            if file.suffix.lower() == ".docx":
                return self._word(file)
            reading, marks = _without_marks(read(file))
            return _Read(file, list(papers_of(reading, self.books, self.request.given)), marks)
        except InputError as failure:
            return Checked(path=file, failure=failure)

    def _word(self, file: Path) -> _Read:
        found, opened = read_opened(file)
        reading, marks = _without_marks(found)
        looks = looks_of(opened)
        papers = papers_of(reading, self.books, self._given(opened.package), looks=looks)
        return _Read(file, list(papers), (*marks, *silences.in_comments(looks, reading.text)))

    def _given(self, package: Package) -> Given:
        """Return what is known of a Word file: what the user says, then what drafter wrote into it."""
        given = self.request.given
        made = made_as(package)
        structure = self.library.structures.get(made.structure)
        speaker = structure.speaker[0] if structure and structure.speaker else ""
        return msgspec.structs.replace(
            given,
            fallback=made.day,
            level=given.level or made.level,
            speaker=given.speaker or speaker,
            kind=given.kind or (structure.kind if structure else ""),
            style=given.style or made.style,
        )

    def _checked(self, one: _Read, found: Iterable[Problem]) -> Checked:
        return self._settled(one.path, found, one.silences)

    def _settled(self, path: Path, found: Iterable[Problem], marks: Sequence[Silence]) -> Checked:
        asked = (one for one in found if wanted(one.rule, self.request.rules))
        told, unwanted = silences.settled(asked, self.library.office.checks)
        told, silenced = silences.heard(told, marks, str(path), self.known, complete=not self.request.rules)
        told = [one for one in told if RANKS[one.severity] <= RANKS[self.request.severity]]
        return Checked(path=path, problems=tuple(told), silenced=silenced + unwanted)

    # ── YAML

    def _yaml(self, file: Path) -> Checked:
        text = read_text(file)
        marks = silences.in_yaml(text)
        if _is_block(text, file):
            return self._settled(file, self._block(file), marks)
        made = make_draft(self.library, str(file))
        return self._settled(file, (*made.draft.problems, *self.draft(made, str(file), text)), marks)

    def _block(self, file: Path) -> list[Problem]:
        """Return what is found in a block, which need not lie in the library."""
        file = file.resolve()
        library, identity = self.library, _identity(self.library, file)
        if identity not in library.blocks:
            block, programs, problems = read_checked(file, Block, names_refs(library), foundation_names(library))
            if problems or block is None:
                return list(problems)
            library = msgspec.structs.replace(
                library,
                blocks={**library.blocks, identity: block},
                files={**library.files, identity: str(file)},
                programs={**library.programs, **{text_key(text): one for text, one in programs.items()}},
                memo={},
            )
        path = library.files[identity]
        return [one for one in check_library(library) if one.source and one.source.path == path]

    def draft(self, made: Made, path: str, text: str = "") -> tuple[Problem, ...]:
        """Return what is found in a draft made from a file with this text; its lines are those of the slots."""
        paper = self.paper(made, path)
        rows = draft_rows(made.draft)
        return tuple(
            _in_slot(one, rows[one.source.line - 1].runs, path, text)
            for one in check_papers([paper], self.request.rules)
            if one.source and one.source.line
        )

    def paper(self, made: Made, path: str) -> Paper:
        """Return a draft as the rules see it."""
        structure = made.library.structures[made.draft.structure]
        facts = {**made.assembled.sheet.derived, **made.assembled.sheet.given}
        given = Given(
            day=date.fromisoformat(made.draft.as_of),
            level=made.draft.level,
            place=str(facts.get("place") or ""),
            speaker=structure.speaker[0] if structure.speaker else "",
            kind=structure.kind,
        )
        return draft_paper(made.draft, path, self.books, given)


def _earlier(paths: Iterable[Path]) -> overlap.Earlier:
    """Return the files to compare with, indexed. Raises InputError for what does not exist or cannot be read."""
    files = dict.fromkeys(one for path in paths for one in files_under(path))
    return overlap.Earlier([read(one) for one in files])


def _without_marks(reading: Reading) -> tuple[Reading, tuple[Silence, ...]]:
    """Return a reading without the marks that silence rules, and the marks."""
    text, marks = silences.in_text(reading.text)
    return msgspec.structs.replace(reading, text=text), marks


def _is_block(text: str, file: Path) -> bool:
    from drafter.library.yamlreader import first_keys

    keys = first_keys(text, str(file))
    return "theme" in keys and "body" not in keys


def _identity(library: Library, file: Path) -> str:
    """Return the id of the block that a (resolved) file is; for one outside the library its name and its folder's."""
    for name, path in library.files.items():
        if path.endswith(file.name) and Path(path).resolve() == file:
            return name
    return f"{file.parent.name}/{file.stem}"


def _in_slot(problem: Problem, runs: Sequence[object], path: str, text: str) -> Problem:
    """Return a finding in a draft with the slot that it is in, and the line of the slot in its recipe."""
    slot = next((str(getattr(run, "slot", "")) for run in runs if getattr(run, "slot", "")), "")
    source = None
    if path:
        source = Source(path, _line_of(slot, text) if slot else 0)
    message = f"{problem.message}（位置 {slot}）" if slot else problem.message
    return msgspec.structs.replace(problem, message=message, source=source, span=None, fix=None)


def _line_of(slot: str, text: str) -> int:
    """Return the line of a recipe on which a slot stands; 0 where it has none."""
    for number, row in enumerate(text.split("\n"), 1):
        if row.lstrip().startswith(f"{slot}:"):
            return number
    return 0


# ── worker processes

_WORKERS: list[Checker] = []
"""The one of a worker process."""
Failed = tuple[str, str, Source | None] | None
"""The parts of an error: an exception with parts of its own does not travel between processes."""


def _prepare(workspace: Path | None, request: CheckRequest) -> None:
    gc.disable()
    _WORKERS[:] = [Checker(require_sound(load_library(workspace)), request)]
    gc.freeze()  # what is loaded lives to the end: no need to look through it for garbage again and again
    gc.enable()


def _work(file: Path) -> tuple[tuple[Problem, ...], int, Failed]:
    checked = _WORKERS[0].alone(file)
    failure = checked.failure
    return checked.problems, checked.silenced, (failure.message, failure.hint, failure.source) if failure else None


def _failure(told: Failed) -> InputError | None:
    return InputError(told[0], hint=told[1], source=told[2]) if told else None
