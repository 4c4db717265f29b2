from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.sandbox import SandboxedEnvironment

from drafter.assembly.facts import FactSheet
from drafter.assembly.filling import Filler
from drafter.library.lazy import text_key
from drafter.library.loading import load_library
from drafter.library.templates import Names, compile_checked
from drafter.model.fact import FactBook, FactSpec
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.template import Program
from drafter.model.term import Term, TermBook
from drafter.source import Source
from drafter.text.numerals import cn_date, cn_digits, cn_number, date_text, ordinal


def spec(label: str, kind: str, **more: Any) -> FactSpec:
    return FactSpec(group="g", label=label, type=kind, example="1", **more)  # type: ignore[arg-type]


FACTS = {
    "place": spec("地名", "text"),
    "training_sessions": spec("代表培训期数", "count"),
    "rate": spec("满意率", "percent"),
    "founded": spec("成立日期", "date"),
    "has_station": spec("建有联络站", "bool"),
    "guests": spec("到会领导", "list"),
    "heard": spec("已作的发言", "list", fields={"who": "谁", "what": "讲了什么"}),
    "meeting": spec("会议", "record", fields={"name": "会议名称", "date": "会议日期"}),
}
NAMES = Names(FACTS, ("season",), {fact.label: name for name, fact in FACTS.items()})


def compiled(text: str) -> tuple[Program, tuple[Problem, ...]]:
    return compile_checked(text, Source("f.yaml", 10, 5), NAMES)


def problem_of(text: str) -> Problem:
    program, problems = compiled(text)
    assert program == ()
    assert len(problems) == 1
    return problems[0]


ALLOWED = [
    "没有模板标记，只有 { 单个花括号 }",
    "{{ place }}",
    "{{ 地名 }}",
    "{{- place -}}",
    "{# 注 #}",
    "{% raw %}{{ 原样 }}{% endraw %}",
    "{{ our }}{{ whole }}{{ congress }}{{ standing_body }}{{ season }}{{ year }}{{ sections | cn_number }}",
    "{{ meeting.name }}{{ meeting.date | cn_date }}",
    "{{ term.season }}",
    "{{ training_sessions | cn_number }}{{ training_sessions | ordinal }}{{ year | cn_digits }}",
    "{{ guests | join('，') }}{{ guests | join }}{{ guests | count }}{{ guests | first }}{{ guests | last }}",
    "{{ place ~ '人大' }}",
    "{% if training_sessions is known %}a{% elif place is not known %}b{% else %}c{% endif %}",
    "{% if meeting.name is known %}a{% endif %}",
    "{% if level == 'county' and unit != '区' or not has_station %}a{% endif %}",
    "{% for item in heard %}{{ loop.index }}{{ item.who }}{% if not loop.last %}；{% endif %}{% endfor %}",
    "{% for guest in guests %}{% for item in heard %}{{ guest }}{{ item.who }}{% endfor %}{% endfor %}",
]


@pytest.mark.parametrize("text", ALLOWED)
def test_what_a_text_may_hold(text: str) -> None:
    assert compiled(text)[1] == ()


