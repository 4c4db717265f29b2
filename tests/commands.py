"""Running the command line in a small world: a folder of files, one command, what came out and what changed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple
from unittest.mock import patch

from drafter.cli.chinese import speak_chinese
from drafter.cli.running import execute

PROJECT = Path(__file__).resolve().parent.parent


class Result(NamedTuple):
    """What a command left behind: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON object on standard output; the whole of it, or the test fails."""
        return json.loads(self.out)


def run(*arguments: str | Path, cwd: Path, stdin: str = "") -> Result:
    """Run one command line in this process, in the folder `cwd`, with `stdin` typed in."""
    speak_chinese()
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    keyboard = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with _streams(keyboard, *streams), contextlib.chdir(cwd):
        status = execute([str(one) for one in arguments])
    out, err = (stream.buffer.getvalue().decode() for stream in streams)  # type: ignore[attr-defined]
    return Result(status, out, err)


@contextlib.contextmanager
def _streams(stdin: io.TextIOWrapper, stdout: io.TextIOWrapper, stderr: io.TextIOWrapper) -> Iterator[None]:
    with patch.object(sys, "stdin", stdin), patch.object(sys, "stdout", stdout), patch.object(sys, "stderr", stderr):
        yield


def run_process(*arguments: str | Path, cwd: Path, **more: Any) -> Result:
    """Run one command line in a process of its own, as a user does."""
    done = subprocess.run(
        [sys.executable, "-m", "drafter", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **more.pop("env", {})},
        stdout=more.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
        **more,
    )
    return Result(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` (path → text, dedented, or bytes) under `root` and return `root`."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else dedent(content).lstrip("\n").encode())
    return root


def contents(root: Path) -> dict[str, bytes]:
    """Return every file under `root` by its path: what must not change when a command fails."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


SMALL: Mapping[str, str] = {
    "drafter.yaml": "",
    "sections/supervision/own-passage.yaml": """
        title: 自写段落
        theme: supervision
        tags: [自写]
        leads: {plain: 办好自己的事}
        text:
          require:
            how: >-
              要开好{{ training_sessions }}期培训班，{% if law_checks is known
              %}办好{{ law_checks }}次检查，{% endif %}见到实效。
        """,
    "templates/structures/small.yaml": """
        title: 小结构
        kind: work-conference-speech
        speaker: [party-secretary]
        to: [congress]
        act: require
        length: 100
        head: {title: 在小会上的讲话, salutation: [同志们：]}
        body:
          - section:
              id: only
              heading: {text: 把事情办好}
              points: {marker: （一）, pick: {theme: supervision, tags: [自写]}}
        """,
}
"""A workspace with one structure and the one block that it prefers; needs the fact `training_sessions`."""
