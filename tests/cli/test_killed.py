"""Every command that changes a workspace, killed before each of its file operations: no file is ever half written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from commands import PROJECT, SMALL, contents, run, write_files

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the command is forked to be killed")

OTHER = """
    title:   '另一段'
    theme: supervision
    tags: [ 自写,旁的 ]
    leads: {plain: 办好别人的事}
    excludes: [supervision/own-passage]
    text:
        require: 要把别人的事也办好，一件一件办。
        report: 别人的事办好了。
    """
SPEECH = """\
在全县人大工作会议上的讲话

同志们：
    一、依法开展监督
    坚持问题导向，抓住群众反映强烈的问题，把专题询问和执法检查结合起来，一件一件盯到底，一项一项见到效。
    二、发挥代表作用
    要把代表联络站建到群众家门口，代表进站接待要定时间、定地点，意见件件有回音，事事有着落。
"""
OWN, SECOND = "supervision/own-passage", "supervision/other"
COMMANDS = {
    "new": "sections new supervision/fresh --title 新 --act 部署 --text 要办新事。 --lead 办新事",
    "tag": f"sections tag 要紧 --in {OWN} --in {SECOND}",
    "untag": f"sections untag 自写 --in {OWN} --in {SECOND}",
    "rename": f"sections rename {OWN} renamed",
    "retire": f"sections retire {SECOND} --replaced-by {OWN}",
    "format": "sections format",
    "merge": f"sections merge {OWN} {SECOND}",
    "absorb": "absorb drafts/稿.docx --yes --edited replace",
    "undo": "undo",
    "accept": "corpus accept 收件夹 --all",
    "draft": "draft small --set place=白水县 -o drafts/稿.docx --force",
}
NOT_TOGETHER = ("draft",)
"""Commands that write no library file: each of their files is whole, and not all must be of one state."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two blocks, a draft that was edited, its recipe, and a change that can be undone."""
    root = tmp_path_factory.mktemp("world")
    write_files(root, {**SMALL, "sections/supervision/other.yaml": OTHER})
    (root / "drafts").mkdir()
    assert run("draft", "small", "--set", "place=青山县", "-o", "drafts/稿.docx", cwd=root).status == 0
    paper = docx.Document(str(root / "drafts/稿.docx"))
    for paragraph in paper.paragraphs:
        for one in paragraph.runs:
            one.text = one.text.replace("【待补：代表培训期数】", "6").replace("见到实效", "真正见到实效")
    paper.save(str(root / "drafts/稿.docx"))
    (root / "旧稿.txt").write_text(SPEECH, encoding="utf-8")
    assert run("corpus", "extract", "旧稿.txt", "-o", "收件夹", cwd=root).status == 0
    assert run("sections", "tag", "旧", "--in", "supervision/own-passage", cwd=root).status == 0
    return root


def state(root: Path) -> dict[str, bytes]:
    """Return the files that count: of the library, and recipes."""
    return {
        name: data
        for name, data in contents(root).items()
        if not name.startswith(".drafter")
        and not Path(name).name.startswith(".")
        and not name.endswith(("jsonl", "docx"))
    }


def steps_of(world: Path, out: Path, fault: str, name: str) -> list[dict[str, Any]]:
    """Run a command with a fault at each of its file operations, each time in a copy of the world under `out`."""
    script = [sys.executable, str(PROJECT / "tests/killing.py"), str(world), str(out), fault, *COMMANDS[name].split()]
    done = subprocess.run(script, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(PROJECT)})
    assert done.returncode == 0, done.stderr.decode()
    steps = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(steps) > 3
    assert steps[-1]["status"] == 0, steps[-1]["said"]
    assert [one["written"] for one in steps if one["written"]] == []
    return steps


def assert_whole(name: str, root: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Every file is as it was or as it was to be; after the next command all of them are."""
    now = state(root)
    assert [file for file, data in now.items() if data not in (before.get(file), after.get(file))] == [], root
    assert run("sections", "show", "supervision/budget-review", cwd=root).status == 0, root
    assert name in NOT_TOGETHER or state(root) in (before, after), root
    assert run("doctor", cwd=root).status == 0, root


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_before_every_file_operation(world: Path, tmp_path: Path, name: str) -> None:
    before = state(world)
    steps = steps_of(world, tmp_path, "killed", name)
    after = state(tmp_path / str(len(steps)))
    assert after != before
    for number in range(1, len(steps)):
        assert_whole(name, tmp_path / str(number), before, after)


@pytest.mark.parametrize("fault", ["ENOSPC", "EROFS"])
@pytest.mark.parametrize("name", ["rename", "absorb", "undo", "draft"])
def test_a_disk_that_takes_nothing_more(world: Path, tmp_path: Path, name: str, fault: str) -> None:
    """From any file operation on: one message that says so, and no file is lost or torn."""
    before = state(world)
    steps = steps_of(world, tmp_path, fault, name)
    after = state(tmp_path / str(len(steps)))
    for number, one in enumerate(steps[:-1], 1):
        assert one["status"] in (0, 2), one
        assert one["status"] == 0 or "磁盘" in one["said"] or "空间" in one["said"] or "只读" in one["said"], one
        assert "Traceback" not in one["said"]
        assert_whole(name, tmp_path / str(number), before, after)
