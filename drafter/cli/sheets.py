"""``drafter facts``: the fill-in sheet of a structure or a recipe, and ``facts merge``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from drafter.cli import options
from drafter.cli.printing import note, print_json, shown_path


@click.command("merge", options_metavar="[选项]")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="表…")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="文件.yaml", help="合成的表写到哪里。"
)
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@options.format_option
def merge(files: tuple[Path, ...], output: Path, force: bool, form: str) -> None:
    """把各单位交回的填报表（.xlsx、.docx、.yaml）合成一张，交给 drafter draft --facts。

    填得不一样的、类型不对的、少了行的，都指出是哪张表的哪一格；有一处就什么都不写。
    """
    from drafter import api

    library = api.load()
    found = api.merge_sheets(library, files)
    api.save_merged(library, found, files, output, force=force)
    if form == "json":
        print_json({"file": shown_path(output), "facts": found.facts, "missing": list(found.missing)})
        return
    click.echo(shown_path(output))
    note(f"合成 {len(files)} 张表，{len(found.facts)} 项有值。")
    if found.missing:
        note(f"还没有人填的 {len(found.missing)} 项：{'、'.join(found.missing)}")


class WithMerge(click.Command):
    """A command that is another one where its first word is “merge”."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> click.Context:
        """Return the context of the command that is meant."""
        if args[:1] == ["merge"]:
            return merge.make_context(f"{info_name} merge", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(cls=WithMerge, options_metavar="[选项]")
@click.argument("structure", metavar="结构|文件")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写到哪个 .xlsx、.docx 或 .yaml 文件；不写就打印出来。",
)
@click.option("--by-office", is_flag=True, help="每个提供单位一张表，分别发出去，收回后用 merge 合成。")
@click.option("--last", type=click.Path(path_type=Path), metavar="文件", help="去年的要素表或稿单：表里列出上年的值。")
@options.facts_option
@options.set_option
@options.as_of_option
@options.level_option
@options.seed_option
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@options.format_option
def facts(structure: str, output: Path | None, force: bool, form: str, **given: Any) -> None:
    """列出一份稿子要填的要素：名称、类型、单位、样例、由谁提供。填好后用 --facts 交给 drafter draft。

    要填哪些要素取决于选了哪些段落，所以 --seed、--level、--as-of 要和成稿时一致。
    各单位交回的表用 drafter facts merge 合成，见 drafter facts merge --help。
    """
    from drafter import api
    from drafter.errors import UsageError
    from drafter.writers.yamlsheet import sheet_text

    by_office, last = given.pop("by_office"), given.pop("last")
    if by_office and output is None:
        raise UsageError("--by-office 要和 -o 一起用", hint="写 -o 要素.xlsx")
    library = api.load()
    layers = options.fact_layers(given.pop("fact_files"), given.pop("settings"), library)
    made = api.make_draft(library, structure, layers=layers, **given)
    before = api.last_facts(library, last) if last is not None else None
    paths = [output] if output is not None else []
    if by_office and output is not None:
        paths = [*api.save_sheets_by_office(library, made.draft, output, last=before, force=force).values()]
    elif output is not None:
        api.save_sheet(library, made.draft, output, last=before, force=force)
    if form == "json":
        files = [shown_path(path) for path in paths]
        record = {"file": files[0] if files else None, "files": files}
        print_json({**record, "facts": made.draft.gaps, "optional": made.draft.optional})
    elif output is None:
        click.echo(sheet_text(library, made.draft), nl=False)
    else:
        _tell(paths, made.draft, output)


def _tell(paths: list[Path], draft: Any, output: Path) -> None:
    for path in paths:
        click.echo(shown_path(path))
    count = f"要填 {len(draft.gaps)} 项，可选 {len(draft.optional)} 项。"
    if len(paths) > 1:
        note(f"{count}{len(paths)} 张表。收回后：drafter facts merge 各张表 -o 要素.yaml")
    else:
        note(f"{count}填好后：drafter draft … --facts {shown_path(output)}")
