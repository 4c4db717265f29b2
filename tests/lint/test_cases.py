"""Every rule and every check against its cases in tests/cases: what is right passes, what is wrong is found.

A case is a paper (`paper`, with `day`, `level`, `place`, `by`, `kind` where the paper does not tell them; `papers` for
several that are checked together; `office` for keys of drafter.yaml, `quotes` for those of quotes.yaml), or a small
library of its own: `text` (the `how` of `require`), `block` (keys that differ from BASE) or `blocks` (several of them
by id). `say` tells what is wrong, or why it only looks so; `match` begins what is found.
"""

from __future__ import annotations

import functools
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

import drafter.lint.rules
from drafter.library.loading import load_library
from drafter.library.reading import foundation_names, names_refs, read_checked
from drafter.lint.books import books_of
from drafter.lint.papers import Books, Paper, papers_of
from drafter.lint.registry import RULES, manuals
from drafter.lint.running import check_library, check_papers
from drafter.lint.settings import Given
from drafter.model.block import Block
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.model.workspace import Workspace
from drafter.readers import read as read_paper

CASES = Path(__file__).resolve().parent.parent / "cases"
WORDING = "wording"
BASE = {
    "title": "样例",
    "theme": "supervision",
    "leads": {"plain": "依法开展监督"},
    "text": {"require": "要依法履职。"},
}
FEWEST = 3
LOOKED_AT = {"layout", "marks-left"}
"""Rules about the look of a Word file; a text cannot show it: tests/lint/test_layout.py."""


@functools.cache
def shipped() -> Library:
    """Return the library that ships; of its blocks, no case needs any."""
    return load_library().library


def read(name: str) -> Any:
    """Return a file of cases; every scalar is text, as in the library."""
    path = CASES / f"{name}.yaml"
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader) if path.exists() else {}


@functools.cache
def shipped_books() -> Books:
    """Return what papers are checked by."""
    return books_of(shipped(), date(2026, 11, 25))


def check_files() -> dict[str, tuple[str, ...]]:
    """Return the ids of the checks by file of checks, those of wording.yaml too."""
    files = {file.id: tuple(one.id for one in file.checks) for file in shipped_books().files}
    return {WORDING: tuple(one.id for one in shipped().wording.checks), **files}


def all_cases() -> dict[str, Any]:
    """Return the cases of each rule by its id, of each check that is data by its file and its id."""
    found = {rule.ID: read(rule.ID) for rule in RULES if rule.ID not in {*check_files(), *LOOKED_AT}}
    data = {f"{file}.{check}": cases for file in check_files() for check, cases in read(file).items()}
    return {**found, **data}


def each(verdict: str) -> list[Any]:
    """Return the cases of all rules that must pass, or fail, for pytest."""
    return [
        pytest.param(rule, case, id=f"{rule}: {case['say']}")
        for rule, cases in all_cases().items()
        for case in cases.get(verdict, ())
    ]


def small_library(root: Path, case: Mapping[str, Any]) -> Library:
    """Return the shipped vocabulary, facts and terms with the blocks of one case, written out and read back."""
    written = case.get("blocks") or {"": case.get("block") or {"text": {"require": {"how": case["text"]}}}}
    blocks, files = {}, {}
    for name, keys in written.items():
        theme = name.partition("/")[0] or keys.get("theme", BASE["theme"])
        identity = name or f"{theme}/case"
        path = root / "sections" / f"{identity}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            yaml.safe_dump({**BASE, "theme": theme, **keys}, allow_unicode=True, width=9999, sort_keys=False), "utf-8"
        )
        block, _, problems = read_checked(path, Block, names_refs(shipped()), foundation_names(shipped()))
        assert problems == [] and block is not None, "a case that does not load proves nothing"
        blocks[identity], files[identity] = block, str(path)
    return msgspec.structs.replace(shipped(), blocks=blocks, files=files)


def findings(root: Path, rule: str, case: Mapping[str, Any]) -> list[Problem]:
    """Return what one rule, or one check, finds in the papers or the blocks of a case."""
    if "paper" in case or "papers" in case:
        found: Iterable[Problem] = check_papers(list(papers(root, case)), [rule])
    else:
        found = check_library(small_library(root, case), rule.partition(".")[0])
    return [one for one in found if one.rule == rule]


