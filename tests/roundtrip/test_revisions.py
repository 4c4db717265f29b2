"""Two Word files as one with tracked changes: valid, and accepting or rejecting all gives one or the other."""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator
from worlds import example_facts, home_for, level_for, shipped

from drafter import api
from drafter.api.drafting import save
from drafter.errors import InputError
from drafter.readers.docx.package import Package
from drafter.readers.libreoffice import find_office
from drafter.roundtrip.flow import Flow
from drafter.roundtrip.revisions import with_changes
from roundtrip.edits import Paper, types_of
from roundtrip.office import settled_all

MUST = bool(os.environ.get("DRAFTER_MUST_RENDER"))
needs_office = pytest.mark.skipif(find_office() is None and not MUST, reason="LibreOffice is not here")


def written(path: Path, rows: list[str]) -> Path:
    """Write a plain Word file; a text in stars is bold, one that begins with > stands on the right."""
    paper = docx.Document()
    for row in rows:
        paragraph = paper.add_paragraph()
        if row.startswith(">"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for part in re.split(r"(\*[^*]*\*)", row.removeprefix(">")):
            run = paragraph.add_run(part.strip("*"))
            run.bold = part.startswith("*") or None
            run.font.size = Pt(16)
    paper.save(str(path))
    return path


def texts(path: Path) -> list[str]:
    package = Package(path.read_bytes(), path)
    return Flow(package.xml(package.document())).paragraphs


def looks(path: Path) -> list[tuple[object, tuple[str, ...]]]:
    """Return of each paragraph where it stands and which of its words are bold."""
    found = docx.Document(str(path)).paragraphs
    return [
        (one.alignment or WD_ALIGN_PARAGRAPH.LEFT, tuple(run.text for run in one.runs if run.bold and run.text))
        for one in found
    ]


def assert_valid(path: Path, after: Path) -> None:
    """Nothing is wrong with a file that is not wrong with the one whose styles and settings it has."""
    found, known = ([str(one) for one in OpenXmlValidator().validate(str(file)).errors] for file in (path, after))
    assert [one for one in found if one not in known] == []


CASES = {
    "changed": (["同志们：", "第一段讲一件事。", "完"], ["同志们：", "第一段讲两件事情。", "完"]),
    "gone and come inside": (["甲", "要删的一段。", "乙"], ["甲", "乙", "新来的一段，话不一样。", "丙"]),
    "gone at the end": (["甲", "乙乙乙", "要删的。", "也要删的。"], ["甲", "乙乙乙"]),
    "come at the end": (["甲", ">乙乙乙"], ["甲", ">乙乙乙", "新的一段。", "又一段。"]),
    "another end": (["甲", "旧的结尾，说了再见。"], ["甲", "新来的几句话", "谢谢大家！"]),
    "come at the beginning": (["甲", "乙"], ["新标题", "甲", "乙"]),
    "all different": (["这里全是旧的话"], ["那边都要换新词", "再加一行"]),
    "the same": (["甲", "乙"], ["甲", "乙"]),
    "looks": (["甲乙丙丁", "戊*己*庚"], [">甲*乙*丙丁", "戊己庚"]),
    "one shorter": (["甲", "乙", "丙", "丁"], ["丁"]),
    "from nothing": ([""], ["甲", "乙"]),
    "to nothing": (["甲", "乙"], [""]),
}


@needs_office
def test_accepting_gives_the_later_and_rejecting_the_earlier(tmp_path: Path) -> None:
    made: dict[str, tuple[Path, Path, Path]] = {}
    for number, (name, (before, after)) in enumerate(CASES.items()):
        one, other = written(tmp_path / f"{number}a.docx", before), written(tmp_path / f"{number}b.docx", after)
        path = tmp_path / f"{number}.docx"
        path.write_bytes(with_changes(one, other))
        assert_valid(path, other)
        made[name] = (one, other, path)
    paths = [path for _, _, path in made.values()]
    for accept in (True, False):
        for (name, (one, other, _)), result in zip(made.items(), settled_all(paths, accept=accept), strict=True):
            assert texts(result) == texts(other if accept else one), (name, accept)
    accepted = settled_all([made["looks"][2]], accept=True)[0]
    assert looks(accepted) == looks(made["looks"][1])


STRUCTURES = ("work-conference-dashes", "standing-committee-annual-report", "symposium-script")
WORDS = st.text(alphabet="甲乙丙丁，。 a", min_size=1, max_size=12).map(str.strip).filter(bool)


def resolved(path: Path, *, accept: bool) -> list[str]:
    """Return the paragraphs once all changes are accepted or rejected, by the rules of ECMA-376 17.13.5."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    package = Package(path.read_bytes(), path)
    body = package.xml(package.document()).find(f"{word}body")
    gone, rows, open_row = ("del" if accept else "ins"), [], ""
    for paragraph in body.findall(f"{word}p"):
        for change in paragraph.findall(f"{word}{gone}"):
            paragraph.remove(change)
        open_row += "".join(one.text or "" for one in paragraph.iter(f"{word}t", f"{word}delText"))
        if paragraph.find(f"{word}pPr/{word}rPr/{word}{gone}") is None:
            rows.append(open_row)
            open_row = ""
    return rows + ([open_row] if open_row else [])


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=7), st.integers(0, 10**6))
def test_whatever_is_edited_both_texts_are_in_it(rows: list[str], seed: int) -> None:
    import tempfile

    chosen = random.Random(seed)
    after = [one for one in rows if chosen.random() > 0.25]
    for _ in range(chosen.randint(0, 3)):
        after.insert(chosen.randint(0, len(after)), "".join(chosen.choices("甲乙戊己庚。", k=5)))
    after = [one[:2] + "改" + one[3:] if chosen.random() < 0.2 else one for one in after] or ["唯一"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one, other = written(folder / "a.docx", rows), written(folder / "b.docx", after)
        path = folder / "c.docx"
        path.write_bytes(with_changes(one, other))
        assert resolved(path, accept=True) == after
        assert resolved(path, accept=False) == rows


@needs_office
def test_drafts_edited_by_hand(tmp_path: Path) -> None:
    """Real drafts with bookmarks, comments and gaps, of several structures, against edited ones."""
    library = shipped()
    pairs = []
    for number, structure in enumerate(
        ("work-conference-dashes", "standing-committee-annual-report", "symposium-script")
    ):
        facts = {**example_facts(library), "place": home_for(structure)}
        facts.pop("meeting")
        made = api.make_draft(library, structure, facts=facts, level=level_for(structure))
        one = tmp_path / f"{structure}.docx"
        save(made, one)
        used = iter(gap.fact for gap in made.draft.gaps)
        paper = Paper(one.read_bytes(), made.draft, types_of(dict(library.facts.facts), used), seed=number)
        paper.edit(6)
        other = tmp_path / f"{structure}-改.docx"
        other.write_bytes(paper.data())
        path = tmp_path / f"{structure}-修订.docx"
        path.write_bytes(with_changes(one, other))
        assert_valid(path, other)
        assert "word/comments.xml" not in zipfile.ZipFile(io.BytesIO(path.read_bytes())).namelist()
        pairs.append((one, other, path))
    paths = [path for _, _, path in pairs]
    for accept in (True, False):
        for (one, other, _), result in zip(pairs, settled_all(paths, accept=accept), strict=True):
            assert texts(result) == texts(other if accept else one)


@needs_office
def test_tables_and_changes_that_are_in_the_files_already(tmp_path: Path) -> None:
    paths = []
    for name, cells, extra in (("a", ["一", "二"], False), ("b", ["一", "三"], True)):
        paper = docx.Document()
        paper.add_paragraph("表前")
        table = paper.add_table(1, 2)
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text
        paper.add_paragraph("表后，最后一段。")
        if extra:
            paper.add_paragraph("又一段。")
        paper.save(str(tmp_path / f"{name}.docx"))
        paths.append(tmp_path / f"{name}.docx")
    path = tmp_path / "c.docx"
    path.write_bytes(with_changes(*paths))
    assert_valid(path, paths[1])
    (accepted,), (rejected,) = settled_all([path], accept=True), settled_all([path], accept=False)
    assert (texts(accepted), texts(rejected)) == (texts(paths[1]), texts(paths[0]))
    again = tmp_path / "d.docx"  # the file with changes counts as if they were accepted
    again.write_bytes(with_changes(path, paths[1]))
    assert not re.search(rb"<w:(ins|del) ", zipfile.ZipFile(again).read("word/document.xml"))


def test_what_is_no_word_file(tmp_path: Path) -> None:
    one = written(tmp_path / "a.docx", ["甲"])
    bad = tmp_path / "b.docx"
    bad.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError):
        with_changes(one, bad)
