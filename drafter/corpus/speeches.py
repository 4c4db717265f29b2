"""The whole way from a file's text to its speeches: outline, themes, repairs, facts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from drafter.corpus.cleaning import repairs_of
from drafter.corpus.figures import FactFinder
from drafter.corpus.language import Language
from drafter.corpus.outlining import outlined
from drafter.corpus.paragraphs import Lines, Paragraph, paragraphs_of
from drafter.corpus.tagging import tagged
from drafter.errors import InputError
from drafter.model.reading import Reading
from drafter.model.speech import Speech
from drafter.source import Source

LONGEST = 1_000_000
"""Characters of a file that is read as speeches."""


def speeches_of(reading: Reading, language: Language, finder: FactFinder | None = None) -> list[Speech]:
    """Return the speeches of a file, in their order, with everything that is known of them.

    Without a `finder` the facts are left out. Raises InputError for a file that is too long to be a speech.
    """
    if len(reading.text) > LONGEST:
        hint = f"一个文件最多 {LONGEST // 10000} 万字；把文件拆开，或检查它是不是讲话稿"
        raise InputError(f"文件太长：{len(reading.text) // 10000} 万字", hint=hint, source=Source(reading.path))
    paragraphs = paragraphs_of(reading, language)
    lines = Lines(reading.text)
    try:
        found = outlined(paragraphs, lines, language)
    except InputError as failure:
        raise InputError(failure.message, hint=failure.hint, source=Source(reading.path)) from failure
    return [_complete(speech, reading, paragraphs, lines, language, finder) for speech in found]


def _complete(
    speech: Speech,
    reading: Reading,
    paragraphs: Sequence[Paragraph],
    lines: Lines,
    language: Language,
    finder: FactFinder | None,
) -> Speech:
    first, last = speech.span
    facts = finder.find(reading.text[first:last], first, lines) if finder else ()
    repairs = repairs_of(reading, paragraphs, speech, language)
    return msgspec.structs.replace(tagged(speech, language), repairs=repairs, facts=facts)
