"""Reading Word files back, and making the copy for hand-over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from drafter.errors import NotFoundError, OutputError
from drafter.model.inspection import Inspection
from drafter.model.library import Library
from drafter.model.style import PageStyle
from drafter.source import Source

READING = "reading"
"""The page style of the copy that the speaker holds."""
FINAL_SUFFIX, READING_SUFFIX = ".定稿.docx", ".宣读.docx"


class Finalized(msgspec.Struct, frozen=True, kw_only=True):
    """What was written for hand-over."""

    file: Path
    reading: Path | None
    removed: Mapping[str, int]
    """What was taken out: how many of each kind, in Chinese."""
    notes: tuple[str, ...]


def inspect_file(path: Path) -> Inspection:
    """Return what can be read back from a Word file, written by drafter or not, edited since or not.

    Raises InputError for what is no Word file, or no safe one.
    """
    from drafter.roundtrip.inspecting import inspect

    return inspect(path)


def finalize_file(
    path: Path, output: Path | None = None, *, reading: Library | None = None, force: bool = False
) -> Finalized:
    """Write the final copy of a Word file to `output`: the same text, and nothing of how it came about.

    Left out, it goes beside the file, as ….定稿.docx. With a library (`reading`) its page style “reading” makes the
    copy that the speaker holds as well, ….宣读.docx; both or none. The file itself is never changed.

    Raises InputError for a file that cannot be used, InvalidFilesError with every gap and tracked change that is
    left, NotFoundError for a library without that page style, OutputError where a copy exists, would replace the
    file, or cannot be written.
    """
    from drafter.roundtrip.finalizing import finalize
    from drafter.writers.files import refuse_existing, write_all

    final = output or path.with_name(path.stem + FINAL_SUFFIX)
    spoken = _reading_path(final) if reading is not None else None
    targets = [final, *([spoken] if spoken else [])]
    _refuse_original(path, targets)
    style = _reading_style(reading) if reading is not None else None
    refuse_existing(targets, force=force)
    made = finalize(path, style)
    contents = [made.data, *([made.reading] if made.reading else [])]
    write_all(dict(zip(targets, contents, strict=True)), force=force)
    return Finalized(file=final, reading=spoken, removed=made.removed, notes=made.notes)


def _reading_path(final: Path) -> Path:
    return final.with_name(final.name.removesuffix(FINAL_SUFFIX).removesuffix(".docx") + READING_SUFFIX)


def _refuse_original(path: Path, targets: list[Path]) -> None:
    """Raise OutputError where a copy would replace the file; also by another name for it."""
    for target in targets:
        try:
            same = target.exists() and target.samefile(path)
        except OSError:
            same = False
        if same or target.resolve() == path.resolve():
            raise OutputError("定稿不能写在原文件上", hint="用 -o 写到另一个文件", source=Source(str(target)))
        if target.suffix.lower() != ".docx":
            raise OutputError("定稿是 Word 文件", hint="文件名以 .docx 结尾", source=Source(str(target)))


def _reading_style(library: Library) -> tuple[PageStyle, str]:
    from drafter.api.drafting import style_digest

    style = library.styles.get(READING)
    if style is None:
        raise NotFoundError(
            f"没有“{READING}”版式，写不了宣读稿",
            hint=f"去掉 --reading，或在工作区 templates/styles/ 里写一个 {READING}.yaml",
        )
    return style, style_digest(style)
