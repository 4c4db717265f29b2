"""``drafter rules``: the list, and the manual page of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run

from drafter.cli.running import DONE, FAILED
from drafter.lint.registry import manuals


def test_every_rule_is_listed_with_its_title(tmp_path: Path) -> None:
    status, out, err = run("rules", "list", cwd=tmp_path)
    assert (status, err) == (DONE, "")
    assert [line.split() for line in out.splitlines()] == [[one.id, one.title] for one in manuals()]


def test_the_list_as_json(tmp_path: Path) -> None:
    data = run("rules", "list", "--format", "json", cwd=tmp_path).data
    assert data == {"version": 1, "rules": [{"id": one.id, "title": one.title} for one in manuals()]}


@pytest.mark.parametrize("rule", [one.id for one in manuals()])
def test_a_rule_is_shown_with_a_wrong_and_a_right_example(rule: str, tmp_path: Path) -> None:
    status, out, _ = run("rules", "show", rule, cwd=tmp_path)
    assert status == DONE
    assert out.splitlines()[0].endswith(f"（{rule}）")
    assert "不合格" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "lenght"], "没有叫“lenght”的规则|是否想写“length”？"),
        (["show", "长短"], "没有叫“长短”的规则|有这些规则：length、"),
        (["show"], "缺少参数 “规则”"),
        (["lst"], "没有“lst”这个命令。"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(words: list[str], message: str, tmp_path: Path) -> None:
    status, out, err = run("rules", *words, cwd=tmp_path)
    assert (status, out) == (FAILED, "")
    assert all(part in err for part in message.split("|"))
