"""Checks as data (templates/checks), run over papers: words by the lexicon, patterns only where their words stand."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import msgspec

from drafter.lint.papers import Paper, Pattern, Piece, Prepared
from drafter.lint.telling import sentence_of
from drafter.model.checks import Check, CheckFile
from drafter.model.problem import Problem
from drafter.text.characters import compiled
from drafter.text.confusables import needed
from drafter.text.words import straddles

SHORT = 2
"""A wrong word of so many characters may be the end of one right word and the beginning of another."""


class Hit(msgspec.Struct, frozen=True):
    """A place that breaks a check."""

    start: int
    end: int
    right: str | None = None


def prepared(files: Iterable[CheckFile]) -> tuple[Prepared, ...]:
    """Return the checks of all files in their order."""
    return tuple(_prepared(file.id, check) for file in files for check in file.checks)


def _prepared(rule: str, check: Check) -> Prepared:
    words = (*check.words, *check.swap, *(word for row in check.either for word in row))
    replaced = {**dict.fromkeys(check.patterns, check.right), **check.replace}
    patterns = tuple(Pattern(one, needed(one), right) for one, right in replaced.items())
    return Prepared(f"{rule}.{check.id}", check, words, patterns)


def vocabulary(checks: Iterable[Prepared]) -> Iterator[str]:
    """Yield every word that the checks look for."""
    for one in checks:
        yield from one.words
        for pattern in one.patterns:
            yield from pattern.needed


_compiled = functools.cache(compiled)


def findings(paper: Paper, one: Prepared) -> Iterator[Problem]:
    """Yield what one check finds in a paper."""
    check = one.check
    if not _applies(paper, check):
        return
    found = _TYPES[check.type](paper, one)
    for hit in found:
        yield _problem(paper, one, hit)


def _problem(paper: Paper, one: Prepared, hit: Hit) -> Problem:
    check, words = one.check, paper.text[hit.start : hit.end]
    names = {"found": words, "right": hit.right or ""}
    hint = check.hint.format_map(names) if check.hint else (f"改为“{hit.right}”" if hit.right else "")
    return paper.problem(
        one.rule,
        hit.start,
        hit.end,
        check.message.format_map(names),
        hint=hint,
        severity=check.severity,
        fix=hit.right if check.fix else None,
    )


def _applies(paper: Paper, check: Check) -> bool:
    if paper.passage:
        return check.passages and check.type != "absence" and not check.by
    setting = paper.setting
    return (
        _among(setting.level, check.levels)
        and _among(setting.speaker, check.by)
        and (not check.unless_by or setting.speaker not in check.unless_by)
        and _among("" if setting.kind == "other" else setting.kind, check.kinds)
        and setting.kind not in check.unless_kinds
        and (check.from_ is None or setting.first >= check.from_)
        and (check.until is None or setting.last <= check.until)
    )


def _among(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted


# ── the types


def _existence(paper: Paper, one: Prepared) -> Iterator[Hit]:
    end = 0
    for hit in sorted(_all_hits(paper, one), key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end and _stands(paper, one.check, hit):
            end = hit.end
            yield hit


def _all_hits(paper: Paper, one: Prepared) -> Iterator[Hit]:
    words = [word for word in one.words if word in paper.hits]
    patterns = [it for it in one.patterns if any(not word or word in paper.hits for word in it.needed)]
    if not (words or patterns):
        return
    masked = _masked(paper.text, one.check)
    for word in words:
        for start in paper.hits[word]:
            if word in one.check.swap and len(word) == SHORT and straddles(paper.text, start, start + SHORT):
                continue
            if masked is paper.text or masked.startswith(word, start):
                yield Hit(start, start + len(word), one.check.swap.get(word))
    for pattern in patterns:
        for found in _compiled(pattern.source).finditer(masked):
            group = (found.lastindex or 0) if "\\" not in pattern.right else 0
            yield Hit(*found.span(group), found.expand(pattern.right) if pattern.right else None)


def _masked(text: str, check: Check) -> str:
    for pattern in check.allowed:
        text = _compiled(pattern).sub(lambda found: "〓" * len(found[0]), text)
    return text


def _stands(paper: Paper, check: Check, hit: Hit) -> bool:
    """Return whether a hit counts where it stands."""
    if check.roles and paper.piece_at(hit.start).role not in check.roles:
        return False
    if not check.near and not check.unless_near:
        return True
    sentence = sentence_of(paper, hit.start)
    if check.near and not any(_compiled(one).search(sentence) for one in check.near):
        return False
    return not any(_compiled(one).search(sentence) for one in check.unless_near)


def _absence(paper: Paper, one: Prepared) -> Iterator[Hit]:
    if not any(_existence(paper, one)):
        piece = next((piece for piece in paper.pieces if piece.role == "body"), None)
        if piece:
            yield Hit(piece.start, piece.start + min(len(piece.text), 20))


def _consistency(paper: Paper, one: Prepared) -> Iterator[Hit]:
    """Yield the rarer forms of each row of which more than one occurs."""
    for row in one.check.either:
        used = {form: paper.hits[form] for form in row if form in paper.hits}
        if len(used) < 2:
            continue
        kept = max(row, key=lambda form: (len(used.get(form, ())), -row.index(form)))
        for form, places in used.items():
            yield from (Hit(start, start + len(form), kept) for start in places if form != kept)


def _occurrence(paper: Paper, one: Prepared) -> Iterator[Hit]:
    counts: dict[Piece, int] = {}
    for hit in _existence(paper, one):
        piece = paper.piece_at(hit.start)
        counts[piece] = counts.get(piece, 0) + 1
        if counts[piece] == one.check.most + 1:
            yield hit


_TYPES = {
    "existence": _existence,
    "substitution": _existence,
    "absence": _absence,
    "consistency": _consistency,
    "occurrence": _occurrence,
}