def papers(root: Path, case: Mapping[str, Any]) -> Iterator[Paper]:
    """Yield the papers of a case, written out and read back."""
    day = date.fromisoformat(case["day"]) if "day" in case else None
    given = Given(
        day=day, **{key: case[key] for key in ("level", "place", "kind") if key in case}, speaker=case.get("by", "")
    )
    books = shipped_books()
    if "office" in case:
        office = msgspec.convert(case["office"], Workspace, strict=False)
        books = books_of(msgspec.structs.replace(shipped(), office=office), books.today)
    if "quotes" in case:
        (root / "quotes.yaml").write_text(yaml.safe_dump({"quotes": case["quotes"]}, allow_unicode=True), "utf-8")
        books = books_of(msgspec.structs.replace(shipped(), workspace=str(root)), books.today)
    for number, text in enumerate(case.get("papers") or [case["paper"]], 1):
        path = root / f"{number}.txt"
        path.write_text(text, "utf-8")
        yield from papers_of(read_paper(path), books, given)


@pytest.mark.parametrize(("rule", "case"), each("pass"))
def test_what_is_right_passes(rule: str, case: Mapping[str, Any], tmp_path: Path) -> None:
    assert [one.match for one in findings(tmp_path, rule, case)] == []


@pytest.mark.parametrize(("rule", "case"), each("fail"))
def test_what_is_wrong_is_found(rule: str, case: Mapping[str, Any], tmp_path: Path) -> None:
    found = findings(tmp_path, rule, case)
    assert any(one.match.startswith(case["match"]) for one in found), [one.match for one in found]
    for one in found:
        assert one.severity == "error" or one.span is not None, "in the library every finding is an error"
        assert one.message
        assert one.source is not None and one.source.path.startswith(str(tmp_path))


@pytest.mark.parametrize(("rule", "case"), each("fail"))
def test_the_place_of_a_finding_is_where_its_words_stand(rule: str, case: Mapping[str, Any], tmp_path: Path) -> None:
    for one in findings(tmp_path, rule, case):
        if one.source is None or not one.source.line:
            continue
        line = Path(one.source.path).read_text("utf-8").splitlines()[one.source.line - 1]
        assert line[one.source.column - 1 :].startswith(one.match[:4])


# ── nothing is forgotten


@pytest.mark.parametrize("rule", all_cases())
def test_every_rule_has_cases_that_pass_and_cases_that_fail(rule: str) -> None:
    cases = all_cases()[rule]
    assert len(cases.get("pass", ())) >= FEWEST, f"tests/cases: {rule} 的 pass 不足 {FEWEST} 个"
    assert len(cases.get("fail", ())) >= FEWEST, f"tests/cases: {rule} 的 fail 不足 {FEWEST} 个"


@pytest.mark.parametrize("file", check_files())
def test_every_check_of_a_file_has_cases_and_no_others_have(file: str) -> None:
    assert set(read(file)) == set(check_files()[file])


def test_every_file_of_cases_belongs_to_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == {*(rule.ID for rule in RULES), *check_files()} - LOOKED_AT


def test_every_case_says_what_it_shows() -> None:
    cases = [case for rule in all_cases().values() for verdict in rule.values() for case in verdict]
    assert [case for case in cases if not case.get("say")] == []
    assert [case for rule in all_cases().values() for case in rule["fail"] if not case.get("match")] == []


@pytest.mark.parametrize("manual", manuals(shipped_books().files), ids=lambda one: one.id)
def test_every_rule_has_a_manual_with_a_wrong_and_a_right_example(manual: Any) -> None:
    assert manual.title
    first, *rest = manual.text.splitlines()
    assert first.endswith(("。", "："))
    starts = [line.split()[0] for line in rest if line.split()]
    assert starts.count("不合格") == 1
    assert starts.count("合格") == 1
    assert starts.index("不合格") < starts.index("合格")


def test_every_module_of_rules_is_registered_once() -> None:
    modules = {f"{drafter.lint.rules.__name__}.{one.name}" for one in pkgutil.iter_modules(drafter.lint.rules.__path__)}
    assert sorted(modules) == sorted(rule.__name__ for rule in RULES)
    assert len({rule.ID for rule in RULES}) == len(RULES)
