"""Quotations that an office uses, word for word."""

from __future__ import annotations

from datetime import date

import msgspec

from drafter.model.base import Record


class Quote(Record, frozen=True, kw_only=True):
    """A passage as its source has it."""

    text: str
    source: str = ""
    """Who said it where: 习近平总书记在中央人大工作会议上的讲话."""
    date: date | None = None


class QuoteBook(Record, frozen=True, kw_only=True):
    """quotes.yaml of a workspace."""

    quotes: tuple[Quote, ...] = msgspec.field(default=())
