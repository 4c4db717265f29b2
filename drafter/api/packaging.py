"""All papers of a meeting from one sheet: drafted together, checked against each other, written all or none.

A second time the papers are made again from their recipes with what the sheet says now: the passages stay, and a
changed figure reaches every paper. A paper that a person has edited since is never written over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from drafter.api.drafting import (
    RECIPE_SUFFIX,
    Made,
    job_of,
    make_draft,
    note_use,
    outline_job,
    recipe_path,
)
from drafter.api.sheeting import gaps_by_office
from drafter.assembly.facts import Layer, known_names
from drafter.errors import InvalidFilesError, OutputError, UsageError
from drafter.library.finding import find
from drafter.library.reading import names_refs
from drafter.library.textfiles import bytes_of, read_text
from drafter.library.yamlreader import decode
from drafter.library.yamlwriter import flow
from drafter.model.fact import Plain
from drafter.model.library import Library
from drafter.model.meeting import Meeting, PaperWanted
from drafter.model.problem import Problem, error
from drafter.source import Source
from drafter.writers import writer_for
from drafter.writers.committing import digest
from drafter.writers.files import refuse_existing, write_all

READING_STYLE = "reading"
GAPS = "待补清单.docx"
SEEN = ".会议.json"
"""In the folder of a package: the digests of the files as they were written, so that edited ones are known."""
BAD_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """The papers of a meeting, made and not yet written."""

    meeting: Meeting
    papers: tuple[tuple[str, Made], ...]
    """By the names of their files."""
    contents: dict[str, bytes]
    """Every file by its name."""
    problems: tuple[Problem, ...]
    """Where papers contradict each other."""
    gaps: int


def read_meeting(library: Library, path: Path) -> Meeting:
    """Return a meeting sheet. Raises InputError, InvalidFilesError, UsageError for two papers of one name."""
    decoded = decode(read_text(path), str(path), Meeting, names_refs(library))
    if decoded.value is None or decoded.problems:
        raise InvalidFilesError(decoded.problems)
    if not decoded.value.papers:
        raise UsageError(
            "会议表里没有要哪些文件", hint="在 papers 下面写：- {structure: 结构}", source=Source(str(path))
        )
    return decoded.value


def pack(library: Library, path: Path, folder: Path) -> Packed:
    """Return the papers that a meeting sheet asks for; those that lie in `folder` are made again from their recipes.

    Raises DrafterError.
    """
    meeting = read_meeting(library, path)
    made = list(_made(library, meeting, path, folder))
    names = [name for name, _, _ in made]
    if len({*names}) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise UsageError(f"有两份文件都叫“{twice}”", hint="给它们写上不同的 name", source=Source(str(path)))
    contents: dict[str, bytes] = {}
    for name, wanted, paper in made:
        contents |= _files(name, wanted, paper)
    drafts = [paper.draft for _, _, paper in made]
    sheet = gaps_by_office(library, drafts, meeting_title(meeting))
    if sheet is not None:
        contents[GAPS] = sheet
    return Packed(
        meeting=meeting,
        papers=tuple((name, paper) for name, _, paper in made),
        contents=contents,
        problems=(*_in_sheet(library, meeting, path), *_between(library, made)),
        gaps=len({gap.fact for draft in drafts for gap in draft.gaps}),
    )


def meeting_title(meeting: Meeting) -> str:
    """Return how a meeting is called."""
    known = meeting.facts.get("meeting", meeting.facts.get("会议", {}))
    name = known.get("name", known.get("会议名称", "")) if isinstance(known, dict) else ""
    return name or "会议"


def _made(library: Library, meeting: Meeting, path: Path, folder: Path) -> Iterator[tuple[str, PaperWanted, Made]]:
    for wanted in meeting.papers:
        identity = find(wanted.structure, library.structures, "结构", "drafter structures list")
        name = wanted.name or library.structures[identity].title
        if BAD_NAME.search(name) or name.startswith("."):
            raise UsageError(f"“{name}”不能作文件名", hint="换一个 name", source=Source(str(path)))
        layers = [Layer(meeting.facts, Source(str(path))), Layer(wanted.facts, Source(str(path)))]
        recipe = folder / f"{name}{RECIPE_SUFFIX}"
        paper = make_draft(
            library,
            str(recipe) if recipe.is_file() else identity,
            layers=layers,
            level=meeting.level or None,
            seed=None if recipe.is_file() else wanted.seed,
            length=wanted.length or None,
            style=meeting.style or None,
            marks=meeting.marks,
        )
        yield name, wanted, paper


def _files(name: str, wanted: PaperWanted, paper: Made) -> dict[str, bytes]:
    """Return what is written of one paper, by file."""
    writer = writer_for(".docx")
    found = {
        f"{name}.docx": writer(job_of(paper)),
        recipe_path(Path(f"{name}.docx")).name: paper.recipe.encode(),
    }
    if wanted.reading:
        found[f"{name}.宣读.docx"] = writer(job_of(paper, READING_STYLE))
    if wanted.outline:
        found[f"{name}.提纲.docx"] = writer(outline_job(paper))
    return found


OF_A_PAPER = ("speaker_name", "speaker_post", "signing_date")
"""Facts that are a paper's own: two papers of a meeting have two speakers."""


