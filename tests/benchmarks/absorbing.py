"""``make bench-absorb``: how well edited Word files are read back, over every shipped structure and scripted edits.

For each file: the passages classified rightly, the facts found, whether drafting again from the new recipe gives the
edited text. With bookmarks, without, without any trace, after LibreOffice (.docx and .odt). ``--quick``: a few
structures, no LibreOffice; ``--show``: each miss.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "roundtrip")]

from edits import Paper, Truth, types_of
from worlds import HOMES, STRUCTURES, example_facts, level_for, levels_in_file

from drafter import api
from drafter.api.drafting import Made, save
from drafter.model.absorbing import Absorbed
from drafter.model.library import Library
from drafter.readers.libreoffice import convert, find_office
from drafter.roundtrip.blockedits import Decision

DECISIONS: tuple[Decision, ...] = ("variant", "replace", "block", "ignore")
FACTS_APART = ("meeting", "speaker_name", "speaker_post", "superior_documents", "cases", "heard")
"""Facts that stay gaps also in a draft from a filled sheet, so that there is something to fill."""


class Case(msgspec.Struct):
    """One edited file and its truth."""

    structure: str
    seed: int
    path: Path
    truth: Truth
    made: Made


class Score(msgspec.Struct):
    """Counts of one way of going through the files."""

    right: int = 0
    total: int = 0
    facts_right: int = 0
    facts: int = 0
    wrong_facts: int = 0
    same: int = 0
    papers: int = 0
    rows_same: int = 0
    rows: int = 0
    by_kind: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def share(self) -> float:
        """The share of passages classified rightly."""
        return self.right / max(self.total, 1)


def drafted(library: Library, structure: str, level: str, seed: int) -> Made:
    """Return a draft: every second one from a filled sheet, with some gaps left."""
    facts = {"place": HOMES[level]}
    if seed % 2:
        filled = {name: value for name, value in example_facts(library).items() if name not in FACTS_APART}
        left = sorted(filled)[seed % 7 :: 7]
        facts = {**{name: value for name, value in filled.items() if name not in left}, **facts}
    return api.make_draft(library, structure, facts=facts, level=level, seed=seed)


def cases(library: Library, folder: Path, names: list[str], seeds: int) -> Iterator[Case]:
    """Yield edited files."""
    for structure in names:
        for number in range(seeds):
            level = (
                levels_in_file(structure)[number % len(levels_in_file(structure))] if number else level_for(structure)
            )
            made = drafted(library, structure, level, number + 1)
            path = folder / f"{structure}-{number}.docx"
            save(made, path)
            used = iter(gap.fact for gap in made.draft.gaps)
            types = types_of(dict(library.facts.facts), used)
            paper = Paper(path.read_bytes(), made.draft, types, seed=1000 * number + len(structure))
            paper.edit(3 + (number + len(structure)) % 6)
            edited = folder / f"{structure}-{number}-改.docx"
            edited.write_bytes(paper.data())
            edited.with_name(edited.stem + ".稿单.yaml").write_text(made.recipe, encoding="utf-8")
            yield Case(structure, number, edited, paper.truth, made)


def judge(case: Case, found: Absorbed, score: Score, show: list[str]) -> None:
    """Count what was classified rightly."""
    by_slot = {one.slot: one for one in found.passages if one.slot}
    for slot, wanted in case.truth.changes.items():
        fate = by_slot[slot]
        right = fate.change in wanted
        score.total += 1
        score.right += right
        score.by_kind[f"{'/'.join(sorted(wanted))} {'right' if right else 'wrong'}"] += 1
        if not right:
            show.append(f"{case.path.name} {slot}: {fate.change}, not {'/'.join(wanted)} {case.truth.done}")
    new = [line for one in found.passages if one.change == "new" for line in one.after.split("\n")]
    for text in case.truth.new:
        right = text in new
        score.total += 1
        score.right += right
        score.by_kind[f"new {'right' if right else 'wrong'}"] += 1
        if not right:
            show.append(f"{case.path.name} new: {text[:20]} not among {[one[:12] for one in new]} {case.truth.done}")
    extra = [line for line in new if line not in case.truth.new]
    score.total += len(extra)
    score.by_kind["new, but is not"] += len(extra)
    show += [f"{case.path.name} not new: {one[:40]} {case.truth.done}" for one in extra]
    for fact, value in case.truth.facts.items():
        score.facts += 1
        score.facts_right += found.facts.get(fact) == value
        if found.facts.get(fact) != value:
            show.append(f"{case.path.name} fact {fact}: {found.facts.get(fact)}, not {value} {case.truth.done}")
    score.wrong_facts += sum(case.truth.facts.get(fact) != value for fact, value in found.facts.items())


def again(library: Library, case: Case, decision: Decision, score: Score, show: list[str]) -> None:
    """Absorb for good, draft again, and count what is as in the edited file."""
    compared = api.compare(library, case.path)
    outcome = api.take_over(library, compared, lambda _one: decision, keep_new=False)
    different = outcome.taken.different
    score.papers += 1
    score.same += not different
    score.by_kind["in the library"] += len(outcome.taken.blocks)
    score.by_kind["not for the library"] += len(outcome.taken.unfit)
    rows = len(compared.absorbed.rows)
    score.rows += rows
    score.rows_same += rows - sum(len(other.split("\n")) if other else 1 for _, other in different)
    show += [
        f"{case.path.name} differs: {case.truth.done} {one[:30]!r}…{one[-30:]!r} → {other[:30]!r}…{other[-30:]!r}"
        for one, other in different
    ]


def through_office(path: Path, formats: tuple[str, ...]) -> Path:
    """Return a copy of a file that LibreOffice opened and saved, in these formats one after the other."""
    office = find_office()
    assert office is not None
    data, suffix = path.read_bytes(), ".docx"
    for target in formats:
        made = convert(office, data, suffix, target, 120)
        assert made is not None
        data, suffix = made, f".{target}"
    saved = path.with_name(f"{path.stem}-{'-'.join(formats)}.docx")
    saved.write_bytes(data)
    saved.with_name(saved.stem + ".稿单.yaml").write_bytes(path.with_name(path.stem + ".稿单.yaml").read_bytes())
    return saved


def stripped(case: Case, *, traces: bool) -> Path:
    """Return a copy of an edited file without bookmarks, or without any trace."""
    paper = Paper.__new__(Paper)
    import io
    import zipfile

    from lxml import etree

    archive = zipfile.ZipFile(io.BytesIO(case.path.read_bytes()))
    paper.parts = {one: archive.read(one) for one in archive.namelist()}
    paper.root = etree.fromstring(paper.parts["word/document.xml"])
    if traces:
        paper.strip_traces()
    else:
        paper.strip_bookmarks()
    path = case.path.with_name(f"{case.path.stem}-{'bare' if traces else 'unmarked'}.docx")
    path.write_bytes(paper.data())
    path.with_name(path.stem + ".稿单.yaml").write_bytes(
        case.path.with_name(case.path.stem + ".稿单.yaml").read_bytes()
    )
    return path


def main() -> None:
    """Print the measurement."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--office", type=int, default=1, help="of how many seeds LibreOffice opens the files")
    asked = parser.parse_args()
    names = STRUCTURES[::6] if asked.quick else STRUCTURES
    library = api.load()
    with tempfile.TemporaryDirectory() as name:
        measure(library, Path(name), names, asked)


