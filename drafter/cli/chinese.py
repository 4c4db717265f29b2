"""Click's own words in Chinese.

Click marks its messages with gettext's `_`; the modules that use it are given ours. The keys are Click's English.
"""

from __future__ import annotations

import re
import sys

MESSAGES = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Error: {message}": "错误：{message}",
    "Error: invalid input": "错误：写法不对",
    "Aborted!": "已中止。",
    "Show this message and exit.": "显示本说明。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "(dynamic)": "（按情况）",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing command.": "没有写命令。",
    "Choose from:\n\t{choices}": "可以写：{choices}",
    "No such option {name!r}.": "没有“{name}”这个选项。",
    "No such option: {name}": "没有“{name}”这个选项。",
    "No such command {name!r}.": "没有“{name}”这个命令。",
    "Did you mean {possibility}?": "是否想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是否想写：{possibilities}？",
    "(Possible options: {possibilities})": "是否想写：{possibilities}？",
    "Got unexpected extra argument ({args})": "多了参数：{args}",
    "Got unexpected extra arguments ({args})": "多了参数：{args}",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要写 {nargs} 个值。",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要写 {nargs} 个值。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不写值。",
    "Try '{command} {option}' for help.": "用 {command} {option} 看说明。",
    "{value!r} is not {choice}.": "“{value}”不对，可以写：{choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不对，可以写：{choices}。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是数。",
    "{value} is not in the range {range}.": "{value} 超出范围 {range}。",
    "{name} {filename!r} does not exist.": "没有这个文件：{filename}",
    "{name} {filename!r} is a directory.": "这是一个文件夹：{filename}",
    "{name} {filename!r} is a file.": "这是一个文件：{filename}",
    "{name} {filename!r} is not readable.": "读不了这个文件：{filename}",
}
MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types", "utils")


def translate(message: str) -> str:
    """Return Click's message in Chinese, or as it is where we have no words for it."""
    return MESSAGES.get(message, message)


def in_chinese_marks(message: str) -> str:
    """Return Click's message with the quotes and the full stop that it sets itself as Chinese has them."""
    message = re.sub(r"'([^']*)'", r"“\1”", message).replace("”, “", "”、“")
    return re.sub(r"”\.(?= |$)", "”。", message).replace("。 是否", "。是否")


def translate_plural(singular: str, plural: str, number: int) -> str:
    """Return the Chinese of a message that English writes in two numbers."""
    chosen = singular if number == 1 else plural
    return MESSAGES.get(chosen) or translate(singular)


def speak_chinese() -> None:
    """Give Click's modules our translations."""
    for name in MODULES:
        module = sys.modules.get(f"click.{name}")
        if module is not None:
            vars(module)["_"] = translate
            vars(module)["ngettext"] = translate_plural