def _in_sheet(library: Library, meeting: Meeting, path: Path) -> Iterator[Problem]:
    """Yield where the sheet gives one fact two values: for the meeting and a paper, or for two papers."""
    names = known_names(library)
    first = {names.get(key, key): ("会议", value) for key, value in meeting.facts.items()}
    for paper in meeting.papers:
        for key, value in paper.facts.items():
            name = names.get(key, key)
            where, before = first.setdefault(name, (paper.name or paper.structure, value))
            if before != value and name not in OF_A_PAPER:
                message = (
                    f"“{key}”在{where}里是“{_shown(before)}”，在{paper.name or paper.structure}里是“{_shown(value)}”"
                )
                yield error("meeting-twice", message, Source(str(path)), hint="改成一样；本来就不同的，换一个要素")


def _shown(value: Plain) -> str:
    return value if isinstance(value, str) else flow(value)


def _between(library: Library, made: list[tuple[str, PaperWanted, Made]]) -> tuple[Problem, ...]:
    """Return where papers say different things, each with the paper that it stands in."""
    from drafter.api.checking import compare_drafts

    return compare_drafts(library, {f"{name}.docx": paper for name, _, paper in made})


def save_package(packed: Packed, folder: Path, *, force: bool = False) -> None:
    """Write the papers into a folder, all or none.

    Files that are there already are replaced with `force` alone, and never one that was edited since it was written.
    Raises OutputError.
    """
    paths = {folder / name: data for name, data in packed.contents.items()}
    seen = _seen(folder)
    for path in paths:
        now = bytes_of(path)
        if now is not None and force and seen.get(path.name) != digest(now):
            raise OutputError(
                "这份文件写出以后有人改过，没有覆盖",
                hint="先用 drafter absorb 收回改动，或把它移到别处",
                source=Source(str(path)),
            )
    refuse_existing([*paths], force=force)
    digests = {path.name: digest(data) for path, data in paths.items()}
    folder.mkdir(parents=True, exist_ok=True)
    write_all({**paths, folder / SEEN: msgspec.json.encode({**seen, **digests})}, force=True)
    stale = bytes_of(folder / GAPS)
    if GAPS not in packed.contents and stale is not None and digest(stale) == seen.get(GAPS):
        (folder / GAPS).unlink()
    for name, paper in packed.papers:
        note_use(paper, folder / f"{name}.docx")


def _seen(folder: Path) -> Mapping[str, str]:
    data = bytes_of(folder / SEEN)
    try:
        return msgspec.json.decode(data, type=dict[str, str]) if data else {}
    except msgspec.MsgspecError:
        return {}
