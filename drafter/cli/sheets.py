"""``drafter facts``: the fill-in sheet of a structure or a recipe."""

from __future__ import annotations

from pathlib import Path

import click

from drafter.cli import options
from drafter.cli.printing import note, print_json


@click.command(options_metavar="[选项]")
@click.argument("structure", metavar="结构|文件")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写到哪个 .yaml 文件；不写就打印出来。"
)
@options.facts_option
@options.set_option
@options.as_of_option
@options.level_option
@options.seed_option
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@options.format_option
def facts(
    structure: str,
    output: Path | None,
    fact_files: tuple[Path, ...],
    settings: tuple[str, ...],
    force: bool,
    form: str,
    **wishes: object,
) -> None:
    """列出一份稿子要填的要素：名称、类型、单位、样例、由谁提供。填好后用 --facts 交给 drafter draft。

    要填哪些要素取决于选了哪些段落，所以 --seed、--level、--as-of 要和成稿时一致。
    """
    from drafter import api
    from drafter.errors import UsageError
    from drafter.sheet import sheet_text

    library = api.load()
    layers = options.fact_layers(fact_files, settings)
    if output is not None and output.suffix not in (".yaml", ".yml"):
        raise UsageError(f"填报表只能写成 .yaml，写的却是“{output.name}”")
    made = api.make_draft(library, structure, layers=layers, **wishes)  # type: ignore[arg-type]
    text = sheet_text(library, made.draft)
    if output is not None:
        from drafter.writers.files import write_all

        write_all({output: text.encode()}, force=force)
    if form == "json":
        file = click.format_filename(output) if output is not None else None
        print_json({"file": file, "facts": made.draft.gaps, "optional": made.draft.optional})
        return
    if output is None:
        click.echo(text, nl=False)
        return
    click.echo(click.format_filename(output))
    note(
        f"要填 {len(made.draft.gaps)} 项，可选 {len(made.draft.optional)} 项。填好后：drafter draft … --facts {output}"
    )
