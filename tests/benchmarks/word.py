"""The Word file against others, in one run: `make bench`.

The content is one draft of about 5,000 characters. Warm: the time a document in a running process. Cold: a command or
the shortest script from the shell, and its peak of memory; runs alternate, so that what else the machine does hits all,
and the ratio is the median of the rounds' ratios. Long: how the time grows with the pages.

    python tests/benchmarks/word.py [rounds]
"""

from __future__ import annotations

import gc
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import msgspec
from docxtpl import DocxTemplate

from drafter.api import Made, load, make_draft, read_layer
from drafter.model.draft import Choice, Draft, Paragraph, Section, paragraphs
from drafter.writers import Job
from drafter.writers.docx.package import write

ROUNDS = 21
WARM = 20
STRUCTURE = "work-conference-dashes"
PROJECT = Path(__file__).parents[2]
FACTS = PROJECT / "templates" / "examples" / "qingshan.yaml"
PAGES = (100, 300, 1000)
LONG_ROUNDS = 9
CHARACTERS_A_PAGE = 22 * 28
DOCXTPL = """\
from docxtpl import DocxTemplate
document = DocxTemplate("template.docx")
document.render({"paragraphs": open("text.txt", encoding="utf-8").read().split("\\n")})
document.save("docxtpl.docx")
"""
PYTHON_DOCX = """\
from docx import Document
document = Document()
for line in open("text.txt", encoding="utf-8").read().split("\\n"):
    document.add_paragraph(line)
document.save("python-docx.docx")
"""


def main() -> None:
    """Print the three tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    made = make_draft(load(PROJECT / "tests" / "none"), STRUCTURE, layers=[read_layer(FACTS)])
    lines = [one.text for one in (*made.draft.head, *paragraphs(made.draft.body))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, lines)
        print(f"content: {sum(map(len, lines))} characters, {len(lines)} paragraphs")
        warm(made, folder, lines)
        cold(folder, rounds)
    long(made)


# ── warm


def warm(made: Made, folder: Path, lines: list[str]) -> None:
    """Print the time a document of the three writers in this process."""
    job = job_of(made, made.draft)
    writers: Mapping[str, Callable[[], object]] = {
        "drafter": lambda: write(job),
        "docxtpl": lambda: by_docxtpl(folder / "template.docx", lines),
        "python-docx": lambda: by_python_docx(lines),
    }
    times = {name: fastest_median(writer) for name, writer in writers.items()}
    print(f"\nwarm, milliseconds a document (median of {WARM})")
    for name, seconds in times.items():
        print(f"  {name:<12} {seconds * 1000:8.2f}   {seconds / times['drafter']:6.1f} × drafter")
    print(f"  goal: docxtpl at least 5 ×: {'met' if times['docxtpl'] >= 5 * times['drafter'] else 'NOT MET'}")


def fastest_median(writer: Callable[[], object]) -> float:
    """Return the median of the seconds that one document takes, after one that warms caches."""
    writer()
    found = []
    for _ in range(WARM):
        before = time.perf_counter()
        writer()
        found.append(time.perf_counter() - before)
    return statistics.median(found)


def job_of(made: Made, draft: Draft) -> Job:
    return Job(draft=draft, style=made.style, recipe=made.recipe, style_hash=made.style_hash)


def by_docxtpl(template: Path, lines: list[str]) -> None:
    document = DocxTemplate(str(template))
    document.render({"paragraphs": lines})
    document.save(io.BytesIO())


def by_python_docx(lines: list[str]) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(io.BytesIO())


# ── cold


def prepare(folder: Path, lines: list[str]) -> None:
    """Write the others' template, text and scripts."""
    template = docx.Document()
    for line in ("{%p for one in paragraphs %}", "{{ one }}", "{%p endfor %}"):
        template.add_paragraph(line)
    template.save(str(folder / "template.docx"))
    (folder / "text.txt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "text.md").write_text("\n\n".join(lines), encoding="utf-8")
    (folder / "with_docxtpl.py").write_text(DOCXTPL, encoding="utf-8")
    (folder / "with_python_docx.py").write_text(PYTHON_DOCX, encoding="utf-8")


def commands() -> dict[str, list[str]]:
    """Return the command of each, ours first; pandoc where it is installed."""
    drafter = str(Path(sys.executable).with_name("drafter"))  # what a user types, not python -m: that is 1 ms more
    ours = ["draft", STRUCTURE, "--facts", str(FACTS), "--force", "-o", "ours.docx"]
    found = {
        "drafter draft": [drafter, *ours],
        "docxtpl": [sys.executable, "with_docxtpl.py"],
        "python-docx": [sys.executable, "with_python_docx.py"],
    }
    pandoc = shutil.which("pandoc")
    return {**found, "pandoc": [pandoc, "text.md", "-o", "pandoc.docx"]} if pandoc else found


def cold(folder: Path, rounds: int) -> None:
    """Print seconds from the shell and the peak of memory of each, and the ratios to ours."""
    found = commands()
    for command in found.values():
        seconds(command, folder)  # caches and byte code are there in daily use
    results = [{name: seconds(command, folder) for name, command in found.items()} for _ in range(rounds)]
    print(f"\ncold, from the shell (median of {rounds} alternating rounds)")
    for name in found:
        usual = statistics.median(one[name] for one in results)
        ratio = statistics.median(one["drafter draft"] / one[name] for one in results)
        memory = peak(found[name], folder)
        print(f"  {name:<14} {usual:6.3f} s   peak {memory:5.0f} MB   drafter takes {ratio:.2f} of it")
    if "pandoc" not in found:
        print("  pandoc         not installed here")
    ratio = statistics.median(one["drafter draft"] / one["docxtpl"] for one in results)
    print(f"  goal: at most 0.70 of docxtpl: {'met' if ratio <= 0.7 else 'NOT MET'} ({ratio:.2f})")


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of all: byte code is kept, as in an ordinary installation."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(PROJECT), "DRAFTER_CACHE": str(folder / "cache")}


def seconds(command: list[str], folder: Path) -> float:
    """Return the seconds that a command takes from the shell."""
    before = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(folder), check=True, capture_output=True)
    return time.perf_counter() - before


