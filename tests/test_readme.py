"""The READMEs: their commands run as they stand, their YAML is valid, and both languages show the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from drafter.cli.chinese import speak_chinese
from drafter.cli.running import execute

ENGLISH, CHINESE = (Path(__file__).parents[1] / name for name in ("README.md", "README.zh-CN.md"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
COMMENT = re.compile(r"\s+#.*$", re.M)


def fenced(readme: Path, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(readme.read_text(encoding="utf-8")) if kind == language]


def commands(readme: Path) -> list[str]:
    return [line for body in fenced(readme, "sh") for line in body.splitlines()]


def test_both_readmes_show_the_same_commands() -> None:
    assert commands(ENGLISH) == commands(CHINESE)


def test_both_readmes_show_the_same_yaml() -> None:
    uncommented = [[COMMENT.sub("", body) for body in fenced(readme, "yaml")] for readme in (ENGLISH, CHINESE)]
    assert uncommented[0] == uncommented[1]


def test_headings_correspond() -> None:
    counts = [len(re.findall(r"^## ", readme.read_text(encoding="utf-8"), re.M)) for readme in (ENGLISH, CHINESE)]
    assert counts[0] == counts[1]


def test_the_tour_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    speak_chinese()
    tour = [line for line in commands(ENGLISH) if line.startswith("drafter ")]
    assert len(tour) == 21
    for line in tour:
        assert execute(shlex.split(line)[1:]) == 0, (line, capsys.readouterr().err)
    first, again = tmp_path / "讲话二.docx", tmp_path / "讲话三.docx"
    assert first.read_bytes() == again.read_bytes()


def test_make_commands_exist() -> None:
    makefile = (ENGLISH.parent / "Makefile").read_text(encoding="utf-8")
    for line in commands(ENGLISH):
        if line.startswith("make "):
            assert re.search(rf"^{line.split()[1]}:", makefile, re.M), line


def test_the_block_and_the_structure_of_the_readme_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block, structure = fenced(ENGLISH, "yaml")
    for name, text in (
        ("drafter.yaml", "profile: {place: 青山县}\n"),
        ("sections/supervision/readme.yaml", block),
        ("templates/structures/readme.yaml", structure),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert execute(["sections", "show", "supervision/readme"]) == 0
    assert execute(["draft", "readme", "-o", "稿.docx"]) == 0
    assert (tmp_path / "稿.docx").exists()
