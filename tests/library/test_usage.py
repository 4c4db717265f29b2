"""The log of what drafts used: which count for a later one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drafter.library.usage import LOG, Used, add_to_log, read_log, used_lately


def used(day: str, *blocks: str, speaker: str = "congress-chair", name: str = "", title: str = "讲话") -> Used:
    return Used(
        date=date.fromisoformat(day),
        structure="small",
        speaker=(speaker,),
        name=name,
        title=title,
        file=f"{title}.docx",
        blocks=blocks,
    )


def test_only_earlier_drafts_of_the_same_speaker_count() -> None:
    records = [
        used("2026-03-01", "tea/green"),
        used("2026-03-18", "tea/red"),
        used("2026-02-01", "tea/black", speaker="party-secretary"),
    ]
    assert used_lately(records, date(2026, 3, 18), ["congress-chair"]) == {"tea/green": 1}


def test_the_last_use_tells_and_only_the_last_three_drafts_are_looked_at() -> None:
    records = [used(f"2026-0{month}-01", "tea/green" if month < 5 else "tea/red") for month in range(1, 8)]
    assert used_lately(records, date(2026, 12, 1), ["congress-chair"]) == {"tea/red": 1}
    assert used_lately(records, date(2026, 6, 1), ["congress-chair"]) == {"tea/red": 1, "tea/green": 2}


def test_a_paper_drafted_again_counts_once_as_it_was_written_last() -> None:
    records = [used("2026-01-01", "tea/white"), used("2026-02-01", "tea/red"), used("2026-02-01", "tea/green")]
    assert used_lately(records, date(2026, 3, 1), ["congress-chair"]) == {"tea/green": 1, "tea/white": 2}


def test_two_speakers_of_one_post_are_told_apart_by_their_names_where_both_are_known() -> None:
    records = [used("2026-01-01", "tea/white", name="张三"), used("2026-02-01", "tea/red", name="李四")]
    assert used_lately(records, date(2026, 3, 1), ["congress-chair"], "张三") == {"tea/white": 1}
    assert used_lately(records, date(2026, 3, 1), ["congress-chair"]) == {"tea/red": 1, "tea/white": 2}


def test_the_log_reads_back_and_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    first, second = used("2026-01-01", "tea/green"), used("2026-02-01", "tea/red", title="《讲话》\n")
    add_to_log(tmp_path, first)
    with (tmp_path / LOG).open("ab") as log:
        log.write("{不是记录\n".encode())
    add_to_log(tmp_path, second)
    assert read_log(tmp_path) == (first, second)
    assert read_log(None) == read_log(tmp_path / "nowhere") == ()
