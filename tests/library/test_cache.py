from __future__ import annotations

import os
from pathlib import Path

import pytest
from helpers import build_file_tree, small_root
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter.library import cache, loading
from drafter.library.loading import load_library


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache file of a small library in the place of the one that ships, just written."""
    root = small_root(tmp_path / "shipped")
    monkeypatch.setattr(loading, "shipped_root", lambda: root)
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path / "cache"))
    load_library()
    (path,) = (tmp_path / "cache").iterdir()
    return path


def blocks() -> set[str]:
    loaded = load_library()
    assert loaded.problems == ()
    return set(loaded.library.blocks)


def test_the_cache_lies_where_the_variable_says(shelf: Path) -> None:
    assert cache.folder() == shelf.parent


def test_nothing_is_written_beside_the_library(shelf: Path) -> None:
    found = {path.suffix for path in (shelf.parent.parent / "shipped").rglob("*") if path.is_file()}
    assert found == {".yaml"}


def test_no_cache_is_written_when_none_is_wanted(shelf: Path) -> None:
    shelf.unlink()
    load_library(use_cache=False)
    assert list(shelf.parent.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_no_error(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_file_tree({shelf.parent.parent / "file": "x"})
    monkeypatch.setenv("DRAFTER_CACHE", str(shelf.parent.parent / "file" / "cache"))
    assert blocks() == {"supervision/budget", "supervision/law"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_no_error(shelf: Path) -> None:
    shelf.unlink()
    shelf.parent.chmod(0o500)
    assert blocks() == {"supervision/budget", "supervision/law"}
    shelf.parent.chmod(0o700)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"not msgpack", b"\x90", b"\x80", b"\x92\xa2\xff\xff\x80", b"\x91" * 100_000],
    ids=["empty", "reserved byte", "text", "empty list", "empty map", "broken text", "deep"],
)
def test_a_corrupt_cache_file_is_no_error(shelf: Path, data: bytes) -> None:
    shelf.write_bytes(data)
    assert blocks() == {"supervision/budget", "supervision/law"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_cut_or_overwritten_cache_file_is_no_error(shelf: Path, data: st.DataObject) -> None:
    whole = shelf.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1), label="at")
    change = data.draw(st.binary(max_size=6), label="change")
    cut = data.draw(st.booleans(), label="cut")
    shelf.write_bytes(whole[:at] + change + (b"" if cut else whole[at + len(change) :]))
    load_library()
    shelf.write_bytes(whole)


def test_a_repaired_cache_file_serves_again(shelf: Path) -> None:
    whole = shelf.read_bytes()
    shelf.write_bytes(whole[:40])
    load_library()
    assert shelf.read_bytes() == whole


def test_a_cache_folder_in_the_place_of_the_file_is_no_error(shelf: Path) -> None:
    shelf.unlink()
    shelf.mkdir()
    assert blocks() == {"supervision/budget", "supervision/law"}


def test_a_changed_page_style_is_noticed_in_every_layer(shelf: Path) -> None:
    root, workspace = shelf.parent.parent / "shipped", shelf.parent.parent / "office"
    full = (Path(__file__).parents[2] / "templates/styles/gb9704.yaml").read_text("utf-8")
    build_file_tree(
        {
            root / "templates/styles/gb9704.yaml": full,
            workspace / "drafter.yaml": "profile: {}\n",
            workspace / "templates/styles/ours.yaml": "title: 本单位\nbased_on: gb9704\n",
        }
    )

    def sizes() -> list[float]:
        styles = load_library(workspace).library.styles
        return [styles[name].styles["title"].size for name in styles]

    assert sizes() == sizes() == [22, 22]
    (root / "templates/styles/gb9704.yaml").write_text(full.replace("size: 22", "size: 20.5"), "utf-8")
    assert sizes() == sizes() == [20.5, 20.5]
    (workspace / "templates/styles/ours.yaml").write_text("title: 本单位\nbased_on: gb9705\n", "utf-8")
    for _ in range(2):
        assert [one.rule for one in load_library(workspace).problems] == ["style"]
