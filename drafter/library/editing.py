"""Changes of the library's own files, worked out and not yet written: tags, retirement, names, whole texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from drafter.errors import InvalidFilesError, NotFoundError, UsageError
from drafter.library.blockwriter import block_text
from drafter.library.finding import find
from drafter.library.folders import CASES, QUOTES, WORKSPACE_MARK, no_workspace
from drafter.library.reading import foundation_names, mistakes_in, names_refs
from drafter.library.splicing import Edit, plain, spliced
from drafter.library.textfiles import bytes_of, read_exactly
from drafter.library.usage import LOG
from drafter.library.yamlreader import compose
from drafter.model.block import Block
from drafter.model.library import Library

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
AFTER_TAGS = ("title", "theme")
AFTER_STATUS = ("title", "theme", "tags", "part")
AFTER_REPLACED = (*AFTER_STATUS, "status")
NAMED = ("requires", "excludes")
RECIPES = ("*.稿单.yaml", "*.提纲.yaml")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a command is about to write into a workspace."""

    files: Mapping[Path, bytes | None]
    """None takes a file away."""
    seen: Mapping[Path, bytes | None]
    """What the files on which it rests held."""
    title: str
    """What it does, in Chinese."""
    notes: tuple[str, ...] = ()
    """What the user should know besides."""


def workspace_of(library: Library) -> Path:
    """Return the workspace of a library. Raises UsageError where there is none."""
    if not library.workspace:
        raise no_workspace()
    return Path(library.workspace)


def own_path(library: Library, identity: str) -> Path:
    """Return where a block stands, or would stand, in the workspace."""
    return workspace_of(library) / "sections" / f"{identity}.yaml"


def found(library: Library, name: str) -> str:
    """Return the id of a block by id or title. Raises NotFoundError."""
    return find(name, library.blocks, "段落", "drafter sections list 或 search")


def _source(library: Library, identity: str) -> tuple[Path, Path, str]:
    """Return where a block stands, where its changed file goes, and its text: a shipped one is copied."""
    path = Path(library.files[identity])
    own = path if path.is_relative_to(workspace_of(library)) else own_path(library, identity)
    return path, own, read_exactly(path)


def _sound(library: Library, path: Path, text: str) -> None:
    """Raise InvalidFilesError where a block's new text has mistakes."""
    read = text.lstrip("\ufeff").replace("\r\n", "\n")
    problems = mistakes_in(read, path, Block, names_refs(library), foundation_names(library))
    if problems:
        raise InvalidFilesError(problems)


def source_of(library: Library, identity: str) -> str:
    """Return the text of a block's file."""
    return _source(library, identity)[2]


def change_of(library: Library, edits: Mapping[str, list[Edit]], title: str, notes: Iterable[str] = ()) -> Change:
    """Return the change that makes these edits in these blocks. Raises UsageError, InvalidFilesError."""
    files: dict[Path, bytes | None] = {}
    seen: dict[Path, bytes | None] = {}
    for identity, wanted in edits.items():
        _, own, text = _source(library, identity)
        made = spliced(text, wanted, str(own))
        _sound(library, own, made)
        files[own], seen[own] = made.encode(), bytes_of(own)
    return Change(files=files, seen=seen, title=title, notes=tuple(notes))


# ── tags


def tagged(library: Library, names: Iterable[str], tags: Iterable[str], *, remove: bool = False) -> Change:
    """Return the change that gives blocks tags, or takes them away. Raises NotFoundError, UsageError."""
    tags = list(dict.fromkeys(tags))
    edits = {}
    for identity in dict.fromkeys(found(library, name) for name in names):
        wanted = _tag_edits(library.blocks[identity], tags, remove=remove)
        if wanted:
            edits[identity] = wanted
    verb = "去掉" if remove else "加"
    return change_of(library, edits, f"给 {len(edits)} 段{verb}标签 {'、'.join(tags)}")


def _tag_edits(block: Block, tags: list[str], *, remove: bool) -> list[Edit]:
    if not remove:
        new = [tag for tag in tags if tag not in block.tags]
        if not block.tags:
            return [Edit(("tags",), new, after=AFTER_TAGS)] if new else []
        return [Edit(("tags", len(block.tags) + number), tag) for number, tag in enumerate(new)]
    gone = [number for number, tag in enumerate(block.tags) if tag in tags]
    if len(gone) == len(block.tags):
        return [Edit(("tags",))] if gone else []
    return [Edit(("tags", number)) for number in reversed(gone)]


# ── retiring, renaming


def retired(library: Library, name: str, replaced_by: str = "") -> Change:
    """Return the change that takes a block out of use; `replaced_by` names what stands in its place."""
    identity = found(library, name)
    successor = found(library, replaced_by) if replaced_by else ""
    if successor == identity:
        raise UsageError("一段不能由它自己代替", hint="--replaced-by 写另一段")
    edits = [Edit(("status",), "deprecated", after=AFTER_STATUS)]
    if successor:
        edits.append(Edit(("replaced_by",), successor, after=AFTER_REPLACED))
    needed = [one for one, block in library.blocks.items() if identity in block.requires]
    notes = [f"{one} 要和它一起用（requires），请改一下" for one in needed]
    return change_of(library, {identity: edits}, f"停用 {identity}", notes)


