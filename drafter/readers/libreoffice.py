"""LibreOffice, where it is installed: found, and made to turn one file into another.

A run has a time limit, a folder and a profile of its own, and ends with all that it started.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

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
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""A file from a stranger runs no macro and fetches nothing from elsewhere."""


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


def convert(office: str, data: bytes, suffix: str, target: str, seconds: float) -> bytes | None:
    """Return the bytes of a file (`suffix`: “.doc”) turned into another format (`target`: “docx”).

    None where the program makes nothing of it. Raises TimeoutError after `seconds`, OSError where the folder of
    temporary files has no room or the program cannot be started.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="drafter-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source{suffix}"
        source.write_bytes(data)
        _run([office, *_options(folder, target), str(source)], seconds)
        result = folder / "out" / f"source.{target}"
        return result.read_bytes() if result.is_file() else None


def _options(folder: Path, target: str) -> list[str]:
    """Return the options of a run that shares nothing with an office that is open, in a profile made for it."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [profile, "--headless", "--norestore", "--convert-to", target, "--outdir", str(folder / "out")]


def _run(command: list[str], seconds: float) -> None:
    """Run a command. Raises TimeoutError if it took too long and was ended, with all that it had started."""
    import subprocess

    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows a console would flash up
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=nothing, stdout=nothing, stderr=nothing, creationflags=flags, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    finally:
        _end(process)


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