FORBIDDEN = [
    # ways out of the data
    "{{ place.__class__ }}",
    "{{ meeting.__class__ }}",
    "{{ meeting.name.__class__.__mro__ }}",
    "{{ meeting.name.upper }}",
    "{{ ''.__class__ }}",
    "{{ (place ~ place).__class__ }}",
    "{{ (guests | first).__class__ }}",
    "{{ place | attr('__class__') }}",
    "{{ meeting['name'] }}",
    "{{ meeting['__class__'] }}",
    "{{ guests[0] }}",
    "{{ guests[-1] }}",
    "{{ place[1:2] }}",
    "{{ place[::-1] }}",
    "{{ place() }}",
    "{{ place.upper() }}",
    "{{ meeting.get('name') }}",
    "{{ range(9) }}",
    "{{ cycler() }}",
    "{{ lipsum() }}",
    "{{ namespace() }}",
    "{{ self }}",
    "{{ self.__init__.__globals__ }}",
    "{{ request }}",
    "{{ caller() }}",
    "{{ config.items() }}",
    "{{ term }}",
    "{{ term.__class__ }}",
    "{{ loop.index }}",
    "{% for x in guests %}{{ loop.previtem }}{% endfor %}",
    "{% for x in guests %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for x in guests %}{{ loop }}{{ loop.__class__ }}{% endfor %}",
    # arithmetic and other expressions
    "{{ 1 + 1 }}",
    "{{ training_sessions + 1 }}",
    "{{ training_sessions - 1 }}",
    "{{ training_sessions * 2 }}",
    "{{ 'a' * 9999999 }}",
    "{{ training_sessions / 2 }}",
    "{{ training_sessions // 2 }}",
    "{{ training_sessions % 2 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ -training_sessions }}",
    "{{ +training_sessions }}",
    "{{ place if has_station else '无' }}",
    "{{ [place] }}",
    "{{ (place, unit) }}",
    "{{ {'a': place} }}",
    "{{ place in guests }}",
    "{{ 1 < 2 < 3 }}",
    # filters and tests
    "{{ place | upper }}",
    "{{ place | safe }}",
    "{{ place | default('无') }}",
    "{{ place | replace('山', '水') }}",
    "{{ place | format }}",
    "{{ place | list }}",
    "{{ guests | map('upper') }}",
    "{{ guests | sort }}",
    "{{ guests | tojson }}",
    "{{ heard | groupby('who') }}",
    "{{ guests | join(place) }}",
    "{{ guests | join(3) }}",
    "{{ guests | join('，', 'who') }}",
    "{{ guests | join(d='，') }}",
    "{{ guests | join(*guests) }}",
    "{{ guests | join(**meeting) }}",
    "{{ training_sessions | cn_number(2) }}",
    "{{ (place ~ unit) | count }}",
    "{{ place | nofilter }}",
    "{% if place is defined %}a{% endif %}",
    "{% if place is string %}a{% endif %}",
    "{% if training_sessions is divisibleby(2) %}a{% endif %}",
    "{% if place is notest %}a{% endif %}",
    "{% if place is known(1) %}a{% endif %}",
    # statements
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% macro a() %}{% endmacro %}",
    "{% call place() %}{% endcall %}",
    "{% set a = 1 %}",
    "{% set a %}b{% endset %}",
    "{% with a = 1 %}{% endwith %}",
    "{% filter upper %}a{% endfilter %}",
    "{% autoescape true %}a{% endautoescape %}",
    "{% do place %}",
    "{% trans %}a{% endtrans %}",
    "{% break %}",
    "{% debug %}",
    # if: only level, unit, a bool, or `is known`
    "{% if place %}a{% endif %}",
    "{% if place == '青山县' %}a{% endif %}",
    "{% if training_sessions > 3 %}a{% endif %}",
    "{% if guests | count > 3 %}a{% endif %}",
    "{% if true %}a{% endif %}",
    "{% if has_station or place %}a{% endif %}",
    "{% if not place %}a{% endif %}",
    "{% if meeting.name %}a{% endif %}",
    "{% if has_station is known %}a{% elif place %}b{% endif %}",
    # for: only over a list fact
    "{% for x in range(9) %}a{% endfor %}",
    "{% for x in place %}a{% endfor %}",
    "{% for x in meeting %}a{% endfor %}",
    "{% for x in [1, 2] %}a{% endfor %}",
    "{% for x in guests | first %}a{% endfor %}",
    "{% for x in meeting.name %}a{% endfor %}",
    "{% for a, b in heard %}a{% endfor %}",
    "{% for x in guests if x %}a{% endfor %}",
    "{% for x in guests %}a{% else %}b{% endfor %}",
    "{% for x in guests recursive %}a{% endfor %}",
    "{% for x in guests %}{% endfor %}{{ x }}",
    "{% for place in guests %}{{ place }}{% endfor %}",
    "{% for 地名 in guests %}{{ 地名 }}{% endfor %}",
    "{% for level in guests %}{% endfor %}",
    "{% for loop in guests %}{% endfor %}",
    "{% for term in guests %}{{ term.season }}{% endfor %}",
    # bombs
    "{{ " + "9" * 5000 + " }}",
    "{{ 99999999999999999999 }}",
    "{{ 1e999 }}",
    "{{ place" + " | first" * 900 + " }}",
    "{{ " + " and ".join(["has_station"] * 900) + " }}",
    "{{ " + "not " * 900 + "has_station }}",
    "{{ " + "(" * 900 + "place" + ")" * 900 + " }}",
    "{% if has_station %}" * 200 + "{% endif %}" * 200,
    "{% if has_station %}" + "{% elif has_station %}" * 200 + "{% endif %}",
    "{{place}}" * 2100,
    "{{ place }}" + "长" * 20_000,
]


