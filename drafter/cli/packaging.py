"""``drafter package``: all papers of a meeting from one sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import check_record, note, print_json, print_problem, shown_path

if TYPE_CHECKING:
    from drafter.api.packaging import Packed


@click.command(options_metavar="[选项]")
@click.argument("meeting", type=click.Path(path_type=Path), metavar="会议表.yaml")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="各份文件写到哪个文件夹。"
)
@click.option("--force", is_flag=True, help="换掉上次写的；写出以后有人改过的，仍然不动。")
@options.format_option
def package(meeting: Path, output: Path, force: bool, form: str) -> int:
    """一张会议表，出一次会议的全部文件：讲话、主持词、宣读稿、提纲，和按单位列的待补清单。

    会议表里 facts 写会议的要素，papers 写要哪些文件：- {structure: 结构, name: 文件名, reading: 是, outline: 是}。
    改了会议表再运行一次（--force），段落照旧，数字、姓名、日期在每份文件里都跟着改。各份文件互相矛盾，状态是 1。
    """
    from drafter import api
    from drafter.cli.running import DONE, PROBLEMS

    library = api.load()
    packed = api.pack(library, meeting, output)
    api.save_package(packed, output, force=force)
    if form == "json":
        print_json(_record(packed, output))
    else:
        for name in packed.contents:
            click.echo(shown_path(output / name))
        for problem in packed.problems:
            print_problem(problem)
        note(f"{len(packed.papers)} 份文件，待补 {packed.gaps} 项" + ("，见 待补清单.docx。" if packed.gaps else "。"))
    return PROBLEMS if packed.problems else DONE


def _record(packed: Packed, output: Path) -> dict[str, Any]:
    return {
        "files": [shown_path(output / name) for name in packed.contents],
        "gaps": packed.gaps,
        "problems": [check_record(one) for one in packed.problems],
    }
