"""Why a draft has the passages it has."""

from __future__ import annotations

from drafter.api.drafting import Made
from drafter.assembly.explaining import Why
from drafter.assembly.explaining import explain as explain_choice


def explain(made: Made) -> Why:
    """Return, slot by slot, what was chosen and why: scores, runners-up, what was ruled out, what decided."""
    return explain_choice(made.assembled.chooser, made.assembled.chosen)
