"""The library as a whole: everything that a draft is made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from drafter.model.block import Block, Card
from drafter.model.fact import FactBook
from drafter.model.heading import Bridge, Heading
from drafter.model.structure import Structure
from drafter.model.style import PageStyle
from drafter.model.taxonomy import Taxonomy
from drafter.model.template import Program
from drafter.model.term import TermBook
from drafter.model.traits import Traits
from drafter.model.workspace import Workspace

if TYPE_CHECKING:
    from drafter.model.synonym import Synonyms
    from drafter.model.wording import WordingBook


class Library(msgspec.Struct, frozen=True):
    """The shipped library with the workspace laid over it, checked and compiled."""

    taxonomy: Taxonomy
    facts: FactBook
    terms: TermBook
    headings: tuple[Heading, ...]
    bridges: tuple[Bridge, ...]
    evidence: tuple[str, ...]
    """Sentences that report a case, over {where}, {who}, {did} and {result}."""
    wordings: tuple[bytes | memoryview, ...]
    """The wording checks of each layer, encoded: a draft does not ask for them."""
    synonym_books: tuple[bytes | memoryview, ...]
    """The everyday words of each layer, encoded: only a search asks for them."""
    blocks: Mapping[str, Block]
    cards: Mapping[str, Card]
    """The blocks without their texts, by the same ids."""
    structures: Mapping[str, Structure]
    styles: Mapping[str, PageStyle]
    office: Workspace
    """The office profile of the workspace: what is filled once."""
    programs: Mapping[str, Program]
    """The compiled form of every text that holds Jinja, by the key of its source text."""
    traits: Mapping[str, Mapping[str, Traits]]
    """What was worked out from each block's texts, by block and act."""
    files: Mapping[str, str]
    """Where each block and structure stands, by id (structures as ``structures/ID``)."""
    workspace: str = ""
    """The folder of the workspace that lies over the shipped library; empty for none."""
    stamps: tuple[bytes, ...] = ()
    """What stands for the state of all its files; empty where one has a mistake, or not all of it is in files."""
    memo: dict[object, Any] = msgspec.field(default_factory=dict)
    """What was worked out from the blocks before, to be used again; other blocks start with an empty one."""

    @property
    def wording(self) -> WordingBook:
        """The wording checks of all layers together."""
        from drafter.model import wording

        if "wording" not in self.memo:
            books = [msgspec.msgpack.decode(one, type=wording.WordingBook) for one in self.wordings]
            self.memo["wording"] = wording.joined(books)
        found: WordingBook = self.memo["wording"]
        return found

    @property
    def synonyms(self) -> Synonyms:
        """The everyday words of all layers together."""
        from drafter.model import synonym

        if "synonyms" not in self.memo:
            books = [msgspec.msgpack.decode(one, type=synonym.SynonymBook) for one in self.synonym_books]
            self.memo["synonyms"] = synonym.joined(books)
        found: Synonyms = self.memo["synonyms"]
        return found