@pytest.mark.parametrize("text", FORBIDDEN, ids=lambda text: text[:50])
def test_everything_else_is_refused(text: str) -> None:
    problem = problem_of(text)
    assert problem.severity == "error"
    assert problem.message


UNCLOSED = [
    "{{ place",
    "{{ place }",
    "{% if has_station %}a",
    "{% if has_station %}a{% else %}b",
    "{% for x in guests %}a",
    "{% if has_station",
    "{# 注",
    "{% endif %}",
    "{{ }}",
    "{% %}",
    "{{ 'a }}",
    "{% raw %}a",
]


@pytest.mark.parametrize("text", UNCLOSED)
def test_an_unclosed_tag_is_a_problem_at_its_line(text: str) -> None:
    problem = problem_of("第一行\n" + text)
    assert problem.rule == "template-syntax"
    assert "模板标记" in problem.message or "写法" in problem.message
    assert problem.source is not None
    assert problem.source.line == 11


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("{{ plase }}", "f.yaml:10:5"),
        ("一\n二{{ plase }}", "f.yaml:11"),
        ("一\n{% if has_station %}\n{{ place }}\n{{ plase }}{% endif %}", "f.yaml:13"),
    ],
)
def test_the_line_within_the_text_is_added_to_the_place_of_the_text(text: str, place: str) -> None:
    assert str(problem_of(text).source) == place


@pytest.mark.parametrize(
    ("text", "message", "nearest"),
    [
        ("{{ training_session }}", "没有“training_session”这个要素", "training_sessions"),
        ("{{ standing_bodies }}", "没有“standing_bodies”这个要素", "standing_body"),
        ("{{ meeting.nam }}", "“meeting”没有“nam”这一项", "name"),
        ("{{ place.name }}", "“place”没有“name”这一项", ""),
        ("{% for x in heard %}{{ x.whom }}{% endfor %}", "“x”没有“whom”这一项", "who"),
        ("{{ term.seasons }}", "没有“term.seasons”这组提法", "season"),
        ("{{ training_sessions | cn_numbers }}", "过滤器", "cn_number"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_known_one(text: str, message: str, nearest: str) -> None:
    problem = problem_of(text)
    assert message in problem.message
    assert nearest in problem.hint


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="{}%#"), min_size=1, max_size=8
)
COUNTS = st.integers(0, 10**12)
DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))
VALUES = st.fixed_dictionaries(
    {
        "place": TEXTS,
        "training_sessions": COUNTS,
        "rate": st.decimals(0, 100, places=2, allow_nan=False),
        "founded": DATES,
        "has_station": st.booleans(),
        "guests": st.lists(TEXTS, min_size=1, max_size=4),
        "heard": st.lists(st.fixed_dictionaries({"who": TEXTS, "what": TEXTS}), min_size=1, max_size=3),
        "meeting": st.fixed_dictionaries({"name": TEXTS, "date": DATES}),
    }
)
DERIVED = {"level": "county", "unit": "县", "our": "我县", "year": 2026}

