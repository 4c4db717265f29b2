"""The fill-in sheet: what a draft still lacks, as YAML that an office fills in."""

from __future__ import annotations

from collections.abc import Sequence

from drafter.library.yamlwriter import scalar
from drafter.model.draft import Draft, Gap
from drafter.model.fact import FactSpec
from drafter.model.library import Library
from drafter.writers.docx.body import TYPE_NAMES, example_text


def sheet_text(library: Library, draft: Draft) -> str:
    """Return the sheet: one line a fact, grouped, what is wanted in a comment; empty means not known."""
    lines = [
        f"# 《{draft.title}》要素表。冒号后面填值，不知道的空着；不要改冒号前面的名称。",
        "# 填好后交给 drafter draft … --facts 本文件。",
    ]
    lines += _part(library, draft.gaps, "")
    if draft.optional:
        lines += ["", "# 以下可选：不填，相关的话就不写。"]
        lines += _part(library, draft.optional, "（可选）")
    return "\n".join(lines) + "\n"


def _part(library: Library, gaps: Sequence[Gap], mark: str) -> list[str]:
    lines: list[str] = []
    names = list(dict.fromkeys(gap.fact.partition(".")[0] for gap in gaps))
    for group, title in library.facts.groups.items():
        mine = [name for name in names if library.facts.facts[name].group == group]
        if mine:
            lines += ["", f"# ── {title}{mark}"]
            lines += [line for name in mine for line in _entry(library.facts.facts[name])]
    return lines


def _entry(spec: FactSpec) -> list[str]:
    unit = f"，单位：{spec.unit}" if spec.unit else ""
    office = f"；{spec.office}提供" if spec.office else ""
    about = f"# {TYPE_NAMES[spec.type]}{unit}；如：{example_text(spec.example)}{office}"
    if spec.type == "record":
        fields = [f"  {scalar(label)}: " for label in spec.fields.values()]
        return [about, f"{scalar(spec.label)}:", *fields]
    if spec.fields:
        shape = ", ".join(f"{label}: …" for label in spec.fields.values())
        return [about, f"# 每项一行：- {{{shape}}}", f"{scalar(spec.label)}:"]
    return [about, f"{scalar(spec.label)}: "]
