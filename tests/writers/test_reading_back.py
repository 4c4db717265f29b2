"""Other programs' readers see the draft's text in the Word file, and nothing else in it."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import mammoth
import pytest
from docx2python import docx2python
from roundtrip.papers import made, paper, saved_by_office
from worlds import lines

from drafter.api import inspect_file

STRUCTURES = ["work-conference-dashes", "standing-committee-annual-report", "party-building-five-essentials"]
both = pytest.mark.parametrize("known", [True, False], ids=["known", "gaps"])
every = pytest.mark.parametrize("structure", STRUCTURES)


def text_of(structure: str, *, known: bool) -> str:
    return "".join(lines(made(structure, known=known).draft))


@every
@both
def test_python_docx_reads_the_text(structure: str, known: bool, tmp_path: Path) -> None:
    path = paper(tmp_path, structure, known=known, annotate=True)
    found = "".join(one.text for one in docx.Document(str(path)).paragraphs)
    assert found.replace("\n", "") == text_of(structure, known=known)


@every
@both
def test_mammoth_reads_the_text(structure: str, known: bool, tmp_path: Path) -> None:
    with paper(tmp_path, structure, known=known, annotate=True).open("rb") as stream:
        result = mammoth.extract_raw_text(stream)
    assert result.value.replace("\n", "") == text_of(structure, known=known)
    assert [one for one in result.messages if one.type == "error"] == []


@every
@both
def test_docx2python_reads_the_text(structure: str, known: bool, tmp_path: Path) -> None:
    with docx2python(paper(tmp_path, structure, known=known, annotate=True)) as result:
        body = [paragraph for table in result.body for row in table for cell in row for paragraph in cell]
        told = [comment for *_, comment in result.comments]
    found = re.sub("----media/.*?----", "", "".join(body)).replace("\n", "")
    assert found == text_of(structure, known=known)
    gaps = sum(run.kind == "gap" for one in rows(structure, known=known) for run in one.runs)
    assert len(told) == gaps + len(made(structure, known=known).draft.picks)


def rows(structure: str, *, known: bool) -> list:  # type: ignore[type-arg]
    from worlds import all_paragraphs

    return all_paragraphs(made(structure, known=known).draft)


@pytest.mark.render
@both
def test_text_bookmarks_recipe_and_properties_survive_libreoffice(known: bool, tmp_path: Path) -> None:
    path = paper(tmp_path, known=known)
    saved = saved_by_office(path)
    texts = [[one.text for one in docx.Document(str(file)).paragraphs] for file in (path, saved)]
    assert texts[0] == texts[1]
    found = inspect_file(saved)
    assert found.traces == ("recipe", "record", "properties", "bookmarks")
    assert found.recipe == made(known=known).recipe
