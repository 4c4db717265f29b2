"""Two Word files as one with tracked changes: accepting all of them gives the later, rejecting all the earlier.

Paragraphs are made of their characters with their looks; comments, bookmarks and field codes are left out, the results
of fields stay. All else (styles, page, header and footer) is the later file's. Tables that differ go and come whole.
The marks are those of ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from drafter.readers.docx.body import ALTERNATIVES, P_PR, PRESERVE, R_PR, RUN, TBL, P
from drafter.readers.docx.package import Package
from drafter.readers.docx.tracking import CHANGES, COMING, LEAVING
from drafter.readers.docx.xml import STRICT, W, serialised, w
from drafter.readers.files import MAX_FILE, read_bytes, refused
from drafter.roundtrip.mending import parts_of
from drafter.roundtrip.stripping import TYPES, relations_of
from drafter.text.differences import Pair, paired, pieces
from drafter.writers.docx.zipping import zipped

AUTHOR = "drafter"
SECTION, BODY = w("sectPr"), w("body")
CONTROL, CONTENT = w("sdt"), w("sdtContent")
ID, BY = w("id"), w("author")
TEXTS = {w("t"), w("delText")}
BREAKS = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t", w("noBreakHyphen"): "-", w("softHyphen"): "\xad"}
OBJECTS = {w("drawing"), w("pict"), w("object"), w("sym"), w("footnoteReference"), w("endnoteReference"), ALTERNATIVES}
"""What a run may hold besides text, kept whole."""
FIRST = 0xE000
"""Characters of the private use area stand for objects while texts are compared."""
ROW, ROW_PR = w("tr"), w("trPr")
COMMENT_PARTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")


class Atom(msgspec.Struct, frozen=True):
    """A character of a paragraph, or an object in it."""

    sign: str
    """The character by which it is compared."""
    look: bytes
    """Its w:rPr; empty for none."""
    element: Any = None
    """Of what is no character of text: the element itself."""


class Block(msgspec.Struct, frozen=True):
    """A paragraph, or a table."""

    element: Any
    atoms: tuple[Atom, ...]
    text: str
    is_table: bool = False


Item = tuple[Block | None, Block | None]


def with_changes(before: Path, after: Path) -> bytes:
    """Return the later file with what it changes of the earlier one as tracked changes.

    Raises InputError for a file that cannot be read or is in the strict dialect.
    """
    old, new = (Package(read_bytes(path, MAX_FILE), path) for path in (before, after))
    signs = _Signs()
    first, _ = _blocks(old, signs)
    second, root = _blocks(new, signs)
    pairs = paired([one.text for one in first], [one.text for one in second])
    items = _settled([_item(pair, first, second) for pair in pairs])
    body = root.find(BODY)
    section = body.find(SECTION)
    for child in list(body):
        body.remove(child)
    for element in _Writer().elements(items):
        body.append(element)
    if section is not None:
        body.append(section)
    parts = {**parts_of(new), new.document(): serialised(root)}
    return zipped(_without_comments(new, parts))


# ── reading


class _Signs:
    """Signs for objects: equal ones have one sign."""

    def __init__(self) -> None:
        self._known: dict[bytes, str] = {}

    def of(self, element: Any) -> str:
        key = serialised(element)
        return self._known.setdefault(key, chr(FIRST + len(self._known) % 0x1900))


def _blocks(package: Package, signs: _Signs) -> tuple[list[Block], Any]:
    """Return the paragraphs and tables of the text, changes in it accepted, and the root of its part."""
    if STRICT in package.raw(package.document()):
        raise refused(package.path, "文件是“严格 Open XML”格式，不能比较成修订", "在 Word 里另存为普通的 .docx")
    root = package.xml(package.document())
    body = root.find(BODY) if root is not None else None
    if body is None:
        raise refused(package.path, "文件里没有正文", "用 Word 或 WPS 打开，另存为 .docx")
    return _accepted([_block(one, signs) for one in _top(body)]), root


def _accepted(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with changes accepted: a paragraph whose mark went goes on in the next one."""
    found: list[Block] = []
    open_atoms: tuple[Atom, ...] = ()
    for one in blocks:
        if one.is_table:
            found += [one] if one.element.find(ROW) is not None else []
        elif _mark_went(one.element):
            open_atoms += one.atoms
        else:
            atoms = (*open_atoms, *one.atoms)
            found.append(Block(one.element, atoms, "".join(atom.sign for atom in atoms)))
            open_atoms = ()
    return found


