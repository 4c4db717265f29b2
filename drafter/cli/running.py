"""Running the program: the command tree, and the one place that maps errors to messages and exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

import click

from drafter import __version__
from drafter.cli.chinese import in_chinese_marks, speak_chinese, translate
from drafter.errors import DrafterError, InvalidFilesError

DONE, PROBLEMS, FAILED, GAPS, FAULT = 0, 1, 2, 3, 70
"""Exit statuses (DESIGN 8)."""
COMMANDS = {
    "draft": ("drafter.cli.drafting", "draft", "按结构和要素成稿，写成 Word 文件"),
    "package": ("drafter.cli.packaging", "package", "一张会议表，出一次会议的全部文件"),
    "facts": ("drafter.cli.sheets", "facts", "列出一个结构要填的要素，写成填报表"),
    "structures": ("drafter.cli.listing", "structures", "看有哪些结构"),
    "styles": ("drafter.cli.styles", "styles", "看有哪些版式，每个值的依据，本机缺哪些字体"),
    "sections": ("drafter.cli.listing", "sections", "看段落库"),
    "check": ("drafter.cli.checking", "check", "校对稿子：提法、职权、错字、标点、序号、重复、版式"),
    "cases": ("drafter.cli.cases", "cases", "管事例：核实过、同意公开的才进稿子"),
    "corpus": ("drafter.cli.corpus", "corpus", "读旧稿：看提纲，摘素材，审定入库"),
    "absorb": ("drafter.cli.absorbing", "absorb", "吸收改稿：看人改了什么，填的要素和改好的话收回来"),
    "diff": ("drafter.cli.comparing", "diff", "比较两稿：屏幕上看，或写成带修订的 Word 文件"),
    "inspect": ("drafter.cli.inspecting", "inspect", "读回一份 Word 文件：段落出处、改了哪里、还缺什么"),
    "finalize": ("drafter.cli.inspecting", "finalize", "出定稿：去掉批注、书签、稿单、作者等痕迹"),
    "init": ("drafter.cli.init", "init", "建一个工作区：单位档案和放自己段落的文件夹"),
    "doctor": ("drafter.cli.doctor", "doctor", "看哪些文件在起作用，哪里有错"),
    "undo": ("drafter.cli.editing", "undo", "撤销工作区里最近一次改动"),
    "terms": ("drafter.cli.terms", "terms", "查提法：写法、起止日期、依据"),
    "rules": ("drafter.cli.rules", "rules", "看检查规则"),
    "schema": ("drafter.cli.schemas", "schema", "打印各种文件的 JSON Schema"),
}


speak_chinese()
"""Before the first option is made: its English words would be looked up in gettext's files."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that each pays only for itself."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import one command."""
        if name not in COMMANDS:
            return None
        from importlib import import_module

        module, attribute, _ = COMMANDS[name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, about) for name, (_, _, about) in COMMANDS.items()])


@click.command(
    cls=LazyGroup,
    name="drafter",
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="drafter", message="%(prog)s %(version)s", help="显示版本号。")
@click.option("--debug", is_flag=True, help="出错时显示程序内部的调用过程。")
@click.pass_context
def program(ctx: click.Context, debug: bool) -> None:
    """人大讲话稿成稿工具：从段落库按结构成稿，写成 Word 文件。"""
    from drafter.library.watching import READING

    ctx.obj = {"debug": debug}
    READING.set(_reading)


def _reading(files: Any, total: int) -> Any:
    """Return a bar over library files that are read."""
    from drafter.cli.printing import progress

    return progress(files, total, "读段落库")


def run(arguments: Sequence[str] | None = None) -> None:
    """Run one command line and end the process."""
    speak_chinese()
    _use_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    _leave(execute(words))


def _leave(status: int) -> NoReturn:
    """End the process. Taking a hundred thousand small objects apart first would cost a tenth of a draft.

    Where anything might still have to be done (other threads, output that cannot be written, a debugger or profiler
    that looks on), Python ends it as usual.
    """
    watched = sys.gettrace() is not None or sys.getprofile() is not None
    threads = sys.modules.get("threading")
    if watched or "multiprocessing" in sys.modules or (threads is not None and threads.active_count() > 1):
        sys.exit(status)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(status)
    os._exit(status)


