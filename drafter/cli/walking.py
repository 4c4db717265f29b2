"""``draft --interactive``: going through a draft slot by slot, and taking charge of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from drafter.cli.printing import note, print_failure
from drafter.errors import DrafterError
from drafter.model.draft import paragraphs

if TYPE_CHECKING:
    from drafter.api import Edits, Library, Made

HELP = "回车 就用这段  n 换一段  w 自己写  l 看有哪些  d 不要  b 回上一处  q 到此为止"
SHOWN = 160
"""Characters of a passage that a preview shows."""
LISTED = 9
"""So many candidates are listed."""
Again = Callable[["Made", "Edits"], "Made"]
"""Makes a draft again with the writer's changes."""


def walk(library: Library, made: Made, again: Again) -> Made:
    """Go through the slots of a draft; every change makes the draft again at once. Return the last draft."""
    names = [pick.slot for pick in made.draft.picks]
    note(f"共 {len(names)} 处。{HELP}")
    number = 0
    while 0 <= number < len(names):
        if names[number] not in {pick.slot for pick in made.draft.picks}:
            number += 1
            continue
        _show(library, made, names[number], number + 1, len(names))
        try:
            made, step = _ask(library, made, names[number], again)
        except (click.Abort, EOFError):
            break
        except DrafterError as failure:
            print_failure(failure)
            continue
        if step is None:
            break
        number = max(number + step, 0)
    return made


def _show(library: Library, made: Made, slot: str, number: int, count: int) -> None:
    (pick,) = [one for one in made.draft.picks if one.slot == slot]
    block = library.blocks.get(pick.block)
    text = "".join(run.text for one in paragraphs(made.draft.body) for run in one.runs if run.slot == slot)
    note()
    note(click.style(f"[{number}/{count}] {slot}　{block.title if block is not None else '自己写的话'}", bold=True))
    note(f"  {text[:SHOWN]}{'……' if len(text) > SHOWN else ''}")


def _ask(library: Library, made: Made, slot: str, again: Again) -> tuple[Made, int | None]:
    """Ask what to do with a slot. Return the draft after it, and how far to go on; None to stop."""
    from drafter.api import Edits

    answer = click.prompt("", default="", show_default=False, prompt_suffix="> ", err=True).strip()
    if answer == "q":
        return made, None
    if answer == "b":
        return made, -1
    if answer == "":
        return again(made, Edits(pin=((slot, ""),))), 1
    if answer == "n":
        return again(made, Edits(swap=((slot, ""),))), 0
    if answer == "d":
        return again(made, Edits(drop=(slot,))), 1
    if answer == "w":
        text = click.prompt("写在这里（段首句在前，一行写完）", prompt_suffix="：", err=True)
        return again(made, Edits(say=((slot, text),))), 0
    if answer == "l":
        return _choose(library, made, slot, again), 0
    note(f"看不懂“{answer}”。{HELP}")
    return made, 0


def _choose(library: Library, made: Made, slot: str, again: Again) -> Made:
    """List the candidates of a slot, the best first, and use the one whose number is given."""
    from drafter.api import Edits

    found = candidates_for(made, slot)[:LISTED]
    for number, block in enumerate(found, 1):
        note(f"  {number} {library.blocks[block].title}（{block}）")
    answer = click.prompt("  用第几段（直接回车不换）", default="", show_default=False, prompt_suffix="：", err=True)
    if not answer.strip().isdigit() or not 1 <= int(answer) <= len(found):
        return made
    return again(made, Edits(swap=((slot, found[int(answer) - 1]),)))


def candidates_for(made: Made, slot: str) -> list[str]:
    """Return the blocks that may stand in a slot, the best first, settled or not."""
    chooser = made.assembled.chooser
    if slot in chooser.scores:
        return list(chooser.scores[slot])
    return chooser.filters.candidates(chooser.slots[slot])
