"""``drafter init``: making a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from drafter.cli import options
from drafter.cli.printing import note

LABELS = {
    "地名": "place",
    "层级": "level",
    "所在省": "province",
    "本级代表人数": "deputies_total",
    "党委书记": "party_secretary",
}
QUESTIONS = {
    "place": "地名（全称，如 青山县）",
    "level": "层级（city 市州、county 县区、township 乡镇；按地名就能定的直接回车）",
    "province": "所在省、自治区、直辖市",
    "deputies_total": "本级人大代表人数",
    "party_secretary": "党委书记姓名",
}


@click.command(options_metavar="[选项]")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@options.set_option
@click.option("--ask/--no-ask", default=None, help="问不问单位情况；默认写了 --set 就不问。")
def init(folder: Path, settings: tuple[str, ...], ask: bool | None) -> None:
    """建一个工作区：单位档案、放段落和结构的文件夹、一页说明。已有的文件不动。"""
    from drafter import api
    from drafter.errors import OutputError
    from drafter.library.folders import WORKSPACE_MARK
    from drafter.library.starting import FOLDERS, GUIDE, workspace_file
    from drafter.source import Source
    from drafter.writers.files import refuse_existing, write_all

    answers = _settings(settings)
    if ask if ask is not None else not settings:
        answers = _asked(answers)
    refuse_existing([folder / WORKSPACE_MARK], force=False)
    _check(answers)
    try:
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise OutputError("建不了文件夹", hint="换一个位置", source=Source(str(folder))) from failure
    files = {folder / WORKSPACE_MARK: workspace_file(answers).encode(), folder / "使用说明.txt": GUIDE.encode()}
    write_all(files)
    api.load(folder)
    click.echo(str(folder))
    note(f"工作区建好了。先补全 {folder / WORKSPACE_MARK}，再在这个文件夹里运行 drafter。")


def _settings(settings: tuple[str, ...]) -> dict[str, str]:
    """Return ``--set`` by fact name; only what the profile asks can be set. Raises UsageError."""
    from drafter.api import parse_setting
    from drafter.errors import UsageError
    from drafter.text.likeness import did_you_mean

    found = {}
    for one in settings:
        name, value = parse_setting(one)
        key = LABELS.get(name, name)
        if key not in QUESTIONS:
            hint = did_you_mean(name, [*QUESTIONS, *LABELS]) or f"可以写：{'、'.join(QUESTIONS)}"
            raise UsageError(f"单位档案没有“{name}”这一项", hint=hint)
        found[key] = value
    return found


def _check(answers: dict[str, str]) -> None:
    """Hold the answers that are facts against their types. Raises InvalidFilesError."""
    from drafter.assembly.facts import Layer, known_names, merge_layers
    from drafter.errors import InvalidFilesError
    from drafter.library.loading import load_library, require_sound
    from drafter.source import Source

    library = require_sound(load_library())
    facts = {name: answer for name, answer in answers.items() if name in known_names(library)}
    problems = merge_layers(library, [Layer(facts, Source("--set"))])[2]
    if problems:
        raise InvalidFilesError(problems)


def _asked(answers: dict[str, str]) -> dict[str, str]:
    note("请填单位情况，直接按回车表示以后再填。")
    for key, question in QUESTIONS.items():
        if key not in answers:
            answers[key] = click.prompt(question, default="", show_default=False, prompt_suffix="：", err=True).strip()
    return answers
