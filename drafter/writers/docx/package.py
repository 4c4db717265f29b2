"""Putting the Word file together: base parts and text, stored in a ZIP whose bytes depend on nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from drafter import __version__
from drafter.errors import OutputError
from drafter.model.provenance import Manifest
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

SECTION_END = "</w:sectPr>"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write(job: Job) -> bytes:
    """Return the draft as a .docx: the same job, the same bytes."""
    parts = dict(base_parts(job.style, job.style_hash))
    parts = _filled(parts, job)
    return zipped(parts if job.reference is None else _dressed(parts, job.reference).parts)


def _filled(parts: dict[str, bytes], job: Job) -> dict[str, bytes]:
    """Return the parts of an empty file with the draft in them."""
    before, section, after = _split(parts[names.DOCUMENT])
    style = job.style if job.reference is None else _bare(job.style)
    body = Body(job.draft, style, section, titles=job.titles, annotations=job.annotations)
    inner = body.xml()
    if body.entries:
        from drafter.writers.docx.contents import counted_from_one

        section = counted_from_one(section)
    return {
        **parts,
        names.DOCUMENT: f"{before}{inner}{section}{after}".encode(),
        names.COMMENTS: body.comments_xml().encode(),
        names.CORE: _core_properties(job).encode(),
        names.CUSTOM: _custom_properties(job, body.manifest).encode(),
        names.RECIPE: _recipe(job, body.manifest).encode(),
    }


def unmatched(job: Job) -> tuple[str, ...]:
    """Return the names of the styles that the draft needs and the reference document has nothing for."""
    if job.reference is None:
        return ()
    return _dressed(_filled(dict(base_parts(job.style, job.style_hash)), job), job.reference).unmatched


def _bare(style: PageStyle) -> PageStyle:
    """Return a page style that sets nothing by hand in the text: there a reference document's styles decide."""
    return msgspec.structs.replace(style, marker_fonts={}, head_gap=0)


def _dressed(parts: Mapping[str, bytes], reference: Reference) -> Dressed:
    from drafter.writers.docx.dressing import dress

    found = dress(parts, reference)
    return msgspec.structs.replace(found, parts={name: found.parts[name] for name in sorted(found.parts, key=order)})


def _split(base: bytes) -> tuple[str, str, str]:
    """Return the base document before its section properties (where the paragraphs go), those, and what follows."""
    text = base.decode()
    start, end = text.find("<w:sectPr"), text.rfind(SECTION_END)
    if not 0 <= start < end:
        raise OutputError("版式的底稿不完整", hint="删去用户缓存文件夹里的 drafter 文件夹后再试")
    end += len(SECTION_END)
    return text[:start], text[start:end], text[end:]


def _core_properties(job: Job) -> str:
    created = f"{job.draft.as_of}T00:00:00Z"
    return (
        f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(job.draft.title)}</dc:title><dc:subject>{escape(job.draft.subject)}</dc:subject>"
        f"<cp:keywords>{escape('；'.join(job.draft.keywords))}</cp:keywords><dc:creator></dc:creator><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified></cp:coreProperties>'
    )


LONGEST = 240
"""Characters of a property: Word shows and keeps 255."""


def _custom_properties(job: Job, manifest: Manifest) -> str:
    """Return the properties that say again, where the custom part gets lost, what the file was made from."""
    draft = job.draft
    values = {
        "recipe": recipe_digest(job.recipe),
        "version": __version__,
        "structure": draft.structure,
        "as_of": draft.as_of,
        "seed": str(draft.seed),
    }
    lines = _lines([f"{one.slot}={one.block}" for one in manifest.passages])
    values.update({f"passages.{number}": line for number, line in enumerate(lines, 1)})
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{names.PROPERTY}{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    return (
        f'{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{inner}</Properties>'
    )


def _lines(entries: list[str]) -> list[str]:
    """Return the entries joined by semicolons, in lines that a property holds."""
    found: list[str] = []
    for entry in entries:
        if found and len(found[-1]) + 1 + len(entry) <= LONGEST:
            found[-1] += ";" + entry
        else:
            found.append(entry)
    return found


def recipe_digest(recipe: str) -> str:
    """Return 32 hex digits that tell whether a recipe is the one that was written."""
    return blake2b(recipe.encode(), digest_size=16).hexdigest()


def _recipe(job: Job, manifest: Manifest) -> str:
    """Return the custom part: the recipe as YAML, and the record of the passages as JSON."""
    record = msgspec.json.encode(manifest).decode()
    return (
        f'{XML}<draft xmlns="{names.RECIPE_NAMESPACE}"><recipe xml:space="preserve">{escape(job.recipe)}</recipe>'
        f"<passages>{escape(record)}</passages></draft>"
    )
