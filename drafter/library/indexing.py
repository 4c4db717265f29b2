"""Working out a block's traits from its texts: validity, sentences, hash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from hashlib import blake2b

from drafter.model.block import Block, Move
from drafter.model.term import Term, TermBook
from drafter.model.traits import Traits
from drafter.text.sentences import sentence_keys

FAMILY = re.compile(r"\bterm\.(\w+)")
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)


def traits_of(block: Block, dated: tuple[Term, ...]) -> dict[str, Traits]:
    """Return the traits of each act of `block`; `dated` are the terms that have a first or a last day."""
    return {act: _traits(block, act, dated) for act in block.text}


def dated_terms(terms: TermBook) -> tuple[Term, ...]:
    """Return the terms with a date, the longest wording first."""
    found = [term for term in terms.all_terms() if term.from_ or term.until]
    return tuple(sorted(found, key=lambda term: -len(term.wording)))


def _traits(block: Block, act: str, dated: tuple[Term, ...]) -> Traits:
    source = passage_source(block, act)
    leads = "\n".join(block.leads.values())
    everything = f"{leads}\n{source}"
    first, last = _interval(TAGS.sub("", everything), dated)
    keys = sentence_keys(TAGS.sub("某", source))
    return Traits(
        valid_from=max(filter(None, (first, block.valid.from_)), default=None),
        valid_until=min(filter(None, (last, block.valid.until)), default=None),
        families=tuple(sorted(set(FAMILY.findall(everything)))),
        sentences=tuple(sorted(blake2b(key.encode(), digest_size=6).hexdigest() for key in keys)),
        hash=blake2b(everything.encode(), digest_size=6).hexdigest(),
    )


def _interval(text: str, dated: tuple[Term, ...]) -> tuple[date | None, date | None]:
    """Return the days between which every term found in `text` is right; longer terms hide shorter ones."""
    first: date | None = None
    last: date | None = None
    for term in dated:
        if term.wording not in text:
            continue
        text = text.replace(term.wording, "\0")
        first = max(filter(None, (first, term.from_)), default=None)
        last = min(filter(None, (last, term.until)), default=None)
    return first, last


def passage_source(block: Block, act: str) -> str:
    """Return the texts of one act as written, one a line."""
    return "\n".join(_source(move) for move in block.passage(act).values())


def _source(move: Move) -> str:
    return move if isinstance(move, str) else "\n".join(f"{part.lead}。{part.text}" for part in move)


def text_hash(*parts: str | Mapping[str, str]) -> str:
    """Return 12 hex digits that tell whether any of `parts` changed."""
    return blake2b("\0".join(str(part) for part in parts).encode(), digest_size=6).hexdigest()
