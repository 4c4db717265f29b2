"""Changing the files of a workspace: all or none, kept for undo, whole at any moment."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from textwrap import dedent

import pytest
from commands import PROJECT

from drafter.errors import NotFoundError, OutputError
from drafter.library.folders import left_half_done
from drafter.writers import committing
from drafter.writers.committing import commit, history, locked, recover, undo

A, B, C = "sections/supervision/a.yaml", "sections/supervision/b.yaml", "sections/closing/c.yaml"


def workspace(root: Path) -> Path:
    """Make a workspace with two files."""
    for name, text in ((A, "甲"), (B, "乙")):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def state(root: Path) -> dict[str, str]:
    """Return the files of a workspace, drafter's own aside, with what they hold."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and committing.HOME not in path.parts
    }


BEFORE = {A: "甲", B: "乙"}
AFTER = {A: "甲二", C: "丙"}
"""A changed, B taken away, C added."""


def change(root: Path) -> None:
    """Change one file, take one away, add one."""
    files = {root / A: "甲二".encode(), root / B: None, root / C: "丙".encode()}
    commit(root, files, {root / A: "甲".encode()}, "改三个文件")


def test_all_files_change_and_come_back(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    change(root)
    assert state(root) == AFTER
    assert [(one.number, one.title) for one in history(root)] == [(1, "改三个文件")]
    assert undo(root).title == "改三个文件"
    assert state(root) == BEFORE
    with pytest.raises(NotFoundError, match="没有可以撤销的操作"):
        undo(root)


def test_commands_are_taken_back_one_by_one(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for text in ("一", "二", "三"):
        commit(root, {root / A: text.encode()}, {}, text)
    undo(root)
    assert state(root)[A] == "二"
    commit(root, {root / A: "四".encode()}, {}, "四")
    undo(root)
    undo(root)
    assert state(root)[A] == "一"
    undo(root)
    assert state(root) == BEFORE


def test_what_changed_since_is_not_taken_back(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    change(root)
    (root / A).write_text("自己改的", encoding="utf-8")
    with pytest.raises(OutputError, match="又改过，没有撤销"):
        undo(root)
    assert state(root) == {**AFTER, A: "自己改的"}


def test_a_file_that_somebody_else_changed_stops_the_command(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    with pytest.raises(OutputError, match="刚刚被别人") as failure:
        commit(root, {root / A: b"1", root / C: b"2"}, {root / A: "别的".encode()}, "改")
    assert failure.value.source is not None
    assert failure.value.source.path.endswith("a.yaml")
    assert state(root) == BEFORE
    assert history(root) == ()


def test_nothing_is_noted_where_nothing_changes(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    commit(root, {root / A: "甲".encode(), root / C: None}, {}, "没有改")
    assert history(root) == ()


def test_only_the_last_commands_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "KEPT", 3)
    root = workspace(tmp_path)
    for number in range(6):
        commit(root, {root / A: str(number).encode()}, {}, str(number))
    assert [one.title for one in history(root)] == ["3", "4", "5"]


def test_a_file_that_cannot_be_written_leaves_all_as_they_were(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "sections" / "closing").write_text("这里该是文件夹", encoding="utf-8")
    with pytest.raises(OutputError, match="写不了文件"):
        change(root)
    assert {name: text for name, text in state(root).items() if name in (A, B)} == BEFORE
    assert history(root) == ()
    assert not left_half_done(root)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_workspace(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    root.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="没有写入权限"):
            change(root)
    finally:
        root.chmod(0o755)
    assert state(root) == BEFORE


def test_another_process_is_waited_for(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    held = threading.Event()

    def hold() -> None:
        code = f"import sys, time; sys.path.insert(0, {str(PROJECT)!r})\n"
        code += "from pathlib import Path\nfrom drafter.writers.committing import locked\n"
        code += f"with locked(Path({str(root)!r})):\n    print('held', flush=True)\n    time.sleep(1)\n"
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            held.set()
            process.wait()

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    with pytest.raises(OutputError, match="另一个 drafter 正在改"), locked(root, wait=0.1):
        pass
    started = time.monotonic()
    change(root)
    assert time.monotonic() - started > 0.3
    other.join()
    assert state(root) == AFTER


# ── killed at any moment

KILLED = 99
CHILD = """
import os, sys
from pathlib import Path
sys.path[:0] = {paths!r}
import drafter.writers.committing as committing
import shutil, test_committing

left = int(sys.argv[2])

def counted(function):
    def call(*args, **more):
        global left
        left -= 1
        if left == 0:
            os._exit({killed})
        return function(*args, **more)
    return call

for name in ("open", "replace", "unlink", "mkdir", "read_bytes"):
    setattr(Path, name, counted(getattr(Path, name)))
os.fsync = counted(os.fsync)
shutil.rmtree = counted(shutil.rmtree)
test_committing.{action}(Path(sys.argv[1]))
"""


def killed_at(root: Path, step: int, action: str) -> bool:
    """Run an action in a process that dies just before its file operation number `step`; return whether it died."""
    code = CHILD.format(
        paths=[str(PROJECT), str(PROJECT / "tests"), str(Path(__file__).parent)], killed=KILLED, action=action
    )
    done = subprocess.run([sys.executable, "-c", code, str(root), str(step)], capture_output=True, check=False)
    assert done.returncode in (0, KILLED), done.stderr.decode()
    return done.returncode == KILLED


def whole(found: dict[str, str]) -> bool:
    """Return whether every file is as it was or as it was to be."""
    library_files = {name: text for name, text in found.items() if not Path(name).name.startswith(".")}
    return all(text in (BEFORE.get(name), AFTER.get(name)) for name, text in library_files.items())


def test_killed_at_every_step_of_a_change(tmp_path: Path) -> None:
    seen = set()
    for step in range(1, 200):
        root = workspace(tmp_path / str(step))
        died = killed_at(root, step, "change")
        assert whole(state(root))
        recover(root)
        assert state(root) in (BEFORE, AFTER)
        seen.add(state(root) == AFTER)
        if state(root) == AFTER:
            undo(root)
            assert state(root) == BEFORE
        if not died:
            break
    else:
        pytest.fail("it never came to its end")
    assert seen == {True, False}


def test_killed_at_every_step_of_an_undo(tmp_path: Path) -> None:
    for step in range(1, 200):
        root = workspace(tmp_path / str(step))
        change(root)
        died = killed_at(root, step, "undo")
        assert whole(state(root))
        recover(root)
        assert state(root) in (BEFORE, AFTER)
        if not died:
            break
    else:
        pytest.fail("it never came to its end")
    assert state(root) == BEFORE


def test_a_killed_process_can_be_killed_again_while_it_is_finished(tmp_path: Path) -> None:
    for step in range(1, 200):
        root = workspace(tmp_path / str(step))
        assert killed_at(root, step, "change")
        if left_half_done(root):
            break
    for again in range(1, 40):
        if not killed_at(root, again, "recover"):
            break
        assert whole(state(root))
    assert again > 3
    assert state(root) == AFTER


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_no_more_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int) -> None:
    write = committing._write
    refused = 0
    for step in range(20):
        root = workspace(tmp_path / str(step))
        left = [step]

        def full(path: Path, content: bytes, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == -1:
                path.write_bytes(content[:1])
                raise OSError(reason, "", str(path))
            write(path, content)

        monkeypatch.setattr(committing, "_write", full)
        try:
            change(root)
        except OutputError:
            refused += 1
            assert state(root) == BEFORE
            assert history(root) == ()
            assert not left_half_done(root)
        else:
            break
    assert state(root) == AFTER
    assert refused > 5


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_killed_from_outside(tmp_path: Path) -> None:
    code = f"import sys; sys.path[:0] = {[str(PROJECT), str(PROJECT / 'tests'), str(Path(__file__).parent)]!r}\n"
    code += dedent("""\
        from pathlib import Path
        from test_committing import change, undo
        print("ready", flush=True)
        while True:
            change(Path(sys.argv[1]))
            undo(Path(sys.argv[1]))
        """)
    for number in range(8):
        root = workspace(tmp_path / str(number))
        with subprocess.Popen([sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.05 + number * 0.013)
            process.send_signal(signal.SIGKILL)
        assert whole(state(root))
        recover(root)
        assert state(root) in (BEFORE, AFTER)


# ── a history from a stranger


@pytest.mark.parametrize("name", ["../outside.yaml", "/tmp/drafter-outside.yaml", ".drafter/lock", "link/x.yaml"])
def test_a_history_reaches_nothing_outside(tmp_path: Path, name: str) -> None:
    root = workspace(tmp_path / "ws")
    (tmp_path / "elsewhere").mkdir()
    (root / "link").symlink_to(tmp_path / "elsewhere")
    folder = root / committing.HOME / committing.HISTORY / "000001"
    folder.mkdir(parents=True)
    change_of = committing.FileChange(name, "", committing.digest(b"evil"))
    import msgspec

    (folder / "entry.json").write_bytes(msgspec.json.encode(committing.Backup(1, "坏", "", (change_of,))))
    (folder / "0.after").write_bytes(b"evil")
    (root / committing.HOME / committing.PENDING).write_bytes(b"1")
    recover(root)
    assert not (tmp_path / "outside.yaml").exists()
    assert not Path("/tmp/drafter-outside.yaml").exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert (root / committing.HOME / "lock").read_bytes() == b""


@pytest.mark.parametrize("damage", [b"", b"x", b"999", b"-1"])
def test_a_damaged_mark_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    root = workspace(tmp_path)
    change(root)
    (root / committing.HOME / committing.PENDING).write_bytes(damage)
    recover(root)
    assert state(root) == AFTER
    assert not left_half_done(root)
