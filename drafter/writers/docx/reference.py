"""A reference document: the user's own Word file, opened as a stranger's, and what of it a draft takes over.

Taken over: styles, numbering, theme, fonts, settings, and the page of its last section with the headers and footers
that apply there, their pictures included. Left behind: its text and what belongs to that, comments, properties, custom
XML, and whatever would be loaded from outside.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from drafter.readers.docx import xml
from drafter.readers.docx.package import SAVE_AGAIN, Package
from drafter.readers.docx.xml import serialised, w
from drafter.readers.files import MAX_FILE, read_bytes, refused
from drafter.text.digests import blake2b

CONTENT_TYPES = "[Content_Types].xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
KEPT = ("styles", "settings", "fontTable", "theme", "numbering", "webSettings", "footnotes", "endnotes")
"""Kinds of parts that a draft takes over; and headers and footers where the last section names them."""
NOTES = ("footnotes", "endnotes")
REFERENCES = (w("headerReference"), w("footerReference"))
DROPPED_SETTINGS = (
    # links to files elsewhere, protection that would lock the draft, traces of editing
    "attachedTemplate", "mailMerge", "documentProtection", "writeProtection", "rsids", "saveThroughXslt",
    "attachedSchema", "trackRevisions", "docVars",
)  # fmt: skip
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
TYPE = {"theme": "application/vnd.openxmlformats-officedocument.theme+xml"}
"""The content types of the kinds of parts that are taken over."""
HYPERLINK = "/hyperlink"
MACROS = ("macroenabled", "vbaproject")
DIGEST = 6
"""Bytes of the hash: 12 hex digits, as of other texts."""


class Relation(msgspec.Struct, frozen=True):
    """A relationship from one part to another, or to something outside."""

    id: str
    type: str
    target: str
    """The name of the part; of an external one the address as it stands."""
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type."""
        return self.type.rpartition("/")[2]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """What a draft takes over from a reference document."""

    name: str
    """The file's name, without its folder."""
    hash: str
    """12 hex digits of the file's bytes."""
    parts: dict[str, bytes]
    """The parts taken over, their relationship parts included; none of them is the document itself."""
    types: dict[str, str]
    """The content type of each of these parts."""
    relations: tuple[Relation, ...]
    """The document's relationships to these parts."""
    section: bytes
    """The properties of the last section (w:sectPr); empty where the document has none."""


def read_reference(path: Path) -> Reference:
    """Return what a draft takes over from a Word file.

    Raises InputError for what is no sound .docx: damaged, encrypted, with macros, in the strict variant, packed too
    tightly, with a document type or with links out of its headers.
    """
    data = read_bytes(path, MAX_FILE)
    return _Reader(Package(data, path), path).reference(blake2b(data, digest_size=DIGEST).hexdigest())


