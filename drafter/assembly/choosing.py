"""Choosing the blocks of a whole draft: hard filters, scores, conflicts and the length, all at once.

Each slot's candidates become the options of a place; `optimising` finds the best whole. Nothing here depends on
`random`, `hash()`, set order, locale or clock.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import msgspec

from drafter.assembly.filtering import candidates, filters_for, with_followers
from drafter.assembly.optimising import MAX_STEPS, solve
from drafter.assembly.options import Offer, Offers
from drafter.assembly.planning import Slot
from drafter.assembly.scoring import POINT, UNIT, Score, Scores, score_all
from drafter.assembly.selection import TOLERANCE, Fixed, Passage, Wishes
from drafter.assembly.sizing import Sizes
from drafter.assembly.tasks import Answer, Option, Pick, Place, Window, worth_of
from drafter.errors import NothingFitsError
from drafter.model.library import Library
from drafter.model.structure import Structure

FIRST = 4
"""So many candidates of a slot are measured at first; more only where they could still be chosen."""
OFF_TARGET = 2 * UNIT
"""What each per cent off the target costs, within the tolerance."""
FAR_OFF = UNIT
"""The same where the tolerance cannot be kept: what a slot asks for then counts for more."""
OUT_OF_REACH = POINT
"""What each character costs where only the nearest length is looked for."""
EMPTY = -1_000 * POINT
"""The worth of leaving a slot empty that must be filled; taken only where nothing else is left."""
EMPTY_OPTIONAL = -50 * POINT
NEARER = 1_500
"""Steps of a search that only says how near a length can be reached."""
ENDLESS = 10**9


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The choice of a whole draft, with all that explains it."""

    passages: Mapping[str, Passage]
    """By slot, in the order of the text; an optional slot that stays empty is left out."""
    answer: Answer
    length: int
    """Characters of the whole draft as reckoned."""
    reached: bool
    """Whether that lies within the tolerance."""


def _without_clashes(library: Library, fixed: Mapping[str, Fixed], wishes: Wishes) -> dict[str, Fixed]:
    """Return the choices that stand without those that the writer's own ones rule out: they are chosen anew."""
    pinned = {name: one.block for name, one in fixed.items() if name in wishes.pins}
    return {
        name: one
        for name, one in fixed.items()
        if name in pinned or not any(_rules_out(library, block, one.block) for block in pinned.values())
    }


def _rules_out(library: Library, one: str, other: str) -> bool:
    return one == other or _exclude(library, one, other)


def _exclude(library: Library, one: str, other: str) -> bool:
    return other in library.blocks[one].excludes or one in library.blocks[other].excludes


def _require_leaders(slots: Mapping[str, Slot]) -> None:
    for name, slot in slots.items():
        if slot.same and slot.same not in slots:
            raise NothingFitsError(
                f"位置“{name}”要用“{slot.same}”选中的段落，结构里却没有“{slot.same}”这个位置",
                hint="改 same: 后面的位置名称",
            )


