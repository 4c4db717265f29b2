"""Drafts made by hand, for the tests of the writers."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.model.draft import Choice, Draft, Gap, Paragraph, ParagraphKind, Run, Section

GAP = Gap(
    fact="training_sessions",
    label="代表培训期数",
    type="count",
    unit="期",
    example="6",
    office="代表工委",
    places=("a",),
)


def paragraph(text: str, kind: ParagraphKind = "body", depth: int = 0, marker: str = "", slot: str = "") -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph(runs=(Run(text=text, slot=slot),), kind=kind, depth=depth, marker=marker)


def draft_of(
    *body: Section | Paragraph,
    head: Sequence[Paragraph] = (paragraph("讲话", "title"),),
    gaps: Sequence[Gap] = (),
    picks: Sequence[Choice] = (),
) -> Draft:
    """Return a draft with this body."""
    return Draft(
        structure="small",
        title="".join(one.text for one in head if one.kind == "title"),
        head=tuple(head),
        body=body,
        length=100,
        target=100,
        seed=1,
        as_of="2026-03-18",
        level="county",
        gaps=tuple(gaps),
        optional=(),
        picks=tuple(picks),
        problems=(),
    )
