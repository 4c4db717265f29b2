"""The formulations that ship: enough of them, dated with their basis, in the canonical order, without gaps in time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from helpers import printed

from drafter.library.indexing import Grounds, dated_terms, traits_of
from drafter.library.loading import load_library
from drafter.library.reading import foundation_names, names_refs, read_checked
from drafter.model.block import Block
from drafter.model.term import Term, TermBook

DATA = Path(__file__).parent.parent / "data"
TODAY = date(2026, 11, 25)
YOUNGER: dict[str, date] = {"eight_rules_study": date(2025, 3, 1)}
"""Families that did not exist before that day."""
CANON: dict[str, tuple[str, ...]] = {
    "四个意识": ("政治意识", "大局意识", "核心意识", "看齐意识"),
    "四个自信": ("道路自信", "理论自信", "制度自信", "文化自信"),
    "三个自信": ("道路自信", "理论自信", "制度自信"),
    "两个维护": ("坚决维护习近平总书记党中央的核心、全党的核心地位", "坚决维护党中央权威和集中统一领导"),
    "两个确立": (
        "确立习近平同志党中央的核心、全党的核心地位",
        "确立习近平新时代中国特色社会主义思想的指导地位",
    ),
    "三会一课": ("支部党员大会", "支部委员会会议", "党小组会", "党课"),
    "四个全面": ("全面建设社会主义现代化国家", "全面深化改革", "全面依法治国", "全面从严治党"),
    "五位一体": ("经济建设", "政治建设", "文化建设", "社会建设", "生态文明建设"),
    "四风": ("形式主义", "官僚主义", "享乐主义", "奢靡之风"),
    "六大纪律": ("政治纪律", "组织纪律", "廉洁纪律", "群众纪律", "工作纪律", "生活纪律"),
    "政治判断力、政治领悟力、政治执行力": ("政治判断力", "政治领悟力", "政治执行力"),
    "新发展理念": ("创新", "协调", "绿色", "开放", "共享"),
    "社会主义核心价值观": (
        "富强", "民主", "文明", "和谐", "自由", "平等", "公正", "法治", "爱国", "敬业", "诚信", "友善",
    ),
    "三严三实": ("严以修身", "严以用权", "严以律己", "谋事要实", "创业要实", "做人要实"),
    "三个务必": ("务必不忘初心、牢记使命", "务必谦虚谨慎、艰苦奋斗", "务必敢于斗争、善于斗争"),
    "六个必须坚持": (
        "必须坚持人民至上", "必须坚持自信自立", "必须坚持守正创新",
        "必须坚持问题导向", "必须坚持系统观念", "必须坚持胸怀天下",
    ),
    "十个坚持": (
        "坚持党的领导", "坚持人民至上", "坚持理论创新", "坚持独立自主", "坚持中国道路",
        "坚持胸怀天下", "坚持开拓创新", "坚持敢于斗争", "坚持统一战线", "坚持自我革命",
    ),
    "“一府一委两院”": ("人民政府", "监察委员会", "人民法院", "人民检察院"),
    "“四个机关”": (
        "自觉坚持中国共产党领导的政治机关",
        "保证人民当家作主的国家权力机关",
        "全面担负宪法法律赋予的各项职责的工作机关",
        "始终同人民群众保持密切联系的代表机关",
    ),
    "坚持党的领导、人民当家作主、依法治国有机统一": ("坚持党的领导", "人民当家作主", "依法治国"),
    "科学立法、严格执法、公正司法、全民守法": ("科学立法", "严格执法", "公正司法", "全民守法"),
    "行政权、监察权、审判权、检察权": ("行政权", "监察权", "审判权", "检察权"),
    "伟大建党精神": ("坚持真理、坚守理想", "践行初心、担当使命", "不怕牺牲、英勇斗争", "对党忠诚、不负人民"),
    "三农": ("农业", "农村", "农民"),
    "新时代好干部标准": ("信念坚定", "为民服务", "勤政务实", "敢于担当", "清正廉洁"),
}  # fmt: skip
"""Lists whose members stand in a fixed order, as the documents that fixed them word them."""


@pytest.fixture(scope="module")
def book() -> TermBook:
    return load_library().library.terms


def dated(book: TermBook) -> list[Term]:
    return [term for term in book.all_terms() if term.from_ or term.until]


# ── the data


def test_there_are_enough_terms_and_enough_dated_ones(book: TermBook) -> None:
    assert len({term.wording for term in book.all_terms()}) >= 170
    assert len({(term.wording, term.from_, term.until) for term in dated(book)}) >= 110


def test_every_dated_term_has_a_basis(book: TermBook) -> None:
    assert [term.wording for term in dated(book) if not term.basis.strip()] == []


def test_no_term_that_stands_alone_stands_twice(book: TermBook) -> None:
    alone = [term.wording for term in book.terms]
    assert sorted(one for one in set(alone) if alone.count(one) > 1) == []


@pytest.mark.parametrize("wording", CANON)
def test_members_stand_in_the_canonical_order(wording: str, book: TermBook) -> None:
    found = [term.members for term in book.all_terms() if term.wording == wording]
    assert found == [CANON[wording]]


def test_a_wording_that_spells_its_members_out_has_them_in_the_same_order(book: TermBook) -> None:
    for term in book.all_terms():
        places = [term.wording.find(member) for member in term.members]
        if places and min(places) >= 0:
            assert places == sorted(places), term.wording


def test_what_replaces_another_begins_when_that_ends(book: TermBook) -> None:
    known: dict[str, list[Term]] = {}
    for term in book.all_terms():
        known.setdefault(term.wording, []).append(term)
    for term in book.all_terms():
        for old in term.replaces:
            for one in known[old]:
                assert not (one.until and term.from_) or one.until < term.from_, f"{old} → {term.wording}"


# ── families


@pytest.mark.parametrize("day", [date(2019, 6, 1), date(2022, 6, 1), TODAY])
def test_every_family_has_one_wording_on_a_day(day: date, book: TermBook) -> None:
    missing = {family for family in book.families if book.wording(family, day) is None}
    assert missing == {family for family, since in YOUNGER.items() if day < since}


@pytest.mark.parametrize(
    ("family", "day", "wording"),
    [
        ("party_congress", date(2019, 6, 1), "党的十九大"),
        ("party_congress", date(2022, 6, 1), "党的十九大"),
        ("party_congress", TODAY, "党的二十大"),
        ("plenums", date(2022, 6, 1), "党的十九大和十九届历次全会"),
        ("five_year_plan", date(2019, 6, 1), "“十三五”规划"),
        ("five_year_plan", date(2022, 6, 1), "“十四五”规划"),
        ("five_year_plan", TODAY, "“十五五”规划"),
        ("supervised_bodies", date(2018, 3, 10), "“一府两院”"),
        ("supervised_bodies", date(2018, 3, 11), "“一府一委两院”"),
        ("four_organs", date(2019, 6, 1), "“两个机关”"),
        ("four_organs", date(2022, 6, 1), "“四个机关”"),
        ("peoples_democracy", date(2022, 6, 1), "全过程人民民主"),
        ("modernization", date(2022, 6, 1), "社会主义现代化"),
        ("modernization", TODAY, "中国式现代化"),
        ("latest_plenum", TODAY, "党的二十届五中全会"),
    ],
)
def test_a_family_prints_what_was_right_that_day(family: str, day: date, wording: str, book: TermBook) -> None:
    assert book.wording(family, day) == wording


# ── mistakes that the loader reports


def problems(root: Path, terms: str) -> list[str]:
    """Return what the loader says of a terms.yaml that holds `terms` after its first line."""
    library = load_library().library
    path = root / "terms.yaml"
    path.write_text(f"checked: 2026-11-01\n{terms}", "utf-8")
    return printed(read_checked(path, TermBook, names_refs(library), foundation_names(library))[2])


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ("terms: [{wording: 甲, from: 2020-01-02, until: 2020-01-01, basis: 乙}]", "“甲”的起日晚于止日"),
        ("terms: [{wording: 甲, from: 2020-01-02}]", "“甲”有日期，没有依据（basis）"),
        ("terms: [{wording: 甲, replaces: [丁]}]", "“甲”替代的“丁”不在提法表里"),
        ("terms: [{wording: 甲, members: [子, 丑, 子]}]", "“甲”的几项里有重复"),
        (
            "families: {f: [{wording: 后, from: 2021-01-01, basis: 乙}, {wording: 先, from: 2020-01-01, basis: 乙}]}",
            "“f”的各条应当由早到晚排列",
        ),
    ],
    ids=["impossible interval", "no basis", "dangling successor", "member twice", "family out of order"],
)
def test_the_loader_reports(terms: str, message: str, tmp_path: Path) -> None:
    assert [text for text in problems(tmp_path, terms) if message in text] != []


def test_the_loader_passes_what_is_right(tmp_path: Path) -> None:
    right = "terms: [{wording: 甲, from: 2020-01-01, until: 2020-01-01, basis: 乙}, {wording: 丙, replaces: [甲]}]"
    assert problems(tmp_path, right) == []


def test_a_day_that_never_was_is_reported(tmp_path: Path) -> None:
    found = problems(tmp_path, "terms: [{wording: 甲, from: 2026-02-30, basis: 乙}]")
    assert len(found) == 1
    assert found[0].startswith("terms.yaml:2:")


# ── the longest wording hides shorter ones


def interval(text: str, *terms: Term) -> tuple[date | None, date | None]:
    """Return the days between which a block that says `text` is right."""
    book = TermBook(checked=TODAY, terms=terms)
    block = Block(title="试", theme="supervision", text={"require": text})
    found = traits_of(block, Grounds(load_library().library.taxonomy, book))["require"]
    return found.valid_from, found.valid_until


OLD = Term(wording="乡村振兴", from_=date(2017, 10, 18), until=date(2023, 12, 31), basis="甲")
NEW = Term(wording="乡村振兴促进法", from_=date(2021, 6, 1), basis="乙")


def test_the_shorter_term_inside_a_longer_one_does_not_count() -> None:
    assert interval("要贯彻乡村振兴促进法。", OLD, NEW) == (date(2021, 6, 1), None)


def test_the_shorter_term_beside_the_longer_one_counts() -> None:
    assert interval("要贯彻乡村振兴促进法，推动乡村振兴。", OLD, NEW) == (date(2021, 6, 1), date(2023, 12, 31))


def test_the_shorter_term_alone_counts() -> None:
    assert interval("要推动乡村振兴。", OLD, NEW) == (date(2017, 10, 18), date(2023, 12, 31))


def test_a_term_excused_by_a_word_beside_it_does_not_bind() -> None:
    term = Term(wording="一府两院", until=date(2018, 3, 10), unless=("工作报告",), basis="甲")
    assert interval("审议一府两院工作报告。", term) == (None, None)
    assert interval("监督一府两院。", term) == (None, date(2018, 3, 10))


def test_dated_terms_come_with_the_longest_first(book: TermBook) -> None:
    sizes = [len(term.wording) for term in dated_terms(book)]
    assert sizes == sorted(sizes, reverse=True)


# ── where each date was looked up


def test_every_dated_term_stands_in_the_list_of_what_was_looked_up_with_the_same_dates(book: TermBook) -> None:
    listed = yaml.load((DATA / "term_sources.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    looked_up = {(one.get("family", ""), one["wording"], one["from"], one.get("until", "")) for one in listed}
    assert all(one["source"] and one["how"] in ("read", "certain") for one in listed)
    assert looked_up == {(family, term.wording, *_days(term)) for family, term in _by_family(book) if _dated(term)}


def _by_family(book: TermBook) -> list[tuple[str, Term]]:
    grouped = [(name, term) for name, terms in book.families.items() for term in terms]
    return grouped + [("", term) for term in book.terms]


def _dated(term: Term) -> bool:
    return term.from_ is not None or term.until is not None


def _days(term: Term) -> tuple[str, str]:
    return tuple("" if day is None else day.isoformat() for day in (term.from_, term.until))  # type: ignore[return-value]
