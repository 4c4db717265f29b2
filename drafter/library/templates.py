"""Jinja source → the closed node set of `drafter.model.template`; everything else is refused.

Jinja2's own lexer and parser read the syntax; this module walks the parsed tree with an allow-list. What a text
may hold (DESIGN 5): names of facts, fields of records, the listed filters, `if` over level, unit, a bool fact or
`x is known`, and `for` over a list fact.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

from drafter.errors import DrafterError
from drafter.model import template as t
from drafter.model.fact import FactSpec
from drafter.model.problem import Problem, error
from drafter.source import Source
from drafter.text.likeness import did_you_mean

FILTERS: Mapping[str, str] = {
    "cn_number": "汉字数字",
    "cn_digits": "逐位汉字数字",
    "cn_date": "汉字日期",
    "ordinal": "第几",
    "join": "连接",
    "count": "个数",
    "first": "第一个",
    "last": "最后一个",
    "compared": "上年同期",
}
DERIVED: Mapping[str, str] = {
    "level": "text", "unit": "text", "our": "text", "whole": "text", "congress": "text",
    "standing_body": "text", "party_committee": "text", "government": "text", "court": "text",
    "procuratorate": "text", "supervisory_commission": "text", "localities": "text",
    "grassroots_congress": "text", "superior_party": "text", "superior_congress": "text",
    "season": "text", "year": "year", "last_year": "year", "sections": "count",
}  # fmt: skip
"""Names that follow from the facts and the date, with their types (DESIGN 4)."""
NUMBERS = ("count", "ordinal", "year")
FILTER_TYPES: Mapping[str, tuple[str, ...]] = {
    "cn_number": NUMBERS,
    "cn_digits": NUMBERS,
    "ordinal": NUMBERS,
    "cn_date": ("date",),
    "compared": ("count", "amount", "percent"),
}
"""Which facts a filter makes sense for."""
FILTER_NOUNS: Mapping[str, str] = {
    "cn_number": "整数",
    "cn_digits": "整数",
    "ordinal": "整数",
    "cn_date": "日期",
    "compared": "数",
}
MAX_SOURCE = 20_000
MAX_NODES = 2_000
MAX_NESTING = 30
MAX_NUMBER = 10**15


class Names(NamedTuple):
    """The names that texts may use."""

    facts: Mapping[str, FactSpec]
    families: Collection[str]
    labels: Mapping[str, str] = {}
    """Chinese label → name of the fact; a text may use either."""

    def all(self) -> list[str]:
        """Return every legal name."""
        return [*self.facts, *DERIVED, *(f"term.{family}" for family in self.families)]


class Refused(DrafterError):
    """A text holds something that is not allowed; the line counts from 1 within the text."""

    code = "template"

    def __init__(self, rule: str, message: str, line: int, hint: str = "") -> None:
        """Keep the rule id and the line."""
        super().__init__(message, hint=hint)
        self.rule = rule
        self.line = line


def compile_checked(text: str, source: Source, names: Names) -> tuple[t.Program, tuple[Problem, ...]]:
    """Return the program of `text` and what is wrong with it; the program is empty where anything is."""
    try:
        return compile_text(text, names), ()
    except Refused as refused:
        place = Source(source.path, source.line + refused.line - 1, source.column if refused.line == 1 else 0)
        return (), (error(refused.rule, refused.message, place, hint=refused.hint),)


def compile_text(text: str, names: Names) -> t.Program:
    """Return the program of `text`. Raises Refused at the first thing that is not allowed."""
    if "{" not in text:
        return (t.Text(text),) if text else ()
    if len(text) > MAX_SOURCE:
        raise Refused("template-size", "这段文字太长", 1, f"不超过 {MAX_SOURCE} 字")
    return _Compiler(names).body(_parse(text).body)


def _parse(text: str) -> Any:
    from jinja2 import TemplateSyntaxError

    try:
        return _environment().parse(text)
    except TemplateSyntaxError as failure:
        message, hint = _syntax_message(failure.message or "")
        raise Refused("template-syntax", message, failure.lineno, hint) from failure
    except ValueError as failure:
        raise Refused("template-size", "模板标记里的数太大", 1) from failure
    except RecursionError as failure:
        raise Refused("template-size", "模板标记嵌套太深", 1) from failure


@functools.cache
def _environment() -> Any:
    from jinja2 import Environment

    return Environment(autoescape=False)


SYNTAX_MESSAGES = (
    ("Unexpected end of template", "模板标记没有结束", "{% if … %} 要有 {% endif %}，{% for … %} 要有 {% endfor %}"),
    ("unexpected end of template", "模板标记没有结束", "{{ 要有 }}，{% 要有 %}"),
    ("unknown tag", "不认识这个模板标记", "只能用 if、elif、else、endif、for、endfor"),
    ("Missing end of", "模板标记没有结束", "补上结束的 #} 或 %}"),
    ("expected token 'end of print statement'", "{{ }} 里写法有误", "只写一个要素名，如 {{ law_checks }}"),
    ("No filter named", "没有这个过滤器", f"可以用：{'、'.join(FILTERS)}"),
    ("No test named", "没有这个判断", "只能用 is known、is not known"),
)


def _syntax_message(said: str) -> tuple[str, str]:
    for known, message, hint in SYNTAX_MESSAGES:
        if known in said:
            return message, hint
    return "模板标记写法有误", "检查 {{ }} 和 {% %} 是否配对"


def _is_text(arguments: tuple[t.Expr, ...]) -> bool:
    """Return whether `arguments` are one literal text."""
    return len(arguments) == 1 and isinstance(arguments[0], t.Const) and isinstance(arguments[0].value, str)


class _Compiler:
    """Converts one parsed text; counts nodes, knows loop variables."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.loops: dict[str, str] = {}
        self.count = 0
        self.depth = 0

    def body(self, nodes: list[Any]) -> t.Program:
        return tuple(made for node in nodes for made in self.statement(node))

    def statement(self, node: Any) -> list[t.Node]:
        made: list[t.Node] = self._descend(self.STATEMENTS, node)
        return made

    def expression(self, node: Any) -> t.Expr:
        made: t.Expr = self._descend(self.EXPRESSIONS, node)
        return made

    def _descend(self, handlers: Mapping[str, Callable[..., Any]], node: Any) -> Any:
        """Convert `node`; refuses what is nested so deep that walking it could exhaust the stack."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise Refused("template-size", "模板标记嵌套太深", node.lineno, f"最多 {MAX_NESTING} 层")
        made = self._pick(handlers, node)(self, node)
        self.depth -= 1
        return made

    def _pick(self, handlers: Mapping[str, Callable[..., Any]], node: Any) -> Callable[..., Any]:
        self.count += 1
        if self.count > MAX_NODES:
            raise Refused("template-size", "这段文字里的模板标记太多", node.lineno)
        handler = handlers.get(type(node).__name__)
        if handler is None:
            raise Refused(
                "template-forbidden",
                "这里用了不允许的模板写法",
                node.lineno or 1,
                "只能用要素名、记录的字段、规定的过滤器、if 和 for",
            )
        return handler

    def _output(self, node: Any) -> list[t.Node]:
        made: list[t.Node] = []
        for part in node.nodes:
            if type(part).__name__ == "TemplateData":
                made.append(t.Text(part.data))
            else:
                made.append(t.Print(self.expression(part)))
        return made

    def _if(self, node: Any) -> list[t.Node]:
        if len(node.elif_) > MAX_NESTING:
            raise Refused("template-size", "elif 太多", node.lineno, f"最多 {MAX_NESTING} 个")
        otherwise = self.body(node.else_)
        for branch in reversed(node.elif_):
            otherwise = (t.If(self.condition(branch.test), self.body(branch.body), otherwise),)
        return [t.If(self.condition(node.test), self.body(node.body), otherwise)]

    def condition(self, node: Any) -> t.Expr:
        """Convert the test of an `if`, which may ask only for what no writer could mistake."""
        made = self.expression(node)
        if not self._is_test(made):
            raise Refused(
                "template-forbidden",
                "if 只能判断 level、unit、是否型要素，或“要素 is known”",
                node.lineno,
                "写成 {% if 要素名 is known %}",
            )
        return made

    def _is_test(self, expr: t.Expr) -> bool:
        if isinstance(expr, t.Known):
            return True
        if isinstance(expr, t.Not):
            return self._is_test(expr.base)
        if isinstance(expr, t.Join):
            return self._is_test(expr.left) and self._is_test(expr.right)
        if isinstance(expr, t.Compare):
            return {expr.left, expr.right} & {t.Name("level"), t.Name("unit")} != set()
        if isinstance(expr, t.Attr):
            return expr.base == t.Name("loop")
        return isinstance(expr, t.Name) and self._type_of(expr.name) == "bool"

    def _type_of(self, name: str) -> str:
        spec = self.names.facts.get(name)
        return spec.type if spec else DERIVED.get(name, "")

    def _for(self, node: Any) -> list[t.Node]:
        iterable = self.expression(node.iter)
        is_list = isinstance(iterable, t.Name) and self._type_of(iterable.name) == "list"
        plain = type(node.target).__name__ == "Name" and not node.else_ and not node.test and not node.recursive
        if not (is_list and plain):
            raise Refused("template-forbidden", "for 只能用于列表型要素", node.lineno, "写成 {% for x in 列表要素 %}")
        assert isinstance(iterable, t.Name)
        if self._is_taken(node.target.name):
            message = f"for 的变量不能叫“{node.target.name}”，已有同名的要素"
            raise Refused("template-forbidden", message, node.lineno, "换一个名称，如 item")
        outer, self.loops = self.loops, {**self.loops, node.target.name: iterable.name}
        body = self.body(node.body)
        self.loops = outer
        return [t.For(node.target.name, iterable, body)]

    def _is_taken(self, name: str) -> bool:
        return name in ("loop", "term") or name in DERIVED or name in self.names.facts or name in self.names.labels

    def _name(self, node: Any) -> t.Expr:
        name = self.names.labels.get(node.name, node.name)
        known = name in self.names.facts or name in DERIVED or name in self.loops or (name == "loop" and self.loops)
        if not known:
            legal = self.names.all()
            hint = did_you_mean(name, legal) or "要素见 sections/facts.yaml；新的要素先加到那里"
            raise Refused("unknown-fact", f"没有“{name}”这个要素", node.lineno, hint)
        return t.Name(name)

    def _attr(self, node: Any) -> t.Expr:
        base = getattr(node.node, "name", "")
        if base == "term":
            return self._family(node)
        if base == "loop" and self.loops and node.attr in ("first", "last", "index"):
            return t.Attr(t.Name("loop"), node.attr)
        made = self.expression(node.node)
        spec = self.names.facts.get(self.loops.get(base, base))
        fields = spec.fields if spec and (spec.type == "record" or base in self.loops) else {}
        if node.attr not in fields:
            hint = did_you_mean(node.attr, fields) or (f"可以写：{'、'.join(fields)}" if fields else "")
            raise Refused("unknown-fact", f"“{base}”没有“{node.attr}”这一项", node.lineno, hint)
        return t.Attr(made, node.attr)

    def _family(self, node: Any) -> t.Expr:
        if node.attr not in self.names.families:
            hint = did_you_mean(node.attr, self.names.families) or "提法见 sections/terms.yaml"
            raise Refused("unknown-term", f"没有“term.{node.attr}”这组提法", node.lineno, hint)
        return t.Attr(t.Name("term"), node.attr)

    def _filter(self, node: Any) -> t.Expr:
        if node.name not in FILTERS or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
            hint = did_you_mean(node.name, FILTERS) or f"可以用：{'、'.join(FILTERS)}"
            raise Refused("template-forbidden", f"不能用过滤器“{node.name}”", node.lineno, hint)
        self._check_type(node)
        arguments = tuple(self.expression(argument) for argument in node.args)
        if arguments and not (node.name == "join" and _is_text(arguments)):
            raise Refused(
                "template-forbidden",
                f"过滤器“{node.name}”后面的括号写得不对",
                node.lineno,
                "只有 join 可以带一个分隔符，如 join('，')",
            )
        base = self.expression(node.node)
        if isinstance(base, t.Concat):
            raise Refused("template-forbidden", "过滤器只能用在一个要素上", node.lineno, "先过滤，再用 ~ 连接")
        return t.Filter(base, node.name, arguments)

    def _check_type(self, node: Any) -> None:
        """Refuse a number's filter over a fact that is no number, and a date's over one that is no date."""
        name = self.names.labels.get(getattr(node.node, "name", ""), getattr(node.node, "name", ""))
        kind = "" if name in self.loops else self._type_of(name)
        wanted = FILTER_TYPES.get(node.name)
        if kind and wanted and kind not in wanted:
            raise Refused("fact-type", f"“{name}”不是{FILTER_NOUNS[node.name]}，不能用“{node.name}”", node.lineno)

    def _test(self, node: Any) -> t.Expr:
        if node.name != "known" or node.args or node.kwargs:
            raise Refused("template-forbidden", f"不能用判断“is {node.name}”", node.lineno, "只能用 is known")
        return t.Known(self.expression(node.node))

    def _compare(self, node: Any) -> t.Expr:
        operand = node.ops[0]
        if len(node.ops) != 1 or operand.op not in ("eq", "ne", "lt", "lteq", "gt", "gteq"):
            raise Refused("template-forbidden", "不能这样比较", node.lineno, "只能用 == 和 !=、< 和 >、<= 和 >=")
        return t.Compare(operand.op, self.expression(node.expr), self.expression(operand.expr))

    def _const(self, node: Any) -> t.Expr:
        if isinstance(node.value, int | float) and not abs(node.value) < MAX_NUMBER:
            raise Refused("template-size", "模板标记里的数太大", node.lineno)
        return t.Const(node.value)

    def _not(self, node: Any) -> t.Expr:
        return t.Not(self.expression(node.node))

    def _and(self, node: Any) -> t.Expr:
        return t.Join("and", self.expression(node.left), self.expression(node.right))

    def _or(self, node: Any) -> t.Expr:
        return t.Join("or", self.expression(node.left), self.expression(node.right))

    def _concat(self, node: Any) -> t.Expr:
        return t.Concat(tuple(self.expression(part) for part in node.nodes))

    STATEMENTS: Mapping[str, Callable[..., Any]] = {"Output": _output, "If": _if, "For": _for}
    EXPRESSIONS: Mapping[str, Callable[..., Any]] = {
        "Name": _name,
        "Getattr": _attr,
        "Filter": _filter,
        "Test": _test,
        "Compare": _compare,
        "Const": _const,
        "Not": _not,
        "And": _and,
        "Or": _or,
        "Concat": _concat,
    }
