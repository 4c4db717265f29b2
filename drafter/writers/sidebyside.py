"""Two states of a paper as one web page, side by side; nothing in it is loaded from elsewhere, and nothing runs."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.text.differences import Piece
from drafter.writers.docx.body import escape

CSS = """\
body { margin: 0 auto; max-width: 1200px; padding: 1em; color: #111; background: #fff;
  font: 16px/1.7 "Noto Serif CJK SC", "SimSun", serif; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
td, th { width: 50%; padding: .4em .8em; vertical-align: top; border-bottom: 1px solid #ddd; text-align: left;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.passage { color: #666; font-size: .8em; }
del { background: #fdd; } ins { background: #dfd; text-decoration: none; border-bottom: 2px solid #393; }
.same td { color: #666; }
@media print { body { max-width: none; } }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #181818; } td, th { border-color: #444; } .same td, .passage { color: #999; }
  del { background: #622; } ins { background: #252; }
}
"""


def side_by_side(before: str, after: str, rows: Sequence[tuple[str, str, Sequence[Piece]]]) -> str:
    """Return the page; each row is what became of a paragraph, the title of its passage, and its stretches."""
    body, passage = [], ""
    for fate, title, pieces in rows:
        if title != passage and title:
            body.append(f'<tr><td colspan="2" class="passage">{escape(title)}</td></tr>')
        passage = title or passage
        left = "".join(_shown(one.before, "del", stayed=one.stayed) for one in pieces)
        right = "".join(_shown(one.after, "ins", stayed=one.stayed) for one in pieces)
        body.append(f'<tr class="{fate}"><td>{left}</td><td>{right}</td></tr>')
    title = f"{escape(before)} → {escape(after)}"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>\n{CSS}</style>\n</head>\n<body>\n<table>\n"
        f"<tr><th>{escape(before)}</th><th>{escape(after)}</th></tr>\n"
        + "\n".join(body)
        + "\n</table>\n</body>\n</html>\n"
    )


def _shown(text: str, tag: str, *, stayed: bool) -> str:
    if not text or stayed:
        return escape(text)
    return f"<{tag}>{escape(text)}</{tag}>"
