"""``drafter doctor``: which files are in force, and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli import options
from drafter.cli.printing import check_record, note, print_json, print_problem, shown_path

if TYPE_CHECKING:
    from drafter.api.doctoring import Health

NAMED = 12
"""So many files that lie over shipped ones are named."""


@click.command(options_metavar="[选项]")
@options.format_option
def doctor(form: str) -> int:
    """看 drafter 在这里的情况：哪些文件在起作用，缓存、备份、本机软件怎样，哪里有错。有错时退出状态是 1。"""
    from drafter import api
    from drafter.cli.running import DONE, PROBLEMS
    from drafter.library.folders import find_workspace

    found = api.look_over(find_workspace(Path.cwd()))
    if form == "json":
        import msgspec

        print_json({**msgspec.to_builtins(found), "problems": [check_record(one) for one in found.problems]})
    else:
        for line in _lines(found):
            click.echo(line)
        for problem in found.problems:
            print_problem(problem)
        note(f"有 {len(found.problems)} 处错误。" if found.problems else "没有发现错误。")
    return PROBLEMS if found.problems else DONE


def _lines(found: Health) -> list[str]:
    lines = [
        f"drafter {found.version}，Python {found.python}，{found.system}",
        f"自带的库：{shown_path(found.shipped)}",
        f"工作区：{shown_path(found.workspace)}" if found.workspace else "工作区：这里不在工作区里，只用自带的库",
    ]
    for one in found.in_force:
        lines.append(f"{one.what}：自带 {one.shipped}，自己的 {one.own}")
        lines += [f"  盖过自带的：{name}" for name in one.over[:NAMED]]
        if len(one.over) > NAMED:
            lines.append(f"  ……共 {len(one.over)} 个")
    size = f"{found.cache_bytes / 1_000_000:.1f} MB，随时可以删"
    lines.append(
        f"缓存：{shown_path(found.cache)}（{size if found.cache_writable else '写不进去：每次都要重读，会慢'}）"
    )
    if found.workspace:
        lines.append(f"可以撤销的改动：{found.changes} 次")
    if not found.workspace_writable:
        lines.append("注意：工作区写不进去，只能看，不能改")
    if found.half_done:
        lines.append("注意：另一个命令正在改这个工作区，或者它被中断后没能恢复；稍后再看，还这样就关掉占用文件的程序")
    lines += [f"注意：没有写进库的文字还在：{shown_path(path)}" for path in found.unsaved]
    lines.append(f"LibreOffice：{found.office or '没有找到（读 .doc、.wps 和出 PDF 要用）'}")
    return lines
