"""``drafter sections search``: finding passages by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import card_record, note, print_json, progress

if TYPE_CHECKING:
    from drafter.api.searching import Hit
    from drafter.model.library import Library

MANY = 500
"""From so many blocks on a bar shows that they are being indexed."""


@click.command("search", options_metavar="[选项]")
@click.argument("words", nargs=-1, required=True, metavar="词…")
@options.narrowing
@click.option("--limit", type=click.IntRange(min=1), default=20, metavar="数", help="最多列几段；默认 20。")
@options.format_option
def search(words: tuple[str, ...], limit: int, form: str, **narrowed: Any) -> None:
    """按词找段落：最合适的在前，带出处的句子。一个字、两个字也能找；几个词之间空格。"""
    from drafter import api

    library = api.load()
    hits = api.search(library, " ".join(words), api.Narrowed(**narrowed), limit=limit, watch=indexing)
    if form == "json":
        print_json({"blocks": [_record(one) for one in hits]})
        return
    for one in hits:
        _print(library, one)
    if not hits:
        near = api.near_tags(library, " ".join(words))
        hint = f"库里有这些标签：{'、'.join(near)}" if near else "少写几个词，或换一个说法"
        note(f"没有找到“{' '.join(words)}”。{hint}。")


def indexing(names: Any, total: int) -> Any:
    """Return a bar over the blocks that are indexed; silent for few."""
    return progress(names, total if total >= MANY else 0, "建索引")


def _record(one: Hit) -> dict[str, Any]:
    found = {"score": one.score, "excerpt": one.excerpt, "marks": [list(mark) for mark in one.marks]}
    return {**card_record(one.block, one.card), **found}


def _print(library: Library, one: Hit) -> None:
    taxonomy, card = library.taxonomy, one.card
    acts = "、".join(taxonomy.title("acts", act) for act in card.acts)
    status = "" if card.status == "approved" else "（待审）" if card.status == "candidate" else "（已停用）"
    click.echo(f"{click.style(card.title, bold=True)}{status}  {one.block}")
    click.echo(f"    {taxonomy.title('themes', card.theme)}·{acts}　{'、'.join(card.tags)}".rstrip("　"))
    click.echo(f"    {_marked(one)}")


def _marked(one: Hit) -> str:
    parts, end = [], 0
    for first, last in one.marks:
        parts += [one.excerpt[end:first], click.style(one.excerpt[first:last], fg="yellow", bold=True)]
        end = last
    return "".join([*parts, one.excerpt[end:]])
