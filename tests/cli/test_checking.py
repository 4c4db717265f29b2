"""``drafter check``: files that anyone wrote, drafts, recipes and blocks; what is printed, silenced and refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import contents, run, write_files

SPEECH = """
    在青山县人大工作会议上的讲话
    （2026年3月1日）

    同志们：
    {}
    谢谢大家！
"""
WRONG = "代表积极反应群众的意见，件件都有回音。"


def speech(*lines: str) -> str:
    """Return a small paper with these paragraphs below its salutation, the first on line 5."""
    return SPEECH.format("\n    ".join(lines))


def check(root: Path, *arguments: str | Path):  # type: ignore[no-untyped-def]
    """Return the records of the findings of one rule that has nothing else to say about these texts."""
    return run("check", *arguments, "--rule", "words", "--format", "json", cwd=root)


def told(root: Path, rule: str):  # type: ignore[no-untyped-def]
    """Return the records of one rule when 讲话.txt is checked by all of them."""
    found = run("check", "讲话.txt", "--format", "json", cwd=root).data["problems"]
    return [one for one in found if one["rule"] == rule]


# ── what is told


def test_a_finding_tells_where_what_and_what_to_do(tmp_path: Path) -> None:
    write_files(tmp_path, {"讲话.txt": speech(WRONG)})
    done = check(tmp_path, "讲话.txt")
    assert done.status == 1
    (found,) = done.data["problems"]
    assert found["rule"] == "words.reported"
    assert (found["file"], found["line"], found["column"], found["match"]) == ("讲话.txt", 5, 5, "反应")
    assert found["severity"] == "error"
    assert found["suggestion"] == "改为“反映”"


def test_the_screen_shows_place_severity_message_and_what_to_do(tmp_path: Path) -> None:
    write_files(tmp_path, {"讲话.txt": speech(WRONG)})
    done = run("check", "讲话.txt", "--rule", "words", cwd=tmp_path)
    assert done.out.splitlines()[0] == "讲话.txt"
    assert "第5行第5字 错误：向上陈述意见、情况用“反映”  [words.reported]" in done.out
    assert "改为“反映”" in done.out
    assert done.err == "查了 1 个文件：错误 1 处。\n"


def test_a_clean_paper_ends_with_status_0(tmp_path: Path) -> None:
    write_files(tmp_path, {"讲话.txt": speech("代表积极反映群众的意见，件件都有回音。")})
    done = check(tmp_path, "讲话.txt")
    assert (done.status, done.data["problems"]) == (0, [])


def test_a_folder_is_checked_whole_and_files_in_their_order(tmp_path: Path) -> None:
    write_files(tmp_path, {"稿/乙.txt": speech(WRONG), "稿/甲/丙.md": speech(WRONG), "稿/图.png": b"x"})
    done = check(tmp_path, "稿")
    assert [one["file"] for one in done.data["problems"]] == ["稿/乙.txt", "稿/甲/丙.md"]


def test_only_the_grave_findings_on_request(tmp_path: Path) -> None:
    write_files(tmp_path, {"drafter.yaml": "checks: {severity: {words.reported: info}}\n", "讲话.txt": speech(WRONG)})
    assert [one["severity"] for one in check(tmp_path, "讲话.txt").data["problems"]] == ["info"]
    done = check(tmp_path, "讲话.txt", "--severity", "warning")
    assert (done.status, done.data["problems"]) == (0, [])


def test_rules_may_be_named_by_their_titles(tmp_path: Path) -> None:
    write_files(tmp_path, {"讲话.txt": speech(WRONG)})
    by_id = check(tmp_path, "讲话.txt").data
    rules = run("rules", "list", "--format", "json", cwd=tmp_path).data["rules"]
    (title,) = [one["title"] for one in rules if one["id"] == "words"]
    assert run("check", "讲话.txt", "--rule", title, "--format", "json", cwd=tmp_path).data == by_id


# ── drafts, recipes, blocks


def test_a_draft_and_its_recipe_tell_what_the_writer_said_wrong(tmp_path: Path) -> None:
    said = "congress.4=要如实反映情况。代表反应群众的意见，件件有回音。"
    made = run("draft", "work-conference-dashes", "--set", "place=青山县", "--say", said, "-o", "稿.docx", cwd=tmp_path)
    assert made.status == 0, made.err
    (in_file,) = check(tmp_path, "稿.docx").data["problems"]
    assert in_file["match"] == "反应"
    (in_recipe,) = check(tmp_path, "稿.稿单.yaml").data["problems"]
    assert "（位置 congress.4）" in in_recipe["message"]
    line = (tmp_path / "稿.稿单.yaml").read_text("utf-8").splitlines()[in_recipe["line"] - 1]
    assert line.strip().startswith("congress.4:")


BLOCK = """
    title: 联系群众
    theme: deputy-work
    leads: {plain: 密切联系群众}
    text:
      require: 要定期走访选区，如实反应群众的意见，答复一件销号一件。
