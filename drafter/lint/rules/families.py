"""随时间变化的提法不要写死，写成 {{ term.名称 }}，换了提法只改 terms.yaml 一行。

不合格  深入实施“十五五”规划。
合格    深入实施{{ term.five_year_plan }}。
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem

ID = "family"
TITLE = "写死的可变提法"
SHORTEST = 5
"""Shorter wordings (乡村振兴) also stand inside names and other expressions."""


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each wording of a family that is written out."""
    families = {
        term.wording: family
        for family, found in view.library.terms.families.items()
        for term in found
        if len(term.wording) >= SHORTEST and len(found) > 1
    }
    versions = {term.wording: term for found in view.library.terms.families.values() for term in found}
    alone = sorted((term.wording for term in view.library.terms.terms), key=len, reverse=True)
    for passage in view.passages:
        text = passage.plain
        for wording in alone:
            if wording in text and wording not in families:
                text = text.replace(wording, "〓")
        for wording in sorted(families, key=len, reverse=True):
            if wording in text and not versions[wording].excused_in(text):
                text = text.replace(wording, "〓")
                hint = f"写成 {{{{ term.{families[wording]} }}}}"
                yield view.problem(ID, passage.block_id, f"“{wording}”会变，不要写死", match=wording, hint=hint)
