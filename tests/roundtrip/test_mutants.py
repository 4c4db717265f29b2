"""Files that others broke: reading back and finalizing end in a result or in one clear message, never in a crash."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.api import finalize_file, inspect_file
from drafter.errors import DrafterError
from roundtrip.papers import pack, paper, parts_of

PARTS = (
    "[Content_Types].xml", "_rels/.rels", "customXml/_rels/item1.xml.rels", "customXml/item1.xml",
    "docProps/core.xml", "docProps/custom.xml", "word/_rels/document.xml.rels", "word/comments.xml",
    "word/document.xml", "word/footer1.xml", "word/settings.xml", "word/styles.xml",
)  # fmt: skip
WORDS = st.sampled_from(
    ["", "-1", "0", "x", "..", "/", "word", "document.xml", "w:p", "w:del", "w:id", "w:name", "_dr_", "<w:p>", "</w:p>",
     "<w:bookmarkStart/>", "<w:bookmarkEnd/>", '<w:bookmarkEnd w:id="0"/>', "<w:commentReference/>", '"', ">", "&amp;",
     "xmlns", "{", "}", "[", "]", ":", "slot", "hash", "null"]
)  # fmt: skip


@cache
def sound(folder: Path) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    return parts_of(paper(folder, "work-conference-script", known=True, annotate=True))


@given(part=st.sampled_from(PARTS), data=st.data())
def test_mutated_parts_raise_nothing_but_errors_with_a_message(
    tmp_path_factory: pytest.TempPathFactory, part: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    parts = sound(folder / "sound")
    text = parts[part].decode()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(WORDS) + text[at + data.draw(st.integers(0, 12)) :]
    path = pack(folder / "mutant.docx", {**parts, part: text.encode()})
    for work in (inspect_file, lambda one: finalize_file(one, folder / "final.docx", force=True)):
        try:
            work(path)
        except DrafterError as failure:
            assert failure.message


@given(kept=st.sets(st.sampled_from(PARTS)))
def test_files_that_lack_parts_raise_nothing_but_errors_with_a_message(
    tmp_path_factory: pytest.TempPathFactory, kept: set[str]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    parts = {name: data for name, data in sound(folder / "sound").items() if name in kept}
    path = pack(folder / "mutant.docx", {"word/unknown.xml": b"<a/>", **parts})
    for work in (inspect_file, lambda one: finalize_file(one, folder / "final.docx", force=True)):
        try:
            work(path)
        except DrafterError as failure:
            assert failure.message
