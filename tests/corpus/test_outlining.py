"""What makes an outline, one text a case: depth by use, hidden leads, headings that files have damaged."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.world import outline, reading, speeches, tree
from drafter.errors import InputError
from drafter.model.speech import all_items

TAIL = "各级要把这项工作抓在手上，一件一件落到实处。"


def shown(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


# ── depth by what the speech does


def test_a_marker_lies_where_the_speech_puts_it() -> None:
    text = f"""
        一、强化监督
        一是听取报告。{TAIL}
        二是开展检查。{TAIL}
        二、做好代表工作
        （一）建好站点。一是选好地方，方便群众。{TAIL}二是排好班次，按时接待。{TAIL}
        （二）办好建议。{TAIL}
    """
    assert outline(text) == shown(
        """
        一、|强化监督
          一是|听取报告
          二是|开展检查
        二、|做好代表工作
          （一）|建好站点
            一是|选好地方，方便群众
            二是|排好班次，按时接待
          （二）|办好建议
        """
    )


def test_steps_and_layers_are_markers_also_in_bold() -> None:
    text = f"""
        头一层意思，讲讲成绩。{TAIL}
        第二层意思，讲讲难处。检查分三步。**第一步**，查台账，问了十户；**第二步**，走楼栋，敲了十家；**第三步**，坐下来谈。
    """
    assert outline(text) == shown(
        """
        头一层意思，|讲讲成绩
        第二层意思，|讲讲难处
          第一步，|查台账，问了十户
          第二步，|走楼栋，敲了十家
          第三步，|坐下来谈
        """
    )


def test_a_list_glued_to_its_heading() -> None:
    text = f"一、聚焦政治引领，坚持党的领导一是把牢方向。{TAIL}二是请示报告。{TAIL}\n二、聚焦中心大局，服务发展。{TAIL}"
    assert outline(text) == shown(
        """
        一、|聚焦政治引领，坚持党的领导
          一是|把牢方向
          二是|请示报告
        二、|聚焦中心大局，服务发展
        """
    )


def test_part_of_a_report_may_begin_with_its_third_section() -> None:
    text = f"（三）排查不细。{TAIL}\n（四）整改不实。{TAIL}\n三、下一步工作的建议\n（一）压实责任。{TAIL}\n（二）加快进度。{TAIL}"
    assert outline(text).endswith("三、|下一步工作的建议\n  （一）|压实责任\n  （二）|加快进度")


def test_the_page_numbers_of_a_site_that_shares_documents_are_no_markers() -> None:
    pages = (
        f"1、各位代表：我受主席团委托，报告工作。{TAIL * 6}一、依法履职，做好监督工作。{TAIL * 2}各级要认真落",
        f"2、实会议精神。{TAIL * 6}二、发挥作用，做好代表工作。{TAIL * 3}",
    )
    shared = "《人大工作报告.docx》由会员分享，可在线阅读，更多相关《人大工作报告.docx(8页珍藏版)》请在某某文库上搜索。"
    found = outline("\n".join((shared, *pages)))
    assert found == "一、|依法履职，做好监督工作\n二、|发挥作用，做好代表工作"


def test_markdown_lends_its_headings_but_not_its_signs() -> None:
    text = f"""
        # 在全县人大工作会议上的讲话

        ## 一、强化监督

        **听取报告。**{TAIL}全年听取报告**【待补：报告项数】**项，开展检查**【待补：检查次数】**次。

        ## 做好代表工作

        **办好建议。**{TAIL}
    """
    assert outline(text) == shown(
        """
        一、|强化监督
          |听取报告
        |做好代表工作
          |办好建议
        """
    )


@pytest.mark.parametrize(
    ("markers", "inner"),
    [
        (("第一，", "第二，", "第三，"), ("1.", "2.")),
        (("一要", "二要", "三要"), ("（1）", "（2）")),
        (("首先，", "其次，", "最后，"), ("一是", "二是")),
        (("1.", "2.", "3."), ("（1）", "（2）")),
        (("（一）", "（二）", "（三）"), ("①", "②")),
        (("第一部分　", "第二部分　", "第三部分　"), ("一、", "二、")),
    ],
)
def test_every_style_may_be_a_section(markers: tuple[str, str, str], inner: tuple[str, str]) -> None:
    lines = [f"{marker}把工作做实。{TAIL}" for marker in markers[:2]]
    lines += [f"{one}把细节抓牢。{TAIL}" for one in inner]
    lines += [f"{markers[2]}把队伍带好。{TAIL}"]
    (speech,) = speeches("\n".join(lines))
    found = speech.sections or speech.points
    assert [item.heading for item in found] == ["把工作做实", "把工作做实", "把队伍带好"]
    assert [item.heading for item in found[1].points] == ["把细节抓牢", "把细节抓牢"]


def test_a_list_may_start_at_three() -> None:
    text = f"（三）抓监督。{TAIL}\n（四）抓代表。{TAIL}\n（五）抓队伍。{TAIL}"
    assert outline(text) == "（三）|抓监督\n（四）|抓代表\n（五）|抓队伍"


def test_a_number_may_be_skipped_or_said_twice() -> None:
    text = f"一、抓监督\n{TAIL}\n二、抓代表\n{TAIL}\n四、抓队伍\n{TAIL}\n四、抓作风\n{TAIL}"
    assert outline(text) == "一、|抓监督\n二、|抓代表\n四、|抓队伍\n四、|抓作风"


def test_a_list_of_the_opening_is_no_section() -> None:
    text = f"""
        同志们：
        过去一年，一是监督更实。{TAIL}二是代表更活。{TAIL}下面，我讲两点意见。
        一、提高认识
        {TAIL}
        二、狠抓落实
        {TAIL}
    """
    assert outline(text) == "一是|监督更实\n二是|代表更活\n-\n一、|提高认识\n二、|狠抓落实"


def test_a_dash_is_a_point_or_a_subtitle() -> None:
    text = f"""
        扎实推进人大工作
        ——在全县人大工作会议上的讲话
        同志们：
        一、认清形势
        ——这是党的领导的要求。{TAIL}
        ——这是人民群众的期盼。{TAIL}
    """
    (speech,) = speeches(text)
    assert speech.subtitle == "在全县人大工作会议上的讲话"
    assert tree(speech.sections) == "一、|认清形势\n  ——|这是党的领导的要求\n  ——|这是人民群众的期盼"


def test_short_lines_without_ordinals_head_what_follows() -> None:
    text = f"提高站位，把牢方向\n{TAIL}{TAIL}\n聚焦中心，服务大局\n{TAIL}{TAIL}\n加强建设，提升能力\n{TAIL}{TAIL}"
    assert outline(f"在人大工作会议上的讲话\n同志们：\n{TAIL}{TAIL}\n{text}") == (
        "|提高站位，把牢方向\n|聚焦中心，服务大局\n|加强建设，提升能力"
    )


def test_sections_without_ordinal_may_hold_numbers_that_begin_anew() -> None:
    part = f"一、抓监督\n{TAIL}\n二、抓代表\n{TAIL}"
    text = f"过去一年的工作\n{TAIL}{TAIL}\n{part}\n今后一年的打算\n{TAIL}{TAIL}\n{part}"
    made = outline(f"县人大常委会工作报告\n各位代表：\n{TAIL}{TAIL}\n{text}")
    assert made.count("\n  一、|抓监督") == 2


# ── leads


def test_hidden_leads_inside_a_paragraph() -> None:
    text = f"一、服务大局\n代表们谈得很好。要紧扣中心任务。围绕项目建设听取报告，{TAIL}要回应群众关切。围绕就业上学开展视察，{TAIL}"
    assert outline(text) == "一、|服务大局\n  |要紧扣中心任务\n  |要回应群众关切"


@pytest.mark.parametrize(
    "text",
    [
        "一、服务大局\n大家要认真学习这次会议的精神。会后各单位抓紧传达。",
        "一、服务大局\n要加强学习，提高本领，熟悉业务。要深入基层，听取意见，摸清情况。要严守纪律，廉洁履职，树好形象。",
        "一、服务大局\n要想把事情办好，就得依靠群众。群众的眼睛最亮。",
    ],
)
def test_a_sentence_that_merely_begins_with_yao_is_no_lead(text: str) -> None:
    assert outline(text) == "一、|服务大局"


def test_leads_at_the_start_of_paragraphs() -> None:
    body = "围绕年度计划听取报告，检查法律实施，推动问题整改，全年的任务都按时完成了。"
    text = f"一、依法履职\n这一年任务很重。{body}\n强化财经监督。{body}\n深化代表工作。{body}\n加强自身建设。{body}"
    assert outline(text) == "一、|依法履职\n  |强化财经监督\n  |深化代表工作\n  |加强自身建设"


# ── what files do to headings


def test_a_heading_glued_by_white_space() -> None:
    text = f"一、提高认识 {TAIL}做好人大工作是大家的责任。\n二、狠抓落实\n{TAIL}"
    assert outline(text) == "一、|提高认识\n二、|狠抓落实"


def test_a_heading_glued_by_nothing() -> None:
    text = f"一、坚持党的领导，把准政治方向\n{TAIL}\n二、突出工作重点，增强监督实效\n{TAIL}\n三、优化服务保障，发挥代表作用积极搭建各类履职平台，丰富活动内容，拓宽联系渠道，{TAIL}"
    assert outline(text).endswith("三、|优化服务保障，发挥代表作用")


def test_a_lost_line_end_between_points() -> None:
    text = f"一、抓好落实\n一是领导带头。{TAIL}二是上下联动。{TAIL}三是严格考核。{TAIL}"
    assert outline(text) == "一、|抓好落实\n  一是|领导带头\n  二是|上下联动\n  三是|严格考核"


def test_a_heading_broken_by_a_line_end() -> None:
    text = f"1、党的建设对人大工作提出了新要求。{TAIL}\n2、发展任务对人大工作提出了新要求。{TAIL}\n3、人民\n群众的期盼对人大工作提出了新要求。{TAIL}"
    assert outline(text).endswith("3、|人民群众的期盼对人大工作提出了新要求")


def test_a_text_wrapped_by_force_with_page_numbers() -> None:
    whole = (
        "人大代表来自人民，扎根人民，最了解群众的冷暖，也最懂得基层的难处，把他们的作用发挥好，人大工作就有了源头活水。"
        * 6
    )
    rows = ["一、把代表工作摆在更加突出的位置", *[whole[at : at + 28] for at in range(0, len(whole), 28)]]
    rows.insert(6, "— 3 —")
    text = "\n".join([*rows, "二、把建议办理抓得更实", *rows[1:6]])
    assert outline(text) == "一、|把代表工作摆在更加突出的位置\n二、|把建议办理抓得更实"


def test_a_colon_inside_a_heading_line_does_not_end_it() -> None:
    text = f"一、怎么干：把五件实事办到位\n{TAIL}\n二、谁来干：建一支能打硬仗的队伍\n{TAIL}"
    assert outline(text) == "一、|怎么干：把五件实事办到位\n二、|谁来干：建一支能打硬仗的队伍"


@pytest.mark.parametrize(
    "text",
    [
        "（一）（二）两部分我不重复了，这里重点讲第三部分。",
        "按照代表法第五条的规定，第六条的要求，依法开展活动。",
        "他强调“一是要学，二是要干”，大家都很赞成。",
        "经过研究，一是不涨价，事情就好办了。",
    ],
)
def test_what_only_looks_like_a_marker(text: str) -> None:
    assert outline(f"同志们：\n{text}{TAIL}") == ""


# ── texts pasted from the web


def test_a_first_marker_stands_alone_where_the_text_breaks_off() -> None:
    text = f"现将有关情况报告如下:一、基本情况本镇位于县城北部,{TAIL}(一)健全机构。{TAIL}一是配强人员。镇人大配备了专职"
    assert outline(text) == "一、|基本情况\n  (一)|健全机构\n    一是|配强人员"


def test_a_lone_first_point_in_a_whole_text_needs_the_start_of_a_line() -> None:
    assert outline(f"一、学什么\n一要学理论。{TAIL}") == "一、|学什么\n  一要|学理论"
    assert outline(f"同志们：\n大家的看法一致。一是一，二话不说。{TAIL}") == ""


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("加强理论学习,提高政治站位", "今年以来,镇人大主席团坚持每月学习,"),
        ("认真履行监督职责,推动重点工作", "在镇党委的领导下,主席团围绕中心,"),
        ("丰富代表活动,密切同群众的联系作用", "各代表小组按季度开展活动,"),
        ("存在的主要问题", "从走访的情况看,"),
        ("过去一年工作回顾", "一年来,我们认真履职,"),
    ],
)
def test_a_heading_glued_to_its_text_in_a_text_of_one_line(heading: str, text: str) -> None:
    assert outline(f"各位代表:一、{heading}{text}{TAIL}") == f"一、|{heading}"


@pytest.mark.parametrize(
    "heading",
    [
        "坚持和完善人民代表大会制度是发展社会主义民主政治的必然要求",
        "始终坚持党的全面领导,确保人大工作沿着正确的政治方向前进",
        "围绕中心工作加强监督，推动县委决策部署在各乡镇落地见效",
    ],
)
def test_a_long_heading_is_not_cut(heading: str) -> None:
    assert outline(f"一、{heading}。{TAIL}\n二、加强建设。{TAIL}").startswith(f"一、|{heading}\n")


def test_the_name_of_a_part_glued_to_its_text() -> None:
    text = f"各位代表:现在报告工作。2023年工作回顾2023年,主席团认真履职。{TAIL}一、强化监督。{TAIL}二、服务代表。{TAIL}"
    assert outline(text) == "|2023年工作回顾\n  一、|强化监督\n  二、|服务代表"


def test_wide_gaps_in_a_pasted_line_were_line_ends() -> None:
    text = f"各位代表：  {TAIL * 6}  过去五年的工作  {TAIL}{TAIL}  一、发展更快  ——农业更强。{TAIL}  ——工业更大。{TAIL}"
    assert outline(text) == "|过去五年的工作\n  一、|发展更快\n    ——|农业更强\n    ——|工业更大"


def test_a_list_that_speaks_of_the_whole_lies_under_no_section() -> None:
    text = f"一、强化监督\n{TAIL}\n二、做好代表工作\n{TAIL}\n同时，我们也清醒地看到不足：一是学得不深；二是跑得不够。"
    assert outline(text) == "一、|强化监督\n二、|做好代表工作\n一是|学得不深\n二是|跑得不够"


def test_news_has_no_outline() -> None:
    text = (
        f"12月3日，县人大常委会召开主任会议。\n会议强调，一要提高站位。{TAIL}二要压实责任。{TAIL}三要加强督办。{TAIL}"
    )
    assert outline(text) == ""


# ── lists as people speak them


@pytest.mark.parametrize(
    "markers",
    [
        ("一个是", "再一个是", "还有一个是"),
        ("一种是", "一种是", "还有一种是"),
        ("一条，", "另一条，"),
        ("一喜：", "二喜：", "一忧："),
        ("一来，", "二来，", "三来，"),
        ("首先是", "其次是", "最后是"),
        ("第一盏灯，", "第二盏灯，", "第三盏灯，"),
        ("第一件事，", "第二件事，", "最后一件事，"),
        ("一", "二", "三"),
        ("⑴", "⑵", "⑶"),
        ("㈠", "㈡", "㈢"),
    ],
)
def test_lists_inside_a_paragraph(markers: tuple[str, ...]) -> None:
    points = "".join(f"{one}不误农时。{TAIL}" for one in markers)
    assert outline(f"一、抓好落实\n这里讲几句。{points}").split("\n  ")[1:] == [f"{one}|不误农时" for one in markers]


@pytest.mark.parametrize(
    "leads",
    [
        ("措施一：|走进农家问冷暖", "措施二：|走进企业送政策"),
        ("体会之一：|党的领导是根本", "体会之二：|人民群众是靠山"),
        ("第一章|总则不能不学", "第二章|产业不能不兴"),
        ("|【强化监督】", "|【服务代表】"),
        ("|读出了“根”", "|读出了“尺”", "|读出了“差”"),
        ("|难在人手。", "|难在方法。", "|难在认识。"),
        ("|对党员代表，要求高一些。", "|对基层代表，照顾多一些。", "|对年轻代表，锻炼多一些。"),
    ],
)
def test_leads_of_paragraphs(leads: tuple[str, ...]) -> None:
    lines = [
        f"{lead.replace('|', '', 1) if lead[0] == '|' else lead.replace('章|', '章　').replace('|', '')}"
        for lead in leads
    ]
    marks = {"”": "：", "】": ""}
    text = "\n".join(f"{line}{marks.get(line[-1], '' if line[-1] == '。' else '。')}{TAIL}" for line in lines)
    assert outline(f"一、谈谈体会\n{TAIL}\n{text}").split("\n  ")[1:] == [
        lead.strip("。").replace("【", "").replace("】", "") for lead in leads
    ]


def test_more_is_demanded_last() -> None:
    text = f"一、鼓足干劲\n{TAIL}一则要有韧劲。{TAIL}再则要有巧劲。更要有狠劲。{TAIL}"
    assert outline(text) == "一、|鼓足干劲\n  一则|要有韧劲\n  再则|要有巧劲\n  |更要有狠劲"


def test_lines_with_a_colon_above_lists() -> None:
    text = f"二、排好日程\n5月10日之前：\n1）报值班表。{TAIL}\n2）开交流会。{TAIL}\n6月20日之前：\n1）完成述职。{TAIL}\n2）完成评估。{TAIL}"
    assert outline(text) == shown(
        """
        二、|排好日程
          |5月10日之前
            1）|报值班表
            2）|开交流会
          |6月20日之前
            1）|完成述职
            2）|完成评估
        """
    )


def test_the_last_point_may_announce_its_own() -> None:
    text = f"一、抓监督\n{TAIL}\n二、抓代表\n{TAIL}\n最后，提醒两件事：一个是防汛，代表要上堤；再一个是高考，不要扰民。"
    assert outline(text).endswith("最后，|提醒两件事\n  一个是|防汛，代表要上堤\n  再一个是|高考，不要扰民")


def test_a_list_in_a_later_paragraph_lies_under_no_point_of_one_paragraph() -> None:
    text = f"一、办好实事\n——修路。{TAIL}\n——通水。{TAIL}\n——种树。{TAIL}\n今年再办两件：①建养老点；②装路灯。"
    assert outline(text) == "一、|办好实事\n  ——|修路\n  ——|通水\n  ——|种树\n  ①|建养老点\n  ②|装路灯"


@pytest.mark.parametrize(
    "text",
    [
        "理念要新。方法要新。形式要新。归根到底是一句话，不能老一套。",
        "具体安排见附件（一），请大家对照落实。",
        "【编者按】这篇稿子是根据录音整理的，未经本人审阅。",
        "一面是历史，一面是群众的眼睛，一面是自己的账本。",
        "2023年，事故12起；2024年，下降到7起。",
        "根据监督法第六条、第七条的规定，听取报告。",
        "事情不大，一头是养殖户，一头是种植户，两头都要照顾。",
        "第一季度，收入增长；第二季度，收入持平。",
        "春天，你带回了项目；夏天，你带回了技术；秋天，你带回了客商。",
    ],
)
def test_what_is_said_in_pairs_and_threes_is_no_list(text: str) -> None:
    assert outline(f"同志们：\n{text}{TAIL}") == ""


# ── the head, several speeches, the end


def test_the_head_of_a_speech() -> None:
    (speech,) = speeches(
        f"""
        在县委人大工作会议上的
        讲　话
        （2024年3月18日）
        县委书记　林清平
        尊敬的各位领导、同志们：
        {TAIL}
        一、提高认识
        {TAIL}
        二、狠抓落实
        {TAIL}
        同志们，让我们一起努力，把人大工作做得更好！
        """
    )
    assert speech.title == "在县委人大工作会议上的讲　话"
    assert (speech.date, speech.speaker) == ("2024年3月18日", "县委书记　林清平")
    assert speech.salutation == ("尊敬的各位领导、同志们：",)
    assert (speech.kind, speech.level) == ("work-conference-speech", "county")
    assert speech.opening == (TAIL,)
    assert speech.closing == ("同志们，让我们一起努力，把人大工作做得更好！",)


def test_a_closing_glued_to_the_last_point() -> None:
    (speech,) = speeches(
        f"同志们：\n{TAIL}\n一、提高认识\n{TAIL}\n二、狠抓落实\n{TAIL}同志们，新的征程已经开始，让我们一起努力！"
    )
    assert speech.closing == ("同志们，新的征程已经开始，让我们一起努力！",)
    assert speech.sections[-1].text == (TAIL,)


@pytest.mark.parametrize(
    "between",
    ["第二篇：在总结会上的讲话\n", "＊＊＊＊＊＊\n在总结会上的讲话\n", "在总结会上的讲话\n（2024年5月6日）\n"],
)
def test_several_speeches_in_one_file(between: str) -> None:
    body = f"同志们：\n{TAIL}{TAIL}{TAIL}\n一、抓学习\n{TAIL}\n二、抓落实\n{TAIL}\n"
    found = speeches(f"在动员会上的讲话\n{body}{between}{body}")
    assert [one.title for one in found] == ["在动员会上的讲话", "在总结会上的讲话"]
    assert [len(one.sections) for one in found] == [2, 2]


def test_the_frame_of_a_web_page_and_the_signature_are_no_text() -> None:
    (speech,) = speeches(
        f"""
        首页 > 人大工作 > 领导讲话
        在座谈会上的讲话
        来源：人大网　发布时间：2024-05-06　浏览次数：12
        同志们：
        {TAIL}
        一、抓学习
        {TAIL}
        二、抓落实
        {TAIL}
        我的讲话完了，谢谢大家。
        县人大常委会办公室
        2024年5月6日
        责任编辑：某某
        """
    )
    assert speech.title == "在座谈会上的讲话"
    assert speech.closing == ("我的讲话完了，谢谢大家。",)


def test_an_interview_has_no_outline() -> None:
    assert (
        outline(f"记者：请谈谈今年的工作。\n主任：一是抓监督。{TAIL}二是抓代表。{TAIL}\n记者：明年呢？\n主任：{TAIL}")
        == ""
    )


def test_a_file_of_a_million_characters_is_no_speech() -> None:
    with pytest.raises(InputError, match="文件太长"):
        speeches("一" * 1_000_001)


# ── whatever the text


LETTERS = st.sampled_from("一二三四五十、（）1234.，。；：—#*“” \n\u3000第是要首先其次最后各位同志们好工作监督代表XX")
TEXTS = st.text(LETTERS, max_size=400) | st.text(max_size=120)


@given(TEXTS)
def test_spans_nest_in_order_and_no_character_is_lost(text: str) -> None:
    source = reading(text).text
    found = speeches(source) if source else []
    end = 0
    for speech in found:
        first, last = speech.span
        assert end <= first <= last <= len(source)
        end = last
        assert_nested(list(speech.points) + list(speech.sections), first, last)
        for item in all_items(speech):
            kept = "".join(source[item.span[0] : item.span[1]].split())
            assert "".join(item.heading.split()) in kept
            assert all(part in kept for part in ("".join(one.split()) for one in item.text) if "\n" not in part)


def assert_nested(items: list, first: int, last: int) -> None:  # type: ignore[type-arg]
    position = first
    for item in items:
        start, end = item.span
        assert position <= start <= end <= last, item
        assert_nested(list(item.points), start, end)
        position = end


HEADINGS = st.lists(
    st.sampled_from(["加强监督", "做好代表工作", "改进作风", "提升能力", "抓好落实", "服务大局"]),
    min_size=2,
    max_size=5,
    unique=True,
)


@given(st.lists(HEADINGS, min_size=2, max_size=4))
def test_an_outline_printed_and_read_again_is_the_same(sections: list[list[str]]) -> None:
    numbers = "一二三四五"
    lines = []
    for row, points in enumerate(sections):
        lines += [f"{numbers[row]}、{points[0]}", TAIL]
        lines += [f"（{numbers[at]}）{point}。{TAIL}" for at, point in enumerate(points[1:])] if len(points) > 2 else []
    once = outline("\n".join(lines))
    printed = []
    for line in once.split("\n"):
        marker, _, heading = line.strip().partition("|")
        printed += [f"{marker}{heading}", TAIL] if not line.startswith("  ") else [f"{marker}{heading}。{TAIL}"]
    assert outline("\n".join(printed)) == once
