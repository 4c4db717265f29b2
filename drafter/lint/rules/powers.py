"""段落能用在哪一级，文字就要合那一级的职权：县级、乡级不立法，乡镇没有常委会。

各级不能做的写在 taxonomy.yaml 的 levels 里（cannot、except）。成稿时也按它筛选段落。

    不合格  没有写 levels 的段落里有“常委会会议每年听取……”。
    合格    suits: {levels: [city, county]}
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.library.indexing import Grounds, passage_source
from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem

ID = "powers"
TITLE = "本级的职权"


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each text that says what one of the block's levels cannot do."""
    taxonomy = view.library.taxonomy
    grounds = Grounds(taxonomy, None)
    for name, block in view.blocks.items():
        levels = block.suits.levels or tuple(taxonomy.levels)
        for act in block.text:
            for level, words in grounds.barred(passage_source(block, act)):
                if level in levels:
                    message = f"“{taxonomy.title('levels', level)}”人大不能这样说"
                    hint = "用 suits 的 levels 限定层级，或改写"
                    yield view.problem(ID, name, message, match=words, hint=hint)
