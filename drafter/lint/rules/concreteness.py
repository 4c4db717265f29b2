"""“怎么干”（how）至少要有一条看得见的措施：一种方法、一个机构、一道程序或一个抓手，不能只有口号。

看得见的词列在 sections/wording.yaml 的 concrete 里，工作区可以增加。

    不合格  要提高站位，凝心聚力，真抓实干，推动工作再上新台阶。
    合格    要把审议意见列成清单，明确责任单位和时限，按季度跟踪办理进度。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.problem import Problem

ID = "slogan"
TITLE = "只有口号"
ACTS = ("require", "report", "plan", "pledge", "request")


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each `how` of a point without a concrete word."""
    words = view.library.wording.concrete
    if not words:
        return
    concrete = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    for name, block in view.blocks.items():
        for act in block.text:
            how = block.passage(act).get("how", "")
            if block.part != "point" or act not in ACTS or not how:
                continue
            text = how if isinstance(how, str) else "".join(part.lead + part.text for part in how)
            if len(set(concrete.findall(text))) < 2:
                start = text[:20] if isinstance(how, str) else how[0].text[:20]
                yield view.problem(
                    ID,
                    name,
                    "“怎么干”只有口号，没有看得见的措施",
                    match=start,
                    hint="写出方法、机构、程序或抓手，如清单、台账、专题询问、跟踪督办",
                )
