"""``drafter corpus review``: one candidate after the other, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from drafter.cli.editing import with_complaints, without_complaints
from drafter.cli.printing import note, print_failure
from drafter.errors import DrafterError, InvalidFilesError, UsageError
from drafter.model.block import Block
from drafter.model.candidate import Batch, Candidate
from drafter.model.library import Library

if TYPE_CHECKING:
    from drafter.corpus.accepting import Accepted


class Desk:
    """An inbox on the desk of a workspace: what waits, and how each decision is carried out."""

    def __init__(self, library: Library, workspace: Path, inbox: Path, waiting: list[tuple[Batch, Candidate]]) -> None:
        self.library, self.workspace, self.inbox, self.waiting = library, workspace, inbox, waiting

    @classmethod
    def open(cls, inbox: Path) -> Desk:
        """Return the desk of the workspace around the current folder. Raises UsageError where there is none."""
        from drafter import api
        from drafter.corpus.inbox import pending
        from drafter.library.folders import find_workspace

        workspace = find_workspace(Path.cwd())
        if workspace is None:
            raise UsageError(
                "这里不在工作区里，采用的素材没有地方放", hint="先用 drafter init 建一个工作区，在里面运行"
            )
        return cls(api.load(workspace), workspace, inbox, pending(inbox))

    def accept(self, candidate: Candidate, slug: str = "", beside: str = "") -> str:
        """Make a candidate a block of the workspace; return its id."""
        from drafter.corpus.accepting import as_block

        return self._carried_out(
            lambda: as_block(
                self.library, self.workspace, self.inbox, candidate, date.today(), slug=slug, beside=beside
            )
        )

    def accept_all(self, candidates: Sequence[Candidate]) -> list[str]:
        """Make candidates blocks of the workspace, all or none; return their ids."""
        from drafter.corpus.accepting import as_blocks

        ids: list[str] = []

        def make() -> Accepted:
            made, ids[:] = as_blocks(self.library, self.workspace, self.inbox, candidates, date.today())
            return made

        self._carried_out(make)
        return ids

    def merge(self, candidate: Candidate, target: str) -> str:
        """Add a candidate to a block as a further act; return the block's id. The block may be one just accepted."""
        from drafter import api
        from drafter.corpus.accepting import as_act

        self.library = api.load(self.workspace)
        return self._carried_out(
            lambda: as_act(self.library, self.workspace, self.inbox, candidate, target, date.today())
        )

    def drop(self, candidate: Candidate) -> None:
        """Record that a candidate is not wanted."""
        from drafter.corpus.accepting import dropped

        self._carried_out(lambda: dropped(self.inbox, candidate, date.today()))

    def undo(self, candidate: Candidate) -> None:
        """Take a decision back: what it wrote stays, but the candidate waits again."""
        from drafter.corpus.accepting import reopened

        self._carried_out(lambda: reopened(self.inbox, candidate))

    def _carried_out(self, make: Callable[[], Accepted]) -> str:
        """Work a decision out and write it, while no other command changes the workspace."""
        from drafter.writers.committing import commit, locked

        with locked(self.workspace):
            made = make()
            commit(self.workspace, made.files, {}, f"审定素材 {made.block}".rstrip())
        return made.block


HELP = "a 采用  e 修改  t 改主题和标签  m 并入已有段落  v 作为另一种写法  d 放弃  s 先放着  b 回上一段  q 停"


def review_all(desk: Desk) -> int:
    """Go through what waits; every decision is on disk at once, so that stopping loses nothing."""
    if not desk.waiting:
        note("收件夹里没有待审的素材。")
        return 0
    number = 0
    decided: dict[str, str] = {}  # by the candidate's id: 采用 or 放弃
    while 0 <= number < len(desk.waiting):
        batch, candidate = desk.waiting[number]
        _show(desk, batch, candidate, number)
        try:
            step = _ask(desk, number, decided)
        except (click.Abort, EOFError):
            break
        except DrafterError as failure:
            print_failure(failure)
            continue
        if step is None:
            break
        number += step
    made = list(decided.values())
    left = len(desk.waiting) - len(made)
    note(f"采用 {made.count('采用')} 段，放弃 {made.count('放弃')} 段，还有 {left} 段待审。")
    return 0


