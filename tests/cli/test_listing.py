"""``drafter structures`` and ``drafter sections``."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from commands import SMALL, run, write_files

FILES = {
    **SMALL,
    "sections/deputy-work/own-candidate.yaml": """
        title: 待定段落
        theme: deputy-work
        tags: [自写, 站点]
        status: candidate
        suits: {by: [party-secretary], to: [congress], levels: [county]}
        leads: {plain: 建好站点, nature: 做好工作的基础}
        text:
          require:
            why: 站点很要紧。
            how:
              - {lead: 选好地方, text: 方便群众。}
              - {lead: 配好人手, text: 有人值守。}
          report: 建成{{ contact_stations }}个站点。
        """,
}


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A workspace with one structure and two blocks of its own."""
    return write_files(tmp_path, FILES)


def test_structures_are_listed_with_title_and_length(world: Path) -> None:
    status, out, err = run("structures", "list", cwd=world)
    assert (status, err) == (0, "")
    rows = [line.split("  ") for line in out.splitlines()]
    small = next([cell.strip() for cell in row if cell] for row in rows if row[0] == "small")
    assert small == ["small", "小结构", "100 字"]
    assert out.splitlines() == sorted(out.splitlines(), key=lambda line: line.split(" ")[0])


def test_columns_line_up_although_chinese_is_two_cells_wide(world: Path) -> None:
    out = run("structures", "list", cwd=world).out
    assert len({cells(line[: line.rindex("  ")]) for line in out.splitlines()}) == 1


def cells(text: str) -> int:
    """Return how wide a text is on a terminal."""
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)


def test_structures_as_json(world: Path) -> None:
    data = run("structures", "list", "--format", "json", cwd=world).data
    assert list(data) == ["version", "structures"]
    small = next(one for one in data["structures"] if one["id"] == "small")
    assert small == {
        "id": "small", "title": "小结构", "kind": "work-conference-speech", "speaker": ["party-secretary"],
        "act": ["require"], "levels": [], "length": 100, "sections": 1,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["small", "小结构"])
def test_a_structure_is_shown_by_id_or_title(name: str, world: Path) -> None:
    status, out, _ = run("structures", "show", name, cwd=world)
    assert status == 0
    assert out.splitlines() == [
        "小结构（small）",
        "何时用：",
        "类型：人大工作会议讲话；讲话人：党委书记；听众：人大及其常委会；100 字",
        "标题：在小会上的讲话",
        "称谓：同志们：",
        "",
        "一、把事情办好  （only，平列）",
        "  （一） 监督·自写",
    ]


def test_every_structure_can_be_shown(world: Path) -> None:
    for one in run("structures", "list", "--format", "json", cwd=world).data["structures"]:
        assert run("structures", "show", one["id"], cwd=world).out.startswith(f"{one['title']}（{one['id']}）\n")
        shown = run("structures", "show", one["id"], "--format", "json", cwd=world).data
        assert Path(shown["file"]).is_file()
        assert {**one, "version": 1}.items() <= shown.items()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--tag", "自写"], ["deputy-work/own-candidate", "supervision/own-passage"]),
        (["--tag", "自写", "--theme", "deputy-work"], ["deputy-work/own-candidate"]),
        (["--tag", "自写", "--theme", "代表工作"], ["deputy-work/own-candidate"]),
        (["--tag", "自写", "--act", "report"], ["deputy-work/own-candidate"]),
        (["--tag", "自写", "--act", "汇报"], ["deputy-work/own-candidate"]),
        (["--tag", "没有的标签"], []),
    ],
)
def test_sections_are_listed_by_theme_act_and_tag(filters: list[str], found: list[str], world: Path) -> None:
    out = run("sections", "list", *filters, cwd=world).out
    assert [line.split("  ")[0].strip() for line in out.splitlines()] == found
    data = run("sections", "list", *filters, "--format", "json", cwd=world).data
    assert [one["id"] for one in data["blocks"]] == found


def test_sections_as_json(world: Path) -> None:
    blocks = run("sections", "list", "--tag", "站点", "--format", "json", cwd=world).data["blocks"]
    assert blocks == [
        {
            "id": "deputy-work/own-candidate", "title": "待定段落", "theme": "deputy-work", "tags": ["自写", "站点"],
            "status": "candidate", "acts": ["require", "report"], "part": "point",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["deputy-work/own-candidate", "待定段落"])
def test_a_block_is_shown_with_all_its_texts(name: str, world: Path) -> None:
    status, out, _ = run("sections", "show", name, cwd=world)
    lines = out.splitlines()
    assert status == 0
    assert lines[0] == "待定段落（deputy-work/own-candidate）"
    assert lines[1].endswith("own-candidate.yaml")
    assert lines[2:] == [
        "主题：代表工作；标签：自写、站点",
        "只用于　讲话人：党委书记；听众：人大及其常委会；层级：县、旗、县级市、市辖区",
        "段首句（plain）：建好站点",
        "段首句（nature）：做好工作的基础",
        "",
        "【部署】",
        "为什么：站点很要紧。",
        "怎么干：选好地方——方便群众。",
        "怎么干：配好人手——有人值守。",
        "",
        "【汇报】",
        "怎么干：建成{{ contact_stations }}个站点。",
    ]


def test_a_block_as_json(world: Path) -> None:
    data = run("sections", "show", "待定段落", "--format", "json", cwd=world).data
    assert data["id"] == "deputy-work/own-candidate"
    assert data["block"]["text"]["report"] == "建成{{ contact_stations }}个站点。"
