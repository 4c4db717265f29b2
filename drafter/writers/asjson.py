"""A draft as JSON: the tree itself, for programs."""

from __future__ import annotations

from typing import Any

import msgspec

from drafter.model.draft import Draft, Paragraph, Section

VERSION = 1


def draft_json(draft: Draft) -> bytes:
    """Return the draft as one JSON object, UTF-8, indented."""
    body = {
        "version": VERSION,
        "title": draft.title,
        "subject": draft.subject,
        "keywords": draft.keywords,
        "structure": draft.structure,
        "as_of": draft.as_of,
        "level": draft.level,
        "seed": draft.seed,
        "length": draft.length,
        "head": [_paragraph(one) for one in draft.head],
        "body": [_node(one) for one in draft.body],
        "gaps": draft.gaps,
        "picks": draft.picks,
    }
    return msgspec.json.format(msgspec.json.encode(body), indent=2) + b"\n"


def _node(node: Section | Paragraph) -> dict[str, Any]:
    if isinstance(node, Paragraph):
        return _paragraph(node)
    heading = _paragraph(node.heading) if node.heading else None
    return {
        "kind": "section",
        "slot": node.slot,
        "depth": node.depth,
        "heading": heading,
        "children": [_node(child) for child in node.children],
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": paragraph.kind, "text": paragraph.text}
    if paragraph.depth:
        found["depth"] = paragraph.depth
    if paragraph.page:
        found["page"] = paragraph.page
    found["runs"] = paragraph.runs
    return found
