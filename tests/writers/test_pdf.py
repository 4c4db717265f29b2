"""PDF through LibreOffice: the same bytes again; without LibreOffice, or with one that fails, one message."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from commands import SMALL, contents, run, write_files
from pages import READER, needs_office

from drafter.readers import libreoffice
from drafter.writers import pdf

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(libreoffice, "PLACES", ())


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of that name first on the PATH."""
    path = folder / "bin" / "soffice"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("form", ["text", "json"])
def test_without_libreoffice_one_message_and_nothing_written(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_office(monkeypatch)
    before = contents(write_files(tmp_path, SMALL))
    result = run("draft", "small", "-o", "out.pdf", "--format", form, cwd=tmp_path)
    assert (result.status, contents(tmp_path)) == (2, before)
    message, hint = (
        "写 .pdf 要用 LibreOffice，这台电脑上没有装",
        "先写成 .docx，再用 Word 或 WPS 输出为 PDF；或安装 LibreOffice",
    )
    if form == "json":
        assert [(one["code"], one["message"], one["hint"]) for one in result.data["errors"]] == [
            ("output", message, hint)
        ]
    else:
        assert result.err == f"错误：{message}\n  {hint}\n"


@on_posix
@pytest.mark.parametrize(
    "script", ["exit 1", 'for one; do out=$folder; folder=$one; done; echo no > "$out/source.pdf"']
)
def test_an_office_that_makes_no_pdf_is_told(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, script, monkeypatch)
    before = contents(write_files(tmp_path, SMALL))
    status, out, err = run("draft", "small", "-o", "out.pdf", cwd=tmp_path)
    assert (status, out, err.splitlines()[0]) == (2, "", "错误：LibreOffice 没有写成 PDF")
    assert contents(tmp_path) == before


@on_posix
def test_an_office_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "sleep 60", monkeypatch)
    monkeypatch.setattr(pdf, "SECONDS", 0.3)
    before = contents(write_files(tmp_path, SMALL))
    status, out, err = run("draft", "small", "-o", "out.pdf", cwd=tmp_path)
    assert (status, out, err.splitlines()[0]) == (2, "", "错误：LibreOffice 用了 0.3 秒还没有写成 PDF")
    assert contents(tmp_path) == before


@pytest.mark.render
@pytest.mark.xdist_group("render")
def test_the_pdf_holds_the_text_and_is_the_same_again(tmp_path: Path) -> None:
    needs_office()
    write_files(tmp_path, SMALL)
    for name in ("a.pdf", "b.pdf"):
        status, out, err = run("draft", "small", "-o", name, "--as-of", "2026-03-18", cwd=tmp_path)
        assert (status, out) == (0, f"{name}\n"), err
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF-") and b"/CreationDate(D:20260318000000Z)" in data
    assert data == (tmp_path / "b.pdf").read_bytes()
    text = subprocess.run([str(READER), str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True).stdout.decode()
    assert "在小会上的讲话" in text and "同志们：" in text and "—1—" in text.replace(" ", "")


def test_the_time_goes_and_nothing_moves() -> None:
    number = b"0123456789ABCDEF0123456789ABCDEF"
    tail = b"trailer\n<</ID [ <%s>\n<%s> ]\n/DocChecksum /%s\n>>" % (number, number, number)
    one, two = (
        pdf._timeless(b"%%PDF-1.6\n/CreationDate(D:%s)>>\nxref\n" % made + tail, "2026-03-18")
        for made in (b"20261126023025Z'", b"20261126023107Z'")
    )
    assert one == two and number not in one
    assert one.index(b">>\nxref") == len(b"%PDF-1.6\n/CreationDate(D:20261126023025Z')")
