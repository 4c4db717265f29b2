"""Fonts: which are there by any of their names, on Linux, Windows and macOS, and what stands in for the others."""

from __future__ import annotations

import shutil
import struct
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from worlds import shipped

from drafter.writers import fonts
from drafter.writers.fonts import Unknown, check_fonts, families_in, file_families, installed_families, registered_names

STYLE = shipped().styles["gb9704"]


def font_file(*families: str) -> bytes:
    """Return a font file with nothing but a name table: names for Windows, name ID 1."""
    strings = [name.encode("utf-16-be") for name in families]
    records, place = b"", 0
    for one in strings:
        records += struct.pack(">6H", 3, 1, 0x804, 1, len(one), place)
        place += len(one)
    table = struct.pack(">HHH", 0, len(strings), 6 + len(records)) + records + b"".join(strings)
    head = struct.pack(">4sHHHH", b"\0\1\0\0", 1, 0, 0, 0)
    return head + struct.pack(">4sIII", b"name", 0, 28, len(table)) + table


@pytest.mark.parametrize(
    "installed",
    [
        ["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"],
        ["FZXiaoBiaoSong-B05S", "FangSong_GB2312", "KaiTi_GB2312", "SimHei", "SimSun"],
        ["fzxbsjw", "simfang_gb2312", "SIMKAI_GB2312", "simhei", "simsun"],
    ],
)
def test_fonts_are_known_by_chinese_english_and_file_names(installed: list[str]) -> None:
    report = check_fonts(STYLE, installed)
    assert (report.known, report.present, report.missing) == (True, STYLE.fonts, ())


def test_the_best_fallback_that_is_there_stands_in() -> None:
    report = check_fonts(STYLE, ["STZhongsong", "SimSun", "KaiTi", "STFangsong", "FangSong"])
    found = {one.font: (one.instead, one.lacking) for one in report.missing}
    assert found == {
        "方正小标宋简体": ("华文中宋", ("方正小标宋_GBK",)),
        "楷体_GB2312": ("楷体", ()),
        "仿宋_GB2312": ("仿宋", ()),
        "黑体": ("", STYLE.fallbacks["黑体"]),
    }
    body = next(one for one in report.missing if one.font == "仿宋_GB2312")
    assert body.used == ("称谓", "正文", "致谢", "第三层标题", "第四层标题")


def test_every_font_of_a_shipped_style_has_a_fallback() -> None:
    for style in shipped().styles.values():
        assert set(style.fonts) <= style.fallbacks.keys()


def test_font_files_tell_their_families(tmp_path: Path) -> None:
    one = font_file("仿宋", "FangSong")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "simfang.TTF").write_bytes(one)
    both = struct.pack(">4sII", b"ttcf", 0x10000, 1) + struct.pack(">I", 16)
    moved = font_file("楷体")
    moved = moved[:20] + struct.pack(">I", 28 + 16) + moved[24:]
    (tmp_path / "kai.ttc").write_bytes(both + moved)
    (tmp_path / "notes.txt").write_bytes(font_file("黑体"))
    assert families_in([tmp_path]) == {"simfang", "仿宋", "FangSong", "kai", "楷体"}


@pytest.mark.parametrize("data", [b"", b"ttcf", b"OTTO\xff\xff" + b"\0" * 40, font_file("仿宋")[:40], b"PK" * 500])
def test_a_broken_font_file_tells_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(data)
    assert file_families(path) == set()


@pytest.mark.skipif(not shutil.which("fc-list"), reason="fontconfig is missing")
def test_fontconfig_and_the_files_agree() -> None:
    listed = installed_families()
    assert listed
    assert listed <= families_in([Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"])


def test_entries_of_the_windows_registry() -> None:
    assert registered_names("仿宋 (TrueType)") == ["仿宋"]
    assert registered_names("SimSun & NSimSun (TrueType)") == ["SimSun", "NSimSun"]
    assert registered_names("方正小标宋简体 (TrueType)") == ["方正小标宋简体"]


def test_windows_asks_the_registry_and_the_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of two keys, the second of which cannot be opened."""

    class Key:
        def __enter__(self) -> Key:
            return self

        def __exit__(self, *_: object) -> None:
            return None

    def open_key(root: int, path: str) -> Key:
        assert path.endswith(r"CurrentVersion\Fonts")
        if root == 2:
            raise OSError
        return Key()

    registry: Any = SimpleNamespace(
        HKEY_LOCAL_MACHINE=1, HKEY_CURRENT_USER=2, OpenKey=open_key, QueryInfoKey=lambda _: (0, 1, 0),
        EnumValue=lambda _key, _number: ("仿宋 (TrueType)", "simfang.ttf", 1),
    )  # fmt: skip
    (tmp_path / "Fonts").mkdir()
    (tmp_path / "Fonts" / "FZXBSJW.TTF").write_bytes(font_file("方正小标宋简体"))
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert installed_families() == {"仿宋", "FZXBSJW", "方正小标宋简体"}


def test_macos_reads_the_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "STFangsong.ttf").write_bytes(font_file("华文仿宋"))
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fonts.shutil, "which", lambda _: None)
    monkeypatch.setattr(fonts, "_mac_folders", lambda: [tmp_path])
    assert installed_families() == {"STFangsong", "华文仿宋"}


def test_a_machine_without_fontconfig_and_fonts_cannot_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(fonts.shutil, "which", lambda _: None)
    monkeypatch.setattr(fonts, "_linux_folders", lambda: [tmp_path])
    with pytest.raises(Unknown, match="没有 fc-list 这个程序"):
        installed_families()
    report = check_fonts(STYLE)
    assert (report.known, report.missing) == (False, ())
