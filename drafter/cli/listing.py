"""``drafter structures`` and ``drafter sections``: looking at what there is."""

from __future__ import annotations

import re
from typing import Any

import click

from drafter.cli import editing, options
from drafter.cli.library import check, duplicates, stats
from drafter.cli.printing import card_record, print_json, print_table
from drafter.cli.searching import search
from drafter.model.block import Block, Move
from drafter.model.library import Library
from drafter.model.structure import Points, SectionSpec, Structure, as_tuple

LINE_BREAK = re.compile(r"\|(?![^{]*\}\})")
"""A “|” of a title; one inside {{ }} belongs to a filter."""


@click.group(options_metavar="[选项]", subcommand_metavar="命令 …")
def structures() -> None:
    """看有哪些结构。"""


@structures.command("list", options_metavar="[选项]")
@options.format_option
def list_structures(form: str) -> None:
    """列出全部结构。"""
    from drafter import api

    library = api.load()
    if form == "json":
        print_json({"structures": [_structure_record(name, one) for name, one in library.structures.items()]})
        return
    print_table((name, one.title, f"{one.length} 字") for name, one in library.structures.items())


def _structure_record(name: str, one: Structure) -> dict[str, Any]:
    return {
        "id": name,
        "title": one.title,
        "kind": one.kind,
        "speaker": list(one.speaker),
        "act": list(as_tuple(one.act)),
        "levels": list(one.levels),
        "length": one.length,
        "sections": sum(item.section is not None for item in one.body),
    }


@structures.command("show", options_metavar="[选项]")
@click.argument("name", metavar="结构")
@options.format_option
def show_structure(name: str, form: str) -> None:
    """看一个结构的样子：何时用、几个部分、每处放什么。"""
    from drafter import api
    from drafter.library.finding import find

    library = api.load()
    identity = find(name, library.structures, "结构", "drafter structures list")
    one = library.structures[identity]
    if form == "json":
        print_json(
            {**_structure_record(identity, one), "use": one.use, "file": library.files[f"structures/{identity}"]}
        )
        return
    for line in _structure_lines(library, identity, one):
        click.echo(line)


def _structure_lines(library: Library, identity: str, one: Structure) -> list[str]:
    taxonomy = library.taxonomy
    speakers = "、".join(taxonomy.title("speakers", name) for name in one.speaker)
    audience = "、".join(taxonomy.title("audiences", name) for name in one.to)
    lines = [
        f"{one.title}（{identity}）",
        f"何时用：{one.use}",
        f"类型：{taxonomy.title('kinds', one.kind)}；讲话人：{speakers}；听众：{audience}；{one.length} 字",
        f"标题：{LINE_BREAK.sub('', one.head.title)}",
        *([f"题下：——×年×月×日在{one.head.occasion}上"] if one.head.occasion else []),
        *(f"称谓：{line}" for line in one.head.salutation),
        *([f"署名：{'、'.join(one.signature.by)}"] if one.signature else []),
        "",
    ]
    number = 0
    for item in one.body:
        number += item.section is not None
        lines += _item_lines(library, item, number)
    return lines


def _item_lines(library: Library, item: Any, number: int) -> list[str]:
    if item.say or item.salute:
        return [f"“{item.say or item.salute}”"]
    if item.pick is not None:
        return [_pick_text(library, item.pick, item.pick.id or item.pick.theme)]
    return _section_lines(library, item.section, number)


def _section_lines(library: Library, section: SectionSpec, number: int) -> list[str]:
    from drafter.assembly.numbering import marker_text

    spec = section.heading
    title = spec.text or f"〔{library.taxonomy.title('themes', spec.theme)}〕" if not spec.from_ else "〔取自正文〕"
    lines = [f"{marker_text(section.marker, number)}{title}  （{section.id}，{_form_title(library, spec.form)}）"]
    if section.intro:
        lines.append("  " + _pick_text(library, section.intro, "引言"))
    if section.points:
        lines += _points_lines(library, section.points, "  ")
    lines += ["  " + _pick_text(library, pick, "正文") for pick in as_tuple(section.body)]
    if section.evidence:
        lines.append(f"  事例：{library.taxonomy.title('themes', section.evidence.theme)}（有就写）")
    if section.tail:
        lines.append("  " + _pick_text(library, section.tail, "收束"))
    return lines


def _form_title(library: Library, form: str) -> str:
    return library.taxonomy.title("forms", form)


