"""``drafter sections check``, ``stats`` and ``duplicates``: the state of the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli import options
from drafter.cli.printing import check_record, note, print_json, print_problem, print_table, shown_path
from drafter.model.library import Library

if TYPE_CHECKING:
    from drafter.library.tallies import Tally

MOST = 20
"""So many blocks are named where more could be."""


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
@click.option(
    "--published",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="量一量这些定稿有多少字是库里的话：文件或文件夹（可以写多次）。",
)
@click.option("--unused", is_flag=True, help="只列出过的稿子从没用过的段落。")
@options.format_option
def stats(coverage: Path | None, published: tuple[Path, ...], unused: bool, form: str) -> None:
    """统计段落库：按主题、动作、材料、状态；从没用过的、用得太多的；定稿里有多少是库里的话。"""
    from drafter import api
    from drafter.library.tallies import tally
    from drafter.library.usage import read_log

    library = api.load()
    if coverage is not None:
        _coverage(library, coverage, form)
        return
    if published:
        _published(library, published, form)
        return
    found = tally(library, read_log(Path(library.workspace) if library.workspace else None))
    if form == "json":
        import msgspec

        themes = [
            {"theme": name, "blocks": count, "acts": found.acts.get(name, {})} for name, count in found.themes.items()
        ]
        print_json({**msgspec.to_builtins(found), "themes": themes})
    elif unused:
        print_table((name, library.cards[name].title) for name in found.never)
        note(f"{found.papers} 份稿子从没用过的 {len(found.never)} 段。")
    else:
        _print_tally(library, found)


def _print_tally(library: Library, found: Tally) -> None:
    taxonomy = library.taxonomy
    print_table(
        (
            taxonomy.title("themes", theme),
            f"{found.themes.get(theme, 0)} 段",
            "、".join(f"{taxonomy.title('acts', act)} {count}" for act, count in found.acts[theme].items()),
        )
        for theme in found.acts
    )
    kinds = "、".join(f"{taxonomy.title('kinds', kind)} {count}" for kind, count in sorted(found.kinds.items()))
    nouns = {"approved": "可用", "candidate": "待审", "deprecated": "已停用"}
    statuses = "、".join(f"{nouns.get(status, status)} {count}" for status, count in sorted(found.statuses.items()))
    click.echo(f"只用于一类材料的：{kinds or '没有'}")
    click.echo(f"状态：{statuses}")
    if found.papers:
        click.echo(f"出过的 {found.papers} 份稿子从没用过的：{len(found.never)} 段（--unused 列出）")
        for name, count in found.overused[:MOST]:
            click.echo(f"用得太多：{library.cards[name].title if name in library.cards else name}　{name}　{count} 份")
    note(f"共 {found.blocks} 段。")


def _published(library: Library, paths: tuple[Path, ...], form: str) -> None:
    from drafter.library.tallies import reuse
    from drafter.readers import files_under, read

    files = [file for path in paths for file in files_under(path)]
    found = reuse(library, [read(file).text for file in files])
    characters, shared = sum(one.characters for one in found), sum(one.shared for one in found)
    share = shared / characters if characters else 0.0
    if form == "json":
        records = [
            {"file": str(file), "characters": one.characters, "shared": one.shared}
            for file, one in zip(files, found, strict=True)
        ]
        print_json({"characters": characters, "shared": shared, "share": round(share, 4), "files": records})
        return
    for file, one in zip(files, found, strict=True):
        click.echo(
            f"{100 * one.shared / max(one.characters, 1):5.1f}%  {one.shared}/{one.characters} 字  {shown_path(file)}"
        )
    note(f"{len(files)} 份定稿共 {characters} 字，{100 * share:.1f}% 是库里的话（连续十五字以上相同的才算）。")


@click.command("duplicates", options_metavar="[选项]")
@click.option(
    "--min",
    "least",
    type=click.FloatRange(1, 100),
    default=30,
    metavar="百分数",
    help="相同的字占较短一段的多少才列；默认 30。",
)
@click.option("--all", "everything", is_flag=True, help="连已经写明不同时用的也列。")
@options.format_option
def duplicates(least: float, everything: bool, form: str) -> None:
    """列出大同小异的段落；用 sections merge 合并，两段的话都不丢。"""
    from drafter import api
    from drafter.library.twins import twins

    library = api.load()
    found = [one for one in twins(library, least / 100) if everything or not one.apart]
    if form == "json":
        import msgspec

        print_json({"pairs": [msgspec.to_builtins(one) for one in found]})
        return
    for one in found:
        act = library.taxonomy.title("acts", one.act)
        click.echo(f"{100 * one.share:3.0f}%  {one.one}  {one.other}  （{act}）{'　不同时用' if one.apart else ''}")
        click.echo(f"      {one.sentence}")
    note(f"共 {len(found)} 对。合并：drafter sections merge 留下的 另一段。" if found else "没有大同小异的段落。")


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
