"""Tables of words that ship beside the code: YAML, read once."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


def read_table(path: Path, target: type[T]) -> T:
    """Return a YAML file of the package as a value of a type."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is text; the type decides
    return msgspec.convert(yaml.load(path.read_text("utf-8"), Loader=loader), target, strict=False)