def _points_lines(library: Library, points: Points, indent: str) -> list[str]:
    from drafter.assembly.numbering import marker_text

    lines, number = [], 0
    for pick in as_tuple(points.pick):
        for _ in range(pick.times):
            number += 1
            label = marker_text(points.marker, number) or "·"
            lines.append(indent + _pick_text(library, pick, label))
            if pick.points is not None and pick.points.from_ == "body":
                lines.append(f"{indent}  {marker_text(pick.points.marker, 1)}……（段落自己的并列措施）")
            elif pick.points is not None:
                lines += _points_lines(library, pick.points, indent + "  ")
    return lines


def _pick_text(library: Library, pick: Any, label: str) -> str:
    acts = "、".join(library.taxonomy.title("acts", act) for act in as_tuple(pick.act))
    parts = [library.taxonomy.title("themes", pick.theme), acts, "、".join(pick.tags)]
    return f"{label} {'·'.join(part for part in parts if part)}"


@click.group(options_metavar="[选项]", subcommand_metavar="命令 …")
def sections() -> None:
    """看段落库。"""


@sections.command("list", options_metavar="[选项]")
@click.option("--theme", metavar="主题", help="只列这个主题（英文名或中文名）。")
@click.option("--act", metavar="动作", help="只列有这个行文动作的。")
@click.option("--tag", metavar="标签", help="只列带这个标签的。")
@options.format_option
def list_sections(theme: str | None, act: str | None, tag: str | None, form: str) -> None:
    """列出段落。"""
    from drafter import api
    from drafter.library.finding import vocabulary_id

    library = api.load()
    wanted = [vocabulary_id(library.taxonomy, *one) for one in (("themes", theme or ""), ("acts", act or ""))]
    found = {
        name: block
        for name, block in library.blocks.items()
        if (not wanted[0] or block.theme == wanted[0])
        and (not wanted[1] or wanted[1] in block.text)
        and (not tag or tag in block.tags)
    }
    if form == "json":
        print_json({"blocks": [card_record(name, block.card()) for name, block in found.items()]})
        return
    print_table(
        (name, block.title, "、".join(library.taxonomy.title("acts", one) for one in block.text))
        for name, block in found.items()
    )


@sections.command("show", options_metavar="[选项]")
@click.argument("name", metavar="段落")
@options.format_option
def show_section(name: str, form: str) -> None:
    """看一段：标签、用在哪里、各个行文动作的文字。"""
    from drafter import api
    from drafter.library.finding import find

    library = api.load()
    identity = find(name, library.blocks, "段落", "drafter sections list")
    block = library.blocks[identity]
    if form == "json":
        print_json({**card_record(identity, block.card()), "file": library.files[identity], "block": block})
        return
    for line in _block_lines(library, identity, block):
        click.echo(line)


def _block_lines(library: Library, identity: str, block: Block) -> list[str]:
    taxonomy = library.taxonomy
    lines = [
        f"{block.title}（{identity}）",
        f"文件：{library.files[identity]}",
        f"主题：{taxonomy.title('themes', block.theme)}；标签：{'、'.join(block.tags)}",
    ]
    lines += _suits_lines(library, block)
    lines += [f"段首句（{name}）：{lead}" for name, lead in block.leads.items()]
    for act in block.text:
        lines += ["", f"【{taxonomy.title('acts', act)}】"]
        for move, text in block.passage(act).items():
            lines += [f"{taxonomy.title('moves', move)}：{part}" for part in _move_lines(text)]
    return lines


def _suits_lines(library: Library, block: Block) -> list[str]:
    parts = {
        "speakers": block.suits.by,
        "audiences": block.suits.to,
        "kinds": block.suits.kinds,
        "levels": block.suits.levels,
    }
    nouns = {"speakers": "讲话人", "audiences": "听众", "kinds": "材料", "levels": "层级"}
    said = [
        f"{nouns[family]}：{'、'.join(library.taxonomy.title(family, name) for name in names)}"
        for family, names in parts.items()
        if names
    ]
    return ["只用于　" + "；".join(said)] if said else []


def _move_lines(move: Move) -> list[str]:
    return [move] if isinstance(move, str) else [f"{part.lead}——{part.text}" for part in move]


for command in (
    check,
    search,
    editing.new,
    editing.edit,
    editing.tidy,
    editing.tag,
    editing.untag,
    editing.rename,
    editing.retire,
    editing.where_used,
    duplicates,
    editing.merge,
    stats,
    editing.outdated,
):
    sections.add_command(command)
