"""``drafter facts``: the sheet that an office fills in, and the way back into the draft."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from commands import SMALL, contents, run, write_files

STRUCTURE = """
    title: 填报
    kind: work-conference-speech
    speaker: [party-secretary]
    to: [congress]
    act: require
    length: 100
    head:
      title: 在{{ meeting.name }}上的讲话
    body:
      - say: "{{ training_sessions }}期。{% for one in heard %}{{ one.who }}{{ one.what }}；{% endfor %}"
      - say: "我们{{ place }}。{% if law_checks is known %}检查{{ law_checks }}次。{% endif %}"
    """
WORLD = {"drafter.yaml": "", "templates/structures/asked.yaml": STRUCTURE}


def test_the_sheet_asks_for_every_fact_once_with_type_unit_example_and_office(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    status, out, err = run("facts", "asked", cwd=tmp_path)
    assert (status, err) == (0, "")
    assert "# 个数，单位：期；如：6；代表工委提供\n代表培训期数: \n" in out
    assert "# ── 会议\n" in out
    assert "会议:\n  会议名称: \n  会议日期: \n  会议目的: \n" in out
    assert "# 每项一行：- {谁: …, 讲了什么: …}\n会上已作的发言:\n" in out
    assert out.index("# 以下可选") < out.index("执法检查次数: ")
    assert list(yaml.safe_load(out)) == ["地名", "会议", "会上已作的发言", "代表培训期数", "执法检查次数"]


def test_an_empty_sheet_changes_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    run("facts", "asked", "-o", "sheet.yaml", cwd=tmp_path)
    run("draft", "asked", "-o", "without.txt", cwd=tmp_path)
    status, _, err = run("draft", "asked", "--facts", "sheet.yaml", "-o", "with.txt", cwd=tmp_path)
    assert status == 0, err
    assert contents(tmp_path)["without.txt"] == contents(tmp_path)["with.txt"]


def test_a_filled_sheet_leaves_no_gap(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    status, out, err = run("facts", "asked", "-o", "sheet.yaml", cwd=tmp_path)
    assert (status, out) == (0, "sheet.yaml\n")
    assert "要填 4 项，可选 1 项。" in err
    sheet = tmp_path / "sheet.yaml"
    filled = sheet.read_text("utf-8")
    answers = {
        "地名: ": "地名: 青山县",
        "  会议名称: ": "  会议名称: 县委人大工作会议",
        "代表培训期数: ": "代表培训期数: 6",
        "会上已作的发言:": "会上已作的发言:\n- {谁: 周主任, 讲了什么: 作了发言}",
    }
    for empty, answer in answers.items():
        filled = filled.replace(f"{empty}\n", f"{answer}\n")
    sheet.write_bytes(b"\xef\xbb\xbf" + filled.replace("\n", "\r\n").encode())  # as Notepad saves it
    status, _, err = run("draft", "asked", "--facts", "sheet.yaml", "-o", "out.txt", "--strict", cwd=tmp_path)
    assert status == 0, err
    assert (tmp_path / "out.txt").read_text("utf-8") == (
        "在县委人大工作会议上的讲话\n　　6期。周主任作了发言；\n　　我们青山县。\n"
    )


def test_what_is_known_is_not_asked(tmp_path: Path) -> None:
    write_files(tmp_path, {**WORLD, "drafter.yaml": "profile: {place: 青山县}\n"})
    _, out, _ = run("facts", "asked", "--set", "training_sessions=6", cwd=tmp_path)
    assert list(yaml.safe_load(out)) == ["会议", "会上已作的发言", "执法检查次数"]


def test_the_sheet_of_a_recipe(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    run("draft", "small", "-o", "a.txt", cwd=tmp_path)
    _, out, _ = run("facts", "./a.稿单.yaml", cwd=tmp_path)
    assert "代表培训期数: \n" in out


def test_json_lists_the_same(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    result = run("facts", "asked", "--format", "json", cwd=tmp_path)
    assert (result.status, result.err, result.data["version"]) == (0, "", 1)
    assert [one["fact"] for one in result.data["facts"]] == ["meeting.name", "training_sessions", "heard", "place"]
    assert [one["fact"] for one in result.data["optional"]] == ["law_checks"]


def test_json_with_output_writes_the_sheet_too(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    result = run("facts", "asked", "--format", "json", "-o", "sheet.yaml", cwd=tmp_path)
    assert result.data["file"] == "sheet.yaml"
    assert "代表培训期数: \n" in (tmp_path / "sheet.yaml").read_text("utf-8")


@pytest.mark.parametrize("answer", ["训: 练", "- 一", "# 注", "是", "null", '"引"', "甲, [乙] {丙}", "  前后  "])
def test_any_answer_survives_the_recipe(answer: str, tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    run("draft", "asked", "--set", f"place={answer}", "-o", "a.txt", cwd=tmp_path)
    status, _, err = run("draft", "./a.稿单.yaml", "-o", "b.txt", cwd=tmp_path)
    assert status == 0, err
    assert f"我们{answer.strip()}。" in (tmp_path / "b.txt").read_text("utf-8")
    assert contents(tmp_path)["a.txt"] == contents(tmp_path)["b.txt"]
