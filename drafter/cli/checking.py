"""``drafter check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import SEVERITIES, check_record, note, print_failure, print_json, progress, shown_path
from drafter.errors import DrafterError

if TYPE_CHECKING:
    from drafter.api.checking import Checked
    from drafter.model.problem import Problem

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


@click.command("check", options_metavar="[选项]")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹…")
@click.option(
    "--rule", "rules", multiple=True, metavar="规则", help="只查这一条规则，可以写多次，见 drafter rules list。"
)
@click.option(
    "--severity",
    type=click.Choice(["error", "warning", "info"]),
    default="info",
    metavar="[error|warning|info]",
    help="至少多重的才列出来：错误、注意、提示；默认全列。",
)
@click.option(
    "--as-of", type=options.DateType(), metavar="日期", help="提法以哪一天为准；默认是稿子上写的日期，没有就是今天。"
)
@options.level_option
@options.format_option
def check(files: tuple[Path, ...], rules: tuple[str, ...], severity: Any, form: str, **given: Any) -> int:
    """校对稿子：提法、职权、错字、标点、序号、重复、版式等。

    可以查 .docx、.txt、.md 等文稿，也可以查稿单、段落文件。有错误时退出状态是 1。
    """
    from drafter import api
    from drafter.cli.running import DONE, FAILED, PROBLEMS

    library = api.load()
    request = api.CheckRequest(given=_given(given["as_of"], given["level"]), rules=rules, severity=severity)
    found, failures = _run(library, files, request)
    if failures and not found and len(failures) == 1:
        raise failures[0]
    problems = [problem for one in found for problem in one.problems]
    if form == "json":
        print_json({"problems": [check_record(one) for one in problems]})
    else:
        _report(found)
    for failure in failures:
        print_failure(failure)
    if failures:
        return FAILED
    return PROBLEMS if any(one.severity == "error" for one in problems) else DONE


def _given(day: date | None, level: str | None) -> Any:
    from drafter.lint.settings import Given

    return Given(day=day, level=level or "")


def _run(library: Any, files: Iterable[Path], request: Any) -> tuple[list[Checked], list[DrafterError]]:
    """Return what came of the files that could be checked, and why others could not."""
    from drafter import api

    targets: list[Path] = []
    failures: list[DrafterError] = []
    for given in files:
        try:
            targets += api.files_to_check([given])
        except DrafterError as failure:
            failures.append(failure)
    found = []
    with progress(api.check_files(library, list(dict.fromkeys(targets)), request), len(targets), "校对") as results:
        for one in results:
            if one.failure is None:
                found.append(one)
            else:
                failures.append(one.failure)
    return found, failures


# ── on the screen


def _report(found: list[Checked]) -> None:
    for one in found:
        if one.problems:
            click.echo(click.style(shown_path(one.path), bold=True))
        for problem in one.problems:
            _print(problem, one.path)
    counts: Counter[str] = Counter(problem.severity for one in found for problem in one.problems)
    silenced = sum(one.silenced for one in found)
    said = "、".join(f"{SEVERITIES[name]} {counts[name]} 处" for name in SEVERITIES if counts[name])
    quiet = f"（另有 {silenced} 处按“不查”的标记和工作区的设置没有列）" if silenced else ""
    note(f"查了 {len(found)} 个文件：{said or '没有发现问题'}{quiet}。")


def _print(problem: Problem, path: Path) -> None:
    """Print a finding: place, severity and message; the words and what to do below it."""
    label = click.style(SEVERITIES[problem.severity], fg=COLOURS[problem.severity])
    click.echo(f"  {_place(problem, path)}{label}：{problem.message}  [{problem.rule}]")
    shown = problem.match.split("\n")[0]
    said = [f"“{shown[:30]}{'…' if len(shown) > 30 else ''}”" if shown else "", problem.hint]
    if any(said):
        click.echo("      " + "  ".join(part for part in said if part))


def _place(problem: Problem, path: Path) -> str:
    if problem.source is None or not problem.source.line:
        return ""
    unit = "行" if path.suffix.lower() in TEXTS else "段"
    column = f"第{problem.source.column}字" if problem.source.column else ""
    return f"第{problem.source.line}{unit}{column} "


TEXTS = (".txt", ".md", ".markdown", ".yaml", ".yml")
"""Files whose lines a person sees as lines; in others a line is a paragraph."""
