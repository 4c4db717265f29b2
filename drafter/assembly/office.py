"""Facts that follow from the office profile on a given day: session, slogan, speaker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from drafter.model.fact import Plain
from drafter.model.workspace import Workspace


def office_facts(office: Workspace, day: date, speakers: Sequence[str]) -> dict[str, Plain]:
    """Return what the profile says for `day`; a fact that it does not settle is left out.

    The session is the last one that began by `day`; the slogan the last one dated by then; the speaker the leader
    in post who bears one of the structure's roles.
    """
    return {**_session(office, day), **_slogan(office, day), **_speaker(office, day, speakers)}


def _session(office: Workspace, day: date) -> dict[str, Plain]:
    held = [one for one in office.sessions if one.from_ <= day]
    if not held:
        return {}
    last = max(held, key=lambda one: one.from_)
    return {"congress_term": str(last.term), "session": str(last.session)}


def _slogan(office: Workspace, day: date) -> dict[str, Plain]:
    said = [one for one in office.slogans if one.date is None or one.date <= day]
    if not said:
        return {}
    return {"slogan": max(said, key=lambda one: (one.date is not None, one.date or day)).text}


def _speaker(office: Workspace, day: date, speakers: Sequence[str]) -> dict[str, Plain]:
    for role in speakers:
        for leader in sorted(office.leaders, key=lambda one: one.rank):
            if leader.role == role and leader.serves_on(day):
                return {"speaker_name": leader.name, "speaker_post": leader.post}
    return {}
