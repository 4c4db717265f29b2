"""Putting the Word file together: base parts and text, stored in a ZIP whose bytes depend on nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from drafter.errors import OutputError
from drafter.text.digests import blake2b
from drafter.writers import Job
from drafter.writers.docx import names
from drafter.writers.docx.base import base_parts, order
from drafter.writers.docx.body import Body, escape
from drafter.writers.docx.zipping import zipped

if TYPE_CHECKING:
    from drafter.model.style import PageStyle
    from drafter.writers.docx.dressing import Dressed
    from drafter.writers.docx.reference import Reference

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write(job: Job) -> bytes:
    """Return the draft as a .docx: the same job, the same bytes."""
    parts = dict(base_parts(job.style, job.style_hash))
    body = Body(job.draft, job.style if job.reference is None else _bare(job.style))
    parts[names.DOCUMENT] = _document(parts[names.DOCUMENT], body.xml())
    parts[names.COMMENTS] = body.comments_xml().encode()
    parts[names.CORE] = _core_properties(job).encode()
    parts[names.CUSTOM] = _custom_properties(job).encode()
    parts[names.RECIPE] = _recipe(job).encode()
    return zipped(parts if job.reference is None else _dressed(parts, job.reference).parts)


def unmatched(job: Job) -> tuple[str, ...]:
    """Return the names of the styles that the draft needs and the reference document has nothing for."""
    if job.reference is None:
        return ()
    parts = dict(base_parts(job.style, job.style_hash))
    body = Body(job.draft, _bare(job.style))
    parts[names.DOCUMENT] = _document(parts[names.DOCUMENT], body.xml())
    return _dressed(parts, job.reference).unmatched


def _bare(style: PageStyle) -> PageStyle:
    """Return a page style that sets nothing by hand in the text: there a reference document's styles decide."""
    return msgspec.structs.replace(style, marker_fonts={}, head_gap=0)


def _dressed(parts: Mapping[str, bytes], reference: Reference) -> Dressed:
    from drafter.writers.docx.dressing import dress

    found = dress(parts, reference)
    return msgspec.structs.replace(found, parts={name: found.parts[name] for name in sorted(found.parts, key=order)})


def _document(base: bytes, inner: str) -> bytes:
    """Put the paragraphs before the section properties of the base document."""
    before, found, after = base.partition(b"<w:sectPr")
    if not found:
        raise OutputError("版式的底稿不完整", hint="删去用户缓存文件夹里的 drafter 文件夹后再试")
    return before + inner.encode() + found + after


def _core_properties(job: Job) -> str:
    created = f"{job.draft.as_of}T00:00:00Z"
    return (
        f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(job.draft.title)}</dc:title><dc:creator></dc:creator><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified></cp:coreProperties>'
    )


def _custom_properties(job: Job) -> str:
    digest = blake2b(job.recipe.encode(), digest_size=16).hexdigest()
    return (
        f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="drafter.recipe">'
        f"<vt:lpwstr>{digest}</vt:lpwstr></property></Properties>"
    )


def _recipe(job: Job) -> str:
    return f'{XML}<recipe xmlns="{names.RECIPE_NAMESPACE}" xml:space="preserve">{escape(job.recipe)}</recipe>'
