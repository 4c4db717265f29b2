"""The Word file of each page style: fonts in all slots, declared fallbacks, one side or two, what keeps together."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm
from drafts import draft_of, paragraph
from lxml import etree
from openxml_audit import OpenXmlValidator
from worlds import shipped

from drafter.api.drafting import style_digest
from drafter.library.styles import styled
from drafter.model.style import PageStyle
from drafter.writers import Job
from drafter.writers.docx.package import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
WISHES = ("gb9704", "reading", "outline", "gb9704,单面=是", "reading,单面=否", "gb9704,页边=34.58/32.58,行距=20行")
in_every_style = pytest.mark.parametrize("wish", WISHES)


def style_of(wish: str) -> PageStyle:
    return styled(shipped(), wish)[1]


@cache
def data_of(wish: str) -> bytes:
    """Return a small draft in a page style as a Word file."""
    style = style_of(wish)
    draft = draft_of(paragraph("要“办好”……——自己的事。"))
    return write(Job(draft=draft, style=style, recipe="", style_hash=style_digest(style)))


def part(wish: str, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data_of(wish))) as package:
        return etree.fromstring(package.read(name))


def values(element: Any) -> dict[str, str]:
    return {key.removeprefix(W): value for key, value in element.attrib.items()}


@in_every_style
def test_every_style_names_its_font_in_all_four_slots(wish: str) -> None:
    """The defaults, every paragraph style and every character style but the one that stands for none."""
    styles = part(wish, "word/styles.xml")
    found = {
        one.get(f"{W}styleId"): one.find(f"{W}rPr/{W}rFonts")
        for one in styles.iter(f"{W}style")
        if one.get(f"{W}type") in ("paragraph", "character") and one.get(f"{W}styleId") != "DefaultParagraphFont"
    }
    found["defaults"] = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert len(found) > 15
    for name, fonts in found.items():
        assert fonts is not None, name
        assert len({fonts.get(f"{W}{slot}") for slot in SLOTS} - {None, ""}) == 1, name
        assert fonts.get(f"{W}hint") == "eastAsia", name  # “ ” … — are then Chinese marks too
        assert values(fonts).keys() == {*SLOTS, "hint"}, name  # no theme


@in_every_style
def test_the_language_is_chinese(wish: str) -> None:
    assert part(wish, "word/styles.xml").find(f".//{W}rPrDefault//{W}lang").get(f"{W}eastAsia") == "zh-CN"
    assert part(wish, "word/settings.xml").find(f"{W}themeFontLang").get(f"{W}eastAsia") == "zh-CN"


@in_every_style
def test_the_font_table_declares_every_font_and_its_fallbacks_in_order(wish: str) -> None:
    style = style_of(wish)
    declared = {
        one.get(f"{W}name"): tuple(one.find(f"{W}altName").get(f"{W}val").split(","))
        for one in part(wish, "word/fontTable.xml")
    }
    assert declared == {font: style.fallbacks[font] for font in style.fonts}


@pytest.mark.parametrize(
    ("wish", "sides"), [("gb9704", 2), ("reading,单面=否", 2), ("gb9704,单面=是", 1), ("reading", 1)]
)
def test_printed_on_both_sides_margins_and_numbers_change_sides(wish: str, sides: int) -> None:
    settings = part(wish, "word/settings.xml")
    for name in ("mirrorMargins", "evenAndOddHeaders"):
        assert (settings.find(f"{W}{name}") is not None) == (sides == 2)
    (section,) = docx.Document(io.BytesIO(data_of(wish))).sections
    references = [one.get(f"{W}type") for one in section._sectPr.iter(f"{W}footerReference")]
    assert references == (["default", "even"] if sides == 2 else ["default"])
    (number,) = section.footer.paragraphs
    assert number.text == "— 1 —"
    assert number._p.find(f"{W}pPr/{W}jc").get(f"{W}val") == ("right" if sides == 2 else "center")
    assert (number._p.find(f"{W}pPr/{W}ind") is None) == (sides == 1)


@in_every_style
def test_the_page_is_that_of_the_style(wish: str) -> None:
    style = style_of(wish)
    document = docx.Document(io.BytesIO(data_of(wish)))
    (section,) = document.sections
    names = ("top", "bottom", "left", "right")
    found = [getattr(section, f"{name}_margin") / Mm(1) for name in names]
    assert found == pytest.approx([getattr(style.page, name) for name in names], abs=0.02)
    body = document.styles["Body Text"].element
    assert body.find(f".//{W}spacing").get(f"{W}line") == str(style.grid.leading)
    assert document.styles["Body Text"].font.size.pt == style.styles["body"].size


@in_every_style
def test_headings_and_salutations_keep_with_what_follows(wish: str) -> None:
    styles = docx.Document(io.BytesIO(data_of(wish))).styles
    for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Salutation"):
        assert styles[name].paragraph_format.keep_with_next is True
    assert styles["Body Text"].paragraph_format.keep_with_next is None


@in_every_style
def test_a_strict_validator_finds_nothing(wish: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data_of(wish))
    assert OpenXmlValidator().validate(path).errors == []
