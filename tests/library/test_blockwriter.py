"""Writing a block: what is written reads back equal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from worlds import shipped

from drafter.library.blockwriter import block_text
from drafter.library.reading import names_refs
from drafter.library.yamlreader import decode
from drafter.model.block import Block, Measure, Origin

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=40)


def again(block: Block) -> Block | None:
    """Return what the text of a block reads as."""
    return decode(block_text(block), "x.yaml", Block, names_refs(shipped())).value


def test_every_shipped_block_reads_back_equal() -> None:
    blocks = shipped().blocks
    assert [name for name in blocks if again(blocks[name]) != blocks[name]] == []


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
def test_any_text_reads_back_equal(title: str, text: str, tags: list[str]) -> None:
    block = Block(
        title=title,
        theme="supervision",
        tags=tuple(tags),
        leads={"plain": title},
        text={"require": text, "report": {"what": text, "how": (Measure(lead=title, text=text),)}},
        sources=(Origin(file=title, speech=2, at="1.2"),),
    )
    found = again(block)
    assert found is None or found == block  # None: a character that YAML cannot hold, or an empty text


def test_paragraphs_are_written_as_a_literal_block() -> None:
    block = Block(title="甲", theme="supervision", text={"require": "第一段。\n\n第二段。"})
    assert "  require: |-\n    第一段。\n\n    第二段。\n" in block_text(block)
    assert again(block) == block