def _show(desk: Desk, batch: Batch, candidate: Candidate, number: int) -> None:
    taxonomy, block = desk.library.taxonomy, candidate.block
    acts = "、".join(taxonomy.title("acts", act) for act in block.text)
    click.echo()
    click.echo(click.style(f"[{number + 1}/{len(desk.waiting)}] {block.title}", bold=True))
    click.echo(f"  {batch.file} 第{candidate.speech}篇 {candidate.at}（{candidate.line} 行）　编号 {candidate.id}")
    tags = "、".join(block.tags) or "没有标签"
    click.echo(f"  {taxonomy.title('themes', block.theme)} · {acts}　{tags}　把握 {candidate.confidence:.0%}")
    for near in candidate.near:
        title = desk.library.blocks[near.block].title if near.block in desk.library.blocks else ""
        click.echo(click.style(f"  和 {near.block}（{title}）有 {near.share:.0%} 相同", fg="yellow"))
    for term in candidate.lapsed:
        renewed = f"，今天写“{term.successor}”" if term.successor else ""
        click.echo(click.style(f"  提法今天不能用：{term.wording}{renewed}", fg="yellow"))
    for repair in candidate.mended:
        click.echo(click.style(f"  已修补：{repair.text} → {repair.suggestion}（{repair.line} 行）", fg="yellow"))
    for text in block.texts():
        click.echo(f"  {text}")
    for slot in candidate.slots:
        known = slot.spec or desk.library.facts.facts.get(slot.fact)
        label = known.label if known else "（要素表里没有）"
        click.echo(f"  {{{{ {slot.fact} }}}} {label}　原稿：{slot.shown}")


def _ask(desk: Desk, number: int, decided: dict[str, str]) -> int | None:
    """Ask what to do with a candidate; return how far to go on, None to stop."""
    batch, candidate = desk.waiting[number]
    answer = click.prompt(HELP, default="s", show_default=False, prompt_suffix="\n> ").strip().lower()
    if answer == "q":
        return None
    if answer == "b":
        return _back(desk, number, decided)
    if answer in ("e", "t"):
        changed = _edited(desk, candidate) if answer == "e" else _retagged(desk, candidate)
        desk.waiting[number] = (batch, msgspec.structs.replace(candidate, block=changed))
        return 0
    return _decide(desk, candidate, answer, decided)


def _back(desk: Desk, number: int, decided: dict[str, str]) -> int:
    if not number:
        return 0
    before = desk.waiting[number - 1][1]
    desk.undo(before)
    if decided.pop(before.id, "") == "采用":
        note("刚才写进工作区的文字还在；不要的话，删掉那个文件或者那几行。")
    return -1


def _decide(desk: Desk, candidate: Candidate, answer: str, decided: dict[str, str]) -> int:
    if answer == "a":
        slug = click.prompt("名称（小写字母、数字、连字符；回车自动起名）", default="", show_default=False)
        note(f"已采用：{desk.accept(candidate, slug.strip())}")
    elif answer in ("m", "v"):
        nearest = candidate.near[0].block if candidate.near else None
        target = click.prompt("哪个段落", default=nearest).strip()
        made = desk.merge(candidate, target) if answer == "m" else desk.accept(candidate, beside=target)
        note(f"已并入：{made}" if answer == "m" else f"已采用：{made}，不和 {target} 同时用")
    elif answer == "d":
        desk.drop(candidate)
        decided[candidate.id] = "放弃"
        return 1
    else:
        if answer != "s":
            note(f"没有“{answer}”这个选择。")
        return 1 if answer == "s" else 0
    decided[candidate.id] = "采用"
    return 1


def _edited(desk: Desk, candidate: Candidate) -> Block:
    """Return the block as the user left it in the editor; opened again, with the mistakes on top, until it is sound."""
    from drafter.library.blockwriter import block_text

    text = block_text(candidate.block)
    while True:
        changed = click.edit(text, extension=".yaml")
        if changed is None:
            return candidate.block
        try:
            return read_block(desk.library, changed)
        except InvalidFilesError as failure:
            complaints = (f"{one.message}（{one.source}）{one.hint}" for one in failure.problems)
            text = with_complaints(without_complaints(changed), complaints)


def read_block(library: Library, text: str) -> Block:
    """Return a block from YAML text. Raises InvalidFilesError with every mistake."""
    from drafter.library.reading import names_refs
    from drafter.library.yamlreader import decode

    decoded = decode(text, "段落", Block, names_refs(library))
    if decoded.problems or decoded.value is None:
        raise InvalidFilesError(decoded.problems)
    return decoded.value


def _retagged(desk: Desk, candidate: Candidate) -> Block:
    block, themes = candidate.block, desk.library.taxonomy.themes
    named = "　".join(f"{name} {theme.title}" for name, theme in themes.items())
    note(named)
    theme = click.prompt("主题", default=block.theme).strip()
    if theme not in themes:
        theme = next((name for name, one in themes.items() if one.title == theme), "")
    if not theme:
        raise UsageError("没有这个主题", hint=named)
    tags = click.prompt("标签（顿号隔开）", default="、".join(block.tags), show_default=True)
    words = tuple(one.strip() for one in tags.replace("，", "、").split("、") if one.strip())
    return msgspec.structs.replace(block, theme=theme, tags=words)
