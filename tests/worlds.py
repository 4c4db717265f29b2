"""Small libraries laid over the shipped one, and ways to look at a draft."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

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


STRUCTURES = sorted(path.stem for path in (shipped_root() / "templates" / "structures").glob("*.yaml"))
"""The ids of the structures that ship."""


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
