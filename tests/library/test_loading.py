from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers import SMALL_ROOT, block_text, build_file_tree, printed, small_root
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafter.errors import InvalidFilesError
from drafter.library import cache, loading, reading
from drafter.library.lazy import text_key
from drafter.library.loading import Loaded, load_library, read_standalone, require_sound
from drafter.library.watching import READING
from drafter.model.recipe import Recipe
from drafter.model.structure import Structure


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small library in the place of the one that ships, and a cache of its own."""
    root = small_root(tmp_path / "shipped")
    monkeypatch.setattr(loading, "shipped_root", lambda: root)
    monkeypatch.setenv("DRAFTER_CACHE", str(tmp_path / "cache"))
    return root


@pytest.fixture
def workspace(shipped: Path) -> Path:
    """An empty workspace over the small library."""
    folder = shipped.parent / "workspace"
    build_file_tree({folder / "drafter.yaml": "profile: {place: 白水县, law_checks: 010}\n"})
    return folder


def titles(loaded: Loaded) -> dict[str, str]:
    return {name: block.title for name, block in loaded.library.blocks.items()}


def test_the_small_library_is_sound(shipped: Path) -> None:
    loaded = load_library()
    assert printed(loaded.problems) == []
    assert titles(loaded) == {"supervision/budget": "预算审查", "supervision/law": "执法检查"}
    assert loaded.library.files["supervision/law"] == str(shipped / "sections/supervision/law.yaml")
    assert require_sound(loaded) is loaded.library


def test_a_workspace_lies_over_the_shipped_library_by_id(workspace: Path) -> None:
    build_file_tree(
        {
            workspace / "sections/supervision/budget.yaml": block_text("本县预算审查"),
            workspace / "sections/closing/ours.yaml": block_text("本县结尾", theme="closing"),
            workspace / "sections/facts.yaml": "facts: {river: {group: meeting, label: 河名, example: 白水河}}\n",
            workspace / "sections/terms.yaml": "checked: 2026-11-02\nfamilies: {season: [{wording: 关键之年}]}\n",
            workspace / "sections/headings.yaml": """
                headings:
                  - {text: "守护{{ river }}", theme: supervision, form: plain}
                """,
        }
    )
    loaded = load_library(workspace)
    library = loaded.library
    assert printed(loaded.problems) == []
    assert titles(loaded) == {
        "closing/ours": "本县结尾",
        "supervision/budget": "本县预算审查",
        "supervision/law": "执法检查",
    }
    assert library.files["supervision/budget"].startswith(str(workspace))
    assert set(library.facts.facts) == {"place", "law_checks", "river"}
    assert [term.wording for term in library.terms.families["season"]] == ["关键之年"]
    assert [heading.text for heading in library.headings] == ["依法监督", "守护{{ river }}"]


def test_the_profile_stays_as_written(workspace: Path) -> None:
    assert load_library(workspace).library.office.profile == {"place": "白水县", "law_checks": "010"}


def test_a_workspace_may_add_to_the_vocabulary(workspace: Path) -> None:
    build_file_tree(
        {
            workspace / "sections/taxonomy.yaml": "themes: {rivers: {title: 河湖}}\n",
            workspace / "sections/rivers/clean.yaml": block_text("河湖监督", theme="rivers"),
        }
    )
    loaded = load_library(workspace)
    assert printed(loaded.problems) == []
    assert loaded.library.taxonomy.ids("themes") == ("rivers", "supervision", "closing")
    assert "rivers/clean" in loaded.library.blocks


def test_a_workspace_may_not_change_the_vocabulary(workspace: Path) -> None:
    build_file_tree({workspace / "sections/taxonomy.yaml": "themes: {supervision: {title: 督查}}\n"})
    loaded = load_library(workspace)
    assert printed(loaded.problems) == ["taxonomy.yaml 词汇表里已有“supervision”，只能增补，不能改动"]
    assert loaded.library.taxonomy.title("themes", "supervision") == "监督"


def test_all_mistakes_of_all_files_are_listed_and_the_rest_still_loads(workspace: Path) -> None:
    build_file_tree(
        {
            workspace / "sections/closing/bad.yaml": """
                title: 甲
                theme: supervison
                leads: {plain: "依法{{ plase }}监督"}
                text:
                  require:
                    how: |
                      第一行
                      {{ law_check }}
                  report: "{% if place %}乙{% endif %}"
                """,
            workspace / "sections/closing/gbk.yaml": "title: 预算".encode("gbk"),
            workspace / "sections/supervision/tab.yaml": "title:\n\t甲\n",
        }
    )
    loaded = load_library(workspace)
    told = printed(loaded.problems)
    assert [line.split(" ")[0] for line in told] == [
        "bad.yaml:2:8",
        "bad.yaml:3:16",
        "bad.yaml:8",
        "bad.yaml:9:11",
        "gbk.yaml:1",
        "tab.yaml:2:1",
    ]
    for line, part in zip(told, ["supervision", "place", "law_checks", "if 只能判断", "GBK", "制表符"], strict=True):
        assert part in line
    assert set(loaded.library.blocks) == {"supervision/budget", "supervision/law"}
    with pytest.raises(InvalidFilesError) as caught:
        require_sound(loaded)
    assert len(caught.value.problems) == 6


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("sections/closing/a.yaml", block_text("甲"), "文件却在“closing”文件夹"),
        ("sections/supervision/a.yaml", "title: 甲\ntheme: supervision\ntext: {require: 乙}\n", "没有段首句"),
        ("sections/supervision/a.yaml", "title: 甲\ntheme: supervision\npart: tail\ntext: {}\n", "没有任何行文动作"),
        ("sections/supervision/a.yaml", "title: 甲\ntheme: supervision\npart: tail\ntext: {report: {}}\n", "没有文字"),
        ("templates/structures/a.yaml", "body: [{say: 甲, salute: 乙}]", "恰好写一个"),
        ("templates/structures/a.yaml", "body: [{}]", "恰好写一个"),
        ("templates/structures/a.yaml", "body: [{section: {id: x, heading: {from: body}}}]", "却没有 body"),
        (
            "templates/structures/a.yaml",
            "body: [{section: {id: x, heading: {text: 甲}, points: {}, body: {theme: closing}}}]",
            "只能写一个",
        ),
    ],
)
def test_what_a_file_says_as_a_whole_is_checked(workspace: Path, name: str, text: str, told: str) -> None:
    if name.startswith("templates"):
        text = "title: 甲\nkind: other\nspeaker: [deputy]\nlength: 9\nhead: {title: 乙}\n" + text
    build_file_tree({workspace / name: text})
    problems = load_library(workspace).problems
    assert len(problems) == 1
    assert told in problems[0].message


def test_hidden_files_and_other_files_are_passed_over(workspace: Path) -> None:
    names = ("sections/supervision/.budget.yaml", "sections/supervision/~a.txt", "sections/README.md")
    build_file_tree({workspace / name: "甲" for name in names})
    loaded = load_library(workspace)
    assert (printed(loaded.problems), len(loaded.library.blocks)) == ([], 2)


def test_a_broken_link_is_a_problem_like_any_other(workspace: Path) -> None:
    folder = workspace / "sections/supervision"
    folder.mkdir(parents=True)
    try:
        (folder / "gone.yaml").symlink_to(workspace / "nowhere.yaml")
    except OSError:
        pytest.skip("no symbolic links here")
    assert printed(load_library(workspace).problems) == ["gone.yaml 读不了这个文件：没有这个文件或文件夹"]


# ── The cache


def test_the_second_load_gives_the_same_library(workspace: Path) -> None:
    first, second = load_library(workspace), load_library(workspace)
    assert second.library == first.library
    assert load_library(workspace, use_cache=False).library == first.library


def test_the_second_load_is_from_the_cache(shipped: Path) -> None:
    load_library()
    path = shipped / "sections/supervision/law.yaml"
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    path.write_bytes(b"#" * path.stat().st_size)
    os.utime(path, ns=times)
    assert "supervision/law" in load_library().library.blocks


def test_a_changed_an_added_and_a_removed_file_are_seen(shipped: Path) -> None:
    load_library()
    folder = shipped / "sections/supervision"
    build_file_tree({folder / "law.yaml": block_text("执法检查和视察"), folder / "new.yaml": block_text("新的")})
    (folder / "budget.yaml").unlink()
    assert titles(load_library()) == {"supervision/law": "执法检查和视察", "supervision/new": "新的"}
    assert_as_from_the_files(load_library(), None)


def assert_as_from_the_files(loaded: Loaded, workspace: Path | None) -> None:
    """Programs of texts that are gone may still lie in the cache; all else is as if there were none."""
    plain = load_library(workspace, use_cache=False)
    assert printed(loaded.problems) == printed(plain.problems)
    assert dict(plain.library.programs.items()) == {key: loaded.library.programs[key] for key in plain.library.programs}
    assert msgspec.structs.replace(loaded.library, programs={}) == msgspec.structs.replace(plain.library, programs={})


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "sections/supervision/budget.yaml",
                "sections/supervision/budget.yml",
                "sections/supervision/ours.yaml",
                "sections/closing/end.yaml",
                "sections/headings.yaml",
                "sections/notes.yaml",
                "templates/structures/short.yaml",
                "templates/structures/long.yml",
                "drafter.yaml",
            ]
        ),
        st.sampled_from(["甲", "乙{{ law_checks }}丙", "x", "broken", "gone"]),
    ),
    min_size=1,
    max_size=7,
)


def content(name: str, what: str) -> str:
    if what == "broken":
        return "title: ["
    if name == "drafter.yaml":
        return f"profile: {{place: '{what}县'}}\n"
    if name == "sections/headings.yaml":
        return f"headings: [{{text: '{what}', theme: supervision, form: plain}}]\n"
    if name.startswith("templates"):
        return SMALL_ROOT["templates/structures/short.yaml"].replace("短讲话", what)
    return block_text(f"某{what}", f"要{what}。", theme=name.split("/")[1].replace("notes.yaml", "closing"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(CHANGES, st.sampled_from([0, 2, 200]))
def test_whatever_changes_the_cache_gives_what_the_files_say(
    workspace: Path, changes: list[tuple[str, str]], few: int
) -> None:
    """Changes of a main shelf lie on one of their own; with many, the main one is made anew."""
    shutil.rmtree(workspace)
    build_file_tree({workspace / "drafter.yaml": "profile: {}\n"})
    loading.FEW, before = few, loading.FEW
    try:
        for name, what in changes:
            if what == "gone":
                (workspace / name).unlink(missing_ok=True)
            else:
                build_file_tree({workspace / name: content(name, what)})
            assert_as_from_the_files(load_library(workspace), workspace)
            assert_as_from_the_files(load_library(workspace), workspace)
    finally:
        loading.FEW = before


def test_a_change_does_not_touch_the_main_shelf(workspace: Path) -> None:
    build_file_tree({workspace / f"sections/closing/end{n}.yaml": block_text("完", theme="closing") for n in range(5)})
    load_library(workspace)
    shelves = cache.folder()
    before = {path: path.read_bytes() for path in shelves.iterdir()}
    build_file_tree({workspace / "sections/closing/end1.yaml": block_text("尾声", theme="closing")})
    assert titles(load_library(workspace))["closing/end1"] == "尾声"
    (added,) = set(shelves.iterdir()) - set(before)
    assert added.stat().st_size < max(len(data) for data in before.values())
    assert {path: path.read_bytes() for path in before} == before
    (workspace / "sections/closing/end1.yaml").unlink()
    assert "closing/end1" not in titles(load_library(workspace))


def test_many_files_are_read_by_worker_processes(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They give the same library, the same mistakes, and what is shown counts every file."""
    folder = workspace / "sections/supervision"
    build_file_tree({folder / f"made{n}.yaml": block_text(f"监督{n}", f"要做好{n}。") for n in range(30)})
    build_file_tree({folder / "made7.yaml": "title: [", folder / "made8.yaml": block_text("甲", "{{ nothing }}")})
    plain = load_library(workspace, use_cache=False)
    counted: list[int] = []

    @contextlib.contextmanager
    def watch(files: Iterable[Any], total: int) -> Iterator[Iterable[Any]]:
        found = list(files)
        counted[:] = [len(found), total]
        yield found

    monkeypatch.setattr(reading, "MANY", 20)
    monkeypatch.setattr(reading, "CHUNK", 4)
    token = READING.set(watch)
    try:
        assert_as_from_the_files(load_library(workspace), workspace)
    finally:
        READING.reset(token)
    assert counted == [31, 31]
    assert len(plain.problems) == 2


