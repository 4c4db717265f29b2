"""Facts in layers, keys by name and label, and everything that follows from the place and the date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from worlds import load_over_shipped, shipped

from drafter.api import make_draft, read_layer
from drafter.assembly.assembling import Order, read_facts
from drafter.assembly.facts import SETTABLE, FactSheet, Layer, label_of
from drafter.assembly.filtering import Filters, candidates
from drafter.assembly.planning import plan
from drafter.errors import InvalidFilesError
from drafter.model.fact import Plain
from drafter.model.problem import Problem
from drafter.source import Source

TODAY = date(2026, 11, 22)


def sheet_of(*layers: dict[str, Plain], **order: object) -> FactSheet:
    """Return the facts of `layers` over the shipped library."""
    made = tuple(Layer(values, Source(f"第{number}层")) for number, values in enumerate(layers, 1))
    return read_facts(shipped(), Order(layers=made, today=TODAY, **order))


def derived(**facts: Plain) -> dict[str, object]:
    return dict(sheet_of(facts).derived)


def problems_of(*layers: dict[str, Plain]) -> list[Problem]:
    with pytest.raises(InvalidFilesError) as caught:
        sheet_of(*layers)
    return list(caught.value.problems)


# ── layers


def test_later_layers_lie_over_earlier_ones() -> None:
    sheet = sheet_of({"place": "青山县", "surveys": "3"}, {"surveys": "5"})
    assert sheet.given == {"place": "青山县", "surveys": 5}
    assert sheet.raw == {"place": "青山县", "surveys": "5"}


def test_the_fields_of_a_record_are_merged() -> None:
    sheet = sheet_of({"meeting": {"name": "旧名", "date": "2026-03-18"}}, {"会议": {"会议名称": "县委人大工作会议"}})
    assert sheet.given["meeting"] == {"name": "县委人大工作会议", "date": date(2026, 3, 18)}


def test_a_record_merged_from_names_and_labels_reads_back_from_its_raw_form() -> None:
    merged = sheet_of({"meeting": {"会议名称": "甲"}}, {"meeting": {"name": "乙"}}, {"会议": {"会议名称": "丙"}})
    assert sheet_of(dict(merged.raw)).given == merged.given == {"meeting": {"name": "丙"}}


def test_an_empty_value_hides_nothing() -> None:
    sheet = sheet_of({"surveys": "3", "meeting": {"name": "会"}}, {"surveys": "", "meeting": {"name": " "}})
    assert sheet.given == {"surveys": 3, "meeting": {"name": "会"}}


def test_a_list_is_replaced_as_a_whole() -> None:
    assert sheet_of({"guests": ["甲", "乙"]}, {"guests": ["丙"]}).given["guests"] == ["丙"]


def test_the_office_profile_is_the_lowest_layer(tmp_path: Path) -> None:
    profile = "profile: {地名: 青山县, 本级代表人数: 226}\n"
    library = load_over_shipped(tmp_path, {"drafter.yaml": profile})
    sheet = read_facts(library, Order(layers=(Layer({"deputies_total": "230"}, Source("表")),), today=TODAY))
    assert sheet.given == {"place": "青山县", "deputies_total": 230}


def test_the_chinese_label_is_as_good_as_the_name() -> None:
    assert sheet_of({"代表培训期数": "6"}).given == sheet_of({"training_sessions": "6"}).given


def test_every_wrong_entry_of_every_layer_is_reported_at_once() -> None:
    found = problems_of({"surveys": "几次", "天气": "晴"}, {"meeting": "会议"})
    assert [problem.match for problem in found] == ["surveys", "天气", "meeting"]
    assert [problem.source.path for problem in found if problem.source] == ["第1层", "第1层", "第2层"]


@pytest.mark.parametrize(
    ("written", "meant"), [("surveyz", "surveys"), ("代表培训期", "代表培训期数"), ("政府简成", "政府简称")]
)
def test_an_unknown_key_gets_the_nearest_name(written: str, meant: str) -> None:
    (problem,) = problems_of({written: "6"})
    assert (problem.rule, problem.message) == ("unknown-fact", f"没有“{written}”这个要素")
    assert meant in problem.hint


def test_a_wrong_entry_of_a_file_is_reported_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "要素.yaml"
    file.write_text("place: 青山县\n\nsurveys: 几次\n", encoding="utf-8")
    with pytest.raises(InvalidFilesError) as caught:
        make_draft(shipped(), "work-conference-dashes", layers=[read_layer(file)])
    (problem,) = caught.value.problems
    assert problem.source == Source(str(file), 3)
    assert "应当是整数" in problem.message


# ── what follows from the place

NAMES = (
    "our",
    "whole",
    "congress",
    "standing_body",
    "party_committee",
    "government",
    "localities",
    "grassroots_congress",
)
COUNTY_TOWNS = "各乡镇（街道）"


@pytest.mark.parametrize(
    ("place", "level", "names"),
    [
        ("青山县", "", ("我县", "全县", "县人大", "常委会", "县委", "县政府", COUNTY_TOWNS, "乡镇人大")),
        ("东胜旗", "", ("我旗", "全旗", "旗人大", "常委会", "旗委", "旗政府", COUNTY_TOWNS, "乡镇人大")),
        ("东湖区", "", ("我区", "全区", "区人大", "常委会", "区委", "区政府", COUNTY_TOWNS, "镇街人大")),
        ("清河市", "county", ("我市", "全市", "市人大", "常委会", "市委", "市政府", COUNTY_TOWNS, "乡镇人大")),
        ("清河市", "县级", ("我市", "全市", "市人大", "常委会", "市委", "市政府", COUNTY_TOWNS, "乡镇人大")),
        ("江州市", "", ("我市", "全市", "市人大", "常委会", "市委", "市政府", "各县（市、区）", "县乡人大")),
        ("南岭州", "", ("我州", "全州", "州人大", "常委会", "州委", "州政府", "各县（市、区）", "县乡人大")),
        ("云岭镇", "", ("我镇", "全镇", "镇人大", "主席团", "镇党委", "镇政府", "各村（社区）", "乡镇人大")),
        ("石桥乡", "", ("我乡", "全乡", "乡人大", "主席团", "乡党委", "乡政府", "各村（社区）", "乡镇人大")),
    ],
)
def test_a_place_gives_the_names_of_its_bodies(place: str, level: str, names: tuple[str, ...]) -> None:
    found = derived(place=place, level=level)
    assert tuple(found[name] for name in NAMES) == names


@pytest.mark.parametrize(
    ("place", "level"),
    [
        ("青山县", "county"),
        ("东湖区", "county"),
        ("江州市", "city"),
        ("南岭州", "city"),
        ("云岭镇", "township"),
        ("", "county"),
    ],
)
def test_the_last_character_of_the_place_tells_the_level(place: str, level: str) -> None:
    assert sheet_of({"place": place}).level == level


@pytest.mark.parametrize(
    ("word", "level"),
    [("county", "county"), ("县级", "county"), ("设区的市", "city"), ("乡镇", "township"), ("乡、镇", "township")],
)
def test_a_level_is_set_by_id_or_in_chinese(word: str, level: str) -> None:
    assert sheet_of({"place": "清河市", "层级": word}).level == level


def test_the_level_asked_for_goes_over_the_one_set_and_the_name() -> None:
    assert sheet_of({"place": "清河市", "level": "city"}, level="county").level == "county"


def test_an_unknown_level_is_refused() -> None:
    (problem,) = problems_of({"level": "省级"})
    assert "层级没有“省级”，可以写 city（市）、county（县）、township（乡镇）" in problem.message


def test_without_a_place_the_names_are_those_of_the_level() -> None:
    assert [sheet_of({}, level=level).derived["our"] for level in ("city", "county", "township")] == [
        "我市",
        "我县",
        "我乡",
    ]


@pytest.mark.parametrize("name", [name for name in SETTABLE if name != "level"])
def test_an_office_may_set_a_derived_name_itself(name: str) -> None:
    assert derived(place="青山县", **{SETTABLE[name]: "本地叫法"})[name] == "本地叫法"


def test_the_unit_that_is_set_runs_through_all_names() -> None:
    found = derived(place="横江高新技术开发区管委会", unit="区")
    assert (found["our"], found["party_committee"], found["court"]) == ("我区", "区委", "区法院")


@pytest.mark.parametrize(
    ("place", "level", "province", "superior"),
    [
        ("江州市", "city", "江南省", "省委"),
        ("江州市", "city", "江北自治区", "自治区党委"),
        ("青山县", "county", "江南省", "省委、市委"),
        ("青山县", "county", "江北自治区", "自治区党委、市委"),
        ("东湖区", "county", "江海市", "市委"),
        ("青山县", "county", "", "上级党委"),
        ("云岭镇", "township", "江南省", "上级党委"),
    ],
)
def test_the_province_gives_the_superior_party_committee(place: str, level: str, province: str, superior: str) -> None:
    assert derived(place=place, level=level, province=province)["superior_party"] == superior


# ── what follows from the date


def test_the_date_gives_the_year_and_its_wording() -> None:
    found = sheet_of({}, as_of=date(2026, 3, 18)).derived
    assert (found["season"], found["year"], found["last_year"]) == ("“十五五”开局之年", 2026, 2025)


def test_a_year_without_a_wording_is_called_by_its_number() -> None:
    assert sheet_of({}, as_of=date(1988, 3, 18)).derived["season"] == "1988年"


def test_the_as_of_date_is_the_one_asked_for_else_the_meetings_else_today() -> None:
    meeting: dict[str, Plain] = {"meeting": {"date": "2026-03-18"}}
    assert sheet_of(meeting, as_of=date(2026, 1, 5)).as_of == date(2026, 1, 5)
    assert sheet_of(meeting).as_of == date(2026, 3, 18)
    assert sheet_of({}).as_of == TODAY


# ── powers and labels


def test_a_county_level_city_has_the_powers_of_a_county() -> None:
    """Its name says 市, but it makes no local regulations: those blocks are for cities divided into districts."""
    library = shipped()
    structure = library.structures["work-conference-unnumbered"]
    slots = {name: slot for name, slot in plan(structure).items() if slot.theme == "legislation"}

    def only_cities(level: str) -> list[str]:
        found = candidates(Filters(library, structure, level, TODAY), slots)
        return [
            block for blocks in found.values() for block in blocks if library.blocks[block].suits.levels == ("city",)
        ]

    assert only_cities(sheet_of({"place": "江州市"}).level)
    assert not only_cities(sheet_of({"place": "清河市", "level": "county"}).level)


@pytest.mark.parametrize(
    ("fact", "label"),
    [("surveys", "专题调研次数"), ("meeting.date", "会议日期"), ("our", "我市（县、区）"), ("heard.who", "谁")],
)
def test_a_fact_and_a_field_have_a_chinese_label(fact: str, label: str) -> None:
    assert label_of(fact, shipped()) == label
