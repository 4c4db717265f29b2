"""A whole draft: its head, its tree, its length, its problems; each test shows the structure and the blocks."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from worlds import body_lines, example_facts, lines, load_over_shipped, outline, picks, shipped

from drafter.api import make_draft
from drafter.errors import InvalidFilesError, NotFoundError, NothingFitsError
from drafter.model.draft import Draft, Section
from drafter.model.fact import Plain
from drafter.model.library import Library
from drafter.text.counting import length

HEAD = """
title: 小结构
kind: other
speaker: [party-secretary]
to: [congress]
act: require
length: 60
head: {title: 讲话}
"""
WORLD = {
    "sections/taxonomy.yaml": "themes:\n  tea: {title: 茶}\n",
    "sections/tea/green.yaml": """
        title: 绿茶
        theme: tea
        tags: [绿]
        leads: {plain: 喝好绿茶, nature: 清心明目的好办法}
        text: {require: 要喝好绿茶。}
    """,
    "sections/tea/red.yaml": """
        title: 红茶
        theme: tea
        tags: [红]
        leads: {plain: 喝好红茶}
        text: {require: 要喝好红茶。}
    """,
    "sections/tea/brewing.yaml": """
        title: 泡茶
        theme: tea
        tags: [泡]
        leads: {plain: 泡好茶}
        text:
          require:
            why: 茶好还要泡得好。
            how:
              - {lead: 选好水, text: 用山泉水来泡茶。}
              - {lead: 看好火, text: 水开之后晾一晾。}
            end: 功夫到了味自来。
    """,
    "sections/tea/cold.yaml": """
        title: 茶凉
        theme: tea
        leads: {plain: 茶凉得快}
        text: {concede: 茶凉得快了些。, plan: 打算换个壶。}
    """,
    "sections/tea/intro.yaml": """
        title: 总起
        theme: tea
        part: intro
        text: {require: 茶要好好喝。}
    """,
    "sections/tea/whole.yaml": """
        title: 两段
        theme: tea
        part: whole
        text:
          require: |
            第一段
            还是第一段。

            第二段。
    """,
}


@pytest.fixture(scope="module")
def tea(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_over_shipped(tmp_path_factory.mktemp("teahouse"), WORLD)


def draft(library: Library, folder: Path, body: str, head: str = HEAD, *, target: int = 60, **wishes: object) -> Draft:
    """Return the draft of a structure of `head` and `body`, `target` characters long."""
    file = folder / "small.yaml"
    head = head.replace("length: 60", f"length: {target}")
    file.write_text(f"{head}{dedent(body)}\n", encoding="utf-8")
    return make_draft(library, str(file), **wishes).draft


# ── head


def test_the_head_stands_line_by_line(tea: Library, tmp_path: Path) -> None:
    head = HEAD.replace(
        "head: {title: 讲话}",
        "head: {title: '在{{ whole }}茶会上的|讲话', subtitle: '——{{ place }}', "
        "date: true, speaker: true, salutation: [同志们：, 朋友们：]}",
    )
    facts: dict[str, Plain] = {
        "place": "青山县",
        "meeting": {"date": "2026-03-18"},
        "speaker_post": "县委书记",
        "speaker_name": "林清平",
    }
    made = draft(tea, tmp_path, "body: []", head=head, facts=facts)
    assert [(one.kind, one.text) for one in made.head] == [
        ("title", "在全县茶会上的"),
        ("title", "讲话"),
        ("subtitle", "——青山县"),
        ("date", "（2026年3月18日）"),
        ("speaker", "县委书记\u3000林清平"),
        ("salutation", "同志们："),
        ("salutation", "朋友们："),
    ]
    assert made.title == "在全县茶会上的讲话"


def test_the_structures_own_words_stand_between_and_after_the_passages(tea: Library, tmp_path: Path) -> None:
    made = draft(
        tea,
        tmp_path,
        """
        body:
          - say: 下面，我讲{{ sections | cn_number }}点意见。
          - section: {id: a, heading: {text: 喝茶}}
          - section: {id: b, heading: {text: 品茶}}
          - salute: 同志们！
        thanks: 谢谢大家！
        """,
    )
    assert body_lines(made) == ["下面，我讲二点意见。", "一、喝茶", "二、品茶", "同志们！", "谢谢大家！"]


# ── sections and points


def test_points_run_in_after_their_leads(tea: Library, tmp_path: Path) -> None:
    made = draft(
        tea,
        tmp_path,
        """
        body:
          - section:
              id: a
              heading: {text: 喝茶}
              points: {pick: [{theme: tea, tags: [绿]}, {theme: tea, tags: [红]}]}
        """,
        target=34,
    )
    assert outline(made.body) == dedent(
        """\
        # 一、喝茶
            （一）喝好绿茶。要喝好绿茶。
            （二）喝好红茶。要喝好红茶。"""
    )


def test_points_may_stand_on_their_own_line(tea: Library, tmp_path: Path) -> None:
    made = draft(
        tea,
        tmp_path,
        "body: [{section: {id: a, heading: {text: 喝茶}, points: {run_in: false, pick: {theme: tea, tags: [绿]}}}}]",
    )
    assert body_lines(made) == ["一、喝茶", "（一）喝好绿茶", "要喝好绿茶。"]
    (section,) = made.body
    assert isinstance(section, Section)
    (point,) = section.children
    assert isinstance(point, Section)
    assert point.heading is not None
    assert (point.slot, point.depth, point.heading.kind, point.heading.marker) == ("a.1", 2, "heading", "（一）")


def test_joined_points_are_one_paragraph_with_their_intro(tea: Library, tmp_path: Path) -> None:
    made = draft(
        tea,
        tmp_path,
        """
        body:
          - section:
              id: a
              heading: {text: 喝茶}
              intro: {theme: tea}
              points: {marker: 要, joined: true, pick: [{theme: tea, tags: [绿]}, {theme: tea, tags: [红]}]}
        """,
        target=33,
    )
    assert body_lines(made) == ["一、喝茶", "茶要好好喝。要喝好绿茶。要喝好绿茶。要喝好红茶。要喝好红茶。"]


@pytest.mark.parametrize(
    ("form", "lead"),
    [
        ("plain", "喝好绿茶"),
        ("imperative", "要喝好绿茶"),
        ("must", "把茶喝好，必须喝好绿茶"),
        ("nature", "把茶喝好，是清心明目的好办法"),
        ("superlative", "把茶喝好，最根本的是喝好绿茶"),
    ],
)
def test_a_form_sets_the_lead_of_a_point(tea: Library, tmp_path: Path, form: str, lead: str) -> None:
    made = draft(
        tea,
        tmp_path,
        f"""
        body:
          - section:
              id: a
              stem: 把茶喝好
              heading: {{text: 喝茶}}
              points: {{form: {form}, marker: none, pick: {{theme: tea, tags: [绿]}}}}
        """,
        target=25,
    )
    assert body_lines(made)[1] == f"{lead}。要喝好绿茶。"


def test_the_heading_of_a_section_may_come_from_its_block_and_run_in(tea: Library, tmp_path: Path) -> None:
    section = "run_in: true, stem: 把茶喝好, heading: {from: body, form: superlative}, body: {theme: tea"
    made = draft(
        tea,
        tmp_path,
        f"body: [{{section: {{id: a, {section}, tags: [绿]}}}}}}, {{section: {{id: b, {section}, tags: [红]}}}}}}]",
    )
    assert body_lines(made) == [
        "一、把茶喝好，最根本的是喝好绿茶。要喝好绿茶。",
        "二、把茶喝好，最关键的是喝好红茶。要喝好红茶。",
    ]


# ── moves and measures


@pytest.mark.parametrize(
    ("target", "printed"),
    [
        (10, "泡好茶。一是选好水，用山泉水来泡茶；二是看好火，水开之后晾一晾。"),
        (44, "泡好茶。茶好还要泡得好。一是选好水，用山泉水来泡茶；二是看好火，水开之后晾一晾。"),
        (90, "泡好茶。茶好还要泡得好。一是选好水，用山泉水来泡茶；二是看好火，水开之后晾一晾。功夫到了味自来。"),
    ],
)
def test_the_length_decides_which_moves_print(tea: Library, tmp_path: Path, target: int, printed: str) -> None:
    body = """
        body:
          - section:
              id: a
              marker: none
              heading: {text: 喝茶}
              points: {marker: none, pick: {theme: tea, tags: [泡]}}
    """
    assert body_lines(draft(tea, tmp_path, body, target=target))[1] == printed


def test_parallel_measures_become_sub_points_where_the_structure_asks(tea: Library, tmp_path: Path) -> None:
    made = draft(
        tea,
        tmp_path,
        """
        body:
          - section:
              id: a
              heading: {text: 喝茶}
              points: {pick: {theme: tea, tags: [泡], points: {marker: 一是, from: body}}}
        """,
        target=90,
    )
    assert body_lines(made) == [
        "一、喝茶",
        "（一）泡好茶。茶好还要泡得好。",
        "一是选好水。用山泉水来泡茶。",
        "二是看好火。水开之后晾一晾。",
        "功夫到了味自来。",
    ]


def test_inline_measures_do_not_repeat_the_ordinals_of_their_points(tea: Library, tmp_path: Path) -> None:
    made = draft(
        tea,
        tmp_path,
        "body: [{section: {id: a, heading: {text: 喝茶}, points: {marker: 一是, pick: {theme: tea, tags: [泡]}}}}]",
        target=10,
    )
    assert body_lines(made)[1] == "一是泡好茶。选好水，用山泉水来泡茶；看好火，水开之后晾一晾。"


def test_sub_points_of_their_own_have_blocks_of_their_own(tea: Library, tmp_path: Path) -> None:
    made = draft(
        tea,
        tmp_path,
        """
        body:
          - section:
              id: a
              heading: {text: 喝茶}
              points: {pick: {theme: tea, tags: [绿], points: {marker: 1., pick: {theme: tea, tags: [红]}}}}
        """,
        target=33,
    )
    assert body_lines(made) == ["一、喝茶", "（一）喝好绿茶。要喝好绿茶。", "1.喝好红茶。要喝好红茶。"]
    assert picks(made) == {"a.1": "tea/green", "a.1.1": "tea/red"}


def test_several_acts_of_one_block_print_one_after_the_other(tea: Library, tmp_path: Path) -> None:
    body = "body: [{section: {id: a, heading: {text: 茶}, points: {pick: {theme: tea, act: [concede, plan]}}}}]"
    assert body_lines(draft(tea, tmp_path, body))[1] == "（一）茶凉得快。茶凉得快了些。打算换个壶。"


def test_a_blank_line_starts_a_paragraph_and_a_line_break_none(tea: Library, tmp_path: Path) -> None:
    made = draft(tea, tmp_path, "body: [{pick: {theme: tea}}]")
    assert body_lines(made) == ["第一段还是第一段。", "第二段。"]


# ── evidence

CASE: dict[str, str] = {
    "主题": "tea",
    "哪里": "云岭镇",
    "谁": "老茶农",
    "做了什么": "改良茶树",
    "结果": "茶香传百里。",
    "可以公开使用": "是",
}
EVIDENCE = """
body:
  - section: {id: a, heading: {text: 喝茶}, body: {theme: tea, tags: [绿]}, evidence: {theme: tea}}
  - section: {id: b, heading: {text: 品茶}, body: {theme: tea, tags: [红]}, evidence: {theme: tea}}
