"""``drafter styles``: the page styles, every value with what it rests on, and the fonts that they ask for."""

from __future__ import annotations

from typing import Any

import click

from drafter.cli import options
from drafter.cli.printing import print_json, print_table, shown_path

check_fonts_option = click.option("--check-fonts", is_flag=True, help="看本机缺版式里的哪些字体，会用什么代替。")


@click.group(options_metavar="[选项]", subcommand_metavar="命令 …")
def styles() -> None:
    """看有哪些版式，每个值的依据。"""


@styles.command("list", options_metavar="[选项]")
@options.format_option
def list_styles(form: str) -> None:
    """列出全部版式。"""
    from drafter import api

    library = api.load()
    if form == "json":
        print_json({"styles": [_record(name, one) for name, one in library.styles.items()]})
        return
    print_table((name, one.title, _size(one)) for name, one in library.styles.items())


def _record(name: str, one: Any) -> dict[str, Any]:
    return {
        "id": name,
        "title": one.title,
        "lines": one.grid.lines,
        "characters": one.grid.characters,
        "single_sided": one.single_sided,
    }


def _size(one: Any) -> str:
    return f"每页 {one.grid.lines} 行，每行 {one.grid.characters} 字，{'单' if one.single_sided else '双'}面印"


@styles.command("show", options_metavar="[选项]")
@click.argument("name", metavar="版式[,设置=值…]")
@check_fonts_option
@options.format_option
def show_style(name: str, check_fonts: bool, form: str) -> None:
    """看一个版式的每个值、依据、和公文标准不同的地方。

    版式后面可以跟设置：单面=是、行距=28磅（或 22行）、页边=34.58/32.58，如 drafter styles show gb9704,单面=是。
    """
    from drafter import api
    from drafter.library.styles import standard, styled
    from drafter.model.measures import deviations, measures

    library = api.load()
    wish, style = styled(library, name)
    file = library.files[f"styles/{wish.split(',')[0]}"]
    differing = deviations(style, standard())
    report = _fonts(style) if check_fonts else None
    if form == "json":
        print_json(
            {
                **_record(wish, style),
                "file": file,
                "values": [_value_record(one) for one in measures(style)],
                "deviations": [
                    {**_value_record(one.measure), "standard": one.standard.value, "rests_on": _clause(one.standard)}
                    for one in differing
                ],
                "margins": {key: school.title for key, school in style.margin_schools.items()},
                **({"fonts": report} if report else {}),
            }
        )
        return
    click.echo(f"{style.title}（{wish}）\n文件：{shown_path(file)}")
    click.echo(f"版心：{style.width:g} 毫米×{style.height:g} 毫米；{_size(style)}")
    _print_values(measures(style))
    _print_reasons(style)
    _print_deviations(differing)
    if report:
        click.echo()
        print_fonts(report, click.echo)


def _value_record(one: Any) -> dict[str, Any]:
    basis = one.basis
    return {
        "path": one.path,
        "group": one.group,
        "name": one.name,
        "value": one.value,
        "unit": one.unit,
        "clause": basis.clause if basis else "",
        "strength": basis.strength if basis else "自定",
        "tolerance": basis.tolerance if basis else 0.0,
        "what": basis.what if basis else "",
    }


def _clause(one: Any) -> str:
    return f"{one.basis.clause}（{one.basis.strength}）" if one.basis else "（没有写依据）"


def _print_values(found: list[Any]) -> None:
    for group in dict.fromkeys(one.group for one in found):
        click.echo(f"\n{group}")
        print_table((f"  {one.name}", one.shown, _clause(one)) for one in found if one.group == group)


def _print_reasons(style: Any) -> None:
    """Say what each clause in use says, once."""
    from drafter.model.measures import measures

    used = dict.fromkeys((one.basis.clause, one.basis.what) for one in measures(style) if one.basis)
    click.echo("\n依据")
    print_table((f"  {clause}", what) for clause, what in sorted(used))


def _print_deviations(differing: list[Any]) -> None:
    if not differing:
        click.echo("\n和公文标准（GB/T 9704—2012）没有不同。")
        return
    click.echo(f"\n和公文标准（GB/T 9704—2012）不同的地方（{len(differing)} 处）")
    print_table(
        (
            f"  {one.measure.group}·{one.measure.name}",
            one.measure.shown,
            f"标准：{one.standard.shown}",
            _clause(one.standard),
        )
        for one in differing
    )


def _fonts(style: Any) -> Any:
    from drafter.writers.fonts import check_fonts

    return check_fonts(style)


def print_fonts(report: Any, say: Any) -> None:
    """Print what a look at this machine's fonts has found, a line at a time through `say`."""
    if not report.known:
        say(f"字体：看不出本机有哪些字体（{report.reason}）。")
        say("  版式用的字体见 drafter styles show，请在 Word 或 WPS 的字体框里核对。")
        return
    if not report.missing:
        say(f"字体：版式用的 {len(report.present)} 种字体本机都有。")
        return
    say(f"字体：本机缺 {len(report.missing)} 种。文件里写的仍是原来的字体，在装了它们的电脑上显示不变。")
    for one in report.missing:
        say(f"  {one.font}（用于{'、'.join(one.used)}）：{_instead(one)}")


def _instead(one: Any) -> str:
    if one.instead:
        return f"用 {one.instead} 代替"
    system = f"，这里是 {one.system}" if one.system else ""
    lacking = f"替代的字体（{'、'.join(one.lacking)}）也没有，" if one.lacking else ""
    return f"{lacking}由系统另选{system}；字形不对，请装上其中一种再打印"