def test_where_no_process_can_be_started_all_is_read_in_this_one(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace / "sections/supervision"
    build_file_tree({folder / f"made{n}.yaml": block_text(f"监督{n}", f"要做好{n}。") for n in range(30)})

    def broken(*_given: Any, **_more: Any) -> Iterator[Any]:
        yield None, [reading.Told("sections/supervision/made0.yaml", None)]
        raise BrokenProcessPool

    @contextlib.contextmanager
    def watch(files: Iterable[Any], _total: int) -> Iterator[Iterable[Any]]:
        yield files

    monkeypatch.setattr(reading, "MANY", 20)
    monkeypatch.setattr("drafter.readers.pooled.in_order", broken)
    token = READING.set(watch)
    try:
        loaded = load_library(workspace, use_cache=False)
    finally:
        READING.reset(token)
    made = {name for name in loaded.library.blocks if "made" in name}
    assert made == {f"supervision/made{n}" for n in range(1, 30)}


def test_a_removed_file_alone_is_seen(shipped: Path) -> None:
    load_library()
    (shipped / "sections/supervision/budget.yaml").unlink()
    assert set(load_library().library.blocks) == {"supervision/law"}


def test_a_changed_vocabulary_is_checked_against_every_file_again(shipped: Path) -> None:
    load_library()
    facts = shipped / "sections/facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("law_checks:", "checks:"), encoding="utf-8")
    assert ["law_checks" in line for line in printed(load_library().problems)] == [True]


def test_mistakes_are_told_again_on_every_load(workspace: Path) -> None:
    build_file_tree({workspace / "sections/supervision/bad.yaml": "title: 甲\n"})
    first, second = load_library(workspace).problems, load_library(workspace).problems
    assert second == first
    assert len(first) == 2


def test_two_workspaces_do_not_mix(workspace: Path) -> None:
    other = workspace.parent / "other"
    build_file_tree(
        {
            other / "drafter.yaml": "profile: {}\n",
            other / "sections/facts.yaml": "facts: {law_checks: {group: meeting, label: 检查, example: 1}}\n",
            workspace / "sections/supervision/mine.yaml": block_text("我的"),
        }
    )
    for _ in range(2):
        assert "supervision/mine" in load_library(workspace).library.blocks
        assert "supervision/mine" not in load_library(other).library.blocks
        assert load_library(other).library.facts.facts["law_checks"].label == "检查"


# ── Files outside the library


def test_a_structure_of_the_users_joins_the_library(shipped: Path) -> None:
    mine = shipped.parent / "mine.yaml"
    text = (shipped / "templates/structures/short.yaml").read_text(encoding="utf-8")
    build_file_tree({mine: text.replace("短讲话", "我的讲话").replace("{{ place }}", "{{ place }}{{ season }}")})
    value, library = read_standalone(load_library().library, mine)
    assert isinstance(value, Structure)
    assert library.structures["mine"].title == "我的讲话"
    assert text_key("在{{ place }}{{ season }}会议上的讲话") in library.programs


def test_a_file_with_the_key_recipe_is_read_as_a_recipe(shipped: Path) -> None:
    path = shipped.parent / "recipe.yaml"
    keys = "drafter: 0.1.0\nstructure_hash: a\nstyle: gb9704\nstyle_hash: b\nas_of: 2026-03-18\n"
    build_file_tree({path: f"recipe: short\n{keys}seed: 1\nlength: 300\nlevel: county\nfacts: {{law_checks: 06}}\n"})
    value, _ = read_standalone(load_library().library, path)
    assert isinstance(value, Recipe)
    assert (value.recipe, value.facts) == ("short", {"law_checks": "06"})


def test_every_mistake_of_a_users_file_is_told(shipped: Path) -> None:
    path = shipped.parent / "mine.yaml"
    text = "title: 甲\nkind: othr\nspeaker: [deputy]\nlength: 长\nhead: {title: '{{ plase }}'}\nbody: []\n"
    build_file_tree({path: text})
    with pytest.raises(InvalidFilesError) as caught:
        read_standalone(load_library().library, path)
    assert [problem.source.line for problem in caught.value.problems if problem.source] == [2, 4, 5]
