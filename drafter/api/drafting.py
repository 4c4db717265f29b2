"""Making drafts: from a structure or a recipe to a file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from drafter.assembly.assembling import Assembled, Order, assemble
from drafter.assembly.facts import Layer
from drafter.assembly.manuscript import finished, names_in
from drafter.assembly.own import OWN
from drafter.assembly.recipes import Change, Replay, changes, loosened, make_recipe, recipe_text, replay
from drafter.assembly.revising import Edits, Revised, revise
from drafter.errors import InvalidFilesError, LockedError, UsageError
from drafter.library.finding import find
from drafter.library.folders import CASES
from drafter.library.loading import read_standalone
from drafter.library.styles import STANDARD, styled
from drafter.model.draft import Draft
from drafter.model.fact import Plain
from drafter.model.library import Library
from drafter.model.recipe import Outline, Recipe, ReferenceDoc
from drafter.model.structure import Structure
from drafter.model.style import PageStyle
from drafter.source import Source
from drafter.text.digests import text_hash
from drafter.writers import Job, writer_for
from drafter.writers.files import refuse_existing, write_all

if TYPE_CHECKING:
    from drafter.library.usage import Used
    from drafter.writers.docx.reference import Reference

DEFAULT_STYLE = STANDARD
RECIPE_SUFFIX = ".稿单.yaml"


class Made(msgspec.Struct, frozen=True):
    """A draft with everything that goes with it."""

    draft: Draft
    recipe: str
    """The recipe as YAML text."""
    style: PageStyle
    style_hash: str
    source: Recipe
    """The recipe as it is."""
    assembled: Assembled
    library: Library
    """With the structure file of the user's in it, where the draft was made from one."""
    order: Order
    changed: tuple[str, ...] = ()
    """Slots of a recipe whose library text is not what it was."""
    changes: tuple[Change, ...] = ()
    """What the writer's edits, another seed or an update made of the recipe."""
    lost: tuple[str, ...] = ()
    """Slots that the writer settled with a block that is no longer there; another one was chosen."""
    reference: Reference | None = None
    """The user's own Word file whose looks the draft takes over."""
    unmatched: tuple[str, ...] = ()
    """The names of the styles that the reference document has nothing for."""
    reference_note: str = ""
    """What became of the reference document that a recipe names: changed, or not found; empty for neither."""


def is_file_name(name: str) -> bool:
    """Return whether an argument names a file rather than a structure: a separator in it, or .yaml at its end."""
    return "/" in name or "\\" in name or name.endswith((".yaml", ".yml"))


def make_draft(
    library: Library,
    name: str,
    *,
    facts: Mapping[str, Plain] | None = None,
    layers: Iterable[Layer] = (),
    as_of: date | None = None,
    level: str | None = None,
    seed: int | None = None,
    length: int | None = None,
    focus: Iterable[str] = (),
    marks: Iterable[str] = (),
    toc: bool | None = None,
    style: str | None = None,
    locked: bool = False,
    edits: Edits | None = None,
    update: bool = False,
    avoid: Iterable[Path] = (),
    reference_doc: Path | None = None,
    today: date | None = None,
) -> Made:
    """Return the draft of a structure (id, Chinese title or file) or of a recipe file.

    `reference_doc` is a Word file of the user's, whose styles and page a Word file takes over; a recipe that names one
    finds it again beside itself.

    `length` is in characters; `layers` are facts in order, `facts` lie over them. `edits` are the writer's changes to
    the choice; `update` chooses all of a recipe anew but what the writer settled; `avoid` are earlier speeches whose
    passages are kept away from. `marks` stand on a working copy (会议文件之三, 征求意见稿, 会后收回 …) and `toc` asks
    for a table of contents; a recipe keeps both. Raises DrafterError.
    """
    given = [*layers, Layer(facts, Source("facts"))] if facts else [*layers]
    order = Order(
        layers=tuple(given),
        level=level,
        as_of=as_of,
        today=today or date.today(),
        seed=1 if seed is None else seed,
        length=length,
        strict_length=length is not None,
        focus=tuple(focus),
        marks=tuple(marks),
        toc=toc,
        log=_log(library),
        old=_runs_of(avoid),
    )
    given_reference = _read_reference(reference_doc)
    found: Recipe | Outline | Structure | None = None
    if is_file_name(name):
        found, library = read_standalone(library, Path(name))
    if found is None or isinstance(found, Structure):
        if update:
            raise UsageError("--update 用在稿单上，这里给的是结构", hint="写稿单的文件名（….稿单.yaml）")
        made = _first(library, name, order, style, in_file=found is not None)
        return _in_clothes(_edited(made, order, edits), given_reference)
    library = _with_structure_file(library, found, Path(name))
    if isinstance(found, Outline):
        found = _after_approval(library, found, order.today)
    made = _again(library, found, name, order, style, Redo(locked=locked, seed=seed, update=update, edits=edits))
    if given_reference is not None or not found.reference_doc.file or style is not None:
        return _in_clothes(made, given_reference)
    return _in_former_clothes(made, found.reference_doc, Path(name).parent, locked=locked)


