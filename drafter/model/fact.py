"""Facts: the named values that texts use."""

from typing import Literal

from drafter.model.base import Record

FactType = Literal["text", "bool", "count", "amount", "percent", "date", "year", "ordinal", "person", "list", "record"]
Plain = str | list[str | dict[str, str]] | dict[str, str]
"""A value as it is written in YAML: every scalar is text."""


class FactSpec(Record, frozen=True, kw_only=True):
    """What is known of a fact before anybody supplies it."""

    group: str
    label: str
    """Chinese name; stands in the gap and in the fill-in sheet."""
    type: FactType = "text"
    example: Plain
    """What the value looks like; also measures the draft's length while the fact is a gap."""
    unit: str = ""
    """For the sheet only; texts write the unit themselves."""
    office: str = ""
    """Which office usually supplies it."""
    note: str = ""
    fields: dict[str, str] = {}
    """Of a record, or of each record in a list: field name → label."""
    evidence: bool = False
    """True for the list of cases that evidence slots draw from."""


class FactBook(Record, frozen=True, kw_only=True):
    """facts.yaml: all facts by name, and the headings of the fill-in sheet."""

    groups: dict[str, str] = {}
    facts: dict[str, FactSpec] = {}
