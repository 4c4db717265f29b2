"""The draft as JSON: the whole tree."""

from __future__ import annotations

import json

from drafts import GAP, draft_of, paragraph

from drafter.model.draft import Choice, Section
from drafter.writers.asjson import draft_json


def test_the_tree_is_all_there() -> None:
    section = Section(
        slot="a",
        depth=1,
        heading=paragraph("一、把事办好", "heading", depth=1, marker="一、", slot="a"),
        children=(paragraph("要办好。", slot="a.1"),),
    )
    pick = Choice(slot="a.1", block="supervision/own", act=("require",), moves=("how",), hash="0")
    found = json.loads(draft_json(draft_of(section, gaps=[GAP], picks=[pick])))
    assert found["version"] == 1
    assert (found["title"], found["structure"], found["as_of"], found["level"]) == (
        "讲话",
        "small",
        "2026-03-18",
        "county",
    )
    assert found["head"] == [{"kind": "title", "text": "讲话", "runs": [{"text": "讲话"}]}]
    assert found["body"] == [
        {
            "kind": "section",
            "slot": "a",
            "depth": 1,
            "heading": {
                "kind": "heading",
                "text": "一、把事办好",
                "depth": 1,
                "runs": [{"text": "一、把事办好", "slot": "a"}],
            },
            "children": [{"kind": "body", "text": "要办好。", "runs": [{"text": "要办好。", "slot": "a.1"}]}],
        }
    ]
    assert found["gaps"][0]["label"] == "代表培训期数"
    assert found["picks"][0]["block"] == "supervision/own"


def test_a_section_whose_heading_runs_into_its_text_has_none() -> None:
    found = json.loads(
        draft_json(draft_of(Section(slot="a", depth=2, heading=None, children=(paragraph("一要办好。"),))))
    )
    assert found["body"][0]["heading"] is None


def test_chinese_is_written_as_it_is_and_the_file_ends_in_a_line_break() -> None:
    data = draft_json(draft_of(paragraph("要办好𠮷事。")))
    assert "要办好𠮷事。".encode() in data
    assert data.endswith(b"}\n")