class Chooser:
    """The choice of one draft: makes the task for `optimising`, and widens it until nothing left out could be better.

    Raises NothingFitsError for a slot that cannot be filled and for pins that contradict each other.
    """

    def __init__(
        self, library: Library, structure: Structure, slots: Mapping[str, Slot], wishes: Wishes, sizes: Sizes
    ) -> None:
        """Filter and score the candidates of every slot."""
        _require_leaders(slots)
        self.library = library
        self.slots = slots
        self.wishes = wishes
        self.filters = filters_for(library, structure, wishes.level, wishes.as_of)
        self.fixed = _without_clashes(
            library, {name: one for name, one in wishes.fixed.items() if name in slots}, wishes
        )
        open_slots = {name: slot for name, slot in slots.items() if name not in self.fixed}
        options = {**candidates(self.filters, open_slots), **self._for_settled()}
        options = {name: options[name] for name, slot in slots.items() if name in options}
        scores = score_all(library, structure, slots, wishes, options)
        self.scores: Scores = {name: self._unbanned(name, found) for name, found in scores.items()}
        """Of every candidate, the best first; those of settled slots too, so that others keep their turns."""
        self.open: list[str] = [name for name in self.scores if name not in self.fixed]
        self.offers = Offers(library, slots, self.fixed, sizes)
        self._taken: dict[str, tuple[str, int]] = {}
        self._require_no_contradiction()

    def _for_settled(self) -> dict[str, list[str]]:
        """Return what might stand in the settled slots; there need be nothing."""
        asking = with_followers(self.slots)
        return {
            name: self.filters.candidates(msgspec.structs.replace(asking[name], optional=True))
            for name in self.fixed
            if name in asking
        }

    def _unbanned(self, name: str, found: Mapping[str, Score]) -> Mapping[str, Score]:
        """Return candidates without those that a slot must not take. Raises NothingFitsError where none is left."""
        banned = self.wishes.banned.get(name)
        if not banned:
            return found
        left = {block: score for block, score in found.items() if block not in banned}
        if not left and name not in self.fixed and not self.slots[name].optional:
            raise NothingFitsError(
                f"位置“{name}”没有别的段落可换：合用的只有 {'、'.join(found)}",
                hint="在工作区的 sections/ 里补写这个主题的段落，或用 --say 自己写一段",
            )
        return left

    def reference(self) -> dict[str, Passage]:
        """Return what fits each slot best, whatever the others take and however long it is."""
        self._taken = {name: (one.block, 0) for name, one in self.fixed.items()}
        self._taken |= {name: (next(iter(self.scores[name])), 0) for name in self.open if self.scores[name]}
        return self._passages()

    def best(self, frame: int) -> Chosen:
        """Return the best choice, within the tolerance of the length where that can be had.

        `frame` is the length of everything but the passages. Raises NothingFitsError for a length that was asked for
        and cannot be reached.
        """
        target, slack = self.wishes.target - frame, int(self.wishes.target * TOLERANCE)
        stride = max(self.wishes.target // 100, 1)
        wanted = Window(target, target - slack, target + slack, stride, OFF_TARGET)
        answer = self._solve(wanted) or self._from_nearest(wanted)
        reached = answer is not None
        if answer is None:
            answer = self._solve(Window(target, -ENDLESS, ENDLESS, stride, FAR_OFF))
        if answer is None:
            raise _needs_unmet(self.library, self.fixed)
        self._require_filled()
        if not reached and self.wishes.strict_length:
            raise self._out_of_reach(target, frame)
        return Chosen(
            passages=self._passages(),
            answer=answer,
            length=answer.length + frame,
            reached=reached,
        )

    def _from_nearest(self, window: Window) -> Answer | None:
        """Return an answer within `window`, starting from the one whose length is nearest; None where that is outside.

        A search for the best may run out of steps where few answers have the length at all.
        """
        nearest = self._solve(Window(window.target, -ENDLESS, ENDLESS, 1, OUT_OF_REACH))
        if nearest is None or not window.low <= nearest.length <= window.high:
            return None
        if any(name not in self._taken and not self.slots[name].optional for name in self.open):
            return None
        places = self._places({name: len(self.scores[name]) for name in self.open}, empty=False)
        picks = {place.id: self._pick(place) for place in places}
        worth = worth_of(places, picks, window)
        if worth is None:
            return None
        start = msgspec.structs.replace(nearest, picks=picks, worth=worth, price=nearest.price)
        answer = solve(places, window, start)
        self._task = (places, window)
        return self._named(answer, places)

    def _pick(self, place: Place) -> Pick:
        """Return what a place took, by the number that the option has now."""
        block, variant = self._taken.get(place.id, ("", 0))
        (number,) = (at for at, option in enumerate(place.options) if option.key == block)
        return Pick(number, variant)

    # ── the task, widened as needed

    def _solve(self, window: Window) -> Answer | None:
        """Return the best answer over all candidates, looking closely only at those that could be in it.

        Where any length will do, a slot may stay empty too, so that there is an answer to tell from which one it is.
        """
        widths = {name: min(FIRST, len(self.scores[name])) for name in self.open}
        answer = None
        while True:
            places = self._places(widths, empty=window.low == -ENDLESS)
            answer = solve(places, window, answer, NEARER if window.loss == OUT_OF_REACH else MAX_STEPS)
            gap = ENDLESS * POINT if answer is None else _most(places) - answer.worth
            wider = {name: max(widths[name], self._within(name, gap)) for name in widths}
            if wider == widths:
                self._task = (places, window)
                return self._named(answer, places)
            widths = wider

    def _within(self, name: str, gap: int) -> int:
        """Return how many of a slot's candidates lie no more than `gap` below its best: none other can be chosen."""
        totals = (score.total for score in self.scores[name].values())  # the best first
        best = next(totals, None)
        return 0 if best is None else 1 + sum(1 for _ in itertools.takewhile((best - gap).__le__, totals))

    def _places(self, widths: Mapping[str, int], *, empty: bool) -> list[Place]:
        fixed = [self._fixed_place(name) for name in self.fixed]
        return _reconciled_first(self.offers.places_marked([*fixed, *self._open_places(widths, empty)]), len(fixed))

    def _fixed_place(self, name: str) -> Place:
        option = self._offer(name, self.fixed[name].block).option
        if name not in self.wishes.pins:
            option = msgspec.structs.replace(option, needs=frozenset())
        return Place(id=name, options=(option,), group=self.slots[name].sisters)

    def _open_places(self, widths: Mapping[str, int], empty: bool) -> Iterator[Place]:
        for number, name in enumerate(widths):
            blocks = itertools.islice(self.scores[name], widths[name])
            offered = (self._offer(name, one).option for one in blocks)
            slot = self.slots[name]
            nothing = EMPTY_OPTIONAL if slot.optional else EMPTY - (len(widths) - number) * UNIT
            none = [Option(key="", worth=nothing)] if slot.optional or empty else []
            yield Place(id=name, options=(*none, *offered), group=slot.sisters)

    def _offer(self, slot: str, block: str) -> Offer:
        score = self.scores.get(slot, {}).get(block)
        return self.offers.offer(slot, block, score.total if score else 0)

    # ── the answer

    def _named(self, answer: Answer | None, places: list[Place]) -> Answer | None:
        """Keep which block each place took; empty places are left out."""
        picks = answer.picks if answer else {}
        taken = {place.id: (place.options[picks[place.id].option].key, picks[place.id]) for place in places if picks}
        self._taken = {name: (key, pick.variant) for name, (key, pick) in taken.items() if key}
        return answer

    def _passages(self) -> dict[str, Passage]:
        found = {}
        for name, (block, variant) in self._taken.items():
            for passage in self._offer(name, block).ways[variant]:
                found[passage.slot.id] = passage
        return {name: found[name] for name in self.slots if name in found}

    # ── what else there was

    def taken(self, name: str) -> str:
        """Return the block that a slot took; empty where it took none."""
        return self._taken.get(name, ("", 0))[0]

    def runner_up(self, name: str) -> str:
        """Return what a swap would bring to a slot, all others standing as they are; empty where nothing is left."""
        places, window = self._task
        (whole,) = self._open_places({name: len(self.scores[name])}, empty=False)
        others = tuple(option for option in whole.options if option.key not in ("", self.taken(name)))
        standing = [self._standing(place) for place in places if place.id != name and place.id in self._taken]
        task = self.offers.places_marked([*standing, msgspec.structs.replace(whole, options=others)])
        for reach in (window, Window(window.target, -ENDLESS, ENDLESS, window.stride, FAR_OFF)):
            answer = solve(_reconciled_first(task, len(standing)), reach) if others else None
            if answer is not None:
                return others[answer.picks[name].option].key
        return ""

    def _standing(self, place: Place) -> Place:
        """Return a place that can only take what it took, in the variant in which it took it."""
        block, variant = self._taken[place.id]
        (option,) = (one for one in place.options if one.key == block)
        only = msgspec.structs.replace(option, variants=(option.variants[variant],))
        return msgspec.structs.replace(place, options=(only,))

    def clash(self, block: str, besides: str) -> str:
        """Return the slot whose passage must not stand beside `block`; empty for none. `besides` is not looked at."""
        taken = {name: one for name, (one, _) in self._taken.items() if name != besides}
        for name, other in taken.items():
            mine, theirs = (self._offer(slot, one).option for slot, one in ((besides, block), (name, other)))
            marked = self.offers.places_marked([Place(id="", options=(mine, theirs))])[0].options
            if marked[0].marks & marked[1].marks:
                return name
        return ""

    # ── what cannot be had

    def _require_filled(self) -> None:
        """Raise NothingFitsError for the first slot that had to stay empty."""
        for name in self.open:
            if name not in self._taken and not self.slots[name].optional:
                raise NothingFitsError(
                    f"位置“{name}”没有段落可用：合适的 {len(self.scores[name])} 段都已用在别处，或与已选段落重复",
                    hint="在工作区的 sections/ 里补写这个主题的段落，或减少结构里的要点",
                )

    def _out_of_reach(self, target: int, frame: int) -> NothingFitsError:
        """Return the error that names the nearest length; `target` is that of the passages alone."""
        answer = self._solve(Window(target, -ENDLESS, ENDLESS, 1, OUT_OF_REACH))
        nearest, wanted = (answer.length if answer else 0) + frame, self.wishes.target
        word = "最多能写到" if nearest < wanted else "最少也要"
        return NothingFitsError(
            f"要写 {wanted} 字办不到：按这个结构和现有段落{word}约 {nearest} 字",
            hint=f"改成 --length {nearest}，或换一个结构（drafter structures list），或增减结构里的要点",
        )

    def _require_no_contradiction(self) -> None:
        """Raise NothingFitsError where two passages that the writer settled cannot stand together."""
        pins = [name for name in self.fixed if name in self.wishes.pins]
        marked = self.offers.places_marked([self._fixed_place(name) for name in pins])
        for one, other in itertools.combinations(marked, 2):
            if one.options[0].marks & other.options[0].marks:
                raise _contradiction(self.library, one, other)


def _reconciled_first(places: list[Place], count: int) -> list[Place]:
    """Return places of which the first `count`, the fixed ones, no longer stand in each other's way."""
    return [*_reconciled(places[:count]), *places[count:]]


def _reconciled(places: list[Place]) -> list[Place]:
    """Return fixed places of which none shares a mark with an earlier one: what was settled stands as it is."""
    seen: frozenset[str] = frozenset()
    found = []
    for place in places:
        option = place.options[0]
        found.append(
            msgspec.structs.replace(place, options=(msgspec.structs.replace(option, marks=option.marks - seen),))
        )
        seen |= option.marks
    return found


def _most(places: list[Place]) -> int:
    return sum(max(option.worth for option in place.options) for place in places)


def _needs_unmet(library: Library, fixed: Mapping[str, Fixed]) -> NothingFitsError:
    needing = [one.block for one in fixed.values() if library.blocks[one.block].requires]
    wanted = [other for block in needing for other in library.blocks[block].requires]
    return NothingFitsError(
        f"定下的段落 {'、'.join(needing)} 要求同时用 {'、'.join(wanted)}，这份稿子里没有放它的位置",
        hint="用 --add 加上，或换一段（--swap）",
    )


def _contradiction(library: Library, one: Place, other: Place) -> NothingFitsError:
    mine, theirs = one.options[0].key, other.options[0].key
    if mine == theirs:
        reason = f"用的是同一段 {mine}"
    elif _exclude(library, mine, theirs):
        reason = f"的段落 {mine} 和 {theirs} 写明了不同用（excludes）"
    else:
        reason = f"的段落 {mine} 和 {theirs} 有相同的句子，或说的几乎是一回事"
    return NothingFitsError(
        f"位置“{one.id}”和“{other.id}”{reason}，不能都要",
        hint=f"只定其中一处，另一处用 --swap {other.id} 让程序另选",
    )
