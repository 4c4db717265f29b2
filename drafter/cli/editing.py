"""``drafter sections new|edit|tag|untag|rename|retire|where-used|outdated`` and ``drafter undo``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import note, print_json
from drafter.errors import InvalidFilesError, OutputError, UsageError

if TYPE_CHECKING:
    from drafter.library.editing import Change
    from drafter.model.block import Block
    from drafter.model.library import Library

ERROR = "# 错误："


def workspace() -> Path:
    """Return the workspace around the current folder. Raises UsageError where there is none."""
    from drafter.library.folders import find_workspace, no_workspace

    found = find_workspace(Path.cwd())
    if found is None:
        raise no_workspace()
    return found


def said_done(change: Change) -> None:
    """Say what was changed."""
    if not change.files:
        note("没有要改的。")
        return
    for path in change.files:
        click.echo(click.format_filename(path))
    note(f"{change.title}。drafter undo 可以撤销。")
    for one in change.notes:
        note(f"注意：{one}。")


# ── tags

NAMES = click.option("--in", "names", multiple=True, metavar="段落", help="改这一段（可以写多次）。")
WORDS = click.option("--search", "words", default="", metavar="词", help="改按词找到的各段，见 sections search。")
LIMIT = click.option(
    "--limit", type=click.IntRange(min=1), default=20, metavar="数", help="按词找时最多改几段；默认 20。"
)
DRY = click.option("--dry-run", is_flag=True, help="只看会改哪些段，不写。")


def _tagging(verb: str, about: str, *, remove: bool) -> click.Command:
    """Return the command that gives blocks tags, or takes them away."""

    @click.command(verb, options_metavar="[选项]", help=about)
    @click.argument("tags", nargs=-1, required=True, metavar="标签…")
    @NAMES
    @WORDS
    @options.narrowing
    @LIMIT
    @DRY
    def command(
        tags: tuple[str, ...], names: tuple[str, ...], words: str, limit: int, dry_run: bool, **narrowed: Any
    ) -> None:
        from drafter import api
        from drafter.library.editing import tagged

        if not names and not words:
            raise UsageError("没有说改哪些段", hint="写 --in 段落，或 --search 词")

        def make(library: Library) -> Change:
            hits = api.search(library, words, api.Narrowed(**narrowed), limit=limit) if words else ()
            return tagged(library, [*names, *(hit.block for hit in hits)], tags, remove=remove)

        if dry_run:
            _would(make(api.load(workspace())))
            return
        said_done(api.change_library(workspace(), make))

    return command


def _would(change: Change) -> None:
    """Say what would be changed."""
    for path in change.files:
        click.echo(click.format_filename(path))
    note(f"会{change.title}；没有写。")


tag = _tagging("tag", "给段落加标签：写明哪些段，或按词找。", remove=False)
untag = _tagging("untag", "去掉段落的标签：写明哪些段，或按词找。", remove=True)


# ── retiring, renaming


@click.command(options_metavar="[选项]")
@click.argument("name", metavar="段落")
@click.option("--replaced-by", default="", metavar="段落", help="由哪一段代替。")
def retire(name: str, replaced_by: str) -> None:
    """停用一段：以后成稿不再选它；已有的稿单照旧。"""
    from drafter import api
    from drafter.library.editing import retired

    said_done(api.change_library(workspace(), lambda library: retired(library, name, replaced_by)))


@click.command(options_metavar="[选项]")
@click.argument("name", metavar="段落")
@click.argument("new", metavar="新名称")
def rename(name: str, new: str) -> None:
    """给一段改名；别的段落、稿单、提纲、用段记录里提到它的地方跟着改。"""
    from drafter import api
    from drafter.library.editing import renamed

    said_done(api.change_library(workspace(), lambda library: renamed(library, name, new)))


@click.command(options_metavar="[选项]")
@click.argument("keep", metavar="留下的")
@click.argument("other", metavar="另一段")
@click.option("--retire", "retiring", is_flag=True, help="停用另一段；默认两段都有的动作留作另一种写法，两段不同时用。")
def merge(keep: str, other: str, retiring: bool) -> None:
    """合并两段：另一段独有的动作、段首句、标签、出处并入留下的一段，两段的话都不丢。"""
    from drafter import api
    from drafter.library.twins import merged

    said_done(api.change_library(workspace(), lambda library: merged(library, keep, other, retire=retiring)))


@click.command("format", options_metavar="[选项]")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[文件…]")
@click.option("--check", "only_look", is_flag=True, help="只看哪些文件要整理，不写；有就以状态 1 结束。")
def tidy(files: tuple[Path, ...], only_look: bool) -> int:
    """整理库文件的格式：缩进、引号、过长的行；键的次序、注释和内容不动。不写文件名就整理整个工作区。"""
    from drafter import api
    from drafter.cli.running import DONE, PROBLEMS

    root = workspace()
    change = api.tidy(root, [_own(root, file) for file in files], write=not only_look)
    if only_look and change.files:
        _would(change)
        return PROBLEMS
    said_done(change)
    return DONE


def _own(root: Path, file: Path) -> Path:
    """Return a file of the workspace by its path. Raises UsageError for any other."""
    path = file.resolve()
    if not path.is_relative_to(root.resolve()) or path.suffix not in (".yaml", ".yml"):
        raise UsageError(f"{file} 不是这个工作区的 YAML 文件", hint="只整理工作区里的 .yaml 文件")
    return root / path.relative_to(root.resolve())


# ── writing


@click.command(options_metavar="[选项]")
@click.argument("name", metavar="段落")
def edit(name: str) -> None:
    """用编辑器改一段；自带的段落先复制到工作区。关上编辑器就检查，有错再打开，写的字不会丢。"""
    from drafter import api
    from drafter.library.editing import found, own_path, rewritten_block
    from drafter.library.textfiles import bytes_of, read_exactly

    library = api.load(workspace())
    identity = found(library, name)
    path = own_path(library, identity)
    before = bytes_of(path)
    text = read_exactly(Path(library.files[identity]))
    _edited(text, identity, lambda changed: lambda now: rewritten_block(now, identity, changed, before))


def _edited(text: str, identity: str, make: Callable[[str], Callable[[Library], Change]]) -> None:
    """Open the editor until the text is sound; what cannot be written is kept."""
    from drafter import api

    shown = text
    while True:
        changed = click.edit(shown, extension=".yaml")
        if changed is None or changed == shown:
            _given_up(shown, text, identity)
            return
        plain = without_complaints(changed)
        try:
            said_done(api.change_library(workspace(), make(plain)))
            _looked_over(identity)
            return
        except InvalidFilesError as failure:
            shown = with_complaints(plain, map(_complaint, failure.problems))
        except OutputError:
            note(f"写的字存在 {_kept(plain, identity)}")
            raise


def _looked_over(identity: str) -> None:
    """Say what the rules find in a block that was just written; it stays written."""
    from drafter import api
    from drafter.cli.printing import print_problem
    from drafter.lint.running import check_library

    for problem in check_library(api.load(workspace()), names=[identity]):
        print_problem(problem)


def with_complaints(text: str, complaints: Iterable[str]) -> str:
    """Return a text of the editor with what is wrong with it on top, as comments."""
    return "".join(f"{ERROR}{one}\n" for one in complaints) + text


def without_complaints(text: str) -> str:
    """Return a text of the editor without the complaints on top."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith(ERROR))


