"""``drafter draft``: the files it writes, what it says, --strict, recipes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from commands import SMALL, contents, run, run_process, write_files

from drafter.library.usage import LOG

TODAY = date.today()
KNOWN = ("--set", "training_sessions=6")


@pytest.mark.parametrize("suffix", [".docx", ".md", ".txt", ".json", ".DOCX"])
def test_the_suffix_chooses_the_format_and_the_recipe_lies_beside(suffix: str, tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    before = set(contents(tmp_path))
    status, out, _ = run("draft", "small", "-o", f"稿{suffix}", cwd=tmp_path)
    assert (status, out) == (0, f"稿{suffix}\n")
    assert set(contents(tmp_path)) - before - {str(LOG)} == {f"稿{suffix}", "稿.稿单.yaml"}


def test_without_output_the_title_is_the_file_name(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    status, out, _ = run("draft", "small", cwd=tmp_path)
    assert (status, out) == (0, "在小会上的讲话.docx\n")
    assert (tmp_path / "在小会上的讲话.docx").stat().st_size > 0


@pytest.mark.parametrize(
    "name", ["small", "小结构", "templates/structures/small.yaml", "./templates/structures/small.yaml"]
)
def test_a_structure_goes_by_id_title_or_file(name: str, tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    assert run("draft", name, "-o", "out.txt", cwd=tmp_path).status == 0
    assert (tmp_path / "out.txt").read_text("utf-8").startswith("在小会上的讲话\n同志们：\n")


def test_a_gap_is_visible_in_the_text_and_in_the_list(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    _, _, err = run("draft", "small", "-o", "out.txt", cwd=tmp_path)
    text = (tmp_path / "out.txt").read_text("utf-8")
    assert text == (
        "在小会上的讲话\n同志们：\n　　一、把事情办好\n"
        "　　（一）办好自己的事。要开好【待补：代表培训期数】期培训班，见到实效。\n"
    )
    assert "待补（1 项）：" in err
    assert "代表培训期数（期）  training_sessions  如：6" in err
    assert "可选，没有给，相关的话没有写进去（1 项）：" in err
    assert f"提法以 {TODAY.year}年{TODAY.month}月{TODAY.day}日为准；选段号 1。" in err


def test_later_facts_lie_over_earlier_ones(tmp_path: Path) -> None:
    files = {
        "drafter.yaml": "profile: {代表培训期数: 1}\n",
        "a.yaml": "training_sessions: 2\nlaw_checks: 2\n",
        "b.yaml": "代表培训期数: 3\n",
    }
    write_files(tmp_path, {**SMALL, **files})
    text = drafted(tmp_path)
    assert "开好1期" in text
    text = drafted(tmp_path, "--facts", "a.yaml")
    assert "开好2期培训班，办好2次检查" in text
    text = drafted(tmp_path, "--facts", "a.yaml", "--facts", "b.yaml")
    assert "开好3期培训班，办好2次检查" in text
    text = drafted(tmp_path, "--facts", "a.yaml", "--set", "代表培训期数=4")
    assert "开好4期" in text


def drafted(folder: Path, *arguments: str) -> str:
    """Return the text of the small structure."""
    result = run("draft", "small", "-o", "out.txt", "--force", *arguments, cwd=folder)
    assert result.status == 0, result.err
    return (folder / "out.txt").read_text("utf-8")


def test_force_replaces_what_was_there(tmp_path: Path) -> None:
    write_files(tmp_path, {**SMALL, "out.txt": "旧\n", "out.稿单.yaml": "旧\n"})
    assert run("draft", "small", "-o", "out.txt", "--force", cwd=tmp_path).status == 0
    assert "旧" not in (tmp_path / "out.txt").read_text("utf-8") + (tmp_path / "out.稿单.yaml").read_text("utf-8")


@pytest.mark.parametrize("form", ["text", "json"])
def test_strict_with_gaps_ends_in_3_and_writes_nothing(form: str, tmp_path: Path) -> None:
    before = contents(write_files(tmp_path, SMALL))
    result = run("draft", "small", "-o", "out.docx", "--strict", "--format", form, cwd=tmp_path)
    assert result.status == 3
    assert contents(tmp_path) == before
    if form == "json":
        assert result.data["file"] is None
        assert [gap["fact"] for gap in result.data["gaps"]] == ["training_sessions"]
    else:
        assert result.out == ""
        assert "没有写文件：--strict 要求没有错误、没有待补。" in result.err


def test_strict_without_gaps_writes(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    status, out, err = run("draft", "small", "-o", "out.txt", "--strict", *KNOWN, cwd=tmp_path)
    assert (status, out) == (0, "out.txt\n"), err
    assert "开好6期" in (tmp_path / "out.txt").read_text("utf-8")


def test_json_says_what_was_made(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    result = run(
        "draft", "small", "-o", "out.txt", "--format", "json", "--seed", "7", "--as-of", "2026年3月18日", cwd=tmp_path
    )
    data = result.data
    assert (result.status, result.err, data["version"]) == (0, "", 1)
    assert {"file", "length", "seed", "as_of", "gaps", "optional", "picks", "problems"} < set(data)
    assert (data["file"], data["seed"], data["as_of"], data["level"]) == ("out.txt", 7, "2026-03-18", "county")
    assert data["gaps"] == [
        {
            "fact": "training_sessions", "label": "代表培训期数", "type": "count", "unit": "期", "example": "6",
            "office": "代表工委", "places": ["only.1"],
        }
    ]  # fmt: skip
    assert [gap["fact"] for gap in data["optional"]] == ["law_checks"]
    assert data["picks"] == [
        {"slot": "only.1", "block": "supervision/own-passage", "act": ["require"], "moves": ["how"]}
    ]


def test_minutes_are_two_hundred_characters_each(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    by_minutes = run("draft", "small", "-o", "a.txt", "--minutes", "2", "--format", "json", cwd=tmp_path).data
    by_length = run("draft", "small", "-o", "b.txt", "--length", "400", "--format", "json", cwd=tmp_path).data
    assert by_minutes["target"] == by_length["target"] == 400


def test_the_recipe_makes_the_same_draft_again(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    run("draft", "work-conference-dashes", "-o", "a.docx", "--seed", "3", *KNOWN, cwd=tmp_path)
    status, _, err = run("draft", "./a.稿单.yaml", "-o", "b.docx", "--locked", cwd=tmp_path)
    assert status == 0, err
    made = contents(tmp_path)
    assert made["a.docx"] == made["b.docx"]
    assert made["a.稿单.yaml"] == made["b.稿单.yaml"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_locked_refuses_when_a_passage_has_changed(form: str, tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    run("draft", "small", "-o", "a.txt", cwd=tmp_path)
    block = "sections/supervision/own-passage.yaml"
    before = contents(write_files(tmp_path, {block: SMALL[block].replace("见到实效", "见到更大实效")}))
    result = run("draft", "./a.稿单.yaml", "-o", "b.txt", "--locked", "--format", form, cwd=tmp_path)
    assert result.status == 2
    assert contents(tmp_path) == before
    said = result.data["errors"][0]["message"] if form == "json" else result.err
    assert "这些地方的文字和当初不同了：only.1" in said
    assert "Traceback" not in result.err

    again = run("draft", "./a.稿单.yaml", "-o", "b.txt", cwd=tmp_path)
    assert again.status == 0
    assert "注意：这些地方的段落后来改过，用的是今天的文字：only.1" in again.err
    assert "见到更大实效" in (tmp_path / "b.txt").read_text("utf-8")


def test_a_workspace_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    write_files(tmp_path, {**SMALL, "2026/会议/notes.txt": ""})
    assert run("draft", "small", "-o", "out.txt", cwd=tmp_path / "2026" / "会议").status == 0


def test_the_program_as_users_run_it(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    elsewhere = {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "UTC-9"}
    day = ("--as-of", "2026-03-18")  # without it the day is today's, which differs between time zones
    first = run_process("draft", "small", *day, "-o", "a.docx", cwd=tmp_path, env={"PYTHONHASHSEED": "1"})
    second = run_process("draft", "small", *day, "-o", "b.docx", cwd=tmp_path, env=elsewhere)
    assert (first.status, first.out, second.status, second.out) == (0, "a.docx\n", 0, "b.docx\n")
    assert "待补（1 项）：" in first.err
    made = contents(tmp_path)
    assert made["a.docx"] == made["b.docx"]


def test_the_first_run_and_one_from_the_cache_agree(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    cache = {"DRAFTER_CACHE": str(tmp_path / "cache")}
    first = run_process("draft", "small", "-o", "a.docx", cwd=tmp_path, env=cache)
    second = run_process("draft", "./a.稿单.yaml", "-o", "b.docx", "--locked", cwd=tmp_path, env=cache)
    assert (first.status, second.status) == (0, 0), second.err
    made = contents(tmp_path)
    assert made["a.docx"] == made["b.docx"]


def test_a_cache_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    write_files(tmp_path, {**SMALL, "file": "x"})
    status, _, err = run_process(
        "draft", "small", "-o", "a.docx", cwd=tmp_path, env={"DRAFTER_CACHE": str(tmp_path / "file" / "cache")}
    )
    assert status == 0, err


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    import os

    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        status, _, err = run_process("schema", cwd=tmp_path, stdout=pipe)
    assert "Traceback" not in err and "Exception" not in err
    assert status in (0, 1)
