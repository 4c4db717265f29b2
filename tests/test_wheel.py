"""The built wheel: installed into an empty environment, it drafts in an empty folder, the same bytes everywhere.

One test for each Python from 3.11 on that is at hand (on the PATH, or among pyenv's).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
NOT_SHIPPED = (".*", "out", "dist", "build", "tests", "__pycache__")
STRUCTURE = "work-conference-dashes"
SETTINGS = ["--set", "place=青山县", "--as-of", "2026-11-22", "--seed", "7"]


def interpreters() -> list[str]:
    """Return one interpreter for each supported Python version at hand."""
    found = {}
    for minor in range(11, 20):
        name = f"python3.{minor}"
        candidates = [shutil.which(name), *Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/{name}")]
        works = [str(one) for one in candidates if one and answers(str(one), minor)]
        if works:
            found[minor] = works[0]
    return list(found.values())


def answers(interpreter: str, minor: int) -> bool:
    """Return whether an interpreter runs, and is what its name says (a pyenv shim may be neither)."""
    code = f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, {minor}))"
    return subprocess.run([interpreter, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a clean copy of the project."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "project"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(*NOT_SHIPPED))
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder / "dist"), str(copy)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.mark.xdist_group("wheel")
@pytest.mark.parametrize("interpreter", interpreters(), ids=lambda path: Path(path).name)
def test_installed_wheel_drafts_the_same_bytes(interpreter: str, wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    subprocess.run([interpreter, "-m", "venv", str(environment)], check=True, capture_output=True)
    binaries = environment / ("Scripts" if os.name == "nt" else "bin")
    python = str(binaries / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], check=True, capture_output=True)

    empty = tmp_path / "empty"
    empty.mkdir()
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "PYTHONHASHSEED": "12345", "LANG": "C"}
    command = [str(binaries / "drafter"), "draft", STRUCTURE, *SETTINGS, "-o", "稿.docx"]
    subprocess.run(command, cwd=empty, env=clean, check=True, capture_output=True)

    here = tmp_path / "here"
    here.mkdir()
    command = [sys.executable, "-m", "drafter", "draft", STRUCTURE, *SETTINGS, "-o", "稿.docx"]
    subprocess.run(command, cwd=here, check=True, capture_output=True)
    assert (empty / "稿.docx").read_bytes() == (here / "稿.docx").read_bytes()
    assert (empty / "稿.稿单.yaml").read_bytes() == (here / "稿.稿单.yaml").read_bytes()
