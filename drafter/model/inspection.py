"""What was read back from a Word file."""

from __future__ import annotations

from typing import Literal

import msgspec

PassageState = Literal["unchanged", "filled", "edited", "deleted"]
"""filled: only its gaps were filled. deleted: neither its bookmark nor its text was found."""
PASSAGE_STATES: dict[PassageState, str] = {
    "unchanged": "没有改",
    "filled": "只填了待补",
    "edited": "改过",
    "deleted": "删去了",
}
Trace = Literal["recipe", "record", "properties", "bookmarks"]
TRACES: dict[Trace, str] = {"recipe": "稿单", "record": "段落记录", "properties": "文档属性", "bookmarks": "书签"}


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading that is in the navigation pane."""

    depth: int
    paragraph: int
    text: str


class PassageFound(msgspec.Struct, frozen=True, kw_only=True):
    """A passage that the file was written with, and what became of it."""

    slot: str
    block: str
    title: str
    act: tuple[str, ...]
    moves: tuple[str, ...]
    state: PassageState
    moved: bool
    """Whether it stands in another order than it was written in."""
    first: int
    """Its first paragraph, from 1; 0 for one that is not there."""
    last: int
    text: str


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """What a paragraph holds outside of all passages, and was not written with."""

    paragraph: int
    text: str


class GapFound(msgspec.Struct, frozen=True, kw_only=True):
    """A gap that remains: 【待补：…】 or 【待融入：…】."""

    kind: str
    """待补 or 待融入."""
    label: str
    part: str
    """正文, 页眉, 页脚, 脚注 or 尾注."""
    paragraph: int
    """In its part, from 1."""
    text: str
    """Of the paragraph."""
    wanted: tuple[str, ...] = ()
    """The lines of the comment on it."""


class CommentFound(msgspec.Struct, frozen=True, kw_only=True):
    """A comment."""

    author: str
    date: str
    paragraph: int
    """From 1; 0 where it is on nothing."""
    on: str
    """The text that it is on."""
    text: str
    own: bool
    """Whether drafter wrote it."""


class ChangeFound(msgspec.Struct, frozen=True, kw_only=True):
    """A tracked change."""

    kind: str
    author: str
    date: str
    part: str
    paragraph: int
    text: str


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was read back from a Word file. Paragraphs count from 1, those in tables and boxes too."""

    file: str
    written: bool
    """Whether drafter wrote the file."""
    traces: tuple[Trace, ...]
    """By what that was seen."""
    notes: tuple[str, ...]
    title: str
    drafter: str
    """Version of the drafter that wrote the file."""
    structure: str
    style: str
    as_of: str
    seed: str
    level: str
    recipe: str
    """As YAML; empty where it is lost."""
    paragraphs: int
    """How many there are."""
    headings: tuple[Heading, ...]
    passages: tuple[PassageFound, ...]
    new: tuple[Stretch, ...]
    """Text outside of all passages that the file was not written with."""
    lost: int
    """How many texts outside of passages (title, headings …) are no longer there as written."""
    gaps: tuple[GapFound, ...]
    comments: tuple[CommentFound, ...]
    changes: tuple[ChangeFound, ...]
    hidden_names: tuple[str, ...]
    """Bookmarks that Word does not list, drafter's own aside."""
    hidden_text: tuple[int, ...]
    """The paragraphs with hidden text."""
    properties: dict[str, str]
    """Who and what the file says it is from: author, last_modified_by, revision, company, application …"""
