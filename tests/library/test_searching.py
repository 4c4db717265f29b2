"""The index of the search: it follows the library, and is a cache that may be damaged, deleted or used by two."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from commands import SMALL, write_files

from drafter import api
from drafter.library.loading import load_library
from drafter.library.searching import index_path
from drafter.model.library import Library

LABEL = "facts:\n  own_number: {group: deputies, label: %s, type: count, example: 3}\n"
BLOCK = "title: %s\ntheme: supervision\nleads: {plain: 办好一件事}\ntext: {require: '要办好{{ own_number }}件%s。'}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one block and one fact, and a cache of its own."""
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path / "cache"))
    files = {
        **SMALL,
        "sections/facts.yaml": LABEL % "骆驼数目",
        "sections/supervision/a.yaml": BLOCK % ("骆驼", "沙漠"),
    }
    return write_files(tmp_path / "work", files)


def load(root: Path) -> Library:
    loaded = load_library(root)
    assert loaded.problems == ()
    return loaded.library


def found(library: Library, words: str) -> list[str]:
    return [one.block for one in api.search(library, words)]


def test_words_of_one_and_two_characters_and_facts_by_their_labels(root: Path) -> None:
    library = load(root)
    for words in ("驼", "沙", "沙漠", "骆驼", "数目"):
        assert "supervision/a" in found(library, words), words
    assert found(library, "沙漠 骆驼")[0] == "supervision/a"


def test_every_title_finds_its_block(root: Path) -> None:
    library = load(root)
    for identity in list(library.blocks)[::60]:
        title = library.blocks[identity].title
        assert identity in found(library, title)[:5], title


def test_the_index_follows_changed_added_and_removed_files(root: Path) -> None:
    def load_and_search(words: str) -> list[str]:
        return found(load(root), words)

    assert load_and_search("沙漠") == ["supervision/a"]
    write_files(
        root,
        {
            "sections/supervision/a.yaml": BLOCK % ("骆驼", "雪原上的"),
            "sections/supervision/b.yaml": BLOCK % ("企鹅", "冰山"),
        },
    )
    assert "supervision/a" not in load_and_search("沙漠")
    assert load_and_search("雪原") == ["supervision/a"]
    assert load_and_search("企鹅") == ["supervision/b"]
    (root / "sections/supervision/b.yaml").unlink()
    assert "supervision/b" not in load_and_search("企鹅")


def test_a_changed_label_reaches_the_texts(root: Path) -> None:
    assert "supervision/a" in found(load(root), "数目")
    write_files(root, {"sections/facts.yaml": LABEL % "企鹅只数"})
    library = load(root)
    assert found(library, "企鹅") == ["supervision/a"]
    assert "数目" not in "".join(one.excerpt for one in api.search(library, "骆驼"))


def test_an_open_library_does_not_see_what_another_process_added(root: Path) -> None:
    before = load(root)
    assert found(before, "骆驼") == ["supervision/a"]
    write_files(root, {"sections/supervision/b.yaml": BLOCK % ("骆驼第二", "沙漠")})
    assert "supervision/b" in found(load(root), "骆驼")
    assert found(before, "骆驼") == ["supervision/a"]


def test_a_damaged_index_answers_all_the_same(root: Path) -> None:
    path = index_path(load(root))
    found(load(root), "骆驼")
    sound = path.read_bytes()
    for seed in range(40):
        chosen = random.Random(seed)
        data = bytearray(sound)
        for _ in range(1 + seed * 20):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        path.write_bytes(data)
        assert isinstance(found(load(root), "骆驼 监督"), list)
    path.write_bytes(sound[:4096])
    assert found(load(root), "骆驼") == ["supervision/a"]
    path.unlink(missing_ok=True)
    assert found(load(root), "骆驼") == ["supervision/a"]


def test_a_cache_that_cannot_be_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "file").write_text("")
    monkeypatch.setenv("DRAFTER_CACHE", str(root / "file" / "cache"))
    assert found(load(root), "骆驼") == ["supervision/a"]
