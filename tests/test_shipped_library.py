"""The library that ships is sound."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import printed

from drafter.assembly.planning import plan
from drafter.library.folders import shipped_root
from drafter.library.indexing import TAGS, passage_source
from drafter.library.loading import FAMILIES, Loaded, load_library
from drafter.model.block import Block
from drafter.text.sentences import SHORTEST_COMPARED, fingerprint, sentences

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_library()


def test_every_file_loads_without_problems(loaded: Loaded) -> None:
    assert printed(loaded.problems) == []
    assert loaded.library.blocks
    assert loaded.library.structures
    assert "gb9704" in loaded.library.styles


def test_no_file_is_passed_over(loaded: Loaded) -> None:
    root = shipped_root()
    blocks = {path.relative_to(root / "sections").with_suffix("").as_posix() for path in root.glob("sections/*/*.yaml")}
    structures = {path.stem for path in root.glob("templates/structures/*.yaml")}
    assert set(loaded.library.blocks) == blocks
    assert set(loaded.library.structures) == structures


def test_every_theme_has_blocks(loaded: Loaded) -> None:
    assert {block.theme for block in loaded.library.blocks.values()} == set(loaded.library.taxonomy.ids("themes"))


def test_no_sentence_stands_in_two_blocks(loaded: Loaded) -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for name, block in loaded.library.blocks.items():
        for sentence in block_sentences(block):
            homes[sentence].add(name)
    assert {sentence: sorted(names) for sentence, names in homes.items() if len(names) > 1} == {}


def block_sentences(block: Block) -> set[str]:
    """Return the words of every sentence of a block that is long enough to be recognised when it comes again."""
    text = "\n".join(TAGS.sub("某", passage_source(block, act)) for act in block.text)
    return {words for words in map(fingerprint, sentences(text)) if len(words) >= SHORTEST_COMPARED}


def test_no_two_blocks_of_a_theme_bear_the_same_title(loaded: Loaded) -> None:
    borne = sorted((block.theme, block.title, name) for name, block in loaded.library.blocks.items())
    assert [(a[2], b[2]) for a, b in itertools.pairwise(borne) if a[:2] == b[:2]] == []


def test_other_blocks_that_a_block_names_exist(loaded: Loaded) -> None:
    blocks = loaded.library.blocks
    named = {
        (name, other)
        for name, block in blocks.items()
        for other in (*block.requires, *block.excludes, *filter(None, [block.replaced_by]))
    }
    assert sorted(pair for pair in named if pair[1] not in blocks) == []


def test_every_tag_that_a_structure_asks_for_stands_on_a_block_of_that_theme(loaded: Loaded) -> None:
    """Themes, acts and the like are checked on loading; tags are free words, and only this keeps them true."""
    borne = {(block.theme, tag) for block in loaded.library.blocks.values() for tag in block.tags}
    unknown = [
        f"{path.name}: {theme}: {tag}"
        for path, value in structures()
        for theme, tags in asked_tags(value)
        for tag in tags
        if (theme, tag) not in borne
    ]
    assert unknown == []


def structures() -> list[tuple[Path, Any]]:
    """Return every shipped structure as plain data."""
    paths = sorted(shipped_root().glob("templates/structures/*.yaml"))
    return [(path, yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)) for path in paths]


def asked_tags(node: Any) -> Iterator[tuple[str, list[str]]]:
    """Return the tags of every pick and heading with the theme beside them."""
    if isinstance(node, dict) and "theme" in node:
        yield node["theme"], node.get("tags", [])
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from asked_tags(child)


def test_a_slot_that_takes_anothers_block_names_one_that_exists() -> None:
    library = load_library(use_cache=False).library
    for name, structure in library.structures.items():
        slots = plan(structure)
        assert {slot.same for slot in slots.values() if slot.same} <= set(slots), name


def values_of(wanted: str, node: Any) -> Iterator[str]:
    """Return what stands under a key, anywhere in `node`."""
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == wanted)
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from values_of(wanted, child)


def test_ids_are_lower_case_slugs(loaded: Loaded) -> None:
    library = loaded.library
    ids = [part for name in library.blocks for part in name.split("/")]
    ids += [*library.structures, *library.styles]
    ids += [name for family in FAMILIES for name in library.taxonomy.ids(family)]
    assert [name for name in ids if not SLUG.fullmatch(name)] == []


def test_fact_names_and_families_are_lower_case_identifiers(loaded: Loaded) -> None:
    facts, terms = loaded.library.facts.facts, loaded.library.terms.families
    fields = [field for spec in facts.values() for field in spec.fields]
    assert [name for name in [*facts, *fields, *terms] if not re.fullmatch(r"[a-z][a-z0-9_]*", name)] == []


def test_no_two_facts_bear_the_same_label(loaded: Loaded) -> None:
    labels = sorted(spec.label for spec in loaded.library.facts.facts.values())
    assert [a for a, b in itertools.pairwise(labels) if a == b] == []


def test_every_fact_stands_in_a_group_of_the_sheet(loaded: Loaded) -> None:
    book = loaded.library.facts
    assert {spec.group for spec in book.facts.values()} <= set(book.groups)
