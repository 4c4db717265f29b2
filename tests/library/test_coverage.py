"""How much of a list of points the library covers: the list of the corpus, and small ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import build_file_tree, printed

from drafter.errors import InputError, InvalidFilesError
from drafter.library.coverage import Missing, read_coverage
from drafter.library.loading import load_library

CORPUS = Path(__file__).resolve().parent.parent / "data" / "coverage.yaml"
BLOCK = """
    title: 预算审查
    theme: supervision
    status: {status}
    leads: {{plain: 依法开展监督}}
    text: {{require: 要依法履职。}}
    sources: [{{file: a.txt, speech: 1, at: "2.1"}}]
    """
LIST = """
    speeches:
      - file: a.txt
        title: 某市讲话
        items:
          - {at: "2.1", gist: 管好预算, theme: supervision}
          - {at: opening, gist: 旧的说法, retired: 今天不这样说}
          - {at: "3", gist: 办好建议, theme: deputy-work}
      - file: a.txt
        speech: 2
        items:
          - {at: "2.1", gist: 另一篇的第二点}
    """


def world(root: Path, status: str = "approved", listed: str = LIST) -> Path:
    """Write a small workspace with one block that cites a source, and a list of points; return the list's path."""
    build_file_tree(
        {
            root / "drafter.yaml": "",
            root / "sections/supervision/covering.yaml": BLOCK.format(status=status),
            root / "list.yaml": listed,
        }
    )
    return root / "list.yaml"


def test_every_point_of_the_corpus_is_covered_or_retired() -> None:
    report = read_coverage(load_library().library, CORPUS)
    assert report.missing == ()
    assert report.total >= 200
    assert report.covered + report.retired == report.total
    assert report.retired < report.total / 10


def test_a_point_that_no_block_cites_is_missing(tmp_path: Path) -> None:
    path = world(tmp_path)
    report = read_coverage(load_library(tmp_path).library, path)
    assert (report.total, report.covered, report.retired) == (4, 1, 1)
    assert report.missing == (Missing("a.txt", 1, "3", "办好建议"), Missing("a.txt", 2, "2.1", "另一篇的第二点"))


@pytest.mark.parametrize("status", ["candidate", "deprecated"])
def test_only_approved_blocks_count(status: str, tmp_path: Path) -> None:
    path = world(tmp_path, status)
    assert read_coverage(load_library(tmp_path).library, path).covered == 0


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        ("speeches:\n  - {title: 某市讲话, items: []}\n", "file"),
        ("speeches:\n  - {file: a.txt, items: [{at: '1'}]}\n", "gist"),
        ("speeches:\n  - {file: a.txt, items: [{at: '1', gist: 甲, them: x}]}\n", "them"),
        ("speeches:\n  - {file: a.txt, speech: 一, items: []}\n", "一"),
        ("points: []\n", "speeches"),
        ("speeches: [\n", ""),
    ],
    ids=["no file", "no gist", "unknown key", "no number", "no speeches", "no YAML"],
)
def test_a_wrong_list_gives_errors_with_their_place(listed: str, message: str, tmp_path: Path) -> None:
    path = world(tmp_path, listed=listed)
    library = load_library(tmp_path).library
    with pytest.raises(InvalidFilesError) as caught:
        read_coverage(library, path)
    assert any(message in text for text in printed(caught.value.problems))
    assert all(text.startswith("list.yaml:") for text in printed(caught.value.problems))


def test_a_list_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    world(tmp_path)
    library = load_library(tmp_path).library
    with pytest.raises(InputError):
        read_coverage(library, tmp_path / "none.yaml")
