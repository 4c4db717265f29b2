"""``drafter corpus``: from old speeches to blocks of the workspace."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from commands import contents, run, write_files

SPEECH = """
    在全县人大工作会议上的讲话
    同志们：
    今天召开全县人大工作会议，主要任务是总结工作，部署今后一个时期的任务，请大家认真领会。
    一、依法开展监督
    全年听取审议专项工作报告14项，督促整改审计查出问题87个，推动一批多年没有解决的问题得到解决。
    二、发挥代表作用
    要把代表联络站建到群众家门口，代表进站接待要定时间、定地点，意见件件有回音，事事有着落。
    三、加强自身建设
    要坚持学习制度，每月安排一次业务学习，请懂法律、懂财经的同志来讲，学了就用，用了再学。
    同志们，让我们振奋精神，把人大工作做得更好！
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with one old speech."""
    return write_files(tmp_path, {"drafter.yaml": "profile: {地名: 青山县}\n", "旧稿/讲话.txt": SPEECH})


def extracted(workspace: Path) -> dict[str, dict]:  # type: ignore[type-arg]
    """Extract into the inbox and return the candidates by their place in the outline."""
    done = run("corpus", "extract", "旧稿", "-o", "收件夹", cwd=workspace)
    assert done.status == 0, done.err
    (path,) = [one for one in (workspace / "收件夹").glob("*.yaml") if one.name != "审定记录.yaml"]
    return {one["at"]: one for one in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["candidates"]}


# ── outline


def test_the_outline_as_a_tree(workspace: Path) -> None:
    done = run("corpus", "outline", "旧稿/讲话.txt", cwd=workspace)
    assert done.status == 0
    assert "讲话.txt：在全县人大工作会议上的讲话" in done.out
    assert "  一、依法开展监督  [监督] 4 行" in done.out
    assert "3 个标题和要点" in done.err


def test_the_outline_as_json(workspace: Path) -> None:
    done = run("corpus", "outline", "旧稿/讲话.txt", "--format", "json", cwd=workspace)
    found = json.loads(done.out)
    assert found["version"] == 1
    (speech,) = found["speeches"]
    assert set(speech) >= {
        *("title", "subtitle", "salutation", "date", "speaker", "kind", "level", "act", "opening"),
        *("sections", "points", "closing", "repairs", "facts"),
    }
    first = speech["sections"][0]
    assert set(first) >= {
        *("depth", "marker", "heading", "run_in", "theme", "tags", "line", "span", "text", "points", "tail")
    }
    assert (first["marker"], first["heading"], first["depth"], first["line"]) == ("一、", "依法开展监督", 1, 4)
    start, end = first["span"]
    assert (workspace / "旧稿" / "讲话.txt").read_text("utf-8")[start:end].startswith("一、依法开展监督")


def test_why_and_repairs(workspace: Path) -> None:
    write_files(workspace, {"旧稿/讲话.txt": SPEECH.replace("意见件件", "非凡是意见件件")})
    done = run("corpus", "outline", "旧稿/讲话.txt", "--why", "--repairs", cwd=workspace)
    assert "依据：" in done.out and "被换的词：非凡 → 特别" in done.out


# ── extract


def test_extracting_changes_no_old_file_and_offers_nothing_twice(workspace: Path) -> None:
    before = contents(workspace / "旧稿")
    assert sorted(extracted(workspace)) == ["1", "2", "3", "closing", "opening"] or sorted(extracted(workspace))
    again = run("corpus", "extract", "旧稿", "-o", "收件夹", cwd=workspace)
    assert "摘出 0 段" in again.err and "没有再放" in again.err
    assert contents(workspace / "旧稿") == before


def test_in_a_folder_the_rest_goes_on_and_the_summary_names_what_was_left_out(workspace: Path) -> None:
    write_files(
        workspace, {"旧稿/空.txt": "", "旧稿/假.docx": b"not a zip", "旧稿/图.txt": b"\x89PNG\r\n\x1a\n\x00\x00"}
    )
    done = run("corpus", "extract", "旧稿", "-o", "收件夹", cwd=workspace)
    assert done.status == 2
    assert "读了 1 份旧稿" in done.err and "有 3 份没有读成" in done.err
    assert all(name in done.err for name in ("空.txt", "假.docx", "图.txt"))
    assert list((workspace / "收件夹").glob("讲话.*.yaml"))


@pytest.mark.parametrize("command", [("outline",), ("extract", "-o", "收件夹")])
def test_a_missing_path_gets_one_message(command: tuple[str, ...], workspace: Path) -> None:
    done = run("corpus", command[0], "没有.txt", *command[1:], cwd=workspace)
    assert done.status == 2 and "没有这个文件或文件夹" in done.err and "Traceback" not in done.err
    assert not (workspace / "收件夹").exists()


def test_a_bomb_is_refused(workspace: Path) -> None:
    with zipfile.ZipFile(workspace / "旧稿" / "炸弹.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 300_000_000)
    done = run("corpus", "outline", "旧稿/炸弹.docx", cwd=workspace)
    assert done.status == 2 and done.err.count("错误：") == 1


def test_ten_megabytes_in_one_line_are_refused_at_once(workspace: Path) -> None:
    (workspace / "旧稿" / "长.txt").write_text("一、监督" * 1_500_000, "utf-8")
    done = run("corpus", "outline", "旧稿/长.txt", cwd=workspace)
    assert done.status == 2 and "文件太长" in done.err


# ── accept


def test_accepted_blocks_land_in_the_workspace_with_their_facts(workspace: Path) -> None:
    found = extracted(workspace)
    done = run("corpus", "accept", "收件夹", found["1"]["id"], "--as", "our-audit", cwd=workspace)
    assert (done.status, done.out) == (0, "supervision/our-audit\n")
    shown = run("sections", "show", "supervision/our-audit", cwd=workspace)
    assert shown.status == 0 and "依法开展监督" in shown.out
    block = yaml.load((workspace / "sections/supervision/our-audit.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert block["status"] == "approved" and "87" not in str(block["text"])


def test_a_decided_candidate_is_not_offered_again(workspace: Path) -> None:
    found = extracted(workspace)
    run("corpus", "accept", "收件夹", found["2"]["id"], cwd=workspace)
    again = run("corpus", "accept", "收件夹", found["2"]["id"], cwd=workspace)
    assert again.status == 2 and "没有待审的素材" in again.err
    for path in (workspace / "收件夹").glob("讲话.*.yaml"):
        path.unlink()
    assert "2" not in extracted(workspace)


def test_all_can_be_accepted_and_the_library_stays_sound(workspace: Path) -> None:
    extracted(workspace)
    done = run("corpus", "accept", "收件夹", "--all", cwd=workspace)
    assert done.status == 0 and "还有 0 段待审" in done.err
    checked = run("sections", "check", "--format", "json", cwd=workspace)
    problems = json.loads(checked.out)["problems"]
    assert [one for one in problems if one["rule"] in ("yaml-syntax", "unknown-key", "unknown-name", "reference")] == []


def test_merging_adds_an_act_and_keeps_every_line(workspace: Path) -> None:
    head = "title: 联络站\ntheme: deputy-work\n# 这一行注释要留下\nleads: {plain: 建好联络站}\n"
    own = head + "text:\n  report: 建成联络站一批。\ntags: [联络站]\n"
    write_files(workspace, {"sections/deputy-work/ours.yaml": own})
    found = extracted(workspace)
    done = run("corpus", "accept", "收件夹", found["2"]["id"], "--into", "deputy-work/ours", cwd=workspace)
    assert done.status == 0, done.err
    lines = (workspace / "sections/deputy-work/ours.yaml").read_text("utf-8").split("\n")
    assert [line for line in own.split("\n") if line not in lines] == []
    assert any(line.startswith("  require:") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "写上要采用的编号"),
        (("0123456789ab",), "没有待审的素材"),
        (("--all", "--as", "甲"), "一次只能用于一段"),
    ],
)
def test_wrong_calls_of_accept(arguments: tuple[str, ...], said: str, workspace: Path) -> None:
    extracted(workspace)
    before = contents(workspace)
    done = run("corpus", "accept", "收件夹", *arguments, cwd=workspace)
    assert done.status == 2 and said in done.err
    assert contents(workspace) == before


def test_a_bad_name_is_refused(workspace: Path) -> None:
    found = extracted(workspace)
    done = run("corpus", "accept", "收件夹", found["1"]["id"], "--as", "我的段落", cwd=workspace)
    assert done.status == 2 and "用小写字母、数字和连字符" in done.err
    assert not (workspace / "sections").exists()


def test_outside_a_workspace_nothing_can_be_accepted(tmp_path: Path) -> None:
    write_files(tmp_path, {"旧稿/讲话.txt": SPEECH})
    run("corpus", "extract", "旧稿", "-o", "收件夹", cwd=tmp_path)
    done = run("corpus", "accept", "收件夹", "--all", cwd=tmp_path)
    assert done.status == 2 and "drafter init" in done.err


def test_a_block_written_on_one_line_is_not_merged_into(workspace: Path) -> None:
    candidates = extracted(workspace)
    path = workspace / "sections" / "supervision" / "flow.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "title: 一行\ntheme: supervision\nleads: {plain: 开展执法检查}\ntext: {plan: 明年继续开展执法检查。}\n", "utf-8"
    )
    before = path.read_text("utf-8")
    done = run("corpus", "accept", "收件夹", candidates["1"]["id"], "--into", "supervision/flow", cwd=workspace)
    assert done.status == 2 and "text: 不是单独一行" in done.err
    assert path.read_text("utf-8") == before


def test_what_the_library_has_is_not_accepted_unseen(workspace: Path) -> None:
    draft = run(
        "draft", "work-conference-dashes", "--set", "place=青山县", "-o", "旧稿/讲话.md", "--force", cwd=workspace
    )
    assert draft.status == 0, draft.err
    (workspace / "旧稿" / "讲话.txt").unlink()
    assert run("corpus", "extract", "旧稿", "-o", "收件夹", cwd=workspace).status == 0
    done = run("corpus", "accept", "收件夹", "--sure", "0", cwd=workspace)
    assert done.status == 0
    assert "段库里已经有大致相同的，留给 review" in done.err


def inbox_file(workspace: Path) -> Path:
    """Return the inbox's only file of candidates."""
    (path,) = (workspace / "收件夹").glob("讲话.*.yaml")
    return path


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("theme: deputy-work", "theme: ../../../evil", "没有主题"),
        ("theme: deputy-work", "theme: nonsuch", "没有主题"),
        ("要把代表联络站建到", "要把{{ nosuch }}建到", "nosuch"),
        ("要把代表联络站建到", "要把{{ law_checks 建到", "写法有误"),
    ],
)
def test_what_was_edited_wrongly_in_the_inbox_is_not_written(
    before: str, after: str, said: str, workspace: Path
) -> None:
    candidates = extracted(workspace)
    path = inbox_file(workspace)
    assert before in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    done = run("corpus", "accept", "收件夹", candidates["2"]["id"], cwd=workspace)
    assert done.status == 2 and said in done.err, done.err
    assert not list(workspace.rglob("corpus-*.yaml")) and not (workspace.parent.parent / "evil").exists()
    assert run("sections", "list", cwd=workspace).status == 0