LITERALS = st.sampled_from(["'，'", '"的"', "'{{'"])
JOINABLE = st.sampled_from(["place", "地名", "meeting.name", "our", "training_sessions", "term.season"]) | LITERALS
PRINTS = st.one_of(
    JOINABLE,
    st.sampled_from(["rate", "founded", "has_station", "guests", "meeting", "meeting.date", "heard", "true", "42"]),
    st.sampled_from(["training_sessions", "year", "sections"]).flatmap(
        lambda name: st.sampled_from([f"{name} | {one}" for one in ("cn_number", "cn_digits", "ordinal")])
    ),
    st.sampled_from(["founded | cn_date", "meeting.date|cn_date", "guests | join", "guests | join('，')"]),
    st.sampled_from(["guests | first", "guests | last", "guests | count", "guests | count | cn_number", "place|count"]),
    st.lists(JOINABLE, min_size=2, max_size=3).map(" ~ ".join),
)
ATOMS = st.sampled_from(
    [
        "has_station",
        "place is known",
        "place is not known",
        "meeting.date is known",
        "level == 'county'",
        "level != 'city'",
        "unit == '区'",
        "'县' == unit",
    ]
)
TESTS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map(lambda test: f"not ({test})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda parts: "({} {} {})".format(*parts)),
    ),
    max_leaves=4,
)


def tag(open_: str, inner: str, close: str) -> st.SearchStrategy[str]:
    """A tag with and without white-space control."""
    return st.sampled_from([f"{open_} {inner} {close}", f"{open_}- {inner} -{close}", f"{open_}{inner} -{close}"])


def statements(body: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    loop_body = st.sampled_from(
        ["{{ x.who }}", "{{ x.what }}；", "{{ loop.index }}", "{% if not loop.last %}、{% endif %}"]
    )
    return st.one_of(
        st.tuples(TESTS, body).map(lambda p: f"{{% if {p[0]} %}}{p[1]}{{% endif %}}"),
        st.tuples(TESTS, body, TESTS, body, body).map(
            lambda p: f"{{% if {p[0]} %}}{p[1]}{{% elif {p[2]} %}}{p[3]}{{% else %}}{p[4]}{{% endif %}}"
        ),
        body.map(lambda inner: f"{{% for guest in guests %}}{inner}{{{{ guest }}}}{{{{ loop.first }}}}{{% endfor %}}"),
        st.tuples(body, loop_body).map(lambda p: f"{{% for x in heard %}}{p[0]}{p[1]}{{% endfor %}}"),
    )


PIECES = TEXTS | st.just("\n ") | PRINTS.flatmap(lambda inner: tag("{{", inner, "}}")) | st.just("{# 注 #}")
BODIES = st.recursive(
    st.lists(PIECES, max_size=4).map("".join),
    lambda body: st.lists(statements(body) | PIECES, max_size=3).map("".join),
    max_leaves=6,
)


@given(BODIES.map(lambda text: text + "。"), VALUES)
def test_texts_print_as_jinja_prints_them_when_every_fact_is_known(text: str, values: dict[str, Any]) -> None:
    assert printed_by_drafter(text, values) == printed_by_jinja(text, values)


@functools.cache
def shipped_library() -> Library:
    """The library that ships; its facts, terms and texts are replaced."""
    return load_library().library


def printed_by_drafter(text: str, values: Mapping[str, Any]) -> str:
    program, problems = compiled(text)
    assert problems == ()
    terms = TermBook(checked=date(2026, 1, 1), families={"season": (Term(wording="开局之年"),)})
    book = FactBook(facts=FACTS)
    library = msgspec.structs.replace(shipped_library(), facts=book, terms=terms, programs={text_key(text): program})
    sheet = FactSheet(given=values, derived=DERIVED, level="county", as_of=date(2026, 3, 18), raw={})
    return Filler(library, sheet, sections=3).plain(text)


def printed_by_jinja(text: str, values: Mapping[str, Any]) -> str:
    environment = SandboxedEnvironment(finalize=shown, autoescape=False)
    environment.filters = {
        "cn_number": cn_number,
        "cn_digits": cn_digits,
        "cn_date": cn_date,
        "ordinal": ordinal,
        "join": lambda items, separator="、": separator.join(items),
        "count": lambda value: len(value) if isinstance(value, list) else 1,
        "first": lambda items: items[0],
        "last": lambda items: items[-1],
    }
    environment.tests = {"known": lambda _: True}
    names = {**values, **DERIVED, "地名": values["place"], "sections": 3, "term": {"season": "开局之年"}}
    return environment.from_string(text).render(names)


def shown(value: Any) -> str:
    """Return how DESIGN 5 wants a value to print."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, list):
        return "、".join(shown(item) for item in value)
    if isinstance(value, dict):
        return "".join(shown(item) for item in value.values())
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
