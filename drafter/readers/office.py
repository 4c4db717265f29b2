"""What LibreOffice opens: .doc, .wps, .odt and .rtf, turned into .docx in a folder of its own and read as such.

Files that are only called so (a Word file, a web page or a text named .doc, which sites hand out) are read directly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.model.reading import Reading
from drafter.readers import docx, plain, webpage
from drafter.readers.files import KINDS, MAX_FILE, MAX_TEXT, called, kind_of, read_bytes, refused

if TYPE_CHECKING:
    import subprocess

SECONDS = 60
COMMANDS = ("soffice", "libreoffice")
WINDOWS_PLACES = ("LibreOffice/program/soffice.com", "LibreOffice/program/soffice.exe")
PLACES = (
    # as glob patterns from the root: Debian, Fedora and Kylin; the packages of libreoffice.org; the shops of UOS and
    # Kylin; snap; macOS
    "usr/lib/libreoffice/program/soffice",
    "usr/lib64/libreoffice/program/soffice",
    "opt/libreoffice*/program/soffice",
    "opt/apps/*libreoffice*/files/program/soffice",
    "opt/apps/*libreoffice*/files/*/program/soffice",
    "snap/bin/libreoffice",
    "Applications/LibreOffice.app/Contents/MacOS/soffice",
)
SAVE_AS = "用 Word 或 WPS 打开，另存为 .docx 后再读"
CONVERTED = "由 LibreOffice 转成 .docx 后读出"
XML = (b"<?xml", b"\xef\xbb\xbf<?xml")
"""How Word 2003 and flat ODF files begin, which LibreOffice reads."""
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""A file from a stranger runs no macro and fetches nothing from elsewhere."""


def read(path: Path) -> Reading:
    """Return the text of a file that LibreOffice opens. Raises InputError, also where LibreOffice is missing."""
    data = read_bytes(path, MAX_FILE)
    kind = kind_of(data)
    if kind == "word":
        return docx.from_bytes(path, data, data, ("扩展名是旧的，内容是 .docx",))
    if kind in ("pdf", "image", "mht", "zip"):
        name, remedy = KINDS[kind]
        raise refused(path, f"这是{called(name)}，不是 {path.suffix} 文件", remedy)
    if webpage.is_html(data):
        return webpage.from_bytes(path, data)
    if kind == "" and not data.startswith(XML) and len(data) <= MAX_TEXT:
        return plain.from_bytes(path, data)
    return docx.from_bytes(path, data, _converted(path, data, kind), (CONVERTED,))


def find_office() -> str | None:
    """Return the program of LibreOffice; None where it is not installed."""
    import shutil

    on_path = next(filter(None, map(shutil.which, COMMANDS)), None)
    return on_path or next((str(place) for place in _places() if place.is_file()), None)


def _places() -> Iterator[Path]:
    if sys.platform == "win32":
        for folder in ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"):
            if os.environ.get(folder):
                yield from (Path(os.environ[folder], place) for place in WINDOWS_PLACES)
        return
    for pattern in PLACES:
        yield from sorted(Path("/").glob(pattern), reverse=True)


def _converted(path: Path, data: bytes, kind: str) -> bytes:
    """Return the bytes of a .docx made from the file. Raises InputError."""
    import tempfile

    office = find_office()
    if office is None:
        raise refused(
            path, f"读 {path.suffix} 文件要用 LibreOffice，这台电脑上没有装", f"{SAVE_AS}；或安装 LibreOffice"
        )
    with tempfile.TemporaryDirectory(prefix="drafter-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source{SUFFIX_OF.get(kind, path.suffix.lower())}"
        source.write_bytes(data)
        if not _run([office, *_options(folder), str(source)]):
            raise refused(path, f"LibreOffice 用了 {SECONDS} 秒还没有打开这个文件", SAVE_AS)
        result = folder / "out" / "source.docx"
        if not result.is_file():
            raise refused(path, "LibreOffice 打不开这个文件，可能加了密码或已损坏", SAVE_AS)
        return read_bytes(result, MAX_FILE)


SUFFIX_OF = {"ole": ".doc", "rtf": ".rtf", "odt": ".odt"}
"""What the file is decides, not what it is called: a .wps is a .doc by another name."""


def _options(folder: Path) -> list[str]:
    """Return the options of a run that shares nothing with an office that is open, in a profile made for it."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder / "out")]


def _run(command: list[str]) -> bool:
    """Run a command; return False if it took too long and was ended, with all that it had started."""
    import subprocess

    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows a console would flash up
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=nothing, stdout=nothing, stderr=nothing, creationflags=flags, start_new_session=True
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that still runs, and its children: the program found is a script that starts another."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        import subprocess

        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