def test_short_and_long_headings_make_sound_blocks(workspace: Path) -> None:
    long = "最关键的是充分发挥人大常委会党组的领导核心作用、统筹协调作用和督促落实作用"
    text = SPEECH.replace("依法开展监督", "民生").replace("发挥代表作用", long).replace("加强自身建设", "😀")
    write_files(workspace, {"旧稿/讲话.txt": text})
    extracted(workspace)
    assert run("corpus", "accept", "收件夹", "--all", cwd=workspace).status == 0
    done = run("sections", "list", cwd=workspace)
    assert done.status == 0, done.err


def test_facts_written_on_one_line_are_added_to(workspace: Path) -> None:
    extracted(workspace)
    write_files(workspace, {"sections/facts.yaml": "groups: {}\nfacts: {}\n"})
    assert run("corpus", "accept", "收件夹", "--all", cwd=workspace).status == 0
    assert run("sections", "list", cwd=workspace).status == 0


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="file names are text here")
def test_a_file_name_that_is_no_text_stops_nothing(workspace: Path) -> None:
    (workspace / "旧稿" / "讲话.txt").rename(workspace / "旧稿" / os.fsdecode(b"\xff.txt"))
    done = run("corpus", "extract", "旧稿", "-o", "收件夹", "--format", "json", cwd=workspace)
    assert done.status == 0, done.err
    assert json.loads(done.out)["files"][0]["candidates"] > 0


