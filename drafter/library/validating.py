"""What a library file must satisfy beyond the types of its fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from drafter.model.block import Block
from drafter.model.problem import Problem, error
from drafter.model.structure import Item, Structure, as_tuple
from drafter.model.synonym import SynonymBook, words_in
from drafter.model.term import Term, TermBook
from drafter.model.wording import WordingBook
from drafter.source import Source
from drafter.text.grams import RUN


def check_value(value: Any, path: Path) -> list[Problem]:
    """Return what is wrong with a library file as a whole."""
    source = Source(str(path))
    if isinstance(value, Block):
        return _check_block(value, path, source)
    if isinstance(value, Structure):
        return _check_structure(value, source)
    if isinstance(value, WordingBook):
        return _check_patterns(value, source)
    if isinstance(value, SynonymBook):
        return _check_synonyms(value, source)
    if isinstance(value, TermBook):
        return _check_terms(value, source)
    return []


def _check_patterns(book: WordingBook, source: Source) -> list[Problem]:
    """Return a problem for each regular expression that is none."""
    found = []
    for check in book.checks:
        for pattern in (*check.patterns, *check.allowed):
            try:
                re.compile(pattern)
            except re.error as failure:
                message = f"“{check.id}”里的正则表达式写错了：{pattern}（{failure}）"
                found.append(error("bad-pattern", message, source, match=pattern))
    return found


def _check_synonyms(book: SynonymBook, source: Source) -> list[Problem]:
    """Return a problem for each line without a word, and for each word with a mark in it: a query has none."""
    lines = [*book.words, *book.words.values(), *book.acts.values(), *book.themes.values(), *book.idle]
    found = []
    for line in lines:
        words = words_in(line)
        if not words:
            found.append(error("synonym", "有一行没有词", source, hint="左边写说法，右边写段落里的写法，词之间空格"))
        for word in words:
            if not RUN.fullmatch(word):
                message = f"“{word}”里有标点，或者汉字连着字母、数字，查找时对不上"
                found.append(
                    error("synonym", message, source, match=word, hint="词之间用空格，词里只写汉字或只写字母、数字")
                )
    return found


def _check_terms(book: TermBook, source: Source) -> list[Problem]:
    """Return what cannot be right: empty intervals, versions out of order, dangling successors, no basis."""
    found = []
    known = {term.wording for term in book.all_terms()}
    for term in book.all_terms():
        found += [error("term", message, source, match=term.wording) for message in _term_faults(term, known)]
    for family, versions in book.families.items():
        starts = [version.from_ for version in versions if version.from_]
        if starts != sorted(starts):
            found.append(error("term", f"“{family}”的各条应当由早到晚排列", source, match=family))
    return found


def _term_faults(term: Term, known: set[str]) -> list[str]:
    found = []
    if term.from_ and term.until and term.from_ > term.until:
        found.append(f"“{term.wording}”的起日晚于止日")
    if (term.from_ or term.until) and not term.basis:
        found.append(f"“{term.wording}”有日期，没有依据（basis）")
    if len(set(term.members)) != len(term.members):
        found.append(f"“{term.wording}”的几项里有重复")
    found += [f"“{term.wording}”替代的“{old}”不在提法表里" for old in term.replaces if old not in known]
    return found


def _check_block(block: Block, path: Path, source: Source) -> list[Problem]:
    found = []
    if block.theme != path.parent.name:
        message = f"主题是“{block.theme}”，文件却在“{path.parent.name}”文件夹"
        found.append(error("theme-folder", message, source, hint="移动文件，或改 theme"))
    if not block.text:
        found.append(error("empty-text", "text 下面没有任何行文动作", source, hint="至少写一个，如 require:"))
    if block.part == "point" and "plain" not in block.leads:
        found.append(error("missing-lead", "要点没有段首句 leads.plain", source, hint="写成动宾短语"))
    for act in block.text:
        if not block.passage(act):
            found.append(error("empty-text", f"“{act}”下面没有文字", source))
    return found


def _check_structure(structure: Structure, source: Source) -> list[Problem]:
    found = []
    for number, item in enumerate(structure.body, 1):
        given = [item.pick is not None, bool(item.say), bool(item.salute), item.section is not None]
        if sum(given) != 1:
            message = f"body 第 {number} 项要在 pick、say、salute、section 中恰好写一个"
            found.append(error("structure-item", message, source))
        found += _check_item(item, source)
    return found + _check_head(structure, source)


def _check_head(structure: Structure, source: Source) -> list[Problem]:
    """An occasion says the date and stands below the title: with a date or a subtitle it would be said twice."""
    head = structure.head
    twice = [name for name, given in (("date", head.date), ("subtitle", bool(head.subtitle))) if given]
    found = []
    if head.occasion and twice:
        message = f"head 里写了 occasion，就不能再写 {'、'.join(twice)}"
        hint = "occasion 印成 ——×年×月×日在……上，日期已经在里面；两样留一样"
        found.append(error("structure-head", message, source, hint=hint))
    if structure.signature is not None and not structure.signature.by:
        found.append(
            error(
                "structure-head",
                "signature 的 by 是空的",
                source,
                hint="写上署名，如 by: [中共{{ place }}人大常委会党组]",
            )
        )
    return found


def _check_item(item: Item, source: Source) -> list[Problem]:
    section = item.section
    if section is None:
        return []
    if section.points is not None and as_tuple(section.body):
        return [error("structure-item", f"“{section.id}”的 points 和 body 只能写一个", source)]
    if section.heading.from_ == "body" and not as_tuple(section.body):
        return [error("structure-item", f"“{section.id}”的标题取自正文（from: body），却没有 body", source)]
    return []
