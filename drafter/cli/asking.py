"""``--interview``: asking for each fact that a draft lacks."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from typing import Any

import click

from drafter.assembly.facts import Layer
from drafter.assembly.values import WrongValue, read_value
from drafter.cli.printing import note
from drafter.model.draft import Draft, Gap
from drafter.model.fact import FactSpec, Plain
from drafter.model.library import Library
from drafter.source import Source
from drafter.writers.docx.body import TYPE_NAMES, example_text


def ask(library: Library, draft: Draft) -> Layer:
    """Ask for every gap and every optional fact of `draft`; Enter means not yet known. Return the answers."""
    answers: dict[str, Any] = {}
    wanted = [*draft.gaps, *draft.optional]
    note(f"共 {len(wanted)} 项。直接按回车表示还不知道；按 Ctrl+D（Windows 按 Ctrl+Z 再回车）结束提问。")
    for number, gap in enumerate(wanted, 1):
        try:
            _ask_one(library, gap, f"[{number}/{len(wanted)}] ", answers)
        except (click.Abort, EOFError):
            note()
            break
    return Layer(answers, Source("--interview"))


def _ask_one(library: Library, gap: Gap, prefix: str, answers: dict[str, Any]) -> None:
    name, _, field = gap.fact.partition(".")
    spec = library.facts.facts[name]
    if field:
        text = _valid(prefix, gap, spec, lambda answer: {field: answer})
        if text:
            answers[name] = {**answers.get(name, {}), field: text}
    elif spec.fields:
        records: list[dict[str, str]] = []
        try:
            _ask_records(prefix, gap, spec, records)
        finally:
            if records:
                answers[name] = records if spec.type == "list" else records[0]
    else:
        text = _valid(prefix, gap, spec, lambda answer: answer)
        if text:
            answers[name] = text


def _ask_records(prefix: str, gap: Gap, spec: FactSpec, found: list[dict[str, str]]) -> None:
    """Ask field by field; for a list, record after record until the first field stays empty.

    Whole records are added to `found` at once, so that they last when the answers end in the middle of the next.
    """
    note(f"{prefix}{gap.label}（分项；样例：{example_text(gap.example)}）")
    while spec.type == "list" or not found:
        record: dict[str, str] = {}
        for field, label in spec.fields.items():
            answer = _prompt(f"  {label}")
            if not answer and not record:
                return
            record[field] = answer
        found.append(record)


def _valid(prefix: str, gap: Gap, spec: FactSpec, shape: Any) -> str:
    """Ask until the answer fits its type, or is empty."""
    unit = f"，单位：{gap.unit}" if gap.unit else ""
    question = f"{prefix}{gap.label}（{TYPE_NAMES[gap.type]}{unit}，如：{example_text(gap.example)}）"
    while True:
        answer = _prompt(question)
        try:
            plain: Plain = shape(answer)
            if answer:
                read_value(plain, spec)
        except WrongValue as wrong:
            note(f"  {wrong}，请重写")
            continue
        return answer


def _prompt(question: str) -> str:
    with redirect_stdout(sys.stderr):  # older Clicks write the end of the question to standard output
        answer: str = click.prompt(question, default="", show_default=False, prompt_suffix="：", err=True)
    return answer.strip()
