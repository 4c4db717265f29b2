"""Filling texts: how values print, how a gap survives, what is left out, where it ends."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import body_lines, load_over_shipped, shipped

from drafter.api import make_draft
from drafter.assembly.assembling import Order, read_facts
from drafter.assembly.facts import Layer
from drafter.assembly.filling import FILTERS, MAX_OUTPUT, Filler
from drafter.errors import InputError
from drafter.library.lazy import text_key
from drafter.library.templates import Names, compile_text
from drafter.model.fact import FactBook, FactSpec, Plain
from drafter.source import Source

FACTS = {
    "place": FactSpec(group="g", label="地名", example="青山县"),
    "teas": FactSpec(group="g", label="品茶次数", type="count", unit="次", example="12"),
    "rate": FactSpec(group="g", label="满意率", type="percent", example="96.50"),
    "day": FactSpec(group="g", label="开茶日", type="date", example="2026-01-05"),
    "sunny": FactSpec(group="g", label="是否晴天", type="bool", example="是"),
    "guests": FactSpec(group="g", label="茶客", type="list", example=["甲", "乙"]),
    "party": FactSpec(
        group="g",
        label="茶会",
        type="record",
        fields={"name": "茶会名称", "date": "茶会日期"},
        example={"name": "春茶会"},
    ),
    "heard": FactSpec(
        group="g",
        label="发言",
        type="list",
        fields={"who": "谁", "what": "讲了什么"},
        example=[{"who": "甲", "what": "谈茶"}],
    ),
}


def filler(*texts: str, facts: dict[str, Plain] | None = None, sections: int = 0, examples: bool = False) -> Filler:
    """Return a filler for `texts` over FACTS."""
    library = msgspec.structs.replace(shipped(), facts=FactBook(groups={"g": "茶"}, facts=FACTS))
    names = Names(FACTS, library.terms.families)
    library = msgspec.structs.replace(library, programs={text_key(text): compile_text(text, names) for text in texts})
    order = Order(layers=(Layer(facts or {}, Source("表")),), today=date(2026, 3, 18))
    return Filler(library, read_facts(library, order), sections, examples=examples)


def fill(text: str, **facts: Plain) -> str:
    return filler(text, facts=facts).plain(text)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("12", "喝茶12次。"),
        ({"本期": "12", "上年同期": "10"}, "喝茶12次（上年同期10次）。"),
        ({"本期": "12", "上年同期": "10", "时段": "1至10月"}, "喝茶12次（1至10月，上年同期10次）。"),
        ({"本期": "１２", "上年同期": ""}, "喝茶12次。"),
        ({"本期": "", "上年同期": ""}, "喝茶【待补：品茶次数】次。"),
    ],
)
def test_a_figure_with_that_of_last_year(value: Plain, printed: str) -> None:
    assert fill("喝茶{{ teas }}次{{ teas | compared }}。", teas=value) == printed


def test_a_share_with_that_of_last_year_and_all_else_of_a_figure() -> None:
    both: Plain = {"本期": "96.5%", "上年同期": "90%"}
    assert fill("满意率{{ rate }}%{{ rate | compared }}", rate=both) == "满意率96.5%（上年同期90%）"
    assert fill("{{ teas | cn_number }}次", teas={"本期": "12", "上年同期": "10"}) == "十二次"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"上年同期": "10"}, "没有写本期"),
        ({"本期": "12", "去年": "10"}, "应当是一个值，或分项写：本期、上年同期、时段"),
        ({"本期": "12", "上年同期": "好几"}, "应当是整数"),
    ],
)
def test_wrong_comparisons(value: Plain, message: str) -> None:
    with pytest.raises(InputError) as failure:
        fill("{{ teas }}", teas=value)
    assert any(message in one.message for one in getattr(failure.value, "problems", ()))


def left_out(text: str, **facts: Plain) -> tuple[str, ...]:
    return filler(text, facts=facts).fill(text).unused


# ── values


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("喝茶{{ teas }}次", "喝茶1012次"),
        ("{{ teas | cn_number }}次", "一千零一十二次"),
        ("{{ teas | cn_digits }}", "一〇一二"),
        ("{{ teas | ordinal }}次", "第一千零一十二次"),
        ("{{ rate }}%", "96.50%"),
        ("{{ day }}", "2026年1月5日"),
        ("{{ day | cn_date }}", "二〇二六年一月五日"),
        ("{{ guests }}", "甲、乙、丙"),
        ("{{ guests | join }}", "甲、乙、丙"),
        ("{{ guests | join('和') }}", "甲和乙和丙"),
        ("{{ guests | count }}人", "3人"),
        ("{{ guests | count | cn_number }}人", "三人"),
        ("{{ guests | first }}……{{ guests | last }}", "甲……丙"),
        ("{{ party.name }}（{{ party.date }}）", "春茶会（2026年3月18日）"),
        ("{{ party.date | cn_date }}", "二〇二六年三月十八日"),
        ("{{ place ~ '第' ~ teas ~ '次' }}", "青山县第1012次"),
        ("{{ our }}、{{ whole }}、{{ year }}", "我县、全县、2026"),
        ("{{ sections | cn_number }}点意见", "三点意见"),
        ("{{ term.season }}", "“十五五”开局之年"),
        ("没有模板标记的}也照印", "没有模板标记的}也照印"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_a_value_prints_as_papers_print_it(text: str, printed: str) -> None:
    facts: dict[str, Plain] = {
        "place": "青山县",
        "teas": "1012",
        "rate": "96.50",
        "day": "2026-01-05",
        "guests": "甲、乙、丙",
        "party": {"name": "春茶会", "date": "2026-03-18"},
    }
    assert filler(text, facts=facts, sections=3).plain(text) == printed


# ── gaps

GAP = "【待补：品茶次数】"


SUITED = {"cn_date": "day", "join": "guests", "count": "guests", "first": "guests", "last": "guests"}
"""Filter → a fact that it is for; the others are for figures."""


PASSING = [name for name in FILTERS if name != "compared"]
"""A gap is printed by all filters but the one that only adds to a figure, which has printed the gap already."""


@pytest.mark.parametrize("name", PASSING)
def test_a_gap_passes_unchanged_through_every_filter(name: str) -> None:
    fact = SUITED.get(name, "teas")
    assert fill(f"共{{{{ {fact} | {name} }}}}次") == f"共【待补：{FACTS[fact].label}】次"


@pytest.mark.parametrize(("first", "second"), [*itertools.product(PASSING, PASSING)])
def test_a_gap_passes_through_filters_in_a_row(first: str, second: str) -> None:
    fact = SUITED.get(first, "teas")
    assert fill(f"{{{{ {fact} | {first} | {second} }}}}") == f"【待补：{FACTS[fact].label}】"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ '第' ~ teas ~ '次' }}", f"第{GAP}次"),
        ("{{ teas ~ teas }}", GAP + GAP),
        ("{{ place ~ teas ~ day }}", f"青山县{GAP}【待补：开茶日】"),
        ("{{ (teas | cn_number) ~ '次' }}", f"{GAP}次"),
        ("{{ ('第' ~ teas) ~ '次' }}", f"第{GAP}次"),
        ("{{ party.name }}", "【待补：茶会名称】"),
        ("{{ party.date | cn_date }}", "【待补：茶会日期】"),
        ("{{ guests | join('和') }}", "【待补：茶客】"),
        ("{% for one in heard %}{{ one.who }}{% endfor %}", "【待补：发言】"),
    ],
)
def test_a_gap_joins_other_text_without_being_lost(text: str, printed: str) -> None:
    assert fill(text, place="青山县") == printed


def test_a_field_that_a_known_record_lacks_is_a_gap_of_that_field() -> None:
    text = "{{ party.name }}定于{{ party.date }}召开"
    assert fill(text, party={"name": "春茶会"}) == "春茶会定于【待补：茶会日期】召开"


def test_a_field_that_one_record_of_a_list_lacks_is_a_gap_too() -> None:
    text = "{% for one in heard %}{{ one.who }}{{ one.what }}；{% endfor %}"
    assert fill(text, heard=[{"who": "甲", "what": "谈茶"}, {"who": "乙"}]) == "甲谈茶；乙【待补：讲了什么】；"


@pytest.mark.parametrize("test", ["sunny", "teas is known", "teas is known and level == 'county'", "not sunny"])
def test_a_missing_fact_never_fails_a_test(test: str) -> None:
    assert fill(f"{{% if {test} %}}写{{% else %}}不写{{% endif %}}") in ("写", "不写")


# ── what is left out


def test_a_sentence_asked_for_by_is_known_prints_only_where_the_fact_is() -> None:
    text = "我们{% if teas is known %}品茶{{ teas }}次，{% endif %}精神饱满。"
    assert fill(text) == "我们精神饱满。"
    assert left_out(text) == ("teas",)
    assert fill(text, teas="12") == "我们品茶12次，精神饱满。"
    assert left_out(text, teas="12") == ()


def test_only_the_facts_that_are_missing_are_listed_as_left_out() -> None:
    text = "{% if teas is known and rate is known and party.name is known %}写{% endif %}"
    assert left_out(text, rate="96") == ("teas", "party.name")


def test_what_a_sentence_would_need_besides_is_listed_with_it() -> None:
    """Else filling in one blank of the sheet would open another."""
    text = (
        "{% if teas is known %}{{ teas }}次，{% if rate is known %}{{ rate }}%，{% endif %}{{ day ~ place }}{% endif %}"
    )
    assert left_out(text, place="青山县") == ("teas", "rate", "day")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("{% for one in heard %}{% if one.what is known %}{{ one.what }}{% endif %}{% endfor %}", ("heard.what",)),
        ("{% if (guests | first) is known %}{{ guests | first }}{% endif %}", ("guests",)),
        ("{% if party.date is known %}{{ party.date | cn_date }}{% endif %}", ("party.date",)),
        ("{% if teas is known %}{% for x in guests %}{{ x }}{% endfor %}{% endif %}", ("teas", "guests")),
    ],
)
def test_what_is_left_out_bears_the_name_of_its_fact(text: str, facts: tuple[str, ...]) -> None:
    assert left_out(text, heard=[{"who": "甲"}], party={"name": "春茶会"}) == facts


def test_nothing_is_left_out_by_a_level_or_by_a_known_bool() -> None:
    text = "{% if level == 'city' %}市{% elif sunny %}晴{% else %}雨{% endif %}"
    assert (fill(text, sunny="否"), left_out(text, sunny="否")) == ("雨", ())
    assert left_out(text) == ("sunny",)


@pytest.mark.parametrize(
    ("test", "place", "taken"),
    [
        ("level == 'county'", "青山县", True),
        ("level != 'county'", "青山县", False),
        ("unit == '区'", "东湖区", True),
        ("unit == '区' or unit == '市'", "青山县", False),
        ("not (unit == '区')", "青山县", True),
        ("teas is not known", "青山县", True),
        ("place is known", "青山县", True),
    ],
)
def test_an_if_takes_the_right_branch(test: str, place: str, taken: bool) -> None:
    assert fill(f"{{% if {test} %}}甲{{% else %}}乙{{% endif %}}", place=place) == ("甲" if taken else "乙")


# ── loops


def test_a_loop_prints_every_item_and_knows_the_first_and_the_last() -> None:
    text = "{% for one in heard %}{{ loop.index }}.{{ one.who }}{% if not loop.last %}；{% endif %}{% endfor %}。"
    assert fill(text, heard=[{"who": "甲"}, {"who": "乙"}, {"who": "丙"}]) == "1.甲；2.乙；3.丙。"


def test_loops_nest_and_the_inner_name_hides_the_outer() -> None:
    text = "{% for x in guests %}{{ x }}{% for x in guests %}{{ x }}{% endfor %}{{ x }}|{% endfor %}"
    assert fill(text, guests=["甲", "乙"]) == "甲甲乙甲|乙甲乙乙|"


# ── bounds


def test_a_text_that_grows_out_of_bounds_is_refused() -> None:
    text = "{% for x in guests %}{{ guests }}{% endfor %}"
    with pytest.raises(InputError, match="展开后太长"):
        fill(text, guests=["长" * 100] * (MAX_OUTPUT // 1000))


def test_a_loop_that_prints_nothing_ends_too() -> None:
    text = "{% for a in guests %}{% for b in guests %}{% for c in guests %}{% for d in guests %}" + "{% endfor %}" * 4
    with pytest.raises(InputError, match="循环太多"):
        fill(text, guests=["甲"] * 500)


# ── examples


def test_with_examples_every_fact_is_known() -> None:
    text = "{{ place }}{% if teas is known %}{{ teas }}次{% endif %}{{ party.name }}{{ guests }}"
    assert filler(text, examples=True).plain(text) == "青山县12次春茶会甲、乙"
    assert filler(text, examples=True, facts={"teas": "99999"}).plain(text) == "青山县12次春茶会甲、乙"


def test_a_gap_is_as_long_as_its_example() -> None:
    found = filler()
    assert [found.example_length(fact) for fact in ("teas", "day", "party.name", "guests")] == [2, 9, 3, 3]


@given(
    words=st.lists(st.sampled_from(["teas", "place", "day", "guests"]), min_size=1, max_size=5),
    known=st.sets(st.sampled_from(["teas", "place", "day", "guests"])),
)
def test_a_text_holds_a_gap_exactly_for_what_is_missing(words: list[str], known: set[str]) -> None:
    text = "，".join(f"{{{{ {word} }}}}" for word in words)
    printed = fill(text, **{word: FACTS[word].example for word in known})
    for word in FACTS:
        assert (f"【待补：{FACTS[word].label}】" in printed) == (word in words and word not in known)


# ── in a draft

STRUCTURE = """
    title: 小结构
    kind: other
    speaker: [party-secretary]
    length: 100
    head:
      title: 在{{ meeting.name }}上的讲话
      date: true
      speaker: true
    body:
      - say: 一年来开展调研{{ surveys }}次{% if inspections is known %}、视察{{ inspections }}次{% endif %}。
      - say: 再说一遍，调研{{ surveys }}次{% if law_checks is known %}、执法检查{{ law_checks }}次{% endif %}。
