"""固定排列的几项不能少、不能多、不能换次序：政治意识、大局意识、核心意识、看齐意识。

次序以 terms.yaml 里的 members 为准。四项以上的，顿号连着写出其中大部分，就要写全（只少末一项的，旁边有总称才算）。

    不合格  政治意识、大局意识、看齐意识、核心意识
    合格    政治意识、大局意识、核心意识、看齐意识
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem
from drafter.model.term import Term

ID = "member-order"
TITLE = "固定排列的次序"


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each run of members that is not the list as it is fixed."""
    lists = [term for term in view.library.terms.all_terms() if _comparable(term.members)]
    for passage in view.passages:
        text = passage.plain
        for term in lists:
            if sum(member in text for member in term.members) < 2:
                continue
            run = _run(text, term.members)
            if run and _is_wrong(run, term, text):
                message = f"“{term.wording}”的次序是：{'、'.join(term.members)}"
                yield view.problem(ID, passage.block_id, message, match="、".join(run), hint="按固定的次序写全")


def _comparable(members: Sequence[str]) -> bool:
    """Return whether a list is long enough to be recognised: several members, none a single character."""
    return len(members) > 1 and all(len(one) > 1 for one in members)


def _run(text: str, members: Sequence[str]) -> list[str]:
    """Return the longest run of members that stand side by side in `text`, parted by 、 or 和."""
    best: list[str] = []
    at = 0
    while at < len(text):
        run, end = _from(text, at, members)
        if len(run) > len(best):
            best = run
        at = max(end, at + 1)
    return best if len(best) > 1 else []


def _from(text: str, at: int, members: Sequence[str]) -> tuple[list[str], int]:
    run: list[str] = []
    while True:
        found = next((one for one in sorted(members, key=len, reverse=True) if text.startswith(one, at)), None)
        if found is None:
            return run, at
        run.append(found)
        at += len(found)
        if text[at : at + 1] not in ("、", "和"):
            return run, at
        at += 1


def _is_wrong(run: Sequence[str], term: Term, text: str) -> bool:
    """A pair out of order may be a pair of its own; a list cut short at its end counts where its name stands by."""
    members = list(term.members)
    if len(run) < min(3, len(members)):
        return False
    if list(run) != [one for one in members if one in run]:
        return True
    if len(members) < 4 or not len(members) > len(run) >= len(members) - 1:
        return False
    return list(run) != members[: len(run)] or term.wording in text
