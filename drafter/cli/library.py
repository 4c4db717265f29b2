"""``drafter sections check`` and ``stats``: the state of the library."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from drafter.cli import options
from drafter.cli.printing import check_record, note, print_json, print_problem, print_table
from drafter.model.library import Library


@click.command("check", options_metavar="[选项]")
@click.option("--rule", default="", metavar="规则", help="只查这一条规则，见 drafter rules list。")
@click.option("--shipped", is_flag=True, help="连自带的段落一起查；默认有工作区时只查工作区。")
@options.format_option
def check(rule: str, shipped: bool, form: str) -> int:
    """检查段落库：写法、提法、职权、重复、引用等。有错误时退出状态是 1。"""
    from drafter.cli.running import DONE, PROBLEMS
    from drafter.library.folders import find_workspace
    from drafter.library.loading import load_library
    from drafter.lint.running import check_library

    workspace = find_workspace(Path.cwd())
    loaded = load_library(workspace)
    found = [*loaded.problems, *check_library(loaded.library, rule)]
    if workspace and not shipped:
        found = [one for one in found if one.source and Path(one.source.path).is_relative_to(workspace)]
    if form == "json":
        print_json({"problems": [check_record(one) for one in found]})
    else:
        for one in found:
            print_problem(one)
        note(f"查了 {len(loaded.library.blocks)} 段，发现 {len(found)} 处。" if found else "没有发现问题。")
    return PROBLEMS if any(one.severity == "error" for one in found) else DONE


@click.command("stats", options_metavar="[选项]")
@click.option(
    "--coverage",
    type=click.Path(path_type=Path),
    metavar="清单",
    help="对照一份讲话要点清单（YAML），看哪些要点库里还没有。",
)
@options.format_option
def stats(coverage: Path | None, form: str) -> None:
    """统计段落库：每个主题有多少段、多少动作；或对照要点清单看覆盖。"""
    from drafter import api

    library = api.load()
    if coverage is not None:
        _coverage(library, coverage, form)
        return
    themes = Counter(block.theme for block in library.blocks.values())
    acts = Counter((block.theme, act) for block in library.blocks.values() for act in block.text)
    if form == "json":
        print_json({"blocks": len(library.blocks), "themes": [_theme(name, themes, acts) for name in themes]})
        return
    print_table(_row(library, name, themes, acts) for name in library.taxonomy.themes)
    note(f"共 {len(library.blocks)} 段。")


def _theme(name: str, themes: Counter[str], acts: Counter[tuple[str, str]]) -> dict[str, object]:
    return {
        "theme": name,
        "blocks": themes[name],
        "acts": {act: n for (theme, act), n in acts.items() if theme == name},
    }


def _row(library: Library, name: str, themes: Counter[str], acts: Counter[tuple[str, str]]) -> list[str]:
    each = [f"{library.taxonomy.title('acts', act)} {n}" for (theme, act), n in sorted(acts.items()) if theme == name]
    return [library.taxonomy.title("themes", name), f"{themes[name]} 段", "、".join(each)]


def _coverage(library: Library, path: Path, form: str) -> None:
    from drafter.library.coverage import read_coverage

    report = read_coverage(library, path)
    if form == "json":
        print_json(
            {"items": report.total, "covered": report.covered, "retired": report.retired, "missing": report.missing}
        )
        return
    for one in report.missing:
        click.echo(f"{one.file} 第{one.speech}篇 {one.at}  {one.gist}")
    share = 100 * (report.covered + report.retired) / report.total if report.total else 100.0
    found = f"有段落的 {report.covered}，不再写的 {report.retired}，还没有的 {len(report.missing)}"
    note(f"{report.total} 个要点：{found}；覆盖 {share:.1f}%。")
