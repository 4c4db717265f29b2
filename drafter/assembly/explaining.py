"""Why a draft has the passages it has: scores part by part, runners-up, what was ruled out, what decided."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from drafter.assembly.choosing import Chooser, Chosen
from drafter.assembly.filtering import describe, with_followers
from drafter.assembly.scoring import POINT, Score
from drafter.assembly.selection import TOLERANCE


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A block that might fill a slot, with its score in points."""

    block: str
    title: str
    total: float
    parts: Mapping[str, float]
    """tags, focus, kind, level, turn, used, old; what is nought is left out."""


class SlotWhy(msgspec.Struct, frozen=True, kw_only=True):
    """Why a slot has the passage it has."""

    slot: str
    asks: str
    """Theme and acts, in Chinese."""
    settled: bool
    """By the recipe or the writer: nothing was chosen."""
    candidates: int
    ruled_out: Mapping[str, int]
    """Filter → how many blocks of the library it ruled out of those that the filters before it had left."""
    chosen: Candidate | None
    runner_up: Candidate | None
    """What a swap would bring."""
    decided: str
    """In Chinese: what decided, where it was not the score alone."""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """The explanation of a whole draft."""

    exact: bool
    """It is proved that no other choice is worth more."""
    worth: float
    bound: float
    """In points; no choice is worth more."""
    target: int
    length: int
    """As reckoned, every fact at its example, in characters."""
    low: int
    high: int
    price: float
    """Points that a hundred characters more would be worth; negative where it is hard to keep short."""
    slots: tuple[SlotWhy, ...]


def explain(chooser: Chooser, chosen: Chosen) -> Why:
    """Return why a draft has the passages it has."""
    target = chooser.wishes.target
    found = []
    for name in chooser.slots:
        if name in chooser.fixed:
            found.append(_settled_slot(chooser, name, chooser.fixed[name].block))
        elif name in chooser.scores:
            found.append(_chosen_slot(chooser, name))
    return Why(
        exact=chosen.answer.exact,
        worth=chosen.answer.worth / POINT,
        bound=chosen.answer.bound / POINT,
        target=target,
        length=chosen.length,
        low=target - int(target * TOLERANCE),
        high=target + int(target * TOLERANCE),
        price=-chosen.answer.price * 100 / POINT,
        slots=tuple(found),
    )


def _settled_slot(chooser: Chooser, name: str, block: str) -> SlotWhy:
    return SlotWhy(
        slot=name,
        asks=describe(chooser.library, chooser.slots[name]),
        settled=True,
        candidates=0,
        ruled_out={},
        chosen=_candidate(chooser, block, Score()) if block else None,
        runner_up=None,
        decided="稿单里定下的" if name not in chooser.wishes.pins else "自己定下的",
    )


def _chosen_slot(chooser: Chooser, name: str) -> SlotWhy:
    scores = chooser.scores[name]
    block, second = chooser.taken(name), chooser.runner_up(name)
    return SlotWhy(
        slot=name,
        asks=describe(chooser.library, chooser.slots[name]),
        settled=False,
        candidates=len(scores),
        ruled_out=chooser.filters.tally(with_followers(chooser.slots)[name]),
        chosen=_candidate(chooser, block, scores[block]) if block else None,
        runner_up=_candidate(chooser, second, scores[second]) if second else None,
        decided=_decided(chooser, name, block),
    )


def _candidate(chooser: Chooser, block: str, score: Score) -> Candidate:
    parts = {name: getattr(score, name) / POINT for name in score.__struct_fields__}
    return Candidate(
        block=block,
        title=chooser.library.blocks[block].title,
        total=score.total / POINT,
        parts={name: points for name, points in parts.items() if points},
    )


def _decided(chooser: Chooser, name: str, block: str) -> str:
    """Return why the block of the highest score was not taken; empty where it was."""
    scores = chooser.scores[name]
    if not block:
        return "可以空着，没有合用的段落"
    best = next(iter(scores))
    if scores[best].total <= scores[block].total:
        return ""
    title = chooser.library.blocks[best].title
    other = chooser.clash(best, name)
    if other:
        return f"分数最高的“{title}”和位置“{other}”的段落不能同用"
    if _shape(chooser, name, best) != _shape(chooser, name, block):
        return f"分数最高的是“{title}”；为了篇幅和段首句整齐，用了这一段"
    return f"分数最高的是“{title}”；为了篇幅，用了这一段"


def _shape(chooser: Chooser, name: str, block: str) -> object:
    return chooser.offers.sizes.shape(chooser.slots[name], chooser.library.blocks[block])
