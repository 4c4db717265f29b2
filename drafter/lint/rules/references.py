"""requires、excludes、replaced_by 写到的段落必须存在；标为 deprecated 的要写 replaced_by。

不合格  excludes: [supervision/no-such-block]
合格    excludes: [supervision/budget-review]
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem
from drafter.text.likeness import did_you_mean

ID = "reference"
TITLE = "引用的段落"


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each reference to a block that does not exist."""
    blocks = view.library.blocks
    for name, block in view.blocks.items():
        for other in (*block.requires, *block.excludes, *((block.replaced_by,) if block.replaced_by else ())):
            if other not in blocks:
                hint = did_you_mean(other, blocks)
                yield view.problem(ID, name, f"没有“{other}”这个段落", match=other, hint=hint)
        if block.status == "deprecated" and not block.replaced_by:
            yield view.problem(ID, name, "不再使用的段落要写 replaced_by", match="deprecated")
