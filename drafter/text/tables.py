"""Tables of words that ship beside the code: YAML, read once and kept in the user's cache folder."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from drafter import __version__
from drafter.text.digests import blake2b
from drafter.text.keeping import folder, sealed, stamp_of, unsealed, write_quietly

T = TypeVar("T")


def read_table(path: Path, target: type[T]) -> T:
    """Return a YAML file of the package as a value of a type.

    Kept as MessagePack under the file's time and size: to load the YAML reader takes longer than to read a speech.
    """
    key = f"{__version__}:{stamp_of(path.stat())}"
    kept = folder() / f"table-{blake2b(str(path).encode(), digest_size=8).hexdigest()}.msgpack"
    try:
        found, encoded = msgspec.msgpack.decode(unsealed(kept.read_bytes()), type=tuple[str, msgspec.Raw])
        if found == key:
            return msgspec.msgpack.decode(encoded, type=target)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        pass  # read anew
    value = msgspec.convert(_yaml(path), target, strict=False)
    write_quietly(kept, sealed(msgspec.msgpack.encode((key, value))))
    return value


def _yaml(path: Path) -> object:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is text; the type decides
    return yaml.load(path.read_text("utf-8"), Loader=loader)
