"""Runs a command of drafter again and again, each time in a fresh copy of a folder, killed one file operation later.

python killing.py WORLD OUT FAULT WORDS…: the copies are OUT/1, OUT/2 …; the last one is the command that met no fault.
FAULT is “killed”, or the name of an error (ENOSPC, EROFS, EACCES) that this and every later operation ends with.
Prints a JSON object a copy: the step, whether the fault was met, the exit status, what the command said, and the files
of the library that were opened for writing as they stand (which is never right: a file is written beside, and put in
its place whole).
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

KILLED = 99
MOST = 400
CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Death:
    """Ends the process, or fails, at the file operation of a number; an audit hook, which no operation passes by."""

    def __init__(self, folder: Path, step: int, report: int, fault: str) -> None:
        self.folder = str(folder)
        self.left = step
        self.report = report
        self.fault = fault

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if not flags & WRITING:
                return
        elif event in CHANGING:
            path = arguments[0]
        else:
            return
        if not isinstance(path, str | bytes | os.PathLike):
            return
        name = str(Path.cwd() / os.fsdecode(path))
        if not name.startswith(self.folder):
            return
        if event == "open" and is_library_file(name, self.folder):
            os.write(self.report, f"{name}\n".encode())
        self.left -= 1
        if self.fault == "killed" and self.left == 0:
            os._exit(KILLED)
        room_is_made = self.fault == "ENOSPC" and event in ("os.remove", "os.rmdir")
        if self.fault != "killed" and self.left <= 0 and not room_is_made:
            os.write(self.report, b"!\n")
            raise OSError(getattr(errno, self.fault), "", name)


def is_library_file(name: str, folder: str) -> bool:
    inside = os.path.relpath(name, folder)
    return inside.startswith(("sections", "templates", "drafter.yaml")) and not Path(name).name.startswith(".")


def one_step(world: Path, copy: Path, step: int, fault: str, words: list[str]) -> dict[str, Any]:
    shutil.copytree(world, copy)
    reading, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(os.open(f"{copy}.said", os.O_RDWR | os.O_CREAT), 2)
        os.chdir(copy)
        sys.addaudithook(Death(copy, step, report, fault))
        from drafter.cli.running import execute

        os._exit(execute(words))
    os.close(report)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, encoding="utf-8") as told:
        lines = told.read().splitlines()
    code = os.waitstatus_to_exitcode(status)
    said = Path(f"{copy}.said").read_text(encoding="utf-8")
    met = code == KILLED or "!" in lines
    return {"step": step, "met": met, "status": code, "said": said, "written": [one for one in lines if one != "!"]}


def main() -> None:
    world, out, fault, words = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4:]
    for step in range(1, MOST):
        found = one_step(world, out / str(step), step, fault, words)
        print(json.dumps(found))  # noqa: T201
        if not found["met"]:
            return
    raise SystemExit("the command never came to its end")


if __name__ == "__main__":
    main()
