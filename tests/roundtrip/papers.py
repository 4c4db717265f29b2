"""Word files that drafter wrote, and what others do to them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from worlds import example_facts, home_for, shipped

from drafter.api import Made, make_draft, save

STRUCTURE = "work-conference-dashes"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@cache
def made(structure: str = STRUCTURE, *, known: bool = False) -> Made:
    """Return a draft with the place alone, or with every fact at its example."""
    facts = example_facts(shipped()) if known else {"meeting": {"name": "县委人大工作会议"}}
    meeting = {**facts["meeting"], "date": "2026-03-18"}  # type: ignore[dict-item]
    return make_draft(shipped(), structure, facts={**facts, "place": home_for(structure), "meeting": meeting})


def paper(folder: Path, structure: str = STRUCTURE, *, known: bool = False, annotate: bool = False) -> Path:
    """Write a draft into `folder` and return the file."""
    path = folder / "讲话.docx"
    save(made(structure, known=known), path, with_recipe=False, annotate=annotate)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the parts of a Word file."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write the parts as a Word file and return it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    path.write_bytes(buffer.getvalue())
    return path


def change(path: Path, part: str, edit: Callable[[str], str]) -> Path:
    """Change one part of a Word file as text; the change must change something."""
    parts = parts_of(path)
    before = parts[part].decode()
    parts[part] = edit(before).encode()
    assert parts[part].decode() != before
    return pack(path, parts)


def drop(path: Path, *names: str) -> Path:
    """Take parts out of a Word file, with the relationships and content types that name them."""
    parts = {name: data for name, data in parts_of(path).items() if not name.startswith(names)}
    for name in [name for name in parts if name.endswith(".rels") or name == "[Content_Types].xml"]:
        parts[name] = _without(parts[name], names)
    return pack(path, parts)


def _without(data: bytes, names: tuple[str, ...]) -> bytes:
    from lxml import etree

    root = etree.fromstring(data)
    for one in list(root):
        if any(name in one.get("Target", "") + one.get("PartName", "") for name in names):
            root.remove(one)
    return etree.tostring(root)


def needs_office() -> str:
    """Return LibreOffice; skip where it is missing, fail where it must not be (CI)."""
    if OFFICE:
        return OFFICE
    if os.environ.get("DRAFTER_MUST_RENDER"):
        pytest.fail("LibreOffice must be here, and is missing")
    pytest.skip("LibreOffice is missing")


def saved_by_office(path: Path) -> Path:
    """Return a copy of a Word file as LibreOffice saves it."""
    folder = path.parent / "saved"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [needs_office(), profile, "--headless", "--convert-to", "docx", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / path.name
