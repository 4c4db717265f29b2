"""Taking everything out of a Word file that is not the paper itself: comments, bookmarks, custom parts, names."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from drafter.readers.docx.package import SAVE_AGAIN, Package
from drafter.readers.docx.xml import STRICT, VAL, w
from drafter.readers.files import refused
from drafter.writers.docx import names
from drafter.writers.docx.body import escape

KINDS = frozenset(
    [
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
        "customXml",
        "customXmlProps",
        "custom-properties",
        "core-properties",
        "extended-properties",
        "thumbnail",
        "origin",
        "signature",
    ]
)
"""Relationships by the ends of their types whose parts are left out, or written anew: comments and who made them,
custom data and properties, the picture of an older state, signatures (which the copy would break)."""
FOLDERS = ("customXml/", "docProps/", "_xmlsignatures/")
"""Folders of such parts."""
TYPES, CORE, APP = "[Content_Types].xml", "docProps/core.xml", "docProps/app.xml"
RSID = re.compile(r"^rsid\w*$")
PERSONAL_ATTRIBUTES = ("paraId", "textId", "editId")
"""By these, Word ties paragraphs to comments and to each other across versions."""
MARKS = frozenset(map(w, ("commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "proofErr", "dataBinding")))
"""Elements that only mark something; what they mark stays."""
SETTINGS = frozenset(map(w, ("rsids", "docVars", "trackRevisions", "attachedTemplate", "mailMerge", "saveThroughXslt")))
"""Settings that tell of people, machines and earlier versions."""
DOC_ID = re.compile(r"\}docId$")
COMMENT_MARKS = frozenset(map(w, ("commentReference", "annotationRef")))
BOOKMARK_START, BOOKMARK_END, RUN, R_PR = w("bookmarkStart"), w("bookmarkEnd"), w("r"), w("rPr")
REFERENCES = re.compile(r"(?:PAGEREF|NOTEREF|REF)\s+\"?([^\s\"\\]+)|\\[lbo]\s+\"?([^\s\"\\]+)")
"""Names of bookmarks in field codes."""
STYLE_USES = frozenset(map(w, ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "styleLink", "numStyleLink")))
STYLE_ID = re.compile("drafter", re.I)
NEUTRAL = "Speech"
"""Stands in the ids of styles for the name of the program."""
RELATION_TYPE = re.compile("/(?:attachedTemplate|mailMergeSource|mailMergeHeaderSource)$")
"""Links out of the file, to the template on somebody's disk and the like."""
TOP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Stripped(msgspec.Struct, frozen=True):
    """A package without traces, and what was taken out of it."""

    parts: dict[str, bytes]
    removed: Mapping[str, int]
    """How many of each kind, by what they are called."""


def strip(package: Package, title: str, *, own: bool) -> Stripped:
    """Return the parts of `package` without anything but the paper; its title as a property.

    In a file that drafter wrote (`own`) yellow marks gaps, and goes too; in another it is the writer's.
    Raises InputError for a file in the strict dialect, whose parts cannot be changed piece by piece, and for one with
    macros, which a .docx must not hold.
    """
    if any(name.endswith("vbaProject.bin") for name in package.names()):
        raise refused(package.path, "文件里有宏，不能作定稿", "在 Word 或 WPS 里另存为 .docx（不带宏）")
    if STRICT in package.raw(package.document()):
        raise refused(package.path, "文件是“严格 Open XML”格式", "在 Word 里另存为普通的 .docx")
    if package.xml(TYPES) is None:
        raise refused(package.path, f"文件已损坏：缺少 {TYPES}", SAVE_AGAIN)
    gone = _gone(package)
    kept = [name for name in package.names() if name not in gone and not name.endswith("/") and name != TYPES]
    removed: Counter[str] = Counter()
    parts = {**_copied(package, kept), **_cleaned(package, kept, removed, own=own)}
    relations = {name: _relations(package, name, gone) for name in kept if name.endswith(".rels")}
    ordered = {name: parts[name] if name in parts else relations[name] for name in kept}
    found = {name: data for name, data in ordered.items() if data or name not in relations}
    found[CORE], found[APP] = _core(title), APP_PROPERTIES.encode()
    removed["自定义部件"] += sum(name.startswith("customXml/item") and "Props" not in name for name in gone)
    return Stripped(
        parts={TYPES: _content_types(package, found), **found},
        removed={name: number for name, number in removed.items() if number},
    )


def _copied(package: Package, kept: Iterable[str]) -> dict[str, bytes]:
    """Return the parts that are taken over as they are: pictures and the like."""
    return {name: package.raw(name) for name in kept if not name.endswith((".xml", ".rels"))}


def _gone(package: Package) -> set[str]:
    """Return the names of the parts that are left out, with their own relationships."""
    gone = {name for name in package.names() if name.startswith(FOLDERS)}
    for name in package.names():
        if name.endswith(".rels"):
            gone |= {_target(name, one) for one in package.xml(name) if _kind(one) in KINDS and not _is_outside(one)}
    return gone | {relations_of(name) for name in gone}


def _kind(relation: Any) -> str:
    return str(relation.get("Type", "")).rpartition("/")[2]


def _target(name: str, relation: Any) -> str:
    """Return the part that a relationship in the part `name` leads to."""
    folder = posixpath.dirname(posixpath.dirname(name))
    return posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")


def _is_outside(relation: Any) -> bool:
    return bool(relation.get("TargetMode") == "External")


