"""``drafter rules``: the rules by which texts are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import print_json, print_table
from drafter.model.problem import SEVERITIES

if TYPE_CHECKING:
    from drafter.lint.registry import Manual
    from drafter.model.checks import Check


@click.group(options_metavar="[选项]", subcommand_metavar="命令 …")
def rules() -> None:
    """看检查规则。"""


@rules.command("list", options_metavar="[选项]")
@options.format_option
def list_rules(form: str) -> None:
    """列出全部规则。"""
    from drafter.lint.registry import GROUPS

    pages = _manuals()
    if form == "json":
        print_json({"rules": [_record(one) for one in pages]})
        return
    for group, title in GROUPS.items():
        click.echo(click.style(title, bold=True))
        print_table((f"  {one.id}", one.title, _number(one)) for one in pages if one.group == group)


def _manuals() -> tuple[Manual, ...]:
    """Return the manual pages of the shipped rules and of the workspace's."""
    from drafter import api
    from drafter.library.checks import load_checks
    from drafter.lint.registry import manuals

    return manuals(load_checks(api.load()))


def _record(page: Manual) -> dict[str, Any]:
    return {"id": page.id, "title": page.title, "group": page.group, "checks": [one.id for one in page.checks]}


def _number(page: Manual) -> str:
    return f"{len(page.checks)} 条" if page.checks else ""


@rules.command("show", options_metavar="[选项]")
@click.argument("name", metavar="规则")
def show_rule(name: str) -> None:
    """看一条规则的说明和例子；规则里的一条写成 规则.名称。"""
    from drafter.library.finding import find

    pages = {one.id: one for one in _manuals()}
    rule, _, check = name.partition(".")
    page = pages.get(rule) or pages[find(name, pages, "规则", "drafter rules list")]
    found = [one for one in page.checks if one.id == check] if check else page.checks
    if check and not found and page.checks:
        known = {f"{rule}.{one.id}": page for one in page.checks}
        find(name, known, "规则", f"drafter rules show {rule}")
    click.echo(f"{page.title}（{page.id}）\n\n{page.text}")
    for one in found:
        _print_check(page, one)


def _print_check(page: Manual, check: Check) -> None:
    message = check.message.format(found="…", right="…")
    click.echo(f"\n{page.id}.{check.id}  {SEVERITIES[check.severity]}：{message}")
    if check.hint:
        click.echo(f"  {check.hint.format(found='…', right='…')}")
    if check.basis:
        click.echo(f"  依据：{check.basis}")