"""


def told(tea: Library, root: Path, *cases: dict[str, str]) -> list[int]:
    """Return how often the case is told in each of the two sections."""
    made = draft(tea, root, EVIDENCE, facts={"典型事例": [*cases]})
    return [line.count("老茶农改良茶树，茶香传百里。") for line in body_lines(made)[1::2]]


def test_a_cleared_case_on_the_theme_is_told_once(tea: Library, tmp_path: Path) -> None:
    assert told(tea, tmp_path, CASE) == [1, 0]


def test_each_section_tells_a_case_of_its_own(tea: Library, tmp_path: Path) -> None:
    assert told(tea, tmp_path, CASE, {**CASE, "哪里": "石桥镇"}) == [1, 1]


@pytest.mark.parametrize(
    "change", [{"可以公开使用": "否"}, {"可以公开使用": ""}, {"结果": ""}, {"主题": "supervision"}]
)
def test_a_case_that_is_not_cleared_not_whole_or_not_on_the_theme_is_not_told(
    tea: Library, tmp_path: Path, change: dict[str, str]
) -> None:
    assert told(tea, tmp_path, {**CASE, **change}) == [0, 0]


# ── lengths, dates, problems


def test_the_length_of_a_draft_is_that_of_its_text_where_every_fact_is_known() -> None:
    made = make_draft(shipped(), "work-conference-dashes", facts=example_facts(shipped())).draft
    assert made.length == sum(length(line) for line in lines(made))


@pytest.mark.parametrize("facts", [{"place": "青山县"}, {"place": "青山县", "surveys": "123456789"}, {}])
def test_what_is_known_never_swaps_a_passage(facts: dict[str, Plain]) -> None:
    library = shipped()
    whole = make_draft(library, "experience-report-three-parts", facts=example_facts(library), level="county")
    made = make_draft(library, "experience-report-three-parts", facts=facts, level="county")
    assert made.draft.picks == whole.draft.picks


@pytest.mark.parametrize(("target", "telling"), [(9000, "最多能写到约"), (5, "最少也要约")])
def test_a_length_out_of_reach_is_a_warning_with_the_length_in_reach(
    tea: Library, tmp_path: Path, target: int, telling: str
) -> None:
    body = "body: [{section: {id: a, heading: {text: 喝茶}, points: {pick: {theme: tea, tags: [泡]}}}}]"
    made = draft(tea, tmp_path, body, target=target)
    (problem,) = [problem for problem in made.problems if problem.rule == "length"]
    assert problem.severity == "warning"
    assert f"目标 {target} 字" in problem.message
    assert f"{telling} {made.length} 字" in problem.message


@pytest.mark.parametrize(("target", "telling"), [(9000, "最多能写到约 57 字"), (5, "最少也要约 20 字")])
def test_a_length_out_of_reach_that_was_asked_for_is_an_error_with_the_nearest(
    tea: Library, tmp_path: Path, target: int, telling: str
) -> None:
    body = "body: [{section: {id: a, heading: {text: 喝茶}, points: {pick: {theme: tea, tags: [泡]}}}}]"
    with pytest.raises(NothingFitsError) as caught:
        draft(tea, tmp_path, body, length=target)
    assert f"要写 {target} 字办不到" in caught.value.message
    assert telling in caught.value.message
    nearest = int(re.search(r"--length (\d+)", caught.value.hint)[1])
    assert draft(tea, tmp_path, body, length=nearest).length == nearest


def test_a_draft_says_what_it_was_made_with() -> None:
    made = make_draft(
        shipped(), "work-conference-dashes", facts={"place": "江州市"}, seed=7, length=5000, as_of=date(2026, 3, 18)
    ).draft
    assert (made.structure, made.seed, made.target, made.level, made.as_of) == (
        "work-conference-dashes",
        7,
        5000,
        "city",
        "2026-03-18",
    )


def test_the_day_of_the_meeting_decides_the_formulations(tea: Library, tmp_path: Path) -> None:
    body = "body: [{say: '今年是{{ season }}。'}]"
    made = [draft(tea, tmp_path, body, facts={"meeting": {"date": day}}) for day in ("2025-12-31", "2026-01-01")]
    assert [body_lines(one) for one in made] == [["今年是“十四五”规划收官之年。"], ["今年是“十五五”开局之年。"]]


def test_a_structure_goes_by_its_chinese_title_too() -> None:
    library = shipped()
    title = library.structures["work-conference-dashes"].title
    assert make_draft(library, title).draft == make_draft(library, "work-conference-dashes").draft


def test_an_unknown_structure_gets_the_nearest_name() -> None:
    with pytest.raises(NotFoundError) as caught:
        make_draft(shipped(), "work-conference-dashs")
    assert "没有叫“work-conference-dashs”的结构" in caught.value.message
    assert "是否想写“work-conference-dashes”" in caught.value.hint


def test_wrong_facts_are_reported_all_together() -> None:
    with pytest.raises(InvalidFilesError) as caught:
        make_draft(shipped(), "work-conference-dashes", facts={"surveys": "几次", "天气": "晴"})
    assert [problem.rule for problem in caught.value.problems] == ["wrong-value", "unknown-fact"]


def test_a_structure_may_be_a_file_of_the_users_own(tmp_path: Path) -> None:
    file = tmp_path / "自定结构.yaml"
    file.write_text(dedent(HEAD) + "body: [{say: '我县喝茶{{ surveys }}次。'}]\n", encoding="utf-8")
    assert body_lines(make_draft(shipped(), str(file), facts={"surveys": "3"}).draft) == ["我县喝茶3次。"]


def test_two_files_of_the_users_own_in_one_process_do_not_mix(tmp_path: Path) -> None:
    library = shipped()
    for word in "茶水":
        file = tmp_path / f"结构{word}.yaml"
        file.write_text(dedent(HEAD) + f"body: [{{say: '我县喝{word}{{{{ surveys }}}}次。'}}]\n", encoding="utf-8")
        assert body_lines(make_draft(library, str(file), facts={"surveys": "3"}).draft) == [f"我县喝{word}3次。"]
