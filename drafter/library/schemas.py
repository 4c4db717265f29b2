"""JSON Schemas (draft-07) of the file formats, made from the types that read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from drafter.errors import NotFoundError
from drafter.library.folders import shipped_root
from drafter.library.reading import read_file
from drafter.library.yamlreader import FALSE, TRUE
from drafter.model.block import Block
from drafter.model.checks import CheckFile
from drafter.model.fact import FactBook
from drafter.model.heading import BridgeBook, HeadingBook
from drafter.model.recipe import Outline, Recipe
from drafter.model.structure import Structure
from drafter.model.style import StyleFile
from drafter.model.synonym import SynonymBook
from drafter.model.taxonomy import Taxonomy
from drafter.model.term import TermBook
from drafter.model.wording import WordingBook
from drafter.model.workspace import Workspace
from drafter.text.likeness import did_you_mean

KINDS: Mapping[str, type] = {
    "block": Block,
    "structure": Structure,
    "facts": FactBook,
    "terms": TermBook,
    "headings": HeadingBook,
    "bridges": BridgeBook,
    "wording": WordingBook,
    "synonyms": SynonymBook,
    "checks": CheckFile,
    "taxonomy": Taxonomy,
    "style": StyleFile,
    "recipe": Recipe,
    "outline": Outline,
    "workspace": Workspace,
}
TEXT = ["string", "number", "boolean", "null"]
"""The types that an editor may see where the reader sees a text."""
DRAFT_07 = "http://json-schema.org/draft-07/schema#"


def schemas() -> dict[str, Any]:
    """Return the schemas of all kinds by name."""
    return {kind: schema_of(kind) for kind in KINDS}


def schema_of(kind: str) -> dict[str, Any]:
    """Return the schema of one kind of file. Raises NotFoundError."""
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"可以写：{'、'.join(KINDS)}"
        raise NotFoundError(f"没有“{kind}”这种文件", hint=hint)
    made: dict[str, Any] = _draft_07(msgspec.json.schema(KINDS[kind], schema_hook=_unknown))
    return {"$schema": DRAFT_07, "title": f"drafter {kind}", **_with_ids(made)}


def _unknown(kind: type) -> dict[str, Any]:
    raise NotImplementedError(kind)


def _draft_07(node: Any) -> Any:
    """Rewrite what draft 2020-12 spells differently ($defs), and scalars as the reader takes them.

    To the reader every scalar is text, so a text may look like a number to an editor, and 是 is a bool.
    """
    if isinstance(node, list):
        return [_draft_07(one) for one in node]
    if not isinstance(node, dict):
        return node.replace("#/$defs/", "#/definitions/") if isinstance(node, str) else node
    if node.get("type") == "string" and "format" not in node:
        node = {**node, "type": TEXT}
    if node.get("type") == "boolean":
        node = {key: value for key, value in node.items() if key != "type"} | {"enum": [True, False, *TRUE, *FALSE]}
    return {("definitions" if key == "$defs" else key): _draft_07(value) for key, value in node.items()}


FAMILY_FIELDS = {
    "theme": "themes", "kind": "kinds", "speaker": "speakers", "by": "speakers", "to": "audiences",
    "kinds": "kinds", "levels": "levels", "act": "acts", "form": "forms",
}  # fmt: skip


def _with_ids(node: Any) -> Any:
    """Add the shipped ids as examples, so that editors offer them; a workspace may add others."""
    taxonomy, _ = read_file(shipped_root() / "sections" / "taxonomy.yaml", Taxonomy, {})
    return _offered(node, taxonomy) if taxonomy is not None else node


def _offered(node: Any, taxonomy: Taxonomy) -> Any:
    if isinstance(node, list):
        return [_offered(one, taxonomy) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _offered(value, taxonomy) for key, value in node.items()}
    properties = made.get("properties")
    if isinstance(properties, dict):
        for name, family in FAMILY_FIELDS.items():
            if isinstance(properties.get(name), dict):
                _offer(properties[name], list(taxonomy.ids(family)))
    return made


def _offer(schema: dict[str, Any], ids: list[str]) -> None:
    target = schema["items"] if schema.get("type") == "array" and isinstance(schema.get("items"), dict) else schema
    if target.get("type") == TEXT:
        target["examples"] = ids
