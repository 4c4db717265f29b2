"""The command line: thin adapters over `drafter.api`; the only place that prints or sets an exit status."""

from __future__ import annotations


def main() -> None:
    """Run the program; ends the process with its exit status."""
    from drafter.cli.running import run

    run()