# ── the reference document


def _read_reference(path: Path | None) -> Reference | None:
    if path is None:
        return None
    from drafter.writers.docx.reference import read_reference

    return read_reference(path)


def _in_clothes(made: Made, reference: Reference | None) -> Made:
    """Return a draft that takes over the looks of a reference document, and says so in its recipe."""
    if reference is None:
        return made
    from drafter.writers.docx.package import unmatched

    named = ReferenceDoc(file=reference.name, hash=reference.hash)
    source = msgspec.structs.replace(made.source, reference_doc=named)
    dressed = msgspec.structs.replace(
        made, source=source, recipe=recipe_text(source, made.library), reference=reference
    )
    return msgspec.structs.replace(dressed, unmatched=unmatched(_job(dressed)))


def _in_former_clothes(made: Made, named: ReferenceDoc, folder: Path, *, locked: bool) -> Made:
    """Return a recipe's draft in the reference document that the recipe names, if it lies beside the recipe."""
    path = folder / Path(named.file).name
    if not path.is_file():
        note = f"稿单里的模板“{named.file}”不在稿单旁边，没有用它；要用，加 --reference-doc 指明在哪里"
        source = msgspec.structs.replace(made.source, reference_doc=named)
        kept = msgspec.structs.replace(made, source=source, recipe=recipe_text(source, made.library))
        return _noted(kept, note, locked=locked)
    dressed = _in_clothes(made, _read_reference(path))
    if dressed.source.reference_doc.hash == named.hash:
        return dressed
    return _noted(dressed, f"模板“{named.file}”后来改过，用的是今天的", locked=locked)


def _noted(made: Made, note: str, *, locked: bool) -> Made:
    if locked:
        raise LockedError(note, hint="去掉 --locked，用今天的模板重新成稿")
    return msgspec.structs.replace(made, reference_note=note)


def _job(made: Made, annotations: Mapping[str, tuple[str, ...]] | None = None) -> Job:
    return Job(
        draft=made.draft,
        style=made.style,
        recipe=made.recipe,
        style_hash=made.style_hash,
        titles=_titles(made),
        annotations=annotations or {},
        reference=made.reference,
    )


def _runs_of(files: Iterable[Path]) -> frozenset[int]:
    """Return the runs of characters of earlier speeches. Raises InputError for one that cannot be read."""
    found: set[int] = set()
    for path in files:
        from drafter.readers import read
        from drafter.text.sentences import fingerprint
        from drafter.text.shingles import runs

        found |= runs(fingerprint(read(path).text))
    return frozenset(found)


class Redo(msgspec.Struct, frozen=True, kw_only=True):
    """How a recipe is made again."""

    locked: bool = False
    """Refuse where a text of the library is not what it was."""
    seed: int | None = None
    """Another one than the recipe's chooses anew all that the writer did not settle."""
    update: bool = False
    """So does this."""
    edits: Edits | None = None


