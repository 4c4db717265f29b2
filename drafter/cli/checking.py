"""``drafter check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import check_record, note, print_failure, print_json, progress, shown_path
from drafter.errors import DrafterError, UsageError
from drafter.model.problem import SEVERITIES

if TYPE_CHECKING:
    from drafter.api.checking import Checked, CheckRequest
    from drafter.model.problem import Problem

SAME = 8
"""So many findings that say the same are printed of one file; --format json lists all."""
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
@options.length_options("要求的字数，超过或不足会说。", "要求的讲话时间")
@click.option(
    "--style", default="", metavar="版式", help="Word 文件按哪个版式查，可跟设置；默认按成稿时用的，没有就是 gb9704。"
)
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件或文件夹",
    help="和这些旧稿比，相同的长段列出来，可以写多次。",
)
@click.option("--fix", is_flag=True, help="改标点、错字这类不用斟酌的；改前的稿子另存为 名称.原稿。")
@click.option("--diff", is_flag=True, help="列出 --fix 会改哪些字；不和 --fix 同时写，就只列不改。")
@click.option(
    "--annotate",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="另存一份 .docx，把问题写成批注，标在有问题的字上；只查一个文件时用。",
)
@click.option("--force", is_flag=True, help="--annotate 覆盖已有的文件。")
@options.format_option
def check(files: tuple[Path, ...], form: str, **given: Any) -> int:
    """校对稿子：提法、职权、错字、标点、序号、重复、版式等。

    可以查 .docx、.txt、.md 等文稿，也可以查稿单、段落文件。有错误时退出状态是 1。
    """
    from drafter import api
    from drafter.cli.running import DONE, FAILED, PROBLEMS

    _require_together(files, given)
    library = api.load()
    request = _request(given)
    if given["fix"] or given["diff"]:
        found, failures = _repair(library, files, request, given, form)
    else:
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
    if given["annotate"] and found:
        api.annotate_file(library, found[0], request, given["annotate"], force=given["force"])
        note(f"批注写在 {click.format_filename(given['annotate'])}。")
    if failures:
        return FAILED
    return PROBLEMS if any(one.severity == "error" for one in problems) else DONE


def _require_together(files: tuple[Path, ...], given: dict[str, Any]) -> None:
    """Raise UsageError for options that do not go together."""
    if given["annotate"] is None:
        return
    if given["fix"] or given["diff"]:
        raise UsageError("--annotate 不和 --fix、--diff 同时写", hint="先改，再查一遍加批注")
    if len(files) > 1 or files[0].is_dir():
        raise UsageError("--annotate 一次只查一个文件")


def _request(given: dict[str, Any]) -> CheckRequest:
    from drafter import api
    from drafter.lint.settings import Given

    target = options.wanted_length(given["length"], given["minutes"])
    return api.CheckRequest(
        given=Given(day=given["as_of"], level=given["level"] or "", target=target, style=given["style"]),
        rules=given["rules"],
        severity=given["severity"],
        against=given["against"],
    )


def _targets(files: Iterable[Path]) -> tuple[list[Path], list[DrafterError]]:
    """Return the files that are meant, each once, and why others cannot be."""
    from drafter import api

    targets: list[Path] = []
    failures: list[DrafterError] = []
    for given in files:
        try:
            targets += api.files_to_check([given])
        except DrafterError as failure:
            failures.append(failure)
    return list(dict.fromkeys(targets)), failures


def _repair(
    library: Any, files: Iterable[Path], request: Any, given: dict[str, Any], form: str
) -> tuple[list[Checked], list[DrafterError]]:
    """Make or show the repairs; return what is left to be said of the files, and why others could not be mended."""
    from drafter import api

    targets, failures = _targets(files)
    found = []
    for file in targets:
        try:
            one = api.repair(library, file, request)
            if given["diff"] and form != "json":
                _print_changes(one)
            if given["fix"] and one.mended.made:
                kept = api.save_repair(one)
                note(f"{shown_path(file)}：改了 {len(one.mended.made)} 处，改前的稿子是 {kept.name}。")
            found.append(one.left)
        except DrafterError as failure:
            failures.append(failure)
    return found, failures


def _print_changes(one: Any) -> None:
    """Print what the repairs of a file change, a line each, with the words around."""
    from drafter import api

    click.echo(click.style(f"{shown_path(one.path)}：可以改 {len(one.mended.made)} 处", bold=True))
    for change in api.changes_of(one.mended):
        before = click.style(f"[-{change.before}-]", fg="red") if change.before else ""
        after = click.style(f"{{+{change.after}+}}", fg="green") if change.after else ""
        click.echo(f"  第{change.line}{_unit(one.path)}：{change.lead}{before}{after}{change.rest}")


def _run(library: Any, files: Iterable[Path], request: Any) -> tuple[list[Checked], list[DrafterError]]:
    """Return what came of the files that could be checked, and why others could not."""
    from drafter import api

    targets, failures = _targets(files)
    found = []
    with progress(api.check_files(library, targets, request), len(targets), "校对") as results:
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
        said: Counter[tuple[str, str]] = Counter()
        for problem in one.problems:
            said[problem.rule, problem.message] += 1
            if said[problem.rule, problem.message] <= SAME:
                _print(problem, one.path)
        for (rule, message), count in said.items():
            if count > SAME:
                click.echo(f"  另有 {count - SAME} 处：{message}  [{rule}]")
    counts: Counter[str] = Counter(problem.severity for one in found for problem in one.problems)
    silenced = sum(one.silenced for one in found)
    summary = "、".join(f"{SEVERITIES[name]} {counts[name]} 处" for name in SEVERITIES if counts[name])
    quiet = f"（另有 {silenced} 处按“不查”的标记和工作区的设置没有列）" if silenced else ""
    note(f"查了 {len(found)} 个文件：{summary or '没有发现问题'}{quiet}。")


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
    column = f"第{problem.source.column}字" if problem.source.column else ""
    return f"第{problem.source.line}{_unit(path)}{column} "


def _unit(path: Path) -> str:
    """Return what a line of a file is called."""
    return "行" if path.suffix.lower() in TEXTS else "段"


TEXTS = (".txt", ".md", ".markdown", ".yaml", ".yml")
"""Files whose lines a person sees as lines; in others a line is a paragraph."""
