"""Filling texts with facts: evaluates the compiled texts of `drafter.model.template`.

A fact that nobody supplied is a Gap. It prints as 【待补：label】, passes unchanged through every filter and joins
other text without being lost. Evaluation is bounded: a text may not print more than `MAX_OUTPUT` characters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from drafter.assembly.facts import FactSheet, label_of
from drafter.assembly.values import Comparison, Value, read_value
from drafter.errors import InputError
from drafter.library.lazy import text_key
from drafter.model import template as t
from drafter.model.library import Library
from drafter.model.term import Term
from drafter.text.counting import length
from drafter.text.numerals import cn_date, cn_digits, cn_number, date_text, ordinal

MAX_OUTPUT = 50_000
FAMILY = re.compile(r"\bterm\.(\w+)")


class Missing(NamedTuple):
    """The value of a fact that nobody supplied."""

    fact: str


Piece = str | Missing
Scope = Mapping[str, Any]


class Filled(NamedTuple):
    """A text with its facts in place."""

    pieces: tuple[Piece, ...]
    unused: tuple[str, ...]
    """Facts not given whose sentence was left out."""


class Filler:
    """Fills texts for one draft: one library, one set of facts, one date."""

    def __init__(self, library: Library, sheet: FactSheet, sections: int = 0, *, examples: bool = False) -> None:
        """`sections` is the number of first-level sections, which a text may count.

        With `examples` every fact is at its example, known or not, so that filling a gap changes no length.
        """
        self.library = library
        self._day = sheet.as_of
        self._terms = {name: library.terms.wording(name, sheet.as_of) for name in library.terms.families}
        derived = {**sheet.derived, "sections": sections, "term": self._terms}
        self._examples = _Examples(library, derived)
        self._scope: Scope = self._examples if examples else {**sheet.given, **derived}
        self._all_known = examples
        self._lengths: dict[str, int] = {}
        self._filled: dict[str, Filled] = {}

    def fill(self, text: str) -> Filled:
        """Return `text` with its facts in place; raises InputError when it grows out of bounds."""
        if text not in self._filled:
            self._filled[text] = self._run(text) if "{" in text or len(text) > MAX_OUTPUT else Filled((text,), ())
        return self._filled[text]

    def _run(self, text: str) -> Filled:
        return self.run(self._program(text))

    def run(self, program: t.Program) -> Filled:
        """Return what a program prints; raises InputError when it grows out of bounds."""
        run = _Run(self._scope, examples=self._all_known)
        return Filled(tuple(run.body(program, {})), tuple(dict.fromkeys(run.unused)))

    def plain(self, text: str) -> str:
        """Return `text` as it prints, gaps included."""
        pieces = self.fill(text).pieces
        return "".join(self.gap_text(piece) if isinstance(piece, Missing) else piece for piece in pieces)

    def measure(self, text: str) -> int:
        """Return the length of `text` as it prints, white space aside."""
        if text not in self._lengths:
            self._lengths[text] = length(self.plain(text) if "{" in text else text)
        return self._lengths[text]

    def is_valid(self, text: str) -> bool:
        """Return whether every formulation in `text` is right on the day, by reference or written out."""
        if any(self._terms.get(family) is None for family in FAMILY.findall(text)):
            return False
        return not any(term.wording in text and not term.excused_in(text) for term in self._lapsed)

    def lapsed_in(self, text: str) -> list[str]:
        """Return the wordings in `text` that are not right on the day; longer terms hide shorter ones."""
        lapsed = {term.wording for term in self._lapsed if term.wording in text and not term.excused_in(text)}
        if not lapsed:
            return []
        found = []
        for wording in sorted({term.wording for term in self.library.terms.all_terms()}, key=len, reverse=True):
            if wording in text:
                text = text.replace(wording, "〓")
                if wording in lapsed:
                    found.append(wording)
        return found

    @functools.cached_property
    def _lapsed(self) -> tuple[Term, ...]:
        """The terms that are not right on the day, unless another version of the same wording is."""
        terms = self.library.terms.all_terms()
        right = {term.wording for term in terms if term.valid_on(self._day)}
        return tuple(term for term in terms if term.wording not in right)

    def value(self, name: str, field: str = "") -> Any:
        """Return a fact, or a field of a record; a Missing where nobody supplied it."""
        expr: t.Expr = t.Attr(t.Name(name), field) if field else t.Name(name)
        return _Run(self._scope, examples=self._all_known).value(expr, {})

    def example_length(self, fact: str) -> int:
        """Return how long a gap will be once it is filled."""
        name, _, field = fact.partition(".")
        value = self._examples.get(name, "")
        return length(as_text(value.get(field, "") if field and isinstance(value, dict) else value))

    def gap_text(self, missing: Missing) -> str:
        """Return how a gap prints."""
        return f"【待补：{label_of(missing.fact, self.library)}】"

    def _program(self, text: str) -> t.Program:
        if "{" not in text:
            return (t.Text(text),)
        return self.library.programs[text_key(text)]


class _Examples(dict[str, Any]):
    """Every fact at its example; read when first asked for."""

    def __init__(self, library: Library, derived: Scope) -> None:
        super().__init__(derived)
        self.specs = library.facts.facts

    def __missing__(self, name: str) -> Any:
        spec = self.specs[name]
        self[name] = read_value(spec.example, spec)
        return self[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self or name in self.specs else default


class _Run:
    """One evaluation."""

    def __init__(self, scope: Scope, *, examples: bool) -> None:
        self.scope = scope
        self.examples = examples
        self.unused: list[str] = []
        self.printed = 0
        self.passes = 0
        self.lists: dict[str, t.Expr] = {}
        """The list that each loop variable runs over."""

    def body(self, program: t.Program, local: Scope) -> Iterator[Piece]:
        for node in program:
            if isinstance(node, t.Text):
                yield self._count(node.value)
            elif isinstance(node, t.Print):
                yield from self._print(self.value(node.value, local))
            elif isinstance(node, t.If):
                taken = node.body if self._test(node, local) else node.otherwise
                yield from self.body(taken, local)
            else:
                yield from self._loop(node, local)

    def _count(self, text: str) -> str:
        self.printed += len(text)
        if self.printed > MAX_OUTPUT:
            raise InputError("一段文字展开后太长", hint=f"不超过 {MAX_OUTPUT} 字；检查循环用的列表要素")
        return text

    def _pass(self) -> None:
        """Count one pass of a loop: loops in loops must end even where they print nothing."""
        self.passes += 1
        if self.passes > MAX_OUTPUT:
            raise InputError("一段文字里的循环太多", hint=f"不超过 {MAX_OUTPUT} 次；检查循环用的列表要素")

    def _print(self, value: Any) -> Iterator[Piece]:
        for part in value if isinstance(value, tuple) and not isinstance(value, Missing) else (value,):
            yield _gap(part) if isinstance(part, Missing) else self._count(as_text(part))

    def _test(self, node: t.If, local: Scope) -> bool:
        taken = self.value(node.test, local)
        if not taken or isinstance(taken, Missing):
            missing = self._missing(_asked(node.test), local)
            self.unused += missing + (self._missing(_used(node.body), local) if missing else [])
            return False
        return True

    def _missing(self, asked: list[t.Expr], local: Scope) -> list[str]:
        """Return the facts among `asked` that nobody supplied."""
        values = [self.value(expr, local) for expr in asked]
        return [value.fact for value in values if isinstance(value, Missing) and not value.fact.startswith("term.")]

    def _loop(self, node: t.For, local: Scope) -> Iterator[Piece]:
        items = self.value(node.iterable, local)
        if isinstance(items, Missing):
            yield items
            return
        outer, self.lists = self.lists, {**self.lists, node.target: node.iterable}
        for index, item in enumerate(items):
            self._pass()
            loop = {"first": index == 0, "last": index == len(items) - 1, "index": index + 1}
            yield from self.body(node.body, {**local, node.target: item, "loop": loop})
        self.lists = outer

    def value(self, expr: t.Expr, local: Scope) -> Any:
        """Return the value of `expr`; a Missing for a fact that nobody supplied."""
        return _EVALUATORS[type(expr)](self, expr, local)

    def _name(self, expr: t.Name, local: Scope) -> Any:
        if expr.name in local:
            return local[expr.name]
        found = self.scope.get(expr.name)
        return Missing(expr.name) if found is None else found

    def _attr(self, expr: t.Attr, local: Scope) -> Any:
        base = self.value(expr.base, local)
        if isinstance(base, Missing):
            return Missing(f"{base.fact}.{expr.field}")
        found = base.get(expr.field) if isinstance(base, dict) else None
        if found is not None:
            return found
        return Missing(_fact_name(t.Attr(self._record(expr.base), expr.field)))

    def _record(self, base: t.Expr) -> t.Expr:
        """Return the fact that a loop variable stands for, so that a gap bears its name."""
        return self.lists.get(base.name, base) if isinstance(base, t.Name) else base

    def _filter(self, expr: t.Filter, local: Scope) -> Any:
        base = self.value(expr.base, local)
        if isinstance(base, Missing):
            return "" if expr.name == "compared" else base  # the figure itself is the gap
        arguments = [self.value(argument, local) for argument in expr.arguments]
        return FILTERS[expr.name](base, *arguments)

    def _known(self, expr: t.Known, local: Scope) -> bool:
        return self.examples or not isinstance(self.value(expr.base, local), Missing)

    def _not(self, expr: t.Not, local: Scope) -> bool:
        value = self.value(expr.base, local)
        return isinstance(value, Missing) or not value

    def _join(self, expr: t.Join, local: Scope) -> bool:
        left = self.value(expr.left, local)
        left = bool(left) and not isinstance(left, Missing)
        if left == (expr.operator == "or"):
            return left
        right = self.value(expr.right, local)
        return bool(right) and not isinstance(right, Missing)

    def _compare(self, expr: t.Compare, local: Scope) -> bool:
        left, right = self.value(expr.left, local), self.value(expr.right, local)
        if isinstance(left, Missing) or isinstance(right, Missing):
            return False
        try:
            return bool(COMPARISONS[expr.operator](left, right))
        except TypeError:
            return False

    def _concat(self, expr: t.Concat, local: Scope) -> Any:
        found: list[Any] = []
        for part in expr.parts:
            value = self.value(part, local)
            found += value if isinstance(value, tuple) and not isinstance(value, Missing) else (value,)
        return tuple(found)

    def _const(self, expr: t.Const, _local: Scope) -> Any:
        return expr.value


_EVALUATORS: Mapping[type, Callable[[_Run, Any, Scope], Any]] = {
    t.Name: _Run._name,
    t.Attr: _Run._attr,
    t.Filter: _Run._filter,
    t.Known: _Run._known,
    t.Not: _Run._not,
    t.Join: _Run._join,
    t.Compare: _Run._compare,
    t.Concat: _Run._concat,
    t.Const: _Run._const,
}


def _asked(expr: t.Expr) -> list[t.Expr]:
    """Return the facts whose presence a test asks for."""
    if isinstance(expr, t.Known):
        return [expr.base]
    if isinstance(expr, t.Join):
        return _asked(expr.left) + _asked(expr.right)
    return [expr] if isinstance(expr, t.Name) else []


def _used(program: t.Program, bound: frozenset[str] = frozenset({"loop"})) -> list[t.Expr]:
    """Return the facts that a branch would print or ask for, were it taken; `bound` are loop variables."""
    found: list[t.Expr] = []
    for node in program:
        if isinstance(node, t.Print):
            found += _parts(node.value)
        elif isinstance(node, t.If):
            found += [*_asked(node.test), *_used(node.body, bound), *_used(node.otherwise, bound)]
        elif isinstance(node, t.For):
            found += [node.iterable, *_used(node.body, bound | {node.target})]
    return [expr for expr in found if _root(expr) not in bound]


def _parts(expr: t.Expr) -> list[t.Expr]:
    return [one for part in expr.parts for one in _parts(part)] if isinstance(expr, t.Concat) else [expr]


def _root(expr: t.Expr) -> str:
    """Return the name that a field or a filtered value is taken from."""
    while isinstance(expr, t.Attr | t.Filter):
        expr = expr.base
    return expr.name if isinstance(expr, t.Name) else ""


def _gap(missing: Missing) -> Missing:
    """Return a missing fact, which prints as a gap. Raises InputError for a term: nobody can supply that."""
    if missing.fact.startswith("term."):
        raise InputError(
            f"{{{{ {missing.fact} }}}} 在这个日期没有提法", hint="换一个日期（--as-of），或在 terms.yaml 里补上"
        )
    return missing


def _fact_name(expr: t.Expr) -> str:
    if isinstance(expr, t.Attr):
        return f"{_fact_name(expr.base)}.{expr.field}"
    return expr.name if isinstance(expr, t.Name) else ""


def as_text(value: Value | None) -> str:
    """Return how a value prints: figures in Arabic digits, dates as 2026年1月5日, lists joined by 、."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, list):
        return "、".join(as_text(item) for item in value)
    if isinstance(value, dict):
        return "".join(as_text(item) for item in value.values())
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _number(value: Any, render: Callable[[int], str]) -> str:
    return render(value) if isinstance(value, int) and not isinstance(value, bool) else as_text(value)


def _joined(value: Any, separator: str = "、") -> str:
    return separator.join(as_text(item) for item in value) if isinstance(value, list) else as_text(value)


def _ends(value: Any, position: int) -> Any:
    return value[position] if isinstance(value, list) and value else value


def _comparison(value: Any) -> str:
    """Return what a figure is compared with, in brackets, for behind its unit; nothing where it has none."""
    if not isinstance(value, Comparison):
        return ""
    period = f"{value.period}，" if value.period else ""
    return f"（{period}上年同期{as_text(value.last)}{value.unit}）"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "compared": _comparison,
    "cn_number": lambda value: _number(value, cn_number),
    "cn_digits": lambda value: _number(value, cn_digits),
    "cn_date": lambda value: cn_date(value) if isinstance(value, date) else as_text(value),
    "ordinal": lambda value: _number(value, ordinal),
    "join": _joined,
    "count": lambda value: len(value) if isinstance(value, list) else 1,
    "first": lambda value: _ends(value, 0),
    "last": lambda value: _ends(value, -1),
}
COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "lteq": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "gteq": lambda a, b: a >= b,
}
