"""The base document of a page style: styles, section, footers, settings; everything but the text.

python-docx builds it once for each page style; the parts lie in the user's cache folder by the style's hash.
"""

from __future__ import annotations

from typing import Any

import msgspec

from drafter import __version__
from drafter.library import cache
from drafter.model.style import PageStyle, TextStyle, text_styles, text_width
from drafter.text.stylenames import PARAGRAPH_STYLES
from drafter.writers.docx import names

FORMAT = 9
"""Raised when the base of an unchanged page style changes."""
Parts = dict[str, bytes]


def base_parts(style: PageStyle, style_hash: str) -> Parts:
    """Return the parts of the base document by their names in the package, in the order of the file."""
    path = cache.folder() / f"base-{style_hash}-{__version__}-{FORMAT}.msgpack"
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Parts)
    except (OSError, msgspec.MsgspecError):
        parts = _build(style)
        cache.write_quietly(path, msgspec.msgpack.encode(parts))
        return parts


def _build(style: PageStyle) -> Parts:
    import io
    import zipfile

    import docx

    document = docx.Document()
    _clear_styles(document)
    _add_styles(document, style)
    _set_settings(document, style)
    _set_section(document, style)
    _set_fonts(document, style)
    _add_parts(document)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return {name: package.read(name) for name in sorted(package.namelist(), key=order)}


def order(name: str) -> tuple[int, str]:
    """Return what a part is sorted by: [Content_Types].xml comes first, as Word writes it."""
    return (0 if name == "[Content_Types].xml" else 1 if name == "_rels/.rels" else 2, name)


def _clear_styles(document: Any) -> None:
    """Drop the styles of python-docx's template: every style of the file comes from the page style."""
    element = document.styles.element
    for child in list(element):
        if child.tag.endswith("}style"):
            element.remove(child)


