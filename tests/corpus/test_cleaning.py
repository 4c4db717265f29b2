"""Repairs: what is listed, where, with which suggestion; the text itself is never changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.world import reading, speeches
from drafter.text.confusables import lookalikes, table


def found(text: str) -> list[tuple[str, str, str]]:
    """Return the repairs of a text as kind, exact text and suggestion."""
    return [(one.kind, one.text, one.suggestion) for speech in speeches(text) for one in speech.repairs]


@pytest.mark.parametrize(
    ("text", "kind", "wrong", "right"),
    [
        ("我们要高举伟大旗臶，奋勇前进。", "ocr", "旗臶", "旗帜"),
        ("不断强化对重要结果的处臵权。", "ocr", "处臵", "处置"),
        ("各级党组织要发挥战斗保垒作用。", "ocr", "保垒", "堡垒"),
        ("会议听取了大家的意贝，作了认真研究。", "ocr", "意贝", "意见"),
        ("非凡是加大对案件的监督力度。", "synonym-swap", "非凡", "特别"),
        ("要充分熟悉做好人大工作的意义。", "synonym-swap", "熟悉", "认识"),
        ("在党中心坚强领导下，我们取得了成绩。", "synonym-swap", "中心", "中央"),
        ("加强党的领导，要害是支持人大依法履职。", "synonym-swap", "要害", "关键"),
        ("泛博干部群众都赞成这样办。", "synonym-swap", "泛博", "广大"),
        ("对人大行驶监督权保障不到位。", "other", "行驶", "行使"),
        ("一批群众关心的热点点问题得到解决。", "other", "热点点", "热点"),
        ("ＸＸ市人大常委会听取了报告。", "redaction", "ＸＸ", ""),
        ("全年培训代表X期，效果很好。", "redaction", "X", ""),
        ("听取审议工作报告 项，作出决定。", "redaction", "报告 项", ""),
        ("坚持和完善****制度的优越性。", "redaction", "****", ""),
        ("地区生产总值实现######亿元。", "redaction", "######", ""),
        ("坚持以dxp理论为指导，做好工作。", "redaction", "dxp", "邓小平"),
        ("为建设富裕文明和谐aa作出贡献。", "redaction", "aa", ""),
        ("原创文秘材料，尽在某某网络.com网。", "watermark", "原创文秘材料，尽在某某网络.com网。", ""),
        ("市委召开的这次会议,非常重要。", "half-width-punctuation", "议,非", "议，非"),
    ],
)
def test_each_kind_of_repair(text: str, kind: str, wrong: str, right: str) -> None:
    assert (kind, wrong, right) in found(f"同志们：\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "人大要围绕党的中心工作依法履职，服务中心、服务大局。",
        "他取得了非凡的成就，赢得了大家的尊敬。",
        "代表们熟悉基层情况，满足群众需要。",
        "干部要抓住要害，治理国家离不开法治。",
        "我们运用AI技术和大数据开展监督，GDP增长5%。",
        "学习习近平总书记的重要讲话，增长1.36亿元。",
        "我国国情决定了这条道路，人民代表大会代表人民。",
        "在各级人大的网站、公众号上发布消息。",
    ],
)
def test_right_words_are_left_alone(text: str) -> None:
    assert found(f"同志们：\n{text}") == []


def test_every_record_stands_at_its_place() -> None:
    text = "同志们：\n一、抓监督\n全年听取报告X项,督办建议XX件。\n旗臶鲜明，非凡是要\n敢于碰硬。"
    source = reading(text).text.split("\n")
    for speech in speeches(text):
        for one in speech.repairs:
            first = one.text.split("\n")[0]
            assert source[one.line - 1][one.column - 1 :].startswith(first), one


def test_a_salutation_said_twice() -> None:
    text = "尊敬的领导、同志们：\n各位代表、同志们：这次视察十分重要，我讲几点意见。"
    assert ("duplicate-salutation", "各位代表、同志们：", "") in found(text)


def test_years_that_the_words_of_a_text_cannot_know() -> None:
    text = "同志们：\n2024年以来，我们认真贯彻落实科学发展观，在以胡锦涛同志为总书记的党中央领导下开展工作。2006年做得很好。"
    assert [one for one in found(text) if one[0] == "other"] == [("other", "2024年", "")]


def test_a_line_end_inside_a_sentence() -> None:
    long = (
        "开展了软环境建设督查活动并且对全市各镇和市级机关各部门提出了十分具体明确的要求和办法，布置了软环境建设督查活"
    )
    assert ("hard-wrap", "督查活\n动提出", "督查活动提出") in found(f"同志们：\n{long}\n动提出了具体要求。")


def test_the_table_of_lookalikes_is_mutual() -> None:
    known = lookalikes()
    assert [(one, other) for one, others in known.items() for other in others if one not in known[other]] == []


def test_no_wrong_word_of_the_table_is_its_own_right_one() -> None:
    shipped = table()
    assert [wrong for wrong, right in {**shipped.slips, **shipped.characters}.items() if wrong == right] == []
    assert [rule for rule in (*shipped.swaps, *shipped.words) if not rule.right] == []


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    speeches(f"同志们：\n{text}")
