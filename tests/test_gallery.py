"""The filled sheets that ship as examples: each gives a complete draft of its structure."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from worlds import all_paragraphs, shipped

from drafter.api import make_draft, read_layer
from drafter.assembly.selection import TOLERANCE
from drafter.library.folders import shipped_root

TODAY = date(2026, 11, 25)
COMMAND = re.compile(r"drafter draft (\S+) --facts (\S+)")
SHEETS = sorted((shipped_root() / "templates" / "examples").glob("*.yaml"))
each_sheet = pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)


def command(path: Path) -> re.Match[str]:
    """Return the command that the first line of a sheet gives."""
    found = COMMAND.search(path.read_text("utf-8"))
    assert found, path
    return found


def as_of(path: Path) -> date | None:
    """Return the day that the command gives to a paper without a meeting."""
    found = re.search(r"--as-of (\d{4}-\d\d-\d\d)", path.read_text("utf-8"))
    return date.fromisoformat(found[1]) if found else None


def test_eight_structures_have_a_sheet() -> None:
    assert len({command(path)[1] for path in SHEETS}) >= 8


@each_sheet
def test_its_command_names_it(path: Path) -> None:
    assert command(path)[2] == f"templates/examples/{path.name}"
    assert command(path)[1] in shipped().structures


@each_sheet
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_the_draft_has_no_gap(path: Path, seed: int) -> None:
    made = make_draft(
        shipped(), command(path)[1], layers=[read_layer(path)], as_of=as_of(path), seed=seed, today=TODAY
    ).draft
    assert [gap.label for gap in made.gaps] == []
    assert "待补" not in "".join(one.text for one in all_paragraphs(made))
    assert abs(made.length - made.target) <= made.target * TOLERANCE


@each_sheet
def test_the_places_and_people_are_invented(path: Path) -> None:
    sheet = yaml.safe_load(path.read_text("utf-8"))
    assert sheet.get("地名", sheet.get("place")) in ("青山县", "江州市", "云岭镇", "清河市")
