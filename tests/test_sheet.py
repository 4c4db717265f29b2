"""The fill-in sheet: what a draft lacks, in a form that an office fills in and hands back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from worlds import STRUCTURES, home_for, load_over_shipped, shipped

from drafter.api import make_draft, read_layer
from drafter.model.draft import Draft
from drafter.model.fact import Plain
from drafter.writers.yamlsheet import sheet_text


def wanted(draft: Draft) -> set[str]:
    """Return the names of the facts that the sheet of `draft` must ask for."""
    return {gap.fact.partition(".")[0] for gap in draft.gaps + draft.optional}


def filled_in(sheet: str) -> dict[str, Plain]:
    """Fill every line of a sheet with the example of its fact."""
    library = shipped()
    examples = {spec.label: spec.example for spec in library.facts.facts.values()}
    return {label: examples[label] for label in yaml.safe_load(sheet)}


@pytest.mark.parametrize("name", STRUCTURES)
def test_the_sheet_asks_for_all_that_the_draft_lacks_and_for_nothing_else(name: str) -> None:
    library = shipped()
    draft = make_draft(library, name, facts={"place": home_for(name)}).draft
    labels = {library.facts.facts[fact].label for fact in wanted(draft)}
    assert set(yaml.safe_load(sheet_text(library, draft))) == labels


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_sheet_handed_back_empty_says_nothing(tmp_path: Path, name: str) -> None:
    library = shipped()
    before = make_draft(library, name, facts={"place": home_for(name)})
    file = tmp_path / "要素.yaml"
    file.write_text(sheet_text(library, before.draft), encoding="utf-8")
    assert make_draft(library, name, layers=[read_layer(file)], facts={"place": home_for(name)}).draft == before.draft


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_sheet_filled_in_leaves_nothing_to_be_filled(name: str) -> None:
    library = shipped()
    before = make_draft(library, name, facts={"place": home_for(name)}).draft
    after = make_draft(library, name, facts={"place": home_for(name), **filled_in(sheet_text(library, before))}).draft
    assert (after.gaps, after.optional) == ((), ())
    assert after.picks == before.picks


STRUCTURE = """
    title: 小结构
    kind: other
    speaker: [deputy]
    length: 50
    head: {title: 茶话}
    body:
      - say: 调研{{ surveys }}次{% if law_checks is known %}、执法检查{{ law_checks }}次{% endif %}。
      - say: "{{ meeting.name }}上，{% for one in heard %}{{ one.who }}{{ one.what }}{% endfor %}。"
"""


def test_the_sheet_says_what_is_wanted_of_whom(tmp_path: Path) -> None:
    library = load_over_shipped(tmp_path, {"templates/structures/small.yaml": STRUCTURE})
    sheet = sheet_text(library, make_draft(library, "small").draft)
    assert sheet.startswith("# 《茶话》要素表")
    before, _, after = sheet.partition("# 以下可选")
    assert "单位：次；如：21；研究室提供\n专题调研次数: \n" in before
    assert "会议:\n  会议名称: \n" in before
    assert "# 每项一行：- {谁: …, 讲了什么: …}\n会上已作的发言:" in before
    assert "执法检查次数: \n" in after
    assert "执法检查次数" not in before


def test_a_draft_that_lacks_nothing_has_an_empty_sheet(tmp_path: Path) -> None:
    structure = "title: 小\nkind: other\nspeaker: [deputy]\nlength: 5\nhead: {title: 题}\nbody: [{say: 好。}]\n"
    library = load_over_shipped(tmp_path, {"templates/structures/small.yaml": structure})
    assert yaml.safe_load(sheet_text(library, make_draft(library, "small").draft)) is None
