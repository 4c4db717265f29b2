"""The names of paragraph styles, drafter's own and those of templates, and the role in a page style that each tells."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path

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
OURS = "（讲话稿）"
"""Ends the name of a style of ours where the reference document has one of that name."""


@functools.cache
def style_names() -> Mapping[str, tuple[str, ...]]:
    """Return the table of names (stylenames.yaml): our style id → its names in a template, best first."""
    from drafter.text.tables import read_table  # most drafts need no names but ours

    return read_table(Path(__file__).with_name("stylenames.yaml"), dict[str, tuple[str, ...]])


def same_name(name: str) -> str:
    """Return a name as it is compared: case, blanks, hyphens and underscores do not count."""
    return re.sub(r"[\s_\-]+", "", name).casefold()


@functools.cache
def _roles() -> Mapping[str, str]:
    """Return the roles of paragraphs in a page style by the names of their styles, as names are compared.

    All programs keep these names. Besides our own there are those that templates have (--reference-doc).
    """
    by_id = {identity: role for role, (identity, _) in PARAGRAPH_STYLES.items()}
    found = {same_name(name): role for role, (_, name) in PARAGRAPH_STYLES.items()}
    for identity, known in style_names().items():
        for name in known if identity in by_id else ():
            found.setdefault(same_name(name), by_id[identity])  # “正文” is the text's before it is the thanks'
    return found


def role_named(name: str) -> str:
    """Return the role in a page style that the name of a paragraph's style tells; empty for none."""
    return _roles().get(same_name(name.removesuffix(OURS)), "")
