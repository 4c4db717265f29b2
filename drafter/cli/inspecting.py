"""``drafter inspect`` and ``drafter finalize``: Word files after they were written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from drafter.cli import options
from drafter.cli.printing import print_json

FILE = click.argument("file", type=click.Path(path_type=Path), metavar="文件.docx")
WIDTH = 40
"""Characters of a text that are shown in a list."""


@click.command(options_metavar="[选项]")
@FILE
@click.option("--recipe", is_flag=True, help="只显示文件里的稿单，可以存成文件再成稿。")
@options.format_option
def inspect(file: Path, recipe: bool, form: str) -> int:
    """读回一份 Word 文件：稿单、每一段的出处、改过哪里、还剩哪些待补、批注和修订。

    在 Word、WPS、LibreOffice 里改过、存过的文件也能读。不是 drafter 写的文件，只列待补、批注、修订和作者。
    段号从 1 数起，空行、表格里的段落也算。
    """
    from drafter import api
    from drafter.errors import InputError
    from drafter.source import Source

    found = api.inspect_file(file)
    if recipe and not found.recipe:
        raise InputError("文件里没有稿单", hint="去掉 --recipe，看文件里还有什么", source=Source(str(file)))
    if recipe:
        click.echo(found.recipe, nl=False)
    elif form == "json":
        import msgspec

        print_json(msgspec.to_builtins(found))
    else:
        for line in _lines(found):
            click.echo(line)
    return 0


def _lines(found: Any) -> Iterable[str]:
    yield from _origin(found)
    yield from _list("标题", [f"{_at(one)}{'  ' * one.depth}{one.text}" for one in found.headings])
    if found.written:
        yield from _list("段落", [_passage(one) for one in found.passages])
        yield from _list("新加的，或素材以外改过的", [f"{_at(one)}  {_short(one.text)}" for one in found.new])
        if found.lost:
            yield f"\n原稿的标题、称谓、日期等，有 {found.lost} 处不在了，或改了字。"
    yield from _list("还没有补上的", [_gap(one) for one in found.gaps])
    yield from _list("修订痕迹", [_change(one) for one in found.changes])
    yield from _list("批注", [_comment(one) for one in found.comments if not one.own])
    own = sum(one.own for one in found.comments)
    if own:
        yield f"\n另有 drafter 加的批注 {own} 条。"
    yield from _list("隐藏的书签", [*found.hidden_names])
    if found.hidden_text:
        yield f"\n有隐藏文字：第 {'、'.join(map(str, found.hidden_text))} 段。"
    yield from _list(
        "文档属性", [f"{PROPERTY_NAMES.get(name, name)}：{text}" for name, text in found.properties.items()]
    )


def _origin(found: Any) -> Iterable[str]:
    from drafter.model.inspection import TRACES

    if not found.written:
        yield "这份文件不是 drafter 写的（没有稿单、书签和文档属性），下面只列文件里看得到的。"
        return
    yield f"《{found.title}》，drafter {found.drafter} 写出，凭{'、'.join(TRACES[one] for one in found.traces)}读回。"
    told = [("结构", found.structure), ("版式", found.style), ("提法以", found.as_of), ("选段号", found.seed)]
    yield "；".join(f"{name} {value}" for name, value in told if value) + "。"
    for note in found.notes:
        yield f"注意：{note}。"


def _list(title: str, lines: Sequence[str]) -> Iterable[str]:
    """Yield a list under its title; nothing for no lines."""
    if lines:
        yield f"\n{title}（{len(lines)}）："
        yield from (f"  {line}" for line in lines)


def _at(one: Any) -> str:
    return f"第 {one.paragraph} 段"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[:WIDTH] + "…"


def _passage(one: Any) -> str:
    from drafter.model.inspection import PASSAGE_STATES

    state = PASSAGE_STATES[one.state] + ("，挪了位置" if one.moved else "")
    name = f"{one.title}（{one.block}）" if one.title else one.block or "不知道是哪一段"
    if not one.first:
        return f"{state}  {one.slot}  {name}"
    place = f"第 {one.first} 段" if one.first == one.last else f"第 {one.first}—{one.last} 段"
    return f"{place}  {state}  {one.slot}  {name}"


def _gap(one: Any) -> str:
    part = "" if one.part == "正文" else f"{one.part}"
    wanted = f"（{'；'.join(one.wanted[1:])}）" if len(one.wanted) > 1 else ""
    return f"{part}{_at(one)}  {one.kind}：{one.label}{wanted}"


def _change(one: Any) -> str:
    part = "" if one.part == "正文" else f"{one.part}"
    text = f"“{_short(one.text)}”" if one.text else ""
    return f"{part}{_at(one)}  {one.kind}{text}  {one.author} {one.date[:10]}".rstrip()


def _comment(one: Any) -> str:
    on = f"“{_short(one.on)}”" if one.on else ""
    return f"{_at(one)}  {one.author} {one.date[:10]} {on}：{_short(one.text)}"


PROPERTY_NAMES = {
    "title": "标题",
    "author": "作者",
    "last_modified_by": "最后保存的人",
    "revision": "修订次数",
    "created": "建立时间",
    "modified": "修改时间",
    "last_printed": "打印时间",
    "subject": "主题",
    "keywords": "关键词",
    "description": "备注",
    "category": "类别",
    "application": "程序",
    "application_version": "程序版本",
    "company": "单位",
    "manager": "主管",
    "template": "模板",
    "minutes_edited": "编辑分钟数",
}


@click.command(options_metavar="[选项]")
@FILE
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="文件", help="写到哪里；默认在旁边，叫“….定稿.docx”。"
)
@click.option("--reading", is_flag=True, help="旁边再写一份讲话人拿着念的大字稿，叫“….宣读.docx”。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@options.format_option
def finalize(file: Path, output: Path | None, reading: bool, force: bool, form: str) -> int:
    """出定稿：文字一字不动，去掉书签、批注、稿单、隐藏的名称、修订号、作者和最后保存的人。

    还有【待补】【待融入】或修订痕迹，就一处一处列出来，不写文件。原文件不动。
    """
    from drafter import api
    from drafter.cli.printing import note

    made = api.finalize_file(file, output, reading=api.load() if reading else None, force=force)
    paths = [click.format_filename(one) for one in (made.file, made.reading) if one is not None]
    if form == "json":
        print_json(
            {
                "file": paths[0],
                "reading": paths[1] if reading else None,
                "removed": dict(made.removed),
                "notes": list(made.notes),
            }
        )
        return 0
    for path in paths:
        click.echo(path)
    removed = "".join(f"{name} {number} 处、" for name, number in made.removed.items())
    note(f"去掉了{removed}作者、最后保存的人和修订号；文字一字未动。")
    for one in made.notes:
        note(f"注意：{one}。")
    return 0
