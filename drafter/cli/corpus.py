"""``drafter corpus``: outline, stale, extract, review, accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli import options
from drafter.cli.printing import note, print_failure, print_json, progress, shown_path
from drafter.errors import DrafterError, UsageError
from drafter.model.speech import Item, Speech, all_items

if TYPE_CHECKING:
    from drafter.corpus.tagging import Reason
    from drafter.roundtrip.marking import Mark

files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹…"
)
inbox_argument = click.argument("inbox", type=click.Path(path_type=Path), metavar="收件夹")


@click.group("corpus", options_metavar="[选项]", subcommand_metavar="命令 …")
def corpus() -> None:
    """读旧稿：看提纲（outline），看哪些话今天不能照搬（stale），摘素材（extract），审定入库（review、accept）。"""


# ── outline


@corpus.command("outline", options_metavar="[选项]")
@files_argument
@click.option("--why", is_flag=True, help="说明每个标题的主题是怎么判断的。")
@click.option("--repairs", is_flag=True, help="列出要修补的地方：隐去的字、错字、换错的词等。")
@options.format_option
def outline(files: tuple[Path, ...], why: bool, repairs: bool, form: str) -> int:
    """读出旧稿的提纲：标题、层次、主题；原文件不改。"""
    from drafter import api
    from drafter.readers import files_under

    library = api.load()
    found: list[tuple[Path, list[Speech]]] = []
    failures = []
    for path in [one for given in files for one in files_under(given)]:
        try:
            found.append((path, api.outline_file(library, path)))
        except DrafterError as failure:
            failures.append(failure)
    if failures and not found and len(failures) == 1:
        raise failures[0]
    if form == "json":
        print_json({"speeches": [_record(path, one) for path, speeches in found for one in speeches]})
    else:
        for path, speeches in found:
            _print_speeches(library, path, speeches, why=why, repairs=repairs)
    for one in failures:
        print_failure(one)
    return 2 if failures else 0


def _record(path: Path, speech: Speech) -> dict[str, Any]:
    """Return a speech as DESIGN 8 fixes it, with the file it stands in."""
    import msgspec

    return {"file": shown_path(path), **msgspec.to_builtins(speech)}


def _print_speeches(library: Any, path: Path, speeches: Sequence[Speech], *, why: bool, repairs: bool) -> None:
    for number, speech in enumerate(speeches, 1):
        head = f"{path.name}" + (f" 第{number}篇" if len(speeches) > 1 else "")
        click.echo(click.style(f"{head}：{speech.title or '（没有标题）'}", bold=True))
        _print_head(library, speech)
        evidence = _evidence(library, speech) if why else {}
        for item in all_items(speech):
            _print_item(library, item, speech, evidence.get(item.span))
        if not all_items(speech):
            click.echo("  （没有提纲）")
        if repairs:
            _print_repairs(speech)
        note(_summary(speech))


LEVEL_NAMES = {
    "city": "市级",
    "county": "县级",
    "township": "乡镇",
    "province": "省级",
    "central": "中央",
    "unit": "单位",
}


def _print_head(library: Any, speech: Speech) -> None:
    kind = library.taxonomy.title("kinds", speech.kind)
    parts = [f"——{speech.subtitle}" if speech.subtitle else "", speech.date, speech.speaker, kind]
    parts.append(LEVEL_NAMES.get(speech.level or "", ""))
    click.echo("  " + "　".join(part for part in parts if part))


def _evidence(library: Any, speech: Speech) -> Mapping[tuple[int, int], Reason]:
    from drafter.corpus.learning import language_of
    from drafter.corpus.tagging import reasons

    return reasons(speech, language_of(library))


def _print_item(library: Any, item: Item, speech: Speech, reason: Reason | None) -> None:
    theme = library.taxonomy.title("themes", item.theme)
    place = "" if item in speech.sections or item.depth > 1 else "·"
    click.echo(f"{'  ' * item.depth}{place}{item.marker}{item.heading}  [{theme}] {item.line} 行")
    if reason is not None:
        leaning = ("随上一级标题",) * reason.by_section + ("全篇少讲人大和党建",) * reason.by_speech
        said = "、".join((*reason.cues, *reason.words, *leaning)) or "正文用词"
        other = library.taxonomy.title("themes", reason.runner_up)
        click.echo(f"{'  ' * item.depth}  依据：{said}（{reason.score}）；其次像“{other}”")


REPAIR_NAMES = {
    "redaction": "隐去的字",
    "watermark": "网站水印",
    "ocr": "识别错字",
    "synonym-swap": "被换的词",
    "hard-wrap": "断行",
    "half-width-punctuation": "半角标点",
    "truncated": "缺文",
    "duplicate-salutation": "重复的称呼",
    "other": "其他",
}


def _print_repairs(speech: Speech) -> None:
    for one in speech.repairs:
        shown = one.text.replace("\n", "⏎")
        right = f" → {one.suggestion.replace(chr(10), '⏎')}" if one.suggestion else ""
        click.echo(f"    {one.line}:{one.column} {REPAIR_NAMES[one.kind]}：{shown}{right}")


def _summary(speech: Speech) -> str:
    items, facts, repairs = len(all_items(speech)), len(speech.facts), len(speech.repairs)
    return f"  {items} 个标题和要点，{facts} 处数字、日期和名称，{repairs} 处要修补"


# ── stale

ANNOTATE_HELP = "另写一份 Word 文件，在每一处加批注；一次只看一个文件，原文件不改。"


@corpus.command("stale", options_metavar="[选项]")
@files_argument
@click.option("--as-of", type=options.DateType(), metavar="日期", help="稿子要用在哪一天；默认是今天。")
@click.option("--annotate", type=click.Path(path_type=Path), metavar="文件.docx", help=ANNOTATE_HELP)
@click.option("--force", is_flag=True, help="--annotate 覆盖已有的文件。")
@options.format_option
def stale(files: tuple[Path, ...], as_of: date | None, annotate: Path | None, force: bool, form: str) -> int:
    """看旧稿里哪些话今天不能照搬：过时的说法（现在怎么写）、当年的时间和数字、隐去的字、名称；原文件不改。"""
    from drafter import api
    from drafter.readers import files_under

    library = api.load()
    found: list[tuple[Path, tuple[Mark, ...]]] = []
    failures = []
    paths = [one for given in files for one in files_under(given)]
    if annotate is not None and len(paths) != 1:
        raise UsageError("--annotate 一次只看一个文件")
    for path in paths:
        try:
            found.append((path, api.stale_in(library, path, as_of)))
        except DrafterError as failure:
            failures.append(failure)
    if failures and not found and len(failures) == 1:
        raise failures[0]
    if annotate is not None:
        api.annotate_stale(library, *found[0], annotate, force=force)
    if form == "json":
        print_json({"marks": [_mark_record(path, one) for path, marks in found for one in marks]})
    else:
        for path, marks in found:
            _print_marks(path, marks)
    if annotate is not None:
        note(f"批注写在 {click.format_filename(annotate)}。")
    for one in failures:
        print_failure(one)
    return 2 if failures else 0


def _mark_record(path: Path, one: Mark) -> dict[str, Any]:
    import msgspec

    return {"file": shown_path(path), **msgspec.to_builtins(one)}


def _print_marks(path: Path, marks: Sequence[Mark]) -> None:
    from drafter.roundtrip.marking import NAMES

    click.echo(click.style(path.name, bold=True))
    for kind, name in NAMES.items():
        own = [one for one in marks if one.kind == kind]
        if own:
            click.echo(f"  {name}（{len(own)} 处）")
        for one in own:
            advice = f"：{one.why}" if one.why else ""
            click.echo(f"    {one.line}:{one.column} {one.text.strip() or '（空白）'}{advice}")
    note(f"  {path.name}：{len(marks)} 处不能照搬" if marks else f"  {path.name}：没有看出不能照搬的地方")


# ── extract


@corpus.command("extract", options_metavar="[选项]")
@files_argument
@click.option(
    "-o", "inbox", required=True, type=click.Path(path_type=Path), metavar="收件夹", help="待审素材放在这里。"
)
@options.format_option
def extract(files: tuple[Path, ...], inbox: Path, form: str) -> int:
    """从旧稿里摘出素材，放进收件夹待审；数字、日期、名称换成要素，原文件不改。"""
    from drafter import api
    from drafter.library.folders import find_workspace
    from drafter.readers import files_under

    workspace = find_workspace(Path.cwd())
    library = api.load(workspace)
    total = sum(len(files_under(one)) for one in files)
    results = []
    with progress(api.extract(library, files, inbox, workspace=workspace), total, "摘素材") as bar:
        results = list(bar)
    failures = [one.failure for one in results if one.failure is not None]
    if form == "json":
        print_json({"files": [_extracted(one) for one in results]})
    _report(results, inbox)
    for failure in failures:
        print_failure(failure)
    return 2 if failures else 0


def _extracted(one: Any) -> dict[str, Any]:
    failure = one.failure.message if one.failure else ""
    return {
        "file": shown_path(one.file),
        "candidates": one.candidates,
        "known": one.known,
        "written": one.written,
        "failure": failure,
    }


def _report(results: Sequence[Any], inbox: Path) -> None:
    read = [one for one in results if one.failure is None]
    fresh, known = sum(one.candidates for one in read), sum(one.known for one in read)
    note(
        f"读了 {len(read)} 份旧稿，摘出 {fresh} 段放进 {inbox}"
        + (f"；{known} 段以前摘过或审过，没有再放" if known else "")
    )
    left = len(results) - len(read)
    if left:
        note(f"有 {left} 份没有读成：")
    elif fresh:
        note(f"下一步：drafter corpus review {inbox}")


# ── accept and review


@corpus.command("accept", options_metavar="[选项]")
@inbox_argument
@click.argument("ids", nargs=-1, metavar="[编号…]")
@click.option("--all", "everything", is_flag=True, help="采用收件夹里所有待审的素材。")
@click.option("--sure", type=click.FloatRange(0, 1), metavar="0–1", help="采用待审素材里把握不低于这个数的。")
@click.option("--as", "slug", default="", metavar="名称", help="只采用一段时，给它起名（小写字母、数字、连字符）。")
@click.option("--into", "target", default="", metavar="段落", help="只采用一段时，并入这个段落，作为另一个行文动作。")
def accept(inbox: Path, ids: tuple[str, ...], everything: bool, sure: float | None, slug: str, target: str) -> int:
    """采用待审素材：写进工作区的 sections/，记下审定结果。给脚本用；逐段看用 review。"""
    from drafter.cli.reviewing import Desk

    desk = Desk.open(inbox)
    chosen = _chosen(desk.waiting, ids, 0.0 if everything and sure is None else sure)
    if not (ids or everything):
        chosen, alike = _new_ones(chosen)
        if alike:
            note(f"有 {alike} 段库里已经有大致相同的，留给 review。")
    if (slug or target) and len(chosen) != 1:
        raise UsageError("--as 和 --into 一次只能用于一段", hint="写上这一段的编号")
    candidates = [candidate for _, candidate in chosen]
    if target:
        made = [desk.merge(candidates[0], target)]
    elif slug:
        made = [desk.accept(candidates[0], slug)]
    else:
        made = desk.accept_all(candidates)
    for identity in made:
        click.echo(identity)
    note(f"采用了 {len(chosen)} 段，还有 {len(desk.waiting) - len(chosen)} 段待审。")
    return 0


def _chosen(waiting: Sequence[Any], ids: Sequence[str], least: float | None) -> list[Any]:
    """Return the candidates of these ids or, without ids, those of this confidence or more."""
    if bool(ids) == (least is not None):
        raise UsageError("写上要采用的编号，或用 --all、--sure", hint="编号在收件夹的文件里，id: 后面")
    if least is not None:
        return list({one[1].id: one for one in waiting if one[1].confidence >= least}.values())
    found = []
    for identity in ids:
        match = [one for one in waiting if one[1].id.startswith(identity)]
        if len(match) != 1:
            said = "没有待审的素材" if not match else "不止一段素材的编号以它开头："
            raise UsageError(f"{said} {identity}", hint="drafter corpus review 可以逐段看")
        found += match
    return found


ALIKE = 0.8
"""Of a candidate's wording: what the library has to this extent is not accepted unseen."""


def _new_ones(chosen: Sequence[Any]) -> tuple[list[Any], int]:
    """Return the candidates that the library does not have yet, and how many others there are."""
    new = [one for one in chosen if all(near.share < ALIKE for near in one[1].near)]
    return new, len(chosen) - len(new)


@corpus.command("review", options_metavar="[选项]")
@inbox_argument
def review(inbox: Path) -> int:
    """在屏幕上逐段审定收件夹里的素材：采用、修改、并入、放弃；随时可以停，下次接着来。"""
    from drafter.cli.reviewing import Desk, review_all

    return review_all(Desk.open(inbox))
