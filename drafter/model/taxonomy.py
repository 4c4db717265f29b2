"""The closed vocabulary: themes, kinds, speakers, audiences, levels, acts, moves, forms."""

import msgspec

from drafter.model.base import Record


class Entry(Record, frozen=True, kw_only=True):
    """A word of the vocabulary: its Chinese title."""

    title: str


class Theme(Entry, frozen=True, kw_only=True):
    """What a block is about, and the acts that make sense for it."""

    acts: tuple[str, ...] = ()


class Speaker(Entry, frozen=True, kw_only=True):
    """Who speaks: how the speaker names itself, and toward whom it may do which act."""

    calls_itself: str = ""
    may: dict[str, tuple[str, ...]] = {}


class Level(Entry, frozen=True, kw_only=True):
    """A rung of the law, and what a congress of that rung cannot do."""

    cannot: tuple[str, ...] = ()
    """Regular expressions over a text as written; a text that holds one is not for this level."""
    except_: tuple[str, ...] = msgspec.field(default=(), name="except")
    """What may be said all the same; masked first."""


class Form(Entry, frozen=True, kw_only=True):
    """How headings and leads are set; a pattern over {plain}, {nature}, {clause}, {stem} and {rank}."""

    pattern: str = ""


class Taxonomy(Record, frozen=True, kw_only=True):
    """The vocabulary as a whole. A workspace only adds entries."""

    themes: dict[str, Theme] = {}
    kinds: dict[str, Entry] = {}
    speakers: dict[str, Speaker] = {}
    audiences: dict[str, Entry] = {}
    levels: dict[str, Level] = {}
    acts: dict[str, Entry] = {}
    moves: dict[str, Entry] = {}
    forms: dict[str, Form] = {}
    ranks: tuple[str, ...] = ()

    def ids(self, family: str) -> tuple[str, ...]:
        """Return the ids of `family` ("themes", "kinds" …) in the order of the file."""
        return tuple(getattr(self, family))

    def title(self, family: str, name: str) -> str:
        """Return the Chinese title of an entry, or its id when it is unknown."""
        entry = getattr(self, family).get(name)
        return entry.title if entry else name
