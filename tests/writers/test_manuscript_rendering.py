"""What a manuscript carries, seen on the page: through LibreOffice to PDF, measured from the PDF's text positions."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from drafts import draft_of, paragraph
from pages import MM, OFFICE, PAGE_NUMBER, Line, body_of, needs_office, pages_of
from worlds import shipped

from drafter.api import Made, make_draft
from drafter.assembly.manuscript import finished
from drafter.model.draft import Draft
from drafter.writers import Job
from drafter.writers.docx.package import write

pytestmark = [pytest.mark.render, pytest.mark.xdist_group("render")]
STYLE = shipped().styles["gb9704"]
LEFT, RIGHT = 28 * MM, (210 - 26) * MM
CHARACTER = 16 - 0.35
TITLES = [
    "中共江州市委|关于加强新时代全市人大工作的实施意见",
    "关于江州市2025年|国民经济和社会发展计划执行情况与2026年|国民经济和社会发展计划草案的报告",
    "江州市人民代表大会常务委员会|关于加强预算审查监督的决定",
    "在江州市第十六届人民代表大会|第五次会议闭幕会上的讲话",
]
REPORTS = ["standing-committee-annual-report", "party-group-annual-report", "party-group-half-year-report"]
LONG_NAME = "中共青山县第十八届人民代表大会常务委员会党组"
MARKS = ("会议文件之三", "12", "会后收回", "征求意见稿")


def report(name: str, *, toc: bool) -> Made:
    facts = {fact: spec.example for fact, spec in shipped().facts.facts.items()}
    return make_draft(shipped(), name, facts=facts, marks=MARKS, toc=toc)


def titled(title: str) -> Draft:
    draft = draft_of(paragraph("要办好。"), head=[paragraph(title.replace("|", ""), "title")])
    return finished(draft, STYLE, names=("江州市", "中共江州市委", "江州市人民代表大会常务委员会"))


def data_of(draft: Draft) -> bytes:
    return write(Job(draft=draft, style=STYLE, recipe="recipe: small\n", style_hash="manuscript-test"))


LEADING = 579 / 20
"""Points of a row in gb9704."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Line]]]:
    """The pages of every file of this module; one run of LibreOffice for all."""
    needs_office()
    folder = tmp_path_factory.mktemp("manuscript")
    files = {f"title{number}": data_of(titled(title)) for number, title in enumerate(TITLES)}
    files.update({name: data_of(report(name, toc=True).draft) for name in REPORTS})
    signed = [paragraph("好。"), paragraph(LONG_NAME, "signature"), paragraph("2026年12月10日", "signed")]
    files["long name"] = data_of(draft_of(*signed))
    files["marks"] = data_of(report(REPORTS[2], toc=False).draft)
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    sources = [str(folder / f"{name}.docx") for name in files]
    subprocess.run([*command, "--outdir", str(folder), *sources], check=True, capture_output=True, timeout=300)
    return {name: pages_of(Path(folder) / f"{name}.pdf") for name in files}


def middle(line: Line) -> float:
    return (line.left + line.right) / 2


@pytest.mark.parametrize("number", range(len(TITLES)))
def test_titles_break_as_asked_and_stand_centred(number: int, pages: dict[str, list[list[Line]]]) -> None:
    wanted = TITLES[number].split("|")
    found = pages[f"title{number}"][0][: len(wanted)]
    assert [line.text for line in found] == wanted
    for line in found:
        assert abs(middle(line) - (LEFT + RIGHT) / 2) < 2
        assert line.left >= LEFT - 1 and line.right <= RIGHT + 1


def test_marks_stand_in_the_corners_above_the_title(pages: dict[str, list[list[Line]]]) -> None:
    first, second, *rest = pages["marks"][0]
    assert first.text == "000012会后收回" and second.text == "会议文件之三"
    assert abs(first.left - LEFT) < 2 and abs(first.right - RIGHT) < 2 and abs(second.left - LEFT) < 2
    title = [line.text for line in rest[:4]]
    assert title == ["中共青山县人大常委会党组", "关于2026年上半年工作情况", "和下半年工作安排的报告", "（征求意见稿）"]
    assert abs(rest[0].top - second.top - 2 * LEADING) < LEADING / 2, "a blank line sets the marks off"


@pytest.mark.parametrize("name", REPORTS[1:])
def test_signature_and_date_close_the_last_page(name: str, pages: dict[str, list[list[Line]]]) -> None:
    *text, signature, date = body_of(pages[name][-1])
    assert signature.text == "中共青山县人大常委会党组" and date.text == "2026年12月10日"
    assert abs(middle(signature) - middle(date)) < 2
    assert abs((RIGHT - date.right) - 4 * CHARACTER) < CHARACTER / 2
    assert text, "some of the text stands on the page of the signature"
    assert abs(signature.top - text[-1].top - 2 * LEADING) < LEADING / 2


def test_a_long_name_keeps_to_one_line_and_takes_the_date_with_it(pages: dict[str, list[list[Line]]]) -> None:
    *_, name, date = body_of(pages["long name"][0])
    assert (name.text, date.text) == (LONG_NAME, "2026年12月10日")
    assert abs(middle(name) - middle(date)) < 2 and name.right < RIGHT + 1


@pytest.mark.parametrize("name", REPORTS)
def test_the_contents_name_the_pages_on_which_headings_stand(name: str, pages: dict[str, list[list[Line]]]) -> None:
    """Word lets marks hang into the margin, LibreOffice breaks the line before (see `HANGING`): late in a long report a
    heading at the turn of a page may stand a page later there, never more than one heading, never more than a page.
    """
    contents, *text = pages[name]
    late = []
    assert not [line for line in contents if PAGE_NUMBER.fullmatch(line.text)]
    entries = [one for one in report(name, toc=True).draft.head if one.kind == "toc"]
    printed = {line.text.replace(".", ""): line for line in contents}
    for entry in entries:
        number = f"{entry.page}"
        line = printed[entry.text.replace(" ", "") + number]
        assert abs(line.right - RIGHT) < 2
        if entry.text not in [line.text for line in text[entry.page - 1]]:
            assert entry.text in [line.text for line in text[entry.page]]
            late.append(entry.text)
    for number, page in enumerate(text, 1):
        (footer,) = [line.text for line in page if PAGE_NUMBER.fullmatch(line.text)]
        assert footer == f"—{number}—"
    assert len(late) <= 1
    assert all(before.page <= after.page for before, after in pairwise(entries))
