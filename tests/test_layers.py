"""DESIGN 3: imports point left only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import drafter

ROOT = Path(drafter.__file__).parent
LAYERS: tuple[tuple[str, ...], ...] = (
    ("source", "errors"),
    ("text",),
    ("model",),
    ("readers",),
    ("library",),
    ("corpus", "assembly"),
    ("lint",),
    ("writers",),
    ("roundtrip",),
    ("api",),
    ("cli", "web"),
)
"""From the left; names in one line never import each other."""
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MAY_MEET = {("errors", "source")}
"""An error names its place: the one import within a line."""
OUTSIDE = {"__init__", "__main__"}
"""The package itself (its public names, its version), and the way in."""


def modules() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if not path.is_relative_to(ROOT / "_data"))


def part_of(path: Path) -> str:
    """Return the name of the layer part that a module belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_parts(source: str) -> set[str]:
    """Return the parts of drafter that a module imports, imports for type checkers aside."""
    return {name.split(".")[1] for name in _imports(ast.parse(source)) if name.startswith("drafter.")}


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        for child in node.orelse:
            yield from _imports(child)
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute here, so that this test can read them"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child)


def is_allowed(importer: str, imported: str) -> bool:
    if imported == importer or (importer, imported) in MAY_MEET:
        return True
    return RANK[imported] < RANK[importer]


def test_every_part_has_its_place_in_the_order() -> None:
    assert {part_of(path) for path in modules()} - OUTSIDE <= set(RANK)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_left(path: Path) -> None:
    part = part_of(path)
    if part in OUTSIDE:
        pytest.skip("the package itself")
    imported = imported_parts(path.read_text(encoding="utf-8")) - {"__version__"}
    assert [name for name in sorted(imported) if not is_allowed(part, name)] == []


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("from drafter.library.cache import folder", {"library"}),
        ("from drafter import api", {"api"}),
        ("import drafter.writers.plain as plain", {"writers"}),
        ("def f():\n    from drafter.model.block import Block", {"model"}),
        ("if TYPE_CHECKING:\n    from drafter.cli import main\nelse:\n    import drafter.text", {"text"}),
        ("import json\nfrom drafters import x", set()),
    ],
)
def test_every_way_to_import_is_seen(source: str, parts: set[str]) -> None:
    assert imported_parts(source) == parts


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("library", "model", True),
        ("model", "library", False),
        ("assembly", "lint", False),
        ("writers", "assembly", True),
        ("errors", "source", True),
        ("source", "errors", False),
    ],
)
def test_what_points_left(importer: str, imported: str, allowed: bool) -> None:
    assert is_allowed(importer, imported) is allowed
