"""Whatever is wrong: exit status 2, a Chinese message that names the place, nothing on disk, no traceback."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from commands import PROJECT, SMALL, contents, run, run_process, write_files

BLOCK = "sections/supervision/bad.yaml"
RECIPE = """
    recipe: small
    drafter: 0.1.0
    structure_hash: x
    style: gb9704
    style_hash: x
    as_of: 2026-03-18
    seed: "1"
    length: "100"
    level: county
    """
NOTES = """
    title: 记事
    kind: work-conference-speech
    speaker: [party-secretary]
    length: 300
    body: []
    """


@dataclass
class Wrong:
    """One mistake: its code, where it stands (`file:line:column`, as far as known), what the message says."""

    code: str
    place: str
    says: str


@dataclass
class Case:
    """A world, a command in it, and the mistakes that it must report."""

    command: str
    wrong: list[Wrong]
    files: Mapping[str, str | bytes] = field(default_factory=dict)


def block(text: str, more: str = "", theme: str = "supervision") -> str:
    """Return a block file that says `text`."""
    return f"title: 试\ntheme: {theme}\n{more}leads: {{plain: 试一试}}\ntext:\n  require: {text}\n"


DRAFT = "draft small -o out.txt"
USAGE = {
    "unknown structure": Case(
        "draft work-conference-dashs -o out.txt",
        [Wrong("not-found", "", "没有叫“work-conference-dashs”的结构|是否想写“work-conference-dashes”")],
    ),
    "unknown structure, Chinese": Case(
        "draft 小结沟 -o out.txt", [Wrong("not-found", "", "没有叫“小结沟”的结构|是否想写“小结构”")]
    ),
    "unknown structure for the sheet": Case(
        "facts smal -o a.yaml", [Wrong("not-found", "", "没有叫“smal”的结构|是否想写“small”")]
    ),
    "unknown structure to show": Case("structures show smal", [Wrong("not-found", "", "是否想写“small”")]),
    "unknown block": Case(
        "sections show supervision/own-pasage",
        [Wrong("not-found", "", "没有叫“supervision/own-pasage”的段落|是否想写“supervision/own-passage”")],
    ),
    "unknown theme": Case(
        "sections list --theme supervison", [Wrong("not-found", "", "没有叫“supervison”的主题|是否想写“supervision”")]
    ),
    "unknown act": Case("sections list --act 部暑", [Wrong("not-found", "", "没有叫“部暑”的行文动作|是否想写“部署”")]),
    "unknown page style": Case(
        f"{DRAFT} --style gb9705", [Wrong("not-found", "", "没有叫“gb9705”的版式|是否想写“gb9704”")]
    ),
    "unknown option": Case(
        "draft small --lenght 300", [Wrong("usage", "", "没有“--lenght”这个选项。是否想写：“--length”")]
    ),
    "unknown command": Case("drat small", [Wrong("usage", "", "没有“drat”这个命令。")]),
    "unknown command of a group": Case("structures lst", [Wrong("usage", "", "没有“lst”这个命令。")]),
    "no structure": Case("draft", [Wrong("usage", "", "缺少参数 “结构|文件”")]),
    "too many arguments": Case("draft small other", [Wrong("usage", "", "多了参数：other")]),
    "option without its value": Case("draft small --seed", [Wrong("usage", "", "选项 --seed 后面要写一个值。")]),
    "seed is no number": Case("draft small --seed x", [Wrong("usage", "", "“x”不是数")]),
    "seed below zero": Case("draft small --seed -1", [Wrong("usage", "", "-1 超出范围")]),
    "unknown level": Case(
        "draft small --level moon", [Wrong("usage", "", "“moon”不对，可以写：“city”、“county”、“township”")]
    ),
    "length too small": Case("draft small --length 5", [Wrong("usage", "", "5 超出范围 100<=x<=100000")]),
    "length and minutes": Case(
        f"{DRAFT} --length 500 --minutes 5", [Wrong("usage", "", "--length 和 --minutes 只能写一个")]
    ),
    "a day that never was": Case(f"{DRAFT} --as-of 2026-02-30", [Wrong("usage", "", "没有“2026-02-30”这一天")]),
    "no date": Case(f"{DRAFT} --as-of 明天", [Wrong("usage", "", "日期应当写成 2026-03-18，写的却是“明天”")]),
    "setting without a value": Case(
        f"{DRAFT} --set place", [Wrong("usage", "", "--set 要写成 名称=值，写的却是“place”")]
    ),
    "unknown kind of file": Case("schema blok", [Wrong("not-found", "", "没有“blok”这种文件|是否想写“block”")]),
}
FILES = {
    "tab in YAML": Case(
        DRAFT, [Wrong("yaml-syntax", f"{BLOCK}:3:1", "制表符")], {BLOCK: "title: 试\ntext:\n\trequire: 要办好。\n"}
    ),
    "duplicate key": Case(
        DRAFT, [Wrong("duplicate-key", f"{BLOCK}:3:1", "“title”写了两次")], {BLOCK: block("要办好。", "title: 又\n")}
    ),
    "several mistakes in several files": Case(
        DRAFT,
        [
            Wrong("unknown-value", f"{BLOCK}:2:8", "没有“supervison”|是否想写“supervision”"),
            Wrong("unknown-key", f"{BLOCK}:3:1", "不认识“tag”|是否想写“tags”"),
            Wrong("unknown-key", "templates/structures/bad.yaml:2:1", "不认识“kinds”|是否想写“kind”"),
            Wrong("missing-key", "templates/structures/bad.yaml:1:1", "缺少“kind”"),
        ],
        {
            BLOCK: block("要办好。", "tag: [甲]\n", "supervison"),
            "templates/structures/bad.yaml": """
                title: 坏
                kinds: work-conference-speech
                speaker: [party-secretary]
                length: 300
                head: {title: 题}
                body: []
                """,
        },
    ),
    "text with an unknown fact": Case(
        DRAFT,
        [Wrong("unknown-fact", f"{BLOCK}:5:12", "没有“law_chekcs”这个要素|是否想写“law_checks”")],
        {BLOCK: block("要办好{{ law_chekcs }}次检查。")},
    ),
    "Jinja that is not allowed": Case(
        DRAFT,
        [Wrong("template-forbidden", f"{BLOCK}:5:12", "不允许的模板写法")],
        {BLOCK: block("要{% set a = 1 %}办好。")},
    ),
    "Jinja that reaches inside": Case(
        DRAFT,
        [Wrong("unknown-fact", f"{BLOCK}:5:12", "“place”没有“__class__”这一项")],
        {BLOCK: block("在{{ place.__class__ }}。")},
    ),
    "Jinja that does not end": Case(
        DRAFT,
        [Wrong("template-syntax", f"{BLOCK}:5:12", "没有结束")],
        {BLOCK: block("要{% if place is known %}办好。")},
    ),
    "print mark that does not end": Case(
        DRAFT, [Wrong("template-syntax", f"{BLOCK}:5:12", "{{ }} 里写法有误")], {BLOCK: block('"在{{ place 办好。"')}
    ),
    "structure file that is missing": Case(
        "draft ./none.yaml -o out.txt", [Wrong("input", "none.yaml", "没有这个文件")]
    ),
    "fact file that is missing": Case(f"{DRAFT} --facts none.yaml", [Wrong("input", "none.yaml", "没有这个文件")]),
    "fact file that is a folder": Case(f"{DRAFT} --facts sections", [Wrong("input", "sections", "这是一个文件夹")]),
    "fact file in GBK": Case(
        f"{DRAFT} --facts sheet.yaml",
        [Wrong("input", "sheet.yaml:1", "文件是 GBK（GB18030） 编码，不是 UTF-8")],
        {"sheet.yaml": "地名: 青山县\n".encode("gbk")},
    ),
    "fact file in UTF-16": Case(
        f"{DRAFT} --facts sheet.yaml",
        [Wrong("input", "sheet.yaml:1", "文件是 UTF-16 编码")],
        {"sheet.yaml": "地名: 青山县\n".encode("utf-16")},
    ),
    "fact file that is a list": Case(
        f"{DRAFT} --facts sheet.yaml",
        [Wrong("wrong-type", "sheet.yaml:1:1", "若干行“键: 值”")],
        {"sheet.yaml": "- 青山县\n"},
    ),
    "facts unknown and of the wrong type": Case(
        f"{DRAFT} --facts sheet.yaml",
        [
            Wrong("wrong-value", "sheet.yaml:1", "“代表培训期数”应当是整数，写的却是“很多”"),
            Wrong("unknown-fact", "sheet.yaml:2", "没有“执法检查次书”这个要素|是否想写“执法检查次数”"),
        ],
        {"sheet.yaml": "代表培训期数: 很多\n执法检查次书: 5\n"},
    ),
    "setting of the wrong type": Case(
        f"{DRAFT} --set training_sessions=几期", [Wrong("wrong-value", "--set", "应当是整数，写的却是“几期”")]
    ),
    "setting of an unknown fact": Case(
        f"{DRAFT} --set 代表培训期=6",
        [Wrong("unknown-fact", "--set", "没有“代表培训期”这个要素|是否想写“代表培训期数”")],
    ),
    "profile with a wrong value": Case(
        DRAFT,
        [Wrong("wrong-value", "drafter.yaml", "“本级代表人数”应当是整数")],
        {"drafter.yaml": "profile: {本级代表人数: 许多}\n"},
    ),
    "slot that nothing can fill": Case(
        "draft ./empty.yaml -o out.txt",
        [Wrong("nothing-fits", "", "位置“only.1”（立法·慰问）没有段落可用|不合“行文动作”这一条")],
        {
            "empty.yaml": SMALL["templates/structures/small.yaml"].replace(
                "{theme: supervision, tags: [自写]}", "{theme: legislation, act: thank}"
            )
        },
    ),
    "slot that the level empties": Case(
        "draft ./empty.yaml --level township -o out.txt",
        [Wrong("nothing-fits", "", "没有段落可用|不合“层级”这一条|换一个层级")],
        {
            "sections/legislation/own.yaml": block("致谢。", "suits: {levels: [city]}\n", "legislation").replace(
                "require", "thank"
            ),
            "empty.yaml": SMALL["templates/structures/small.yaml"].replace(
                "{theme: supervision, tags: [自写]}", "{theme: legislation, act: thank}"
            ),
        },
    ),
    "slot that the date empties": Case(
        "draft ./empty.yaml --as-of 2019-01-01 -o out.txt",
        [Wrong("nothing-fits", "", "没有段落可用|不合“提法的日期”这一条|换一个日期")],
        {
            "sections/legislation/own.yaml": block("致谢。", "valid: {from: 2020-01-01}\n", "legislation").replace(
                "require", "thank"
            ),
            "empty.yaml": SMALL["templates/structures/small.yaml"].replace(
                "{theme: supervision, tags: [自写]}", "{theme: legislation, act: thank}"
            ),
        },
    ),
    "recipe with wrong keys": Case(
        "draft ./old.yaml -o out.txt",
        [
            Wrong("unknown-key", "old.yaml:10:1", "不认识“slot”|是否想写“slots”"),
            Wrong("wrong-type", "old.yaml:7:7", "“一”不是整数"),
        ],
        {"old.yaml": RECIPE.replace('seed: "1"', "seed: 一") + "slot: {}\n"},
    ),
    "recipe that lacks keys": Case(
        "draft ./old.yaml -o out.txt",
        [Wrong("missing-key", "old.yaml:1:1", "缺少“drafter”")],
        {"old.yaml": RECIPE.replace("    drafter: 0.1.0\n", "")},
    ),
    "recipe of an unknown structure": Case(
        "draft ./old.yaml -o out.txt",
        [Wrong("not-found", "", "没有叫“smal”的结构|是否想写“small”")],
        {"old.yaml": RECIPE.replace("small", "smal")},
    ),
    "recipe with an impossible date": Case(
        "draft ./old.yaml -o out.txt",
        [Wrong("wrong-type", "old.yaml:6:8", "2026-02-30")],
        {"old.yaml": RECIPE.replace("2026-03-18", "2026-02-30")},
    ),
    "recipe with an unknown level": Case(
        "draft ./old.yaml -o out.txt",
        [Wrong("unknown-value", "old.yaml:9:8", "没有“moon”|county")],
        {"old.yaml": RECIPE.replace("county", "moon")},
    ),
    "file that is no structure": Case(
        "draft ./notes.yaml -o out.txt", [Wrong("missing-key", "notes.yaml:1:1", "缺少“head”")], {"notes.yaml": NOTES}
    ),
    "file that is empty": Case(
        "draft ./notes.yaml -o out.txt", [Wrong("empty-file", "notes.yaml", "文件是空的")], {"notes.yaml": ""}
    ),
    "unknown suffix": Case(
        "draft small -o out.xls", [Wrong("usage", "", "不会写“.xls”的文件|输出文件名以这些后缀结尾：.docx")]
    ),
    "sheet of an unknown suffix": Case("facts small -o out.pdf", [Wrong("usage", "", "out.pdf")]),
    "existing draft": Case(
        "draft small -o old.txt",
        [Wrong("output", "old.txt", "文件已经存在，没有覆盖|换一个文件名，或加 --force")],
        {"old.txt": "旧稿\n"},
    ),
    "existing recipe": Case(
        "draft small -o old.txt",
        [Wrong("output", "old.稿单.yaml", "文件已经存在，没有覆盖")],
        {"old.稿单.yaml": "旧\n"},
    ),
    "existing sheet": Case(
        "facts small -o old.yaml", [Wrong("output", "old.yaml", "文件已经存在，没有覆盖")], {"old.yaml": "旧\n"}
    ),
    "output folder that does not exist": Case(
        "draft small -o none/out.txt", [Wrong("output", "none/out.txt", "文件夹不存在")]
    ),
    "output under a file": Case(
        "draft small -o file/out.txt", [Wrong("output", "file/out.txt", "路径中有一段不是文件夹")], {"file": "x"}
    ),
    "output that is a folder": Case(
        "draft small -o dir.txt --force", [Wrong("output", "dir.txt", "这是一个文件夹")], {"dir.txt/a": "x"}
    ),
    "output name that is too long": Case(f"draft small -o {'长' * 100}.txt", [Wrong("output", "长", "文件名太长")]),
}
CASES = {**USAGE, **FILES}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_message_says_what_is_wrong_and_where(case: Case, tmp_path: Path) -> None:
    before = contents(write_files(tmp_path, {**SMALL, **case.files}))
    status, out, err = run(*case.command.split(), cwd=tmp_path)
    assert (status, out) == (2, ""), err
    assert "Traceback" not in err
    assert err.count("错误：") == len(case.wrong), err
    for wrong in case.wrong:
        assert wrong.place in err
        assert all(part in err for part in says(wrong)), err
    assert contents(tmp_path) == before


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_same_as_json(case: Case, tmp_path: Path) -> None:
    before = contents(write_files(tmp_path, {**SMALL, **case.files}))
    result = run(*case.command.split(), "--format", "json", cwd=tmp_path)
    assert result.status == 2, result
    assert list(result.data) == ["version", "errors"]
    assert result.data["version"] == 1
    if case.command.startswith(("schema", "drat", "structures lst")) or case.command.endswith("--seed"):
        return  # these know no --format: that it is unknown is the error, in JSON all the same
    errors = result.data["errors"]
    assert len(errors) == len(case.wrong), errors
    for wrong in case.wrong:
        assert any(matches(error, wrong) for error in errors), errors
    assert contents(tmp_path) == before


def matches(error: Mapping[str, object], wrong: Wrong) -> bool:
    """Return whether a JSON record reports a mistake."""
    assert list(error) == ["code", "message", "file", "line", "column", "hint"]
    place = ":".join(str(part) for part in (error["file"], error["line"], error["column"]) if part)
    said = f"{error['message']} {error['hint']}"
    return error["code"] == wrong.code and wrong.place in place and all(part in said for part in says(wrong))


def says(wrong: Wrong) -> list[str]:
    """Return the telling parts of a message and its hint."""
    return wrong.says.split("|")


def test_a_group_without_a_command_shows_what_there_is(tmp_path: Path) -> None:
    status, out, err = run("structures", cwd=tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith("用法：")
    assert "list" in err and "show" in err


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root, and Windows has other rights"
)
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    write_files(tmp_path, {**SMALL, "closed/old.txt": "旧\n"})
    closed = tmp_path / "closed"
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        status, _, err = run("draft", "small", "-o", "closed/out.txt", cwd=tmp_path)
    finally:
        closed.chmod(stat.S_IRWXU)
    assert status == 2
    assert "没有写入权限" in err
    assert list(contents(closed)) == ["old.txt"]


def small_files() -> None:
    """Let this process write no file beyond 8 KB, as a disk that fills up half way does."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_disk_that_fills_up_half_way_leaves_the_old_files_whole(form: str, tmp_path: Path) -> None:
    before = contents(write_files(tmp_path, {**SMALL, "out.docx": "旧稿\n", "out.稿单.yaml": "旧稿单\n"}))
    arguments = ["draft", "small", "-o", "out.docx", "--force", "--format", form]
    status, out, err = run_process(*arguments, cwd=tmp_path, preexec_fn=small_files)
    assert status == 2
    assert "写不了文件：超过了文件大小的上限" in (out if form == "json" else err)
    assert "Traceback" not in err
    assert contents(tmp_path) == before