def _complaint(problem: Any) -> str:
    place = f"第 {problem.source.line} 行：" if problem.source and problem.source.line else ""
    return f"{place}{problem.message}　{problem.hint}".rstrip("　")


def _given_up(shown: str, text: str, identity: str) -> None:
    """Say that nothing was changed; a text with mistakes that was left as it was is kept."""
    if shown == text:
        note("没有改动。")
        return
    note(f"还有错，没有写进段落库。写的字存在 {_kept(shown, identity)}，改好后再放回去。")


def _kept(text: str, identity: str) -> str:
    from drafter.library.folders import HOME, UNSAVED

    folder = workspace() / HOME / UNSAVED
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{identity.replace('/', '.')}.{date.today().isoformat()}.yaml"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{identity.replace('/', '.')}.{date.today().isoformat()}.{number}.yaml"
    path.write_bytes(text.encode())
    return click.format_filename(path)


QUESTIONS = {
    "title": "标题",
    "act": "行文动作（require 部署、report 汇报、reason 讲意义……）",
    "text": "文字（一行写完）",
}


@click.command(options_metavar="[选项]")
@click.argument("identity", metavar="主题/名称")
@click.option("--title", default="", metavar="标题", help="中文标题。")
@click.option("--act", default="", metavar="动作", help="行文动作（英文名或中文名）。")
@click.option("--text", default="", metavar="文字", help="这一段的文字；“-”表示从标准输入读。")
@click.option("--lead", default="", metavar="段首句", help="动宾短语，可以作小标题。")
@click.option("--tag", "tags", multiple=True, metavar="标签", help="标签（可以写多次）。")
@click.option(
    "--part",
    type=click.Choice(["point", "intro", "tail", "whole"]),
    default="point",
    metavar="类型",
    help="point 要点（默认）、intro 引言、tail 收束、whole 独立成段。",
)
@click.option("--level", "levels", multiple=True, metavar="层级", help="只用于这一级（可以写多次）。")
@click.option("--by", "speakers", multiple=True, metavar="讲话人", help="只给这个身份用（可以写多次）。")
@click.option("--kind", "kinds", multiple=True, metavar="材料", help="只用在这类材料里（可以写多次）。")
def new(identity: str, title: str, act: str, text: str, **more: Any) -> None:
    """写一段新的，放进工作区；没有给全的，在终端里会问。"""
    from drafter import api
    from drafter.library.editing import new_block

    given = options.asked_for(
        {"title": title, "act": act, "text": sys.stdin.read() if text == "-" else text}, QUESTIONS
    )

    def make(library: Library) -> Change:
        return new_block(library, identity, _block(library, identity, given, more))

    said_done(api.change_library(workspace(), make))
    _looked_over(identity)


