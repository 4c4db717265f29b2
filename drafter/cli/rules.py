"""``drafter rules``: the rules by which texts are checked."""

from __future__ import annotations

import click

from drafter.cli import options
from drafter.cli.printing import print_json, print_table


@click.group(options_metavar="[选项]", subcommand_metavar="命令 …")
def rules() -> None:
    """看检查规则。"""


@rules.command("list", options_metavar="[选项]")
@options.format_option
def list_rules(form: str) -> None:
    """列出全部规则。"""
    from drafter.lint.registry import manuals

    if form == "json":
        print_json({"rules": [{"id": one.id, "title": one.title} for one in manuals()]})
        return
    print_table((one.id, one.title) for one in manuals())


@rules.command("show", options_metavar="[选项]")
@click.argument("name", metavar="规则")
def show_rule(name: str) -> None:
    """看一条规则的说明和例子。"""
    from drafter.lint.registry import manuals, rule_module

    wanted = rule_module(name).ID
    page = next(one for one in manuals() if one.id == wanted)
    click.echo(f"{page.title}（{page.id}）\n\n{page.text}")
