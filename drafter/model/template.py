"""Texts with Jinja in them, as data: the closed set of nodes that a library text may hold.

`drafter.library.templates` makes these from Jinja source, refusing everything else;
`drafter.assembly.filling` evaluates them. No code is ever generated from a library text.
"""

from typing import Literal

import msgspec


class _Node(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Base of template nodes; array_like keeps the cache small."""


class Const(_Node, frozen=True, array_like=True, tag=True):
    """A literal."""

    value: str | int | float | bool | None


class Name(_Node, frozen=True, array_like=True, tag=True):
    """A fact, a derived name or a loop variable."""

    name: str


class Attr(_Node, frozen=True, array_like=True, tag=True):
    """A field of a record: ``meeting.name``."""

    base: "Expr"
    field: str


class Filter(_Node, frozen=True, array_like=True, tag=True):
    """A filter applied to a value: ``x | cn_number``."""

    base: "Expr"
    name: str
    arguments: tuple["Expr", ...] = ()


class Known(_Node, frozen=True, array_like=True, tag=True):
    """``x is known``: whether somebody supplied the fact."""

    base: "Expr"


class Not(_Node, frozen=True, array_like=True, tag=True):
    """Negation."""

    base: "Expr"


class Join(_Node, frozen=True, array_like=True, tag=True):
    """``a and b`` or ``a or b``."""

    operator: Literal["and", "or"]
    left: "Expr"
    right: "Expr"


class Compare(_Node, frozen=True, array_like=True, tag=True):
    """A comparison of two values."""

    operator: Literal["eq", "ne", "lt", "lteq", "gt", "gteq"]
    left: "Expr"
    right: "Expr"


class Concat(_Node, frozen=True, array_like=True, tag=True):
    """``a ~ b``: the texts one after the other."""

    parts: tuple["Expr", ...]


Expr = Const | Name | Attr | Filter | Known | Not | Join | Compare | Concat


class Text(_Node, frozen=True, array_like=True, tag=True):
    """Text as it stands."""

    value: str


class Print(_Node, frozen=True, array_like=True, tag=True):
    """``{{ … }}``."""

    value: "Expr"


class If(_Node, frozen=True, array_like=True, tag=True):
    """``{% if %}``; an elif is an If in `otherwise`."""

    test: "Expr"
    body: tuple["Node", ...]
    otherwise: tuple["Node", ...] = ()


class For(_Node, frozen=True, array_like=True, tag=True):
    """``{% for %}`` over a list fact."""

    target: str
    iterable: "Expr"
    body: tuple["Node", ...]


Node = Text | Print | If | For
Program = tuple[Node, ...]
"""A compiled text."""
