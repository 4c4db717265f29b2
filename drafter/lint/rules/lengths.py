"""要点的文字按层次有长短：how 60—260 字，why（没有就是 what）加 how 150—400 字，四个层次全了 300—700 字。

数字按样例计入，空白不计。how 是并列措施时可以到 340 字；四个层次不全的，全部层次从 240 字起。
讲不足的文字（concede）短，60 字起。引言、收束和独立成段的文字不受此限，但不超过 700 字，不少于 20 字。

    不合格  how: 加强监督，提高实效。
    合格    how: 听取专项工作报告以前先调研，把群众意见集中的问题列成清单交报告机关，
            会上逐条回应，会后按季度跟踪办理进度，年底向常委会会议书面报告结果。
"""

from __future__ import annotations

from collections.abc import Iterator

from drafter.lint.subjects import LibraryView
from drafter.model.block import MOVES, Block, Move
from drafter.model.problem import Problem
from drafter.text.counting import length

ID = "length"
TITLE = "文字的长短"
SHORT_ACTS = ("concede",)


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem for each act whose text is too short or too long."""
    for name, block in view.blocks.items():
        for act in block.text:
            yield from _check_act(view, name, block, act)


def _check_act(view: LibraryView, name: str, block: Block, act: str) -> Iterator[Problem]:
    sizes = {move: _size(view, text) for move, text in block.passage(act).items()}
    bounds = _point_bounds(block, act, sizes) if block.part == "point" else [("全部", tuple(sizes), 20, 700)]
    title = view.library.taxonomy.title("acts", act)
    for what, moves, least, most in bounds:
        size = sum(sizes[move] for move in moves)
        if not least <= size <= most:
            message = f"“{title}”的{what}有 {size} 字，应当在 {least}—{most} 字之间"
            yield view.problem(
                ID, name, message, match=_first_text(block, act, moves), hint="补足或压缩，一段只讲一个意思"
            )


def _point_bounds(block: Block, act: str, sizes: dict[str, int]) -> list[tuple[str, tuple[str, ...], int, int]]:
    measures = block.has_measures(act)
    ground = "why" if "why" in sizes else "what"
    standard = tuple(move for move in (ground, "how") if move in sizes)
    least = 60 if act in SHORT_ACTS else 150
    found: list[tuple[str, tuple[str, ...], int, int]] = []
    if "how" in sizes:
        found.append(("怎么干（how）", ("how",), 60, 340 if measures else 260))
    if len(standard) > 1:
        found.append(("为什么（why、what）加怎么干（how）", standard, least, 440 if measures else 400))
    if len(sizes) > 2:
        found.append(("全部层次", tuple(sizes), 300 if len(sizes) == len(MOVES) else least, 700))
    return found


def _size(view: LibraryView, move: Move) -> int:
    if isinstance(move, str):
        return length(view.printed(move))
    return sum(length(view.printed(part.lead)) + length(view.printed(part.text)) + 3 for part in move)


def _first_text(block: Block, act: str, moves: tuple[str, ...]) -> str:
    text = block.passage(act)[moves[0]]
    return (text if isinstance(text, str) else text[0].text)[:20]
