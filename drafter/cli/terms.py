"""``drafter terms``: formulations and their dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from drafter.cli import options
from drafter.cli.printing import note, print_json
from drafter.model.library import Library
from drafter.model.term import Term


@click.group(options_metavar="[选项]", subcommand_metavar="命令 …")
def terms() -> None:
    """查提法：写法、起止日期、依据。"""


@terms.command("list", options_metavar="[选项]")
@click.option("--category", metavar="类别", help="只列这一类。")
@options.format_option
def list_terms(category: str | None, form: str) -> None:
    """列出全部提法。"""
    from drafter import api

    library = api.load()
    _require_category(library, category)
    found = [one for one in library.terms.all_terms() if not category or one.category == category]
    if form == "json":
        print_json({"checked": library.terms.checked, "terms": [_record(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.wording}  {_span(one)}".rstrip())
    note(f"共 {len(found)} 条，核对到 {library.terms.checked}。")


@terms.command("show", options_metavar="[选项]")
@click.argument("wording", metavar="提法|组名")
@options.format_option
def show_term(wording: str, form: str) -> None:
    """看一条提法；写组名（如 guiding_ideology）就看这一组的前后变化。"""
    from drafter import api
    from drafter.errors import NotFoundError
    from drafter.text.likeness import nearest

    library = api.load()
    found = _matching(library, wording)
    if not found:
        known = [*library.terms.families, *(one.wording for one in library.terms.all_terms())]
        close = nearest(wording, known)
        hint = f"是否想写“{close[0]}”？" if close else "全部见 drafter terms list"
        raise NotFoundError(f"提法表里没有“{wording}”", hint=hint)
    if form == "json":
        print_json({"terms": [_record(one) for one in found]})
        return
    for one in found:
        for line in _lines(library, one):
            click.echo(line)


@terms.command("on", options_metavar="[选项]")
@click.argument("day", metavar="日期", type=options.DateType())
@options.format_option
def terms_on(day: date, form: str) -> None:
    """看某一天各组提法该怎样写。"""
    from drafter import api

    library = api.load()
    found = {family: library.terms.wording(family, day) for family in library.terms.families}
    if form == "json":
        print_json({"day": day, "families": found})
        return
    for family, wording in found.items():
        click.echo(f"{family}  {wording or '（这一天没有）'}")
    if day > library.terms.checked:
        note(f"提示：提法核对到 {library.terms.checked}，之后的变化请自行核对。")


def _require_category(library: Library, category: str | None) -> None:
    """Raise NotFoundError, with the nearest name, for a category that no term bears."""
    from drafter.errors import NotFoundError
    from drafter.text.likeness import did_you_mean

    known = dict.fromkeys(one.category for one in library.terms.all_terms() if one.category)
    if category is not None and category not in known:
        hint = did_you_mean(category, known) or f"有这些类别：{'、'.join(known)}"
        raise NotFoundError(f"没有叫“{category}”的类别", hint=hint)


def _matching(library: Library, wording: str) -> list[Term]:
    if wording in library.terms.families:
        return list(library.terms.families[wording])
    bare = wording.strip("“”")
    found = [one for one in library.terms.all_terms() if one.wording.strip("“”") == bare]
    return found or [one for one in library.terms.all_terms() if bare and bare in one.wording]


def _span(one: Term) -> str:
    if not one.from_ and not one.until:
        return ""
    return f"{one.from_ or '……'} 至 {one.until or '今'}"


def _lines(library: Library, one: Term) -> list[str]:
    families = [family for family, versions in library.terms.families.items() if one in versions]
    parts = {
        "类别": one.category,
        "起止": _span(one),
        "替代": "、".join(one.replaces),
        "成员": "、".join(one.members),
        "依据": one.basis,
        "说明": one.note,
        "引用": "、".join(f"{{{{ term.{family} }}}}" for family in families),
    }
    return [one.wording, *(f"  {label}：{text}" for label, text in parts.items() if text)]


def _record(one: Term) -> dict[str, Any]:
    return {
        "wording": one.wording,
        "category": one.category,
        "from": one.from_,
        "until": one.until,
        "replaces": list(one.replaces),
        "members": list(one.members),
        "basis": one.basis,
        "note": one.note,
    }
