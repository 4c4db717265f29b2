"""What the office profile says for the day of a speech: the session, the goal, the speaker."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from helpers import build_file_tree

from drafter.api import load, make_draft
from drafter.assembly.office import office_facts
from drafter.library.loading import load_library
from drafter.model.fact import Plain
from drafter.model.workspace import Workspace

TODAY = date(2026, 11, 22)
OFFICE = """
    profile: {地名: 青山县}
    leaders:
      - {name: 旧书记, post: 中共青山县委书记, role: party-secretary, rank: 1, until: 2024-12-31}
      - {name: 林清平, post: 中共青山县委书记, role: party-secretary, rank: 1, from: 2025-01-01}
      - {name: 周主任, post: 青山县人大常委会主任, role: congress-chair, rank: 2}
      - {name: 排在后的, post: 青山县人大常委会副主任, role: congress-vice-chair, rank: 5}
      - {name: 排在前的, post: 青山县人大常委会副主任, role: congress-vice-chair, rank: 3}
      - {name: 没有身份的, post: 青山县县长, rank: 2}
    sessions:
      - {term: 18, session: 4, from: 2025-01-08, until: 2025-01-11}
      - {term: 18, session: 5, from: 2026-01-12, until: 2026-01-15}
      - {term: 17, session: 5, from: 2021-01-10}
    slogans:
      - {text: 建设绿色青山, document: 县委工作报告, date: 2021-01-05}
      - {text: 建设现代化青山, document: 县委工作报告, date: 2026-01-05}
    """
STRUCTURE = """
    title: 小结构
    kind: other
    speaker: [party-secretary, congress-chair]
    act: require
    length: 100
    head: {title: 在小会上的讲话, speaker: true}
    body: [{say: "{{ congress_term }}届{{ session }}次会议以来，为{{ slogan }}而努力。"}]
    """


def office(root: Path, text: str = OFFICE) -> Workspace:
    """Return the profile that drafter.yaml holds."""
    build_file_tree({root / "drafter.yaml": text})
    loaded = load_library(root)
    assert [one for one in loaded.problems if one.source and one.source.path.startswith(str(root))] == []
    return loaded.library.office


@pytest.mark.parametrize(
    ("day", "term", "session"),
    [
        (date(2025, 1, 7), "17", "5"),
        (date(2025, 1, 8), "18", "4"),
        (date(2026, 1, 11), "18", "4"),
        (date(2026, 1, 12), "18", "5"),
        (TODAY, "18", "5"),
    ],
)
def test_the_session_is_the_last_one_that_began(day: date, term: str, session: str, tmp_path: Path) -> None:
    found = office_facts(office(tmp_path), day, [])
    assert (found["congress_term"], found["session"]) == (term, session)


def test_before_the_first_session_none_is_made_up(tmp_path: Path) -> None:
    assert office_facts(office(tmp_path), date(2020, 6, 1), []) == {}


@pytest.mark.parametrize(
    ("day", "slogan"),
    [
        (date(2021, 1, 5), "建设绿色青山"),
        (date(2026, 1, 4), "建设绿色青山"),
        (date(2026, 1, 5), "建设现代化青山"),
    ],
)
def test_the_goal_is_the_last_one_set_by_the_day(day: date, slogan: str, tmp_path: Path) -> None:
    assert office_facts(office(tmp_path), day, [])["slogan"] == slogan


def test_a_goal_without_a_date_gives_way_to_a_dated_one(tmp_path: Path) -> None:
    text = "slogans: [{text: 一直这样说}, {text: 建设现代化青山, date: 2026-01-05}]\n"
    own = office(tmp_path, text)
    assert office_facts(own, date(2025, 6, 1), []) == {"slogan": "一直这样说"}
    assert office_facts(own, TODAY, []) == {"slogan": "建设现代化青山"}


@pytest.mark.parametrize(
    ("roles", "day", "name"),
    [
        (["party-secretary"], date(2024, 12, 31), "旧书记"),
        (["party-secretary"], date(2025, 1, 1), "林清平"),
        (["congress-chair", "party-secretary"], TODAY, "周主任"),
        (["deputy", "congress-chair"], TODAY, "周主任"),
        (["congress-vice-chair"], TODAY, "排在前的"),
        (["deputy"], TODAY, None),
    ],
)
def test_the_speaker_is_the_leader_in_that_role_on_that_day(
    roles: list[str], day: date, name: str | None, tmp_path: Path
) -> None:
    assert office_facts(office(tmp_path), day, roles).get("speaker_name") == name


def test_name_and_post_come_together(tmp_path: Path) -> None:
    found = office_facts(office(tmp_path), TODAY, ["congress-chair"])
    assert (found["speaker_name"], found["speaker_post"]) == ("周主任", "青山县人大常委会主任")


def test_an_empty_profile_settles_nothing() -> None:
    assert office_facts(Workspace(), TODAY, ["party-secretary"]) == {}


# ── in a draft


def printed(root: Path, day: date, facts: dict[str, Plain] | None = None) -> str:
    """Return the draft of the small structure in the workspace, a line a paragraph."""
    build_file_tree({root / "drafter.yaml": OFFICE, root / "templates/structures/small.yaml": STRUCTURE})
    draft = make_draft(load(root), "small", facts=facts, as_of=day, today=TODAY).draft
    return "\n".join(one.text for one in (*draft.head, *draft.body) if hasattr(one, "text"))


def test_a_draft_uses_what_the_profile_says_for_its_day(tmp_path: Path) -> None:
    assert printed(tmp_path, TODAY) == (
        "在小会上的讲话\n中共青山县委书记　林清平\n18届5次会议以来，为建设现代化青山而努力。"
    )
    assert printed(tmp_path, date(2021, 6, 1)) == (
        "在小会上的讲话\n中共青山县委书记　旧书记\n17届5次会议以来，为建设绿色青山而努力。"
    )


def test_facts_that_are_given_lie_over_the_profile(tmp_path: Path) -> None:
    given: dict[str, Plain] = {"speaker_name": "代讲人", "congress_term": "19", "session": "1"}
    assert printed(tmp_path, TODAY, given) == (
        "在小会上的讲话\n中共青山县委书记　代讲人\n19届1次会议以来，为建设现代化青山而努力。"
    )


def test_what_the_profile_does_not_settle_is_a_gap(tmp_path: Path) -> None:
    text = printed(tmp_path, date(2020, 6, 1))
    assert "【待补：" in text.splitlines()[2]
    assert "旧书记" in text