def _use_utf8() -> None:
    """Keep output whole where the console cannot show a character (cp936 has no “〇” variants, no emoji)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = None if stream.isatty() else "utf-8"
            reconfigure(errors="replace", **({"encoding": encoding} if encoding else {}))


def execute(words: list[str]) -> int:
    """Run `words` and return the exit status; whatever goes wrong ends in a message."""
    try:
        return _executed(words)
    except BrokenPipeError:
        _drop_output()
        return DONE
    except OSError as failure:
        return _io_failed(failure, words)


def _executed(words: list[str]) -> int:
    try:
        result: Any = program.main(args=words, prog_name="drafter", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as failure:
        return _usage_failed(failure, words)
    except click.Abort:
        click.echo("已中止。", err=True)
        return FAILED
    except DrafterError as failure:
        return _failed(failure, words)
    except OSError:
        raise
    except (Exception, RecursionError) as fault:
        return _fault(fault, words)
    return result if isinstance(result, int) else DONE


def _wants_json(words: Sequence[str]) -> bool:
    return "--format=json" in words or any(pair == ("--format", "json") for pair in pairwise(words))


def _usage_failed(failure: click.ClickException, words: Sequence[str]) -> int:
    no_command = type(failure).__name__ == "NoArgsIsHelpError"
    if no_command and not _wants_json(words):
        click.echo(failure.format_message(), err=True)
        return FAILED
    message = translate("Missing command.") if no_command else in_chinese_marks(failure.format_message())
    if _wants_json(words):
        _print_json_errors([{"code": "usage", "message": message, "file": "", "line": 0, "column": 0, "hint": ""}])
        return FAILED
    click.echo(f"错误：{message}", err=True)
    if isinstance(failure, click.UsageError) and failure.ctx is not None:
        click.echo(f"  用 {failure.ctx.command_path} --help 看说明。", err=True)
    return FAILED


def _failed(failure: DrafterError, words: Sequence[str]) -> int:
    from drafter.cli.printing import error_record, print_failure, problem_record

    if _wants_json(words):
        problems = failure.problems if isinstance(failure, InvalidFilesError) else ()
        _print_json_errors([problem_record(one) for one in problems] or [error_record(failure)])
    else:
        print_failure(failure)
    if "--debug" in words:
        raise failure
    return FAILED


def _io_failed(failure: OSError, words: Sequence[str]) -> int:
    """End where the output has no room (a full disk behind `>`) or a disk fails; the message goes where it can."""
    from drafter.errors import os_reason

    message = f"读写出错：{os_reason(failure)}"
    file = str(failure.filename or "")
    try:
        if _wants_json(words):
            _print_json_errors([{"code": "io", "message": message, "file": file, "line": 0, "column": 0, "hint": ""}])
            return FAILED
    except OSError:
        _drop_output()
    click.echo(f"错误：{file + '：' if file else ''}{message}", err=True)
    return FAILED


def _drop_output() -> None:
    """Let what standard output still holds go nowhere, so that closing it is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_json_errors(errors: list[dict[str, Any]]) -> None:
    import json

    click.echo(json.dumps({"version": 1, "errors": errors}, ensure_ascii=False, indent=2))


def _fault(fault: Exception, words: Sequence[str]) -> int:
    if "--debug" in words:
        raise fault
    message = f"程序内部出错（{type(fault).__name__}: {fault}）"
    hint = "这是 drafter 的错，不是你的错。加 --debug 再运行一次，把显示的内容发给我们"
    if _wants_json(words):
        _print_json_errors([{"code": "fault", "message": message, "file": "", "line": 0, "column": 0, "hint": hint}])
        return FAULT
    click.echo(f"错误：{message}\n  {hint}", err=True)
    return FAULT
