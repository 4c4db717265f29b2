"""``drafter absorb``: what a person made of a draft in Word or WPS, taken over into recipe and library."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import changed_text, note, print_json
from drafter.errors import UsageError

if TYPE_CHECKING:
    from drafter.api.absorbing import Compared, Outcome
    from drafter.model.absorbing import Fate, PassageFate
    from drafter.roundtrip.blockedits import Decision

CHOICES = ["variant", "replace", "block", "ignore"]
OUTPUT_HELP = "新稿单写到哪里；默认在旁边，叫“….改稿.稿单.yaml”。"
RECIPE_HELP = "原稿的稿单；默认用文件里的，文件里没有就用旁边的。"
EDITED_HELP = "改过的段落怎样收进库：variant 另一种写法（默认）、replace 替换、block 新的一段、ignore 不收。"
NEW_HELP = "新写的段落：inbox 放进收件夹待审（默认）、ignore 不收。"


@click.command(cls=options.OutputCommand, options_metavar="[选项]")
@click.argument("file", type=click.Path(path_type=Path), metavar="改过的文件")
@click.option("--recipe", type=click.Path(path_type=Path), metavar="稿单", help=RECIPE_HELP)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="稿单", help=OUTPUT_HELP)
@click.option("--dry-run", is_flag=True, help="只看改了哪里，什么都不写。")
@click.option("--yes", is_flag=True, help="不问，照 --edited 和 --new 办。")
@click.option("--edited", type=click.Choice(CHOICES), metavar="做法", help=EDITED_HELP)
@click.option("--new", type=click.Choice(["inbox", "ignore"]), default="inbox", metavar="做法", help=NEW_HELP)
@click.option("--force", is_flag=True, help="覆盖已有的稿单。")
@options.format_option
def absorb(
    file: Path,
    recipe: Path | None,
    output: Path | None,
    dry_run: bool,
    yes: bool,
    edited: Decision | None,
    new: str,
    force: bool,
    form: str,
) -> int:
    """吸收改稿：看人在 Word、WPS 里把初稿改成了什么，填的要素记进稿单，改好的话收进段落库。

    逐段问怎样收（在终端里），或加 --yes 照规则办。全部定下来以后才写，写就写全；drafter undo 可以撤销。
    """
    from drafter import api

    library = api.load()
    compared = api.compare(library, file, recipe)
    if dry_run:
        _show(compared, form)
        return 0
    decide = _decider(compared, edited, ask=_must_ask(yes, library.workspace), in_workspace=bool(library.workspace))
    target = output or api.new_recipe_path(file)
    outcome = api.take_over(library, compared, decide, keep_new=new == "inbox")
    api.save_outcome(library, outcome, target, force=force)
    if form == "json":
        print_json({**_record(compared), **_result(outcome, target)})
        return 0
    _show(compared, form)
    _tell(outcome, target)
    return 0


def _must_ask(yes: bool, workspace: str) -> bool:
    if yes or not workspace:
        return False
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("这里不能问怎样收", hint="加 --yes（照 --edited、--new 办），或 --dry-run 只看改了哪里")
    return True


# ── asking

LETTERS: dict[str, Decision] = {"v": "variant", "r": "replace", "b": "block", "i": "ignore"}
HELP = "v 另一种写法  r 替换库里的  b 新的一段  i 不收，只记在稿单里  q 什么都不写"


def _decider(
    compared: Compared, edited: Decision | None, *, ask: bool, in_workspace: bool
) -> Callable[[PassageFate], Decision]:
    """Return what says how an edited passage goes into the library; each is asked for once."""
    if not in_workspace:
        if edited not in (None, "ignore"):
            raise UsageError("这里不在工作区里，改好的话没有库可收", hint="先用 drafter init 建一个工作区，在里面运行")
        note("这里不在工作区里：改好的话不收进库，只写新稿单。")
        return lambda _fate: "ignore"
    default: Decision = edited or "variant"
    if not ask:
        return lambda _fate: default
    changed = [one for one in compared.absorbed.passages if one.change == "edited"]
    answers = {one.slot: _asked(one, number, len(changed), default) for number, one in enumerate(changed, 1)}
    return lambda fate: answers.get(fate.slot, "ignore")


def _asked(one: PassageFate, number: int, total: int, default: Decision) -> Decision:
    click.echo(click.style(f"[{number}/{total}] {one.slot}  {one.title}（{one.block}）", bold=True))
    for line in _difference(one):
        click.echo(f"  {line}")
    letters = {value: letter for letter, value in LETTERS.items()}
    while True:
        answer = click.prompt(HELP, default=letters[default], prompt_suffix="\n> ", err=True).strip().lower()
        if answer == "q":
            raise click.Abort
        if answer in LETTERS:
            return LETTERS[answer]
        note(f"没有“{answer}”这个选择。")


# ── showing


def _show(compared: Compared, form: str) -> None:
    if form == "json":
        print_json(_record(compared))
        return
    for line in _lines(compared):
        click.echo(line)
    for one in compared.notes:
        note(f"注意：{one}。")


def _record(compared: Compared) -> dict[str, Any]:
    import msgspec

    found = compared.absorbed
    return {
        "file": click.format_filename(compared.file),
        "passages": [msgspec.to_builtins(one) for one in found.passages],
        "frame": [msgspec.to_builtins(one) for one in found.frame],
        "facts": found.facts,
        "disputed": [msgspec.to_builtins(one) for one in found.disputed],
        "notes": list(compared.notes),
    }


def _result(outcome: Outcome, target: Path) -> dict[str, Any]:
    taken = outcome.taken
    return {
        "recipe": click.format_filename(target),
        "blocks": [{"id": one.id, "decision": one.decision, "slots": list(one.slots)} for one in taken.blocks],
        "candidates": outcome.candidates,
        "own_words": list(taken.own_words),
        "unfit": list(taken.unfit),
        "different": [{"recipe": one, "file": other} for one, other in taken.different],
    }


def _lines(compared: Compared) -> Iterator[str]:
    from drafter.model.absorbing import FATES

    found = compared.absorbed
    counts: dict[Fate, int] = {}
    for one in found.passages:
        counts[one.change] = counts.get(one.change, 0) + 1
        yield from _passage(one)
    for line in found.frame:
        yield f"素材以外  {changed_text(line.before, line.after)}"
    if found.facts:
        labels = {one.fact: one.label for passage in found.passages for one in passage.facts}
        yield f"填上的要素（{len(found.facts)}）："
        yield from (f"  {labels.get(fact, fact)}：{value}" for fact, value in found.facts.items())
    for one_disputed in found.disputed:
        yield f"  没有记成要素：{one_disputed.label} {one_disputed.value}（{one_disputed.why}）"
    yield "；".join(f"{FATES[name]} {number} 段" for name, number in counts.items()) + "。"


def _passage(one: PassageFate) -> Iterator[str]:
    from drafter.model.absorbing import FATES

    if one.change == "unchanged":
        return
    moved = "，也挪了位置" if one.moved and one.change != "moved" else ""
    name = f"{one.slot}  {one.title}（{one.block}）" if one.slot else f"第 {one.place} 段"
    yield click.style(f"{FATES[one.change]}{moved}  {name}", bold=True)
    if one.change == "edited":
        yield from (f"  {line}" for line in _difference(one))
    elif one.change == "new":
        yield from (f"  {click.style(line, fg='green')}" for line in one.after.split("\n"))
    elif one.change == "deleted":
        yield f"  {click.style(_short(one.before), fg='red', strikethrough=True)}"


SHOWN = 60


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[:SHOWN] + "…"


def _difference(one: PassageFate) -> list[str]:
    """Return an edited passage with what went and what came, in colour and in brackets."""
    return changed_text(one.before, one.after).split("\n")


def _tell(outcome: Outcome, target: Path) -> None:
    """Say what was written, and what the new recipe cannot print as it stands in the file."""
    from drafter.roundtrip.blockedits import DECISIONS

    click.echo(click.format_filename(target))
    taken = outcome.taken
    for one in taken.blocks:
        note(f"{DECISIONS[one.decision]}：{one.id}（{one.block.title}）")
    if outcome.candidates:
        note(f"新写的 {outcome.candidates} 段放进了收件夹，用 drafter corpus review 收件夹 审定。")
    if taken.unfit:
        note(f"这些位置的改动动了序号、衔接或段首句的格式，库里放不下，只记在稿单里：{'、'.join(taken.unfit)}")
    for before, after in taken.different:
        note(f"照新稿单再成稿，这里和改稿不一样：{_short(before) or '（没有）'} → {_short(after) or '（没有）'}")
