"""Running the rules: over the texts of a library, and over papers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import ModuleType

from drafter.lint import overlap, patterns
from drafter.lint.books import books_of
from drafter.lint.papers import Books, Paper, passage_paper
from drafter.lint.registry import RULES, unknown_rule
from drafter.lint.rules import slips
from drafter.lint.settings import Given
from drafter.lint.subjects import LibraryView
from drafter.model.library import Library
from drafter.model.problem import Problem, Severity


def check_library(library: Library, only: str = "", names: Collection[str] = ()) -> Iterator[Problem]:
    """Yield what the rules find in the blocks of `library`, or in those that `names` names.

    With `only`, of one rule (its id, or that of a file of checks). Raises NotFoundError, and InvalidFilesError for
    mistakes in the workspace's checks.
    """
    view = LibraryView(library, names)
    books = books_of(library, library.terms.checked)
    if only and only not in rule_names(books):
        raise unknown_rule(only, rule_names(books))
    for rule in RULES:
        if hasattr(rule, "check") and wanted(rule.ID, [only] * bool(only)):
            yield from rule.check(view)
    yield from _of_passages(view, books, [only] * bool(only))


def rule_names(books: Books) -> list[str]:
    """Return the ids of all rules, files of checks and single checks (FILE.CHECK)."""
    own = (*(rule.ID for rule in RULES), overlap.RULE)
    return [*own, *(file.id for file in books.files), *(one.rule for one in books.checks)]


def _of_passages(view: LibraryView, books: Books, only: Collection[str]) -> Iterator[Problem]:
    """Yield what the rules for papers find in the passages of the library, each once a block."""
    for passage in view.passages:
        paper = passage_paper(view.printed(passage.text), passage.block_id, books, Given(day=books.today))
        for one in _of_paper(paper, only):
            yield view.problem(one.rule, passage.block_id, one.message, match=one.match, hint=one.hint)


def check_papers(papers: Sequence[Paper], only: Collection[str] = ()) -> list[Problem]:
    """Return what the rules (or `only` those, by id, or by file and check) find in papers that are checked together.

    The findings are in the order of the papers and their text; of two on the same words that of the earlier group
    stands.
    """
    found = [one for paper in papers for one in _of_paper(paper, only)]
    return _settled([*found, *contradictions(papers, only)])


def contradictions(papers: Sequence[Paper], only: Collection[str] = ()) -> list[Problem]:
    """Return where papers that belong together say different things."""
    return [
        problem
        for rule in RULES
        if hasattr(rule, "compare") and wanted(rule.ID, only)
        for problem in rule.compare(papers)
    ]


def _of_paper(paper: Paper, only: Collection[str]) -> Iterator[Problem]:
    for rule in RULES:
        if hasattr(rule, "inspect") and wanted(rule.ID, only) and (not paper.passage or _holds_for_passages(rule)):
            yield from rule.inspect(paper)
    for one in paper.books.checks:
        if wanted(one.rule, only):
            yield from patterns.findings(paper, one)


def _holds_for_passages(rule: ModuleType) -> bool:
    return bool(getattr(rule, "PASSAGES", False))


def wanted(rule: str, only: Collection[str]) -> bool:
    """Return whether findings of `rule` are asked for: by its id, or by its file's or rule's."""
    return not only or rule in only or rule.partition(".")[0] in only


RANKS: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}


LOOKS = 10
ABOUT_LOOKS = frozenset(rule.ID for rule in RULES if getattr(rule, "GROUP", 0) == LOOKS)


def _weight(problem: Problem) -> tuple[int, bool]:
    """Return what puts a finding before another on the same words: it is graver, or from a rule that says more."""
    return RANKS[problem.severity], problem.rule == slips.ID


LONGEST_HOLDER = 30


def _outermost(found: list[Problem]) -> Iterator[Problem]:
    """Yield the findings but for those inside a short stretch that is wrong as a whole, and told as an error."""
    holders: dict[str, list[tuple[int, int]]] = {}
    for one in found:
        if one.span and one.severity == "error" and one.span[1] - one.span[0] <= LONGEST_HOLDER:
            holders.setdefault(one.source.path if one.source else "", []).append(one.span)
    ordered = {path: sorted(spans) for path, spans in holders.items()}
    for one in found:
        spans = ordered.get(one.source.path if one.source else "", [])
        if one.span is None or not _is_inside(one.span, spans):
            yield one


def _is_inside(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Return whether one of some sorted stretches holds another and more."""
    first = bisect_left(spans, (span[0] - LONGEST_HOLDER, 0))
    for one in spans[first:]:
        if one[0] > span[0]:
            return False
        if one != span and one[1] >= span[1]:
            return True
    return False


def _settled(found: Iterable[Problem]) -> list[Problem]:
    """Return findings in the order of files and places, one for each stretch of text: the gravest, then the first.

    What is wrong with the look of words says nothing about the words; all of it stands.
    """
    kept: dict[tuple[str, tuple[int, int] | int], Problem] = {}
    for number, one in enumerate(found):
        path = one.source.path if one.source else ""
        key = (path, one.span if one.span and (one.fix or one.rule not in ABOUT_LOOKS) else -number - 1)
        other = kept.get(key)
        if other is None or _weight(one) < _weight(other):
            kept[key] = one
    return sorted(
        _outermost(list(kept.values())), key=lambda one: (one.source.path if one.source else "", one.span or (0, 0))
    )
