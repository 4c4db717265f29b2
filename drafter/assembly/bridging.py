"""Transitions: chosen last, where the act or the theme changes from one passage to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.assembly.selection import Passage
from drafter.assembly.turns import jitter
from drafter.model.heading import Bridge


def choose_bridges(
    bridges: Sequence[Bridge], pairs: Sequence[tuple[Passage, Passage]], seed: int, fixed: Mapping[str, str] | None
) -> dict[str, str]:
    """Return the transition that opens a passage, by slot; `pairs` are a passage and the one after it.

    With `fixed` (a recipe's) nothing is chosen anew, but for a transition that no longer fits what stands before it.
    No transition is used twice.
    """
    found: dict[str, str] = {}
    for before, after in pairs:
        slot = after.slot.id
        if fixed is not None and slot not in fixed:
            continue
        fitting = [one for one in bridges if _fits(one, before, after) and one.text not in found.values()]
        kept = [one for one in fitting if fixed is not None and one.text == fixed[slot]]
        if kept or fitting:
            best = min(kept or fitting, key=lambda one: (jitter(seed, slot, one.text, ()), one.text))
            found[slot] = best.text
    return found


def _fits(bridge: Bridge, before: Passage, after: Passage) -> bool:
    old, new = (before.acts[-1], before.slot.theme), (after.acts[0], after.slot.theme)
    if old == new:
        return False
    pairs = (
        (bridge.from_act, old[0]),
        (bridge.to_act, new[0]),
        (bridge.from_theme, old[1]),
        (bridge.to_theme, new[1]),
    )
    return any(wanted for wanted, _ in pairs) and all(not wanted or one in wanted for wanted, one in pairs)
