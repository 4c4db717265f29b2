"""Putting a finished Word file of ours into the clothes of a reference document: its styles, its page, its headers."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from drafter.readers.docx.xml import serialised, value, w
from drafter.text.stylenames import OURS, PARAGRAPH_STYLES, same_name, style_names
from drafter.writers.docx import names
from drafter.writers.docx.reference import CONTENT_TYPES, R, Reference, Relation

W = w("")
USED = re.compile(r'<w:([pr])Style w:val="([^"]+)"/>')
"""Where the text names a style; markup in the text itself is escaped and cannot look so."""
KIND = {"p": "paragraph", "r": "character"}
OURS_LEFT = ("styles", "settings", "fontTable", "theme", "numbering", "header", "footer")
"""What a draft would bring along, and the reference document brings instead."""
LEAD = re.compile(r"(Heading\d)Char")
DOCUMENT_RELATIONS = "word/_rels/document.xml.rels"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Dressed(msgspec.Struct, frozen=True):
    """A Word file in the reference document's clothes."""

    parts: dict[str, bytes]
    unmatched: tuple[str, ...]
    """The names of our styles that the reference document has nothing for; they were added."""


def dress(parts: Mapping[str, bytes], reference: Reference) -> Dressed:
    """Return the parts of our file with the styles and the page of the reference document. Parts are not changed."""
    inner = _inner(parts[names.DOCUMENT])
    carried = {name: data for name, data in parts.items() if not name.startswith("word/") and name not in OWN_LISTS}
    relations = [one for one in _relations(parts[DOCUMENT_RELATIONS]) if one.kind not in OURS_LEFT]
    texts = {names.DOCUMENT: inner}
    for one in relations:
        if one.target.startswith("word/"):
            texts[one.target] = parts[one.target].decode()
    wardrobe = _Wardrobe(parts["word/styles.xml"], reference)
    fitted = {name: wardrobe.fitted(text) for name, text in texts.items()}
    taken = {**reference.parts, wardrobe.place: wardrobe.styles()}
    kept = [*reference.relations]
    if not any(one.kind == "styles" for one in kept):
        kept.append(Relation("rIdStyles", f"{R[1:-1]}/styles", wardrobe.place))
    named = [*kept, *(_renamed(one, number) for number, one in enumerate(relations, 1))]
    found = {
        **carried,
        **taken,
        **{name: text.encode() for name, text in fitted.items()},
        names.DOCUMENT: _document(fitted[names.DOCUMENT], reference.section or _own_section(parts)),
        DOCUMENT_RELATIONS: _relations_xml(named),
        "_rels/.rels": parts["_rels/.rels"],
    }
    found[CONTENT_TYPES] = _content_types(found, parts[CONTENT_TYPES], reference)
    return Dressed(found, wardrobe.unmatched())


OWN_LISTS = (CONTENT_TYPES, "_rels/.rels")


def _inner(document: bytes) -> str:
    """Return what stands in w:body before the section's properties."""
    text = document.decode()
    body = text[text.index("<w:body>") + len("<w:body>") :]
    return body[: body.rindex("<w:sectPr")]


def _own_section(parts: Mapping[str, bytes]) -> bytes:
    """Return our page, without our footers: for a reference document that has no page of its own."""
    from lxml import etree

    section = next(etree.fromstring(parts[names.DOCUMENT]).iter(w("sectPr")))
    for one in [one for one in section if one.tag in (w("footerReference"), w("headerReference"))]:
        section.remove(one)
    data: bytes = etree.tostring(section)
    return data


def _document(inner: str, section: bytes) -> bytes:
    own = section.partition(b"?>\n")[2] if section.startswith(b"<?xml") else section
    return (
        f'{XML}<w:document xmlns:w="{W[1:-1]}" xmlns:r="{R[1:-1]}"><w:body>{inner}'.encode()
        + own
        + b"</w:body></w:document>"
    )


# ── relationships and content types


def _relations(data: bytes) -> list[Relation]:
    """Return the relationships of our own document."""
    from lxml import etree

    return [
        Relation(one.get("Id"), one.get("Type"), posixpath.normpath(posixpath.join("/word", one.get("Target")))[1:])
        for one in etree.fromstring(data)
    ]


def _renamed(relation: Relation, number: int) -> Relation:
    """Return a relationship of ours under an id that no reference document uses."""
    return msgspec.structs.replace(relation, id=f"rIdDrafter{number}")


def _relations_xml(relations: Iterable[Relation]) -> bytes:
    from drafter.writers.docx.body import escape

    entries = "".join(
        f'<Relationship Id="{escape(one.id)}" Type="{escape(one.type)}" Target="{escape(target)}"/>'
        for one in relations
        for target in [posixpath.relpath(one.target, "word")]
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{XML}<Relationships xmlns="{namespace}">{entries}</Relationships>'.encode()


def _content_types(parts: Mapping[str, bytes], ours: bytes, reference: Reference) -> bytes:
    """Return the content types of all parts, each named on its own."""
    from lxml import etree

    from drafter.writers.docx.body import escape

    own = {one.get("PartName")[1:]: one.get("ContentType") for one in etree.fromstring(ours) if one.get("PartName")}
    entries = ""
    for name in sorted(parts):
        known = own.get(name) if name not in reference.types else reference.types[name]
        if known and not name.endswith(".rels"):
            entries += f'<Override PartName="/{escape(name)}" ContentType="{escape(known)}"/>'
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    ).encode()


# ── styles


