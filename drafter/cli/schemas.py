"""``drafter schema``."""

from __future__ import annotations

import click


@click.command(options_metavar="[选项]")
@click.argument("kind", metavar="[种类]", required=False)
def schema(kind: str | None) -> None:
    """打印 JSON Schema（draft-07），给编辑器补全和检查用。

    种类：block 段落、structure 结构、facts 要素表、terms 提法、headings 标题、bridges 过渡语、checks 检查、
    taxonomy 词汇表、style 版式、recipe 稿单、workspace 工作区。不写种类就全部打印，合成一个对象。
    """
    import json

    from drafter.library.schemas import schema_of, schemas

    found = schema_of(kind) if kind else schemas()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))
