"""What rules look at: the texts of a library, each with its block, act, move and place."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from drafter.library.folders import shipped_root
from drafter.model.block import MOVES, Block
from drafter.model.library import Library
from drafter.model.problem import Problem, Severity
from drafter.source import Source

TAG = re.compile(r"\{\{\s*([\w.]+)[^}]*\}\}|\{%.*?%\}", re.S)


class Passage(msgspec.Struct, frozen=True):
    """The text of one move of one act; for parallel measures, of one measure."""

    block_id: str
    block: Block
    act: str
    move: str
    text: str
    """As written, Jinja included."""
    first: bool
    """Whether it is the first text of its act that prints."""

    @property
    def plain(self) -> str:
        """The text with its Jinja tags taken out."""
        return TAG.sub("", self.text)


class LibraryView:
    """A library as rules see it. Shared by all rules of one run, so that what they need is worked out once."""

    def __init__(self, library: Library, only: Collection[str] = ()) -> None:
        """Read nothing yet; with `only`, these blocks are looked at, and not the others."""
        self.library = library
        self._only = only

    @functools.cached_property
    def blocks(self) -> Mapping[str, Block]:
        """The blocks that are looked at."""
        return {name: self.library.blocks[name] for name in self._only} or self.library.blocks

    @functools.cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of every block, in the order of layers, ids, acts and moves."""
        blocks = self.library.blocks
        return tuple(one for name in self.block_ids for one in _passages(name, blocks[name]))

    @functools.cached_property
    def block_ids(self) -> tuple[str, ...]:
        """The blocks that ship, then the user's own: of two that repeat each other the own one is to be mended."""
        shipped = shipped_root() / "sections"
        own = {name for name, path in self.library.files.items() if not Path(path).is_relative_to(shipped)}
        return tuple(sorted(self.blocks, key=lambda name: (name in own, name)))

    @functools.cache  # noqa: B019 - a view lives as long as one run
    def file_text(self, block_id: str) -> str:
        """Return the text of a block's file; empty where it cannot be read."""
        try:
            return Path(self.library.files[block_id]).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError, KeyError):
            return ""

    def source(self, block_id: str, match: str = "") -> Source:
        """Return where `match` stands in a block's file; the file alone where it cannot be found."""
        path = self.library.files.get(block_id, block_id)
        text = self.file_text(block_id)
        at = text.find(match) if match else -1
        if at < 0:
            return Source(path)
        return Source(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    def problem(self, rule: str, block_id: str, message: str, *, match: str = "", hint: str = "") -> Problem:
        """Return an error in a block."""
        severity: Severity = "error"
        return Problem(
            rule=rule, severity=severity, message=message, hint=hint, match=match, source=self.source(block_id, match)
        )

    def printed(self, text: str) -> str:
        """Return `text` about as it prints: names replaced by their examples, branches taken."""
        return TAG.sub(self._example, text)

    def _example(self, found: re.Match[str]) -> str:
        name = found[1] or ""
        if not name:
            return ""
        if name.startswith("term."):
            versions = self.library.terms.families.get(name[5:], ())
            return versions[-1].wording if versions else ""
        spec = self.library.facts.facts.get(name.partition(".")[0])
        return str(spec.example) if spec and isinstance(spec.example, str) else "某某"


def _passages(name: str, block: Block) -> Iterator[Passage]:
    for act in block.text:
        moves = block.passage(act)
        given = [move for move in MOVES if move in moves]
        for move in given:
            text = moves[move]
            parts = [text] if isinstance(text, str) else [part.text for part in text]
            for number, part in enumerate(parts):
                yield Passage(name, block, act, move, part, first=move == given[0] and not number)
