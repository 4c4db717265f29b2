"""The short name of --output is read as the long one, and means the same."""

from __future__ import annotations

from typing import Any

import click
import pytest

from drafter.cli.options import OutputCommand


def read(kind: type[click.Command], words: list[str]) -> Any:
    """Return what a command makes of its words: the values, or the complaint."""
    command = kind(
        "try",
        params=[
            click.Argument(["names"], nargs=-1),
            click.Option(["-o", "--output"]),
            click.Option(["--mark"], multiple=True),
            click.Option(["--force"], is_flag=True),
        ],
    )
    try:
        return command.make_context("try", list(words)).params
    except click.UsageError as failure:
        return failure.format_message()


@pytest.mark.parametrize(
    "line",
    [
        "-o a.docx",
        "small -o a.docx",
        "-oa.docx small",
        "--force -o a.docx",
        "--mark 甲 -o a.docx --mark 乙",
        "--mark -o small",
        "--mark -o -o a.docx",
        "-o -o",
        "-o",
        "--force -o",
        "-- -o a.docx",
        "-o a.docx -- -o",
        "-x -o a.docx",
        "--outptu a.docx",
    ],
)
def test_a_line_means_the_same_as_to_click_itself(line: str) -> None:
    assert read(OutputCommand, line.split()) == read(click.Command, line.split())
