"""``drafter cases``: what happened where, that a speech may tell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.editing import said_done, workspace
from drafter.cli.printing import note, print_json

if TYPE_CHECKING:
    from drafter.library.editing import Change
    from drafter.model.library import Library

QUESTIONS = {
    "theme": "主题（英文名或中文名，如 deputy-work、代表工作）",
    "where": "在哪里",
    "who": "谁",
    "did": "做了什么",
    "result": "结果怎样",
}


@click.group(options_metavar="[选项]", subcommand_metavar="命令 …")
def cases() -> None:
    """管事例：核实过、同意公开的，成稿时按主题写进有事例的地方。"""


@cases.command("add", options_metavar="[选项]")
@click.option("--theme", default="", metavar="主题", help="属于哪个主题。")
@click.option("--where", default="", metavar="地方", help="在哪里。")
@click.option("--who", default="", metavar="谁", help="谁做的。")
@click.option("--did", default="", metavar="事情", help="做了什么。")
@click.option("--result", default="", metavar="结果", help="结果怎样。")
@click.option("--checked-by", default="", metavar="姓名", help="谁核实的。")
@click.option("--cleared", is_flag=True, help="可以公开使用；没有写的不会进稿子。")
@click.option("--date", "day", type=options.DateType(), metavar="日期", help="哪天的事。")
@click.option("--note", "remark", default="", metavar="备注", help="备注，不进稿子。")
def add(checked_by: str, cleared: bool, day: date | None, remark: str, **told: str) -> None:
    """加一个事例；没有写全的，在终端里会问。"""
    from drafter import api
    from drafter.library.cases import with_case
    from drafter.model.case import Case

    given = options.asked_for(told, QUESTIONS)
    case = Case(**given, checked_by=checked_by, cleared=cleared, date=day, note=remark)
    said_done(api.change_library(workspace(), lambda library: with_case(library, case)))
    if not cleared:
        note("还没有同意公开，不会写进稿子；核实后用 drafter cases clear。")


@cases.command("clear", options_metavar="[选项]")
@click.argument("number", type=click.IntRange(min=1), metavar="编号")
@click.option("--checked-by", default="", metavar="姓名", help="谁核实的。")
def clear(number: int, checked_by: str) -> None:
    """写明一个事例核实过、可以公开使用。"""
    from drafter import api
    from drafter.library.cases import cleared

    def make(library: Library) -> Change:
        return cleared(library, number, checked_by)

    said_done(api.change_library(workspace(), make))


@cases.command("list", options_metavar="[选项]")
@click.option("--theme", default="", metavar="主题", help="只列这个主题。")
@options.format_option
def list_cases(theme: str, form: str) -> None:
    """列出工作区的事例：编号、主题、能不能用、谁核实的。"""
    from drafter import api
    from drafter.library.cases import load_cases
    from drafter.library.finding import vocabulary_id

    library = api.load(workspace())
    wanted = vocabulary_id(library.taxonomy, "themes", theme)
    found = [(number, one) for number, one in enumerate(load_cases(library), 1) if wanted in ("", one.theme)]
    if form == "json":
        import msgspec

        records: list[dict[str, Any]] = [{"number": number, **msgspec.to_builtins(one)} for number, one in found]
        print_json({"cases": records})
        return
    for number, one in found:
        state = f"可以用（{one.checked_by}核实）" if one.cleared else "没有同意公开"
        day = f"，{one.date}" if one.date else ""
        click.echo(f"{number}  {library.taxonomy.title('themes', one.theme)}　{state}{day}")
        click.echo(f"    {one.where}　{one.who}　{one.did}，{one.result}")
    note(f"共 {len(found)} 个事例，{sum(one.cleared for _, one in found)} 个可以用。" if found else "还没有事例。")
