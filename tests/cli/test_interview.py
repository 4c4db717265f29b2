"""``--interview``: questions on standard error, answers from standard input."""

from __future__ import annotations

from pathlib import Path

from commands import contents, run, write_files

STRUCTURE = """
    title: 问答
    kind: work-conference-speech
    speaker: [party-secretary]
    to: [congress]
    act: require
    length: 100
    head:
      title: 在{{ meeting.name }}上的讲话
      date: true
    body:
      - say: "{{ training_sessions }}期。{% for one in heard %}{{ one.who }}{{ one.what }}；{% endfor %}"
      - say: "{{ guests | join }}到会。{% if law_checks is known %}检查{{ law_checks }}次。{% endif %}"
    """
WORLD = {"drafter.yaml": "", "templates/structures/asked.yaml": STRUCTURE}
ANSWERS = {
    "会议名称": ["县委人大工作会议"],
    "会议日期": ["2026-03-18"],
    "代表培训期数": ["6"],
    "会上已作的发言": ["周主任", "作了发言", "李镇长", "谈了做法", ""],
    "到会的上级领导": ["陈明远、赵平"],
    "执法检查次数": ["5"],
}


def ask(folder: Path, answers: dict[str, list[str]], *arguments: str) -> tuple[int, str, str]:
    """Answer each question of the structure by its label, as far as `answers` go; Enter for the others."""
    order = ["会议名称", "会议日期", "代表培训期数", "会上已作的发言", "到会的上级领导", "执法检查次数"]
    lines = [line for label in order for line in answers.get(label, [""])]
    return run("draft", "asked", "-o", "out.txt", *arguments, "--interview", cwd=folder, stdin="\n".join(lines) + "\n")


def test_answers_fill_the_draft_records_and_lists_too(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    status, out, err = ask(tmp_path, ANSWERS)
    assert (status, out) == (0, "out.txt\n"), err
    assert (tmp_path / "out.txt").read_text("utf-8") == (
        "在县委人大工作会议上的讲话\n（2026年3月18日）\n"
        "　　6期。周主任作了发言；李镇长谈了做法；\n　　陈明远、赵平到会。检查5次。\n"
    )
    assert err.startswith("共 6 项。直接按回车表示还不知道")
    assert "[1/6] 会议名称（文字，如：县委人大工作会议）：" in err
    assert "[3/6] 代表培训期数（个数，单位：期，如：6）：" in err
    assert "待补" not in err


def test_the_answers_go_into_the_recipe(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    ask(tmp_path, ANSWERS)
    status, _, err = run("draft", "./out.稿单.yaml", "-o", "again.txt", "--strict", cwd=tmp_path)
    assert status == 0, err
    assert contents(tmp_path)["out.txt"] == contents(tmp_path)["again.txt"]


def test_enter_means_not_yet_known(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    status, _, err = ask(tmp_path, {"代表培训期数": ["6"]})
    assert status == 0
    text = (tmp_path / "out.txt").read_text("utf-8")
    assert "在【待补：会议名称】上的讲话" in text
    assert "　　6期。【待补：会上已作的发言】" in text
    assert "检查" not in text
    assert "待补（4 项）：" in err


def test_a_wrong_answer_is_asked_again(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    wrong = {**ANSWERS, "会议日期": ["3月18", "2026-02-30", "2026-03-18"], "代表培训期数": ["很多", "６"]}
    status, _, err = ask(tmp_path, wrong)
    assert status == 0
    assert "日期应当写成 2026-03-18，写的却是“3月18”，请重写" in err
    assert "没有“2026-02-30”这一天，请重写" in err
    assert "“代表培训期数”应当是整数，写的却是“很多”，请重写" in err
    text = (tmp_path / "out.txt").read_text("utf-8")
    assert "（2026年3月18日）" in text and "　　6期。" in text


def test_the_end_of_input_ends_the_questions_and_keeps_the_answers(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    status, out, err = run("draft", "asked", "-o", "out.txt", "--interview", cwd=tmp_path, stdin="县委人大工作会议\n")
    assert (status, out) == (0, "out.txt\n")
    assert "Traceback" not in err and "已中止" not in err
    assert (tmp_path / "out.txt").read_text("utf-8").startswith("在县委人大工作会议上的讲话\n（【待补：会议日期】）\n")


def test_the_end_of_input_within_a_record_keeps_what_is_whole(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    answers = "县委人大工作会议\n2026-03-18\n6\n周主任\n作了发言\n李镇长\n"
    status, _, err = run("draft", "asked", "-o", "out.txt", "--interview", cwd=tmp_path, stdin=answers)
    assert status == 0, err
    assert "Traceback" not in err
    text = (tmp_path / "out.txt").read_text("utf-8")
    assert "　　6期。周主任作了发言；\n" in text
    assert "李镇长" not in text


def test_questions_do_not_mix_with_json(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    result = run("draft", "asked", "-o", "out.txt", "--interview", "--format", "json", cwd=tmp_path, stdin="\n\n6\n")
    assert result.status == 0
    assert "training_sessions" not in [gap["fact"] for gap in result.data["gaps"]]


def test_what_is_known_is_not_asked(tmp_path: Path) -> None:
    write_files(tmp_path, WORLD)
    known = ("--set", "training_sessions=6", "--set", "law_checks=5")
    _, _, err = run("draft", "asked", "-o", "out.txt", "--interview", *known, cwd=tmp_path, stdin="\n" * 9)
    assert "代表培训期数" not in err.split("待补")[0]
    assert err.startswith("共 4 项。")


def test_strict_counts_what_the_answers_left_open(tmp_path: Path) -> None:
    before = contents(write_files(tmp_path, WORLD))
    assert ask(tmp_path, {}, "--strict")[0] == 3
    assert contents(tmp_path) == before
    assert ask(tmp_path, ANSWERS, "--strict")[0] == 0
