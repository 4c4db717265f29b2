"""``draft --interactive``: going through a draft slot by slot, and taking charge of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.printing import note, print_failure
from drafter.errors import DrafterError, NothingFitsError
from drafter.model.draft import paragraphs

if TYPE_CHECKING:
    from drafter.api import Made

HELP = "回车 就用这段  n 换一段  w 自己写  l 看有哪些  d 不要  b 回上一处  q 到此为止（按 Ctrl+C 什么也不写）"
SHOWN = 160
"""Characters of a passage that a preview shows."""
LISTED = 9
"""So many candidates are listed."""


def walk(made: Made) -> Made:
    """Go through the slots of a draft; every change makes the draft again at once. Return the last draft.

    The end of the input ends the walk; an interrupt is passed on.
    """
    desk = _Desk(made)
    note(f"共 {len(desk.names)} 处。{HELP}")
    step: int | None = 1
    while step is not None and 0 <= desk.at < len(desk.names):
        if not desk.is_there():
            desk.move(step or 1)
            continue
        desk.show()
        try:
            step = desk.ask()
        except (click.Abort, EOFError) as end:
            if isinstance(end.__context__, KeyboardInterrupt):
                raise
            break
        except DrafterError as failure:
            print_failure(failure)
            continue
        if step is not None:
            desk.move(step)
    return desk.made


class _Desk:
    """One draft on the desk, and the slot that is looked at."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.names = [pick.slot for pick in made.draft.picks]
        self.at = 0
        self.offered: dict[str, list[str]] = {}
        """Blocks that stood in a slot before, and were swapped."""

    @property
    def slot(self) -> str:
        return self.names[self.at]

    def is_there(self) -> bool:
        return any(pick.slot == self.slot for pick in self.made.draft.picks)

    def move(self, step: int) -> None:
        """Go forward or back; before the first slot is the first."""
        self.at = max(self.at + step, 0)

    def block(self) -> str:
        return next(pick.block for pick in self.made.draft.picks if pick.slot == self.slot)

    def show(self) -> None:
        block = self.made.library.blocks.get(self.block())
        runs = (run for one in paragraphs(self.made.draft.body) for run in one.runs if run.slot == self.slot)
        text = "".join(run.text for run in runs)
        title = block.title if block is not None else "自己写的话"
        note()
        note(click.style(f"[{self.at + 1}/{len(self.names)}] {self.slot}　{title}", bold=True))
        note(f"  {text[:SHOWN]}{'……' if len(text) > SHOWN else ''}")

    def ask(self) -> int | None:
        """Ask what to do with the slot. Return how far to go on; None to stop."""
        answer = click.prompt("", default="", show_default=False, prompt_suffix="> ", err=True).strip()
        if answer == "q":
            return None
        if answer == "b":
            return -1
        if answer == "":
            self._edit(pin=((self.slot, ""),))
            return 1
        if answer == "d":
            self._edit(drop=(self.slot,))
            return 1
        if answer == "n":
            self._next()
        elif answer == "w":
            text = click.prompt("写在这里（段首句在前，一行写完）", prompt_suffix="：", err=True)
            self._edit(say=((self.slot, text),))
        elif answer == "l":
            self._choose()
        else:
            note(f"看不懂“{answer}”。{HELP}")
        return 0

    def _edit(self, **edits: tuple[object, ...]) -> None:
        from drafter.api import Edits, revise_draft

        self.made = revise_draft(self.made, Edits(**edits))  # type: ignore[arg-type]

    def _next(self) -> None:
        """Swap for a passage that was not offered yet; after the last one, begin anew."""
        seen = self.offered.setdefault(self.slot, [])
        seen.append(self.block())
        try:
            self._edit(swap=((self.slot, ""),), ban=tuple((self.slot, one) for one in seen))
        except NothingFitsError:
            if len(seen) < 2:  # nothing but what stands there
                raise
            seen[:] = seen[-1:]
            self._edit(swap=((self.slot, ""),))

    def _choose(self) -> None:
        """List the candidates of the slot, the best first, and use the one whose number is given."""
        found = candidates_for(self.made, self.slot)[:LISTED]
        for number, block in enumerate(found, 1):
            note(f"  {number} {self.made.library.blocks[block].title}（{block}）")
        answer = click.prompt(
            "  用第几段（直接回车不换）", default="", show_default=False, prompt_suffix="：", err=True
        )
        if answer.strip().isdigit() and 1 <= int(answer) <= len(found):
            self._edit(swap=((self.slot, found[int(answer) - 1]),))


def candidates_for(made: Made, slot: str) -> list[str]:
    """Return the blocks that may stand in a slot, the best first."""
    chooser = made.assembled.chooser
    leader = chooser.slots[slot].same or slot
    return list(chooser.scores.get(leader, ()))
