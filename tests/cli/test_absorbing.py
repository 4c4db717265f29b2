"""Taking an edited paper over through the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from commands import PROJECT, SMALL, contents, run, write_files

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))

import absorbing
from worlds import STRUCTURES, shipped

from drafter.readers.libreoffice import convert, find_office

OWN = "sections/supervision/own-passage.yaml"


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """A workspace with a draft that has one gap."""
    write_files(tmp_path, SMALL)
    (tmp_path / "drafts").mkdir()
    assert run("draft", "small", "--set", "place=青山县", "-o", "drafts/稿.docx", cwd=tmp_path).status == 0
    return tmp_path


def replaced(path: Path, old: str, new: str) -> None:
    """Put other words in the place of some, in the run that holds them."""
    paper = docx.Document(str(path))
    for paragraph in paper.paragraphs:
        for one in paragraph.runs:
            one.text = one.text.replace(old, new) if old in one.text else one.text
    paper.save(str(path))


def lines(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs if one.text]


def test_an_untouched_file(drafted: Path) -> None:
    found = run("absorb", "drafts/稿.docx", "--dry-run", "--format", "json", cwd=drafted).data
    assert [one["change"] for one in found["passages"]] == ["unchanged"]
    assert (found["frame"], found["facts"]) == ([], {})


def test_a_filled_gap_becomes_a_fact_and_no_figure_reaches_the_library(drafted: Path) -> None:
    replaced(drafted / "drafts/稿.docx", "【待补：代表培训期数】", "6")
    before = (drafted / OWN).read_bytes()
    done = run("absorb", "drafts/稿.docx", "--yes", "--edited", "replace", cwd=drafted)
    assert done.status == 0, done.err
    assert (drafted / OWN).read_bytes() == before
    assert re.search(r"training_sessions: \"?6", (drafted / "drafts/稿.改稿.稿单.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("edited", ["replace", "variant", "block", "ignore"])
def test_new_wording_goes_into_the_library_and_the_draft_gives_it_again(drafted: Path, edited: str) -> None:
    paper = drafted / "drafts/稿.docx"
    replaced(paper, "【待补：代表培训期数】", "6")
    replaced(paper, "见到实效。", "见到实效，今年再办12场讲座。")
    before = contents(drafted)
    done = run("absorb", "drafts/稿.docx", "--yes", "--edited", edited, "--format", "json", cwd=drafted)
    assert done.status == 0, done.err
    assert done.data["different"] == []
    assert run("draft", "drafts/稿.改稿.稿单.yaml", "-o", "drafts/再.docx", cwd=drafted).status == 0
    assert lines(drafted / "drafts/再.docx") == lines(paper)
    texts = "".join(path.read_text(encoding="utf-8") for path in (drafted / "sections/supervision").glob("*.yaml"))
    assert ("讲座" in texts) == (edited != "ignore")
    assert "12场" not in texts
    assert "{{ training_sessions }}" in texts
    assert run("undo", cwd=drafted).status == 0
    after = {name: data for name, data in contents(drafted).items() if not name.startswith((".drafter", "drafts"))}
    assert after == {name: data for name, data in before.items() if not name.startswith((".drafter", "drafts"))}


def test_a_new_paragraph_waits_in_the_inbox(drafted: Path) -> None:
    paper = docx.Document(str(drafted / "drafts/稿.docx"))
    paper.add_paragraph(
        "秸秆焚烧屡禁不止，根子在出路不畅。要把打捆机调配到地头，让农户觉得卖掉比烧掉划算，这股烟自然就散了。"
    )
    paper.save(str(drafted / "drafts/稿.docx"))
    done = run("absorb", "drafts/稿.docx", "--yes", cwd=drafted)
    assert done.status == 0, done.err
    assert "新写的 1 段" in done.err
    assert "秸秆焚烧" in next((drafted / "收件夹").glob("*.yaml")).read_text(encoding="utf-8")
    assert run("draft", "drafts/稿.改稿.稿单.yaml", "-o", "drafts/再.docx", cwd=drafted).status == 0
    assert lines(drafted / "drafts/再.docx") == lines(drafted / "drafts/稿.docx")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["没有.docx"], "没有.docx"),
        (["drafter.yaml", "--yes"], "drafter.yaml"),
        (["drafts/稿.docx"], "加 --yes"),
        (["drafts/空.docx", "--yes"], "没有稿单"),
    ],
)
def test_wrong_input_is_one_message_and_writes_nothing(drafted: Path, words: list[str], message: str) -> None:
    docx.Document().save(str(drafted / "drafts/空.docx"))
    before = contents(drafted)
    done = run("absorb", *words, cwd=drafted)
    assert done.status == 2
    assert message in done.err
    assert contents(drafted) == before


def test_an_existing_recipe_is_not_overwritten(drafted: Path) -> None:
    (drafted / "drafts/稿.改稿.稿单.yaml").write_text("旧的", encoding="utf-8")
    done = run("absorb", "drafts/稿.docx", "--yes", cwd=drafted)
    assert (done.status, "已经存在" in done.err) == (2, True)


def test_outside_of_a_workspace_only_the_recipe_is_written(tmp_path: Path) -> None:
    elsewhere = tmp_path
    made = run("draft", "work-conference-dashes", "--set", "place=青山县", "-o", "稿.docx", cwd=elsewhere)
    assert made.status == 0
    replaced(elsewhere / "稿.docx", "同志们", "同志们、朋友们")
    done = run("absorb", "稿.docx", cwd=elsewhere)
    assert done.status == 0, done.err
    assert sorted(path.name for path in elsewhere.iterdir()) == ["稿.docx", "稿.改稿.稿单.yaml", "稿.稿单.yaml"]


@pytest.mark.parametrize("structure", STRUCTURES[::7])
def test_scripted_edits(structure: str, tmp_path: Path) -> None:
    score, show = absorbing.Score(), list[str]()
    for case in absorbing.cases(shipped(), tmp_path, [structure], 2):
        for path in (case.path, absorbing.stripped(case, traces=False), absorbing.stripped(case, traces=True)):
            from drafter import api

            absorbing.judge(case, api.compare(shipped(), path).absorbed, score, show)
    assert score.total > 20
    assert score.share >= 0.98, show
    assert (score.facts_right, score.wrong_facts) == (score.facts, 0), show


@pytest.mark.skipif(
    find_office() is None and not os.environ.get("DRAFTER_MUST_RENDER"), reason="LibreOffice is not here"
)
@pytest.mark.parametrize("formats", [("docx",), ("odt", "docx")], ids=["docx", "odt and back"])
def test_an_untouched_file_that_libreoffice_saved(drafted: Path, formats: tuple[str, ...]) -> None:
    office = find_office()
    assert office is not None
    path = drafted / "drafts/稿.docx"
    data, suffix = path.read_bytes(), ".docx"
    for target in formats:
        made = convert(office, data, suffix, target, 120)
        assert made is not None
        data, suffix = made, f".{target}"
    path.write_bytes(data)
    found = run("absorb", "drafts/稿.docx", "--dry-run", "--format", "json", cwd=drafted).data
    assert [one["change"] for one in found["passages"]] == ["unchanged"]
    assert (found["frame"], found["facts"]) == ([], {})


@pytest.mark.skipif(
    find_office() is None and not os.environ.get("DRAFTER_MUST_RENDER"), reason="LibreOffice is not here"
)
@pytest.mark.parametrize(("suffix", "target"), [(".odt", "odt"), (".doc", "doc"), (".wps", "doc"), (".rtf", "rtf")])
def test_a_file_saved_in_another_format(drafted: Path, suffix: str, target: str) -> None:
    """The recipe lies beside it; what the format loses (bookmarks, the recipe inside) is made up for."""
    path = drafted / "drafts/稿.docx"
    replaced(path, "【待补：代表培训期数】", "6")
    office = find_office()
    assert office is not None
    made = convert(office, path.read_bytes(), ".docx", target, 120)
    assert made is not None
    path.with_suffix(suffix).write_bytes(made)
    path.unlink()
    found = run("absorb", f"drafts/稿{suffix}", "--dry-run", "--format", "json", cwd=drafted)
    assert found.status == 0, found.out
    assert [one["change"] for one in found.data["passages"]] == ["filled"]
    assert found.data["facts"] == {"training_sessions": "6"}


def test_what_is_no_file_of_word(drafted: Path) -> None:
    for name in ("稿.doc", "稿.odt"):
        (drafted / "drafts" / name).write_bytes(b"%PDF-1.4 nothing")
        done = run("absorb", f"drafts/{name}", "--dry-run", cwd=drafted)
        assert done.status == 2 and "PDF 文件" in done.err


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
@pytest.mark.parametrize(
    ("typed", "expected"), [("r\n", "replace"), ("\n", "variant"), ("?\ni\n", "ignore"), ("b\n", "block")]
)
def test_a_person_is_asked_on_a_terminal(drafted: Path, typed: str, expected: str) -> None:
    import pty

    replaced(drafted / "drafts/稿.docx", "见到实效。", "见到实效，人人有账可查。")
    keyboard, screen = pty.openpty()
    command = [sys.executable, "-m", "drafter", "absorb", "drafts/稿.docx"]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(command, cwd=drafted, env=environment, stdin=screen, stdout=screen, stderr=screen) as process:
        os.close(screen)
        os.write(keyboard, f"{typed}y\n".encode())
        said = b""
        try:
            while chunk := os.read(keyboard, 4096):
                said += chunk
        except OSError:  # the other end is closed
            pass
        status = process.wait(timeout=60)
    os.close(keyboard)
    assert status == 0, said.decode()
    own = (drafted / OWN).read_text(encoding="utf-8")
    others = [path for path in (drafted / "sections/supervision").glob("*.yaml") if path != drafted / OWN]
    assert ("账可查" in own) == (expected == "replace"), said.decode()
    assert any("账可查" in path.read_text(encoding="utf-8") for path in others) == (expected in ("variant", "block"))
    assert "账可查" in (drafted / "drafts/稿.改稿.稿单.yaml").read_text(encoding="utf-8") or expected != "ignore"
