"""``drafter draft``."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
import msgspec

from drafter.cli import options
from drafter.cli.printing import note, print_gaps, print_json, print_problem
from drafter.errors import UsageError
from drafter.writers import WRITERS


@click.command(cls=options.OutputCommand, options_metavar="[选项]")
@click.argument("structure", metavar="结构|文件")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="文件",
    help=f"写到哪里；后缀决定格式：{' '.join(WRITERS)}。",
)
@options.facts_option
@options.set_option
@click.option("--interview", is_flag=True, help="逐项问缺少的要素；直接按回车表示还不知道。")
@options.as_of_option
@options.level_option
@options.seed_option
@options.length_options("目标字数；默认用结构里写的。", "目标讲话时间")
@click.option("--focus", multiple=True, metavar="标签", help="优先用带这个标签的段落，可以写多次。")
@click.option(
    "--avoid",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="避开这份旧讲话里的话（txt、docx 等），可以写多次。",
)
@click.option("--swap", multiple=True, metavar="位置[=段落]", help="这个位置换一段；不写段落就换次选的。")
@click.option("--pin", multiple=True, metavar="位置[=段落]", help="定下这个位置的段落，以后 --update 不动。")
@click.option("--drop", multiple=True, metavar="位置|部分", help="不要这一段，或这一部分。")
@click.option("--add", multiple=True, metavar="部分|位置[=段落]", help="这一部分多写一点，或在这个位置之后加一段。")
@click.option("--say", multiple=True, metavar="位置=话", help="这个位置用自己的话；第一句作段首句。")
@click.option("--interactive", is_flag=True, help="一处一处地看、换、写。")
@click.option("--update", is_flag=True, help="稿单：保留自己定下的，其余按今天的段落库重新选。")
@click.option("--yes", is_flag=True, help="--update 不再问，直接写。")
@click.option("--why", is_flag=True, help="说明每一段为什么选它、次选是什么、哪些条件排除了多少段。")
@click.option("--outline", is_flag=True, help="只出提纲（标题、段首句、各部分字数），供送审；不写 -o 就显示在屏幕上。")
@click.option(
    "--mark",
    "marks",
    multiple=True,
    metavar="文字",
    help="稿上的标记，可以写多次：会议文件之三、征求意见稿、第二稿、会后收回；数字是份号。",
)
@click.option("--toc/--no-toc", default=None, help="正文前加目录。")
@click.option(
    "--annotate", is_flag=True, help="每一段加一条批注：出自哪一段素材、所用提法的起止日期和依据、上次何时用过。"
)
@click.option(
    "--style", metavar="版式", help="版式，可跟设置，如 gb9704,单面=是；默认 gb9704，见 drafter styles list。"
)
@click.option(
    "--reference-doc",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="用自己的 Word 模板（.docx）的样式、页面、页眉页脚；对不上的样式会列出来。",
)
@click.option("--check-fonts", is_flag=True, help="看本机缺版式里的哪些字体，会用什么代替。")
@click.option(
    "--round", "by_round", is_flag=True, help="按稿次存：讲话.第1稿.docx、讲话.第2稿.docx……，并说出和上一稿的不同。"
)
@click.option("--strict", is_flag=True, help="有错误（状态 1）或有待补（状态 3）就不写文件。")
@click.option("--locked", is_flag=True, help="稿单里的段落后来改过，就不成稿。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
@options.format_option
def draft(structure: str, output: Path | None, force: bool, form: str, **given: Any) -> int:
    """按结构（或稿单、提纲、结构文件）成稿，写成 Word 文件，旁边附一份稿单。

    结构可以写英文名或中文标题，见 drafter structures list。没有给的要素在稿中标为【待补：…】，一项也不编。
    位置的名称在稿单里，--why 也会列出。
    """
    from drafter import api

    _require_together(given)
    _check_looks(given, output)
    library = api.load()
    order = _order(given, library)
    made = api.make_draft(library, structure, edits=_edits(given), update=given["update"], **order)
    if given["interview"]:
        from drafter.cli.asking import ask

        order["layers"].append(ask(library, made.draft))
        made = api.make_draft(library, structure, edits=_edits(given), update=given["update"], **order)
    if given["interactive"]:
        from drafter.cli.walking import walk

        first = made
        made = walk(made)
        made = msgspec.structs.replace(made, changes=api.changes_since(first, made))
    if given["outline"]:
        return _outline(made, output, force=force, form=form)
    made = _checked(made, strict=given["strict"])
    _print_changes(made)
    status = _refusal(made.draft) if given["strict"] else 0
    if not status and given["update"] and not _agreed(made, given):
        note("没有写文件。")
        return 0
    path = output or Path(f"{_file_name(made.draft.title)}.docx")
    path, before = _next_round(path) if given["by_round"] else (path, None)
    if not status:
        api.save(made, path, force=force, annotate=given["annotate"])
    fonts = _fonts(made) if given["check_fonts"] else None
    _report(made, path if not status else None, form, api.explain(made) if given["why"] else None, fonts)
    if before is not None and not status:
        _tell_round(before, path)
    return status


ROUND = re.compile(r"\.第(\d{1,4})稿$")


def _next_round(path: Path) -> tuple[Path, Path | None]:
    """Return where the next round of a paper goes, and the round before it."""
    stem = ROUND.sub("", path.stem)
    rounds = {
        int(found[1]): one
        for one in (path.parent.iterdir() if path.parent.is_dir() else ())
        if one.suffix == path.suffix and (found := ROUND.search(one.stem)) and ROUND.sub("", one.stem) == stem
    }
    last = max(rounds, default=0)
    return path.with_name(f"{stem}.第{last + 1}稿{path.suffix}"), rounds.get(last)


def _tell_round(before: Path, after: Path) -> None:
    """Say what a round changed of the one before, where both can be read."""
    from drafter import api
    from drafter.cli.comparing import summary
    from drafter.errors import InputError

    try:
        note(f"和 {before.name} 相比：{summary(api.diff_files(before, after))}")
    except InputError:
        return
    note(f"逐字看：drafter diff {before.name} {after.name}")


def _checked(made: Any, *, strict: bool) -> Any:
    """Return a draft with what the check finds in it, if --strict asks for it or the writer's own words are in it.

    The library's texts have been checked (`sections check`); a plain draft pays nothing.
    """
    if not strict and not any(one.say or one.lead for one in made.source.slots.values()):
        return made
    from drafter import api

    found = [one for one in api.check_draft(made) if one.severity != "info"]
    draft = msgspec.structs.replace(made.draft, problems=(*made.draft.problems, *found))
    return msgspec.structs.replace(made, draft=draft)


PRINTED = (".docx", ".pdf")
"""What a reference document gives its looks to."""


def _check_looks(given: dict[str, Any], output: Path | None) -> None:
    """Raise UsageError for a reference document that nothing would come of."""
    if given["reference_doc"] is None:
        return
    if given["style"] is not None:
        raise UsageError("--style 和 --reference-doc 只能写一个")
    if output is not None and output.exists() and output.resolve() == given["reference_doc"].resolve():
        raise UsageError("稿子不能写在模板上", hint="用 -o 写到另一个文件")
    if output is not None and output.suffix.lower() not in PRINTED:
        raise UsageError(f"--reference-doc 只用于 {' '.join(PRINTED)}，不用于“{output.suffix}”的文件")


def _order(given: dict[str, Any], library: Any) -> dict[str, Any]:
    """Return what a draft is ordered with, from the options."""
    names = ("as_of", "level", "seed", "focus", "style", "locked", "avoid", "marks", "toc", "reference_doc")
    return {
        **{name: given[name] for name in names},
        "layers": options.fact_layers(given["fact_files"], given["settings"], library),
        "length": options.wanted_length(given["length"], given["minutes"]),
    }


def _edits(given: dict[str, Any]) -> Any:
    """Return the writer's changes to the choice, from the options."""
    from drafter.api import Edits

    return Edits(
        swap=tuple(_named(one) for one in given["swap"]),
        pin=tuple(_named(one) for one in given["pin"]),
        drop=given["drop"],
        add=tuple(_named(one) for one in given["add"]),
        say=tuple(_said(one) for one in given["say"]),
    )