MEASURED = """\
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)])
_, status, usage = os.wait4(child, 0)
os.write(1, str(usage.ru_maxrss).encode())
"""
"""Starts a command from a small process: a child begins with the memory of the one that started it."""


def peak(command: list[str], folder: Path) -> float:
    """Return the peak of memory of a command in MB; 0 where the system does not tell."""
    if not hasattr(os, "wait4"):
        return 0.0
    starter = [sys.executable, "-S", "-c", MEASURED, *command]
    told = subprocess.run(starter, cwd=folder, env=environment(folder), check=True, capture_output=True).stdout
    return int(told) / (1024 * 1024 if sys.platform == "darwin" else 1024)


# ── long


def long(made: Made) -> None:
    """Print how long documents of 100, 300 and 1,000 pages take, and whether the time a page stays the same.

    The best of some alternating rounds, without the collector, which would go through the library's objects each time.
    """
    gc.disable()
    jobs = {pages: job_of(made, draft_of_pages(made.draft, pages)) for pages in PAGES}
    rounds = [{pages: timed(job) for pages, job in jobs.items()} for _ in range(LONG_ROUNDS)]
    best = {pages: min(one[pages] for one in rounds) for pages in PAGES}
    print("\nlong documents (writer alone)")
    for pages, taken in best.items():
        print(f"  {pages:5} pages {taken:7.3f} s   {taken / pages * 1000:.3f} ms a page")
    a_page = {pages: taken / pages for pages, taken in best.items()}
    ratio = a_page[PAGES[-1]] / a_page[PAGES[0]]
    print(f"  a page of {PAGES[-1]} takes {ratio:.2f} times what one of {PAGES[0]} takes (linear: 1)")


def timed(job: Job) -> float:
    before = time.perf_counter()
    write(job)
    return time.perf_counter() - before


def draft_of_pages(draft: Draft, pages: int) -> Draft:
    """Return a draft of so many full pages: the body over and over, each time with slots and passages of its own."""
    length = sum(len(one.text) for one in paragraphs(draft.body))
    copies = -(-pages * CHARACTERS_A_PAGE // length)
    body: list[Section | Paragraph] = []
    picks: list[Choice] = []
    for number in range(copies):
        body += [_renamed(one, number) for one in draft.body]
        picks += [msgspec.structs.replace(one, slot=f"{one.slot}#{number}") for one in draft.picks]
    return msgspec.structs.replace(draft, body=tuple(body), picks=tuple(picks))


def _renamed(node: Section | Paragraph, number: int) -> Section | Paragraph:
    if isinstance(node, Section):
        heading = _renamed(node.heading, number) if node.heading else None
        children = tuple(_renamed(one, number) for one in node.children)
        return msgspec.structs.replace(node, slot=f"{node.slot}#{number}", heading=heading, children=children)
    runs = tuple(msgspec.structs.replace(one, slot=f"{one.slot}#{number}") if one.slot else one for one in node.runs)
    return msgspec.structs.replace(node, runs=runs)


if __name__ == "__main__":
    main()
