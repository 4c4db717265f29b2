# ruff: noqa: E501
"""Old speeches: how well outlines, themes, repairs and facts are read, and how fast. `make bench-corpus`.

Held against labels made by hand (tests/labels.py). Themes are also measured with one speech left out: without the
blocks that were written after it. A naive reader of line starts is measured beside ours, in the same run.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from labels import NINE, OWN, Labelled, compare, f1, nine_speeches, own_speeches, share, speeches_in

from drafter.api import load
from drafter.corpus.figures import FactFinder
from drafter.corpus.language import Language, learn
from drafter.model.library import Library
from drafter.readers import read

NAIVE = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[、.]|[一二三四五六七八九十][是要])(.*)"
)
CHARACTERS = 5_000
FILES = 1_000
RUNS = 9


def main() -> None:
    """Print the tables."""
    library = load()
    language, finder = learn(library), FactFinder(library.facts, library.terms)
    print(
        f"{'':34}{'n':>5} {'P':>6} {'R':>6} {'F1':>6} {'depth':>6} {'theme':>6} {'near':>6} {'figures':>7} {'redact':>7}"
    )
    for title, found in (
        ("nine reference speeches", list(nine_speeches())),
        ("texts of our own", list(own_speeches())),
    ):
        if not found:
            print(f"{title}: not here ({NINE})")
            continue
        for labelled in found if "-v" in sys.argv else []:
            print(row(labelled.text.stem[:32], counted([labelled], language, finder)))
        print(row(title, counted(found, language, finder)))
        print(row("  a naive reader of line starts", naive(found)))
    left_out(library, finder)
    speed()


def counted(found: Iterable[Labelled], language: Language, finder: FactFinder) -> Counter[str]:
    """Return the counts over several files."""
    total: Counter[str] = Counter()
    for labelled in found:
        total.update(compare(labelled, speeches_in(labelled, language, finder)))
    return total


def row(name: str, counts: Counter[str]) -> str:
    """Return one line of the table."""
    figures, redactions = (
        share(counts, "figures found", "figures wanted"),
        share(counts, "redaction found", "redaction wanted"),
    )
    return (
        f"{name:34}{counts['wanted']:5} {share(counts, 'found', 'got'):6.3f} {share(counts, 'found', 'wanted'):6.3f} {f1(counts):6.3f} "
        f"{share(counts, 'depth', 'found'):6.3f} {share(counts, 'theme', 'found'):6.3f} {share(counts, 'theme or near', 'found'):6.3f} "
        f"{figures:7.3f} {redactions:7.3f}"
    )


def naive(found: Iterable[Labelled]) -> Counter[str]:
    """Return the counts of a reader that takes what follows a marker at a line start for a heading."""
    total: Counter[str] = Counter()
    for labelled in found:
        wanted = {(item["line"], re.sub(r"[\s\u3000]", "", item["heading"])) for item in labelled.items}
        lines = enumerate(read(labelled.text).text.split("\n"), 1)
        got = {(at, re.split("[。；：！？]", hit[1])[0].strip()) for at, line in lines if (hit := NAIVE.match(line))}
        total.update(wanted=len(labelled.items), got=len(got), found=len(wanted & got))
    return total


def left_out(library: Library, finder: FactFinder) -> None:
    """Print the themes of each reference file with the blocks left out that cite it."""
    total: Counter[str] = Counter()
    for labelled in nine_speeches():
        name = labelled.text.name
        kept = {
            one: block for one, block in library.blocks.items() if all(source.file != name for source in block.sources)
        }
        total.update(counted([labelled], learn(msgspec.structs.replace(library, blocks=kept)), finder))
    if total:
        print(row("  each without the blocks citing it", total))


def speed() -> None:
    """Print the time of 1,000 files, and of one from the shell."""
    with tempfile.TemporaryDirectory() as folder:
        files = made_files(Path(folder) / "speeches")
        command = [sys.executable, "-m", "drafter", "corpus"]
        one = [*command, "outline", str(files / "0001.txt")]
        seconds(one)  # learns the library and compiles the modules
        single = [seconds(one) for _ in range(RUNS)]
        many = seconds([*command, "extract", str(files), "-o", str(Path(folder) / "inbox")])
        print(
            f"one speech of {CHARACTERS} characters from the shell: median {statistics.median(single):.2f} s of {RUNS}"
        )
        print(f"{FILES} speeches of {CHARACTERS} characters outlined and extracted: {many:.1f} s")


def made_files(folder: Path) -> Path:
    """Return a folder of files cut together from our own speeches."""
    chance = random.Random(1)
    texts = [path.read_text("utf-8") for path in sorted(OWN.glob("*.txt"))]
    folder.mkdir()
    for number in range(FILES):
        text = ""
        while len(text) < CHARACTERS:
            source = chance.choice(texts)
            start = source.find("\n", chance.randrange(max(1, len(source) - 2_000))) + 1
            text += source[start : start + 2_500] + "\n"
        (folder / f"{number:04}.txt").write_text(text[:CHARACTERS], "utf-8")
    return folder


def seconds(command: list[str]) -> float:
    """Return the time that a command takes."""
    before = time.perf_counter()
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=False, capture_output=True, env=kept)  # with byte code, as in an installation
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
