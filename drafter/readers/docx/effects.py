"""What a property of a run or paragraph comes to: set by hand, by its styles, by the document's defaults.

ECMA-376 17.7.2: document defaults, paragraph style, character style, then what is set by hand; a style after those
that it is based on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from drafter.readers.docx.body import P_PR, R_PR
from drafter.readers.docx.styles import Styles
from drafter.readers.docx.xml import is_on, value, w

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DEFAULT_FONT, DEFAULT_SIZE = "宋体", 10.0
"""Where a file says nothing."""
FIRST_LINE = (("firstLine", "firstLineChars"), ("hanging", "hangingChars"))
Values = dict[str, str]


class Effects:
    """The styles, defaults and theme fonts of a file."""

    def __init__(self, styles: Styles, root: Any, theme: Any) -> None:
        """Take the roots of the parts; None for those that the file lacks."""
        self._styles = styles
        elements = root.findall(w("style")) if root is not None else []
        self._elements = {one.get(w("styleId"), ""): one for one in elements}
        defaults = root.find(w("docDefaults")) if root is not None else None
        self._run_defaults = _inner(defaults, "rPrDefault", R_PR)
        self._paragraph_defaults = _inner(defaults, "pPrDefault", P_PR)
        self._theme = _theme_fonts(theme)
        self._chains: dict[tuple[str, str], list[Any]] = {}

    # ── the levels, what is nearest first

    def of_paragraph(self, properties: Any) -> list[Any]:
        """Return every w:pPr that holds for a paragraph with this one."""
        ids = self._styles.of_paragraph(properties).ids
        found = [properties, *self._chain(ids[0] if ids else "", P_PR), self._paragraph_defaults]
        return [one for one in found if one is not None]

    def of_run(self, properties: Any, paragraph: Any) -> list[list[Any]]:
        """Return every w:rPr that holds for a run, by level: set by hand, character style, paragraph style, defaults.

        `paragraph` is the w:pPr of its paragraph.
        """
        ids = self._styles.of_paragraph(paragraph).ids
        by_hand = [] if properties is None else [properties]
        defaults = [] if self._run_defaults is None else [self._run_defaults]
        style = value(properties, w("rStyle")) or ""
        return [by_hand, self._chain(style, R_PR), self._chain(ids[0] if ids else "", R_PR), defaults]

    def _chain(self, style_id: str, tag: str) -> list[Any]:
        key = (style_id, tag)
        if key not in self._chains:
            parts = (self._elements[one].find(tag) for one in self._styles.look(style_id).ids if one in self._elements)
            self._chains[key] = [one for one in parts if one is not None]
        return self._chains[key]

    # ── values

    def font(self, levels: list[list[Any]], slot: str) -> str:
        """Return the font of a slot: `eastAsia` for Chinese characters, `ascii` for digits and letters."""
        for properties in _flat(levels):
            fonts = properties.find(w("rFonts"))
            if fonts is None:
                continue
            themed = self._theme.get(fonts.get(w(f"{slot}Theme"), ""), "")
            if themed or fonts.get(w(slot)):
                return themed or str(fonts.get(w(slot)))
        return DEFAULT_FONT


def _inner(parent: Any, outer: str, tag: str) -> Any:
    found = parent.find(w(outer)) if parent is not None else None
    return found.find(tag) if found is not None else None


def _flat(levels: list[list[Any]]) -> Iterator[Any]:
    for level in levels:
        yield from level


def nearest(levels: list[list[Any]], name: str) -> Any:
    """Return the nearest element of a name; None where no level has one."""
    found = (one.find(w(name)) for one in _flat(levels))
    return next((one for one in found if one is not None), None)


def size(levels: list[list[Any]]) -> float:
    """Return the size in points."""
    found = nearest(levels, "sz")
    return quantity(found.get(w("val")), DEFAULT_SIZE * 2) / 2 if found is not None else DEFAULT_SIZE


def is_bold(levels: list[list[Any]]) -> bool:
    """Return whether a run is bold: by hand, else where just one of its two styles is, else by default."""
    by_hand, character, paragraph, defaults = (
        [one for one in level if one.find(w("b")) is not None] for level in levels
    )
    if by_hand:
        return is_on(by_hand[0], w("b"))
    in_styles = [is_on(level[0], w("b")) for level in (character, paragraph) if level]
    if in_styles:
        return sum(in_styles) == 1
    return bool(defaults) and is_on(defaults[0], w("b"))


def merged(levels: list[Any], name: str) -> Values:
    """Return the attributes of an element that is laid together attribute by attribute: w:ind, w:spacing."""
    found: Values = {}
    for properties in reversed(levels):
        element = properties.find(w(name))
        own = {key.rpartition("}")[2]: text for key, text in element.attrib.items()} if element is not None else {}
        for one, other in (FIRST_LINE, FIRST_LINE[::-1]):
            if any(quantity(own.get(key)) for key in one):  # a first line that hangs is not indented, and the reverse
                found = {key: text for key, text in found.items() if key not in other}
        found.update(own)
    return found


def first_indent(values: Mapping[str, str], em: float) -> float:
    """Return how far the first line stands from the margin, in characters; `em` is a character's width in twips."""

    def measure(*names: str) -> float:
        for name in names:
            if characters := quantity(values.get(f"{name}Chars")):
                return characters / 100
            if name in values:
                return quantity(values[name]) / em
        return 0.0

    return measure("left", "start") + measure("firstLine") - measure("hanging")


def quantity(text: str | None, otherwise: float = 0.0) -> float:
    """Return a measure in its own unit, which Word writes as a bare number; others as points (“12pt”)."""
    text = text or ""
    factor = 1.0
    if text.endswith("pt"):
        text, factor = text[:-2], 20.0
    try:
        return float(text) * factor
    except ValueError:
        return otherwise


def _theme_fonts(theme: Any) -> Mapping[str, str]:
    """Return the fonts of a theme by the names that w:rFonts calls them by."""
    found = {}
    for kind in ("major", "minor"):
        fonts = next(theme.iter(f"{DRAWING}{kind}Font"), None) if theme is not None else None
        if fonts is None:
            continue
        scripts = {one.get("script"): one.get("typeface", "") for one in fonts.iter(f"{DRAWING}font")}
        east = fonts.find(f"{DRAWING}ea")
        found[f"{kind}EastAsia"] = (east.get("typeface", "") if east is not None else "") or scripts.get("Hans", "")
        latin = fonts.find(f"{DRAWING}latin")
        for slot in ("Ascii", "HAnsi"):
            found[f"{kind}{slot}"] = latin.get("typeface", "") if latin is not None else ""
    return found
