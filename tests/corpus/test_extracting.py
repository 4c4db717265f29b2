"""Candidates: what is cut out, what becomes a slot, what is said against a passage."""

from __future__ import annotations

import functools
import re
from datetime import date
from pathlib import Path

from labels import nine_speeches, own_speeches
from worlds import shipped

from corpus.world import language, reading
from drafter.corpus.extracting import Extractor
from drafter.corpus.harvesting import Worker
from drafter.corpus.inbox import Sheet, sheet_of
from drafter.library.yamlreader import decode
from drafter.model.candidate import Batch, Candidate
from drafter.readers import read

TODAY = date(2026, 11, 25)
SPEECH = """
    在全县人大工作会议上的讲话
    （2019年3月18日）
    同志们：
    今天召开全县人大工作会议，主要任务是总结工作，部署今后一个时期的任务，请大家认真领会。
    一、依法开展监督
    监督工作要紧扣县委中心任务，年初定好计划，一项一项抓落实，不能虎头蛇尾。
    （一）抓好审计监督。2018年听取审议专项工作报告14项，督促整改审计查出问题87个，资金3.6亿元，我县的做法在全市推广，王大山同志作了介绍。
    （二）抓好执法检查。要突出重点，一是查责任，看部门有没有履职；二是查效果，看群众满不满意，非凡是要盯住反复出现的问题。
    二、发挥代表作用
    XX县人大常委会建设代表联络站X个，代表在站里接待群众、收集意见，件件有回音，群众都说这样的代表靠得住。
"""


@functools.cache
def extractor() -> Extractor:
    """Return an extractor over the shipped library."""
    return Extractor(shipped(), language(), TODAY)


def candidates(text: str = SPEECH) -> dict[str, Candidate]:
    """Return the candidates of a text by their place in the outline."""
    return {one.at: one for one in extractor().batch(reading(text)).candidates}


def texts(candidate: Candidate) -> str:
    """Return all texts of a candidate's block."""
    return "".join(candidate.block.texts())


def test_each_passage_becomes_a_candidate() -> None:
    found = candidates()
    assert sorted(found) == ["1.1", "1.2", "2", "opening"]
    assert (found["1.1"].block.theme, list(found["1.1"].block.text)) == ("supervision", ["report"])
    assert found["2"].block.theme == "deputy-work"
    assert all(one.block.status == "candidate" for one in found.values())
    assert found["1.1"].block.sources[0].at == "1.1"


def test_figures_dates_and_names_become_slots() -> None:
    found = candidates()["1.1"]
    assert not re.search(r"\d", texts(found).replace("corpus_", "").split("{{")[0])
    assert all(taken not in texts(found) for taken in ("2018", "14项", "87", "3.6", "王大山"))
    assert "{{ audit_issues }}个" in texts(found)
    assert {"audit_issues"} <= {slot.fact for slot in found.slots}
    assert {slot.shown for slot in found.slots} >= {"2018年", "14项", "87个", "3.6亿元", "王大山"}


def test_a_slot_that_the_vocabulary_lacks_brings_its_own_fact() -> None:
    new = [slot for slot in candidates()["1.1"].slots if slot.spec is not None]
    assert new and all(slot.spec and slot.spec.label and slot.spec.group == "corpus" for slot in new)
    assert {slot.spec.type for slot in new if slot.spec} >= {"amount", "year", "person"}


def test_our_own_names_follow_from_the_place() -> None:
    assert "{{ our }}的做法在{{ whole }}推广" in texts(candidates()["1.1"])


def test_redactions_become_slots() -> None:
    found = candidates()["2"]
    assert "X" not in texts(found)
    assert texts(found).startswith("发挥代表作用{{ congress }}{{ standing_body }}建设代表联络站{{")


def test_a_list_inside_a_paragraph_becomes_measures() -> None:
    block = candidates()["1.2"].block
    how = next(iter(block.text.values()))["how"]  # type: ignore[index]
    assert [one.lead for one in how] == [
        "查责任，看部门有没有履职",
        "查效果，看群众满不满意，特别是要盯住反复出现的问题",
    ]


def test_repairs_are_made_in_the_copy_and_recorded() -> None:
    found = candidates(
        "同志们：\n一、抓好监督\n非凡是要加强对重大项目的监督，旗臶鲜明地支持人大依法履职，把各项监督工作真正做到实处。"
    )
    assert "特别是要加强" in texts(found["1"]) and "旗帜鲜明" in texts(found["1"])
    assert {(one.text, one.suggestion) for one in found["1"].mended} == {("非凡", "特别"), ("旗臶", "旗帜")}


def test_lapsed_wording_is_named_with_its_successor() -> None:
    text = "同志们：\n一、接受监督\n“一府两院”要自觉接受人大监督，认真研究处理审议意见，切实改进工作，努力让人民群众满意，推动全过程民主。"
    (found,) = candidates(text).values()
    assert {one.wording: one.successor for one in found.lapsed}["全过程民主"] == "全过程人民民主"


def test_a_passage_that_the_library_has_is_named() -> None:
    name, block = next((name, one) for name, one in shipped().blocks.items() if name == "deputy-work/contact-stations")
    text = block.passage("report")["how"]
    assert isinstance(text, str)
    (found,) = candidates(f"同志们：\n一、建好站点\n{re.sub('{{.*?}}', '某', text)}").values()
    assert found.near[0].block == name and found.near[0].share > 0.5


def test_the_same_passage_is_one_candidate() -> None:
    once = "这是一段关于代表工作的完整文字，讲的是代表怎样联系群众、怎样提出建议、怎样督促办理。"
    found = extractor().batch(reading(f"同志们：\n一、抓站点\n{once}\n二、抓建议\n{once}"))
    assert len(found.candidates) == 1


def test_a_worker_leaves_out_what_is_known_and_counts_it(tmp_path: Path) -> None:
    passage = "我们要坚持党的全面领导，把党的领导贯穿人大工作全过程各方面，确保人大工作始终沿着正确的政治方向前进。"
    other = "要围绕代表建议办理，健全交办、督办、反馈的工作机制，推动解决群众反映强烈的突出问题，让群众满意。"
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(f"同志们：\n一、坚持党的领导\n{passage}", "utf-8")
    second.write_text(f"同志们：\n一、坚持党的领导\n{passage}\n二、抓好建议办理\n{other}", "utf-8")
    worker = Worker(extractor(), ())
    sheets = [one for one in map(worker.sheet, (first, second, second)) if isinstance(one, Sheet)]
    assert [(len(one.entries), one.known) for one in sheets] == [(1, 0), (1, 1), (0, 2)]
    decided = Worker(extractor(), [sheets[0].entries[0][0]]).sheet(first)
    assert isinstance(decided, Sheet)
    assert (decided.entries, decided.known) == ((), 1)


def test_batches_read_back_equal() -> None:
    for labelled in [*nine_speeches(), *own_speeches()]:
        batch = extractor().batch(read(labelled.text))
        decoded = decode(sheet_of(batch).text(), "x.yaml", Batch)
        assert decoded.value == batch, labelled.text.name


def test_no_figure_of_an_old_speech_reaches_a_block() -> None:
    digits = re.compile(r"[0-9０-９]{2,}|[0-9](?=[项次件名个人万亿元%])")
    left = []
    for labelled in [*nine_speeches(), *own_speeches()]:
        for one in extractor().batch(read(labelled.text)).candidates:
            plain = re.sub(r"\{\{.*?\}\}|12345|90后", "", texts(one) + one.block.title)
            left += [(labelled.text.name, one.at, hit[0]) for hit in digits.finditer(plain)]
    assert left == []