def _add_styles(document: Any, style: PageStyle) -> None:
    from docx.oxml import parse_xml

    element = document.styles.element
    body = style.styles["body"]
    for child in element.findall(_tag("docDefaults")):
        element.replace(child, parse_xml(_doc_defaults(body, style)))
    for xml in _style_elements(style):
        element.append(parse_xml(xml))


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _tag(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _doc_defaults(body: TextStyle, style: PageStyle) -> str:
    run = (
        f'{names.font_slots(body.font)}<w:spacing w:val="{style.grid.spacing}"/><w:kern w:val="0"/>{_size(body.size)}'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    )
    return f"<w:docDefaults {W}><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"


def _style_elements(style: PageStyle) -> list[str]:
    found = [
        f'<w:style {W} w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{_paragraph_properties(style, TextStyle(font='', size=0), '')}"
        f"<w:rPr>{names.font_slots(style.styles['body'].font)}</w:rPr></w:style>",
        f'<w:style {W} w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        f'<w:style {W} w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
        f'<w:style {W} w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
    ]
    for role, text in text_styles(style).items():
        found.append(_paragraph_style(style, role, text))
        if role.startswith("heading"):
            found.append(_lead_style(int(role[-1]), text))
    found += [_footer_style(style), *_comment_styles(names.font_slots(style.styles["body"].font))]
    return found


def _paragraph_style(style: PageStyle, role: str, text: TextStyle) -> str:
    identity, name = PARAGRAPH_STYLES[role]
    heading = role.startswith("heading")
    link = f'<w:link w:val="{identity}Char"/>' if heading else ""
    custom = ' w:customStyle="1"' if identity.startswith("Drafter") else ""
    following = f'<w:next w:val="{PARAGRAPH_STYLES["body"][0]}"/>' if role != "body" else ""
    bold = "<w:b/><w:bCs/>" if text.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    outline = f'<w:outlineLvl w:val="{int(role[-1]) - 1}"/>' if heading else ""
    keep_next = heading or role == "salutation"
    return (
        f'<w:style {W} w:type="paragraph"{custom} w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{following}{link}<w:qFormat/>'
        f"{_paragraph_properties(style, text, outline, keep_next=keep_next, tabs=_tabs(style, role))}"
        f"<w:rPr>{names.font_slots(text.font)}{bold}{_size(text.size)}</w:rPr></w:style>"
    )


def _tabs(style: PageStyle, role: str) -> str:
    """Return the tab stop at the right margin: for a mark in the right corner, for a page number after dots."""
    if role != "mark" and not role.startswith("toc"):
        return ""
    leader = ' w:leader="dot"' if role.startswith("toc") else ""
    return f'<w:tabs><w:tab w:val="right"{leader} w:pos="{round(text_width(style) * 20)}"/></w:tabs>'


HANGING = '<w:overflowPunct w:val="1"/>'
"""Marks may hang into the margin: what Word and WPS do anyway. It is said because LibreOffice (7.4) reads the element
the other way round, and hangs where it is not said; a mark that hangs it often does not print at all, and an empty row
follows where the mark ends a paragraph. So it wraps the line one character earlier, and nothing is lost."""


def _paragraph_properties(
    style: PageStyle, text: TextStyle, outline: str, *, keep_next: bool = False, tabs: str = ""
) -> str:
    leading = style.grid.leading
    align = {"justify": "both"}.get(text.align, text.align)
    keep = "<w:keepNext/>" if keep_next else ""
    hundredths = round(text.indent * 100)
    twips = round(text.indent * (text.size * 20 + style.grid.spacing))
    indent = f'<w:ind w:firstLine="{twips}" w:firstLineChars="{hundredths}"/>' if text.indent else ""
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{leading}" w:lineRule="exact"/>'
    return (
        f'<w:pPr>{keep}<w:widowControl w:val="0"/>{tabs}{HANGING}<w:snapToGrid w:val="0"/>{spacing}{indent}'
        f'<w:jc w:val="{align}"/>{outline}</w:pPr>'
    )


def _lead_style(depth: int, text: TextStyle) -> str:
    """The character style linked to a heading: what a run-in lead wears inside a body paragraph."""
    return (
        f'<w:style {W} w:type="character" w:customStyle="1" w:styleId="{names.lead_style(depth)}">'
        f'<w:name w:val="标题 {depth} 字符"/><w:basedOn w:val="DefaultParagraphFont"/>'
        f'<w:link w:val="Heading{depth}"/><w:rPr>{names.font_slots(text.font)}{_size(text.size)}</w:rPr></w:style>'
    )


def _footer_style(style: PageStyle) -> str:
    number = style.page_number
    return (
        f'<w:style {W} w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>'
        f'<w:rPr>{names.font_slots(number.font)}<w:spacing w:val="0"/>{_size(number.size)}</w:rPr></w:style>'
    )


def _comment_styles(fonts: str) -> list[str]:
    return [
        f'<w:style {W} w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="left"/></w:pPr>'
        f'<w:rPr>{fonts}<w:spacing w:val="0"/>{_size(10.5)}</w:rPr></w:style>',
        f'<w:style {W} w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{fonts}{_size(10.5)}</w:rPr></w:style>',
    ]


def _set_section(document: Any, style: PageStyle) -> None:
    from docx.oxml import parse_xml
    from docx.shared import Mm

    section = document.sections[0]
    page = style.page
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.footer_distance, section.header_distance = Mm(page.footer), Mm(15)
    properties = section._sectPr
    for grid in properties.findall(_tag("docGrid")):
        properties.remove(grid)
    if style.single_sided:
        _page_number(section.footer, style, style.page_number.single)
    else:
        _page_number(section.footer, style, "right")
        _page_number(section.even_page_footer, style, "left")
    properties.append(parse_xml(f'<w:docGrid {W} w:type="lines" w:linePitch="{style.grid.leading}"/>'))


def _page_number(footer: Any, style: PageStyle, side: str) -> None:
    """Fill a footer with — 1 —: centred, or some characters in from the outer edge."""
    from docx.oxml import parse_xml

    footer.is_linked_to_previous = False
    number = style.page_number
    inset = round(number.size * 20 * number.outer_indent)
    hundredths = round(number.outer_indent * 100)
    indent = "" if side == "center" else f'<w:ind w:{side}="{inset}" w:{side}Chars="{hundredths}"/>'
    run = f"<w:rPr>{names.font_slots(number.font)}</w:rPr>"
    field = "".join(
        f"<w:r>{run}{part}</w:r>"
        for part in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    paragraph = f'<w:p {W}><w:pPr><w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>{field}</w:p>'
    element = footer._element
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(paragraph))


def _set_settings(document: Any, style: PageStyle) -> None:
    """Replace the template's settings by the few that a Chinese paper needs.

    Printed on both sides, the binding edge changes sides with the pages, and so does the page number. No punctuation
    is squeezed together, so that a line holds its characters; compatibility mode 15 makes Word lay the file out as it
    does its own.
    """
    from docx.oxml import parse_xml

    element = document.settings.element
    for child in list(element):
        element.remove(child)
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in COMPATIBILITY
    )
    mirrored, both_sides = ("", "") if style.single_sided else ("<w:mirrorMargins/>", "<w:evenAndOddHeaders/>")
    wanted = parse_xml(
        f'<w:settings {W}><w:zoom w:percent="100"/>{mirrored}<w:defaultTabStop w:val="420"/>{both_sides}'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{modes}</w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
    for child in list(wanted):
        element.append(child)


COMPATIBILITY = (
    ("compatibilityMode", 15),
    ("overrideTableStyleFontSizeAndJustification", 1),
    ("enableOpenTypeFeatures", 1),
    ("doNotFlipMirrorIndents", 1),
)


def _set_fonts(document: Any, style: PageStyle) -> None:
    """Declare the fonts and, for a machine that lacks one, what stands in for it (ISO/IEC 29500-1 17.8.3.1)."""
    part = next(one.target_part for one in document.part.rels.values() if one.reltype.endswith("/fontTable"))
    fonts = "".join(_font(name, style.fallbacks.get(name, ())) for name in style.fonts)
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {W}>{fonts}</w:fonts>'.encode()


def _font(name: str, fallbacks: tuple[str, ...]) -> str:
    instead = f'<w:altName w:val="{",".join(fallbacks)}"/>' if fallbacks else ""
    return (
        f'<w:font w:name="{name}">{instead}<w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
    )


def _add_parts(document: Any) -> None:
    """Drop what the template brings along and no draft needs; make room for comments, recipe and properties."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    document.part._comments_part  # noqa: B018 - python-docx adds the part when first asked for it
    for relation in list(package.rels.values()):
        if relation.reltype.endswith("/metadata/thumbnail"):
            del package.rels[relation.rId]
        if relation.reltype == RT.EXTENDED_PROPERTIES:
            relation.target_part._blob = APP_PROPERTIES.encode()
    for relation in list(document.part.rels.values()):
        if relation.reltype == RT.CUSTOM_XML or relation.reltype.endswith(
            ("/stylesWithEffects", "/webSettings", "/numbering")
        ):
            del document.part.rels[relation.rId]
    xml = "application/xml"
    recipe = Part(PackURI(f"/{names.RECIPE}"), xml, b"", package)
    properties = Part(
        PackURI("/customXml/itemProps1.xml"),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        ITEM_PROPERTIES.encode(),
        package,
    )
    recipe.relate_to(properties, RT.CUSTOM_XML_PROPS)
    document.part.relate_to(recipe, RT.CUSTOM_XML)
    custom = Part(
        PackURI(f"/{names.CUSTOM}"),
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        b"",
        package,
    )
    package.relate_to(custom, RT.CUSTOM_PROPERTIES)


APP_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>drafter</Application><DocSecurity>0</DocSecurity></Properties>"
)
"""Says which program wrote the file; its version stands in the custom properties, as Word allows none but its own."""
ITEM_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    'ds:itemID="{6D2F3B1E-8B2C-4F62-9C52-7D0F4C1B9A01}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{names.RECIPE_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
