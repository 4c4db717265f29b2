"""The ZIP written by hand: what `zipfile` would have written, byte for byte."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from drafter.writers.docx.zipping import zipped

NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='\\/:*?"<>|'), min_size=1, max_size=20
)


def by_zipfile(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            package.writestr(entry, data)
    return buffer.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=6))
def test_the_bytes_are_those_of_zipfile(parts: dict[str, bytes]) -> None:
    assert zipped(parts) == by_zipfile(parts)


def test_zipfile_finds_it_sound() -> None:
    parts = {"[Content_Types].xml": b"<a/>", "word/document.xml": b"x" * 100_000, "word/甲.xml": b""}
    with zipfile.ZipFile(io.BytesIO(zipped(parts))) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == parts