def _first(library: Library, name: str, order: Order, style: str | None, *, in_file: bool) -> Made:
    """Return the first draft of a structure, which a file holds or the library; cases are the workspace's."""
    identity = Path(name).stem if in_file else find(name, library.structures, "结构", "drafter structures list")
    order = _with_cases(library, order, library.structures[identity])
    return _made(library, identity, order, style, structure_file=name if in_file else "")


def _with_cases(library: Library, order: Order, structure: Structure) -> Order:
    """Return an order with the cases of the workspace below all that was given."""
    if not library.workspace or not (Path(library.workspace) / CASES).is_file():
        return order
    from drafter.library import cases

    found = cases.told(cases.load_cases(library), structure)
    layer = Layer({cases.FACT: found}, Source(CASES))
    return msgspec.structs.replace(order, layers=(layer, *order.layers)) if found else order


def _made(
    library: Library,
    identity: str,
    order: Order,
    style: str | None,
    changed: tuple[str, ...] = (),
    structure_file: str = "",
) -> Made:
    chosen, page = styled(library, style or library.office.style or DEFAULT_STYLE)
    digest = style_digest(page)
    assembled = assemble(library, identity, order)
    recipe = make_recipe(library, assembled, order, chosen, digest, structure_file)
    return Made(
        draft=_on_pages(assembled, page, recipe),
        recipe=recipe_text(recipe, library),
        style=page,
        style_hash=digest,
        source=recipe,
        assembled=assembled,
        library=library,
        order=order,
        changed=changed,
    )


def _on_pages(assembled: Assembled, style: PageStyle, recipe: Recipe, *, toc: bool | None = None) -> Draft:
    """Return an assembled draft as it goes on the pages of a style."""
    facts = {**assembled.sheet.given, **assembled.sheet.derived}
    wanted = recipe.toc if toc is None else toc
    return finished(assembled.draft, style, marks=recipe.marks, toc=wanted, names=names_in(facts))


def _after_approval(library: Library, outline: Outline, today: date) -> Recipe:
    """Return the recipe that goes on from an outline, with what was edited in it."""
    from drafter.assembly.outlines import as_recipe, bare_recipe, make_outline

    before = bare_recipe(outline)
    _require_structure(library, before)
    made = _again(library, before, "提纲", Order(today=today), None, Redo())
    return as_recipe(library, outline, make_outline(made.source, made.draft))


def _with_structure_file(library: Library, recipe: Recipe | Outline, file: Path) -> Library:
    """Return the library with the user's structure file in it that a recipe was made from, where it is still there."""
    for path in (Path(recipe.structure_file), file.parent / Path(recipe.structure_file).name):
        if recipe.structure_file and path.is_file():
            return read_standalone(library, path)[1]
    return library


def _require_structure(library: Library, recipe: Recipe) -> None:
    if recipe.recipe not in library.structures:
        find(recipe.recipe, library.structures, "结构", "drafter structures list")


def remade(library: Library, recipe: Recipe, folder: Path, today: date) -> Made:
    """Return the draft of a recipe; its structure file may lie in `folder`. Raises DrafterError."""
    library = _with_structure_file(library, recipe, folder / "稿单")
    return _again(library, recipe, "稿单", Order(today=today), None, Redo())


def revise_draft(made: Made, edits: Edits) -> Made:
    """Return a draft with the writer's changes to what was chosen; all else stays as it is. Raises DrafterError."""
    order = msgspec.structs.replace(made.order, layers=(), length=None, strict_length=False, as_of=None, level=None)
    again = _again(made.library, made.source, "稿单", order, None, Redo(edits=edits))
    return _in_clothes(msgspec.structs.replace(again, order=made.order), made.reference)


def changes_since(before: Made, after: Made) -> tuple[Change, ...]:
    """Return what differs between two drafts of one structure, slot by slot."""
    return changes(before.source, after.source)


def _edited(made: Made, order: Order, edits: Edits | None) -> Made:
    """Return a draft with the writer's changes to what was chosen first."""
    if not edits:
        return made
    again = msgspec.structs.replace(order, layers=())
    return _again(made.library, made.source, "稿单", again, None, Redo(edits=edits))