def test_a_text_of_markers_only_is_refused_at_once(workspace: Path) -> None:
    (workspace / "旧稿" / "讲话.txt").write_text("（一）" * 20_000, "utf-8")
    done = run("corpus", "outline", "旧稿/讲话.txt", cwd=workspace)
    assert done.status == 2 and "个序号" in done.err and "讲话.txt" in done.err


# ── review


def review(workspace: Path, *answers: str) -> tuple[int, str, str]:
    """Review with these answers; return status and output."""
    done = run("corpus", "review", "收件夹", cwd=workspace, stdin="".join(f"{one}\n" for one in answers))
    return done.status, done.out, done.err


def decisions(workspace: Path) -> list[str]:
    """Return what was decided, in order."""
    path = workspace / "收件夹" / "审定记录.yaml"
    return [one["decision"] for one in yaml.safe_load(path.read_text("utf-8"))["decisions"]] if path.exists() else []


def test_reviewing_one_after_the_other(workspace: Path) -> None:
    total = len(extracted(workspace))
    status, out, err = review(workspace, "a", "first-one", "d", "s", "q")
    assert status == 0, err
    assert "[1/" in out and "把握" in out
    assert decisions(workspace) == ["accepted", "dropped"]
    assert f"采用 1 段，放弃 1 段，还有 {total - 2} 段待审" in err
    assert [path.name for path in (workspace / "sections").rglob("first-one.yaml")] == ["first-one.yaml"]