def relations_of(part: str) -> str:
    """Return the name of the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _written(root: Any) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, encoding="UTF-8")
    return TOP.encode() + written


# ── the package


def _relations(package: Package, name: str, gone: set[str]) -> bytes:
    """Return relationships without those to parts that are left out, or to things outside that tell of people."""
    root = package.xml(name)
    for one in list(root):
        if RELATION_TYPE.search(one.get("Type", "")) or (not _is_outside(one) and _target(name, one) in gone):
            root.remove(one)
    if name == "_rels/.rels":
        _add(root, "Relationship", Id="rIdProperties1", Type=CORE_TYPE, Target=CORE)
        _add(root, "Relationship", Id="rIdProperties2", Type=APP_TYPE, Target=APP)
    return _written(root) if len(root) else b""


def _add(root: Any, name: str, **attributes: str) -> None:
    """Add an element of the root's namespace."""
    namespace = root.tag[: root.tag.find("}") + 1]
    root.append(root.makeelement(namespace + name, attributes))


CORE_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
APP_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties"
CONTENT_TYPES = {
    CORE: "application/vnd.openxmlformats-package.core-properties+xml",
    APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def _content_types(package: Package, parts: Mapping[str, bytes]) -> bytes:
    """Return the list of content types with exactly the parts that there are."""
    root = package.xml(TYPES)
    stay = {name.lower() for name in parts if name not in CONTENT_TYPES}  # names of parts: case does not count
    for one in list(root):
        name = one.get("PartName")
        if name is not None and name.lstrip("/").lower() not in stay:
            root.remove(one)
    for name, kind in CONTENT_TYPES.items():
        _add(root, "Override", PartName=f"/{name}", ContentType=kind)
    return _written(root)


def _core(title: str) -> bytes:
    """Return core properties that name the title and nobody."""
    return (
        f'{TOP}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator></dc:creator><dc:language>zh-CN</dc:language>"
        "<cp:lastModifiedBy></cp:lastModifiedBy></cp:coreProperties>"
    ).encode()


APP_PROPERTIES = (
    f'{TOP}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<DocSecurity>0</DocSecurity></Properties>"
)

# ── inside a part


def _cleaned(package: Package, kept: Iterable[str], removed: Counter[str], *, own: bool) -> dict[str, bytes]:
    """Return the XML parts of the paper without marks and traces; their text stays character by character."""
    roots = {name: package.xml(name) for name in kept if name.endswith(".xml")}
    wanted = frozenset(name for root in roots.values() for name in _referenced(root))
    for root in roots.values():
        _clean(root, wanted, removed, own=own)
    return {name: _written(root) for name, root in roots.items()}


def _clean(root: Any, wanted: frozenset[str], removed: Counter[str], *, own: bool) -> None:
    kept = {one.get(w("id")) for one in root.iter(BOOKMARK_START) if _stays(one.get(w("name"), ""), wanted)}
    removed["书签"] += sum(one.get(w("id")) not in kept for one in root.iter(BOOKMARK_START))
    removed["批注"] += sum(1 for _ in root.iter(w("commentReference")))
    for one in list(root.iter(BOOKMARK_START, BOOKMARK_END)):
        if one.get(w("id")) not in kept:
            _take_out(one)
    _remove_all(root, lambda one: one.tag in MARKS or one.tag in SETTINGS or bool(DOC_ID.search(one.tag)))
    _remove_comment_marks(root)
    removed["黄色底纹"] += _remove_highlights(root) if own else 0
    _clean_attributes(root)


def _referenced(root: Any) -> frozenset[str]:
    """Return the bookmarks that fields and links in a part lead to."""
    codes = " ".join("".join(one.itertext()) for one in root.iter(w("instrText")))
    codes += " ".join(one.get(w("instr"), "") for one in root.iter(w("fldSimple")))
    found = {name for pair in REFERENCES.findall(codes) for name in pair if name}
    return frozenset(found | {one.get(w("anchor"), "") for one in root.iter(w("hyperlink"))})


def _stays(name: str, wanted: frozenset[str]) -> bool:
    return name in wanted and not name.startswith(names.BOOKMARK)


def _remove_all(root: Any, is_gone: Callable[[Any], bool]) -> None:
    for one in [one for one in root.iter("*") if is_gone(one)]:
        _take_out(one)


def _take_out(element: Any) -> None:
    """Remove an element with what is in it; text after it does not occur in these parts but as white space."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _remove_comment_marks(root: Any) -> None:
    """Remove the places of comments, with the runs that hold nothing else."""
    for mark in list(root.iter(*COMMENT_MARKS)):
        run = mark.getparent()
        _take_out(mark)
        if run is not None and run.tag == RUN and all(child.tag == R_PR for child in run):
            _take_out(run)


def _remove_highlights(root: Any) -> int:
    """Remove the yellow of gaps, which stays on what was typed into them; return on how many runs."""
    found = [one for one in root.iter(w("highlight")) if one.get(VAL) == "yellow"]
    for one in found:
        _take_out(one)
    return len(found)


def _clean_attributes(root: Any) -> None:
    """Remove revision ids, and the program's name from the ids of styles."""
    for element in root.iter("*"):
        for name in element.attrib:
            local = name.rpartition("}")[2]
            if RSID.match(local) or local in PERSONAL_ATTRIBUTES:
                del element.attrib[name]
        if element.tag in STYLE_USES:
            element.set(VAL, STYLE_ID.sub(NEUTRAL, element.get(VAL, "")))
        elif element.tag == w("style"):
            element.set(w("styleId"), STYLE_ID.sub(NEUTRAL, element.get(w("styleId"), "")))
