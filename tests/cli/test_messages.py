"""Click's own words: everything that a user can meet is Chinese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from commands import SMALL, run, write_files

from drafter.cli.chinese import MESSAGES
from drafter.cli.listing import sections
from drafter.cli.running import COMMANDS

ELSEWHERE = {
    # ids that not every supported version of Click has, with the versions whose sources hold them
    "Positional arguments": "from 8.5",
    "required": "in a variable from 8.2",
    "No such option {name!r}.": "from 8.4",
    "No such option: {name}": "to 8.3",
    "(Did you mean one of: {possibilities}?)": "from 8.4",
    "(Possible options: {possibilities})": "to 8.3",
    "{name} {filename!r} is a directory.": "from 8.2",
}
ENGLISH = re.compile(r"[A-Za-z]{2,}")
LATIN = re.compile(
    r"drafter|draft|city|county|township|docx|xlsx|md|txt|json|yaml|pdf|Word|JSON|Schema|"
    r"list|show|lst|drat|other|small|moon|out|html|xls"
)
"""Names of commands, levels and formats, and what the users of these tests wrote."""


def ids_in_click() -> set[str]:
    """Return every text that the installed Click gives to gettext."""
    found: set[str] = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                found.update(
                    one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )
    return found


def test_every_message_that_we_translate_is_one_of_clicks() -> None:
    unknown = set(MESSAGES) - ids_in_click() - set(ELSEWHERE)
    assert not unknown


def test_a_translation_keeps_the_names_in_braces() -> None:
    for english, chinese in MESSAGES.items():
        names = set(re.findall(r"\{(\w+)", english))
        assert set(re.findall(r"\{(\w+)", chinese)) <= names, english


USAGE_ERRORS = [
    "",
    "drat",
    "structures",
    "structures lst",
    "structures show",
    "draft",
    "draft small other",
    "draft small --lenght 3",
    "draft small --nope",
    "draft small -x",
    "draft small --seed",
    "draft small --seed x",
    "draft small --seed -1",
    "draft small --length 3",
    "draft small --minutes x",
    "draft small --minutes 0",
    "draft small --level moon",
    "draft small --as-of x",
    "draft small --as-of 2026-13-01",
    "draft small --force=1",
    "draft small --set x",
    "sections list --nope",
    "facts small -o out.pdf",
    "draft small -o out.xls",
]


@pytest.mark.parametrize("command", USAGE_ERRORS)
def test_usage_errors_hold_no_english(command: str, tmp_path: Path) -> None:
    write_files(tmp_path, SMALL)
    status, out, err = run(*command.split(), cwd=tmp_path)
    assert (status, out) == (2, "")
    words = ENGLISH.findall(re.sub(r"--[a-z-]+", "", err))
    assert [word for word in words if not LATIN.fullmatch(word) and word not in COMMANDS] == []


@pytest.mark.parametrize(
    "command",
    [
        "",
        *COMMANDS,
        *(f"sections {name}" for name in sections.commands),
        "structures show",
        "corpus extract",
        "facts merge",
    ],
)
def test_every_command_explains_itself_in_chinese(command: str, tmp_path: Path) -> None:
    status, out, err = run(*command.split(), "--help", cwd=tmp_path)
    assert (status, err) == (0, "")
    assert out.startswith("用法：")
    for word in ("Usage", "Options", "Commands", "Show this", "default", "required", "TEXT", "INTEGER", "PATH", "FILE"):
        assert word not in out


def test_the_version(tmp_path: Path) -> None:
    from drafter import __version__

    assert run("--version", cwd=tmp_path) == (0, f"drafter {__version__}\n", "")
