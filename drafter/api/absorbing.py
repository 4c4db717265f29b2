"""Taking over what a person made of a draft in Word or WPS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import msgspec

from drafter.api.drafting import RECIPE_SUFFIX, Made, remade
from drafter.assembly.filling import Filler
from drafter.assembly.own import bare
from drafter.assembly.recipes import recipe_text
from drafter.assembly.revising import sections_of, without
from drafter.corpus.accepting import facts_file
from drafter.errors import InputError, InvalidFilesError
from drafter.library.reading import names_refs
from drafter.library.textfiles import bytes_of, read_text
from drafter.library.yamlreader import decode
from drafter.model.absorbing import Absorbed, PassageFate
from drafter.model.candidate import Batch
from drafter.model.library import Library
from drafter.model.reading import Reading
from drafter.model.recipe import Recipe
from drafter.model.speech import Item, Speech
from drafter.readers.docx.package import Package
from drafter.readers.docx.styles import Styles
from drafter.readers.files import MAX_FILE, read_bytes
from drafter.readers.office import word_bytes
from drafter.roundtrip.absorbing import Edited, Known, absorb, marked_rows
from drafter.roundtrip.blockedits import Decision
from drafter.roundtrip.flow import Flow
from drafter.roundtrip.inspecting import table_of_contents
from drafter.roundtrip.taking import Drafted, Taken, take
from drafter.roundtrip.traces import Traces, read_traces
from drafter.source import Source
from drafter.text.sentences import sentences
from drafter.writers.docx import names
from drafter.writers.docx.passages import HALF, slot_digest


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """An edited file, the draft that it was, and what became of it."""

    file: Path
    made: Made
    """The draft, made again from its recipe."""
    edited: Edited
    absorbed: Absorbed
    notes: tuple[str, ...]


def compare(library: Library, path: Path, recipe: Path | None = None) -> Compared:
    """Return what a person made of a draft: an edited file (.docx, or .doc, .wps, .odt, .rtf through LibreOffice)
    against the draft that its recipe makes.

    The recipe is `recipe`, else the one in the file, else ….稿单.yaml beside it. Raises InputError for a file that
    cannot be read or has no recipe, DrafterError where the recipe cannot be followed.
    """
    package = Package(word_bytes(path), path)
    flow = Flow(package.xml(package.document()))
    traces = read_traces(package, flow.bookmarks)
    found = _recipe(library, path, recipe, traces)
    made = remade(library, found, (recipe or path).parent, date.today())
    contents = table_of_contents(flow, Styles(package.xml(package.related(package.document(), "styles"))))
    edited = _edited(flow, contents, made)
    absorbed = absorb(made.draft, edited, _known(made))
    return Compared(file=path, made=made, edited=edited, absorbed=absorbed, notes=_notes(made, traces))


def _recipe(library: Library, path: Path, given: Path | None, traces: Traces) -> Recipe:
    beside = path.with_name(path.stem + RECIPE_SUFFIX)
    if given is None and not traces.recipe and not beside.is_file():
        hint = "用 --recipe 指明稿单；不是 drafter 写的稿子，用 drafter corpus extract 摘素材"
        raise InputError("文件里没有稿单，旁边也没有，不知道原来是哪份稿子", hint=hint, source=Source(str(path)))
    from_file = given is None and bool(traces.recipe)
    source = str(path) if from_file else str(given or beside)
    text = traces.recipe if from_file else read_text(given or beside)
    decoded = decode(text, source, Recipe, names_refs(library))
    if decoded.value is None or decoded.problems:
        raise InvalidFilesError(decoded.problems)
    return decoded.value


def _edited(flow: Flow, contents: frozenset[int], made: Made) -> Edited:
    kept = [row for row, text in enumerate(flow.paragraphs) if text.strip() and row not in contents]
    numbers = tuple(row + 1 for row in kept)
    slots = {slot_digest(pick.slot, pick.block): pick.slot for pick in made.draft.picks}
    marked = {}
    for name, span in flow.bookmarks.items():
        slot = slots.get(name.removeprefix(names.BOOKMARK)[:HALF]) if name.startswith(names.BOOKMARK) else None
        if slot and flow.text(span).strip():
            marked[slot] = (span.start[0] + 1, span.end[0] + 1)
    return Edited(
        rows=tuple(flow.paragraphs[row] for row in kept), numbers=numbers, marked=marked_rows(marked, numbers)
    )


def _known(made: Made) -> Known:
    blocks = made.assembled.chooser.library.blocks
    return Known(
        specs=made.library.facts.facts,
        labels={gap.fact: gap.label for gap in made.draft.gaps},
        titles={pick.block: blocks[pick.block].title for pick in made.draft.picks},
    )


def _notes(made: Made, traces: Traces) -> tuple[str, ...]:
    notes = list(traces.notes)
    changed = [slot for slot in made.changed if slot not in ("style", "structure")]
    if changed:
        notes.append(f"这些位置的段落成稿以后在库里改过，按今天的文字比较：{'、'.join(changed)}")
    if "structure" in made.changed:
        notes.append("结构在成稿以后改过，按今天的结构比较")
    return tuple(notes)


# ── taking over


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an edited paper becomes; nothing is written yet."""

    compared: Compared
    taken: Taken
    files: Mapping[Path, bytes]
    """Of the workspace: blocks, facts, the inbox."""
    seen: Mapping[Path, bytes | None]
    """What the files on which it rests held."""
    candidates: int
    """New passages that go into the inbox."""


