"""The hash by which texts are told apart. `hashlib` would load all of OpenSSL for it, which a short run feels."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
