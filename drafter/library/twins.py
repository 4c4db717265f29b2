"""Blocks whose texts are nearly the same, and joining two of them so that nothing of either is lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from drafter.errors import UsageError
from drafter.library.editing import AFTER_REPLACED, AFTER_STATUS, AFTER_TAGS, Change, change_of, found, source_of
from drafter.library.indexing import TAGS, passage_source
from drafter.library.splicing import Edit, plain
from drafter.library.yamlreader import compose
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.text.sentences import fingerprint, sentences
from drafter.text.shingles import runs

LEAST = 0.3
"""Share of the runs of the shorter text from which two are nearly the same."""
FEWEST = 4
"""Fewer sampled runs in common, of eight characters, are one formulation and not one text."""
COMMON = 60
"""A run that so many texts have is a formulation, by which no two are told to be alike."""
Place = tuple[str, str]
"""A block and one of its acts."""


class Twin(msgspec.Struct, frozen=True, kw_only=True):
    """Two blocks that say nearly the same in one act."""

    one: str
    other: str
    act: str
    """Of the first, in which they are most alike."""
    share: float
    """Of the shorter text's runs of eight characters, 0 to 1."""
    sentence: str
    """Of the first, the one that has most in common with the other."""
    apart: bool
    """Whether they exclude each other already."""


def twins(library: Library, least: float = LEAST) -> tuple[Twin, ...]:
    """Return the pairs of blocks in use that are nearly the same, the most alike first; each pair once."""
    texts = {
        (name, act): runs(fingerprint(_plain(block, act)))
        for name, block in library.blocks.items()
        if block.status != "deprecated"
        for act in block.text
    }
    best: dict[tuple[str, str], tuple[float, Place, Place]] = {}
    for share, one, other in _alike(texts, least):
        pair = (one[0], other[0])
        if pair not in best or share > best[pair][0]:
            best[pair] = (share, one, other)
    found = (_twin(library, share, one, other) for share, one, other in best.values())
    return tuple(sorted(found, key=lambda twin: (-twin.share, twin.one, twin.other)))


def _plain(block: Block, act: str) -> str:
    return TAGS.sub("", passage_source(block, act))


def _alike(texts: dict[Place, set[int]], least: float) -> Iterator[tuple[float, Place, Place]]:
    """Yield the pairs of texts of two blocks that share enough, each once, the earlier first."""
    holders: dict[int, list[Place]] = defaultdict(list)
    for place, numbers in texts.items():
        shared = Counter(other for number in numbers if len(holders[number]) < COMMON for other in holders[number])
        for other, count in shared.items():
            share = count / min(len(numbers), len(texts[other]))
            if other[0] != place[0] and count >= FEWEST and share >= least:
                yield share, other, place
        for number in numbers:
            holders[number].append(place)


def _twin(library: Library, share: float, one: Place, other: Place) -> Twin:
    first, second = library.blocks[one[0]], library.blocks[other[0]]
    theirs = runs(fingerprint(_plain(second, other[1])))
    likest = max(sentences(_plain(first, one[1])), key=lambda text: len(runs(fingerprint(text)) & theirs), default="")
    apart = other[0] in first.excludes or one[0] in second.excludes
    return Twin(one=one[0], other=other[0], act=one[1], share=share, sentence=likest.strip(), apart=apart)


# ── joining two


def merged(library: Library, keep: str, other: str, *, retire: bool = False) -> Change:
    """Return the change by which one block takes over from another what it lacks, and nothing is lost.

    Acts, leads, tags, sources that only the other has go over. Where both have an act, the other stays as another
    wording of it, never in one draft with the first; with `retire`, or where nothing of its own is left, it goes out
    of use and its file stays. Raises NotFoundError, UsageError, InvalidFilesError.
    """
    first, second = found(library, keep), found(library, other)
    if first == second:
        raise UsageError("一段不能和它自己合并", hint="写两段不同的")
    one, two = library.blocks[first], library.blocks[second]
    if one.theme != two.theme or one.part != two.part:
        raise UsageError(
            f"{first} 和 {second} 主题或类型不同，不能合并", hint="用 sections new 另写一段，再用 retire 停用旧的"
        )
    value = plain(compose(source_of(library, second).lstrip("\ufeff"), second))
    moved = [act for act in two.text if act not in one.text]
    both = [act for act in two.text if act in one.text]
    notes = [] if retire or not both else [_both_kept(library, second, both)]
    edits = {first: [*_taken_over(one, two, value, moved)], second: _left(two, first, moved, both, retire=retire)}
    if both and not retire and second not in one.excludes:
        edits[first].append(_listed("excludes", one.excludes, [second]))
    return change_of(library, edits, f"把 {second} 并入 {first}", notes)


def _both_kept(library: Library, other: str, both: list[str]) -> str:
    acts = "、".join(library.taxonomy.title("acts", act) for act in both)
    return f"两段都有的动作（{acts}）没有合在一起：{other} 留作另一种写法"


def _taken_over(one: Block, two: Block, value: dict[str, Any], moved: list[str]) -> Iterator[Edit]:
    for act in moved:
        yield Edit(("text", act), value["text"][act])
    for form, lead in two.leads.items():
        if form not in one.leads:
            yield Edit(("leads", form), lead)
    tags = [tag for tag in two.tags if tag not in one.tags]
    if tags:
        yield _listed("tags", one.tags, tags, after=AFTER_TAGS)
    cited = {(origin.file, origin.speech, origin.at) for origin in one.sources}
    sources = [
        {key: text for key, text in origin.items() if text}
        for origin, known in zip(value.get("sources") or [], two.sources, strict=False)
        if (known.file, known.speech, known.at) not in cited
    ]
    if sources and not one.sources:
        yield Edit(("sources",), sources)
    else:
        yield from (Edit(("sources", number), origin) for number, origin in enumerate(sources, len(one.sources)))


def _left(two: Block, first: str, moved: list[str], both: list[str], *, retire: bool) -> list[Edit]:
    """Return the changes of the block whose acts went over."""
    if retire or not both:
        edits = [Edit(("status",), "deprecated", after=AFTER_STATUS)]
        return [*edits, Edit(("replaced_by",), first, after=AFTER_REPLACED)]
    edits = [Edit(("text", act)) for act in moved]
    if first not in two.excludes:
        edits.append(_listed("excludes", two.excludes, [first]))
    return edits


def _listed(field: str, known: tuple[str, ...], added: list[str], after: tuple[str, ...] = ()) -> Edit:
    return Edit((field,), [*known, *added], after=after or ("text", "lengths", "sources", "requires"))
