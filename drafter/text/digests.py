"""The hash by which texts are told apart. `hashlib` would load all of OpenSSL for it, which a short run feels."""

from __future__ import annotations

from collections.abc import Mapping

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b", "text_hash"]


def text_hash(*parts: str | Mapping[str, str]) -> str:
    """Return 12 hex digits that tell whether any of `parts` changed."""
    return blake2b("\0".join(str(part) for part in parts).encode(), digest_size=6).hexdigest()
