"""What an item is about, what it does, and whose speech it is: by the library's own texts as examples.

A theme is scored by the pairs of characters of the heading and of the text that the blocks of that theme have more
often than all blocks; a few words say more than any statistics (cues), and a point leans towards its section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from drafter.corpus.language import Language, pairs
from drafter.corpus.words import signs
from drafter.model.speech import Item, Speech

HEADING_WEIGHT, TEXT_WEIGHT, SECTION_WEIGHT = 1.0, 1.6, 0.7
SHORT = 10
"""Characters of a heading that tells little by itself (体现高质量): without a cue it leans on its section."""
ALONE = 3.0
FRAMES = frozenset({"problems-and-plans", "achievements"})
"""Themes that a section gives to all its points: what it says of each is that it is done, or lacking."""
FRAME = 3.0
CUE = 4.0
"""A cue counts as much as so many telling pairs of the heading."""
TEXT_READ = 200
"""Characters of an item's text that are looked at."""
EDGES = frozenset({"opening", "closing"})
"""Themes of the head and the end of a speech; no point is about them."""
POWER = re.compile(r"监督|决定权|重大事项|任免")
POWERS = ("supervision", "major-decisions", "appointments")
"""支持人大依法行使监督权 is about supervision, though a party committee supports."""


class Reason(msgspec.Struct, frozen=True):
    """Why an item got its theme: what `corpus outline --why` prints."""

    theme: str
    score: float
    cues: tuple[str, ...]
    words: tuple[str, ...]
    """The pairs that told most."""
    runner_up: str


def tagged(speech: Speech, language: Language) -> Speech:
    """Return the speech with theme, tags and act of each item, and with its kind, level and act."""
    sections = tuple(_tagged(item, "", language) for item in speech.sections)
    points = tuple(_tagged(item, "", language) for item in speech.points)
    made = msgspec.structs.replace(speech, sections=sections, points=points)
    act = _main_act(made) or "require"
    return msgspec.structs.replace(
        made,
        sections=tuple(_with_act(item, act) for item in sections),
        points=tuple(_with_act(item, act) for item in points),
        kind=kind_of(made),
        level=level_of(made),
        act=act,
    )


def _with_act(item: Item, act: str) -> Item:
    """Return an item and its points with the act of the whole speech where their own texts do not tell."""
    points = tuple(_with_act(point, act) for point in item.points)
    return msgspec.structs.replace(item, act=item.act or act, points=points)


def _tagged(item: Item, above: str, language: Language) -> Item:
    reason = theme_of(item, above, language)
    points = tuple(_tagged(point, reason.theme, language) for point in item.points)
    return msgspec.structs.replace(
        item,
        theme=reason.theme,
        tags=_tags(item, language),
        act=act_of(" ".join(item.text) or item.heading),
        points=points,
    )


def theme_of(item: Item, above: str, language: Language) -> Reason:
    """Return the theme of an item; `above` is that of the section it lies in."""
    text = "".join(item.text)[:TEXT_READ] + "".join(point.heading for point in item.points)
    scores: dict[str, float] = _statistics(item.heading, text, language)
    found = {theme: _cues(pattern, item.heading) for theme, pattern in signs("themes")}
    if any(POWER.search(cue) for theme in POWERS for cue in found[theme]):
        found["party-leadership"] = found["support-and-safeguards"] = ()
    for theme, cues in found.items():
        scores[theme] = scores.get(theme, 0.0) + CUE * bool(cues)
    if above:
        scores[above] = (
            scores.get(above, 0.0)
            + SECTION_WEIGHT
            + FRAME * (above in FRAMES)
            + ALONE * (len(item.heading) <= SHORT and not any(found.values()))
        )
    ranked = sorted(scores, key=lambda theme: (-scores[theme], theme))
    best = ranked[0]
    return Reason(best, round(scores[best], 2), found.get(best, ()), _telling(item.heading, best, language), ranked[1])


def _statistics(heading: str, text: str, language: Language) -> dict[str, float]:
    """Return the score of each theme by the pairs of a heading and of its text, both for their length."""
    by_heading, by_text = language.scores(heading), language.scores(text)
    sizes = max(len(heading) - 1, 4), max(len(text) - 1, 20)
    return {
        theme: 6 * (HEADING_WEIGHT * by_heading[number] / sizes[0] + TEXT_WEIGHT * by_text[number] / sizes[1])
        for number, theme in enumerate(language.themes)
        if theme not in EDGES
    }


def _telling(heading: str, theme: str, language: Language) -> tuple[str, ...]:
    """Return the pairs of a heading that speak most for a theme."""
    number = language.themes.index(theme)
    weights = {
        pair: weight for pair in pairs(heading) for one, weight in language.weights.get(pair, ()) if one == number
    }
    return tuple(sorted((pair for pair in weights if weights[pair] > 0.5), key=lambda pair: -weights[pair])[:4])


def says_theme(heading: str, theme: str) -> bool:
    """Return whether a heading holds a cue of a theme."""
    return any(one == theme and pattern.search(heading) for one, pattern in signs("themes"))


def _cues(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(hit[0] for hit in pattern.finditer(text))


def _tags(item: Item, language: Language) -> tuple[str, ...]:
    """Return the topic tags of the library that the item names: in its heading, or twice in its text."""
    text = "".join(item.text)
    known = [tag for pair in dict.fromkeys(pairs(item.heading + text)) for tag in language.tags.get(pair, ())]
    found = [tag for tag in known if tag in item.heading or text.count(tag) >= 2]
    return tuple(sorted(found, key=lambda tag: (tag not in item.heading, -len(tag), tag))[:6])


# ── acts


def act_of(text: str) -> str:
    """Return what a text does, by the turns that it uses most; nothing where it uses none."""
    if not text:
        return ""
    counts = {act: len(pattern.findall(text[:1500])) for act, pattern in signs("acts")}
    counts["concede"] *= 2
    counts["plan"] -= counts["pledge"]
    best = max(counts, key=lambda act: counts[act])
    return best if counts[best] > 0 else ""


def _main_act(speech: Speech) -> str:
    whole = "".join(paragraph for item in _walk(speech.sections) for paragraph in item.text)
    return act_of(whole or "".join(speech.opening))


def _walk(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from _walk(item.points)


# ── the speech as a whole


def kind_of(speech: Speech) -> str:
    """Return the kind of a speech: by its title, else by its subtitle or its opening."""
    for text in (speech.title, speech.subtitle, "".join(speech.opening)[:200]):
        for kind, pattern in signs("kinds"):
            if pattern.search(text):
                return kind
    return "other"


def level_of(speech: Speech) -> str | None:
    """Return whose congress or party committee speaks: by the title, else by what the text calls its own."""
    head = f"{speech.title} {speech.subtitle} {speech.speaker}"
    for level, pattern in signs("levels"):
        if pattern.search(head):
            return level
    body = "".join([*speech.opening, *(one for item in speech.sections for one in item.text)])[:6000]
    counts = {level: len(pattern.findall(body)) for level, pattern in signs("levels")}
    best = max(counts, key=lambda level: counts[level])
    return best if counts[best] else None
