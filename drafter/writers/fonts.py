"""Which fonts of a page style this machine has, and what will show in the place of those that it lacks.

Fonts are known by the names of their family, Chinese and English, which fontconfig (Linux, Kylin), the registry
(Windows) and the font files themselves (macOS, and Windows besides) give.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from drafter.model.measures import ROLES
from drafter.model.style import PageStyle

NAMES: tuple[tuple[str, ...], ...] = (
    ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GB18030", "FZXBSJW"),
    ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FZXBSK"),
    ("仿宋_GB2312", "FangSong_GB2312", "SIMFANG_GB2312"),
    ("楷体_GB2312", "KaiTi_GB2312", "SIMKAI_GB2312"),
    ("仿宋", "FangSong", "SIMFANG"),
    ("楷体", "KaiTi", "SIMKAI"),
    ("黑体", "SimHei"),
    ("宋体", "SimSun", "SIMSUN"),
    ("华文中宋", "STZhongsong"),
    ("华文仿宋", "STFangsong"),
    ("华文楷体", "STKaiti"),
    ("华文黑体", "STHeiti"),
    ("华文宋体", "STSong"),
    ("思源宋体", "Source Han Serif SC", "思源宋体 CN", "Source Han Serif CN"),
    ("思源黑体", "Source Han Sans SC", "思源黑体 CN", "Source Han Sans CN"),
)
"""The names of one family: Chinese, English, and the name of its file where that is another."""
SECONDS = 20
FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")
MOST_FILES, MOST_NAMES = 5000, 2000


class MissingFont(msgspec.Struct, frozen=True, kw_only=True):
    """A font that this machine lacks."""

    font: str
    used: tuple[str, ...]
    """What it is used for, in Chinese."""
    instead: str
    """The declared fallback that will show; empty where this machine has none of them."""
    lacking: tuple[str, ...]
    """The declared fallbacks that are missing as well, before the one that is there."""
    system: str = ""
    """What the system itself takes where no fallback is there; empty where that cannot be told."""


class FontReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at this machine's fonts has found."""

    known: bool
    """Whether this machine's fonts could be listed."""
    reason: str = ""
    """Why not, where they could not."""
    present: tuple[str, ...] = ()
    missing: tuple[MissingFont, ...] = ()


class Unknown(Exception):
    """This machine's fonts cannot be listed; says why."""


def check_fonts(style: PageStyle, installed: Iterable[str] | None = None) -> FontReport:
    """Return which fonts of `style` are missing among `installed`, by default those of this machine."""
    try:
        families = installed_families() if installed is None else installed
    except Unknown as failure:
        return FontReport(known=False, reason=str(failure))
    have = {_key(name) for name in families}
    missing = [one for one in style.fonts if not _is_there(one, have)]
    stand_in = _system_choice if installed is None else lambda _: ""
    return FontReport(
        known=True,
        present=tuple(one for one in style.fonts if one not in missing),
        missing=tuple(_missing(style, one, have, stand_in) for one in missing),
    )


def _missing(style: PageStyle, font: str, have: set[str], stand_in: Callable[[str], str]) -> MissingFont:
    fallbacks = style.fallbacks.get(font, ())
    there = next((one for one in fallbacks if _is_there(one, have)), "")
    lacking = fallbacks[: fallbacks.index(there)] if there else fallbacks
    system = "" if there else stand_in(font)
    return MissingFont(font=font, used=_uses(style, font), instead=there, lacking=lacking, system=system)


def _uses(style: PageStyle, font: str) -> tuple[str, ...]:
    roles = [ROLES.get(role, role) for role, text in style.styles.items() if text.font == font]
    markers = [f"“{marker}”" for marker, one in style.marker_fonts.items() if one == font]
    return (*roles, *markers, *(["页码"] if style.page_number.font == font else []))


def _key(name: str) -> str:
    """Return a name as it is compared: font files and registries differ in case and spaces."""
    return "".join(name.split()).casefold()


def _is_there(font: str, have: set[str]) -> bool:
    group = next((names for names in NAMES if _key(font) in map(_key, names)), (font,))
    return any(_key(name) in have for name in (font, *group))


# ── what this machine has


def installed_families() -> set[str]:
    """Return the names of the font families of this machine. Raises Unknown where that cannot be told."""
    if sys.platform == "win32":
        return _windows_families()
    if shutil.which("fc-list"):
        return _fontconfig_families()
    folders = _mac_folders() if sys.platform == "darwin" else _linux_folders()
    found = families_in(folders)
    if not found:
        raise Unknown("没有 fc-list 这个程序，字体文件夹里也没有字体")
    return found


