"""From the text to the manuscript: title lines, marks, contents; occasions and signatures of a structure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from commands import SMALL, write_files
from drafts import draft_of, paragraph
from worlds import body_lines, lines, load_over_shipped, shipped

from drafter.api import Made, make_draft
from drafter.assembly.manuscript import finished, names_in
from drafter.errors import InvalidFilesError, UsageError
from drafter.model.draft import Draft, Paragraph, Run
from drafter.model.style import PageStyle

STYLE: PageStyle = shipped().styles["gb9704"]
NARROW: PageStyle = shipped().styles["outline"]
LONG = "中共江州市委关于加强新时代全市人大工作的实施意见"


def kinds(draft: Draft) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in draft.head]


def titled(title: str) -> Draft:
    return draft_of(paragraph("要办好。"), head=[paragraph(title, "title"), paragraph("同志们：", "salutation")])


# ── title


def test_a_long_title_is_broken_for_the_page_and_its_name_stays_on_one_line() -> None:
    made = finished(titled(LONG), STYLE, names=names_in({"place": "江州市"}))
    assert kinds(made)[:2] == [("title", "中共江州市委"), ("title", "关于加强新时代全市人大工作的实施意见")]
    assert made.title == LONG


def test_a_title_that_fits_is_left_alone() -> None:
    draft = titled("青山县人民代表大会常务委员会工作报告")
    assert finished(draft, STYLE) == draft


def test_each_page_style_has_its_own_lines() -> None:
    title = "在全县人大换届选举工作动员部署会议上的讲话"
    assert len([one for one in finished(titled(title), STYLE).head if one.kind == "title"]) == 2
    assert len([one for one in finished(titled(title), NARROW).head if one.kind == "title"]) == 1


def test_gaps_in_a_title_keep_their_fact_across_lines() -> None:
    runs = (
        Run(text="在"),
        Run(text="【待补：地名】", kind="gap", fact="place"),
        Run(text="人民代表大会常务委员会第三次会议结束时的讲话"),
    )
    made = finished(draft_of(paragraph("好。"), head=[Paragraph(runs=runs, kind="title")]), STYLE)
    assert "/".join(one.text for one in made.head) == "在【待补：地名】人民代表大会常务委员会/第三次会议结束时的讲话"
    assert [run.fact for one in made.head for run in one.runs if run.kind == "gap"] == ["place"]


def test_a_subtitle_longer_than_a_line_breaks_at_its_words_too() -> None:
    subtitle = "——2026年12月10日在青山县第十八届人民代表大会第五次会议上"
    head = [paragraph("工作报告", "title"), paragraph(subtitle, "subtitle")]
    made = finished(draft_of(paragraph("好。"), head=head), STYLE)
    assert kinds(made)[1:] == [
        ("subtitle", "——2026年12月10日"),
        ("subtitle", "在青山县第十八届人民代表大会第五次会议上"),
    ]


def test_the_words_are_loaded_only_for_a_title_longer_than_a_line(tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    code = "import sys; from drafter.cli.running import execute; execute(sys.argv[1:]); "
    code += "print('drafter.text.titles' in sys.modules)"
    for title, loaded in (("在小会上的讲话", "False"), (LONG, "True")):
        files = {name: text.replace("在小会上的讲话", title) for name, text in SMALL.items()}
        write_files(tmp_path, files)
        command = [sys.executable, "-c", code, "draft", "small", "--set", "place=青山县", "--force", "-o", "a.txt"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
        assert done.stdout.split()[-1] == loaded


# ── marks


def test_marks_stand_where_custom_wants_them() -> None:
    made = finished(titled("讲话"), STYLE, marks=["会后收回", "征求意见稿", "会议文件之三", "12", "机密★1年"])
    assert kinds(made) == [
        ("mark_left", "000012"),
        ("mark_right", "会后收回"),
        ("mark_left", "会议文件之三"),
        ("mark_left", "机密★1年"),
        ("title", "讲话"),
        ("stage", "（征求意见稿）"),
        ("salutation", "同志们："),
    ]


@pytest.mark.parametrize("mark", ["送审稿", "（送审稿）", "(送审稿)", " 送审稿 "])
def test_a_stage_stands_under_the_title_in_brackets(mark: str) -> None:
    assert kinds(finished(titled("讲话"), STYLE, marks=[mark]))[1] == ("stage", "（送审稿）")


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ([""], "空的"),
        (["  "], "空的"),
        (["第\n稿"], "不能打印"),
        (["\x07"], "不能打印"),
        (["字" * 21], "太长"),
        (["甲"] * 7, "太多"),
    ],
)
def test_marks_that_nobody_could_print(marks: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        finished(titled("讲话"), STYLE, marks=marks)


# ── contents


def pages_of(count: int) -> Draft:
    """Return a draft of `count` headings, each with 22 lines under it."""
    body = [
        one
        for number in range(count)
        for one in (paragraph(f"第{number}部分", "heading", depth=1), *[paragraph("字" * 26)] * 21)
    ]
    return draft_of(*body, head=[])


def test_the_contents_list_the_headings_with_their_pages() -> None:
    made = finished(pages_of(3), STYLE, toc=True)
    assert [(one.kind, one.text, one.depth, one.page) for one in made.head] == [
        ("toc_title", "目　录", 0, 0),
        ("toc", "第0部分", 1, 1),
        ("toc", "第1部分", 1, 2),
        ("toc", "第2部分", 1, 3),
    ]


def test_where_no_heading_stands_alone_the_leads_are_listed() -> None:
    lead = Paragraph(runs=(Run(text="一、办好事。", kind="lead", depth=1, marker="一、"), Run(text="要办好。")))
    made = finished(draft_of(lead, head=[]), STYLE, toc=True)
    assert [one.text for one in made.head] == ["目　录", "一、办好事"]


def test_a_draft_without_headings_has_no_contents() -> None:
    made = finished(titled("讲话"), STYLE, toc=True)
    assert made.head == titled("讲话").head
    assert [one.message for one in made.problems] == ["这份稿子没有可以列进目录的标题，没有加目录"]
    assert finished(titled("讲话"), STYLE, toc=False).problems == ()


# ── structures


def structure(more: str, head: str = "title: 工作报告") -> str:
    return dedent(
        f"""
        title: 小报告
        kind: party-group-report
        speaker: [party-group-secretary]
        to: [party-committees]
        act: report
        length: 300
        head: {{{head}}}
        body:
          - say: 现报告如下。
        """
    ) + dedent(more)


def made_of(root: Path, text: str, **facts: object) -> Made:
    library = load_over_shipped(root, {"templates/structures/small.yaml": text})
    return make_draft(library, "small", facts={"place": "青山县", **facts})  # type: ignore[dict-item]


SIGNED = "signature: {by: ['中共{{ place }}人大常委会党组']}\n"


def test_a_signature_closes_the_text_with_its_date(tmp_path: Path) -> None:
    made = made_of(tmp_path, structure(SIGNED), signing_date="2026-12-10")
    assert body_lines(made.draft) == ["现报告如下。", "中共青山县人大常委会党组", "2026年12月10日"]
    assert [one.kind for one in made.draft.body] == ["body", "signature", "signed"]  # type: ignore[union-attr]


def test_a_day_that_nobody_gave_is_a_gap_of_the_signature(tmp_path: Path) -> None:
    made = made_of(tmp_path, structure(SIGNED))
    assert body_lines(made.draft)[-1] == "【待补：成文日期】"
    assert [(gap.fact, gap.places) for gap in made.draft.gaps] == [("signing_date", ("signature",))]


def test_a_signature_may_do_without_a_date(tmp_path: Path) -> None:
    made = made_of(tmp_path, structure("signature: {by: [甲, 乙], date: false}\n"))
    assert body_lines(made.draft) == ["现报告如下。", "甲", "乙"]


def test_an_occasion_stands_in_the_place_of_subtitle_and_date(tmp_path: Path) -> None:
    text = structure("", "title: 工作报告, occasion: '{{ meeting.name }}', speaker: true")
    known = made_of(
        tmp_path, text, meeting={"name": "县委全会", "date": "2026-03-18"}, speaker_name="林清平", speaker_post="主任"
    )
    assert lines(known.draft)[:3] == ["工作报告", "——2026年3月18日在县委全会上", "主任\u3000林清平"]
    missing = made_of(tmp_path, text)
    assert lines(missing.draft)[1] == "——【待补：会议日期】在【待补：会议名称】上"


def test_an_occasion_that_ends_in_its_own_words_is_not_given_a_second_end(tmp_path: Path) -> None:
    made = made_of(tmp_path, structure("", "title: 报告, occasion: 县委全会上"), meeting={"date": "2026-03-18"})
    assert lines(made.draft)[1] == "——2026年3月18日在县委全会上"


@pytest.mark.parametrize(
    ("head", "more", "message"),
    [
        ("title: 报告, occasion: 全会, date: true", "", "不能再写 date"),
        ("title: 报告, occasion: 全会, subtitle: ——副题", "", "不能再写 subtitle"),
        ("title: 报告", "signature: {by: []}\n", "by 是空的"),
        ("title: 报告", "signature: {}\n", "by"),
        ("title: 报告", "signature: {by: [甲], day: 3}\n", "day"),
    ],
)
def test_heads_and_signatures_that_contradict_themselves(tmp_path: Path, head: str, more: str, message: str) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        made_of(tmp_path, structure(more, head))
    assert any(message in one.message and "small.yaml" in str(one.source) for one in caught.value.problems)


def test_subject_and_keywords_say_what_the_paper_is() -> None:
    draft = make_draft(shipped(), "standing-committee-annual-report", facts={"place": "青山县"}).draft
    assert draft.subject == shipped().taxonomy.title("kinds", "standing-committee-report")
    titles = {one.title for one in shipped().taxonomy.themes.values()}
    assert 1 < len(draft.keywords) == len(set(draft.keywords)) and set(draft.keywords) <= titles
