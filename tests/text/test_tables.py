from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from drafter.text.tables import read_table


class Table(msgspec.Struct):
    words: tuple[str, ...]
    years: dict[str, int] = {}


def test_a_table_is_kept_until_its_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "表.yaml"
    path.write_text("words: [监督, no]\nyears: {甲: 2012}\n", "utf-8")
    first = read_table(path, Table)
    assert first == Table(("监督", "no"), {"甲": 2012})
    stamp = path.stat()
    path.write_text("words: [决定, no]\nyears: {甲: 2012}\n", "utf-8")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert read_table(path, Table) == first  # time and size are the same
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1))
    assert read_table(path, Table).words == ("决定", "no")
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert read_table(path, Table).words == ("决定", "no")


def test_a_table_is_read_where_nothing_can_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "表.yaml"
    path.write_text("words: [监督]\n", "utf-8")
    monkeypatch.setenv("DRAFTER_CACHE", str(path / "cache"))
    assert read_table(path, Table).words == read_table(path, Table).words == ("监督",)
