"""The command line: thin adapters over `drafter.api`; the only place that prints or sets an exit status."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the program; ends the process with its exit status."""
    gc.disable()  # a run is short, and its many small objects all live to its end: collecting costs a tenth of it
    from drafter.cli.running import run

    run()
