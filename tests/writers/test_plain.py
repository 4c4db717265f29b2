"""Plain text and Markdown."""

from __future__ import annotations

from drafts import draft_of, paragraph
from hypothesis import given
from hypothesis import strategies as st

from drafter.model.draft import Draft, Paragraph, Run, Section
from drafter.writers.plain import markdown, text

DRAFT = draft_of(
    paragraph("一、把事办好", "heading", depth=1),
    Section(
        slot="a.1",
        depth=2,
        heading=None,
        children=(
            Paragraph(
                runs=(
                    Run(text="（一）", kind="lead", depth=2, marker="（一）"),
                    Run(text="办好培训。", kind="lead", depth=2, marker="（一）"),
                    Run(text="要办"),
                    Run(text="【待补：期数】", kind="gap", fact="training_sessions"),
                    Run(text="期。"),
                )
            ),
        ),
    ),
    paragraph("谢谢大家！", "thanks"),
    head=[
        paragraph("在人大工作会议上", "title"),
        paragraph("的讲话", "title"),
        paragraph("（2026年3月18日）", "date"),
        paragraph("同志们：", "salutation"),
    ],
)


def test_text_sets_titles_and_salutations_flush_and_indents_the_rest() -> None:
    assert text(DRAFT).splitlines() == [
        "在人大工作会议上",
        "的讲话",
        "（2026年3月18日）",
        "同志们：",
        "　　一、把事办好",
        "　　（一）办好培训。要办【待补：期数】期。",
        "　　谢谢大家！",
    ]


def test_markdown_has_one_title_headings_and_bold_leads() -> None:
    assert markdown(DRAFT).split("\n\n") == [
        "# 在人大工作会议上的讲话",
        "（2026年3月18日）",
        "同志们：",
        "## 一、把事办好",
        "**（一）办好培训。**要办**【待补：期数】**期。",
        "谢谢大家！\n",
    ]


def test_markdown_marks_in_the_text_stay_text() -> None:
    found = markdown(draft_of(paragraph("用*号、_线_、[链接]、<标签>和`码`")))
    assert found.endswith("用\\*号、\\_线\\_、\\[链接\\]、\\<标签\\>和\\`码\\`\n")


def test_a_paragraph_that_begins_like_a_list_stays_a_paragraph() -> None:
    assert markdown(draft_of(paragraph("1. 落实责任"))).endswith("1\\. 落实责任\n")
    assert markdown(draft_of(paragraph("2026) 年"))).endswith("2026\\) 年\n")
    assert markdown(draft_of(paragraph("- 落实"))).endswith("\\- 落实\n")


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1))
def test_text_holds_every_paragraph_as_it_is(words: str) -> None:
    draft: Draft = draft_of(paragraph(words))
    assert text(draft).split("\n")[1] == "　　" + words
