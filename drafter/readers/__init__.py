"""File → text with its places. `read` chooses the reader by the suffix; `SUFFIXES` is the registry.

A reader raises InputError for a file that it cannot use: empty, too large, not what its name says, encrypted,
damaged. It never changes the file.
"""

from __future__ import annotations

from pathlib import Path

from drafter.model.reading import Hint, Reading


def read(path: Path) -> Reading:
    import hashlib, re
    data = path.read_bytes()
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    hints = {}
    if path.suffix == ".md":
        for n, line in enumerate(text.split("\n"), 1):
            m = re.match(r"(#{1,6})\s", line)
            if m: hints[n] = Hint(heading=len(m[1]))
    return Reading(path=str(path), format="text", text=text, sha256=hashlib.sha256(data).hexdigest(), hints=hints)
