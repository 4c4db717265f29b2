"""What a person typed into a library text, made fit for the next speech: figures, names and dates become slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from drafter.assembly.atoms import TOKEN
from drafter.assembly.filling import Filler, Missing, as_text
from drafter.assembly.values import WrongValue, read_value
from drafter.corpus.figures import FactFinder
from drafter.corpus.paragraphs import Lines
from drafter.corpus.slots import NUMBER, OWN_BY_GROUP, OWN_NAMES, slot_of
from drafter.library.templates import Names, Refused, compile_text
from drafter.model.fact import FactSpec
from drafter.model.speech import FoundFact
from drafter.roundtrip.rewriting import Typed
from drafter.text.digests import blake2b

HIDDEN = "\ue000"
"""Stands for each character of a tag, so that places stay and no pattern finds anything in it."""
NUMBERS = ("count", "amount", "percent", "year")
SHORTEST = 2
"""Characters of a name or title that is known again as a fact."""
FAMILY = 8
"""Characters of a formulation that is named by its family; shorter ones also mean other things."""


class NewFact(msgspec.Struct, frozen=True):
    """A value that was typed, as a fact."""

    name: str
    value: str
    spec: FactSpec | None
    """Of a fact that the vocabulary lacks."""


class Slotted(msgspec.Struct, frozen=True):
    """A text fit for the library, and the facts that print it as it was typed."""

    source: str
    facts: tuple[NewFact, ...]


class Slotter:
    """Makes slots; knows what the draft's facts are."""

    def __init__(self, filler: Filler, names: Names, given: Mapping[str, str], shy: frozenset[str]) -> None:
        """`given` are the draft's facts by name; `shy` those that would print more elsewhere, were they known."""
        library = filler.library
        self.filler, self.names, self.given, self.shy = filler, names, dict(given), shy
        self.specs = library.facts.facts
        self.finder = FactFinder(library.facts, library.terms)
        known = [(value, f"{{{{ {name} }}}}") for name, value in given.items() if len(value) >= SHORTEST]
        families = [(self._text_of(tag), tag) for tag in self._family_tags()]
        self.known = sorted(known + [one for one in families if len(one[0]) >= FAMILY], key=lambda one: -len(one[0]))
        self.labels: dict[str, str] = {}
        """The values given to facts of our own, by label."""

    def _family_tags(self) -> Iterator[str]:
        terms = self.filler.library.terms
        for name in terms.families:
            tag = f"{{{{ term.{name} }}}}"
            if self.filler.is_valid(tag):
                yield tag

    def slotted(self, text: Typed) -> Slotted:
        """Return a text with slots in the place of what is of its day, where a person typed it."""
        masked = TOKEN.sub(lambda found: HIDDEN * len(found[0]), text.source)
        facts: list[NewFact] = []
        taken: list[tuple[int, int, str]] = []
        for start, end, tag, fact in self._found(masked):
            typed = any(first < end and start < last for first, last in text.typed)
            free = HIDDEN not in masked[start:end] and not any(a < end and start < b for a, b, _ in taken)
            if typed and free:
                taken.append((start, end, tag))
                facts += [fact] if fact else []
        source = text.source
        for start, end, tag in sorted(taken, reverse=True):
            source = source[:start] + tag + source[end:]
        return Slotted(source, tuple(facts))

    def _found(self, text: str) -> Iterator[tuple[int, int, str, NewFact | None]]:
        """Yield what can become a slot: from where to where, the tag, and the fact that it brings."""
        for value, tag in self.known:
            at = text.find(value)
            while at >= 0:
                if self._prints(tag, value):
                    yield at, at + len(value), tag, None
                at = text.find(value, at + len(value))
        for found in OWN_NAMES.finditer(text):
            if found.lastgroup and self._prints(OWN_BY_GROUP[found.lastgroup], found[0]):
                yield found.start(), found.end(), OWN_BY_GROUP[found.lastgroup], None
        lines = Lines(text)
        for one in self.finder.find(text, 0, lines):
            start = lines.starts[one.line - 1] + one.column - 1
            yield from self._slot(text, start, one)

    def _prints(self, tag: str, value: str) -> bool:
        return self._text_of(tag) == value

    def _text_of(self, tag: str) -> str:
        """Return what a tag prints; nothing where it is a gap, or not for texts."""
        try:
            pieces = self.filler.run(compile_text(tag, self.names)).pieces
        except Refused:
            return ""
        return "".join("" if isinstance(one, Missing) else one for one in pieces)

    def _slot(self, text: str, start: int, one: FoundFact) -> Iterator[tuple[int, int, str, NewFact | None]]:
        number = NUMBER.match(one.text) if one.type in NUMBERS else None
        value = number[0] if number else one.text
        end = start + len(value)
        spec = self.specs.get(one.name)
        if spec is not None and one.name not in self.shy and _keeps(value, spec):
            known = self.given.setdefault(one.name, value)
            if known == value:
                yield start, end, f"{{{{ {one.name} }}}}", NewFact(one.name, value, None)
                return
        nameless = msgspec.structs.replace(one, name="")
        own = slot_of(text, start, start + len(one.text), nameless)[1].spec
        if own is not None:
            fact = self._own(own, value)
            yield start, end, f"{{{{ {fact.name} }}}}", fact

    def _own(self, spec: FactSpec, value: str) -> NewFact:
        """Return a fact that the vocabulary lacks; two values under one label are two facts."""
        label = spec.label.replace(HIDDEN, "")
        number = 1
        while self.labels.setdefault(label if number == 1 else f"{label}·{number}", value) != value:
            number += 1
        label = label if number == 1 else f"{label}·{number}"
        spec = msgspec.structs.replace(spec, label=label)
        if not _keeps(value, spec):
            spec = msgspec.structs.replace(spec, type="text", example="（照实填写）")
        return NewFact(f"corpus_{blake2b(label.encode(), digest_size=4).hexdigest()}", value, spec)


def _keeps(value: str, spec: FactSpec) -> bool:
    """Return whether a value of this fact prints as it was typed."""
    try:
        read = read_value(value, spec)
    except WrongValue:
        return False
    return read is not None and not isinstance(read, list | dict) and as_text(read) == value
