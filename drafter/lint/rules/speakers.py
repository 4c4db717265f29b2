"""行文动作要合讲话人的身份：限定给某些讲话人（suits.by）的段落，其中至少要有一人可以对这些听众（suits.to）作这个动作。

谁可以对谁作什么动作，写在 taxonomy.yaml 的 speakers（may）里：代表不部署，机关负责人只对机关部署，党委书记不请求。

    不合格  suits: {by: [deputy]}，却有 require。
    合格    suits: {by: [deputy]}，写 report、pledge 或 request。
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.block import Block
from drafter.model.problem import Problem
from drafter.model.taxonomy import Taxonomy

ID = "speaker"
TITLE = "讲话人的身份"


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each act that none of a block's speakers may do toward its audience."""
    taxonomy = view.library.taxonomy
    for name, block in view.blocks.items():
        for act in block.text:
            if block.suits.by and not any(_may(taxonomy, speaker, act, block) for speaker in block.suits.by):
                speakers = "、".join(taxonomy.title("speakers", speaker) for speaker in block.suits.by)
                message = f"{speakers}不能对这些听众作“{taxonomy.title('acts', act)}”"
                yield view.problem(ID, name, message, match=f"{act}:", hint="改 suits，或换一个行文动作")


def _may(taxonomy: Taxonomy, speaker: str, act: str, block: Block) -> bool:
    """Return whether a speaker may do an act toward somebody that the block addresses."""
    entry = taxonomy.speakers.get(speaker)
    if entry is None or act not in entry.may:
        return True
    allowed = entry.may[act]
    return bool(allowed) and (not block.suits.to or bool(set(allowed) & set(block.suits.to)))