def renamed(library: Library, name: str, new: str) -> Change:
    """Return the change that gives a block another id; blocks, recipes and the log that name it follow.

    A shipped block stays, out of use and replaced by the new one. Raises UsageError for a bad or taken id.
    """
    identity = found(library, name)
    target = new if "/" in new else f"{identity.partition('/')[0]}/{new}"
    _require_free(library, target, library.blocks[identity].theme)
    path, own, text = _source(library, identity)
    files: dict[Path, bytes | None] = {own_path(library, target): text.encode()}
    seen: dict[Path, bytes | None] = {own_path(library, target): None}
    notes = []
    if path == own:
        files[own], seen[own] = None, bytes_of(own)
    else:
        retire = change_of(library, {identity: _retirement(target)}, "")
        files.update(retire.files)
        seen.update(retire.seen)
        notes.append(f"自带的 {identity} 改不了名：停用了它，由 {target} 代替")
    for one, edits in _references(library, identity, target).items():
        if one == identity:
            continue
        _, where, content = _source(library, one)
        files[where], seen[where] = spliced(content, edits, str(where)).encode(), bytes_of(where)
    for where, record in _records(workspace_of(library), identity, target):
        files[where], seen[where] = record, bytes_of(where)
    return Change(files=files, seen=seen, title=f"{identity} 改名为 {target}", notes=tuple(notes))


def _retirement(target: str) -> list[Edit]:
    return [Edit(("status",), "deprecated", after=AFTER_STATUS), Edit(("replaced_by",), target, after=AFTER_REPLACED)]


def _require_free(library: Library, identity: str, theme: str) -> None:
    folder, _, slug = identity.partition("/")
    if folder != theme:
        raise UsageError(f"段落要放在它的主题 {theme}/ 下面，不能叫 {identity}", hint=f"写成 {theme}/{slug}")
    if not SLUG.fullmatch(slug):
        raise UsageError(f"名称“{slug}”不能用", hint="用小写字母、数字和连字符，如 budget-review")
    if identity in library.blocks or own_path(library, identity).exists():
        raise UsageError(f"已经有段落 {identity}", hint="换一个名称")


def _references(library: Library, identity: str, target: str) -> dict[str, list[Edit]]:
    """Return the edits by which other blocks name a block by its new id."""
    edits: dict[str, list[Edit]] = {}
    for one, block in library.blocks.items():
        wanted = [
            Edit((field, number), target)
            for field in NAMED
            for number, name in enumerate(getattr(block, field))
            if name == identity
        ]
        if block.replaced_by == identity:
            wanted.append(Edit(("replaced_by",), target))
        if wanted:
            edits[one] = wanted
    return edits


def _records(workspace: Path, identity: str, target: str) -> Iterator[tuple[Path, bytes]]:
    """Yield recipes, outlines and the log of a workspace in which a block has its new id."""
    for path in recipes_in(workspace):
        text = read_exactly(path)
        edits = [Edit(("slots", slot, "block"), target) for slot in slots_with(text, str(path), identity)]
        if edits:
            yield path, spliced(text, edits, str(path)).encode()
    log = bytes_of(workspace / LOG)
    if log and f'"{identity}"'.encode() in log:
        yield workspace / LOG, log.replace(f'"{identity}"'.encode(), f'"{target}"'.encode())


def recipes_in(workspace: Path) -> list[Path]:
    """Return the recipes and outlines of a workspace, in order; what begins with a dot is passed over."""
    paths = {path for pattern in RECIPES for path in workspace.rglob(pattern)}
    return sorted(path for path in paths if not any(part.startswith(".") for part in path.relative_to(workspace).parts))


def slots_with(text: str, path: str, identity: str) -> list[str]:
    """Return the slots of a recipe that hold a block; none for a file that is no recipe."""
    try:
        value = plain(compose(text.lstrip("\ufeff"), path))
    except InvalidFilesError:
        return []
    slots = value.get("slots", {}) if isinstance(value, dict) else {}
    if not isinstance(slots, dict):
        return []
    return [name for name, slot in slots.items() if isinstance(slot, dict) and slot.get("block") == identity]


# ── whole texts


def rewritten_block(library: Library, identity: str, text: str, seen: bytes | None) -> Change:
    """Return the change that gives a block the text that a person left in the editor.

    `seen` is what its file in the workspace held when the editor opened. Raises InvalidFilesError.
    """
    path = own_path(library, identity)
    _sound(library, path, text)
    return Change(files={path: text.encode()}, seen={path: seen}, title=f"改 {identity}")


def new_block(library: Library, identity: str, block: Block) -> Change:
    """Return the change that adds a block. Raises NotFoundError, UsageError, InvalidFilesError."""
    if block.theme not in library.taxonomy.themes:
        raise NotFoundError(f"没有主题“{block.theme}”", hint=f"可以写：{'、'.join(library.taxonomy.themes)}")
    _require_free(library, identity, block.theme)
    path = own_path(library, identity)
    text = block_text(block)
    _sound(library, path, text)
    return Change(files={path: text.encode()}, seen={path: None}, title=f"新写 {identity}")


# ── the looks of files


def tidied(paths: Iterable[Path]) -> Change:
    """Return the change that puts files in order; those that are, are passed over.

    Raises InvalidFilesError, UsageError, InputError.
    """
    from drafter.library.formatting import formatted

    files: dict[Path, bytes | None] = {}
    seen: dict[Path, bytes | None] = {}
    for path in paths:
        text = read_exactly(path)
        made = formatted(text, str(path))
        if made != text:
            files[path], seen[path] = made.encode(), text.encode()
    return Change(files=files, seen=seen, title=f"整理 {len(files)} 个文件的格式")


OWN = ("sections", "templates/structures", "templates/styles", "templates/checks")


def own_files(workspace: Path) -> list[Path]:
    """Return the library files of a workspace, drafter.yaml first, the others in order."""
    found = (path for folder in OWN for path in (workspace / folder).rglob("*.y*ml"))
    inside = sorted(path for path in found if path.suffix in (".yaml", ".yml") and not path.name.startswith("."))
    books = (workspace / name for name in (WORKSPACE_MARK, CASES, QUOTES))
    return [*(path for path in books if path.is_file()), *inside]