class _Reader:
    """Takes one package apart."""

    def __init__(self, package: Package, path: Path) -> None:
        self.package = package
        self.path = path
        self.types = _Types(package.xml(CONTENT_TYPES))
        if any(macro in one.lower() for one in self.types.all() for macro in MACROS):
            raise refused(path, "文件里带有宏，不能作模板", SAVE_AGAIN + "（不带宏）")
        self.main = package.document()
        if posixpath.dirname(self.main) != "word":
            raise refused(path, "文件的内部结构不常见，不能作模板", SAVE_AGAIN)
        if xml.STRICT in package.raw(self.main):
            raise refused(path, "文件是严格格式（Strict Open XML），不能作模板", SAVE_AGAIN + "（Word 文档）")
        self.parts: dict[str, bytes] = {}

    def reference(self, digest: str) -> Reference:
        """Return what is taken over."""
        section = self._section()
        wanted = {one.get(f"{R}id") for one in section} if section is not None else set()
        found = [one for one in self._relations(self.main) if not one.external]
        kept = [one for one in found if one.id in wanted and one.kind in ("header", "footer")]
        if len(kept) < len(wanted - {None}):
            raise refused(self.path, "文件已损坏：缺少页眉或页脚", SAVE_AGAIN)
        kept = [*_first_of_each(one for one in found if one.kind in KEPT), *kept]
        for one in kept:
            self._take(one.target)
        self._clean(kept)
        return Reference(
            name=self.path.name,
            hash=digest,
            parts=self.parts,
            types={
                **{name: self.types.of(name) for name in self.parts},
                **{one.target: TYPE.get(one.kind, WORD_TYPE.format(one.kind)) for one in kept},
            },
            relations=tuple(kept),
            section=serialised(section) if section is not None else b"",
        )

    def _section(self) -> Any:
        """Return the last section's properties with the headers and footers that it inherits; None without."""
        root = self.package.xml(self.main)
        sections = list(root.iter(w("sectPr"))) if root is not None else []
        if not sections:
            return None
        last = sections[-1]
        for change in last.findall(w("sectPrChange")):
            last.remove(change)
        own = {_reference_key(one) for one in last if one.tag in REFERENCES}
        for section in reversed(sections[:-1]):
            for one in [one for one in section if one.tag in REFERENCES and _reference_key(one) not in own]:
                own.add(_reference_key(one))
                last.insert(0, one)
        return last

    def _relations(self, part: str) -> list[Relation]:
        folder, name = posixpath.split(part)
        root = self.package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [_relation(one, folder) for one in root] if root is not None else []

    def _take(self, name: str) -> None:
        """Keep a part and all that it needs."""
        if name in self.parts:
            return
        if name not in self.package.names():
            raise refused(self.path, f"文件已损坏：缺少其中的 {name}", SAVE_AGAIN)
        self.parts[name] = self.package.raw(name)
        if name.endswith((".xml", ".vml")):
            xml.parse(self.parts[name], self.path, name)  # refuses document types and what is no XML
        if posixpath.basename(name) == "settings.xml":
            return  # its links all lead to files elsewhere
        relations = self._relations(name)
        for one in relations:
            if not one.external:
                self._take(one.target)
            elif not one.type.endswith(HYPERLINK):
                raise refused(self.path, f"{name} 要从文件以外取内容（{one.target[:60]}）", "在模板里改为嵌入，或删去")
        if relations:
            folder, base = posixpath.split(name)
            place = posixpath.join(folder, "_rels", f"{base}.rels")
            self.parts[place] = self.package.raw(place)

    def _clean(self, kept: Iterable[Relation]) -> None:
        """Take out of the settings what leads elsewhere, and out of the notes what belongs to the text left behind."""
        for one in kept:
            if one.kind == "settings":
                self._without(one.target, lambda child: child.tag in map(w, DROPPED_SETTINGS))
            if one.kind in NOTES:
                self._without(one.target, lambda child: child.get(w("type")) is None)

    def _without(self, name: str, is_dropped: Any) -> None:
        root = xml.parse(self.parts[name], self.path, name)
        for child in [child for child in root if is_dropped(child)]:
            root.remove(child)
        self.parts[name] = serialised(root)


class _Types:
    """The content types of a package."""

    def __init__(self, root: Any) -> None:
        elements = list(root) if root is not None else []
        self._parts = {
            one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "")
            for one in elements
            if one.tag == f"{TYPES}Override"
        }
        self._suffixes = {
            one.get("Extension", "").lower(): one.get("ContentType", "")
            for one in elements
            if one.tag == f"{TYPES}Default"
        }

    def of(self, name: str) -> str:
        suffix = name.rpartition(".")[2].lower()
        found: str = self._parts.get(name.lower()) or self._suffixes.get(suffix, "application/octet-stream")
        return found

    def all(self) -> Iterator[str]:
        yield from self._parts.values()
        yield from self._suffixes.values()


def _relation(element: Any, folder: str) -> Relation:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", ""), target, external)


def _reference_key(element: Any) -> tuple[str, str]:
    return str(element.tag), element.get(w("type"), "default")


def _first_of_each(relations: Iterable[Relation]) -> list[Relation]:
    found: dict[str, Relation] = {}
    for one in relations:
        found.setdefault(one.kind, one)
    return list(found.values())
