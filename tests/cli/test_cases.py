"""Cases of a workspace: collected, cleared, and told only then."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import contents, run, write_files

STRUCTURE = """
    title: 有事例
    kind: work-conference-speech
    speaker: [party-secretary]
    to: [congress]
    act: require
    length: 100
    head: {title: 在小会上的讲话}
    body:
      - section:
          id: only
          heading: {text: 把事情办好}
          body: {theme: supervision, tags: [自写]}
          evidence: {theme: supervision}
    """
BLOCK = """
    title: 自写段落
    theme: supervision
    tags: [自写]
    leads: {plain: 办好自己的事}
    text: {require: 要把监督的事办好，一件一件见到实效。}
    """
WORLD = {
    "drafter.yaml": "",
    "templates/structures/told.yaml": STRUCTURE,
    "sections/supervision/own-passage.yaml": BLOCK,
}
CASE = [
    "--theme",
    "监督",
    "--where",
    "云岭镇",
    "--who",
    "代表小组",
    "--did",
    "盯住断头路: 跑了四趟",
    "--result",
    "路通了",
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_files(tmp_path, WORLD)


def drafted(root: Path) -> str:
    done = run("draft", "told", "--set", "place=青山县", "-o", "稿.txt", "--force", cwd=root)
    assert done.status == 0, done.err
    return (root / "稿.txt").read_text(encoding="utf-8")


def test_a_case_is_told_when_it_is_cleared_and_not_before(workspace: Path) -> None:
    assert run("cases", "add", *CASE, cwd=workspace).status == 0
    assert "云岭镇" not in drafted(workspace)
    assert run("cases", "clear", "1", "--checked-by", "王五", cwd=workspace).status == 0
    text = drafted(workspace)
    assert "云岭镇" in text and "路通了" in text and "王五" not in text
    recipe = (workspace / "稿.稿单.yaml").read_text(encoding="utf-8")
    assert "云岭镇" in recipe
    again = run("draft", "稿.稿单.yaml", "-o", "再.txt", cwd=workspace)
    assert again.status == 0
    assert run("undo", cwd=workspace).status == 0
    assert "云岭镇" not in drafted(workspace)
    assert (workspace / "再.txt").read_text(encoding="utf-8") == text


def test_only_cases_on_a_theme_that_is_asked_for(workspace: Path) -> None:
    other = [*CASE]
    other[1] = "deputy-work"
    assert run("cases", "add", *other, "--cleared", "--checked-by", "王五", cwd=workspace).status == 0
    assert "云岭镇" not in drafted(workspace)
    assert "云岭镇" not in (workspace / "稿.稿单.yaml").read_text(encoding="utf-8")


def test_the_list(workspace: Path) -> None:
    assert run("cases", "list", cwd=workspace).err == "还没有事例。\n"
    run("cases", "add", *CASE, cwd=workspace)
    run("cases", "add", *CASE, "--cleared", "--checked-by", "王五", "--date", "2026-03-01", cwd=workspace)
    found = run("cases", "list", "--format", "json", cwd=workspace).data["cases"]
    assert [(one["number"], one["cleared"], one["date"]) for one in found] == [
        (1, False, None),
        (2, True, "2026-03-01"),
    ]
    assert "可以用（王五核实），2026-03-01" in run("cases", "list", cwd=workspace).out
    assert run("cases", "list", "--theme", "代表工作", "--format", "json", cwd=workspace).data["cases"] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["add", "--theme", "监督"], "还缺：--where 在哪里"),
        (["add", *CASE, "--cleared"], "要写明谁核实的"),
        (["add", "--theme", "月球", *CASE[2:]], "月球"),
        (["clear", "1"], "没有第 1 个事例"),
        (["list", "--theme", "月球"], "月球"),
    ],
)
def test_wrong_input_changes_nothing(workspace: Path, words: list[str], message: str) -> None:
    before = contents(workspace)
    done = run("cases", *words, cwd=workspace)
    assert done.status == 2 and message in done.err
    assert {name: one for name, one in contents(workspace).items() if not name.startswith(".drafter")} == before


def test_a_book_with_mistakes_is_told_with_its_place(workspace: Path) -> None:
    (workspace / "cases.yaml").write_text(
        "cases:\n  - {theme: supervision, where: 甲, who: 乙, did: 丙, result: 丁, cleared: 是}\n", encoding="utf-8"
    )
    for words in (["draft", "told", "-o", "稿.txt"], ["cases", "list"]):
        done = run(*words, cwd=workspace)
        assert done.status == 2 and "cases.yaml" in done.err and "没有写谁核实的" in done.err
    assert run("doctor", cwd=workspace).status == 1
