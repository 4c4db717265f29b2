"""Bytes → text: Chinese files come in UTF-8, UTF-16 and GB18030, now and then in Big5.

The ordinary cases are decided here, by byte order marks, by strict decoding and by how much of the text is common
Chinese; charset-normalizer is asked only about what is left. What is UTF-8 is read as such: a few short words in
GB18030 are UTF-8 too (隆隆 is ¡¡), a paragraph never is.
"""

from __future__ import annotations

import codecs
import functools
import re
from pathlib import Path

import msgspec

from drafter.errors import InputError
from drafter.readers.files import refused

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r\x1a\x1b"))
"""What no text holds; 1A ends files of old programs, 1B begins a change of character set."""
BAD = "\ufffd"
SAMPLE = 2_000
"""How many characters are looked at; a text of one encoding does not change further on."""
GUESSED = 20_000
"""How many bytes charset-normalizer gets."""
ENOUGH = 0.7
"""The share of common characters above which a decoding is believed; of real texts it is over 0.95, of misread ones
under 0.4."""
PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·～％〇　"
FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F)))
GUESSES = ["big5", "gb18030", "utf_16_le", "utf_16_be"]
NOT_ASCII = re.compile("[^\0-\x7f]")
UNKNOWN = "认不出文件的编码"
SAVE_AS = "用记事本打开，“另存为”时编码选 UTF-8"


class Decoded(msgspec.Struct, frozen=True):
    """A file's text and the encoding that it is in."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, path: Path) -> Decoded:
    """Return `data` as text with ``\\n`` between lines. Raises InputError for what is no text."""
    found = _by_mark(data, path) or _by_content(data, path)
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise refused(path, "文件里没有文字", "检查是不是选错了文件")
    return Decoded(text, found.encoding, found.notes)


def _by_mark(data: bytes, path: Path) -> Decoded | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            found = _strict(rest, encoding) or _tolerant(rest, encoding)
            if found is None or _is_binary(found.text.encode("utf-8", "replace")):
                raise refused(path, f"文件标着 {encoding.upper()} 编码，内容却不是文字", SAVE_AS)
            return found
    return None


def _by_content(data: bytes, path: Path) -> Decoded:
    if b"\0" in data:
        found = _utf16(data)
        if found is None:
            raise _binary(path)
        return found
    if _is_binary(data):
        raise _binary(path)
    found = (
        _strict(data, "utf-8")
        or _gb18030(data)
        or _tolerant(data, "utf-8")
        or _tolerant(data, "gb18030")
        or _guessed(data)
    )
    if found is None:
        raise refused(path, UNKNOWN, SAVE_AS)
    return found


def _binary(path: Path) -> InputError:
    return refused(path, "这是二进制文件，不是文本", "检查扩展名对不对；Word 文件的扩展名是 .docx")


def _is_binary(data: bytes) -> bool:
    """Return whether more than one byte in two hundred is a control character; of random bytes it is one in ten."""
    return (len(data) - len(data.translate(None, CONTROLS))) * 200 > len(data)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _gb18030(data: bytes) -> Decoded | None:
    found = _strict(data, "gb18030")
    return found if found and commonness(found.text) >= ENOUGH else None


def _utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark: in one byte order the text is common Chinese and ASCII, in the other it is not."""
    both = [found for encoding in ("utf-16-le", "utf-16-be") if (found := _strict(data, encoding))]
    best = max(both, key=lambda found: _readable(found.text), default=None)
    if best is None or _readable(best.text) < ENOUGH or _is_binary(best.text.encode()):
        return None
    return best


def _readable(text: str) -> float:
    """Return the share of characters at the beginning of `text` that are common Chinese or ASCII."""
    sample = text[:SAMPLE]
    return sum(map(_readable_characters().__contains__, sample)) / max(len(sample), 1)


def _tolerant(data: bytes, encoding: str) -> Decoded | None:
    """Decode a text with a few broken bytes (one in fifty characters at most), and tell where the first one is."""
    text = data.decode(encoding, "replace")
    bad = text.count(BAD)
    others = len(text) if encoding.startswith("utf-16") else len(NOT_ASCII.findall(text))
    if bad * 50 > others or commonness(text) < ENOUGH:
        return None
    line = text.count("\n", 0, text.find(BAD)) + 1
    return Decoded(text, encoding, (f"有 {bad} 处坏字节，读作 {BAD}，第一处在第 {line} 行",))


def _guessed(data: bytes) -> Decoded | None:
    """Ask charset-normalizer, which knows Big5 by its letters' frequencies."""
    from charset_normalizer import from_bytes

    sample = data[:GUESSED].rpartition(b"\n")[0] if len(data) > GUESSED else data
    best = from_bytes(sample or data[:GUESSED], cp_isolation=GUESSES).best()
    return _strict(data, best.encoding.replace("_", "-")) if best else None


def commonness(text: str) -> float:
    """Return the share of common Chinese among the first characters of `text` that are not ASCII."""
    first = NOT_ASCII.search(text)
    sample = NOT_ASCII.findall(text, first.start(), first.start() + SAMPLE) if first else ()
    return sum(map(_common().__contains__, sample)) / len(sample) if sample else 1.0


@functools.cache
def _readable_characters() -> frozenset[str]:
    return _common() | set(map(chr, [*b"\t\n\r", *range(32, 127)]))


@functools.cache
def _common() -> frozenset[str]:
    """Return the 3,755 everyday characters of GB 2312 (its first level, rows 16 to 55) and the punctuation."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    characters = b"".join(rows).decode("gb2312", "ignore")
    return frozenset(characters + PUNCTUATION + FULL_WIDTH)