def _mark_went(paragraph: Any) -> bool:
    looks = paragraph.find(f"{P_PR}/{R_PR}")
    return looks is not None and any(child.tag in LEAVING for child in looks)


def _top(parent: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables of a body, those in content controls too."""
    for child in parent:
        if child.tag in (P, TBL):
            yield child
        elif child.tag == CONTROL or child.tag in COMING:
            content = child.find(CONTENT)
            yield from _top(content if content is not None else child)


def _block(element: Any, signs: _Signs) -> Block:
    if element.tag == TBL:
        element = copy.deepcopy(element)
        for row in [*element.iter(ROW)]:
            properties = row.find(ROW_PR)
            if properties is not None and any(child.tag in LEAVING for child in properties):
                row.getparent().remove(row)
        text = "\n".join("".join(row.itertext(w("t"))) for row in element.iter(ROW))
        return Block(element, (), f"\f{text}", is_table=True)
    atoms = tuple(_atoms(element, signs))
    return Block(element, atoms, "".join(one.sign for one in atoms))


def _atoms(parent: Any, signs: _Signs) -> Iterator[Atom]:
    """Yield what a paragraph prints, whatever it is wrapped in; what was deleted in it is passed over."""
    for child in parent:
        if child.tag == RUN:
            yield from _of_run(child, signs)
        elif child.tag not in LEAVING and child.tag != P_PR and child.tag != R_PR:
            yield from _atoms(child, signs)


def _of_run(run: Any, signs: _Signs) -> Iterator[Atom]:
    look = run.find(R_PR)
    kept = _plain(look) if look is not None else b""
    for child in run:
        if child.tag in TEXTS:
            yield from (Atom(one, kept) for one in child.text or "")
        elif child.tag in BREAKS:
            yield Atom(BREAKS[child.tag], kept, child)
        elif child.tag in OBJECTS:
            yield Atom(signs.of(child), kept, child)


def _plain(look: Any) -> bytes:
    """Return a run's looks without the changes that were tracked in them."""
    kept = _copied(look)
    return serialised(kept) if len(kept) else b""


def _copied(properties: Any, without: Collection[str] = ()) -> Any:
    """Return a copy of properties without the changes that were tracked in them, and `without` others."""
    kept = copy.deepcopy(properties)
    for child in [*kept]:
        if child.tag in CHANGES or child.tag in without:
            kept.remove(child)
    return kept


def _item(pair: Pair, first: Sequence[Block], second: Sequence[Block]) -> Item:
    one = first[pair[0]] if pair[0] is not None else None
    other = second[pair[1]] if pair[1] is not None else None
    return (one, other)


def _settled(items: Sequence[Item]) -> list[Item]:
    """Return the items so that tables are paired with equal tables only, and the text does not end with one change.

    The mark of the last paragraph can neither go nor come: what went and what came there becomes one paragraph.
    """
    made = [item for one in items for item in _parted(one)]
    tail = len(made)
    while tail and None in made[tail - 1]:
        tail -= 1
    gone = [at for at in range(tail, len(made)) if made[at][0] is not None and not _is_table(made[at])]
    come = [at for at in range(tail, len(made)) if made[at][1] is not None and not _is_table(made[at])]
    if gone and come:
        last = (made[gone[-1]][0], made[come[-1]][1])
        made = [one for at, one in enumerate(made) if at not in (gone[-1], come[-1])] + [last]
    return made


def _parted(item: Item) -> Iterator[Item]:
    one, other = item
    if one is not None and other is not None and (one.is_table or other.is_table) and not _same(one, other):
        yield (one, None)
        yield (None, other)
    else:
        yield item


def _same(one: Block, other: Block) -> bool:
    return one.is_table == other.is_table and one.text == other.text


def _is_table(item: Item) -> bool:
    return any(one is not None and one.is_table for one in item)


# ── writing


class _Writer:
    def __init__(self) -> None:
        self._number = 0

    def elements(self, items: Sequence[Item]) -> Iterator[Any]:
        """Yield the paragraphs and tables, with their changes."""
        marks = self._marks(items)
        for item, (mark, before) in zip(items, marks, strict=True):
            yield self._table(item) if _is_table(item) else self._paragraph(item, mark, before)

    def _marks(self, items: Sequence[Item]) -> list[tuple[str, Any]]:
        """Return of each item whether its mark goes (del) or comes (ins), and the properties it takes instead.

        At the end of the text the mark before goes or comes in the place of the last, which then has its properties.
        """
        marks: list[tuple[str, Any]] = [(_went_or_came(one), None) for one in items]
        tail = len(items)
        while tail and marks[tail - 1][0]:
            tail -= 1
        if tail in (0, len(items)) or any(map(_is_table, items[tail - 1 :])):
            return marks
        word = marks[-1][0]
        holder = items[tail - 1][0 if word == "ins" else 1]
        shifted = [(word, None)] * (len(items) - tail)
        return [*marks[: tail - 1], *shifted, ("", holder)]

    def _paragraph(self, item: Item, mark: str, holder: Block | None) -> Any:
        from lxml import etree

        one, other = item
        paragraph = etree.Element(P, nsmap={"w": W[1:-1]})
        properties = self._properties(one, other, mark, holder)
        if properties is not None:
            paragraph.append(properties)
        for element in self._content(one, other):
            paragraph.append(element)
        return paragraph

    def _properties(self, one: Block | None, other: Block | None, mark: str, holder: Block | None) -> Any:
        """Return the w:pPr of a paragraph; None for none.

        `holder` is the paragraph whose mark the last one of the text stands for.
        """
        from lxml import etree

        if holder is not None and one is None:  # came at the end: before, the mark was the holder's
            now, before = _bare(other), _bare(holder)
        elif holder is not None and other is None:  # went at the end: now the mark is the holder's
            now, before = _bare(holder), _bare(one)
        else:
            now = _bare(other or one)
            before = _bare(one) if one is not None and other is not None else now
        rest = self._mark_looks(other or one, mark)
        section = _section(other)
        changed = serialised(now) != serialised(before)
        if rest is not None:
            now.append(rest)
        if section is not None:
            now.append(section)
        if changed:
            change = etree.SubElement(now, w("pPrChange"), self._who())
            change.append(before)
        return now if len(now) else None

    def _mark_looks(self, block: Block | None, mark: str) -> Any:
        from lxml import etree

        properties = block.element.find(P_PR) if block is not None else None
        found = properties.find(R_PR) if properties is not None else None
        looks = _copied(found) if found is not None else etree.Element(R_PR)
        if mark:
            looks.insert(0, etree.Element(w(mark), self._who()))
        return looks if len(looks) else None

    def _content(self, one: Block | None, other: Block | None) -> Iterator[Any]:
        if one is None or other is None:
            block = one or other
            assert block is not None
            yield from self._stretch(block.atoms, "del" if other is None else "ins")
            return
        at = to = 0
        for piece in pieces(one.text, other.text):
            old, new = one.atoms[at : at + len(piece.before)], other.atoms[to : to + len(piece.after)]
            at, to = at + len(old), to + len(new)
            if piece.stayed:
                yield from self._stayed(old, new)
            else:
                yield from self._stretch(old, "del")
                yield from self._stretch(new, "ins")

    def _stretch(self, atoms: Iterable[Atom], word: str) -> Iterator[Any]:
        """Yield atoms as one change that went or came."""
        from lxml import etree

        runs = [_run(list(group), look, gone=word == "del") for look, group in groupby(atoms, key=lambda one: one.look)]
        if runs:
            change = etree.Element(w(word), self._who())
            for run in runs:
                change.append(run)
            yield change

    def _stayed(self, old: Sequence[Atom], new: Sequence[Atom]) -> Iterator[Any]:
        """Yield atoms that stayed; where their looks changed, that is a change too."""
        pairs = zip(old, new, strict=True)
        for (before, look), group in groupby(pairs, key=lambda pair: (pair[0].look, pair[1].look)):
            run = _run([other for _, other in group], look)
            if before != look:
                self._note_looks(run, before)
            yield run

    def _note_looks(self, run: Any, before: bytes) -> None:
        from lxml import etree

        looks = run.find(R_PR)
        if looks is None:
            looks = etree.Element(R_PR)
            run.insert(0, looks)
        change = etree.SubElement(looks, w("rPrChange"), self._who())
        change.append(etree.fromstring(before) if before else etree.Element(R_PR))

    def _table(self, item: Item) -> Any:
        """Return a table that stayed, or one whose rows all went or came."""
        from lxml import etree

        one, other = item
        if one is not None and other is not None:
            return copy.deepcopy(other.element)
        block = one or other
        assert block is not None
        table = copy.deepcopy(block.element)
        word = "del" if other is None else "ins"
        for row in table.iter(ROW):
            properties = row.find(ROW_PR)
            if properties is None:
                properties = etree.Element(ROW_PR)
                row.insert(sum(child.tag == w("tblPrEx") for child in row), properties)
                etree.SubElement(properties, w("cantSplit"), {w("val"): "off"})  # the schema wants a property besides
            properties.append(etree.Element(w(word), self._who()))
        for paragraph in [*table.iter(P)]:
            self._whole(paragraph, word)
        return table

    def _whole(self, paragraph: Any, word: str) -> None:
        """Let all that a paragraph of a table prints go or come."""
        signs = _Signs()
        atoms = tuple(_atoms(paragraph, signs))
        for child in [*paragraph]:
            if child.tag != P_PR:
                paragraph.remove(child)
        for element in self._stretch(atoms, word):
            paragraph.append(element)

    def _who(self) -> dict[str, str]:
        self._number += 1
        return {ID: str(self._number), BY: AUTHOR}


def _went_or_came(item: Item) -> str:
    return "del" if item[1] is None else "ins" if item[0] is None else ""


def _bare(block: Block | None) -> Any:
    """Return a copy of a paragraph's w:pPr without what belongs to its mark, its section or tracked changes."""
    from lxml import etree

    found = block.element.find(P_PR) if block is not None else None
    return _copied(found, (R_PR, SECTION)) if found is not None else etree.Element(P_PR)


def _section(block: Block | None) -> Any:
    """Return the section that ends with a paragraph; None for none."""
    properties = block.element.find(P_PR) if block is not None else None
    found = properties.find(SECTION) if properties is not None else None
    return copy.deepcopy(found) if found is not None else None


def _run(atoms: Sequence[Atom], look: bytes, *, gone: bool = False) -> Any:
    """Return a run of atoms of one look."""
    from lxml import etree

    run = etree.Element(RUN)
    if look:
        run.append(etree.fromstring(look))
    for is_text, group in groupby(atoms, key=lambda one: one.element is None):
        if is_text:
            element = etree.SubElement(run, w("delText" if gone else "t"))
            element.text = "".join(one.sign for one in group)
            element.set(PRESERVE, "preserve")
        else:
            for one in group:
                run.append(copy.deepcopy(one.element))
    return run


def _without_comments(package: Package, parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts without those of comments: no text refers to them any more."""
    document = package.document()
    gone = {package.related(document, kind) for kind in COMMENT_PARTS} - {""}
    if not gone:
        return parts
    relations = relations_of(document)
    made = {key: data for key, data in parts.items() if key not in gone}
    made[relations] = _filtered(
        package.xml(relations), lambda one: one.get("Type", "").rpartition("/")[2] not in COMMENT_PARTS
    )
    made[TYPES] = _filtered(package.xml(TYPES), lambda one: one.get("PartName", "").lstrip("/") not in gone)
    return made


def _filtered(root: Any, keep: Callable[[Any], bool]) -> bytes:
    for child in [*root]:
        if not keep(child):
            root.remove(child)
    return serialised(root)
