"""Editing the library of a workspace through the command line, and taking it back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from commands import PROJECT, SMALL, contents, run, write_files

OWN = "sections/supervision/own-passage.yaml"
SHIPPED = "supervision/budget-review"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one block."""
    return write_files(tmp_path, SMALL)


def library_files(root: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(root).items() if not name.startswith(".drafter")}


def text(root: Path, name: str = OWN) -> str:
    return (root / name).read_text(encoding="utf-8")


def test_tag_and_undo(workspace: Path) -> None:
    before = library_files(workspace)
    made = run("sections", "tag", "财政", "绩效", "--in", "supervision/own-passage", cwd=workspace)
    assert made.status == 0
    assert "tags: [自写, 财政, 绩效]" in text(workspace)
    assert "drafter undo" in made.err
    assert run("sections", "untag", "财政", "--in", "自写段落", cwd=workspace).status == 0
    assert "tags: [自写, 绩效]" in text(workspace)
    assert "加标签 财政、绩效" in run("undo", "--list", cwd=workspace).out
    assert run("undo", cwd=workspace).status == run("undo", cwd=workspace).status == 0
    assert library_files(workspace) == before
    nothing = run("undo", cwd=workspace)
    assert (nothing.status, nothing.err.split("\n")[0]) == (2, "错误：没有可以撤销的操作")


def test_a_shipped_block_is_copied_before_it_is_changed(workspace: Path) -> None:
    assert run("sections", "tag", "重点", "--in", SHIPPED, cwd=workspace).status == 0
    own = text(workspace, f"sections/{SHIPPED}.yaml")
    shipped = text(PROJECT, f"sections/{SHIPPED}.yaml")
    assert own.replace(", 重点]", "]") == shipped


def test_tagging_what_a_search_finds(workspace: Path) -> None:
    shown = run("sections", "tag", "旧", "--search", "培训班 检查", "--limit", "2", "--dry-run", cwd=workspace)
    assert shown.status == 0
    assert len(shown.out.splitlines()) == 2
    assert "旧" not in text(workspace)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["tag", "甲"], "没有说改哪些段"),
        (["tag", "甲", "--in", "supervision/nothing"], "没有叫“supervision/nothing”的段落"),
        (["retire", "自写段落", "--replaced-by", "自写段落"], "一段不能由它自己代替"),
        (["rename", "自写段落", "坏名称"], "名称“坏名称”不能用"),
        (["rename", "自写段落", "closing/other"], "段落要放在它的主题"),
        (["rename", "自写段落", "budget-review"], "已经有段落 supervision/budget-review"),
        (["new", "supervision/x"], "还缺："),
        (["new", "nothing/x", "--title", "甲", "--act", "require", "--text", "乙。"], "没有主题“nothing”"),
        (["new", "supervision/x", "--title", "甲", "--act", "require", "--text", "{{ 没有 }}。"], "没有“没有”这个要素"),
    ],
)
def test_wrong_input_is_one_message_and_changes_nothing(workspace: Path, words: list[str], message: str) -> None:
    before = library_files(workspace)
    made = run("sections", *words, cwd=workspace)
    assert made.status == 2
    assert message in made.err
    assert library_files(workspace) == before


def test_outside_of_a_workspace(tmp_path: Path) -> None:
    made = run("sections", "tag", "甲", "--in", SHIPPED, cwd=tmp_path)
    assert (made.status, "不在工作区里" in made.err) == (2, True)


def test_a_new_name_reaches_recipes_blocks_and_the_log(workspace: Path) -> None:
    write_files(
        workspace,
        {
            "sections/supervision/other.yaml": """
                title: 另一段
                theme: supervision
                leads: {plain: 办好另一件事}
                text: {require: 要办好。}
                requires: [supervision/own-passage]   # 一起用
                """
        },
    )
    (workspace / "drafts").mkdir()
    drafted = run("draft", "small", "--set", "place=青山县", "-o", "drafts/稿.docx", cwd=workspace)
    assert drafted.status == 0, drafted.err
    assert run("sections", "rename", "自写段落", "renamed", cwd=workspace).status == 0
    assert not (workspace / OWN).exists()
    assert "requires: [supervision/renamed]   # 一起用" in text(workspace, "sections/supervision/other.yaml")
    assert "block: supervision/renamed" in text(workspace, "drafts/稿.稿单.yaml")
    assert "supervision/own-passage" not in text(workspace, "drafts/用段记录.jsonl")
    again = run("draft", "drafts/稿.稿单.yaml", "--locked", "-o", "drafts/再.docx", cwd=workspace)
    assert again.status == 0, again.err
    used = run("sections", "where-used", "supervision/renamed", "--format", "json", cwd=workspace).data
    assert used["recipes"][0][1] == ["only.1"]
    assert ["supervision/other", "requires"] in used["blocks"]


