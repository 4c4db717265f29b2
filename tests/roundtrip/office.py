"""LibreOffice as the judge of tracked changes: it accepts or rejects all of them, and says what is left."""

from __future__ import annotations

import atexit
import functools
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from drafter.readers.libreoffice import find_office

MODULE = """\
Sub Settle(source As String, target As String, command As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" & command, "", 0, Array())
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = "FilterName"
  options(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, options())
  document.close(True)
End Sub

Sub SettleAll(sources As String, targets As String, command As String)
  files = Split(sources, "|")
  places = Split(targets, "|")
  For number = 0 To UBound(files)
    Settle(files(number), places(number), command)
  Next number
End Sub
"""
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY = """<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>"""
LIBRARIES = """<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" library:link="false"/></library:libraries>"""
SCRIPT = """<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">"""


@functools.cache
def _profile() -> Path:
    """Return a profile with the macro; LibreOffice makes it first, as it writes over what it finds in a new one."""
    folder = Path(tempfile.mkdtemp(prefix="drafter-office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _run(folder, "--terminate_after_init")
    basic = folder / "user/basic/Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic.parent / "script.xlc").write_text(HEAD + LIBRARIES, encoding="utf-8")
    (basic / "script.xlb").write_text(HEAD + LIBRARY, encoding="utf-8")
    (basic / "Module1.xba").write_text(f"{HEAD}{SCRIPT}{escape(MODULE)}</script:module>", encoding="utf-8")
    return folder


def _run(profile: Path, *words: str) -> None:
    office = find_office()
    assert office is not None
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *words]
    subprocess.run(command, check=True, timeout=120, capture_output=True)


def settled_all(paths: list[Path], *, accept: bool) -> list[Path]:
    """Return copies of files in which LibreOffice accepted all changes, or rejected all."""
    word = "AcceptAllTrackedChanges" if accept else "RejectAllTrackedChanges"
    targets = [path.with_name(f"{path.stem}-{word}.docx") for path in paths]
    lists = ["|".join(path.as_uri() for path in group) for group in (paths, targets)]
    _run(_profile(), f'macro:///Standard.Module1.SettleAll("{lists[0]}","{lists[1]}","{word}")')
    assert all(target.is_file() for target in targets)
    return targets
