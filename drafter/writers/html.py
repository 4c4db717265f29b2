"""A draft as one web page that looks like the Word file: nothing in it is loaded from elsewhere, and nothing runs.

Every measure comes from the page style; `@page` makes a printed copy like the page, page numbers included where the
browser prints margin boxes (Chromium 131 and later). On a screen it is a sheet of that size, on a small one a column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from drafter.assembly.contents import CENTRED, role_of
from drafter.model.draft import Draft, Gap, Paragraph, Run
from drafter.model.style import Page, PageStyle, TextStyle, text_styles
from drafter.writers.docx.body import comment_lines, escape
from drafter.writers.docx.names import HEADING_DEPTHS

SANS = ("黑体", "SimHei", "微软雅黑")
"""Fonts whose last resort is one without serifs."""
TWIPS = 20
"""In a point."""
FRAME = """\
html {{ background: #e8e8e8; }}
body {{ margin: 0; }}
main {{
  box-sizing: border-box; width: {width}mm; min-height: {height}mm; margin: 8mm auto; background: #fff; color: #000;
  padding: {top}mm {right}mm {bottom}mm {left}mm; box-shadow: 0 0 3mm #0003;
}}
h1, h2, h3, h4, h5, p {{
  margin: 0; line-height: {leading}pt; letter-spacing: {spacing}pt; font-weight: normal; white-space: pre-wrap;
  overflow-wrap: anywhere; line-break: strict; text-justify: inter-ideograph; widows: 1; orphans: 1;
}}
h2, h3, h4, h5 {{ break-after: avoid; }}
.title + :not(.subtitle), :is({above}) + :not(.title, {above}) {{ margin-top: {gap}pt; }}
mark {{ background: #ff0; color: inherit; }}
.mark_right {{ text-align: right; }}
.toc {{ display: flex; justify-content: space-between; }}
.signature {{ text-align: right; padding-right: 4em; }}
.signature:not(.signed) {{ margin-top: {leading}pt; }}
.mark_left + .mark_right {{ margin-top: -{leading}pt; }}
@media screen and (max-width: {width}mm) {{
  main {{ width: auto; min-height: 0; margin: 0; padding: 8mm 5mm; box-shadow: none; }}
}}
{pages}
@media print {{
  html {{ background: none; }}
  main {{ width: auto; min-height: 0; margin: 0; padding: 0; box-shadow: none; }}
  mark {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  .toc + :not(.toc) {{ break-before: page; }}
}}
"""


def html(draft: Draft, style: PageStyle) -> str:
    """Return the draft as one HTML page."""
    gaps = {gap.fact: gap for gap in draft.gaps}
    rows = draft.rows
    body = [
        _title(list(group), gaps) if kind == "title" else "\n".join(_paragraph(one, style, gaps) for one in group)
        for kind, group in groupby(rows, key=lambda one: one.kind)
    ]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(draft.title)}</title>\n<style>\n{_css(style)}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _title(lines: list[Paragraph], gaps: Mapping[str, Gap]) -> str:
    inner = "<br>".join("".join(_text(run, gaps) for run in one.runs) for one in lines)
    return f'<h1 class="title">{inner}</h1>'


def _paragraph(paragraph: Paragraph, style: PageStyle, gaps: Mapping[str, Gap]) -> str:
    tag, name = "p", role_of(paragraph)
    if paragraph.kind == "heading":
        tag = f"h{min(paragraph.depth, HEADING_DEPTHS) + 1}"
    elif name != paragraph.kind:
        name = f"{name} {paragraph.kind}"
    runs = "".join(_run(run, paragraph, style, gaps) for run in paragraph.runs)
    if paragraph.kind == "toc":
        runs = f"<span>{runs}</span><span>{paragraph.page}</span>"
    return f'<{tag} class="{name}">{runs}</{tag}>'


def _run(run: Run, paragraph: Paragraph, style: PageStyle, gaps: Mapping[str, Gap]) -> str:
    inner = _text(run, gaps)
    name = _font_class(run, paragraph, style)
    return f'<span class="{name}">{inner}</span>' if name else inner


def _text(run: Run, gaps: Mapping[str, Gap]) -> str:
    """Return the text of a run, a gap highlighted and explained."""
    inner = escape(run.text).replace("\n", "<br>")
    if run.kind != "gap":
        return inner
    gap = gaps.get(run.fact)
    wanted = escape("\n".join(comment_lines(gap)) if gap else run.text)
    return f'<mark title="{wanted}">{inner}</mark>'


def _font_class(run: Run, paragraph: Paragraph, style: PageStyle) -> str:
    """Return the classes that give a lead, or the marker of a heading, its font; empty where nothing is to be given."""
    marker, found = run.marker, [f"lead{min(run.depth, HEADING_DEPTHS)}"] if run.depth else []
    if paragraph.kind == "heading":
        marker = paragraph.marker
    if marker in style.marker_fonts:
        found.append(f"marker{list(style.marker_fonts).index(marker) + 1}")
    return " ".join(found)


ON_BOTH_SIDES = """\
@page {{ size: {width}mm {height}mm; margin: {top}mm {right}mm {bottom}mm {left}mm; }}
@page :right {{ @bottom-right {{ {number} padding-right: {inset}pt; }} }}
@page :left {{ margin: {top}mm {left}mm {bottom}mm {right}mm; @bottom-left {{ {number} padding-left: {inset}pt; }} }}"""
"""The binding edge and the page number change sides."""
ON_ONE_SIDE = """\
@page {{ size: {width}mm {height}mm; margin: {top}mm {right}mm {bottom}mm {left}mm; @bottom-{side} {{ {number} }} }}"""


def _sheet(page: Page) -> dict[str, str]:
    """Return the measures of the paper and its margins in millimetres."""
    return {name: _number(getattr(page, name)) for name in ("width", "height", "top", "right", "bottom", "left")}


def _pages(style: PageStyle) -> str:
    """Return the rules of the printed pages."""
    page, number = style.page, style.page_number
    return (ON_ONE_SIDE if style.single_sided else ON_BOTH_SIDES).format(
        **_sheet(page),
        side=number.single,
        number=(
            f'content: "— " counter(page) " —"; {_font(number.font, style)} font-size: {_number(number.size)}pt; '
            f"vertical-align: bottom; padding-bottom: {_number(page.footer)}mm;"
        ),
        inset=_number(number.size * number.outer_indent),
    )


def _css(style: PageStyle) -> str:
    frame = FRAME.format(
        **_sheet(style.page),
        leading=_number(style.grid.leading / TWIPS),
        spacing=_number(style.grid.spacing / TWIPS),
        gap=_number(style.head_gap * style.grid.leading / TWIPS),
        above=", ".join(f".{kind}" for kind in CENTRED if kind != "title"),
        pages=_pages(style),
    )
    rules = [_rule(role, text, style) for role, text in text_styles(style).items()]
    rules += [
        f".lead{role[-1]} {{ {_font(text.font, style)}{_weight(text)} }}"
        for role, text in style.styles.items()
        if role.startswith("heading")
    ]
    markers = enumerate(style.marker_fonts.values(), 1)
    rules += [f".marker{place} {{ {_font(font, style)} }}" for place, font in markers]
    return frame + "\n".join(rules) + "\n"


def _rule(role: str, text: TextStyle, style: PageStyle) -> str:
    """Return the rule of one kind of paragraph; a character's width is its size and what is added to it."""
    indent = text.indent * (text.size + style.grid.spacing / TWIPS)
    first = f" text-indent: {_number(indent)}pt;" if text.indent else ""
    return (
        f".{role} {{ {_font(text.font, style)} font-size: {_number(text.size)}pt; text-align: {text.align};"
        f"{first}{_weight(text)} }}"
    )


def _weight(text: TextStyle) -> str:
    return " font-weight: bold;" if text.bold else ""


def _font(name: str, style: PageStyle) -> str:
    """Return the declaration of a font: itself, what may stand in for it, and the last resort."""
    known = (name, *style.fallbacks.get(name, ()))
    last = "sans-serif" if any(one in SANS for one in known) else "serif"
    return f"font-family: {_strings(known)}, {last};"


def _strings(names: Iterable[str]) -> str:
    return ", ".join(f'"{_css_text(name)}"' for name in dict.fromkeys(names))


def _css_text(text: str) -> str:
    """Return text fit for a CSS string inside <style>: what could end either is written by its number."""
    return "".join(f"\\{ord(one):x} " if one in '"\\<>&{};' or one < " " else one for one in text)


def _number(value: float) -> str:
    """Return a number without needless digits, the same on every Python."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
