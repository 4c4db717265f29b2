"""``drafter init``: a workspace that works at once, and nothing half-written where it cannot be made."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import contents, run, write_files

from drafter.api import load
from drafter.cli.running import DONE, FAILED

FILES = ["drafter.yaml", "使用说明.txt"]
STRUCTURE = {
    "templates/structures/small.yaml": """
        title: 小结构
        kind: other
        speaker: [party-secretary]
        act: require
        length: 100
        head: {title: "在{{ place }}小会上的讲话", speaker: true}
        body: [{say: "{{ our }}共有代表{{ deputies_total }}名。"}]
        """
}


def test_settings_make_a_workspace_without_questions(tmp_path: Path) -> None:
    status, out, err = run("init", "ws", "--set", "place=青山县", "--set", "党委书记=林清平", cwd=tmp_path)
    assert (status, out) == (DONE, "ws\n")
    assert "工作区建好了" in err and "请填" not in err
    assert sorted(contents(tmp_path / "ws")) == FILES
    assert sorted(path.name for path in (tmp_path / "ws").iterdir() if path.is_dir()) == [
        "drafts", "sections", "templates",
    ]  # fmt: skip
    office = load(tmp_path / "ws").office
    assert office.profile["地名"] == "青山县"
    assert [(one.name, one.post, one.role) for one in office.leaders] == [
        ("林清平", "中共青山县委书记", "party-secretary")
    ]


def test_answers_are_typed_in(tmp_path: Path) -> None:
    status, _, err = run("init", "ws", cwd=tmp_path, stdin="青山镇\n\n某某省\n60\n李明\n")
    assert status == DONE, err
    assert "地名（全称，如 青山县）：" in err
    office = load(tmp_path / "ws").office
    assert office.profile == {"地名": "青山镇", "level": "", "所在省（自治区、直辖市）": "某某省", "本级代表人数": "60"}
    assert office.leaders[0].post == "中共青山镇党委书记"


def test_pressing_enter_leaves_everything_for_later(tmp_path: Path) -> None:
    assert run("init", "ws", cwd=tmp_path, stdin="\n" * 5).status == DONE
    office = load(tmp_path / "ws").office
    assert set(office.profile.values()) == {""}
    assert office.leaders == ()


def test_a_name_without_a_place_makes_no_broken_post(tmp_path: Path) -> None:
    run("init", "ws", "--set", "党委书记=李明", cwd=tmp_path)
    assert load(tmp_path / "ws").office.leaders[0].post == "党委书记"


def test_only_what_is_not_set_is_asked(tmp_path: Path) -> None:
    _, _, err = run("init", "ws", "--set", "地名=青山县", "--ask", cwd=tmp_path, stdin="\n某某省\n226\n\n")
    assert "地名（全称" not in err
    assert load(tmp_path / "ws").office.profile["本级代表人数"] == "226"


@pytest.mark.parametrize("name", ["甲: 乙", "#甲", "“甲”", "yes", "- 甲", "甲 # 乙", '"甲', "{甲}"])
def test_whatever_is_typed_reads_back_as_it_was_typed(name: str, tmp_path: Path) -> None:
    run("init", "ws", "--set", f"党委书记={name}", cwd=tmp_path)
    assert load(tmp_path / "ws").office.leaders[0].name == name


def test_a_draft_inside_the_workspace_uses_the_profile(tmp_path: Path) -> None:
    run("init", "ws", "--set", "place=青山县", "--set", "本级代表人数=226", "--set", "党委书记=林清平", cwd=tmp_path)
    write_files(tmp_path / "ws", STRUCTURE)
    status, _, err = run("draft", "small", "-o", "drafts/out.txt", cwd=tmp_path / "ws")
    assert status == DONE, err
    text = (tmp_path / "ws" / "drafts" / "out.txt").read_text("utf-8")
    assert text.splitlines() == [
        "在青山县小会上的讲话", "中共青山县委书记　林清平", "　　我县共有代表226名。",
    ]  # fmt: skip


def test_a_workspace_is_not_made_twice(tmp_path: Path) -> None:
    run("init", "ws", "--set", "place=青山县", cwd=tmp_path)
    before = contents(tmp_path)
    status, out, err = run("init", "ws", "--set", "place=绿水县", cwd=tmp_path)
    assert (status, out) == (FAILED, "")
    assert "drafter.yaml" in err
    assert contents(tmp_path) == before


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    write_files(tmp_path, {"ws/sections/note.txt": "自己的", "ws/旧稿.txt": "旧"})
    before = contents(tmp_path / "ws")
    assert run("init", "ws", "--set", "place=青山县", cwd=tmp_path).status == DONE
    assert before.items() <= contents(tmp_path / "ws").items()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--set", "plase=青山县"], "单位档案没有“plase”这一项|是否想写“place”？"),
        (["--set", "place"], "--set 要写成 名称=值，写的却是“place”"),
        (["--set", "level=moon"], "层级没有“moon”|city（市）"),
        (["--set", "deputies_total=许多"], "许多"),
        (["--sett", "place=青山县"], "没有“--sett”这个选项"),
    ],
)
def test_what_is_wrong_leaves_nothing_behind(words: list[str], message: str, tmp_path: Path) -> None:
    status, out, err = run("init", "ws", *words, cwd=tmp_path)
    assert (status, out) == (FAILED, "")
    assert all(part in err for part in message.split("|")), err
    assert list(tmp_path.iterdir()) == []


def test_questions_broken_off_leave_nothing_behind(tmp_path: Path) -> None:
    status, out, err = run("init", "ws", cwd=tmp_path, stdin="青山县\n")
    assert (status, out) == (FAILED, "")
    assert "已中止。" in err
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, {"ws": "不是文件夹"})
    status, _, err = run("init", "ws", "--set", "place=青山县", cwd=tmp_path)
    assert status == FAILED
    assert "ws" in err and "换一个位置" in err
    assert contents(tmp_path) == {"ws": "不是文件夹".encode()}


def test_a_folder_must_be_given(tmp_path: Path) -> None:
    status, _, err = run("init", cwd=tmp_path)
    assert status == FAILED
    assert "缺少参数 “文件夹”" in err
