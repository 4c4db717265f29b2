"""What an item is about, what it does, and whose speech it is: by the library's own texts as examples.

A theme is scored by the pairs of characters of the heading and of the text that the blocks of that theme have more
often than all blocks; a few words say more than any statistics (cues), and a point leans towards its section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import add

import msgspec

from drafter.corpus.language import Language, pairs
from drafter.corpus.words import signs
from drafter.model.speech import Item, Speech, walk

HEADING_WEIGHT, TEXT_WEIGHT, SECTION_WEIGHT = 1.0, 1.6, 0.7
SHORT = 10
"""Characters of a heading that tells little by itself (体现高质量): without a cue it leans on its section."""
ALONE = 3.0
FRAMES = frozenset({"problems-and-plans"})
"""Themes that a section gives to all its points: what it says of each is that it is done, or lacking."""
FRAME = 3.0
CUE = 4.0
"""A cue counts as much as so many telling pairs of the heading."""
TEXT_READ = 200
"""Characters of an item's text that are looked at."""
EDGES = frozenset({"opening", "closing"})
"""Themes of the head and the end of a speech; no point is about them."""
OTHER_WORK = "serving-the-overall-situation"
"""The theme of what a speech about other things than congress and party work talks of: schools, roads, safety."""
OWN_WORDS = re.compile("人大|人民代表|代表|常委会|主席团|审议|党建|党组|党支部|党员|从严治党|纪委|纪检|党风|党课")
OWN_RATE = 8.0
"""So many of these words in 1,000 characters, or more, show a speech about congress or party work."""
OTHER = 2.0
"""How much that counts in a speech which never names them."""
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
    by_section: bool = False
    """It would have another theme if it did not lean towards its section."""
    by_speech: bool = False
    """It would have another theme in a speech about congress and party work."""


def tagged(speech: Speech, language: Language) -> Speech:
    """Return the speech with theme, tags and act of each item, and with its kind, level and act."""
    other = OTHER * _about_other_work(speech)
    sections = tuple(_tagged(item, "", language, other) for item in speech.sections)
    points = tuple(_tagged(item, "", language, other) for item in speech.points)
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


def reasons(speech: Speech, language: Language) -> Mapping[tuple[int, int], Reason]:
    """Return why each item of a speech has its theme, by the item's span."""
    other = OTHER * _about_other_work(speech)
    found: dict[tuple[int, int], Reason] = {}
    waiting = [(item, "") for item in (*speech.sections, *speech.points)]
    while waiting:
        item, above = waiting.pop()
        reason = found[item.span] = reason_of(item, above, language, other)
        waiting += [(point, reason.theme) for point in item.points]
    return found


def _with_act(item: Item, act: str) -> Item:
    """Return an item and its points with the act of the whole speech where their own texts do not tell."""
    points = tuple(_with_act(point, act) for point in item.points)
    return msgspec.structs.replace(item, act=item.act or act, points=points)


def _about_other_work(speech: Speech) -> float:
    """Return between 0 and 1 how little a speech is about congress and party work, by how often it names them."""
    whole = "".join([*speech.opening, *_words(speech.sections), *_words(speech.points), *speech.closing])
    rate = 1000 * len(OWN_WORDS.findall(whole)) / max(len(whole), 1)
    return max(0.0, 1 - rate / OWN_RATE)


def _words(items: Iterable[Item]) -> Iterator[str]:
    for item in walk(items):
        yield item.heading
        yield from item.text


def _tagged(item: Item, above: str, language: Language, other: float) -> Item:
    theme = theme_of(item, above, language, other)
    points = tuple(_tagged(point, theme, language, other) for point in item.points)
    return msgspec.structs.replace(
        item,
        theme=theme,
        tags=_tags(item, language),
        act=act_of(" ".join(item.text) or item.heading),
        points=points,
    )


def theme_of(item: Item, above: str, language: Language, other: float) -> str:
    """Return the theme of an item.

    `above` is the theme of the section it lies in; `other` is what speaks for other work than the congress's.
    """
    scores, found = _own_scores(item, language)
    _lean(scores, item, above, other, cued=any(found.values()))
    most = max(scores.values())
    return min(theme for theme, score in scores.items() if score == most)