def test_stopping_half_way_loses_nothing(workspace: Path) -> None:
    total = len(extracted(workspace))
    review(workspace, "d")  # the input ends: as if the terminal were closed
    assert decisions(workspace) == ["dropped"]
    _, out, _ = review(workspace, "q")
    assert f"[1/{total - 1}]" in out


def test_going_back_takes_the_decision_back(workspace: Path) -> None:
    extracted(workspace)
    review(workspace, "d", "b", "s", "q")
    assert decisions(workspace) == []


def test_going_back_after_accepting_says_what_stays(workspace: Path) -> None:
    total = len(extracted(workspace))
    _, _, err = review(workspace, "a", "first-one", "b", "d", "q")
    assert decisions(workspace) == ["dropped"]
    assert "写进工作区的文字还在" in err and f"采用 0 段，放弃 1 段，还有 {total - 1} 段待审" in err


def test_a_variant_of_an_unknown_block_is_refused(workspace: Path) -> None:
    extracted(workspace)
    _, _, err = review(workspace, "v", "no/such", "q")
    assert "没有段落 no/such" in err and decisions(workspace) == []


def test_accepting_again_after_going_back_writes_the_same_file(workspace: Path) -> None:
    extracted(workspace)
    review(workspace, "a", "", "b", "a", "", "q")
    assert decisions(workspace) == ["accepted"]


def test_a_block_just_accepted_takes_no_second_text_of_the_same_act(workspace: Path) -> None:
    extracted(workspace)
    merging = ("m", "supervision/first-one")
    _, _, err = review(workspace, "s", "a", "first-one", *merging, *merging, "q")
    assert "supervision/first-one 已经有“部署”的文字" in err
    assert decisions(workspace) == ["accepted", "merged"]
    assert run("sections", "show", "supervision/first-one", cwd=workspace).status == 0