def _named(text: str) -> tuple[str, str]:
    """Return slot and block of ``SLOT[=BLOCK]``."""
    slot, _, block = text.partition("=")
    return slot.strip(), block.strip()


def _said(text: str) -> tuple[str, str]:
    slot, found, words = text.partition("=")
    if not found:
        raise UsageError(f"--say 要写成 位置=话，写的却是“{text}”")
    return slot.strip(), words


def _agreed(made: Any, given: dict[str, Any]) -> bool:
    """Return whether an update is to be written: asked at a terminal, where anything changes."""
    if given["yes"] or not made.changes or not sys.stdin.isatty():
        return True
    return click.confirm("按上面的改动写文件吗", default=True, prompt_suffix="？", err=True)


def _print_changes(made: Any) -> None:
    """Say what the writer's changes, another seed or an update made of the recipe."""
    if not made.changes:
        return
    note(f"和原来的稿单相比，改了 {len(made.changes)} 处：")
    for one in made.changes:
        if one.what == "text":
            note(f"  {one.slot}：{_title(made.library, one.before)}（文字改过）")
        else:
            note(f"  {one.slot}：{_title(made.library, one.before)} → {_title(made.library, one.after)}")


def _title(library: Any, what: str) -> str:
    return library.blocks[what].title if what in library.blocks else (what or "（没有）")