INBOX = "收件夹"
"""The folder of a workspace that new passages go into, for `drafter corpus review`."""
NEW_RECIPE = ".改稿" + RECIPE_SUFFIX


def take_over(
    library: Library, compared: Compared, decide: Callable[[PassageFate], Decision], *, keep_new: bool = True
) -> Outcome:
    """Return what an edited paper becomes: its recipe, and what the library gets of it.

    `decide` says what an edited passage becomes; without a workspace nothing goes into the library. `keep_new`: new
    passages become candidates of the workspace's inbox. Raises DrafterError.
    """
    workspace = Path(library.workspace) if library.workspace else None
    chosen = decide if workspace is not None else _ignore
    folder = compared.file.parent
    before = _drafted(compared.made)

    def drafting(over: Library, recipe: Recipe) -> Drafted:
        return _drafted(remade(over, recipe, folder, date.today()))

    known = _known(compared.made)
    taken = take(library, before, compared.edited, known, compared.absorbed, chosen, drafting)
    files: dict[Path, bytes] = {}
    candidates = 0
    if workspace is not None:
        for one in taken.blocks:
            path = workspace / "sections" / f"{one.id}.yaml"
            files[path] = one.text.encode()
        files.update(facts_file(library, workspace, taken.specs))
        batch = _new_candidates(library, compared) if keep_new else None
        if batch is not None:
            candidates = len(batch.candidates)
            files.update(_inbox_file(workspace, batch))
    seen = {path: bytes_of(path) for path in files}
    return Outcome(compared=compared, taken=taken, files=files, seen=seen, candidates=candidates)


def _ignore(_fate: PassageFate) -> Decision:
    return "ignore"


def _drafted(made: Made) -> Drafted:
    library = made.assembled.chooser.library
    sections = len(sections_of(without(library.structures[made.draft.structure], made.order.standing.dropped)))
    return Drafted(
        draft=made.draft,
        recipe=made.source,
        library=library,
        slots=made.assembled.chooser.slots,
        sheet=made.assembled.sheet,
        filler=Filler(library, made.assembled.sheet, sections),
    )


def _new_candidates(library: Library, compared: Compared) -> Batch | None:
    """Return the new passages as candidate blocks, tagged like those of an old speech; None where there are none."""
    from drafter.corpus.extracting import Extractor
    from drafter.corpus.learning import language_of
    from drafter.corpus.tagging import tagged

    new = [one for one in compared.absorbed.passages if one.change == "new"]
    if not new:
        return None
    language = language_of(library)
    speech = tagged(Speech(line=1, span=(0, 0), sections=tuple(_item(one) for one in new)), language)
    reading = Reading(path=str(compared.file), format="docx", text="", sha256=_sha256(compared.file))
    found = Extractor(library, language, date.today()).candidates(speech, reading)
    kept = tuple(one for one in found if len("".join(one.block.texts())) >= SHORTEST)
    return Batch(file=compared.file.name, sha256=reading.sha256, candidates=kept) if kept else None


SHORTEST = 30
"""Characters of a new passage that is worth a candidate."""


def _item(one: PassageFate) -> Item:
    """Return a new passage as an item of an outline: its first sentence is the heading where it is short."""
    from drafter.corpus.extracting import LONGEST_LEAD

    paragraphs = one.after.split("\n")
    first = sentences(paragraphs[0])[0]
    heading = bare(first)
    rest = paragraphs[0][paragraphs[0].index(first) + len(first) :].strip()
    run_in = len(heading) <= LONGEST_LEAD and bool(rest or paragraphs[1:])
    text = ([rest] if rest else []) + paragraphs[1:] if run_in else paragraphs
    title = heading if run_in else heading[:LONGEST_LEAD]
    return Item(
        depth=1, marker="", heading=title, run_in=run_in, line=one.place, span=(one.place, one.place), text=tuple(text)
    )


def _sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(read_bytes(path, MAX_FILE)).hexdigest()


def _inbox_file(workspace: Path, batch: Batch) -> dict[Path, bytes]:
    from drafter.corpus.inbox import batch_name, sheet_of

    sheet = sheet_of(batch)
    return {workspace / INBOX / batch_name(sheet): sheet.text().encode()}


def new_recipe_path(path: Path) -> Path:
    """Return where the recipe of an edited file goes: beside it, ….改稿.稿单.yaml."""
    return path.with_name(path.stem + NEW_RECIPE)


def save_outcome(library: Library, outcome: Outcome, output: Path, *, force: bool = False) -> None:
    """Write what an edited paper became: the recipe to `output`, the rest into the workspace; all or nothing.

    Raises OutputError where the recipe exists or a file cannot be written.
    """
    from drafter.writers.files import refuse_existing, write_all

    refuse_existing([output], force=force)
    text = recipe_text(outcome.taken.recipe, outcome.taken.library)
    if not library.workspace:
        write_all({output: text.encode()}, force=force)
        return
    from drafter.writers.committing import commit

    files = {**outcome.files, output: text.encode()}
    commit(Path(library.workspace), files, outcome.seen, f"吸收改稿《{outcome.compared.made.draft.title}》")
