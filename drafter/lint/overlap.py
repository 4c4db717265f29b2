"""What a paper shares with earlier files: how much of it, and the longest stretches, small edits included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from drafter.lint.papers import Paper
from drafter.lint.rules.repetition import owned
from drafter.model.problem import Problem, Severity
from drafter.model.reading import Reading
from drafter.text.alike import Alike, Index, Words, words_of

RULE = "overlap"
TITLE = "和旧稿相同"
MANUAL = """用 --against 给出的旧稿里已经有的话：说出占多少，列出最长的几段，改了几个字的也算。

固定的提法、名称不算。相同的占三成以上，或一段二百字以上相同，算注意；少于这些的只作提示。

    不合格  今年的讲话有四成和去年的一样。
    合格    沿用的只是会议名称和固定的提法。
"""
SHORTEST, TOLD = 20, 40
"""So many characters of one's own make a stretch count towards the share; so many make it worth a line."""
MUCH, LONG = 0.3, 200
"""A larger share, and a longer stretch, are warnings."""
LITTLE, MOST = 0.05, 10
"""A smaller share is not told; so many stretches are."""
SHOWN = 30
NAMED = 3
"""So many files are named in the sentence about the share."""


class Shared(msgspec.Struct, frozen=True):
    """A stretch of a paper that an earlier file has too."""

    file: int
    """Which of the files."""
    start: int
    """In `Paper.text`."""
    end: int
    line: int
    """In the earlier file."""
    length: int
    """Characters of the writer's own."""


class Overlap(msgspec.Struct, frozen=True):
    """What a paper shares with earlier files."""

    share: float
    """Of its words, 0 to 1, formulations and names left out of the count."""
    by_file: dict[int, float]
    """The same for each file with which it shares anything."""
    stretches: tuple[Shared, ...]
    """The longest first; of those on the same words only one."""


class Earlier:
    """Earlier files, indexed."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        """Index the files."""
        self.names = [one.path.replace("\\", "/").rpartition("/")[2] for one in readings]
        self._readings = readings
        self._words = [words_of(one.text) for one in readings]
        self._index = Index([one.text for one in self._words])

    def of(self, paper: Paper) -> Overlap:
        """Return what a paper shares with the files."""
        words = words_of(paper.text)
        own = owned(paper, words)
        found = [pair for pair in self._index.shared(words.text) if own[pair[1].last] - own[pair[1].first] >= SHORTEST]
        total = max(own[-1], 1)
        by_file = {
            file: _covered((one for number, one in found if number == file), own) / total
            for file in dict.fromkeys(number for number, _ in found)
        }
        share = _covered((one for _, one in found), own) / total
        return Overlap(share, by_file, tuple(self._stretches(words, own, found)))

    def _stretches(self, words: Words, own: Sequence[int], found: Sequence[tuple[int, Alike]]) -> Iterator[Shared]:
        taken: list[tuple[int, int]] = []
        for file, one in sorted(found, key=lambda pair: own[pair[1].first] - own[pair[1].last]):
            if any(first < one.last and one.first < last for first, last in taken):
                continue
            taken.append((one.first, one.last))
            place = self._words[file].places[one.other_first]
            yield Shared(
                file,
                words.places[one.first],
                words.places[one.last - 1] + 1,
                self._readings[file].text.count("\n", 0, place) + 1,
                own[one.last] - own[one.first],
            )

    def problems(self, paper: Paper) -> Iterator[Problem]:
        """Yield how much a paper shares with the files, and the longest stretches."""
        found = self.of(paper)
        if found.share >= LITTLE:
            most = sorted(found.by_file.items(), key=lambda pair: -pair[1])[:NAMED]
            names = "、".join(f"“{self.names[file]}” {share:.0%}" for file, share in most)
            message = f"和旧稿相同的话占{found.share:.0%}（{names}）"
            severity: Severity = "warning" if found.share >= MUCH else "info"
            end = min(len(paper.text), SHOWN)
            yield paper.problem(RULE, 0, end, message, hint="换新的内容和说法", severity=severity)
        for one in found.stretches[:MOST]:
            if one.length >= TOLD:
                message = f"这{one.length}字和“{self.names[one.file]}”第{one.line}行相同"
                grave: Severity = "warning" if one.length >= LONG else "info"
                yield paper.problem(RULE, one.start, one.end, message, hint="换一种说法，或删去", severity=grave)


def _covered(found: Iterator[Alike], own: Sequence[int]) -> int:
    """Return how many characters of the writer's own lie in any of the stretches."""
    total = end = 0
    for first, last in sorted((one.first, one.last) for one in found):
        first = max(first, end)
        if last > first:
            total += own[last] - own[first]
            end = last
    return total