def reason_of(item: Item, above: str, language: Language, other: float) -> Reason:
    """Return why an item has the theme that `theme_of` gives it."""
    scores, found = _own_scores(item, language)
    bare = _ranked(scores)[0]
    _lean(scores, item, above, other, cued=any(found.values()))
    best, runner_up = _ranked(scores)[:2]
    by_speech = best == OTHER_WORK != bare and other > 0
    return Reason(
        theme=best,
        score=round(scores[best], 2),
        cues=found.get(best, ()),
        words=_telling(item.heading, best, language),
        runner_up=runner_up,
        by_section=best != bare and not by_speech,
        by_speech=by_speech,
    )


def _own_scores(item: Item, language: Language) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    """Return the score of each theme by an item's own words, and the cues of each theme."""
    text = "".join(item.text)[:TEXT_READ] + "".join(point.heading for point in item.points)
    scores: dict[str, float] = _statistics(item.heading, text, language)
    found = {theme: _cues(pattern, item.heading) for theme, pattern in signs("themes")}
    if any(POWER.search(cue) for theme in POWERS for cue in found[theme]):
        found["party-leadership"] = found["support-and-safeguards"] = ()
    for theme, cues in found.items():
        scores[theme] = scores.get(theme, 0.0) + CUE * bool(cues)
    return scores, found


def _lean(scores: dict[str, float], item: Item, above: str, other: float, *, cued: bool) -> None:
    """Add to the scores of an item what its section and the whole speech say."""
    scores[OTHER_WORK] = scores.get(OTHER_WORK, 0.0) + other
    if above:
        alone = len(item.heading) <= SHORT and not cued
        scores[above] = scores.get(above, 0.0) + SECTION_WEIGHT + FRAME * (above in FRAMES) + ALONE * alone


def _ranked(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda theme: (-scores[theme], theme))


def _statistics(heading: str, text: str, language: Language) -> dict[str, float]:
    """Return the score of each theme by the pairs of a heading and of its text, both for their length."""
    by_heading, by_text = language.scores(heading), language.scores(text)
    sizes = max(len(heading) - 1, 4), max(len(text) - 1, 20)
    return {
        theme: 6 * (HEADING_WEIGHT * in_heading / sizes[0] + TEXT_WEIGHT * in_text / sizes[1])
        for theme, in_heading, in_text in zip(language.themes, by_heading, by_text, strict=True)
        if theme not in EDGES
    }


def _telling(heading: str, theme: str, language: Language) -> tuple[str, ...]:
    """Return the pairs of a heading that speak most for a theme."""
    number = language.themes.index(theme)
    weights = {pair: weight for pair in pairs(heading) for one, weight in language.weights[pair] if one == number}
    return tuple(sorted((pair for pair in weights if weights[pair] > 0.5), key=lambda pair: -weights[pair])[:4])


def says_theme(heading: str, theme: str) -> bool:
    """Return whether a heading holds a cue of a theme."""
    return any(one == theme and pattern.search(heading) for one, pattern in signs("themes"))


def _cues(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(hit[0] for hit in pattern.finditer(text)) if pattern.search(text) else ()


def _tags(item: Item, language: Language) -> tuple[str, ...]:
    """Return the topic tags of the library that the item names: in its heading, or twice in its text."""
    text = "".join(item.text)
    whole = item.heading + text
    known = [tag for pair in language.tags.keys() & set(map(add, whole, whole[1:])) for tag in language.tags[pair]]
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
    whole = "".join(paragraph for item in walk(speech.sections) for paragraph in item.text)
    return act_of(whole or "".join(speech.opening))


# ── the speech as a whole


OF_OTHERS = re.compile("[^。]*(?:刚才|刚刚|分别)[^。]*。?")


def kind_of(speech: Speech) -> str:
    """Return the kind of a speech: by its title, else by its subtitle or its opening; what others said is no sign."""
    opening = OF_OTHERS.sub("", "".join(speech.opening)[:200])
    for text in (speech.title, speech.subtitle, opening):
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
