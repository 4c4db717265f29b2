"""Draft in, file out. The writer is chosen by the suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from drafter.errors import UsageError
from drafter.model.draft import Draft
from drafter.model.style import PageStyle

if TYPE_CHECKING:
    from drafter.writers.docx.reference import Reference


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a writer gets: the draft, how it should look, and its recipe to carry along."""

    draft: Draft
    style: PageStyle
    recipe: str
    """The recipe as YAML text."""
    style_hash: str
    titles: Mapping[str, str] = {}
    """Of the blocks, by id."""
    annotations: Mapping[str, tuple[str, ...]] = {}
    """The lines of a comment on each passage, by slot; none for no comments."""
    reference: Reference | None = None
    """The user's own Word file whose styles, page and headers a Word file takes over."""


def _docx(job: Job) -> bytes:
    from drafter.writers.docx.package import write

    return write(job)


def _pdf(job: Job) -> bytes:
    from drafter.writers.pdf import pdf

    return pdf(_docx(job), job.draft.as_of)


def _html(job: Job) -> bytes:
    from drafter.writers.html import html

    return html(job.draft, job.style).encode()


def _markdown(job: Job) -> bytes:
    from drafter.writers.plain import markdown

    return markdown(job.draft).encode()


def _text(job: Job) -> bytes:
    from drafter.writers.plain import text

    return text(job.draft).encode()


def _json(job: Job) -> bytes:
    from drafter.writers.asjson import draft_json

    return draft_json(job.draft)


WRITERS: Mapping[str, Callable[[Job], bytes]] = {
    ".docx": _docx,
    ".pdf": _pdf,
    ".html": _html,
    ".md": _markdown,
    ".txt": _text,
    ".json": _json,
}


def writer_for(suffix: str) -> Callable[[Job], bytes]:
    """Return the writer of a file suffix (“.docx”). Raises UsageError for one that nothing writes."""
    writer = WRITERS.get(suffix.lower())
    if writer is None:
        known = "、".join(WRITERS)
        raise UsageError(f"不会写“{suffix or '没有后缀'}”的文件", hint=f"输出文件名以这些后缀结尾：{known}")
    return writer
