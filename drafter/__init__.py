"""Speech drafting for people's congress offices.

The public API is what `__all__` names; it is loaded when first asked for, so that the command line starts fast.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["DrafterError", "Library", "Made", "extract", "load", "make_draft", "outline_file", "read_layer", "save"]


def __getattr__(name: str) -> Any:
    """Load a public name from where it lives."""
    if name == "DrafterError":
        from drafter.errors import DrafterError

        return DrafterError
    if name in __all__:
        from drafter import api

        return getattr(api, name)
    raise AttributeError(f"module 'drafter' has no attribute {name!r}")
