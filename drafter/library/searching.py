"""Searching the blocks: an index in the user's cache folder, and the order in which blocks answer a query.

SQLite finds the blocks that have most of a query, or of what passages write for its words (BM25 over pairs of
characters); `drafter.library.ranking` puts the best of them in order. The index follows the library: unchanged files
are recognised by one digest, and only blocks that read otherwise are indexed again. It is a cache: it can be deleted
at any time, and where it cannot be written it lives in memory.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from drafter.library.folders import shipped_root
from drafter.library.lazy import Lazy
from drafter.library.querying import read_query
from drafter.library.ranking import Judge, Row
from drafter.library.watching import Watch
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.text.digests import blake2b
from drafter.text.grams import grams, word_grams
from drafter.text.keeping import folder

FORMAT = 3
"""Raised when the tables change."""
WAIT = 20.0
"""Seconds that a process waits while another one writes the index."""
CANDIDATES = 120
"""So many blocks are put in order at most."""
WEIGHTS = (6.0, 4.0, 1.0)
"""How much a pair counts in the title and leads, in tags and theme, in the text."""
TABLES = """
CREATE TABLE IF NOT EXISTS state (format INTEGER, edition TEXT);
CREATE TABLE IF NOT EXISTS docs (
  number INTEGER PRIMARY KEY, id TEXT UNIQUE, digest INTEGER,
  status TEXT, theme TEXT, acts TEXT, title TEXT, leads TEXT, tags TEXT, body TEXT
);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(head, tags, body, tokenize='ascii');
CREATE VIRTUAL TABLE IF NOT EXISTS seen USING fts5vocab('words', 'row');
"""
COLUMNS = "id, digest, status, theme, acts, title, leads, tags, body"
RANKED = (
    f"SELECT rowid, bm25(words, {', '.join(map(str, WEIGHTS))}) AS rank FROM words"
    " WHERE words MATCH ? ORDER BY rank LIMIT ?"
)
COMMON = 0.3
"""A pair that more than this share of the blocks has is looked for only where rarer ones find too little."""
TAG = re.compile(r"\{\{\s*(?:term\.)?(\w+)[^}]*\}\}|\{%.*?%\}|\{#.*?#\}", re.S)


class Found(msgspec.Struct, frozen=True):
    """A block that answers a query."""

    block: str
    score: float
    text: str
    """The text from which an excerpt is cut: as the library has it, facts by their labels."""
    marks: tuple[str, ...]
    """What of the query it holds, the longest first: words as typed, other ways to write them, pairs."""


class Index:
    """The index of one library."""

    def __init__(self, library: Library, watch: Watch[str] | None = None, *, in_memory: bool = False) -> None:
        """Open the index, and bring it up to the library."""
        self.library = library
        self.base = _brought_up(_memory(), library, watch) if in_memory else _opened(library, watch)
        self._known: dict[str, int] = {}

    def search(
        self, text: str, allowed: Callable[[str], bool] | None, statuses: Collection[str], most: int = 40
    ) -> list[Found]:
        """Return the blocks that answer a query, the best first, `most` at most; `allowed` says which ids may."""
        query = read_query(text, self.library.synonyms)
        if not query.wanted:
            return []
        judge = Judge(query, len(self.library.blocks), self._holders)
        known = self.library.blocks  # another process may have added blocks to the index since
        found_rows = (one for one in self._rows(judge, statuses) if one.id in known)
        rows = (one for one in found_rows if allowed is None or allowed(one.id))
        scored = ((judge.score(one), one) for one in islice(rows, CANDIDATES))
        rough = sorted(scored, key=lambda pair: (-pair[0], pair[1].id))
        judged = [judge.refined(score, one) for score, one in rough[:most]]
        best = sorted((one for one in judged if one.score > 0), key=lambda one: (-one.score, one.id))
        return [Found(one.id, one.score, one.sentence, judge.marks(one.sentence)) for one in best]

    def _rows(self, judge: Judge, statuses: Collection[str]) -> Iterator[Row]:
        """Yield the blocks that hold any of a query, the best first by BM25.

        Only numbers are put in order; the texts are fetched for those that are looked at.
        """
        pairs = list(dict.fromkeys(pair for word in judge.words for pair in word.pairs))
        written = dict.fromkeys(one for word in judge.words for one in word.written)
        many = COMMON * len(self.library.blocks)
        telling = [_term(pair) for pair in pairs if self._holders(pair) <= many]
        telling += [_phrase(one) for one in written if min(map(self._holders, word_grams(one))) <= many]
        terms = [_term(pair) for pair in pairs] + [_phrase(one) for one in written]
        seen: set[int] = set()
        for asked, limit in ((telling or terms, CANDIDATES), (terms, -1)):  # all others only where these are too few
            match = " OR ".join(asked)
            ranks = {number: rank for number, rank in self.base.execute(RANKED, (match, limit)) if number not in seen}
            seen |= ranks.keys()
            numbers = iter(ranks)
            while chunk := [*islice(numbers, CANDIDATES)]:
                yield from self._fetched(chunk, ranks, statuses)

    def _fetched(self, numbers: Sequence[int], ranks: Mapping[int, float], statuses: Collection[str]) -> Iterator[Row]:
        marks = ",".join("?" * len(numbers))
        asked = f"SELECT number, status, id, theme, acts, title, leads, tags, body FROM docs WHERE number IN ({marks})"
        found = {number: (status, texts) for number, status, *texts in self.base.execute(asked, numbers)}
        for number in numbers:
            status, texts = found.get(number, ("", ()))
            if status in statuses:
                yield Row(texts[0], ranks[number], *texts[1:])

    def _holders(self, pair: str) -> int:
        """Return how many blocks have a pair; of a single character, about how many."""
        if pair not in self._known:
            asked = "SELECT sum(doc) FROM seen WHERE term >= ? AND term <= ?"
            last = pair + ("\U0010ffff" if len(pair) == 1 else "")
            self._known[pair] = self.base.execute(asked, (pair, last)).fetchone()[0] or 0
        return self._known[pair]


def _term(pair: str) -> str:
    """Return a pair as a term of a query; a single character is the beginning of a pair."""
    return f'"{pair}"*' if len(pair) == 1 else f'"{pair}"'


def _phrase(word: str) -> str:
    """Return a word as a term of a query: its pairs, one after the other."""
    return _term(word) if len(word) == 1 else f'"{" ".join(word_grams(word))}"'


# ── the index


def index_of(library: Library, watch: Watch[str] | None = None) -> Index:
    """Return the index of a library, opened once."""
    if "search" not in library.memo:
        library.memo["search"] = Index(library, watch)
    found: Index = library.memo["search"]
    return found


def answers(
    library: Library,
    query: str,
    allowed: Callable[[str], bool] | None,
    statuses: Collection[str],
    most: int,
    watch: Watch[str] | None = None,
) -> list[Found]:
    """Return the blocks that answer a query, as `Index.search` does; a damaged index is given up and made anew."""
    try:
        return index_of(library, watch).search(query, allowed, statuses, most)
    except sqlite3.DatabaseError:
        with contextlib.suppress(OSError):
            index_path(library).unlink()
        library.memo["search"] = Index(library, watch, in_memory=True)
        return index_of(library).search(query, allowed, statuses, most)


def index_path(library: Library) -> Path:
    """Return where the index of a library lies."""
    roots = f"{shipped_root()}|{Path(library.workspace).resolve() if library.workspace else ''}"
    return folder() / f"search-{blake2b(roots.encode(), digest_size=8).hexdigest()}.sqlite3"


def _opened(library: Library, watch: Watch[str] | None) -> sqlite3.Connection:
    """Return the index, up to date: of its file, of a new file where that is damaged, in memory where none can be."""
    path = index_path(library)
    for attempt in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _brought_up(sqlite3.connect(path, timeout=WAIT, isolation_level=None), library, watch)
        except (sqlite3.Error, OSError):
            if attempt == 0:
                with contextlib.suppress(OSError):
                    path.unlink()
    return _brought_up(_memory(), library, watch)


def _memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def _brought_up(base: sqlite3.Connection, library: Library, watch: Watch[str] | None) -> sqlite3.Connection:
    """Return an index in which all blocks stand as they are in the library. Raises sqlite3.Error."""
    if _edition(base) == _wanted(library):
        return base
    try:
        base.execute("PRAGMA synchronous=OFF")
        base.execute("BEGIN IMMEDIATE")
        if _edition(base) != _wanted(library):
            _update(base, library, watch)
        base.execute("COMMIT")
    except BaseException:
        base.close()
        raise
    return base


def _wanted(library: Library) -> tuple[int, str]:
    return FORMAT, " ".join(f"{crc32(stamps):08x}" for stamps in library.stamps)


def _edition(base: sqlite3.Connection) -> tuple[int, str] | None:
    """Return the format and the edition that an index is of; None for one that is none, or of no certain edition."""
    try:
        row = base.execute("SELECT format, edition FROM state").fetchone()
    except sqlite3.OperationalError as failure:
        if "no such table" not in str(failure):
            raise
        return None
    return (row[0], row[1]) if row and row[1] else None


def _update(base: sqlite3.Connection, library: Library, watch: Watch[str] | None) -> None:
    known_format = _edition_format(base)
    if known_format not in (None, FORMAT):
        for name in ("state", "docs", "seen", "words"):
            base.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in TABLES.split(";"):
        if statement.strip():
            base.execute(statement)
    if _ground(base) != _wanted(library)[1].partition(" ")[0]:  # labels and titles in the texts may be others
        base.execute("DELETE FROM docs")
        base.execute("DELETE FROM words")
    known = {name: (number, value) for name, number, value in base.execute("SELECT id, number, digest FROM docs")}
    digests = {name: crc32(_encoded(library, name)) for name in library.blocks}
    gone = [number for name, (number, value) in known.items() if digests.get(name) != value]
    base.executemany("DELETE FROM docs WHERE number = ?", ((number,) for number in gone))
    base.executemany("DELETE FROM words WHERE rowid = ?", ((number,) for number in gone))
    new = [name for name, value in digests.items() if known.get(name, (0, None))[1] != value]
    with (watch or _unwatched)(new, len(new)) as names:
        for name in names:
            _add(base, library, name, digests[name])
    base.execute("DELETE FROM state")
    base.execute("INSERT INTO state VALUES (?, ?)", _wanted(library))


def _ground(base: sqlite3.Connection) -> str:
    """Return what stood for vocabulary, facts and terms when an index was made."""
    row = base.execute("SELECT edition FROM state").fetchone()
    return str(row[0]).partition(" ")[0] if row else ""


def _edition_format(base: sqlite3.Connection) -> int | None:
    try:
        row = base.execute("SELECT format FROM state").fetchone()
    except sqlite3.OperationalError:
        return None
    return int(row[0]) if row else None


@contextlib.contextmanager
def _unwatched(names: Iterable[str], _total: int) -> Iterator[Iterable[str]]:
    yield names


def _encoded(library: Library, name: str) -> Any:
    blocks = library.blocks
    return blocks.raw(name) if isinstance(blocks, Lazy) else msgspec.msgpack.encode(blocks[name])


def _add(base: sqlite3.Connection, library: Library, name: str, digest: int) -> None:
    block = library.blocks[name] if not isinstance(library.blocks, Lazy) else library.blocks.decoded(name)
    leads = " ".join(dict.fromkeys(block.leads.values()))
    tags = " ".join([*block.tags, library.taxonomy.title("themes", block.theme)])
    body = shown_text(library, block)
    columns = (name, digest, block.status, block.theme, " ".join(block.text), block.title, leads, tags, body)
    asked = f"INSERT INTO docs ({COLUMNS}) VALUES ({', '.join('?' * len(columns))})"
    number = base.execute(asked, columns).lastrowid
    words = [" ".join(grams(text)) for text in (f"{block.title}，{leads}", tags, body)]
    base.execute("INSERT INTO words (rowid, head, tags, body) VALUES (?, ?, ?, ?)", (number, *words))


def shown_text(library: Library, block: Block) -> str:
    """Return the texts of all acts of a block on lines, each fact by its label; for reading, not for printing."""
    facts = library.facts.facts

    def label(found: re.Match[str]) -> str:
        name = found[1] or ""
        return f"〔{facts[name].label}〕" if name in facts else ""

    texts = [text for act in block.text for move in block.passage(act).values() for text in _texts(move)]
    return "\n".join(TAG.sub(label, text).replace("\n", "") for text in texts)


def _texts(move: Any) -> Iterator[str]:
    if isinstance(move, str):
        yield move
    else:
        yield from (f"{one.lead}：{one.text}" for one in move)