"""


def test_a_draft_lists_its_gaps_and_what_was_left_out_with_their_places(tmp_path: Path) -> None:
    library = load_over_shipped(tmp_path, {"templates/structures/small.yaml": STRUCTURE})
    draft = make_draft(library, "small", facts={"inspections": "9"}).draft
    assert [(gap.fact, gap.label, gap.type, gap.places) for gap in draft.gaps] == [
        ("meeting.name", "会议名称", "text", ("head",)),
        ("meeting.date", "会议日期", "date", ("head",)),
        ("speaker_post", "讲话人职务", "text", ("head",)),
        ("speaker_name", "讲话人姓名", "person", ("head",)),
        ("surveys", "专题调研次数", "count", ("say",)),
    ]
    assert [gap.fact for gap in draft.optional] == ["law_checks"]
    assert body_lines(draft) == [
        "一年来开展调研【待补：专题调研次数】次、视察9次。",
        "再说一遍，调研【待补：专题调研次数】次。",
    ]


def test_a_fact_that_is_a_gap_elsewhere_is_not_listed_as_optional(tmp_path: Path) -> None:
    body = "{% if surveys is known %}有数{% endif %}就写{{ surveys }}次"
    structure = (
        f"title: 小\nkind: other\nspeaker: [deputy]\nlength: 50\nhead: {{title: 题}}\nbody: [{{say: '{body}'}}]\n"
    )
    library = load_over_shipped(tmp_path, {"templates/structures/small.yaml": structure})
    draft = make_draft(library, "small").draft
    assert ([gap.fact for gap in draft.gaps], draft.optional) == (["surveys"], ())


def test_a_family_without_a_wording_on_the_day_is_no_gap_but_an_error(tmp_path: Path) -> None:
    structure = (
        "title: 小\nkind: other\nspeaker: [deputy]\nlength: 50\nhead: {title: '{{ term.latest_plenum }}'}\nbody: []\n"
    )
    library = load_over_shipped(tmp_path, {"templates/structures/small.yaml": structure})
    with pytest.raises(InputError, match="latest_plenum"):
        make_draft(library, "small", as_of=date(1950, 1, 1))
