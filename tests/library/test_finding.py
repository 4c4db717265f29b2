from __future__ import annotations

from pathlib import Path

import pytest
from helpers import build_file_tree, small_root

from drafter.errors import NotFoundError
from drafter.library.finding import find
from drafter.library.folders import find_workspace, shipped_root
from drafter.model.taxonomy import Entry

KNOWN = {"short": Entry(title="短讲话"), "long": Entry(title="长讲话"), "twin": Entry(title="长讲话")}


def test_a_thing_is_found_by_id_or_title() -> None:
    assert find("short", KNOWN, "结构", "list") == "short"
    assert find("短讲话", KNOWN, "结构", "list") == "short"


@pytest.mark.parametrize(("name", "hint"), [("shrot", "是否想写“short”"), ("zzz", "全部见 list")])
def test_an_unknown_name_gets_a_hint(name: str, hint: str) -> None:
    with pytest.raises(NotFoundError, match=f"没有叫“{name}”的结构") as caught:
        find(name, KNOWN, "结构", "list")
    assert hint in caught.value.hint


def test_a_title_that_two_things_bear_names_neither() -> None:
    with pytest.raises(NotFoundError):
        find("长讲话", KNOWN, "结构", "list")


def test_the_workspace_is_found_upward(tmp_path: Path) -> None:
    build_file_tree({tmp_path / "office/drafter.yaml": "profile: {}\n", tmp_path / "office/a/b/x.txt": ""})
    assert find_workspace(tmp_path / "office/a/b") == tmp_path / "office"
    assert find_workspace(tmp_path / "office") == tmp_path / "office"
    assert find_workspace(tmp_path) is None


def test_the_shipped_library_is_no_workspace(tmp_path: Path) -> None:
    assert (shipped_root() / "sections" / "taxonomy.yaml").is_file()
    assert find_workspace(small_root(tmp_path / "lib")) is None