class _Wardrobe:
    """Our styles and those of the reference document: which takes the place of which."""

    def __init__(self, ours: bytes, reference: Reference) -> None:
        from lxml import etree

        self._ours = {one.get(w("styleId")): one for one in etree.fromstring(ours).iter(w("style"))}
        place = next((one.target for one in reference.relations if one.kind == "styles"), "")
        self.place = place or "word/styles.xml"
        self._root = etree.fromstring(reference.parts[place]) if place else etree.fromstring(ours)
        elements = list(self._root.iter(w("style")))
        self._by_id = {one.get(w("styleId"), ""): one for one in elements}
        self._names = {kind: _by_name(one for one in elements if one.get(w("type")) == kind) for kind in KIND.values()}
        self._defaults = {
            one.get(w("type")): one.get(w("styleId"))
            for one in elements
            if one.get(w("default")) in ("1", "true", "on")
        }
        self._mapped: dict[str, str] = {}
        self._added: list[str] = []

    def fitted(self, text: str) -> str:
        """Return WordprocessingML with the styles of the reference document in place of ours."""
        return USED.sub(lambda found: f'<w:{found[1]}Style w:val="{self._style(found[2], KIND[found[1]])}"/>', text)

    def styles(self) -> bytes:
        """Return the styles part, ours added where they were needed; call it after `fitted`."""
        return serialised(self._root)

    def unmatched(self) -> tuple[str, ...]:
        """Return the names of the paragraph styles that were added."""
        known = dict(PARAGRAPH_STYLES.values())
        return tuple(SHOWN.get(known[one].lower(), known[one]) for one in self._added if one in known)

    def _style(self, identity: str, kind: str) -> str:
        if identity not in self._mapped:
            lead = LEAD.fullmatch(identity)
            found = self._lead(lead[1]) if lead else self._found(identity, kind)
            self._mapped[identity] = found or self._add(identity)
        return self._mapped[identity]

    def _found(self, identity: str, kind: str) -> str:
        """Return the style that takes the place of ours; empty where there is none."""
        own = self._ours.get(identity)
        name = value(own, w("name")) or identity if own is not None else identity
        wanted = [same_name(one) for one in style_names().get(identity, (name, identity))]
        by_name = self._names[kind]
        ids = {same_name(one): one for one, element in self._by_id.items() if element.get(w("type")) == kind}
        return next((table[one] for table in (by_name, ids) for one in wanted if one in table), "")

    def _lead(self, heading: str) -> str:
        """Return what a run-in lead wears: the character style linked to its heading, or one made after the heading."""
        found = self._found(heading, "paragraph")
        if not found:
            if heading not in self._added:
                self._added.append(heading)
            return ""
        linked = value(self._by_id[found], w("link")) or ""
        if linked in self._by_id and self._by_id[linked].get(w("type")) == "character":
            return linked
        return self._made_after(heading, self._by_id[found])

    def _made_after(self, heading: str, element: Any) -> str:
        """Add a character style with the font of a heading that has none linked to it."""
        style = copy.deepcopy(self._ours[f"{heading}Char"])
        for one in [one for one in style if one.tag in (w("link"), w("rPr"))]:
            style.remove(one)
        properties = element.find(w("rPr"))
        if properties is not None:
            style.append(copy.deepcopy(properties))
        return self._insert(style)

    def _add(self, identity: str) -> str:
        """Add a style of ours to those of the reference document and return its id there."""
        if identity in names_of_roles() and identity not in self._added:
            self._added.append(identity)
        if identity not in self._ours:
            return identity
        return self._insert(copy.deepcopy(self._ours[identity]))

    def _insert(self, style: Any) -> str:
        kind = style.get(w("type"))
        for tag in ("link", "next"):
            for one in style.findall(w(tag)):
                style.remove(one)
        for one in style.findall(w("basedOn")):
            base = self._defaults.get(kind)
            one.set(w("val"), base) if base else style.remove(one)
        style.set(w("styleId"), self._free(style.get(w("styleId")), self._by_id))
        name = style.find(w("name"))
        taken = {shown for table in self._names.values() for shown in table}
        if same_name(name.get(w("val"))) in taken:
            name.set(w("val"), f"{name.get(w('val'))}{OURS}")
        self._by_id[style.get(w("styleId"))] = style
        self._root.append(style)
        return str(style.get(w("styleId")))

    @staticmethod
    def _free(identity: str, taken: Mapping[str, Any]) -> str:
        lower = {one.casefold() for one in taken}
        while identity.casefold() in lower:
            identity = f"Drafter{identity}"
        return identity


def names_of_roles() -> frozenset[str]:
    """Return the ids of our styles for kinds of paragraphs."""
    return frozenset(identity for identity, _ in PARAGRAPH_STYLES.values())


SHOWN = {
    "title": "标题", "subtitle": "副标题", "salutation": "称谓", "body text": "正文", "heading 1": "标题 1",
    "heading 2": "标题 2", "heading 3": "标题 3", "heading 4": "标题 4",
}  # fmt: skip
"""What Word calls its built-in styles on the screen."""


def _by_name(elements: Iterable[Any]) -> dict[str, str]:
    """Return style ids by name and alias, as they are compared; the first of a name counts."""
    found: dict[str, str] = {}
    for one in elements:
        aliases = (value(one, w("aliases")) or "").split(",")
        for name in (value(one, w("name")) or "", *aliases):
            if name.strip():
                found.setdefault(same_name(name), one.get(w("styleId"), ""))
    return found