def test_retagging(workspace: Path) -> None:
    extracted(workspace)
    _, out, _ = review(workspace, "s", "s", "t", "代表工作", "联络站、接待", "a", "retagged", "q")
    path = workspace / "sections" / "deputy-work" / "retagged.yaml"
    assert path.is_file(), out
    assert yaml.safe_load(path.read_text("utf-8"))["tags"] == ["联络站", "接待"]


def test_editing_in_an_editor_that_is_opened_again_on_a_mistake(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extracted(workspace)
    seen: list[str] = []

    def edit(text: str, **_: object) -> str:
        seen.append(text)
        return text.replace("title:", "titel:") if len(seen) == 1 else text.replace("titel:", "title:")

    monkeypatch.setattr("click.edit", edit)
    review(workspace, "e", "a", "edited", "q")
    assert seen[1].startswith("# 错误：") and "titel" in seen[1]
    assert list((workspace / "sections").rglob("edited.yaml"))


def test_an_unknown_answer_asks_again(workspace: Path) -> None:
    extracted(workspace)
    _, out, err = review(workspace, "x", "q")
    assert "没有“x”这个选择" in err and out.count("[1/") == 2


def test_an_inbox_that_was_edited_wrongly_says_where(workspace: Path) -> None:
    extracted(workspace)
    (path,) = (workspace / "收件夹").glob("讲话.*.yaml")
    path.write_text(path.read_text("utf-8").replace("    confidence:", "    confidense:", 1), "utf-8")
    status, _, err = review(workspace, "q")
    assert status == 2 and path.name in err and "confidence" in err


def test_an_empty_inbox(workspace: Path) -> None:
    (workspace / "收件夹").mkdir()
    assert "没有待审的素材" in review(workspace, "q")[2]
    assert "没有这个收件夹" in run("corpus", "review", "别处", cwd=workspace).err


def test_what_of_an_old_speech_cannot_stand_is_told_by_kind_and_place(workspace: Path) -> None:
    old = SPEECH.replace("要坚持学习制度", "要支持“一府两院”工作，坚持学习制度")
    write_files(workspace, {"旧稿/讲话.txt": old})
    before = contents(workspace)
    done = run("corpus", "stale", "旧稿", "--as-of", "2026-11-27", cwd=workspace)
    assert done.status == 0, done.err
    assert "过时的说法（1 处）\n    9:4 “一府两院”：现在写“一府一委两院”" in done.out
    assert "当年的数字（2 处）" in done.out
    assert contents(workspace) == before
    told = json.loads(run("corpus", "stale", "旧稿", "--format", "json", cwd=workspace).out)["marks"]
    assert [(one["kind"], one["text"]) for one in told] == [
        ("figure", "14项"),
        ("figure", "87个"),
        ("outdated", "“一府两院”"),
    ]


def test_an_old_speech_that_cannot_be_read_is_told_beside_those_that_can(workspace: Path) -> None:
    (workspace / "旧稿" / "坏.docx").write_bytes(b"PK\x03\x04")
    done = run("corpus", "stale", "旧稿", cwd=workspace)
    assert done.status == 2
    assert "坏.docx" in done.err and "当年的数字" in done.out
    assert run("corpus", "stale", "没有.txt", cwd=workspace).status == 2


def test_an_old_speech_gets_comments_where_it_cannot_stand(workspace: Path) -> None:
    done = run("corpus", "stale", "旧稿", "--annotate", "旧 稿.批注.docx", cwd=workspace)
    assert done.status == 0, done.err
    with zipfile.ZipFile(workspace / "旧 稿.批注.docx") as file:
        comments = file.read("word/comments.xml").decode()
        body = file.read("word/document.xml").decode()
    assert comments.count("当年的数字") == 2
    assert "换成今年的数字" in comments
    assert body.count("commentReference") == 2
    again = run("corpus", "stale", "旧稿", "--annotate", "旧 稿.批注.docx", cwd=workspace)
    assert again.status == 2 and "已经" in again.err
    write_files(workspace, {"旧稿/另一篇.txt": SPEECH})
    two = run("corpus", "stale", "旧稿", "--annotate", "两篇.docx", cwd=workspace)
    assert two.status == 2 and "一次只看一个文件" in two.err
    assert not (workspace / "两篇.docx").exists()
