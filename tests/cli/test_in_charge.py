"""The writer in charge from the shell: why, swap, pin, drop, add, say, update, outline, interactive, avoid."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import SMALL, contents, run, write_files

from drafter.library.usage import LOG

TEAS = {"green": "绿", "red": "红", "black": "黑"}
PASSAGE = """
    title: 办好{0}的事
    theme: supervision
    tags: [自写]
    leads: {{plain: 办好{0}的事}}
    text: {{require: {0}的事要有人管、有人问、有人督、有人评。}}
"""
STRUCTURE = SMALL["templates/structures/small.yaml"].replace(
    "pick: {theme: supervision", "pick: {times: 2, theme: supervision"
)
OFFICE = {
    **SMALL,
    "templates/structures/small.yaml": STRUCTURE,
    **{f"sections/supervision/own-{name}.yaml": PASSAGE.format(words) for name, words in TEAS.items()},
}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a workspace with a structure of two points and four passages for them, and a draft of it."""
    write_files(tmp_path, OFFICE)
    assert run("draft", "small", "-o", "稿.txt", cwd=tmp_path).status == 0
    return tmp_path


def text(folder: Path, name: str = "稿.txt") -> str:
    return (folder / name).read_text("utf-8")


def test_why_tells_for_every_slot_what_was_chosen_and_what_a_swap_would_bring(office: Path) -> None:
    status, out, _ = run("draft", "small", "-o", "a.txt", "--why", cwd=office)
    assert status == 0
    assert "已证明没有更好的选法" in out
    assert "only.1（监督·部署）" in out
    assert "次选" in out
    assert "合用的" in out
    data = run("draft", "small", "-o", "b.txt", "--why", "--format", "json", cwd=office).data
    slots = {one["slot"]: one for one in data["why"]["slots"]}
    assert set(slots) == {"only.1", "only.2"}
    assert {pick["slot"]: pick["block"] for pick in data["picks"]} == {
        name: one["chosen"]["block"] for name, one in slots.items()
    }
    assert slots["only.1"]["runner_up"]["block"] not in {pick["block"] for pick in data["picks"]}
    assert slots["only.1"]["ruled_out"]["主题"] > 1000


def test_a_swap_on_a_recipe_writes_the_new_draft_and_says_what_changed(office: Path) -> None:
    before = text(office)
    result = run("draft", "稿.稿单.yaml", "-o", "新.txt", "--swap", "only.2", cwd=office)
    assert result.status == 0
    assert "和原来的稿单相比，改了 1 处：" in result.err
    assert text(office, "新.txt").splitlines()[:3] == before.splitlines()[:3]
    assert text(office, "新.txt") != before


def test_own_words_and_drops(office: Path) -> None:
    words = "only.1=管好自己的事。自己的事自己管。"
    assert run("draft", "稿.稿单.yaml", "-o", "新.txt", "--say", words, "--drop", "only.2", cwd=office).status == 0
    assert text(office, "新.txt").splitlines()[2:] == ["　　一、把事情办好", "　　（一）管好自己的事。自己的事自己管。"]
    assert run("draft", "新.稿单.yaml", "-o", "再.txt", cwd=office).status == 0
    assert text(office, "再.txt") == text(office, "新.txt")


def test_add_takes_a_section_and_a_title(office: Path) -> None:
    used = {line.split("：")[0] for line in text(office).splitlines()}
    (free,) = [words for words in TEAS.values() if f"办好{words}的事" not in "".join(used)][:1]
    assert run("draft", "稿.稿单.yaml", "-o", "新.txt", "--add", f"only=办好{free}的事", cwd=office).status == 0
    assert text(office, "新.txt").splitlines()[-1].startswith(f"　　（三）办好{free}的事。")


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--swap", "onyl.1"), "没有叫“onyl.1”的位置"),
        (("--swap", "only.1=没有的段落"), "没有叫“没有的段落”的段落"),
        (("--say", "only.1"), "--say 要写成 位置=话"),
        (("--say", "only.1="), "--say only.1= 后面没有写话"),
        (("--say", "only.1=写{{ nothing }}。"), "nothing"),
        (("--add", "nowhere"), "没有叫“nowhere”的部分或位置"),
        (("--drop", "nowhere"), "没有叫“nowhere”的位置"),
        (("--pin", "only.1=own-green"), "没有叫“own-green”的段落"),
        (("--length", "9000"), "要写 9000 字办不到"),
        (("--avoid", "没有.txt"), "没有.txt"),
        (("--swap", "only"), "“only”是一个部分，不是位置"),
        (("--outline", "--strict"), "不能同时写 --strict"),
        (("--outline", "--annotate"), "不能同时写 --annotate"),
        (("--mark", "【待补：稿次】"), "标记里不能有【】"),
        (("--mark", "12", "--mark", "13"), "份号写了两个"),
    ],
)
def test_an_impossible_wish_is_one_message_and_nothing_is_written(
    office: Path, option: tuple[str, ...], message: str
) -> None:
    before = contents(office)
    result = run("draft", "稿.稿单.yaml", "-o", "新.txt", *option, cwd=office)
    assert result.status == 2
    assert message in result.err
    assert "Traceback" not in result.err
    assert contents(office) == before