def test_retired_blocks_are_not_found_any_more(workspace: Path) -> None:
    asked = ("sections", "search", "自写", "--format", "json")
    assert [one["id"] for one in run(*asked, cwd=workspace).data["blocks"]] == ["supervision/own-passage"]
    assert run("sections", "retire", "自写段落", "--replaced-by", SHIPPED, cwd=workspace).status == 0
    assert "status: deprecated\nreplaced_by: supervision/budget-review\n" in text(workspace)
    assert run(*asked, cwd=workspace).data["blocks"] == []
    assert len(run(*asked, "--status", "deprecated", cwd=workspace).data["blocks"]) == 1


def test_new(workspace: Path) -> None:
    words = (
        "--title",
        "试一试",
        "--act",
        "部署",
        "--text",
        "要试一试。",
        "--tag",
        "试",
        "--lead",
        "试一试",
        "--level",
        "县",
    )
    made = run("sections", "new", "supervision/try", *words[:-2], "--level", "county", cwd=workspace)
    assert made.status == 0, made.err
    assert run("sections", "show", "试一试", cwd=workspace).status == 0


def editor(folder: Path, code: str) -> dict[str, str]:
    """Return the environment with an editor that runs `code` on the text `t` of the file."""
    script = folder / "editor.py"
    head = "import sys\np = sys.argv[1]\nt = open(p, encoding='utf-8').read()"
    body = f"{head}\n{code}\nopen(p, 'w', encoding='utf-8').write(t)\n"
    script.write_text(body, encoding="utf-8")
    return {"VISUAL": f"{sys.executable} {script}", "EDITOR": f"{sys.executable} {script}"}


def edited(workspace: Path, folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    import os

    env = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1", **editor(folder, code)}
    command = [sys.executable, "-m", "drafter", "sections", "edit", "supervision/own-passage"]
    return subprocess.run(command, cwd=workspace, env=env, capture_output=True, text=True, check=False, timeout=60)


def test_edit(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = edited(workspace, tmp_path_factory.mktemp("editor"), "t = t.replace('自写段落', '改过的段落')")
    assert done.returncode == 0, done.stderr
    assert "title: 改过的段落" in text(workspace)


def test_a_mistake_is_shown_in_the_editor_and_what_was_typed_is_kept(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    code = "t = t if '# 错误' in t else t.replace('title: 自写段落', 'titel: 写错了键')"
    before = text(workspace)
    done = edited(workspace, tmp_path_factory.mktemp("editor"), code)
    assert done.returncode == 0
    assert text(workspace) == before
    kept = next((workspace / ".drafter" / "未存").iterdir()).read_text(encoding="utf-8")
    assert "titel: 写错了键" in kept
    assert "# 错误：" in kept
    second = "t = t.replace('titel', 'title') if '# 错误' in t else t.replace('title', 'titel')"
    named = "t = t.replace('自写段落', '第二次')"
    mended = edited(workspace, tmp_path_factory.mktemp("editor"), f"{second}\n{named}")
    assert mended.returncode == 0, mended.stderr
    assert "title: 第二次" in text(workspace)
    assert "错误" not in text(workspace)


def test_two_processes_lose_nothing(workspace: Path) -> None:
    command = [sys.executable, "-m", "drafter", "sections", "tag"]
    given = ("--in", "supervision/own-passage")
    import os

    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    running = [
        subprocess.Popen([*command, tag, *given], cwd=workspace, env=env, stderr=subprocess.PIPE)
        for tag in ("甲", "乙", "丙")
    ]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    for one in running:
        assert one.stderr is not None
        one.stderr.close()
    assert all(tag in text(workspace) for tag in ("甲", "乙", "丙"))


OLD = "title: 旧\ntheme: supervision\nleads: {plain: 接受监督}\ntext: {require: “一府两院”要接受监督。}\n"


def test_outdated(workspace: Path) -> None:
    write_files(workspace, {"sections/supervision/old.yaml": OLD})
    found = run("sections", "outdated", "--as-of", "2026-11-26", "--format", "json", cwd=workspace).data["blocks"]
    old = [one for one in found if one["block"] == "supervision/old"]
    told = [(one["wording"], one["successor"], one["lapsed"]) for one in old]
    assert told == [("“一府两院”", "“一府一委两院”", True)]
