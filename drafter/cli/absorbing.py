"""``drafter absorb``: what a person made of a draft in Word or WPS, taken over into recipe and library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from drafter.cli import options
from drafter.cli.printing import note, print_json


@click.command(cls=options.OutputCommand, options_metavar="[选项]")
@click.argument("file", type=click.Path(path_type=Path), metavar="改过的文件.docx")
@click.option(
    "--recipe", type=click.Path(path_type=Path), metavar="稿单", help="原稿的稿单；默认用文件里的，或旁边的。"
)
@click.option("--dry-run", is_flag=True, help="只看改了哪里，什么都不写。")
@options.format_option
def absorb(file: Path, recipe: Path | None, dry_run: bool, form: str) -> int:
    """吸收改稿：看人在 Word、WPS 里把初稿改成了什么，填的要素记进稿单，改好的话收进段落库。"""
    from drafter import api

    compared = api.compare(api.load(), file, recipe)
    if form == "json":
        print_json(_record(compared))
        return 0
    for line in _lines(compared.absorbed):
        click.echo(line)
    for one in compared.notes:
        note(f"注意：{one}。")
    return 0


def _record(compared: Any) -> dict[str, Any]:
    found = compared.absorbed
    return {
        "file": click.format_filename(compared.file),
        "passages": [msgspec.to_builtins(one) for one in found.passages],
        "frame": [msgspec.to_builtins(one) for one in found.frame],
        "facts": found.facts,
        "disputed": [msgspec.to_builtins(one) for one in found.disputed],
        "notes": list(compared.notes),
    }


def _lines(found: Any) -> Iterator[str]:
    from drafter.model.absorbing import FATES

    for one in found.passages:
        yield f"{FATES[one.change]}{'，挪了位置' if one.moved and one.change != 'moved' else ''}  {one.slot}  {one.title}"
