"""Small libraries laid over the shipped one, and ways to look at a draft."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml
from helpers import build_file_tree

from drafter.api import load
from drafter.library.folders import shipped_root
from drafter.model.draft import Draft, Paragraph, Section, paragraphs
from drafter.model.fact import Plain
from drafter.model.library import Library


def load_over_shipped(root: Path, files: Mapping[str, str]) -> Library:
    """Return the shipped library with `files` (path in the workspace → text) laid over it."""
    workspace = {"drafter.yaml": "profile: {}\n", **files}
    build_file_tree({root / name: text for name, text in workspace.items()})
    return load(root)


def room_for(root: Path, themes: Mapping[str, str]) -> Path:
    """Make `root` a workspace with `themes` (id → title) of its own, into which no shipped block can get.

    A vocabulary of its own costs reading the whole shipped library anew, so tests of one module share a room.
    """
    entries = "".join(f"  {name}: {{title: {title}}}\n" for name, title in themes.items())
    build_file_tree({root / "sections" / "taxonomy.yaml": f"themes:\n{entries}"})
    return root


def load_in_room(room: Path, files: Mapping[str, str]) -> Library:
    """Return the shipped library with `files` laid over it; of what lay in `room` only the vocabulary stays."""
    for path in sorted(room.rglob("*.yaml")):
        if path.name != "taxonomy.yaml":
            path.unlink()
    return load_over_shipped(room, files)


STRUCTURES = sorted(path.stem for path in (shipped_root() / "templates" / "structures").glob("*.yaml"))
"""The ids of the structures that ship."""
HOMES = {"county": "青山县", "city": "江州市", "township": "云岭镇"}
"""Level → a place of that level."""


def levels_in_file(name: str) -> list[str]:
    """Return the levels that the shipped structure `name` is for, without loading the library."""
    text = (shipped_root() / "templates" / "structures" / f"{name}.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text).get("levels") or HOMES)


def level_for(name: str) -> str:
    """Return a level that the shipped structure `name` is for, county before others."""
    levels = levels_in_file(name)
    return "county" if "county" in levels else levels[0]


def home_for(name: str) -> str:
    """Return a place that the shipped structure `name` is for."""
    return HOMES[level_for(name)]


@functools.cache
def shipped() -> Library:
    """Return the library that ships, without a workspace; read once."""
    return load()


def example_facts(library: Library) -> dict[str, Plain]:
    """Return every fact of `library` at its example."""
    return {name: spec.example for name, spec in library.facts.facts.items()}


def all_paragraphs(draft: Draft) -> list[Paragraph]:
    """Return every paragraph of `draft`, its head first."""
    return [*draft.head, *paragraphs(draft.body)]


def lines(draft: Draft) -> list[str]:
    """Return `draft` as it prints, a line a paragraph."""
    return [one.text for one in all_paragraphs(draft)]


def body_lines(draft: Draft) -> list[str]:
    """Return the body of `draft` as it prints, a line a paragraph."""
    return [one.text for one in paragraphs(draft.body)]


def picks(draft: Draft) -> dict[str, str]:
    """Return the block in each slot of `draft`."""
    return {pick.slot: pick.block for pick in draft.picks}


def outline(nodes: Iterable[Section | Paragraph], depth: int = 0) -> str:
    """Return a tree as dedented text: headings after #, leads and their paragraphs as they stand."""
    found = []
    for node in nodes:
        if isinstance(node, Paragraph):
            found.append("  " * depth + node.text)
            continue
        if node.heading is not None:
            found.append("  " * depth + "# " + node.heading.text)
        found.append(outline(node.children, depth + 1))
    return "\n".join(line for line in found if line)
