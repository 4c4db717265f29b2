"""The whole way from a file's text to its speeches: outline, themes, repairs, facts."""

from __future__ import annotations

import re

import msgspec

from drafter.corpus.cleaning import repairs_of
from drafter.corpus.figures import facts_in
from drafter.corpus.language import Language
from drafter.corpus.outlining import outlined
from drafter.corpus.paragraphs import Lines, paragraphs_of
from drafter.corpus.tagging import tagged
from drafter.model.fact import FactBook
from drafter.model.reading import Reading
from drafter.model.speech import Speech


def speeches_of(
    reading: Reading, language: Language, book: FactBook, known: re.Pattern[str] | None = None
) -> list[Speech]:
    """Return the speeches of a file, in their order, with everything that is known of them.

    `known` finds the formulations of the library in which no figure is a fact (see `figures.known_phrases`).
    """
    paragraphs = paragraphs_of(reading, language)
    lines = Lines(reading.text)
    found = []
    for speech in outlined(paragraphs, lines, language):
        first, last = speech.span
        repairs = repairs_of(reading, paragraphs, speech, language)
        facts = facts_in(reading.text[first:last], first, lines, book, known)
        found.append(msgspec.structs.replace(tagged(speech, language), repairs=repairs, facts=facts))
    return found