@pytest.mark.skipif(not shutil.which("unshare"), reason="needs a small disk of its own")
def test_a_full_disk_leaves_the_old_files_whole(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    (tmp_path / "disk").mkdir()
    script = """
        mount -t tmpfs -o size=64k small disk || exit 77
        printf old > disk/out.docx; head -c 40000 /dev/zero > disk/other
        "$0" -m drafter draft small -o disk/out.docx --force; echo "status $?"
        ls -A disk; cat disk/out.docx
        """
    done = run_shell(script, tmp_path)
    if done.returncode == 77 or b"unshare" in done.stderr:
        pytest.skip("may not mount a disk here")
    assert done.stdout.decode().splitlines() == ["status 2", "other", "out.docx", "old"]
    assert "disk/out.docx：写不了文件：磁盘已满" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def run_shell(script: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a shell script with disks of its own; $0 is Python."""
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script, sys.executable],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["structures", "list"],
        ["structures", "list", "--format", "json"],
        ["draft", "none", "--format", "json"],
        ["schema"],
    ],
)
def test_a_full_disk_behind_standard_output(arguments: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        status, _, err = run_process(*arguments, cwd=tmp_path, stdout=full)
    assert status == 2
    assert "磁盘已满" in err
    assert "Traceback" not in err and "Exception ignored" not in err


def test_bytes_that_are_no_text_on_the_command_line(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    status, _, err = run_process(
        "draft", "small", "--set", b"place=\xff".decode(errors="surrogateescape"), cwd=tmp_path
    )
    assert status == 2
    assert "不可见的控制字符" in err
    assert "Traceback" not in err


def test_debug_shows_where_it_came_from(tmp_path: Path) -> None:
    status, _, err = run_process("--debug", "draft", "none", cwd=tmp_path)
    assert status != 0
    assert "没有叫“none”的结构" in err
    assert "Traceback" in err
