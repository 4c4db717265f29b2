"""Small worlds for the tests: file trees, a tiny library root, facts."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

from drafter.model.problem import Problem


def build_file_tree(tree: Mapping[Path, str | bytes]) -> None:
    """Write each file of `tree` (texts dedented, as UTF-8), making folders on the way."""
    for path, content in tree.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else textwrap.dedent(content).lstrip("\n").encode()
        path.write_bytes(data)


def printed(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    """Return problems as `file:line:column message（hint）`, files by name alone."""
    return [_printed(problem) for problem in problems]


def _printed(problem: Problem) -> str:
    assert problem.source is not None
    place = str(problem.source).replace(problem.source.path, Path(problem.source.path).name, 1)
    return f"{place} {problem.message}" + (f"（{problem.hint}）" if problem.hint else "")


def small_root(root: Path) -> Path:
    """Make `root` a library root with the least that a library needs, and return it."""
    build_file_tree({root / name: text for name, text in SMALL_ROOT.items()})
    return root


def block_text(title: str, text: str = "要依法履职。", theme: str = "supervision") -> str:
    """Return a small sound block."""
    return f"title: {title}\ntheme: {theme}\nleads: {{plain: 依法开展监督}}\ntext: {{require: '{text}'}}\n"


SMALL_ROOT = {
    "sections/taxonomy.yaml": """
        themes: {supervision: {title: 监督}, closing: {title: 结尾}}
        kinds: {other: {title: 其他}}
        speakers: {deputy: {title: 代表}}
        audiences: {congress: {title: 人大}}
        levels: {city: {title: 市}, county: {title: 县}, township: {title: 乡镇}}
        acts: {require: {title: 部署}, report: {title: 汇报}}
        moves: {what: {title: 是什么}, why: {title: 为什么}, how: {title: 怎么干}, end: {title: 收束}}
        forms: {plain: {title: 普通, pattern: "{plain}"}}
        ranks: [最根本]
        """,
    "sections/facts.yaml": """
        groups: {meeting: 会议}
        facts:
          place: {group: meeting, label: 地名, example: 青山县}
          law_checks: {group: meeting, label: 执法检查次数, type: count, example: 5}
        """,
    "sections/terms.yaml": """
        checked: 2026-11-01
        families:
          season: [{wording: 开局之年, from: 2026-01-01, basis: 甲}]
        terms: [{wording: 一府一委两院, from: 2018-03-11, basis: 乙}]
        """,
    "sections/headings.yaml": "headings: [{text: 依法监督, theme: supervision, form: plain}]\n",
    "sections/bridges.yaml": "bridges: [{text: 同时，}]\n",
    "sections/supervision/budget.yaml": block_text("预算审查"),
    "sections/supervision/law.yaml": block_text("执法检查", "要开展执法检查{{ law_checks }}次。"),
    "templates/structures/short.yaml": """
        title: 短讲话
        kind: other
        speaker: [deputy]
        act: require
        length: 300
        head: {title: "在{{ place }}会议上的讲话"}
        body: [{pick: {id: one, theme: supervision}}]
        """,
}
"""The files of a small library by their paths."""
