"""Names that the base document and the body share."""

from __future__ import annotations

from collections.abc import Mapping

PARAGRAPH_STYLES: Mapping[str, tuple[str, str]] = {
    # role in the page style: (style id, name; built-in names so that Word shows its own translations)
    "title": ("Title", "Title"),
    "subtitle": ("Subtitle", "Subtitle"),
    "date": ("DrafterDate", "讲话日期"),
    "speaker": ("DrafterSpeaker", "讲话人"),
    "mark": ("DrafterMark", "稿件标记"),
    "stage": ("DrafterStage", "稿次"),
    "salutation": ("Salutation", "Salutation"),
    "body": ("BodyText", "Body Text"),
    "thanks": ("DrafterThanks", "致谢"),
    "signature": ("Signature", "Signature"),
    "toc_title": ("TOCHeading", "TOC Heading"),
    "toc1": ("TOC1", "toc 1"),
    "toc2": ("TOC2", "toc 2"),
    "toc3": ("TOC3", "toc 3"),
    "toc4": ("TOC4", "toc 4"),
    "heading1": ("Heading1", "heading 1"),
    "heading2": ("Heading2", "heading 2"),
    "heading3": ("Heading3", "heading 3"),
    "heading4": ("Heading4", "heading 4"),
}
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
