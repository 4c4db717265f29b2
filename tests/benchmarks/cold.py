"""Cold start from the shell: `drafter draft` of about 5,000 characters against docxtpl.

The peer is the shortest docxtpl script that renders the same text (one loop over its paragraphs). Runs are paired
and alternate, so that what else the machine does hits both; the ratio is the median of the pairs' ratios.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAIRS = 21
STRUCTURE = "work-conference-dashes"
SCRIPT = """\
from docxtpl import DocxTemplate
document = DocxTemplate("template.docx")
document.render({"paragraphs": open("text.txt", encoding="utf-8").read().split("\\n")})
document.save("peer.docx")
"""


def main() -> None:
    """Print the two medians and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, peer = prepare(folder)
        pairs = [(timed(ours, folder), timed(peer, folder)) for _ in range(PAIRS)]
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    characters = len("".join((TEXT[0]).split()))
    print(f"cold start, {characters} characters, {PAIRS} paired runs")
    print(f"  drafter draft     {statistics.median(mine for mine, _ in pairs):.3f} s")
    print(f"  docxtpl script    {statistics.median(theirs for _, theirs in pairs):.3f} s")
    print(f"  ratio             {ratio:.2f}  (drafter / docxtpl, median of pairs)")


TEXT: list[str] = []


def prepare(folder: Path) -> tuple[list[str], list[str]]:
    """Write the peer's script, template and text; run both once, so that caches are warm as in daily use."""
    import docx

    template = docx.Document()
    for line in ("{%p for one in paragraphs %}", "{{ one }}", "{%p endfor %}"):
        template.add_paragraph(line)
    template.save(str(folder / "template.docx"))
    (folder / "peer.py").write_text(SCRIPT, encoding="utf-8")
    facts = Path(__file__).parents[2] / "templates" / "examples" / "qingshan.yaml"
    draft = [sys.executable, "-m", "drafter", "draft", STRUCTURE, "--facts", str(facts), "--force", "-o"]
    subprocess.run([*draft, "text.txt"], cwd=folder, env=environment(folder), check=True, capture_output=True)
    TEXT.append((folder / "text.txt").read_text(encoding="utf-8"))
    ours, peer = [*draft, "ours.docx"], [sys.executable, "peer.py"]
    for command in (ours, peer):
        timed(command, folder)
    return ours, peer


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of both: byte code is kept, as in an ordinary installation."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "DRAFTER_CACHE": str(folder / "cache")}


def timed(command: list[str], folder: Path) -> float:
    """Return the seconds that a command takes from the shell."""
    before = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(folder), check=True, capture_output=True)
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
