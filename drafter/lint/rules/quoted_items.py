"""加了引号或书名号的并列词语之间不用顿号。

整串都加了引号（或书名号）才算；中间夹着没有加的，或者引号后面有括注的，顿号照用。依据：GB/T 15834—2011 4.5.3.5。

    不合格  坚持“回头看”、“再监督”、“硬销号”
    合格    坚持“回头看”“再监督”“硬销号”
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.papers import Paper
from drafter.model.problem import Problem
from drafter.text.characters import Sparse

ID = "quoted-items"
TITLE = "引号、书名号之间的顿号"
GROUP = 6
PASSAGES = True
RUN = Sparse("[“《]", "“[^“”\n]{1,60}”(?:、?“[^“”\n]{1,60}”)+|《[^《》\n]{1,60}》(?:、?《[^《》\n]{1,60}》)+")


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem for each run of quoted items, or titles, with 、 between them."""
    text = paper.text
    for found in RUN.finditer(text):
        right = found[0].replace("”、“", "”“").replace("》、《", "》《")
        mixed = text[found.start() - 1 : found.start()] == "、" or text[found.end() : found.end() + 1] == "、"
        if right != found[0] and not mixed:
            yield paper.problem(
                ID,
                *found.span(),
                "标了引号或书名号的并列词语之间不用顿号",
                hint="删去其间的顿号",
                severity="warning",
                fix=right,
            )
