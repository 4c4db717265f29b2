"""``drafter styles``, and page styles and fonts with ``drafter draft``."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from commands import SMALL, run, write_files

FILES = {
    **SMALL,
    "templates/styles/gb9704.yaml": "styles: {title: {font: 华文中宋}}\n",
    "templates/styles/ours.yaml": "title: 本委版式\nbased_on: gb9704\nsingle_sided: 是\n",
}


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A workspace with a structure, a style of its own and one value of the standard's style changed."""
    return write_files(tmp_path, FILES)


def test_styles_are_listed_with_titles(world: Path) -> None:
    status, out, err = run("styles", "list", cwd=world)
    assert (status, err) == (0, "")
    rows = {line.split()[0]: line for line in out.splitlines()}
    assert list(rows) == ["gb9704", "ours", "outline", "reading"]
    assert re.fullmatch(r"ours +本委版式 +每页 22 行，每行 28 字，单面印", rows["ours"])
    data = run("styles", "list", "--format", "json", cwd=world).data
    assert list(data) == ["version", "styles"]
    assert data["styles"][1] == {
        "id": "ours", "title": "本委版式", "lines": 22, "characters": 28, "single_sided": True,
    }  # fmt: skip


def test_show_prints_every_value_with_clause_and_strength(world: Path) -> None:
    out = run("styles", "show", "gb9704", cwd=world).out
    assert re.search(r"^  上白边（天头） +37 毫米 +GB/T 9704—2012 5.2.1（规定）$", out, re.M)
    assert re.search(r"^  每页行数 +22 行 +GB/T 9704—2012 5.2.3（一般）$", out, re.M)
    assert re.search(r"^  字距增减 +-7 缇（-0.35 磅） +实测（实务）$", out, re.M)
    assert re.search(r"^  GB/T 9704—2012 5.1 +公文用纸采用 A4 型纸", out, re.M)


def test_show_prints_what_deviates_from_the_standard_as_it_ships(world: Path) -> None:
    out = run("styles", "show", "gb9704", cwd=world).out
    found = out[out.index("不同的地方（1 处）") :]
    assert re.search(r"标题·字体 +华文中宋 +标准：方正小标宋简体 +GB/T 9704—2012 7.3.1（一般）", found)
    assert "没有不同" in run("styles", "show", "gb9704", cwd=write_files(world / "a", {"drafter.yaml": ""})).out


def test_show_as_json(world: Path) -> None:
    data = run("styles", "show", "公文版式（GB/T 9704—2012）", "--format", "json", cwd=world).data
    assert data["id"] == "gb9704" and Path(data["file"]).is_file()
    top = next(one for one in data["values"] if one["path"] == "page.top")
    assert top == {
        "path": "page.top", "group": "页面", "name": "上白边（天头）", "value": 37.0, "unit": "毫米",
        "clause": "GB/T 9704—2012 5.2.1", "strength": "规定", "tolerance": 1.0,
        "what": "天头（上白边）37 mm±1 mm，订口（左白边）28 mm±1 mm",
    }  # fmt: skip
    (found,) = data["deviations"]
    assert (found["path"], found["value"], found["standard"]) == ("styles.title.font", "华文中宋", "方正小标宋简体")
    assert found["rests_on"] == "GB/T 9704—2012 7.3.1（一般）"
    assert set(data["margins"]) == {"37/35", "34.58/32.58"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gb9705", "错误：没有叫“gb9705”的版式\n  是否想写“gb9704”？全部见 drafter styles list\n"),
        (
            "gb9704,行距=x",
            "错误：版式“gb9704,行距=x”：行距（line_spacing）“x”看不懂\n  写成 28磅（固定值）或 22行（每页行数）\n",
        ),
    ],
)
def test_a_wrong_style_gets_a_message(world: Path, name: str, said: str) -> None:
    assert run("styles", "show", name, cwd=world) == (2, "", said)
    assert run("draft", "small", "--style", name, "-o", "稿.docx", cwd=world) == (2, "", said)
    assert not (world / "稿.docx").exists()


def top_margin(path: Path) -> float:
    return round(docx.Document(str(path)).sections[0].top_margin.mm, 1)


def test_a_draft_takes_settings_and_its_recipe_keeps_them(world: Path) -> None:
    done = run("draft", "small", "--style", "gb9704,单面=是,页边=34.58/32.58", "-o", "稿.docx", cwd=world)
    assert done.status == 0
    recipe = world / "稿.稿单.yaml"
    assert "gb9704,single_sided=是,margins=34.58/32.58" in recipe.read_text(encoding="utf-8")
    assert top_margin(world / "稿.docx") == 34.6
    assert run("draft", recipe, "-o", "又.docx", cwd=world).status == 0
    assert (world / "又.docx").read_bytes() == (world / "稿.docx").read_bytes()


def test_the_workspace_names_the_style_of_drafts_that_ask_for_none(world: Path) -> None:
    write_files(world, {"drafter.yaml": "style: gb9704,页边=34.58/32.58\n"})
    for style, top in ((), 34.6), (("--style", "gb9704"), 37):
        assert run("draft", "small", *style, "-o", "稿.docx", "--force", cwd=world).status == 0
        assert top_margin(world / "稿.docx") == top


@pytest.fixture
def these_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with three fonts, known by their English names."""
    monkeypatch.setattr("drafter.writers.fonts.installed_families", lambda: {"FangSong", "SimHei", "STZhongsong"})
    monkeypatch.setattr("drafter.writers.fonts._system_choice", lambda _: "文泉驿正黑")


@pytest.mark.usefixtures("these_fonts")
def test_missing_fonts_are_named_with_what_stands_in(world: Path) -> None:
    out = run("styles", "show", "gb9704", "--check-fonts", cwd=world).out
    found = out[out.index("字体：本机缺") :].splitlines()
    assert found[0].startswith("字体：本机缺 3 种。")
    assert re.fullmatch(r"  仿宋_GB2312（用于称谓、正文.*）：用 仿宋 代替", found[2])
    assert re.fullmatch(
        r"  楷体_GB2312（.*）：替代的字体（楷体、.*）也没有，由系统另选，这里是 文泉驿正黑；.*", found[1]
    )
    assert found[3].startswith("  宋体（用于页码）：")
    data = run("styles", "show", "gb9704", "--check-fonts", "--format", "json", cwd=world).data["fonts"]
    assert (data["known"], data["present"]) == (True, ["华文中宋", "黑体"])
    assert [one["font"] for one in data["missing"]] == ["楷体_GB2312", "仿宋_GB2312", "宋体"]


@pytest.mark.usefixtures("these_fonts")
def test_a_draft_checks_the_fonts_of_its_style(world: Path) -> None:
    done = run("draft", "small", "--check-fonts", "-o", "稿.docx", cwd=world)
    assert (done.status, done.out) == (0, "稿.docx\n")
    assert "字体：本机缺 3 种。" in done.err
    data = run("draft", "small", "--check-fonts", "-o", "又.docx", "--format", "json", cwd=world).data
    assert [one["instead"] for one in data["fonts"]["missing"]] == ["", "仿宋", ""]


def test_a_machine_that_does_not_tell_its_fonts(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from drafter.writers import fonts

    def unknown() -> set[str]:
        raise fonts.Unknown("没有 fc-list 这个程序")

    monkeypatch.setattr(fonts, "installed_families", unknown)
    out = run("styles", "show", "gb9704", "--check-fonts", cwd=world).out
    assert "字体：看不出本机有哪些字体（没有 fc-list 这个程序）。" in out
