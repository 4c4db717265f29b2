"""同一句话不能出现在两个段落里，也不能在一个段落里出现两次：一篇稿子可能把它们都选上。

十二个字以下的句子不算。

    不合格  两个段落都有“民生实事办得怎么样，群众最有发言权。”
    合格    各写各的话。
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.subjects import TAG, LibraryView
from drafter.model.problem import Problem
from drafter.text.sentences import SHORTEST_COMPARED, fingerprint, sentences

ID = "repetition"
TITLE = "重复的句子"


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem at the second place of each sentence that stands twice."""
    seen: dict[str, str] = {}
    for passage in view.passages:
        for sentence in sentences(passage.text):
            key = fingerprint(TAG.sub("某", sentence))
            if len(key) < SHORTEST_COMPARED:
                continue
            if key in seen:
                message = f"这句话也在 {seen[key]} 里" if seen[key] != passage.block_id else "这句话写了两次"
                yield view.problem(ID, passage.block_id, message, match=sentence, hint="改写其中一处")
            seen.setdefault(key, passage.block_id)
