"""``drafter terms``: formulations, their dates, and what a family says on a day."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run, write_files

from drafter.cli.running import DONE, FAILED

WORLD = {
    "drafter.yaml": "",
    "sections/terms.yaml": """
        checked: 2026-11-22
        families:
          local_goal:
            - {wording: 绿色青山, category: 本地, from: 2018-01-01, basis: 县委工作报告（2018年）}
            - {wording: 现代化青山, category: 本地, from: 2023-01-01, basis: 县委工作报告（2023年）}
        terms:
          - {wording: “青山精神”, category: 本地, members: [务实, 创新], note: 照录}
        """,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a family and a term of its own; no command here changes it."""
    return write_files(tmp_path_factory.mktemp("world"), WORLD)


def test_terms_are_listed_by_category(world: Path) -> None:
    status, out, err = run("terms", "list", "--category", "本地", cwd=world)
    assert status == DONE
    assert out.splitlines() == ["绿色青山  2018-01-01 至 今", "现代化青山  2023-01-01 至 今", "“青山精神”"]
    assert err == "共 3 条，核对到 2026-11-22。\n"


def test_all_terms_are_listed(world: Path) -> None:
    out = run("terms", "list", cwd=world).out
    assert len(out.splitlines()) > 170
    assert "四个意识  2016-01-29 至 今" in out.splitlines()


def test_terms_as_json(world: Path) -> None:
    data = run("terms", "list", "--category", "本地", "--format", "json", cwd=world).data
    assert list(data) == ["version", "checked", "terms"]
    assert data["terms"][2] == {
        "wording": "“青山精神”", "category": "本地", "from": None, "until": None, "replaces": [],
        "members": ["务实", "创新"], "basis": "", "note": "照录",
    }  # fmt: skip
    assert data["terms"][0]["from"] == "2018-01-01"


@pytest.mark.parametrize("name", ["青山精神", "“青山精神”"])
def test_a_term_is_shown_with_or_without_its_quotes(name: str, world: Path) -> None:
    status, out, _ = run("terms", "show", name, cwd=world)
    assert status == DONE
    assert out.splitlines() == ["“青山精神”", "  类别：本地", "  成员：务实、创新", "  说明：照录"]


def test_a_family_is_shown_with_its_versions_and_how_to_cite_it(world: Path) -> None:
    lines = run("terms", "show", "local_goal", cwd=world).out.splitlines()
    assert lines[0] == "绿色青山"
    assert "  引用：{{ term.local_goal }}" in lines
    assert "现代化青山" in lines


def test_a_part_of_a_wording_finds_all_that_hold_it(world: Path) -> None:
    found = run("terms", "show", "青山", "--format", "json", cwd=world).data["terms"]
    assert {one["wording"] for one in found} >= {"绿色青山", "现代化青山", "“青山精神”"}


@pytest.mark.parametrize(
    ("day", "wording"), [("2017-06-01", None), ("2019-06-01", "绿色青山"), ("2026年11月22日", "现代化青山")]
)
def test_a_family_on_a_day(day: str, wording: str | None, world: Path) -> None:
    out = run("terms", "on", day, cwd=world).out
    assert f"local_goal  {wording or '（这一天没有）'}" in out.splitlines()
    data = run("terms", "on", day, "--format", "json", cwd=world).data
    assert list(data) == ["version", "day", "families"]
    assert data["families"]["local_goal"] == wording


def test_a_day_after_the_last_check_is_said_to_be_one(world: Path) -> None:
    assert run("terms", "on", "2026-11-22", cwd=world).err == ""
    assert "提法核对到 2026-11-22" in run("terms", "on", "2026-11-23", cwd=world).err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["show", "四个意思"], "提法表里没有“四个意思”|是否想写“四个意识”？"),
        (["show", "local_goals"], "提法表里没有“local_goals”|是否想写“local_goal”？"),
        (["on", "明天"], "日期应当写成 2026-03-18，写的却是“明天”"),
        (["on", "2026-02-30"], "没有“2026-02-30”这一天"),
        (["on"], "缺少参数 “日期”"),
        (["list", "--category", "本的"], "没有叫“本的”的类别|是否想写“本地”？"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(words: list[str], message: str, world: Path) -> None:
    status, out, err = run("terms", *words, cwd=world)
    assert (status, out) == (FAILED, "")
    assert all(part in err for part in message.split("|"))
    shown = run("terms", *words, "--format", "json", cwd=world)
    assert shown.status == FAILED
    assert message.split("|")[0] in shown.data["errors"][0]["message"]