def _again(library: Library, recipe: Recipe, file: str, order: Order, style: str | None, redo: Redo) -> Made:
    _require_structure(library, recipe)
    chosen, page = styled(library, style or recipe.style)
    digest = style_digest(page)
    revised = revise(library, recipe, redo.edits) if redo.edits else Revised(recipe, {})
    compared = digest if style is None else recipe.style_hash
    again = replay(revised.recipe, library, file, order, compared)
    if redo.locked and again.changed:
        raise LockedError(
            f"这些地方的文字和当初不同了：{'、'.join(again.changed)}", hint="去掉 --locked，用今天的文字重新成稿"
        )
    made = _replayed(library, revised, again, chosen, redo)
    if not redo.locked and any(problem.rule == "length" for problem in made.draft.problems):
        again = replay(revised.recipe, library, file, order, compared, free_lengths=True)
        made = _replayed(library, revised, again, chosen, redo)
    return msgspec.structs.replace(made, changes=changes(recipe, made.source))


def _replayed(library: Library, revised: Revised, again: Replay, style: str, redo: Redo) -> Made:
    recipe = revised.recipe
    renewed = msgspec.structs.replace(again.order, seed=recipe.seed if redo.seed is None else redo.seed)
    anew = redo.update or renewed.seed != recipe.seed
    standing = loosened(library, renewed.standing) if anew else renewed.standing
    standing = msgspec.structs.replace(standing, banned=revised.banned)
    order = msgspec.structs.replace(renewed, standing=standing)
    made = _made(library, recipe.recipe, order, style, () if anew else again.changed, recipe.structure_file)
    return msgspec.structs.replace(made, lost=again.lost)


def style_digest(style: PageStyle) -> str:
    """Return 12 hex digits that tell whether a page style changed."""
    return text_hash(msgspec.json.encode(style).decode())


def recipe_path(path: Path) -> Path:
    """Return where the recipe of a draft lies: beside it, with .稿单.yaml for its suffix."""
    return path.with_name(path.stem + RECIPE_SUFFIX)


def save(made: Made, path: Path, *, force: bool = False, with_recipe: bool = True, annotate: bool = False) -> None:
    """Write the draft to `path` (its suffix chooses the format), and its recipe beside it; both or none.

    With `annotate` each passage of a Word file bears a comment that says where it comes from. In a workspace the
    draft is noted in the log of what was used. Raises UsageError for an unknown suffix, OutputError where a file
    exists or cannot be written.
    """
    writer = writer_for(path.suffix)
    targets = [path, recipe_path(path)] if with_recipe else [path]
    refuse_existing(targets, force=force)
    annotations = _annotations(made, path) if annotate else {}
    contents = [writer(_job(made, annotations)), made.recipe.encode()]
    write_all(dict(zip(targets, contents, strict=False)), force=force)
    note_use(made, path)


def note_use(made: Made, path: Path) -> None:
    """Note in the log of the workspace, where there is one, what a draft used."""
    if made.library.workspace:
        from drafter.library.usage import add_to_log

        with contextlib.suppress(OSError):  # a log that cannot be written must not spoil the draft
            add_to_log(Path(made.library.workspace), _used(made, path))


def _titles(made: Made) -> dict[str, str]:
    blocks = made.assembled.chooser.library.blocks
    return {one.block: blocks[one.block].title for one in made.draft.picks}


def _annotations(made: Made, path: Path) -> dict[str, tuple[str, ...]]:
    """Return the comments on the passages. Raises UsageError for a file that holds no comments."""
    from drafter.writers.annotating import passage_notes

    if path.suffix.lower() != ".docx":
        raise UsageError("批注只能写进 .docx 文件", hint="输出文件名以 .docx 结尾，或去掉 --annotate")
    return passage_notes(made.assembled.chooser.library, made.draft, _log(made.library))


def _log(library: Library) -> tuple[Used, ...]:
    """Return what earlier drafts of the workspace used; nothing without one."""
    if not library.workspace:
        return ()
    from drafter.library.usage import read_log

    return read_log(Path(library.workspace))


