"""All papers of a meeting from one sheet: they agree, a change reaches all, and nothing that was edited is lost."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from commands import contents, run, write_files

WORK = """
    facts:
      地名: 青山县
      会议: {会议名称: 县委人大工作会议, 会议日期: 2026-12-10, 会议目的: 总结人大工作}
      发言人员: [云岭镇人大主席周晓岚同志]
    papers:
      - {structure: work-conference-dashes, name: 书记讲话, reading: 是, outline: 是}
      - {structure: work-conference-script, name: 主持词, facts: {讲话的领导: 县委书记林清平同志}}
    """
CONGRESS = """
    facts: {地名: 青山县, 人大届次: 18, 人代会会次: 6, 会议: {会议日期: 2027-01-12}}
    papers:
      - {structure: congress-session-opening, name: 开幕讲话}
      - {structure: congress-session-closing, name: 闭幕讲话}
      - {structure: standing-committee-annual-report, name: 工作报告, outline: 是}
    """
COMMITTEE = """
    facts: {地名: 青山县, 会议: {会议日期: 2026-12-25}}
    papers:
      - {structure: standing-committee-script, name: 主持词}
      - {structure: standing-committee-closing-speech, name: 讲话, reading: 是}
    """
MEETINGS = {"work conference": WORK, "congress": CONGRESS, "standing committee": COMMITTEE}
SPEECH = """
    title: {title}
    kind: work-conference-speech
    speaker: [party-secretary]
    to: [congress]
    act: require
    length: 100
    head: {{title: "{title}", occasion: "{{{{ meeting.name }}}}"}}
    body: [{{say: "全年办好民生实事{{{{ livelihood_projects }}}}件。到会的有{{{{ speaker_name }}}}。"}}]
    """
OWN = {
    "drafter.yaml": "",
    "templates/structures/first.yaml": SPEECH.format(title="第一份"),
    "templates/structures/second.yaml": SPEECH.format(title="第二份"),
    "会议.yaml": """
        facts: {会议: {会议名称: 小会, 会议日期: 2026-12-10}, 民生实事项目数: 10}
        papers:
          - {structure: first, facts: {讲话人姓名: 林清平}}
          - {structure: second, facts: {讲话人姓名: 周文海}}
        """,
}


def text(path: Path) -> str:
    return "\n".join(one.text for one in docx.Document(str(path)).paragraphs)


@pytest.mark.parametrize("kind", MEETINGS)
def test_a_whole_set_of_papers(tmp_path: Path, kind: str) -> None:
    root = write_files(tmp_path / "县里 的会", {"会议.yaml": MEETINGS[kind]})
    done = run("package", "会议.yaml", "-o", "全套 文件", "--format", "json", cwd=root)
    assert done.status == 0, done.err
    assert done.data["problems"] == []
    names = {Path(one).name for one in done.data["files"]}
    assert names == {path.name for path in (root / "全套 文件").iterdir()} - {".会议.json"}
    assert ("待补清单.docx" in names) == bool(done.data["gaps"])
    day = {"work conference": "12月10日", "congress": "", "standing committee": ""}[kind]
    for name in names - {"待补清单.docx"}:
        if name.endswith(".docx"):
            assert len(text(root / "全套 文件" / name)) > 200
            assert day in text(root / "全套 文件" / name)
    again = run("package", "会议.yaml", "-o", "另 一套", cwd=root)
    assert again.status == 0
    one, other = contents(root / "全套 文件"), contents(root / "另 一套")
    assert {name: data for name, data in one.items() if "待补" not in name and not name.startswith(".")} == {
        name: data for name, data in other.items() if "待补" not in name and not name.startswith(".")
    }


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    root = write_files(tmp_path, OWN)
    done = run("package", "会议.yaml", "-o", "文件", cwd=root)
    assert done.status == 0, done.err
    return root


def change(root: Path, old: str, new: str) -> None:
    path = root / "会议.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_changed_figure_and_day_reach_every_paper(packed: Path) -> None:
    change(packed, "民生实事项目数: 10", "民生实事项目数: 12")
    change(packed, "2026-12-10", "2026-12-11")
    assert run("package", "会议.yaml", "-o", "文件", cwd=packed).status == 2
    assert "10件" in text(packed / "文件/第一份.docx")
    assert run("package", "会议.yaml", "-o", "文件", "--force", cwd=packed).status == 0
    for name in ("第一份", "第二份"):
        found = text(packed / f"文件/{name}.docx")
        assert "民生实事12件" in found and "12月11日" in found, found
    assert "林清平" in text(packed / "文件/第一份.docx") and "周文海" in text(packed / "文件/第二份.docx")


def test_a_paper_that_was_edited_is_never_written_over(packed: Path) -> None:
    path = packed / "文件/第二份.docx"
    paper = docx.Document(str(path))
    paper.add_paragraph("领导加的一段。")
    paper.save(str(path))
    before = contents(packed)
    done = run("package", "会议.yaml", "-o", "文件", "--force", cwd=packed)
    assert done.status == 2 and "第二份.docx" in done.err and "有人改过" in done.err
    assert contents(packed) == before


def test_papers_that_contradict_each_other(packed: Path) -> None:
    change(packed, "讲话人姓名: 周文海}", "讲话人姓名: 周文海, 民生实事项目数: 11}")
    done = run("package", "会议.yaml", "-o", "又", cwd=packed)
    assert done.status == 1
    assert "“民生实事项目数”在会议里是“10”，在second里是“11”" in done.err
    found = run("package", "会议.yaml", "-o", "再", "--format", "json", cwd=packed)
    assert found.status == 1 and found.data["problems"]


def test_the_list_of_gaps_goes_when_nothing_is_lacking(packed: Path) -> None:
    change(packed, ", 民生实事项目数: 10", "")
    assert run("package", "会议.yaml", "-o", "缺", cwd=packed).status == 0
    assert "民生实事项目数" in str(
        [cell.text for t in docx.Document(str(packed / "缺/待补清单.docx")).tables for cell in t._cells]
    )
    change(packed, "2026-12-10}", "2026-12-10}, 民生实事项目数: 10")
    assert run("package", "会议.yaml", "-o", "缺", "--force", cwd=packed).status == 0
    assert not (packed / "缺/待补清单.docx").exists()


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("facts: {}\npapers: []\n", "没有要哪些文件"),
        ("papers: [{structure: nothing-like-it}]\n", "没有叫“nothing-like-it”的结构"),
        ("papers: [{structure: first}, {structure: first}]\n", "有两份文件都叫“第一份”"),
        ("papers: [{structure: first, name: ../出去}]\n", "不能作文件名"),
        ("papers: [{structure: first}]\nfacts: {月球: 1}\n", "没有“月球”这个要素"),
        ("papers: [{structur: first}]\n", "structur"),
        ("papers: [", "会议.yaml"),
    ],
)
def test_wrong_sheets(tmp_path: Path, sheet: str, message: str) -> None:
    root = write_files(tmp_path, {**OWN, "会议.yaml": sheet})
    done = run("package", "会议.yaml", "-o", "文件", cwd=root)
    assert done.status == 2 and message in done.err, done.err
    assert not (root / "文件").exists()