"""


def test_a_block_is_checked_in_its_workspace_and_outside_any(tmp_path: Path) -> None:
    own = "deputy-work/own.yaml"
    write_files(tmp_path, {"甲/drafter.yaml": "{}\n", f"甲/sections/{own}": BLOCK, f"乙/{own}": BLOCK})
    for root, name in ((tmp_path / "甲", f"sections/{own}"), (tmp_path / "乙", own)):
        (found,) = check(root, name).data["problems"]
        assert (found["rule"], found["match"], found["line"]) == ("words.reported", "反应", 5)


# ── what is silenced


def test_a_mark_above_a_paragraph_silences_one_rule_there_and_is_no_text(tmp_path: Path) -> None:
    mark = "<!-- 不查 words.reported：引的是原话 -->"
    write_files(tmp_path, {"讲话.txt": speech(mark, WRONG, "老师也反应问题。")})
    assert [one["line"] for one in check(tmp_path, "讲话.txt").data["problems"]] == [7]
    done = run("check", "讲话.txt", "--format", "json", cwd=tmp_path)
    assert [one["line"] for one in done.data["problems"] if one["rule"] == "words.reported"] == [7]
    assert not [one for one in done.data["problems"] if "不查" in one["match"]]


@pytest.mark.parametrize(
    ("mark", "said", "severity"),
    [
        ("<!-- 不查 words.reported -->", "没有写理由", "warning"),
        ("<!-- 不查 words.reportet：引文 -->", "没有", "warning"),
        ("<!-- 不查 words：引文 -->", "", ""),
    ],
)
def test_a_mark_says_why_and_names_a_rule(tmp_path: Path, mark: str, said: str, severity: str) -> None:
    write_files(tmp_path, {"讲话.txt": speech(mark, WRONG)})
    found = told(tmp_path, "silence")
    assert [(one["severity"], one["line"]) for one in found] == ([(severity, 5)] if said else [])
    assert all(said in one["message"] for one in found)


def test_a_mark_that_silences_nothing_is_told(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"讲话.txt": speech("<!-- 不查 words.reported：引文 -->", "代表反映群众的意见，件件有回音。")}
    )
    found = told(tmp_path, "silence")
    assert [one["severity"] for one in found] == ["info"]


def test_a_comment_in_a_block_silences_the_line_below_it(tmp_path: Path) -> None:
    marked = BLOCK.replace("  require", "  # 不查 words：原话\n      require")
    write_files(tmp_path, {"drafter.yaml": "{}\n", "sections/deputy-work/own.yaml": marked})
    done = run("check", "sections/deputy-work/own.yaml", "--format", "json", cwd=tmp_path)
    assert [one for one in done.data["problems"] if one["rule"] == "words.reported"] == []


def test_the_workspace_turns_rules_off_and_allows_its_own_words(tmp_path: Path) -> None:
    write_files(tmp_path, {"讲话.txt": speech(WRONG)})
    for settings in (
        "off: [words]",
        "off: [words.reported]",
        "allow: [{rule: words, text: 反应, why: 刊名}]",
    ):
        write_files(tmp_path, {"drafter.yaml": f"checks: {{{settings}}}\n"})
        done = run("check", "讲话.txt", "--rule", "words", cwd=tmp_path)
        assert done.status == 0
        assert "没有发现问题（另有 1 处按“不查”的标记和工作区的设置没有列）" in done.err


def test_the_workspace_adds_checks_of_its_own(tmp_path: Path) -> None:
    own = """
        id: house-style
        title: 本单位的写法
        group: 5
        manual: |
          本单位统一的写法。
        checks:
          - {id: station, type: substitution, swap: {代表之家: 代表联络站}, message: "本县统一写“{right}”"}
    """
    write_files(
        tmp_path,
        {
            "drafter.yaml": "{}\n",
            "templates/checks/house.yaml": own,
            "讲话.txt": speech("建好代表之家，让群众进得来。"),
        },
    )
    done = run("check", "讲话.txt", "--rule", "house-style", "--format", "json", cwd=tmp_path)
    assert [(one["rule"], one["message"]) for one in done.data["problems"]] == [
        ("house-style.station", "本县统一写“代表联络站”")
    ]


# ── wrong input


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({}, ["没有.docx"], "没有这个文件"),
        ({"空.txt": ""}, ["空.txt"], "文件是空的"),
        ({"图.txt": b"\x89PNG\r\n\x1a\n1234"}, ["图.txt"], "这是图片，不是文本"),
        ({"稿.txt": "同志们：\n"}, ["稿.txt", "--rule", "没有的"], "没有叫“没有的”的规则"),
        ({"表.pdf": b"%PDF-1.4"}, ["表.pdf"], "PDF"),
        ({"坏.yaml": "a: [1\n"}, ["坏.yaml"], ""),
        ({"drafter.yaml": "{}\n", "templates/checks/x.yaml": "id: x\n", "稿.txt": "同志们：\n"}, ["稿.txt"], "x.yaml"),
        (
            {
                "drafter.yaml": "{}\n",
                "templates/checks/x.yaml": "id: x\ntitle: x\ngroup: 5\nmanual: x\n"
                "checks: [{id: y, message: m, patterns: ['(']}]\n",
                "稿.txt": "同志们：\n",
            },
            ["稿.txt"],
            "正则表达式写错了",
        ),
    ],
)
def test_what_cannot_be_checked_is_one_clear_message(
    tmp_path: Path, files: dict[str, str | bytes], arguments: list[str], said: str
) -> None:
    write_files(tmp_path, files)
    before = contents(tmp_path)
    done = run("check", *arguments, cwd=tmp_path)
    assert done.status == 2
    assert done.err.startswith("错误：")
    assert said in done.err
    assert "Traceback" not in done.err
    assert contents(tmp_path) == before


def test_files_that_cannot_be_read_do_not_keep_the_others_from_being_checked(tmp_path: Path) -> None:
    write_files(tmp_path, {"甲.txt": speech(WRONG), "乙.txt": b"", "丙.txt": speech(WRONG)})
    done = check(tmp_path, "甲.txt", "乙.txt", "丙.txt")
    assert done.status == 2
    assert [one["file"] for one in done.data["problems"]] == ["甲.txt", "丙.txt"]
    assert "乙.txt" in done.err


def test_many_files_are_checked_in_several_processes_with_the_same_findings(tmp_path: Path) -> None:
    write_files(tmp_path, {f"稿/{number:02}.txt": speech(WRONG) for number in range(45)} | {"稿/空.txt": b""})
    done = check(tmp_path, "稿")
    assert done.status == 2
    assert [one["file"] for one in done.data["problems"]] == [f"稿/{number:02}.txt" for number in range(45)]
    assert "空.txt" in done.err


# ── what a draft says of itself


def test_a_draft_with_the_writers_own_words_is_checked(tmp_path: Path) -> None:
    said = "law.body=要如实反映情况。代表反应群众的意见，件件有回音。"
    done = run("draft", "oath-speech", "-o", "稿.docx", "--say", said, cwd=tmp_path)
    assert "向上陈述意见、情况用“反映”" in done.err
    assert "这里还没有填" not in done.err
    strict = run("draft", "稿.稿单.yaml", "-o", "二.docx", "--strict", cwd=tmp_path)
    assert strict.status == 1
    assert not (tmp_path / "二.docx").exists()


# ── repairs and comments


def test_repairs_are_shown_first_and_the_original_is_kept(tmp_path: Path) -> None:
    write_files(tmp_path, {"讲话.txt": speech("要抓学习,抓调研。。")})
    before = (tmp_path / "讲话.txt").read_bytes()
    shown = run("check", "讲话.txt", "--diff", cwd=tmp_path)
    assert "[-,-]{+，+}" in shown.out
    assert (tmp_path / "讲话.txt").read_bytes() == before
    done = run("check", "讲话.txt", "--fix", cwd=tmp_path)
    assert "改了 2 处，改前的稿子是 讲话.原稿.txt" in done.err
    assert "要抓学习，抓调研。" in (tmp_path / "讲话.txt").read_text("utf-8")
    assert (tmp_path / "讲话.原稿.txt").read_bytes() == before
    assert "改了" not in run("check", "讲话.txt", "--fix", cwd=tmp_path).err


def test_comments_go_into_a_copy(tmp_path: Path) -> None:
    write_files(tmp_path, {"讲话.txt": speech(WRONG)})
    done = run("check", "讲话.txt", "--annotate", "批注.docx", cwd=tmp_path)
    assert "批注写在 批注.docx" in done.err
    assert (tmp_path / "批注.docx").stat().st_size > 5000
    again = run("check", "讲话.txt", "--annotate", "批注.docx", cwd=tmp_path)
    assert again.status not in (0, 1)
    assert "已经有" in again.err or "存在" in again.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("讲话.txt", "--annotate", "批注.txt"), "批注只能写进 .docx"),
        (("讲话.txt", "讲话.txt", "--annotate", "批注.docx"), "一次只查一个文件"),
        (("讲话.txt", "--annotate", "批注.docx", "--fix"), "不和 --fix"),
        (("讲话.txt", "--style", "没有的版式"), "没有"),
        (("讲话.txt", "--length", "500", "--minutes", "3"), "只能写一个"),
        (("稿单.yaml", "--fix"), "不改 YAML 文件"),
    ],
)
def test_options_that_do_not_fit_are_refused(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    write_files(tmp_path, {"讲话.txt": speech(WRONG), "稿单.yaml": "structure: oath-speech\n"})
    done = run("check", *words, cwd=tmp_path)
    assert said in done.err
    assert done.status not in (0, 1)


def test_a_length_that_was_asked_for_is_compared(tmp_path: Path) -> None:
    write_files(tmp_path, {"讲话.txt": speech(WRONG)})
    done = run("check", "讲话.txt", "--minutes", "10", cwd=tmp_path)
    assert "比要求的2000字少" in done.out
