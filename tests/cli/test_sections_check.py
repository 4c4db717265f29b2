"""``drafter sections check`` and ``stats``: what is wrong in a workspace, and how much the library covers."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import contents, run, write_files

from drafter.cli.running import DONE, FAILED, PROBLEMS

OWN = "sections/supervision/own.yaml"
SOUND = """
    title: 自写段落
    theme: supervision
    tags: [自写]
    suits: {levels: [city, county]}
    leads: {plain: 办好自己的事}
    text:
      require:
        how: >-
          要把群众点的题目列成清单，逐项明确承办单位和办结时限，由代表小组分头认领、按月上门回访，办得怎样当面听群众评说，年底把结果张贴在联络站里。
    """
WRONG = SOUND.replace("要把群众点的题目列成清单", "同时，要把16个题目列成清单")


def world(root: Path, text: str, more: dict[str, str] | None = None) -> Path:
    return write_files(root, {"drafter.yaml": "", OWN: text, **(more or {})})


def test_a_sound_workspace_has_no_findings(tmp_path: Path) -> None:
    status, out, err = run("sections", "check", cwd=world(tmp_path, SOUND))
    assert (status, out, err) == (DONE, "", "没有发现问题。\n")


def test_findings_have_their_place_and_what_to_do(tmp_path: Path) -> None:
    status, out, err = run("sections", "check", cwd=world(tmp_path, WRONG))
    assert (status, out) == (PROBLEMS, "")
    assert f"错误：{OWN}:9:7：段落以连接词开头，单独用时接不上\n  去掉连接词，直接说\n" in err
    assert f"错误：{OWN}:9:12：写死了“16个”" in err
    assert err.splitlines()[-1].endswith("发现 2 处。")


def test_findings_as_json(tmp_path: Path) -> None:
    result = run("sections", "check", "--rule", "wording", "--format", "json", cwd=world(tmp_path, WRONG))
    assert result.status == PROBLEMS
    assert list(result.data) == ["version", "problems"]
    assert result.data["problems"][0] == {
        "rule": "wording.connecting-word", "severity": "error", "file": str(tmp_path / OWN), "line": 9, "column": 7,
        "match": "同时", "message": "段落以连接词开头，单独用时接不上", "suggestion": "去掉连接词，直接说",
    }  # fmt: skip


def test_one_rule_can_be_run_alone(tmp_path: Path) -> None:
    world(tmp_path, WRONG)
    found = run("sections", "check", "--rule", "bare-fact", "--format", "json", cwd=tmp_path).data["problems"]
    assert [one["rule"] for one in found] == ["bare-fact"]
    assert run("sections", "check", "--rule", "family", cwd=tmp_path).status == DONE


def test_a_file_that_does_not_load_is_a_finding_too(tmp_path: Path) -> None:
    status, _, err = run(
        "sections", "check", "--rule", "length", cwd=world(tmp_path, SOUND.replace("leads:", "laeds:"))
    )
    assert status == PROBLEMS
    assert f"{OWN}:5:1：" in err and "laeds" in err


@pytest.mark.parametrize("theme", ["appointments", "support-and-safeguards"])
def test_a_sentence_of_the_library_is_found_in_the_own_block_wherever_it_is_filed(theme: str, tmp_path: Path) -> None:
    """Of two blocks with one sentence the own one is named, whichever comes first in the alphabet."""
    write_files(tmp_path, {"drafter.yaml": ""})
    shown = run("sections", "show", "supervision/law-enforcement-check", "--format", "json", cwd=tmp_path)
    blocks = run("sections", "list", "--theme", "supervision", "--format", "json", cwd=tmp_path).data["blocks"]
    name = "supervision/law-enforcement-check" if shown.status == DONE else blocks[0]["id"]
    how = str(run("sections", "show", name, "--format", "json", cwd=tmp_path).data["block"])
    sentence = next(one for one in how.split("。") if 12 < len(one) < 80 and not set(one) & set("{}'\":")) + "。"
    text = SOUND.replace("年底把结果张贴在联络站里。", f"年底张贴结果。{sentence}")
    write_files(tmp_path, {f"sections/{theme}/own.yaml": text.replace("theme: supervision", f"theme: {theme}")})
    found = run("sections", "check", "--rule", "repetition", "--format", "json", cwd=tmp_path).data["problems"]
    assert [(Path(one["file"]).parent.name, one["match"]) for one in found] == [(theme, sentence)]


def test_without_a_workspace_the_shipped_library_is_checked(tmp_path: Path) -> None:
    status, _, err = run("sections", "check", "--rule", "reference", cwd=tmp_path)
    assert (status, err) == (DONE, "没有发现问题。\n")


def test_checking_changes_nothing(tmp_path: Path) -> None:
    before = contents(world(tmp_path, WRONG))
    run("sections", "check", "--rule", "wording", cwd=tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "--rule", "lenght"], "没有叫“lenght”的规则|是否想写“length”？"),
        (["check", "--format", "xml"], "“xml”不对"),
        (["stats", "--coverage", "none.yaml"], "none.yaml"),
    ],
)
def test_what_cannot_be_done_has_status_two(words: list[str], message: str, tmp_path: Path) -> None:
    status, out, err = run("sections", *words, cwd=world(tmp_path, SOUND))
    assert (status, out) == (FAILED, "")
    assert all(part in err for part in message.split("|")), err


# ── stats

LIST = """
    speeches:
      - file: a.txt
        items:
          - {at: "1", gist: 办好自己的事}
          - {at: "2", gist: 旧的说法, retired: 今天不这样说}
          - {at: "3", gist: 还没有写的}
    """


def test_stats_count_the_blocks_of_each_theme(tmp_path: Path) -> None:
    world(tmp_path, SOUND)
    data = run("sections", "stats", "--format", "json", cwd=tmp_path).data
    assert data["blocks"] == sum(one["blocks"] for one in data["themes"])
    out, err = run("sections", "stats", cwd=tmp_path)[1:]
    assert len(out.splitlines()) == 20
    assert err == f"共 {data['blocks']} 段。\n"


def test_coverage_names_what_is_missing(tmp_path: Path) -> None:
    text = SOUND.rstrip() + '\n    sources: [{file: a.txt, at: "1"}]\n'
    world(tmp_path, text, {"list.yaml": LIST})
    status, out, err = run("sections", "stats", "--coverage", "list.yaml", cwd=tmp_path)
    assert (status, out) == (DONE, "a.txt 第1篇 3  还没有写的\n")
    assert err == "3 个要点：有段落的 1，不再写的 1，还没有的 1；覆盖 66.7%。\n"
    data = run("sections", "stats", "--coverage", "list.yaml", "--format", "json", cwd=tmp_path).data
    assert data == {
        "version": 1, "items": 3, "covered": 1, "retired": 1,
        "missing": [{"file": "a.txt", "speech": 1, "at": "3", "gist": "还没有写的"}],
    }  # fmt: skip


def test_a_wrong_list_is_named_with_its_place(tmp_path: Path) -> None:
    world(tmp_path, SOUND, {"list.yaml": "speeches: [{items: []}]\n"})
    status, out, err = run("sections", "stats", "--coverage", "list.yaml", cwd=tmp_path)
    assert (status, out) == (FAILED, "")
    assert err.startswith("错误：list.yaml:1:")
