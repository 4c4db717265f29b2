"""引号里带数字的缩略提法（“四个意识”“两个维护”）必须是提法表里有的，一字不差；表里没有的，先查实再加到 terms.yaml。

不合格  增强“四个意思”。
合格    增强“四个意识”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem
from drafter.text.likeness import did_you_mean

ID = "unknown-term"
TITLE = "提法表里没有的提法"
COUNTED = re.compile(r"“([一二两三四五六七八九十双]+(?:个[\u4e00-\u9fff]{1,6}|[\u4e00-\u9fff]{2,6}))”")
BARE = re.compile(
    r"(?<![\u4e00-\u9fff])?(?:增强|坚定|做到|践行|坚持|落实|树牢|反对|整治|纠治)([两三四五六七八]个[\u4e00-\u9fff]{2})(?![\u4e00-\u9fff])"
)

ORDINAL = re.compile("[一二三四五六七八九十]+")
"""The name of a five-year plan (“十五五”) counts nothing."""


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each counted formulation that terms.yaml does not have."""
    known = {term.wording.strip("“”") for term in view.library.terms.all_terms()}
    for passage in view.passages:
        for pattern in (COUNTED, BARE):
            for found in pattern.finditer(passage.plain):
                if found[1] not in known and not ORDINAL.fullmatch(found[1]):
                    hint = did_you_mean(found[1], known) or "查实以后加到 terms.yaml"
                    yield view.problem(ID, passage.block_id, f"提法表里没有“{found[1]}”", match=found[1], hint=hint)
