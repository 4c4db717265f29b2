"""Old text → template: figures, names and dates become slots, our own names follow from the place, wording renews."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from drafter.corpus.cleaning import FULL_WIDTH, HALF_WIDTH, REDACTION, WATERMARK
from drafter.corpus.figures import FactFinder
from drafter.corpus.paragraphs import Lines
from drafter.model.candidate import Mended, SlotFound
from drafter.model.fact import FactSpec, FactType
from drafter.model.library import Library
from drafter.model.speech import FoundFact, Repair
from drafter.text.characters import compiled
from drafter.text.digests import blake2b

NUMBER = re.compile(r"(?:第)?[\d０-９][\d０-９,，.．]*|[一二三四五六七八九十百千两半]+")
APPROXIMATE = re.compile(r"^[多余来几近]+")
TYPES: dict[str, FactType] = {
    "count": "count",
    "amount": "amount",
    "percent": "percent",
    "date": "date",
    "year": "year",
    "person": "person",
}
EXAMPLES: dict[str, str] = {
    "count": "12",
    "amount": "360",
    "percent": "95.6",
    "date": "2026-03-18",
    "year": "2026",
    "person": "林清平",
    "text": "（照实填写）",
}
KINDS = {
    "document": "文件名称",
    "place": "地名",
    "person": "人员",
    "campaign": "活动名称",
    "ordinal": "届次",
    "date": "日期",
    "year": "年份",
    "text": "内容",
}
GROUP = "corpus"
"""The group of the fill-in sheet for facts that come from old speeches."""
OWN: tuple[tuple[str, str], ...] = (
    (r"我?[市县区旗州镇乡]人(?:民代表)?大(?:会)?常(?:务)?委(?:员)?会(?!法)", "{{ congress }}{{ standing_body }}"),
    (r"(?<![一-龥])中共[XxＸｘ*＊某]{1,2}[市县区旗州]委", "{{ party_committee }}"),
    (r"(?<![各省乡街和及地级])[市县区旗州]委(?![员托任])", "{{ party_committee }}"),
    (r"(?<![各省乡街和及地级])[市县区旗州]政府", "{{ government }}"),
    (r"(?<![各省乡街和及地级])[市县区旗州镇乡]人大(?!代表|常|机关|办|主)", "{{ congress }}"),
    (r"我[市县区旗州镇乡]", "{{ our }}"),
    (r"全[市县区旗州镇乡](?![域])", "{{ whole }}"),
)
OWN_BY_GROUP = {f"own{number}": name for number, (_, name) in enumerate(OWN)}
OWN_NAMES = compiled(
    r"(?=[{我中全市县区旗州镇乡])(?:\{\{.*?\}\}|"
    + "|".join(f"(?P<own{number}>{pattern})" for number, (pattern, _) in enumerate(OWN))
    + ")"
)
"""What is already a slot, or one of our own names."""
BRACES = re.compile(r"\{[{%#]|[}%#]\}")


class Template(msgspec.Struct, frozen=True):
    """A passage as a library text, with what was taken out of it."""

    text: str
    slots: tuple[SlotFound, ...]


class Fix(NamedTuple):
    """A repair that is certain enough to be made in a passage."""

    wrong: str
    right: str
    repair: Repair


def fixes_of(repairs: Iterable[Repair]) -> tuple[Fix, ...]:
    """Return the certain ones of the repairs of a speech, without line ends."""
    found = (Fix(one.text.replace("\n", ""), one.suggestion.replace("\n", ""), one) for one in repairs)
    return tuple(
        fix._replace(right="") if fix.repair.kind == "watermark" else fix
        for fix in found
        if fix.repair.kind == "watermark"
        or (fix.repair.kind in ("ocr", "synonym-swap", "other") and fix.right and fix.wrong != fix.right)
    )


def mended(text: str, fixes: Iterable[Fix]) -> tuple[str, tuple[Mended, ...]]:
    """Return a passage with the certain repairs made, and those repairs."""
    made = []
    for wrong, right, one in fixes:
        if wrong in text:
            text = text.replace(wrong, right)
            place = {"line": one.line, "column": one.column}
            made.append(Mended(kind=one.kind, text=one.text, suggestion=one.suggestion, **place))
    text = WATERMARK.sub("", text)
    return HALF_WIDTH.sub(lambda found: found[0].translate(FULL_WIDTH), text), tuple(made)


class Templater:
    """Makes templates; knows the vocabulary and what each family of formulations prints today."""

    def __init__(self, library: Library, today: date) -> None:
        self.finder = FactFinder(library.facts, library.terms)
        found = [(library.terms.wording(name, today) or "", name) for name in library.terms.families]
        self.families = sorted(((right, name) for right, name in found if len(right) >= SHORTEST_FAMILY), reverse=True)

    def template(self, text: str) -> Template:
        """Return a passage whose figures, names, dates and redactions are slots; none of what stood there is left."""
        text = BRACES.sub("", text)
        found = _each_once(self.finder.find(text, 0, Lines(text)))
        pieces: list[str] = []
        slots: list[SlotFound] = []
        position = 0
        for start, end, printed, slot in _replacements(text, found):
            if start < position:
                continue
            pieces += [self._renewed(text[position:start]), printed]
            slots.append(slot)
            position = end
        pieces.append(self._renewed(text[position:]))
        return Template("".join(pieces), unique(slots))

    def _renewed(self, text: str) -> str:
        """Return text in which our own names follow from the place, and families of formulations are named."""
        for right, name in self.families:
            if right in text:
                text = text.replace(right, f"{{{{ term.{name} }}}}")
        return OWN_NAMES.sub(_own_name, text)


SHORTEST_FAMILY = 8
"""Characters of a formulation that is named by its family; shorter ones also mean other things."""


def _own_name(found: re.Match[str]) -> str:
    return found[0] if found.lastgroup is None else OWN_BY_GROUP[found.lastgroup]


def _each_once(found: Sequence[FoundFact]) -> list[FoundFact]:
    """Return the facts with a name of the vocabulary given once: two figures of a passage are two facts."""
    given: dict[str, str] = {}
    kept = []
    for one in found:
        if one.name and given.setdefault(one.name, one.text) != one.text:
            one = msgspec.structs.replace(one, name="")
        kept.append(one)
    return kept


def unique(slots: Sequence[SlotFound]) -> tuple[SlotFound, ...]:
    """Return each slot once, with what stood at its first place."""
    first: dict[str, SlotFound] = {}
    for one in slots:
        first.setdefault(one.fact, one)
    return tuple(first.values())


def _replacements(text: str, found: Sequence[FoundFact]) -> Iterator[tuple[int, int, str, SlotFound]]:
    """Yield, in the order of the text, what is replaced: from where to where, by which template, as which slot."""
    lines = Lines(text)
    facts = [(lines.starts[one.line - 1] + one.column - 1, one) for one in found]
    marks = [(hit.start(), hit.end()) for hit in REDACTION.finditer(text)]
    inside = {(start, end) for start, end in marks if any(at <= start < at + len(one.text) for at, one in facts)}
    both: list[tuple[int, int, FoundFact | None]] = [
        (at, at + len(one.text), one) for at, one in facts if not _is_wording(text, at, one)
    ]
    both += [(start, end, None) for start, end in marks if (start, end) not in inside]
    for start, end, fact in sorted(both, key=lambda one: one[:2]):
        if fact is None:
            yield (start, end, *_redaction(text, start, end))
        else:
            yield (start, end, *slot_of(text, start, end, fact))


def _is_wording(text: str, at: int, fact: FoundFact) -> bool:
    """Return whether a campaign is a formulation of its time (脱贫攻坚), which the terms judge, not a local name."""
    return fact.type == "campaign" and text[at - 1 : at] != "“"


def slot_of(text: str, start: int, end: int, fact: FoundFact) -> tuple[str, SlotFound]:
    """Return the template and the slot of a fact: the number alone where it has a unit, else the whole."""
    number = NUMBER.match(fact.text) if fact.type in ("count", "amount", "percent", "year") else None
    unit = APPROXIMATE.sub("", fact.text[number.end() :]) if number else ""
    if fact.name:
        return f"{{{{ {fact.name} }}}}{unit}", SlotFound(fact=fact.name, shown=fact.text)
    label = _label(text, start, end, fact, unit)
    spec = FactSpec(
        group=GROUP,
        label=label,
        type=TYPES.get(fact.type, "text"),
        example=EXAMPLES.get(fact.type, EXAMPLES["text"]),
        unit=unit,
    )
    name = f"corpus_{blake2b(label.encode(), digest_size=4).hexdigest()}"
    return f"{{{{ {name} }}}}{unit}", SlotFound(fact=name, shown=fact.text, spec=spec)


PLACE_TAKEN_OUT = re.compile(r"[XxＸｘ×○〇*＊a-z]{1,3}")
COUNTING = re.compile("人次|亿元|万元|个百分点|[件次项名人个期篇条份场部户家所%％元]")
OURS = re.compile(r"(?:[市县区旗州镇乡])(?:人(?:民代表)?大|[市县区]?委|政府|监委|法院|检察院)")


def _redaction(text: str, start: int, end: int) -> tuple[str, SlotFound]:
    """Return the template and the slot of a redaction: a number where a unit follows, our place, or else words.

    Before the name of a body (XX县人大) the place goes with it, since the body's name follows from the place.
    """
    shown = text[start:end].strip() or "（空白）"
    counted = COUNTING.match(text, end)
    if text[end : end + 2] == "同志":
        spec = FactSpec(
            group=GROUP, label=f"{_context(text, start, end)}（人员）", type="person", example=EXAMPLES["person"]
        )
        name = f"corpus_{blake2b(spec.label.encode(), digest_size=4).hexdigest()}"
        return f"{{{{ {name} }}}}", SlotFound(fact=name, shown=shown, spec=spec)
    if counted is None and PLACE_TAKEN_OUT.fullmatch(shown):
        return "" if OURS.match(text, end) else "{{ place }}", SlotFound(fact="place", shown=shown)
    kind: FactType = "count" if counted else "text"
    label = _context(text, start, end) + ("的数量" if counted else "（原稿隐去）")
    spec = FactSpec(group=GROUP, label=label, type=kind, example=EXAMPLES[kind], unit=counted[0] if counted else "")
    name = f"corpus_{blake2b(label.encode(), digest_size=4).hexdigest()}"
    return f"{{{{ {name} }}}}", SlotFound(fact=name, shown=shown, spec=spec)


COUNTED_THING = compiled("[一-龥]{2,8}?(?=[，。；、：进开等的（“]|$)")
HAN_RUN = compiled("[一-龥]+")
CLAUSE_MARKS = "，。；：、《》“”"
CLAUSE_MARK = re.compile(f"[{CLAUSE_MARKS}]")


def _label(text: str, start: int, end: int, fact: FoundFact, unit: str) -> str:
    """Return a Chinese label for a fact that the vocabulary lacks: what is counted, or what stands around it."""
    if fact.type in ("count", "amount", "percent"):
        counted = COUNTED_THING.match(text[end : end + 9])
        what = counted[0] if counted and unit and not unit.endswith(counted[0]) else _context(text, start, end)
        return f"{what}（{unit or '数量'}）"
    return f"{_context(text, start, end)}（{KINDS.get(fact.type, '内容')}）"


def _context(text: str, start: int, end: int) -> str:
    """Return the words before a place in its clause, else those after it."""
    first = start
    while first and text[first - 1] not in CLAUSE_MARKS:
        first -= 1
    before = HAN_RUN.findall(text, first, start)
    if before:
        return str(before[-1][-8:])
    stop = CLAUSE_MARK.search(text, end)
    after = HAN_RUN.search(text, end, stop.start() if stop else len(text))
    return after[0][:8] if after else "旧稿"
