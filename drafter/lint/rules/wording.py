"""按 sections/wording.yaml 里的条目检查用语：开头的连接词、对别处的引用、不合讲话人身份的话、任何时候都错的说法。

每个条目有自己的名字、说明和改法；工作区可以在自己的 sections/wording.yaml 里增加条目。三种类型：existence 不该出现，
start 不该打头，absence 至少要有一个。条件：acts 行文动作，levels 段落可用于的层级，unless_by 限定给这些讲话人的除外。

    不合格  同时，要把审议意见列成清单。
    合格    要把审议意见列成清单，逐项交办。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.subjects import LibraryView, Passage
from drafter.model.block import Block
from drafter.model.problem import Problem
from drafter.model.wording import WordingCheck

ID = "wording"
TITLE = "用语"
MARKS = "。；！，"
"""A pattern may begin with the mark before the words that it is about."""


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each check of wording.yaml that a text breaks."""
    for one in view.library.wording.checks:
        matcher = _Matcher(one)
        if one.type == "absence":
            yield from _absent(view, one, matcher)
        else:
            yield from _present(view, one, matcher)


class _Matcher:
    """The words and patterns of a check as one expression."""

    def __init__(self, check_: WordingCheck) -> None:
        parts = [re.escape(word) for word in sorted(check_.words, key=len, reverse=True)] + list(check_.patterns)
        joined = "|".join(f"(?:{part})" for part in parts)
        self.pattern = re.compile(f"^(?:{joined})" if check_.type == "start" else joined)
        self.allowed = re.compile("|".join(check_.allowed)) if check_.allowed else None

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match outside what is allowed."""
        masked = self.allowed.sub(lambda found: "〇" * len(found[0]), text) if self.allowed else text
        return self.pattern.search(masked)


def _present(view: LibraryView, one: WordingCheck, matcher: _Matcher) -> Iterator[Problem]:
    for passage in view.passages:
        if not _applies(one, passage.block, passage.act) or (one.moves and passage.move not in one.moves):
            continue
        found = matcher.search(passage.text)
        if found:
            match = found[0].lstrip(MARKS)
            yield view.problem(f"{ID}.{one.id}", passage.block_id, one.message, match=match, hint=one.hint)


def _absent(view: LibraryView, one: WordingCheck, matcher: _Matcher) -> Iterator[Problem]:
    acts: dict[tuple[str, str], list[Passage]] = {}
    for passage in view.passages:
        if _applies(one, passage.block, passage.act):
            acts.setdefault((passage.block_id, passage.act), []).append(passage)
    for (name, _), passages in acts.items():
        if not any(matcher.search(passage.text) for passage in passages):
            yield view.problem(f"{ID}.{one.id}", name, one.message, match=passages[0].text[:20], hint=one.hint)


def _applies(one: WordingCheck, block: Block, act: str) -> bool:
    if (one.acts and act not in one.acts) or (one.parts and block.part not in one.parts):
        return False
    if block.theme in one.unless_themes:
        return False
    if one.levels and block.suits.levels and not set(one.levels) & set(block.suits.levels):
        return False
    return not (one.unless_by and block.suits.by and set(block.suits.by) <= set(one.unless_by))
