"""Looking after the library: format, duplicates and merge, stats, doctor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from commands import PROJECT, SMALL, contents, run, write_files

ONE, TWO = "supervision/one", "supervision/two"
LONG = "要把人大监督的重点放到群众反映强烈的问题上，一件一件盯到底，一项一项见成效，对账销号不留尾巴。"
BLOCKS = {
    "sections/supervision/one.yaml": f"""
        title: 盯住问题
        theme: supervision
        tags: [监督]
        leads: {{plain: 盯住问题不放}}
        text:
          require: {LONG}
        sources:
          - {{file: a.txt, speech: 1, at: "2"}}
        """,
    "sections/supervision/two.yaml": f"""
        title: 盯紧问题
        theme: supervision
        tags: [监督, 整改]
        leads: {{plain: 盯紧问题, clause: 问题在哪里，监督就到哪里}}
        text:
          require: {LONG}年底再回头看。
          report: 全年盯住的问题件件有了着落。
        sources:
          - {{file: a.txt, speech: 1, at: "2"}}
          - {{file: b.txt, speech: 1, at: "3"}}
        """,
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with two blocks that say nearly the same."""
    return write_files(tmp_path, {**SMALL, **BLOCKS})


def block(root: Path, name: str) -> dict:  # type: ignore[type-arg]
    return yaml.load((root / f"sections/{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


# ── duplicates and merge


def test_duplicates_are_found_once_with_the_sentence(workspace: Path) -> None:
    (pair,) = run("sections", "duplicates", "--format", "json", cwd=workspace).data["pairs"]
    assert (pair["one"], pair["other"], pair["act"], pair["apart"]) == (ONE, TWO, "require", False)
    assert pair["share"] > 0.8
    shown = run("sections", "duplicates", cwd=workspace)
    assert f"{ONE}  {TWO}" in shown.out
    assert "一件一件盯到底" in shown.out
    assert (
        run("sections", "duplicates", "--min", "99.9", cwd=workspace).err == "没有大同小异的段落。\n"
        or pair["share"] == 1
    )


def test_a_merge_loses_nothing_of_either(workspace: Path) -> None:
    before = contents(workspace)
    done = run("sections", "merge", ONE, TWO, cwd=workspace)
    assert done.status == 0, done.err
    assert "两段都有的动作（部署）没有合在一起" in done.err
    first, second = block(workspace, ONE), block(workspace, TWO)
    assert first["text"] == {"require": LONG, "report": "全年盯住的问题件件有了着落。"}
    assert first["leads"] == {"plain": "盯住问题不放", "clause": "问题在哪里，监督就到哪里"}
    assert first["tags"] == ["监督", "整改"]
    assert [one["file"] for one in first["sources"]] == ["a.txt", "b.txt"]
    assert (first["excludes"], second["excludes"]) == ([TWO], [ONE])
    assert second["text"] == {"require": f"{LONG}年底再回头看。"}
    assert run("sections", "duplicates", cwd=workspace).err == "没有大同小异的段落。\n"
    assert len(run("sections", "duplicates", "--all", "--format", "json", cwd=workspace).data["pairs"]) == 1
    assert run("undo", cwd=workspace).status == 0
    after = contents(workspace)
    assert {name: after[name] for name in before} == before


def test_a_merge_that_retires(workspace: Path) -> None:
    assert run("sections", "merge", ONE, TWO, "--retire", cwd=workspace).status == 0
    second = block(workspace, TWO)
    assert (second["status"], second["replaced_by"]) == ("deprecated", ONE)
    assert "年底再回头看" in second["text"]["require"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([ONE, ONE], "不能和它自己合并"),
        ([ONE, "nothing/here"], "没有叫“nothing/here”的段落"),
        ([ONE, "closing/duty-carry-on"], "主题或类型不同"),
    ],
)
def test_what_cannot_be_merged(workspace: Path, words: list[str], message: str) -> None:
    before = contents(workspace)
    done = run("sections", "merge", *words, cwd=workspace)
    assert done.status == 2
    assert message in done.err
    assert {name: data for name, data in contents(workspace).items() if not name.startswith(".drafter")} == {
        name: data for name, data in before.items() if not name.startswith(".drafter")
    }


# ── format

UNTIDY = (
    "title:   '甲'  # 名\ntheme: supervision\ntags: [ 乙,丙 ]\nleads: {plain: 办}\ntext:\n    require:   要办好。\n"
)
TIDY = "title: 甲  # 名\ntheme: supervision\ntags: [乙, 丙]\nleads: {plain: 办}\ntext:\n  require: 要办好。\n"


def test_format_puts_files_in_order_and_can_be_undone(workspace: Path) -> None:
    path = workspace / "sections/supervision/three.yaml"
    path.write_text(UNTIDY, encoding="utf-8")
    looked = run("sections", "format", "--check", "sections/supervision/three.yaml", cwd=workspace)
    assert (looked.status, path.read_text(encoding="utf-8")) == (1, UNTIDY)
    done = run("sections", "format", "sections/supervision/three.yaml", cwd=workspace)
    assert (done.status, path.read_text(encoding="utf-8")) == (0, TIDY)
    assert run("sections", "format", "--check", "sections/supervision/three.yaml", cwd=workspace).status == 0
    assert run("undo", cwd=workspace).status == 0
    assert path.read_text(encoding="utf-8") == UNTIDY


def test_format_names_what_is_no_yaml_and_changes_nothing(workspace: Path) -> None:
    path = workspace / "sections/supervision/three.yaml"
    path.write_text(UNTIDY, encoding="utf-8")
    (workspace / "sections/supervision/zz.yaml").write_text("title: [", encoding="utf-8")
    done = run("sections", "format", cwd=workspace)
    assert done.status == 2
    assert "zz.yaml:" in done.err
    assert path.read_text(encoding="utf-8") == UNTIDY


def test_format_touches_nothing_outside(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.yaml"
    outside.write_text(UNTIDY, encoding="utf-8")
    done = run("sections", "format", outside, cwd=workspace)
    assert (done.status, outside.read_text(encoding="utf-8")) == (2, UNTIDY)
    assert "不是这个工作区的" in done.err


# ── stats


def test_stats_tell_what_drafts_never_or_too_often_used(workspace: Path) -> None:
    assert "papers" in run("sections", "stats", "--format", "json", cwd=workspace).data
    for number in range(3):
        facts = f"place: 青山县\nmeeting: {{date: 2026-0{number + 3}-01}}\n"
        (workspace / f"{number}.yaml").write_text(facts, encoding="utf-8")
        words = ["--facts", f"{number}.yaml", "-o", f"稿{number}.docx"]
        assert run("draft", "small", *words, cwd=workspace).status == 0
    found = run("sections", "stats", "--format", "json", cwd=workspace).data
    assert found["papers"] == 3
    assert ["supervision/own-passage", 3] in found["overused"]
    assert "supervision/own-passage" not in found["never"] and ONE in found["never"]
    assert "用得太多：自写段落" in run("sections", "stats", cwd=workspace).out
    assert ONE in run("sections", "stats", "--unused", cwd=workspace).out


def test_the_share_of_a_finished_text_that_stands_in_the_library(workspace: Path) -> None:
    own = "这一句是自己写的，库里没有这样的话，谁来量都量不出和库里的哪一段相同。"
    (workspace / "定稿.txt").write_text(f"{LONG}\n{own}\n", encoding="utf-8")
    found = run("sections", "stats", "--published", "定稿.txt", "--format", "json", cwd=workspace).data
    assert found["shared"] == len([one for one in LONG if one not in "，。"])
    assert 0.5 < found["share"] < 0.7
    assert "是库里的话" in run("sections", "stats", "--published", "定稿.txt", cwd=workspace).err


# ── doctor


def test_doctor_shows_what_is_in_force(workspace: Path) -> None:
    assert run("sections", "tag", "重点", "--in", "supervision/budget-review", cwd=workspace).status == 0
    found = run("doctor", "--format", "json", cwd=workspace)
    assert found.status == 0
    blocks = found.data["in_force"][0]
    assert (blocks["what"], blocks["own"], blocks["over"]) == ("段落", 4, ["supervision/budget-review"])
    assert (found.data["changes"], found.data["half_done"], found.data["problems"]) == (1, False, [])
    shown = run("doctor", cwd=workspace)
    assert "盖过自带的：supervision/budget-review" in shown.out
    assert "可以撤销的改动：1 次" in shown.out


def test_doctor_names_what_is_wrong_in_any_kind_of_file(workspace: Path) -> None:
    (workspace / "sections/supervision/one.yaml").write_text("title: [", encoding="utf-8")
    checks = workspace / "templates/checks"
    checks.mkdir(parents=True)
    (checks / "ours.yaml").write_text("title: 我们的\nchecks: [{id: a}]\n", encoding="utf-8")
    kept = workspace / ".drafter/未存"
    kept.mkdir(parents=True)
    (kept / "段.yaml").write_text("x", encoding="utf-8")
    done = run("doctor", cwd=workspace)
    assert done.status == 1
    assert "one.yaml:2" in done.err + done.out and "ours.yaml:" in done.err + done.out
    assert "没有写进库的文字还在" in done.out


def test_doctor_outside_of_a_workspace(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)
    assert done.status == 0
    assert "不在工作区里" in done.out


# ── tags by every filter, and two processes


def test_tags_by_a_narrowed_search(workspace: Path) -> None:
    words = ["sections", "tag", "收口", "--search", "问题", "--theme", "supervision", "--tag", "整改", "--dry-run"]
    assert run(*words, cwd=workspace).out.strip().endswith("two.yaml")
    assert len(run(*words, cwd=workspace).out.splitlines()) == 1
    wrong = run("sections", "tag", "收口", "--search", "问题", "--level", "月球", cwd=workspace)
    assert wrong.status == 2


def test_two_processes_that_index_at_once(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    import os

    cache = tmp_path_factory.mktemp("cache")
    environment = {**os.environ, "DRAFTER_CACHE": str(cache), "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "drafter", "sections", "search", "盯到底", "--format", "json"]
    running = [
        subprocess.Popen(command, cwd=workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert len({out for out, _ in said}) == 1
    assert all(ONE.encode() in out for out, _ in said)
