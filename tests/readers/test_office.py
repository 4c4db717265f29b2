"""What LibreOffice opens; and what is told where it is missing."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from drafter.errors import InputError
from drafter.readers import libreoffice, office, read
from readers.wordfiles import abstract, item, lvl, num, p, word_bytes, word_file, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = r"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0 SimSun;}}\f0 \u21516?\u24535?\u20204?\u-230?\par \u22823?\par}"
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    "content.xml": '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>'
    '<text:h text:outline-level="1">一、甲</text:h><text:p>正文</text:p>'
    "</office:text></office:body></office:document-content>",
}


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as failure:
        read(path)
    assert failure.value.source is not None and failure.value.source.path == str(path)
    return f"{failure.value.message}（{failure.value.hint}）"


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(libreoffice, "PLACES", ())


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("name", "data"),
    [("a.doc", OLE), ("a.wps", OLE), ("a.rtf", b"{\\rtf1}"), ("a.odt", zipped(ODT, zipfile.ZIP_STORED))],
)
def test_without_libreoffice_one_message_says_what_to_do(tmp_path: Path, name: str, data: bytes) -> None:
    assert refusal(put(tmp_path, name, data)) == (
        f"读 {Path(name).suffix} 文件要用 LibreOffice，这台电脑上没有装"
        "（用 Word 或 WPS 打开，另存为 .docx 后再读；或安装 LibreOffice）"
    )


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("data", "form"),
    [
        (word_bytes(p("同志们")), "docx"),
        ("<html><body><p>同志们</p></body></html>".encode("gb18030"), "html"),
        ("同志们".encode("gb18030"), "text"),
    ],
)
def test_what_is_only_called_doc_is_read_without_libreoffice(tmp_path: Path, data: bytes, form: str) -> None:
    found = read(put(tmp_path, "a.doc", data))
    assert (found.text, found.format) == ("同志们", form)


@pytest.mark.usefixtures("no_office")
def test_a_pdf_called_doc_is_named(tmp_path: Path) -> None:
    assert refusal(put(tmp_path, "a.doc", b"%PDF-1.7")).startswith("这是 PDF 文件，不是 .doc 文件（用 PDF 软件导出")
    assert refusal(put(tmp_path, "a.doc", b"MIME-Version: 1.0\r\n")).startswith(
        "这是单一文件网页（.mht），不是 .doc 文件"
    )
    assert refusal(put(tmp_path, "a.doc", b"")) == "文件是空的（检查是不是选错了文件）"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_office_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = put(tmp_path, "soffice", f"#!/bin/sh\nsleep 60 & echo $! > '{tmp_path}/child'\nwait\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(office, "SECONDS", 0.5)
    started = time.perf_counter()
    assert refusal(put(tmp_path, "a.doc", OLE)).startswith("LibreOffice 用了 0.5 秒还没有打开这个文件")
    assert time.perf_counter() - started < 10
    child = int((tmp_path / "child").read_text())
    time.sleep(0.2)
    assert not is_running(child)


def is_running(process: int) -> bool:
    """Return whether a process lives; one that is dead but not yet collected does not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.strip().startswith("Z")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_an_office_that_makes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = put(tmp_path, "soffice", "#!/bin/sh\nexit 0\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert refusal(put(tmp_path, "a.doc", OLE)).startswith("LibreOffice 打不开这个文件，可能加了密码或已损坏")


def needs_office() -> str:
    """Return the program; skip where it is missing, fail where it must not be (CI)."""
    found = libreoffice.find_office()
    if found is None and os.environ.get("DRAFTER_MUST_RENDER"):
        pytest.fail("rendering tests must run here, and LibreOffice is missing")
    if found is None:
        pytest.skip("LibreOffice is missing")
    return found


@pytest.mark.render
@pytest.mark.xdist_group("render")
def test_rtf(tmp_path: Path) -> None:
    needs_office()
    path = put(tmp_path, "讲话 稿.rtf", RTF)
    before = sorted(tmp_path.iterdir())
    found = read(path)
    assert found.text.split("\n")[:2] == ["同志们：", "大"]
    assert (found.path, found.format, found.notes[0]) == (str(path), "docx", "由 LibreOffice 转成 .docx 后读出")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.render
@pytest.mark.xdist_group("render")
def test_odt(tmp_path: Path) -> None:
    needs_office()
    found = read(put(tmp_path, "a.odt", zipped(ODT, zipfile.ZIP_STORED)))
    assert found.text.split("\n")[:2] == ["一、甲", "正文"]
    assert found.hints[1].heading == 1


@pytest.mark.render
@pytest.mark.xdist_group("render")
def test_doc_and_wps(tmp_path: Path) -> None:
    command = needs_office()
    numbering = abstract(0, lvl(0, "%1、", "chineseCounting")) + num(1, 0)
    source = word_file(tmp_path, item("提高站位") + item("依法监督") + p("完"), numbering=numbering)
    options = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "doc"]
    subprocess.run(
        [command, *options, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=120
    )
    shutil.copy(tmp_path / "讲话.doc", tmp_path / "讲话.wps")
    for suffix in (".doc", ".wps"):
        assert read(tmp_path / f"讲话{suffix}").text.split("\n")[:3] == ["一、提高站位", "二、依法监督", "完"]


@pytest.mark.render
@pytest.mark.xdist_group("render")
def test_word_2003_xml(tmp_path: Path) -> None:
    needs_office()
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        "<w:p><w:r><w:t>同志们：</w:t></w:r></w:p></w:body></w:wordDocument>"
    )
    assert read(put(tmp_path, "a.doc", xml)).text.startswith("同志们：")


@pytest.mark.render
@pytest.mark.xdist_group("render")
def test_a_broken_doc_is_refused(tmp_path: Path) -> None:
    needs_office()
    assert refusal(put(tmp_path, "a.doc", OLE + bytes(2000))).startswith("LibreOffice 打不开这个文件")
