"""Where a loaded thing stands: file, line, column."""

from __future__ import annotations

import msgspec


class Source(msgspec.Struct, frozen=True, array_like=True):
    """A place in a file. Lines and columns count from 1; 0 means the file as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``path:line:column`` with the parts that are known."""
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)