def test_contradicting_pins_are_named(office: Path) -> None:
    block = "supervision/own-green"
    result = run("draft", "small", "-o", "新.txt", "--pin", f"only.1={block}", "--pin", f"only.2={block}", cwd=office)
    assert result.status == 2
    assert f"用的是同一段 {block}，不能都要" in result.err
    assert not (office / "新.txt").exists()


def test_an_update_says_what_it_changes_and_keeps_pins(office: Path) -> None:
    assert run("draft", "稿.稿单.yaml", "-o", "定.txt", "--pin", "only.1", cwd=office).status == 0
    kept = [line for line in text(office, "定.txt").splitlines() if "（一）" in line]
    used = run("draft", "定.稿单.yaml", "-o", "看.txt", "--format", "json", cwd=office).data["picks"]
    (second,) = [pick["block"] for pick in used if pick["slot"] == "only.2"]
    (office / "sections" / f"{second}.yaml").unlink()
    result = run("draft", "定.稿单.yaml", "-o", "新.txt", "--update", cwd=office)
    assert result.status == 0
    assert kept[0] in text(office, "新.txt")
    assert "和原来的稿单相比，改了" in result.err
    assert "only.2：" in result.err
    assert "only.1：" not in result.err


def test_the_outline_on_the_screen_writes_nothing(office: Path) -> None:
    before = contents(office)
    status, out, _ = run("draft", "small", "--outline", cwd=office)
    assert status == 0
    assert "一、把事情办好（约" in out
    assert "（二）" in out
    assert contents(office) == before


def test_from_the_outline_to_the_draft(office: Path) -> None:
    status, out, err = run("draft", "small", "--outline", "-o", "提纲.md", cwd=office)
    assert (status, out) == (0, "提纲.md\n")
    assert "提纲.提纲.yaml" in err
    file = office / "提纲.提纲.yaml"
    file.write_text(file.read_text("utf-8").replace("要点: []", "要点: [讲讲水库的事]"), encoding="utf-8")
    result = run("draft", "提纲.提纲.yaml", "-o", "新.txt", cwd=office)
    assert result.status == 0
    assert "　　【待融入：讲讲水库的事】" in text(office, "新.txt")
    assert "领导的要点还没有融入正文（only）：讲讲水库的事" in result.err
    assert (
        run("draft", "新.稿单.yaml", "-o", "严.txt", "--strict", "--set", "training_sessions=6", cwd=office).status == 3
    )


@pytest.mark.parametrize("gap", ["【待补：谁】", "【待融入：一点】"])
def test_a_gap_that_the_writer_typed_keeps_strict_from_writing(office: Path, gap: str) -> None:
    words = f"only.1=管好自己的事。请{gap}来管。"
    result = run("draft", "稿.稿单.yaml", "-o", "严.txt", "--strict", "--say", words, "--drop", "only.2", cwd=office)
    assert result.status == 3
    assert f"自己写的话里还空着：{gap}" in result.err
    assert not (office / "严.txt").exists()


def test_going_through_the_slots(office: Path) -> None:
    """The first passage stays, the second is swapped, then put into own words."""
    typed = "\nn\nw\n管好自己的事。自己的事自己管。\nq\n"
    result = run("draft", "稿.稿单.yaml", "-o", "新.txt", "--interactive", cwd=office, stdin=typed)
    assert result.status == 0, result.err
    lines = text(office, "新.txt").splitlines()
    assert lines[3] == text(office).splitlines()[3]
    assert lines[4] == "　　（二）管好自己的事。自己的事自己管。"
    assert "[1/2] only.1" in result.err


def test_going_through_again_and_again_offers_every_passage(office: Path) -> None:
    result = run("draft", "稿.稿单.yaml", "-o", "新.txt", "--interactive", cwd=office, stdin="n\nn\nn\nq\n")
    shown = [line.split("　")[1] for line in result.err.splitlines() if line.startswith("[1/2]")]
    assert len(set(shown)) == len(shown) == 4


def test_an_update_of_a_structure_is_refused(office: Path) -> None:
    result = run("draft", "small", "-o", "新.txt", "--update", cwd=office)
    assert result.status == 2
    assert "--update 用在稿单上" in result.err


def test_what_was_drafted_is_noted_in_the_workspace(office: Path) -> None:
    log = (office / LOG).read_text("utf-8").splitlines()
    assert len(log) == 1
    assert '"file":"稿.txt"' in log[0]