def _outline(made: Any, output: Path | None, *, force: bool, form: str) -> int:
    """Write the outline alone, or show it on the screen."""
    from drafter import api
    from drafter.writers.plain import text

    page = text(api.outline_of(made))
    if output is not None:
        api.save_outline(made, output, force=force)
    file = click.format_filename(output) if output is not None else None
    if form == "json":
        print_json({"file": file, "outline": page.splitlines()})
        return 0
    click.echo(page if file is None else file, nl=file is not None)
    if output is not None:
        note(f"提纲的数据在 {click.format_filename(api.outline_path(output))}，改好以后用 drafter draft 接着成稿。")
    return 0


def _require_together(given: dict[str, Any]) -> None:
    """Raise UsageError for options that have no effect beside each other."""
    for option in ("why", "strict", "annotate", "check_fonts", "reference_doc"):
        if given["outline"] and given[option]:
            raise UsageError(f"--outline 只出提纲，不能同时写 --{option.replace('_', '-')}")
    if given["toc"] and given["reference_doc"] is not None:
        raise UsageError(
            "--toc 还不能和 --reference-doc 一起用：目录要按模板的版面排", hint="成稿以后在 Word 里插入目录"
        )


def _file_name(title: str) -> str:
    """Return a title as a file name that Windows accepts."""
    return re.sub(r'[\\/:*?"<>|\s]+', "", title)[:60] or "讲话稿"


def _refusal(made: Any) -> int:
    from drafter.assembly.findings import GAP_RULE, POINT_RULE
    from drafter.cli.running import DONE, GAPS, PROBLEMS

    if any(problem.severity == "error" for problem in made.problems):
        return PROBLEMS
    unfinished = any(problem.rule in (GAP_RULE, POINT_RULE) for problem in made.problems)
    return GAPS if made.gaps or unfinished else DONE


def _fonts(made: Any) -> Any:
    from drafter.writers.fonts import check_fonts

    return check_fonts(made.style)


def _report(made: Any, path: Path | None, form: str, why: Any, fonts: Any) -> None:
    draft = made.draft
    if form == "json":
        print_json({**_record(made, path, why), **({"fonts": fonts} if fonts else {})})
        return
    if path is not None:
        click.echo(click.format_filename(path))
    _describe(draft)
    for problem in draft.problems:
        print_problem(problem)
    if made.lost:
        note(f"注意：这些地方自己定下的段落不在库里了，另选了一段：{'、'.join(made.lost)}")
    if made.changed:
        note(f"注意：这些地方的段落后来改过，用的是今天的文字：{'、'.join(made.changed)}")
    _report_looks(made)
    print_gaps(draft.gaps, "待补")
    if not draft.gaps:
        note("要素都齐了。")
    print_gaps(draft.optional, "可选，没有给，相关的话没有写进去")
    if why is not None:
        from drafter.cli.explaining import print_why

        print_why(why)
    if fonts is not None:
        from drafter.cli.styles import print_fonts

        print_fonts(fonts, note)
    if path is None:
        note("没有写文件：--strict 要求没有错误、没有待补。")


def _report_looks(made: Any) -> None:
    """Say what became of the reference document."""
    if made.reference_note:
        note(f"注意：{made.reference_note}")
    if made.unmatched:
        note(f"模板里没有对上的样式，加了本程序的：{'、'.join(made.unmatched)}")


def _describe(draft: Any) -> None:
    from drafter.text.counting import minutes_for

    day = date.fromisoformat(draft.as_of)
    note(
        f"《{draft.title}》约 {draft.length} 字，讲 {minutes_for(draft.length):.0f} 分钟；"
        f"提法以 {day.year}年{day.month}月{day.day}日为准；选段号 {draft.seed}。"
    )


def _record(made: Any, path: Path | None, why: Any) -> dict[str, Any]:
    draft = made.draft
    return {
        "file": click.format_filename(path) if path is not None else None,
        "length": draft.length,
        "target": draft.target,
        "seed": draft.seed,
        "as_of": draft.as_of,
        "level": draft.level,
        "gaps": draft.gaps,
        "optional": draft.optional,
        "picks": [
            {"slot": one.slot, "block": one.block, "act": list(one.act), "moves": list(one.moves)}
            for one in draft.picks
        ],
        "problems": [
            {"rule": one.rule, "severity": one.severity, "message": one.message, "hint": one.hint}
            for one in draft.problems
        ],
        "changed": list(made.changed),
        "changes": list(made.changes),
        "unmatched": list(made.unmatched),
        "reference_note": made.reference_note,
        **({"why": why} if why is not None else {}),
    }
