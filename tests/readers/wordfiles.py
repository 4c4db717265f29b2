"""Word files from a few lines of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)


def relation(kind: str, target: str, mode: str = "Internal") -> str:
    return f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def word_parts(body: str, *, styles: str = "", numbering: str = "") -> dict[str, str]:
    """Return the parts of a Word file with what stands between <w:body> and </w:body>."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
        "word/_rels/document.xml.rels": RELATIONS.format(
            relation("styles", "styles.xml") + relation("numbering", "numbering.xml")
        ),
    }


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer.getvalue()


def word_bytes(body: str, *, styles: str = "", numbering: str = "") -> bytes:
    return zipped(word_parts(body, styles=styles, numbering=numbering))


def word_file(folder: Path, body: str, *, styles: str = "", numbering: str = "") -> Path:
    """Write a Word file and return its path."""
    path = folder / "讲话.docx"
    path.write_bytes(word_bytes(body, styles=styles, numbering=numbering))
    return path


def p(text: str = "", properties: str = "", *, style: str = "") -> str:
    """Return a paragraph of one run."""
    inner = (f'<w:pStyle w:val="{style}"/>' if style else "") + properties
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{r(text) if text else ''}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text: str = "", num: int | str = 1, level: int = 0) -> str:
    """Return a paragraph of the list `num`."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def style(identity: str, name: str, properties: str = "", *, based_on: str = "", run: str = "") -> str:
    """Return a paragraph style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def lvl(
    place: int, text: str, style: str = "decimal", *, more: str = "", start: int | str = 1, suffix: str = "nothing"
) -> str:
    """Return a level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identity: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{identity}">{"".join(levels)}</w:abstractNum>'


def num(identity: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs) or '<w:p/>'}</w:tc>"


def table(*rows: list[str]) -> str:
    """Return a table of rows of cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"
