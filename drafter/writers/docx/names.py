"""Names that the base document and the body share."""

from __future__ import annotations

HEADING_DEPTHS = 4
DOCUMENT, COMMENTS = "word/document.xml", "word/comments.xml"
CORE, CUSTOM, RECIPE = "docProps/core.xml", "docProps/custom.xml", "customXml/item1.xml"
RECIPE_NAMESPACE = "urn:drafter:recipe:1"
BOOKMARK = "_dr_"
"""Begins the name of a passage's bookmark: a hidden name, which Word does not list."""
AUTHOR = "drafter"
"""Of the comments."""
PROPERTY = "drafter."
"""Begins the name of a document property."""


def lead_style(depth: int) -> str:
    """Return the id of the character style of a run-in lead: the one linked to the heading of its depth."""
    return f"Heading{min(depth, HEADING_DEPTHS)}Char"


def font_slots(font: str) -> str:
    """Return w:rFonts with all four slots: Latin letters and digits too, so that “ ” … — stay in the Chinese font."""
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}" w:hint="eastAsia"/>'