def measure(library: Library, folder: Path, names: list[str], asked: argparse.Namespace) -> None:
    """Draft, edit, absorb, print."""
    made = list(cases(library, folder, names, 2 if asked.quick else asked.seeds))
    print(f"{len(made)} files of {len(names)} structures, {sum(len(one.truth.done) for one in made)} edits")
    ways = {"with bookmarks": lambda one: one.path, "without bookmarks": lambda one: stripped(one, traces=False)}
    ways["without any trace"] = lambda one: stripped(one, traces=True)
    if not asked.quick and find_office():
        ways["LibreOffice .docx"] = lambda one: through_office(one.path, ("docx",)) if one.seed < asked.office else None
        ways["LibreOffice .odt and back"] = lambda one: (
            through_office(one.path, ("odt", "docx")) if one.seed < asked.office else None
        )
    for way, path_of in ways.items():
        score, show = Score(), list[str]()
        for case in made:
            path = path_of(case)
            if path is not None:
                judge(case, api.compare(library, path).absorbed, score, show)
        report(way, score, show if asked.show else [])
    workspace = msgspec.structs.replace(library, workspace=str(folder))
    for decision in DECISIONS if not asked.quick else ("variant", "ignore"):
        score, show = Score(), list[str]()
        for case in made:
            again(workspace, case, decision, score, show)
        print(f"{decision}, drafted again: {score.same} of {score.papers} files as edited, ", end="")
        print(f"paragraphs {score.rows_same} of {score.rows}; {dict(sorted(score.by_kind.items()))}")
        for line in show if asked.show else ():
            print("   ", line)


def report(way: str, score: Score, show: list[str]) -> None:
    """Print the counts of one way."""
    print(
        f"{way}: {score.right} of {score.total} passages right ({score.share:.1%}); "
        f"facts {score.facts_right} of {score.facts}, wrong {score.wrong_facts}"
    )
    print("   ", ", ".join(f"{kind} {count}" for kind, count in sorted(score.by_kind.items())))
    for line in show:
        print("   ", line)


if __name__ == "__main__":
    main()
