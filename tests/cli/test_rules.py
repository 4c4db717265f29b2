"""``drafter rules``: the list, and the manual page of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run

from drafter.cli.running import DONE, FAILED
from drafter.library.checks import load_checks
from drafter.library.loading import load_library
from drafter.lint.registry import GROUPS, Manual, manuals

MANUALS = manuals(load_checks(load_library().library))


def test_every_rule_is_listed_with_its_title_under_its_group(tmp_path: Path) -> None:
    status, out, err = run("rules", "list", cwd=tmp_path)
    assert (status, err) == (DONE, "")
    group = ""
    found = {}
    for line in out.splitlines():
        group = group if line.startswith(" ") else line
        if line.startswith(" "):
            name, title = line.split()[:2]
            found[name] = (title, group)
    assert found == {one.id: (one.title, GROUPS[one.group]) for one in MANUALS}


def test_the_list_as_json(tmp_path: Path) -> None:
    data = run("rules", "list", "--format", "json", cwd=tmp_path).data
    assert [(one["id"], one["title"], one["group"]) for one in data["rules"]] == [
        (one.id, one.title, one.group) for one in MANUALS
    ]


@pytest.mark.parametrize("rule", [one.id for one in MANUALS])
def test_a_rule_is_shown_with_a_wrong_and_a_right_example(rule: str, tmp_path: Path) -> None:
    status, out, _ = run("rules", "show", rule, cwd=tmp_path)
    assert status == DONE
    assert out.splitlines()[0].endswith(f"（{rule}）")
    assert "不合格" in out


@pytest.mark.parametrize("page", [one for one in MANUALS if one.checks], ids=lambda one: one.id)
def test_a_check_of_a_file_is_shown_with_its_message(page: Manual, tmp_path: Path) -> None:
    check = page.checks[0]
    status, out, _ = run("rules", "show", f"{page.id}.{check.id}", cwd=tmp_path)
    assert status == DONE
    assert f"{page.id}.{check.id}  " in out
    others = [one.id for one in page.checks[1:]]
    assert [one for one in others if f"{page.id}.{one}  " in out] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "lenght"], "没有叫“lenght”的规则|是否想写“length”？"),
        (["show", "长短"], "没有叫“长短”的规则|全部见 drafter rules list"),
        (["show", "words.reportet"], "没有叫“words.reportet”的规则|是否想写“words.reported”？"),
        (["show"], "缺少参数 “规则”"),
        (["lst"], "没有“lst”这个命令。"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(words: list[str], message: str, tmp_path: Path) -> None:
    status, out, err = run("rules", *words, cwd=tmp_path)
    assert (status, out) == (FAILED, "")
    assert all(part in err for part in message.split("|"))
