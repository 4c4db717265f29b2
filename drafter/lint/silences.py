"""What a writer asked not to be told: marks in the file with a reason, and the workspace's settings.

A mark is `不查 RULE：REASON`: in a text a line of its own, `<!-- 不查 words.reported：引文原样 -->`, about the
paragraph below it; in YAML a comment, about its line or the next; in a Word file a comment, about the text it is on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from drafter.model.looks import Looks
from drafter.model.problem import Problem, Severity
from drafter.model.workspace import CheckSettings
from drafter.source import Source

RULE = "silence"
MARK = r"不查[ \u3000]+(?P<rule>[\w.-]+)[ \u3000]*(?:[：:][ \t\u3000]*(?P<why>[^\n]*?))?"
WORDS = re.compile(MARK)
LINE = re.compile(rf"^[ \t\u3000]*<!--[ \t]*{MARK}[ \t]*-->[ \t]*$", re.M)
YAML = re.compile(rf"#[ \t]*{MARK}[ \t]*$")


class Silence(msgspec.Struct, frozen=True):
    """A mark that silences a rule about a stretch of a file."""

    rule: str
    """A rule, or one of its checks."""
    why: str
    first: int
    """Where the stretch begins, in characters of the file as read."""
    last: int
    """Past its end."""
    line: int
    """Where the mark stands."""
    by_line: bool = False
    """Whether the stretch counts in lines, from 1."""

    def covers(self, problem: Problem) -> bool:
        """Return whether it is about a finding."""
        place = problem.span
        if self.by_line:
            line = problem.source.line if problem.source else 0
            place = (line, line + 1) if line else None
        if place is None or not covers(self.rule, problem.rule):
            return False
        return place[0] < self.last and max(place[1], place[0] + 1) > self.first


def covers(wanted: str, rule: str) -> bool:
    """Return whether a finding of `rule` is meant by a name: that of the rule, of its file, or its own."""
    return wanted == rule or rule.startswith(f"{wanted}.")


def parsed(text: str) -> tuple[str, str] | None:
    """Return rule and reason of a mark; None for any other text. The reason may be empty."""
    found = WORDS.fullmatch(text.strip())
    return (found["rule"], (found["why"] or "").strip()) if found else None


def in_text(text: str) -> tuple[str, tuple[Silence, ...]]:
    """Return a text with its marks blanked out (every character keeps its place), and the marks."""
    found = []
    for mark in LINE.finditer(text):
        first = mark.end() + len(text[mark.end() :]) - len(text[mark.end() :].lstrip("\n \t\u3000"))
        end = text.find("\n", first)
        line = text.count("\n", 0, mark.start()) + 1
        found.append(Silence(mark["rule"], (mark["why"] or "").strip(), first, end if end >= 0 else len(text), line))
    return LINE.sub(lambda mark: " " * len(mark[0]), text) if found else text, tuple(found)


def in_comments(looks: Looks, text: str) -> tuple[Silence, ...]:
    """Return the marks among the comments of a Word file with this text."""
    found = ((one.span, parsed(one.text)) for one in looks.comments)
    return tuple(Silence(*mark, *span, text.count("\n", 0, span[0]) + 1) for span, mark in found if mark is not None)


def in_yaml(text: str) -> tuple[Silence, ...]:
    """Return the marks in the comments of a YAML file; their stretches are lines."""
    rows = text.split("\n")
    found = ((number, YAML.search(row)) for number, row in enumerate(rows, 1) if "不查" in row)
    return tuple(
        Silence(mark["rule"], (mark["why"] or "").strip(), number, number + 2, number, by_line=True)
        for number, mark in found
        if mark is not None
    )


def heard(
    problems: Iterable[Problem], silences: Sequence[Silence], path: str, known: Collection[str], *, complete: bool
) -> tuple[list[Problem], int]:
    """Return the findings that no mark is about, with what is wrong with the marks; and how many were silenced.

    A mark without a reason counts, and says so; so does one of a rule that is not among the `known` or that silences
    nothing, where the findings are `complete`.
    """
    used: set[Silence] = set()
    kept, silenced = [], 0
    for one in problems:
        by = next((silence for silence in silences if silence.covers(one)), None)
        if by is None:
            kept.append(one)
            continue
        used.add(by)
        silenced += 1
    if complete:
        kept += [fault for one in silences for fault in _faults(one, path, one in used, known)]
    return kept, silenced


def _faults(one: Silence, path: str, is_used: bool, known: Collection[str]) -> Iterator[Problem]:
    source = Source(path, one.line, 1)
    if one.rule not in known:
        yield _told(f"“不查”写的规则“{one.rule}”没有", "规则的名字见 drafter rules list", source, "warning")
    elif not one.why:
        yield _told("“不查”没有写理由", f"写成：不查 {one.rule}：理由", source, "warning")
    elif not is_used:
        yield _told(f"这里不再有“{one.rule}”的问题，“不查”可以删去", "删去这个标记", source, "info")


def _told(message: str, hint: str, source: Source, severity: Severity) -> Problem:
    return Problem(rule=RULE, severity=severity, message=message, hint=hint, source=source)


def settled(problems: Iterable[Problem], settings: CheckSettings) -> tuple[list[Problem], int]:
    """Return the findings as the workspace wants them, and how many it does not want to hear of."""
    kept, silenced = [], 0
    for one in problems:
        if any(covers(name, one.rule) for name in settings.off) or _allowed(one, settings):
            silenced += 1
            continue
        wanted = next((level for name, level in settings.severity.items() if covers(name, one.rule)), one.severity)
        kept.append(one if wanted == one.severity else msgspec.structs.replace(one, severity=wanted))
    return kept, silenced


def _allowed(problem: Problem, settings: CheckSettings) -> bool:
    return any(covers(one.rule, problem.rule) and one.text == problem.match for one in settings.allow)
