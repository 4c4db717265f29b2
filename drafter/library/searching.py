"""Searching the blocks: an index in the user's cache folder, and the order in which blocks answer a query.

SQLite finds the blocks that have most of a query (BM25 over pairs of characters); the best few hundred are then put in
order by how much of the query each holds, where, and how near together. The index follows the library: unchanged files
are recognised by one digest, and only blocks that read otherwise are indexed again. It is a cache: it can be deleted
at any time, and where it cannot be written it lives in memory.
"""

from __future__ import annotations

import contextlib
import math
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
from drafter.library.watching import Watch
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.text.digests import blake2b
from drafter.text.grams import folded, grams, query_words, word_grams
from drafter.text.keeping import folder

FORMAT = 2
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
  status TEXT, title TEXT, leads TEXT, tags TEXT, body TEXT
);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(head, tags, body, tokenize='ascii');
CREATE VIRTUAL TABLE IF NOT EXISTS seen USING fts5vocab('words', 'row');
"""
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


class Row(msgspec.Struct, frozen=True):
    """What the index keeps of a block."""

    id: str
    bm25: float
    title: str
    leads: str
    tags: str
    body: str


class Index:
    """The index of one library."""

    def __init__(self, library: Library, watch: Watch[str] | None = None, *, in_memory: bool = False) -> None:
        """Open the index, and bring it up to the library."""
        self.library = library
        self.base = _brought_up(_memory(), library, watch) if in_memory else _opened(library, watch)
        self._known: dict[str, int] = {}

    def search(
        self, query: str, allowed: Callable[[str], bool] | None, statuses: Collection[str], most: int = 40
    ) -> list[Found]:
        """Return the blocks that answer a query, the best first, `most` at most; `allowed` says which ids may."""
        pairs = {word: self._known_pairs(word) for word in query_words(query)}
        asked = list(dict.fromkeys(pair for found in pairs.values() for pair in found))
        if not asked:
            return []
        known = self.library.blocks  # another process may have added blocks to the index since
        found_rows = (one for one in self._rows(asked, statuses) if one.id in known)
        rows = (one for one in found_rows if allowed is None or allowed(one.id))
        judge = _Judge(pairs, {pair: self._rarity(pair) for pair in asked})
        rough = sorted(((judge.score(one), one) for one in islice(rows, CANDIDATES)), key=lambda pair: -pair[0])
        found = [Found(one.id, judge.refined(score, one), judge.excerpt_from(one)) for score, one in rough[:most]]
        return sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.block))

    def _known_pairs(self, word: str) -> list[str]:
        """Return the pairs of a word; its single characters where no block has any of the pairs."""
        pairs = word_grams(word)
        if len(word) > 1 and not word.isascii() and not any(self._holders(pair) for pair in pairs):
            return list(dict.fromkeys(word))
        return pairs

    def _rows(self, pairs: Sequence[str], statuses: Collection[str]) -> Iterator[Row]:
        """Yield the blocks that hold any of the pairs, the best first by BM25.

        Only numbers are put in order; the texts are fetched for those that are looked at.
        """
        telling = [pair for pair in pairs if self._holders(pair) <= COMMON * len(self.library.blocks)]
        seen: set[int] = set()
        for asked, limit in ((telling or pairs, CANDIDATES), (pairs, -1)):  # all others only where these are too few
            match = " OR ".join(_term(pair) for pair in asked)
            ranks = {number: rank for number, rank in self.base.execute(RANKED, (match, limit)) if number not in seen}
            seen |= ranks.keys()
            numbers = iter(ranks)
            while chunk := [*islice(numbers, CANDIDATES)]:
                yield from self._fetched(chunk, ranks, statuses)

    def _fetched(self, numbers: Sequence[int], ranks: Mapping[int, float], statuses: Collection[str]) -> Iterator[Row]:
        marks = ",".join("?" * len(numbers))
        asked = f"SELECT number, status, id, title, leads, tags, body FROM docs WHERE number IN ({marks})"
        found = {number: (status, texts) for number, status, *texts in self.base.execute(asked, numbers)}
        for number in numbers:
            status, texts = found.get(number, ("", ()))
            if status in statuses:
                yield Row(texts[0], ranks[number], *texts[1:])

    def _rarity(self, pair: str) -> float:
        """Return how much a pair tells: the natural logarithm of how many blocks there are to each that has it."""
        found = self._holders(pair)
        return math.log((len(self.library.blocks) + 1) / (found + 0.5)) if found else 0.5

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


# ── the order


HEAD, LEAD, LABEL, BODY = 3.0, 2.4, 2.2, 1.0
"""How much it counts to hold a word in the title, in a lead, as a tag, in the text."""
SCATTERED = 0.75
"""A word whose pairs are there, but not side by side, counts so much."""
INSIDE = 0.5
"""How much a pair counts that neither begins nor ends a word of the query."""
TOGETHER = 0.5
"""What it adds to hold all words in one sentence."""
OTHERS = 0.15
"""How much of what a word gets in other places is added to the best."""


class _Judge:
    """Says how well a block answers a query."""

    def __init__(self, pairs: Mapping[str, Sequence[str]], rarity: Mapping[str, float]) -> None:
        """`pairs` are those of each word, `rarity` what each tells."""
        self.words = list(pairs)
        self.latin = any(word.isascii() for word in self.words)
        """Whether texts are to be folded: Chinese words stand in them as they are looked for."""
        self.pairs = {word: _weighed(found, rarity) for word, found in pairs.items()}
        self.weights = {word: sum(found.values()) for word, found in self.pairs.items()}
        self.total = sum(self.weights.values())

    def score(self, row: Row) -> float:
        """Return a number above 0 where a block holds any of the query; how near together is not looked at."""
        texts = (row.title, row.leads, row.tags, row.body)
        places = [*zip((HEAD, LEAD, LABEL, BODY), map(folded, texts) if self.latin else texts, strict=True)]
        score = covered = 0.0
        for word in self.words:
            shares = [self._share(word, text) for _, text in places]
            values = [weight * share for (weight, _), share in zip(places, shares, strict=True)]
            best = max(values)
            score += self.weights[word] * (best + OTHERS * (sum(values) - best))
            covered += self.weights[word] * max(shares)
        cover = covered / self.total
        return float(score / self.total * cover**2 - 0.001 * row.bm25)

    def refined(self, score: float, row: Row) -> float:
        """Return the score of a block with what it adds to hold the words near together."""
        return score + (TOGETHER * self._together(row) ** 2 if len(self.words) > 1 else 0.0)

    def _share(self, word: str, text: str) -> float:
        """Return how much of a word a text holds, 0 to 1."""
        if word in text:
            return 1.0
        held = sum(weight for pair, weight in self.pairs[word].items() if pair in text)
        return SCATTERED * held / self.weights[word] if self.weights[word] else 0.0

    def _together(self, row: Row) -> float:
        """Return the largest share of the query that stands in one sentence."""
        return max((self._held(sentence) for sentence in _sentences(row.body)), default=0.0)

    def _held(self, sentence: str) -> float:
        seen = folded(sentence) if self.latin else sentence
        return sum(self.weights[word] * self._share(word, seen) for word in self.words) / self.total

    def excerpt_from(self, row: Row) -> str:
        """Return the sentence that holds most of the query."""
        return max(_sentences(row.body), key=self._held, default=row.body)


def _weighed(pairs: Sequence[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return how much each pair of a word counts: those inside of it may cross from one word into another."""
    last = len(pairs) - 1
    return {pair: rarity[pair] * (INSIDE if 0 < number < last else 1.0) for number, pair in enumerate(pairs)}


def _sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[。！？；\n])", text) if one.strip()]


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
    columns = (name, digest, block.status, block.title, leads, tags, body)
    asked = "INSERT INTO docs (id, digest, status, title, leads, tags, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
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
