"""``drafter draft``."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from drafter.cli import options
from drafter.cli.printing import note, print_gaps, print_json, print_problem


@click.command(options_metavar="[选项]")
@click.argument("structure", metavar="结构|文件")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写到哪里；后缀 .docx .md .txt .json 决定格式。",
)
@options.facts_option
@options.set_option
@click.option("--interview", is_flag=True, help="逐项问缺少的要素；直接按回车表示还不知道。")
@options.as_of_option
@options.level_option
@options.seed_option
@click.option(
    "--length", type=click.IntRange(min=100, max=100_000), metavar="字数", help="目标字数；默认用结构里写的。"
)
@click.option(
    "--minutes", type=click.FloatRange(min=1, max=300), metavar="分钟", help="目标讲话时间，按每分钟 200 字折算。"
)
@click.option("--focus", multiple=True, metavar="标签", help="优先用带这个标签的段落，可以写多次。")
@click.option("--style", metavar="版式", help="版式；默认 gb9704。")
@click.option("--strict", is_flag=True, help="有错误（状态 1）或有待补（状态 3）就不写文件。")
@click.option("--locked", is_flag=True, help="稿单里的段落后来改过，就不成稿。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@options.format_option
def draft(
    structure: str,
    output: Path | None,
    fact_files: tuple[Path, ...],
    settings: tuple[str, ...],
    interview: bool,
    length: int | None,
    minutes: float | None,
    style: str | None,
    strict: bool,
    force: bool,
    form: str,
    **wishes: Any,
) -> int:
    """按结构（或稿单、结构文件）成稿，写成 Word 文件，旁边附一份稿单。

    结构可以写英文名或中文标题，见 drafter structures list。没有给的要素在稿中标为【待补：…】，一项也不编。
    """
    from drafter import api

    library = api.load()
    layers = options.fact_layers(fact_files, settings)
    order = {**wishes, "length": options.wanted_length(length, minutes), "style": style}
    made = api.make_draft(library, structure, layers=layers, **order)
    if interview:
        from drafter.cli.asking import ask

        layers.append(ask(library, made.draft))
        made = api.make_draft(library, structure, layers=layers, **order)
    path = output or Path(f"{_file_name(made.draft.title)}.docx")
    status = _refusal(made.draft) if strict else 0
    if not status:
        api.save(made, path, force=force)
    _report(made, path if not status else None, form)
    return status


def _file_name(title: str) -> str:
    """Return a title as a file name that Windows accepts."""
    return re.sub(r'[\\/:*?"<>|\s]+', "", title)[:60] or "讲话稿"


def _refusal(made: Any) -> int:
    from drafter.cli.running import DONE, GAPS, PROBLEMS

    if any(problem.severity == "error" for problem in made.problems):
        return PROBLEMS
    return GAPS if made.gaps else DONE


def _report(made: Any, path: Path | None, form: str) -> None:
    draft = made.draft
    if form == "json":
        print_json(_record(made, path))
        return
    if path is not None:
        click.echo(click.format_filename(path))
    _describe(draft)
    for problem in draft.problems:
        print_problem(problem)
    if made.changed:
        note(f"注意：这些地方的段落后来改过，用的是今天的文字：{'、'.join(made.changed)}")
    print_gaps(draft.gaps, "待补")
    if not draft.gaps:
        note("要素都齐了。")
    print_gaps(draft.optional, "可选，没有给，相关的话没有写进去")
    if path is None:
        note("没有写文件：--strict 要求没有错误、没有待补。")


def _describe(draft: Any) -> None:
    from drafter.text.counting import minutes_for

    day = date.fromisoformat(draft.as_of)
    note(
        f"《{draft.title}》约 {draft.length} 字，讲 {minutes_for(draft.length):.0f} 分钟；"
        f"提法以 {day.year}年{day.month}月{day.day}日为准；选段号 {draft.seed}。"
    )


def _record(made: Any, path: Path | None) -> dict[str, Any]:
    draft = made.draft
    return {
        "file": click.format_filename(path) if path is not None else None,
        "length": draft.length,
        "target": draft.target,
        "seed": draft.seed,
        "as_of": draft.as_of,
        "level": draft.level,
        "gaps": draft.gaps,
        "optional": draft.optional,
        "picks": [
            {"slot": one.slot, "block": one.block, "act": list(one.act), "moves": list(one.moves)}
            for one in draft.picks
        ],
        "problems": [
            {"rule": one.rule, "severity": one.severity, "message": one.message, "hint": one.hint}
            for one in draft.problems
        ],
        "changed": list(made.changed),
    }
