"""Finding structures, blocks and styles by id or Chinese title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

from drafter.errors import NotFoundError
from drafter.model.taxonomy import Taxonomy
from drafter.text.likeness import nearest

NOUNS = {"themes": "主题", "acts": "行文动作", "kinds": "材料类型", "speakers": "讲话人", "levels": "层级"}
"""What the families of the vocabulary are called."""


class Titled(Protocol):
    """Anything with a Chinese title."""

    @property
    def title(self) -> str:
        """The title."""


T = TypeVar("T", bound=Titled)


def find(name: str, known: Mapping[str, T], noun: str, listing: str) -> str:
    """Return the id that `name` means: the id itself, or the one thing that bears it as its title.

    Raises NotFoundError with the nearest name; the message names `noun` (“结构”) and `listing`, where to look.
    """
    if name in known:
        return name
    titled = [identity for identity, thing in known.items() if thing.title == name]
    if len(titled) == 1:
        return titled[0]
    names = {identity: identity for identity in known} | {thing.title: identity for identity, thing in known.items()}
    close = nearest(name, names)
    hint = f"是否想写“{close[0]}”？全部见 {listing}" if close else f"全部见 {listing}"
    raise NotFoundError(f"没有叫“{name}”的{noun}", hint=hint)


def vocabulary_id(taxonomy: Taxonomy, family: str, word: str) -> str:
    """Return the id that a word of the vocabulary means; an empty word means none. Raises NotFoundError."""
    return find(word, getattr(taxonomy, family), NOUNS[family], "sections/taxonomy.yaml") if word else ""
