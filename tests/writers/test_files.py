"""Writing results: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import contents, write_files

from drafter.errors import OutputError, UsageError
from drafter.writers import writer_for
from drafter.writers.files import refuse_existing, write_all


def test_all_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    write_all({tmp_path / "甲.txt": b"1", tmp_path / "乙.txt": b"2"})
    assert contents(tmp_path) == {"甲.txt": b"1", "乙.txt": b"2"}


def test_an_existing_file_stops_all_of_them(tmp_path: Path) -> None:
    write_files(tmp_path, {"b.txt": "旧"})
    with pytest.raises(OutputError, match="文件已经存在") as failure:
        write_all({tmp_path / "a.txt": b"1", tmp_path / "b.txt": b"2"})
    assert failure.value.source is not None and failure.value.source.path == str(tmp_path / "b.txt")
    assert contents(tmp_path) == {"b.txt": "旧".encode()}


def test_force_replaces(tmp_path: Path) -> None:
    write_files(tmp_path, {"b.txt": "旧"})
    write_all({tmp_path / "a.txt": b"1", tmp_path / "b.txt": b"2"}, force=True)
    assert contents(tmp_path) == {"a.txt": b"1", "b.txt": b"2"}


def test_when_the_second_cannot_be_written_the_first_is_not_either(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": "旧"})
    with pytest.raises(OutputError, match="文件夹不存在") as failure:
        write_all({tmp_path / "a.txt": b"1", tmp_path / "none" / "b.txt": b"2"}, force=True)
    assert failure.value.source is not None and failure.value.source.path == str(tmp_path / "none" / "b.txt")
    assert contents(tmp_path) == {"a.txt": "旧".encode()}


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("none/a.txt", "文件夹不存在"),
        ("file/a.txt", "路径中有一段不是文件夹"),
        ("长" * 120 + ".txt", "文件名太长"),
        ("folder", "这是一个文件夹，不能当文件写"),
    ],
)
def test_the_reason_is_said_in_chinese(place: str, reason: str, tmp_path: Path) -> None:
    before = contents(write_files(tmp_path, {"file": "x", "folder/a": "x"}))
    with pytest.raises(OutputError, match=reason):
        write_all({tmp_path / place: b"1"}, force=True)
    assert contents(tmp_path) == before


def test_long_names_that_begin_alike_are_kept_apart(tmp_path: Path) -> None:
    name = "关于" * 30
    write_all({tmp_path / f"{name}.docx": b"1", tmp_path / f"{name}.yaml": b"2"})
    assert contents(tmp_path) == {f"{name}.docx": b"1", f"{name}.yaml": b"2"}


def test_a_long_name_that_fits_is_written(tmp_path: Path) -> None:
    name = "长" * 80 + ".txt"
    write_all({tmp_path / name: b"1"})
    assert contents(tmp_path) == {name: b"1"}


def test_refusing_leaves_alone_what_is_not_there(tmp_path: Path) -> None:
    refuse_existing([tmp_path / "a.txt"], force=False)


@pytest.mark.parametrize("suffix", [".doc", ".xls", "", ".wps"])
def test_a_suffix_that_nothing_writes(suffix: str) -> None:
    with pytest.raises(UsageError, match="不会写"):
        writer_for(suffix)
