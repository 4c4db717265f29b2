"""Comments on passages: where each comes from, which dated formulations it holds, when it was used last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from drafter.assembly.own import OWN
from drafter.library.usage import Used
from drafter.model.block import Block
from drafter.model.draft import Choice, Draft
from drafter.model.library import Library
from drafter.model.term import Term
from drafter.text.numerals import date_text


def passage_notes(library: Library, draft: Draft, log: Iterable[Used] = ()) -> dict[str, tuple[str, ...]]:
    """Return the lines of a comment on each passage, by slot. `log` tells when a block was used last."""
    texts = _texts(draft)
    earlier = [one for one in log if not _is_same_paper(one, draft)]
    return {
        pick.slot: tuple(_lines(library, pick, texts[pick.slot], earlier)) for pick in draft.picks if pick.slot in texts
    }


def _texts(draft: Draft) -> dict[str, str]:
    """Return what each slot prints."""
    found: dict[str, str] = {}
    for paragraph in draft.rows:
        for run in paragraph.runs:
            found[run.slot] = found.get(run.slot, "") + run.text
    return found


def _is_same_paper(used: Used, draft: Draft) -> bool:
    """Return whether a record is of the draft itself, made once before, or of a later one."""
    paper = (used.date.isoformat(), used.structure, used.title)
    return paper == (draft.as_of, draft.structure, draft.title) or used.date.isoformat() > draft.as_of


def _lines(library: Library, pick: Choice, text: str, log: Sequence[Used]) -> Iterator[str]:
    if pick.block.startswith(OWN):
        yield "段落：自己的话，不在段落库里"
    else:
        block = library.blocks[pick.block]
        yield f"段落：{block.title}（{pick.block}）"
        yield f"行文动作：{_titles(library, 'acts', pick.act)}；层次：{_titles(library, 'moves', pick.moves)}"
        yield f"素材来源：{_sources(block)}"
    yield from map(_term_line, terms_in(library, text))
    if not pick.block.startswith(OWN):
        yield f"上次用：{_last_use(pick.block, log)}"


def _titles(library: Library, family: str, ids: Iterable[str]) -> str:
    return "、".join(library.taxonomy.title(family, one) for one in ids) or "不分"


def _sources(block: Block) -> str:
    places = [
        f"{one.file}，第{one.speech}篇" + (f"，{PARTS.get(one.at, f'提纲 {one.at}')}" if one.at else "")
        for one in block.sources
    ]
    return "；".join(places) or "没有记录"


PARTS = {"opening": "开头", "closing": "结尾"}


def terms_in(library: Library, text: str) -> list[Term]:
    """Return the terms in a text that have dates or a basis, in its order; longer ones hide those inside them."""
    found: list[tuple[int, Term]] = []
    known = {term.wording: term for term in library.terms.all_terms() if term.from_ or term.until or term.basis}
    for wording in sorted(known, key=lambda one: (-len(one), one)):
        place = text.find(wording)
        if place >= 0:
            found.append((place, known[wording]))
            text = text.replace(wording, "\0" * len(wording))
    return [term for _, term in sorted(found, key=lambda one: one[0])]


def _term_line(term: Term) -> str:
    basis = f"，依据：{term.basis}" if term.basis else ""
    return f"提法：“{term.wording}”{_days(term.from_, term.until)}{basis}"


def _days(first: date | None, last: date | None) -> str:
    start = f"，{date_text(first)}起" if first else ""
    return start + (f"，到{date_text(last)}止" if last else "")


def _last_use(block: str, log: Sequence[Used]) -> str:
    uses = [one for one in log if block in one.blocks]
    if not uses:
        return "没有记录"
    last = max(uses, key=lambda one: (one.date, one.title))
    return f"{date_text(last.date)}《{last.title}》"
