"""Working out a block's traits from its texts: validity, sentences, hash."""

from __future__ import annotations

import re
from datetime import date

from drafter.model.block import Block, Move
from drafter.model.taxonomy import Taxonomy
from drafter.model.term import Term, TermBook
from drafter.model.traits import Traits
from drafter.text.digests import blake2b
from drafter.text.sentences import sentence_keys
from drafter.text.shingles import sketch

FAMILY = re.compile(r"\bterm\.(\w+)")
PRINTED = re.compile(r"\{\{ *([a-z]\w*) *(?:\||\}\})")
TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)


class Grounds:
    """What blocks are held against: dated terms, and what each level cannot do."""

    def __init__(self, taxonomy: Taxonomy, terms: TermBook | None) -> None:
        """Compile the expressions once."""
        self.dated = dated_terms(terms) if terms else ()
        self.powers = {
            name: (_joined(level.cannot), _joined(level.except_))
            for name, level in taxonomy.levels.items()
            if level.cannot
        }

    def barred(self, text: str) -> tuple[tuple[str, str], ...]:
        """Return the levels that cannot do what `text` says, each with the words that say it."""
        found = []
        for name, (cannot, allowed) in self.powers.items():
            seen = for_level(text, name)
            masked = allowed.sub("", seen) if allowed else seen
            match = cannot.search(masked) if cannot else None
            if match:
                found.append((name, match[0]))
        return tuple(found)


BRANCHES = re.compile(r"\{%-? *if level.*?\{%-? *endif *-?%\}", re.S)
BRANCH = re.compile(r"\{%-? *(?:(if|elif) level *== *[\"'](\w+)[\"']|(else)) *-?%\}(.*?)(?=\{%)", re.S)


def for_level(text: str, level: str) -> str:
    """Return `text` with its branches over the level resolved for one level."""
    return BRANCHES.sub(lambda found: _branch(found[0], level), text)


def _branch(text: str, level: str) -> str:
    for found in BRANCH.finditer(text):
        if found[3] or found[2] == level:
            return found[4]
    return ""


def _joined(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{one})" for one in patterns)) if patterns else None


def traits_of(block: Block, grounds: Grounds) -> dict[str, Traits]:
    """Return the traits of each act of `block`."""
    return {act: _traits(block, act, grounds) for act in block.text}


def dated_terms(terms: TermBook) -> tuple[Term, ...]:
    """Return the terms with a date, the longest wording first."""
    found = [term for term in terms.all_terms() if term.from_ or term.until]
    return tuple(sorted(found, key=lambda term: -len(term.wording)))


def _traits(block: Block, act: str, grounds: Grounds) -> Traits:
    source = passage_source(block, act)
    leads = "\n".join(block.leads.values())
    everything = f"{leads}\n{source}"
    first, last = _interval(TAGS.sub("", everything), grounds.dated)
    keys = sentence_keys(TAGS.sub("某", source))
    return Traits(
        valid_from=max(filter(None, (first, block.valid.from_)), default=None),
        valid_until=min(filter(None, (last, block.valid.until)), default=None),
        families=tuple(sorted(set(FAMILY.findall(everything)))),
        sentences=tuple(sorted(blake2b(key.encode(), digest_size=6).hexdigest() for key in keys)),
        facts=tuple(sorted(set(PRINTED.findall(source)))),
        barred=tuple(name for name, _ in grounds.barred(everything)),
        hash=blake2b(everything.encode(), digest_size=6).hexdigest(),
        sketch=sketch(TAGS.sub("", source)),
    )


def _interval(text: str, dated: tuple[Term, ...]) -> tuple[date | None, date | None]:
    """Return the days between which every term found in `text` is right; longer terms hide shorter ones."""
    first: date | None = None
    last: date | None = None
    for term in dated:
        if term.wording not in text:
            continue
        excused = term.excused_in(text)
        text = text.replace(term.wording, "\0")
        if excused:
            continue
        first = max(filter(None, (first, term.from_)), default=None)
        last = min(filter(None, (last, term.until)), default=None)
    return first, last


def passage_source(block: Block, act: str) -> str:
    """Return the texts of one act as written, one a line."""
    return "\n".join(_source(move) for move in block.passage(act).values())


def _source(move: Move) -> str:
    return move if isinstance(move, str) else "\n".join(f"{part.lead}。{part.text}" for part in move)