def _used(made: Made, path: Path) -> Used:
    from drafter.library.usage import Used

    return Used(
        date=date.fromisoformat(made.draft.as_of),
        structure=made.draft.structure,
        speaker=made.library.structures[made.draft.structure].speaker,
        name=str(made.assembled.sheet.given.get("speaker_name") or ""),
        title=made.draft.title,
        file=path.name,
        blocks=tuple(one.block for one in made.draft.picks if not one.block.startswith(OWN)),
    )


# ── the outline for approval

OUTLINE_SUFFIX = ".提纲.yaml"
OUTLINE_STYLE = "outline"
"""The page style for an outline that does not fit a page otherwise."""


def outline_of(made: Made) -> Draft:
    """Return the outline of a draft: headings, leads, and about how long each section is."""
    from drafter.assembly.outlines import outline_draft

    return outline_draft(
        made.library, _on_pages(made.assembled, made.style, made.source, toc=False), made.source.points
    )


def outline_path(path: Path) -> Path:
    """Return where the outline's file to go on from lies: beside it, with .提纲.yaml for its suffix."""
    return path.with_name(path.stem + OUTLINE_SUFFIX)


def job_of(made: Made, style: str = "") -> Job:
    """Return what a writer writes of a draft, in its own page style or in another one of the library."""
    if not style:
        return _job(made)
    page = made.library.styles[style]
    draft = _on_pages(made.assembled, page, msgspec.structs.replace(made.source, marks=()), toc=False)
    return Job(draft=draft, style=page, recipe="", style_hash=style_digest(page), titles=_titles(made))


def outline_job(made: Made) -> Job:
    """Return what a writer writes of the outline of a draft, smaller where it would not fit on a page."""
    from drafter.assembly.outlines import fits_a_page

    page, style = outline_of(made), made.style
    if not fits_a_page(page, style):
        style = made.library.styles.get(OUTLINE_STYLE, style)
        page = outline_of(msgspec.structs.replace(made, style=style))
    return Job(draft=page, style=style, recipe=made.recipe, style_hash=style_digest(style))


def save_outline(made: Made, path: Path, *, force: bool = False) -> None:
    """Write the outline of a draft to `path`, and the file to go on from beside it; both or none.

    Raises UsageError for an unknown suffix, OutputError where a file exists or cannot be written.
    """
    from drafter.assembly.outlines import make_outline, outline_text

    writer = writer_for(path.suffix)
    targets = [path, outline_path(path)]
    refuse_existing(targets, force=force)
    text = outline_text(make_outline(made.source, made.draft), made.library)
    write_all(dict(zip(targets, [writer(outline_job(made)), text.encode()], strict=True)), force=force)


TABLES = (".xlsx", ".docx")
"""Sheets that are no YAML, by their endings."""


def read_layer(path: Path, library: Library | None = None) -> Layer:
    """Return a meeting sheet as a layer of facts: YAML, or with a library a table (.xlsx, .docx) that came back.

    Raises InvalidFilesError or InputError.
    """
    if path.suffix.lower() in TABLES and library is not None:
        from drafter.api.sheeting import layer_of

        return layer_of(library, path)
    from drafter.library.plainsheet import read_plain
    from drafter.library.textfiles import read_text

    text = read_text(path)
    plain = read_plain(text)
    if plain is not None:
        return Layer(plain[0], Source(str(path)), plain[1])
    from drafter.library.yamlreader import decode, key_lines

    decoded = decode(text, str(path), dict[str, Plain])
    if decoded.problems:
        raise InvalidFilesError(decoded.problems)
    return Layer(decoded.value or {}, Source(str(path)), key_lines(text, str(path)))


def parse_setting(text: str) -> tuple[str, str]:
    """Return the name and the value of a ``--set name=value``. Raises UsageError."""
    name, found, value = text.partition("=")
    if not found or not name.strip():
        raise UsageError(f"--set 要写成 名称=值，写的却是“{text}”")
    return name.strip(), value
