"""Speeches → candidate blocks, each with its source, slots, tags and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date
from pathlib import Path

import msgspec

from drafter.corpus.language import Language
from drafter.corpus.nearness import Nearness
from drafter.corpus.slots import Fix, Templater, fixes_of, mended, unique
from drafter.corpus.speeches import speeches_of
from drafter.corpus.tagging import act_of, says_theme
from drafter.model.block import Block, LeadForm, Measure, Origin, Part, Passage
from drafter.model.candidate import Batch, Candidate, Lapsed, SlotFound
from drafter.model.library import Library
from drafter.model.reading import Reading
from drafter.model.speech import Item, Speech
from drafter.model.term import Term
from drafter.text.digests import blake2b
from drafter.text.sentences import fingerprint

SHORTEST, LONGEST = 40, 1500
"""Characters of a passage that is worth a block."""
LONGEST_LEAD = 26
TAKEN = re.compile(r"(?:第|（)?\{\{ *(?:corpus_\w+|place) *\}\}(?:年度?|届|）)?|\{\{.*?\}\}")
LEAD_OPENER = re.compile(r"^(?:各级党委)?(?:一定要|必须要?|要|应当)")
OPENING_OF = {"opening": "开场", "closing": "结尾"}


class Cut(msgspec.Struct, frozen=True):
    """One passage of a speech that may become a block."""

    at: str
    line: int
    heading: str
    paragraphs: tuple[str, ...]
    theme: str
    act: str
    part: Part
    tags: tuple[str, ...] = ()
    measures: tuple[tuple[str, str], ...] = ()
    """Lead and text of the parallel measures that follow the paragraphs."""
    sure: float = 0.5


class Extractor:
    """Cuts candidates out of readings; knows the library."""

    def __init__(self, library: Library, language: Language, today: date) -> None:
        self.library, self.language, self.today = library, language, today
        self.nearness = Nearness(library)
        terms = library.terms.all_terms()
        self.templater = Templater(library, today)
        self.lapsed = [one for one in terms if not one.valid_on(today)]
        self.successors = {old: one.wording for one in terms for old in one.replaces if one.valid_on(today)}

    def batch(self, reading: Reading) -> Batch:
        """Return the candidates of one file."""
        return self.batch_without(reading, frozenset())[0]

    def batch_without(self, reading: Reading, known: Container[str]) -> tuple[Batch, int]:
        """Return the candidates of one file but for those whose ids are `known`, and how many of these there are."""
        speeches = speeches_of(reading, self.language)
        found: dict[str, Candidate] = {}
        left_out: set[str] = set()
        for number, speech in enumerate(speeches, 1):
            fixes = fixes_of(speech.repairs)
            for passage in self._passages(speech):
                whole = _whole(passage)
                if not SHORTEST <= len(whole) <= LONGEST:
                    continue
                words = fingerprint(whole)
                identity = blake2b(words.encode(), digest_size=6).hexdigest()
                if identity in known:
                    left_out.add(identity)
                elif identity not in found:
                    found[identity] = self._candidate(passage, identity, words, fixes, number, reading)
        batch = Batch(file=_file_name(reading), sha256=reading.sha256, candidates=tuple(found.values()))
        return batch, len(left_out)

    def candidates(self, speech: Speech, reading: Reading) -> tuple[Candidate, ...]:
        """Return the candidates of a speech whose outline is known, however short they are."""
        found: dict[str, Candidate] = {}
        for passage in self._passages(speech):
            words = fingerprint(_whole(passage))
            identity = blake2b(words.encode(), digest_size=6).hexdigest()
            if words and identity not in found:
                found[identity] = self._candidate(passage, identity, words, (), 1, reading)
        return tuple(found.values())

    # ── passages

    def _passages(self, speech: Speech) -> Iterator[Cut]:
        for theme, paragraphs, act in (("opening", speech.opening, "open"), ("closing", speech.closing, "close")):
            if paragraphs:
                heading = f"{OPENING_OF[theme]}：{speech.title or ''.join(paragraphs)[:16]}"[:40]
                yield Cut(theme, speech.line, heading, paragraphs, theme, act, "whole", sure=0.5)
        for number, item in enumerate(speech.sections, 1):
            yield from self._of_item(item, str(number))

    def _of_item(self, item: Item, at: str) -> Iterator[Cut]:
        inline = len({point.line for point in item.points}) == 1 and not any(point.points for point in item.points)
        short = all(len("".join(point.text)) <= 220 for point in item.points)
        if inline and short and len(item.points) >= 2:
            measures = tuple((point.heading, "".join(point.text)) for point in item.points)
            yield self._passage(item, at, "point", measures)
            return
        if item.text:
            yield self._passage(item, at, "intro" if item.points else "point", ())
        for number, point in enumerate(item.points, 1):
            yield from self._of_item(point, f"{at}.{number}")

    def _passage(self, item: Item, at: str, part: Part, measures: tuple[tuple[str, str], ...]) -> Cut:
        sure = 0.45 + 0.3 * says_theme(item.heading, item.theme) + 0.05 * bool(item.tags)
        return Cut(
            at=at,
            line=item.line,
            heading=item.heading,
            paragraphs=item.text,
            theme=item.theme,
            act=(act_of("".join([*item.text, *(one for pair in measures for one in pair)])) if measures else "")
            or item.act,
            part=part,
            tags=item.tags,
            measures=measures,
            sure=sure,
        )

    # ── candidates

    def _candidate(
        self, passage: Cut, identity: str, words: str, fixes: Sequence[Fix], number: int, reading: Reading
    ) -> Candidate:
        slots: list[SlotFound] = []
        whole = _whole(passage)
        text, made = mended(_plain(passage), fixes)
        block = self._block(passage, text, fixes, slots, number, reading)
        lapsed = self._lapsed_in(whole)
        return Candidate(
            id=identity,
            speech=number,
            at=passage.at,
            line=passage.line,
            heading=passage.heading,
            confidence=round(_confidence(passage, whole, slots, lapsed), 2),
            near=self.nearness.near(words),
            lapsed=lapsed,
            mended=made,
            slots=tuple(one for one in unique(slots) if any(one.fact in text for text in block.texts())),
            block=block,
        )

    def _block(
        self, passage: Cut, text: str, fixes: Sequence[Fix], slots: list[SlotFound], number: int, reading: Reading
    ) -> Block:
        act = self._act(passage)
        filled = self._filled(text, slots)
        body: str | Passage = filled
        if passage.measures:
            measures = tuple(
                Measure(
                    lead=self._filled(mended(lead, fixes)[0], slots),
                    text=self._filled(mended(words, fixes)[0], slots) or "……",
                )
                for lead, words in passage.measures
            )
            moves: Passage = {"what": filled, "how": measures} if text else {"how": measures}
            body = moves
        heading = self._filled(mended(passage.heading, fixes)[0], slots)
        return Block(
            title=_title(heading),
            theme=passage.theme,
            tags=passage.tags,
            part=passage.part,
            status="candidate",
            leads=_leads(heading) if passage.part == "point" else {},
            text={act: body},
            sources=(Origin(file=_file_name(reading), speech=number, at=passage.at),),
        )

    def _filled(self, text: str, slots: list[SlotFound]) -> str:
        made = self.templater.template(text)
        slots += made.slots
        return made.text

    def _act(self, passage: Cut) -> str:
        """Return the act of a passage, or the nearest one that its theme knows."""
        allowed = self.library.taxonomy.themes[passage.theme].acts
        if passage.act in allowed or not allowed:
            return passage.act
        fallback = {"praise": "report", "thank": "report", "concede": "concede", "pledge": "plan", "request": "require"}
        nearest = fallback.get(passage.act, "")
        return nearest if nearest in allowed else allowed[0]

    def _lapsed_in(self, text: str) -> tuple[Lapsed, ...]:
        return tuple(self._lapse(term) for term in self.lapsed if term.wording in text and not term.excused_in(text))

    def _lapse(self, term: Term) -> Lapsed:
        until = term.until.isoformat() if term.until else ""
        return Lapsed(wording=term.wording, until=until, successor=self.successors.get(term.wording, ""))


def _plain(passage: Cut) -> str:
    return "\n\n".join(passage.paragraphs)


def _whole(passage: Cut) -> str:
    """Return all words of a passage."""
    return _plain(passage) + "".join(lead + text for lead, text in passage.measures)


def _file_name(reading: Reading) -> str:
    """Return the name of a file; what is no text in it (a name in another encoding) shows as question marks."""
    return Path(reading.path).name.encode("utf-8", "replace").decode()


LONGEST_CLAUSE = 60
"""Characters of a heading that is kept whole."""


def _title(heading: str) -> str:
    """Return a heading as the title of a block: without the figures, dates and names of its day."""
    return TAKEN.sub("", heading)[:40].strip() or "未命名"


def _leads(heading: str) -> dict[LeadForm, str]:
    """Return the leads of a point: the heading as a short phrase, and whole where it is longer than a phrase."""
    plain = LEAD_OPENER.sub("", heading).strip() or _title(heading)
    if len(plain) <= LONGEST_LEAD:
        return {"plain": plain}
    first = re.split("[，,：:；;]", plain)[0]
    short = first if 4 <= len(first) <= LONGEST_LEAD else plain
    return {"plain": short, "clause": heading} if len(heading) <= LONGEST_CLAUSE else {"plain": short}


def _confidence(passage: Cut, text: str, slots: Sequence[SlotFound], lapsed: Sequence[Lapsed]) -> float:
    """Return how sure a candidate is: its theme, a fit length, few slots that the vocabulary lacks, nothing lapsed."""
    unknown = sum(one.spec is not None for one in slots)
    fit = 60 <= len(text) <= 600
    sure = passage.sure + 0.1 * fit - 0.04 * unknown - 0.15 * bool(lapsed)
    return min(max(sure, 0.0), 1.0)
