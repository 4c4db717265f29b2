"""Options that several commands share, and how their words become values."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from drafter.errors import UsageError

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class DateType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A date, 2026-03-18 or 2026年3月18日."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or fail with a message."""
        from drafter.assembly.values import WrongValue, read_date

        try:
            return value if isinstance(value, date) else read_date(str(value))
        except WrongValue as wrong:
            self.fail(str(wrong), param, ctx)


class OutputCommand(click.Command):
    """A command with the option ``-o``, ``--output``; reads the short name as the long one.

    Click looks for long options that are spelt like a short one (difflib) before it reads it as such, which takes
    longer than all else on a command line.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of a command line."""
        return super().parse_args(ctx, self._spelt_out(args))

    def _spelt_out(self, words: list[str]) -> list[str]:
        """Return `words` with the long name; where “-o” may be a value, it stays as it is."""
        options = [one for one in self.params if isinstance(one, click.Option) and not one.is_flag]
        before_value = {name for one in options for name in one.opts}
        found = list(words)
        for at, word in enumerate(words[:-1]):
            if word == "--":
                break
            if word == "-o" and (at == 0 or words[at - 1] not in before_value):
                found[at] = "--output"
        return found


LEVELS = ("city", "county", "township")
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="[text|json]",
    help="屏幕输出的格式。",
)
facts_option = click.option(
    "--facts",
    "fact_files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="会议要素表（YAML），可以写多次，后面的盖过前面的。",
)
set_option = click.option(
    "--set", "settings", multiple=True, metavar="名称=值", help="直接给一个要素，如 --set place=青山县。"
)
level_option = click.option(
    "--level", type=click.Choice(LEVELS), metavar="[city|county|township]", help="层级：市、县、乡镇。"
)
as_of_option = click.option(
    "--as-of", type=DateType(), metavar="日期", help="提法以哪一天为准；默认是会议日期，没有就是今天。"
)


def length_options(length: str, minutes: str) -> Callable[[Decorated], Decorated]:
    """Return the two options for a length, with what they say of themselves."""
    by_length = click.option("--length", type=click.IntRange(min=100, max=100_000), metavar="字数", help=length)
    by_minutes = click.option(
        "--minutes", type=click.FloatRange(min=1, max=300), metavar="分钟", help=f"{minutes}，按每分钟 200 字折算。"
    )
    return lambda command: by_length(by_minutes(command))


seed_option = click.option("--seed", type=click.IntRange(min=0), metavar="数", help="换一个数，换一种选段；默认 1。")


def fact_layers(fact_files: tuple[Path, ...], settings: tuple[str, ...], library: Any = None) -> list[Any]:
    """Return the layers of facts given on the command line, in order; tables (.xlsx, .docx) need the library."""
    from drafter.api import parse_setting, read_layer
    from drafter.assembly.facts import Layer
    from drafter.source import Source

    layers = [read_layer(path, library) for path in fact_files]
    if settings:
        layers.append(Layer(dict(parse_setting(one) for one in settings), Source("--set")))
    return layers


def wanted_length(length: int | None, minutes: float | None) -> int | None:
    """Return the target in characters. Raises UsageError for two targets."""
    from drafter.text.counting import characters_for

    if length is not None and minutes is not None:
        raise UsageError("--length 和 --minutes 只能写一个")
    return characters_for(minutes) if minutes is not None else length


def narrowing(command: Decorated) -> Decorated:
    """Add the options by which a search over the blocks is narrowed (the fields of `api.Narrowed`)."""
    options = (
        click.option("--theme", default="", metavar="主题", help="只找这个主题（英文名或中文名）。"),
        click.option("--tag", default="", metavar="标签", help="只找带这个标签的。"),
        click.option("--act", default="", metavar="动作", help="只找有这个行文动作的。"),
        click.option("--kind", default="", metavar="材料", help="只找能用在这类材料里的。"),
        click.option("--by", default="", metavar="讲话人", help="只找这个身份能讲的。"),
        click.option("--level", default="", metavar="层级", help="只找这一级能用的。"),
        click.option("--status", default="", metavar="状态", help="只找这个状态的；默认不找已停用的。"),
        click.option("--as-of", type=DateType(), metavar="日期", help="只找提法在这一天都能用的。"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def asked_for(given: dict[str, str], questions: dict[str, str]) -> dict[str, str]:
    """Return the answers of options, trimmed; those left out are asked for, by their questions.

    Raises UsageError where nobody can be asked; what is missing is told by its option.
    """
    missing = [name for name, value in given.items() if not value.strip()]
    if missing and not (sys.stdin.isatty() and sys.stderr.isatty()):
        wanted = "、".join(f"--{name} {questions[name].partition('（')[0]}" for name in missing)
        raise UsageError(f"还缺：{wanted}", hint="补上这几项再运行")
    return {
        name: value.strip() or click.prompt(questions[name], prompt_suffix="：", err=True)
        for name, value in given.items()
    }