def _fontconfig_families() -> set[str]:
    listed = _output("fc-list", ":", "family")
    if listed is None:
        raise Unknown("运行 fc-list 失败")
    lines = (line.replace("\\-", "-").replace("\\,", "，") for line in listed.splitlines())
    return {name.strip() for line in lines for name in line.split(",") if name.strip()}


def _system_choice(font: str) -> str:
    """Return the family that fontconfig takes for a font that is not there; empty where it cannot be asked."""
    if sys.platform == "win32" or not shutil.which("fc-match"):
        return ""
    return (_output("fc-match", "-f", "%{family[0]}", f"{font}:lang=zh-cn") or "").strip()


def _output(*command: str) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace")


def _windows_families() -> set[str]:
    found = set(_registered())
    windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA")
    folders = [Path(windows, "Fonts"), *([Path(local, "Microsoft", "Windows", "Fonts")] if local else [])]
    found |= families_in(folders)
    if not found:
        raise Unknown("读不到注册表里的字体，字体文件夹也打不开")
    return found


def _registered() -> Iterator[str]:
    """Yield the names in the registry: “仿宋 (TrueType)”, “宋体 & 新宋体 (TrueType)”."""
    import winreg

    registry: Any = winreg
    for root in (registry.HKEY_LOCAL_MACHINE, registry.HKEY_CURRENT_USER):
        try:
            with registry.OpenKey(root, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts") as key:
                for number in range(registry.QueryInfoKey(key)[1]):
                    yield from registered_names(registry.EnumValue(key, number)[0])
        except OSError:
            continue


def registered_names(entry: str) -> list[str]:
    """Return the families that one entry of the Windows registry names."""
    return [name.strip() for name in entry.rsplit(" (", 1)[0].split(" & ") if name.strip()]


def _mac_folders() -> list[Path]:
    office = "Contents/Resources/DFonts"
    apps = [Path("/Applications", name, office) for name in ("Microsoft Word.app", "wpsoffice.app")]
    return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library" / "Fonts", *apps]


def _linux_folders() -> list[Path]:
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local" / "share" / "fonts"]


def families_in(folders: Iterable[Path]) -> set[str]:
    """Return the family names inside the font files of `folders`, and the names of the files themselves."""
    found: set[str] = set()
    for path in _font_files(folders):
        found.add(path.stem)
        found |= file_families(path)
    return found


def _font_files(folders: Iterable[Path]) -> Iterator[Path]:
    count = 0
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in sorted(names):
                if name.lower().endswith(FONT_FILES) and count < MOST_FILES:
                    count += 1
                    yield Path(parent, name)


def file_families(path: Path) -> set[str]:
    """Return the family names that a TrueType or OpenType file (or collection) holds; none for any other file."""
    try:
        with path.open("rb") as stream:
            return {name for offset in _faces(stream) for name in _face_names(stream, offset)}
    except (OSError, struct.error, UnicodeDecodeError, ValueError):
        return set()


def _faces(stream: Any) -> list[int]:
    """Return where the fonts of a file begin."""
    tag, _, count = struct.unpack(">4sII", stream.read(12))
    if tag != b"ttcf":
        return [0]
    return list(struct.unpack(f">{min(count, 100)}I", stream.read(4 * min(count, 100))))


FAMILY_NAMES = (1, 16)
"""The records of the name table that name the family (OpenType, name IDs)."""


def _face_names(stream: Any, offset: int) -> Iterator[str]:
    stream.seek(offset)
    _, tables = struct.unpack(">4sH6x", stream.read(12))
    for _ in range(min(tables, 100)):
        tag, _, start, _ = struct.unpack(">4sIII", stream.read(16))
        if tag == b"name":
            yield from _name_records(stream, start)
            return


def _name_records(stream: Any, start: int) -> Iterator[str]:
    stream.seek(start)
    _, count, strings = struct.unpack(">HHH", stream.read(6))
    records = [struct.unpack(">6H", stream.read(12)) for _ in range(min(count, MOST_NAMES))]
    for platform, _, _, name, length, place in records:
        if name in FAMILY_NAMES and platform in (0, 3):
            stream.seek(start + strings + place)
            yield stream.read(length).decode("utf-16-be")