def _block(library: Library, identity: str, given: dict[str, str], more: dict[str, Any]) -> Block:
    from drafter.library.finding import vocabulary_id
    from drafter.model.block import Block, Suits

    def ids(family: str, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(vocabulary_id(library.taxonomy, family, word) for word in words)

    return Block(
        title=given["title"],
        theme=identity.partition("/")[0],
        tags=tuple(dict.fromkeys(more["tags"])),
        part=more["part"],
        suits=Suits(
            by=ids("speakers", more["speakers"]),
            kinds=ids("kinds", more["kinds"]),
            levels=ids("levels", more["levels"]),
        ),
        leads={"plain": more["lead"]} if more["lead"] else {},
        text={vocabulary_id(library.taxonomy, "acts", given["act"]): given["text"]},
    )


# ── looking


@click.command("where-used", options_metavar="[选项]")
@click.argument("name", metavar="段落")
@options.format_option
def where_used(name: str, form: str) -> None:
    """看一段用在哪里：别的段落、稿单、出过的稿子，以及能用在哪些结构的哪些位置。"""
    from drafter import api

    found = api.where_used(api.load(), name, date.today())
    if form == "json":
        import msgspec

        print_json(msgspec.to_builtins(found))
        return
    nouns = {"requires": "要和它一起用", "excludes": "不和它同时用", "replaced_by": "由它代替"}
    for one, field in found.blocks:
        click.echo(f"段落　{one}　{nouns[field]}")
    for path, slots in found.recipes:
        click.echo(f"稿单　{path}　{'、'.join(slots)}")
    for day, title in found.drafts:
        click.echo(f"稿子　{day}　{title}")
    for structure, slots in found.structures:
        click.echo(f"结构　{structure}　可用在 {'、'.join(slots)}")
    counts = f"稿单 {len(found.recipes)} 份，稿子 {len(found.drafts)} 份，能用的结构 {len(found.structures)} 个"
    note(f"{found.block}：{counts}。")


@click.command(options_metavar="[选项]")
@options.as_of_option
@click.option(
    "--within", type=click.IntRange(min=0), default=180, metavar="天数", help="多少天之内要失效的也列出；默认 180。"
)
@options.format_option
def outdated(as_of: date | None, within: int, form: str) -> None:
    """列出提法已经失效、或快要失效的段落：哪个提法，到哪天，改成什么。"""
    from drafter import api

    found = api.outdated(api.load(), as_of or date.today(), within)
    if form == "json":
        import msgspec

        print_json({"blocks": [msgspec.to_builtins(one) for one in found]})
        return
    for one in found:
        until = f"，到 {one.until} 为止" if one.until else ""
        renewed = f"，改用“{one.successor}”" if one.successor else ""
        click.echo(f"{'已失效' if one.lapsed else '将失效'}　{one.block}　“{one.wording}”{until}{renewed}")
    note(f"共 {len(found)} 处。" if found else "没有失效的提法。")


@click.command(options_metavar="[选项]")
@click.option("--list", "listing", is_flag=True, help="只列做过的操作，不撤销。")
def undo(listing: bool) -> None:
    """撤销工作区里最近一次改动（改段落、加标签、改名、吸收改稿、审定素材……）；再运行一次，再往前撤一步。"""
    from drafter.writers.committing import history
    from drafter.writers.committing import undo as take_back

    if listing:
        known = history(workspace())
        taken_back = {one.undoes for one in known}
        for one in reversed(known):
            mark = "（已撤销）" if one.number in taken_back else ""
            click.echo(f"{one.number:>4}  {one.time}  {one.title}{mark}  {len(one.files)} 个文件")
        note(f"共 {len(known)} 次。" if known else "还没有做过改动。")
        return
    done = take_back(workspace())
    for file in done.files:
        click.echo(file.path)
    note(f"已撤销：{done.title}（{done.time}）。")
