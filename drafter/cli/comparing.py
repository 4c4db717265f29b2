"""``drafter diff``: two states of a paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import changed_text, note, print_json

if TYPE_CHECKING:
    from drafter.api.comparing import Comparison, Row


@click.command(options_metavar="[选项]")
@click.argument("before", type=click.Path(path_type=Path), metavar="旧稿")
@click.argument("after", type=click.Path(path_type=Path), metavar="新稿")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写成 .docx（带修订，Word、WPS 里可以逐处接受或拒绝）或 .html（左右对照）；不写就显示在屏幕上。",
)
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@options.format_option
def diff(before: Path, after: Path, output: Path | None, force: bool, form: str) -> None:
    """比较两稿：哪些自然段删了、加了、改了，改了哪些字。两稿都不动。"""
    from drafter import api

    found = api.diff_files(before, after)
    if output is not None:
        api.save_diff(found, output, force=force)
    if form == "json":
        print_json(_record(found, output))
        return
    if output is not None:
        click.echo(click.format_filename(output))
    else:
        for line in _lines(found):
            click.echo(line)
    note(summary(found))


def summary(found: Comparison) -> str:
    """Return in one sentence what changed."""
    changed, gone, come = (found.count(fate) for fate in ("changed", "gone", "come"))
    if not (changed or gone or come):
        return "两稿的文字一样。"
    return f"改了 {changed} 段，删了 {gone} 段，加了 {come} 段，没有动的 {found.count('same')} 段。"


def _lines(found: Comparison) -> Iterator[str]:
    passage = ""
    for one in found.rows:
        if one.fate == "same":
            continue
        if one.passage and one.passage != passage:
            yield click.style(f"── {one.passage}", bold=True)
        passage = one.passage
        yield from _row(one)


def _row(one: Row) -> Iterator[str]:
    if one.before is None and one.after is not None:
        yield click.style(f"+ {one.after.number}：{one.after.text}", fg="green")
    elif one.after is None and one.before is not None:
        yield click.style(f"- {one.before.number}：{one.before.text}", fg="red")
    elif one.before is not None and one.after is not None:
        yield f"~ {one.after.number}：{changed_text(one.before.text, one.after.text)}"


def _record(found: Comparison, output: Path | None) -> dict[str, Any]:
    import msgspec

    rows = [
        {
            "fate": one.fate,
            "passage": one.passage,
            "before": msgspec.to_builtins(one.before),
            "after": msgspec.to_builtins(one.after),
        }
        for one in found.rows
        if one.fate != "same"
    ]
    file = click.format_filename(output) if output is not None else None
    return {"file": file, "same": found.count("same"), "rows": rows}
