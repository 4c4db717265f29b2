"""What a careful colleague would mend in an old file: each as a record with its place; the file is never changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from drafter.corpus.language import Language
from drafter.corpus.paragraphs import END_MARKS, Lines, Paragraph
from drafter.corpus.words import words
from drafter.model.reading import Reading
from drafter.model.speech import Repair, RepairKind, Speech, all_items
from drafter.text.characters import Sparse, compiled
from drafter.text.confusables import (
    Slip,
    doubtful,
    later_years,
    lookalikes,
    ocr_slips,
    swapped_words,
    table,
    wrong_words,
)

COUNTED = "(?:项|个|次|人次|件|名|期|篇|人|万元|亿元|%|％)[，。；、：]"
REDACTION = Sparse(
    r"[XxＸｘ*＊#＃\^＾○〇×□■△▲_a-z \u3000]",
    rf"[XxＸｘ]{{2,}}|(?<=[一-龥“《（、，。])[XxＸｘ](?=[一-龥”》）、，。%％])|[*＊]+|[#＃]{{2,}}|[\^＾]+"
    rf"|[○〇×□■△▲]{{2,}}|×(?=[一-龥])|_{{2,}}|(?<=[一-龥“，。；：、（《])[a-z]{{2,3}}(?=[一-龥，。、”“])"
    rf"|(?<=[一-龥])[ \u3000]+(?={COUNTED})",
)
"""What stands for words or figures that were taken out; a blank before a unit is one too."""
WATERMARK = re.compile(
    r"www\.|https?://|\.com|\.cn|\.net|关注[^。]{0,8}公众号|微信[^。]{0,8}公众号|文秘(?:网|知音|材料)|范文(?:网|大全)|转载请注明|本文来自|更多.{0,10}(?:范文|公文|材料)|原创文秘"
)
"""What only the advertising of a site says; the sentence around it is the watermark.

Every form begins with a letter of its own: Python passes over all other characters fast."""
RAYS = re.compile("光|线|射线")
SENTENCE_ENDS = "。！？\n"
HALF_WIDTH = Sparse(
    r"[,;:!?.()]",
    r"(?<=[一-龥”’》）％%])[,;:!?](?=.)|(?<=[一-龥”》）])[,;:!?.](?=\n|\Z)|[,;:!?](?=[一-龥“‘《（])|[()](?=[一-龥])|(?<=[一-龥])[()]",
)
FULL_WIDTH = str.maketrans(",;:!?().", "，；：！？（）。")
CONTEXT = 3
"""Characters on each side of a line end that a record of it shows."""


class _Recorder:
    """Makes records with their places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)

    def at(self, kind: RepairKind, start: int, found: str, suggestion: str = "") -> Repair:
        """Return the record of what stands at an offset of the file."""
        return Repair(
            kind=kind,
            text=found,
            suggestion=suggestion,
            line=self.lines.line(start),
            column=self.lines.column(start),
        )


def repairs_of(
    reading: Reading, paragraphs: Sequence[Paragraph], speech: Speech, language: Language
) -> tuple[Repair, ...]:
    """Return what is to be mended in one speech of a file, in the order of the text."""
    first, last = speech.span
    make = _Recorder(reading.text)
    text = reading.text[first:last]
    watermarks = watermark_spans(text)
    markdown = reading.format == "markdown" or is_like_markdown(text)
    found = [
        *_redactions(make, text, first, watermarks, markdown=markdown),
        *_watermarks(make, text, first, watermarks),
        *_slips(make, text, first, language),
        *_glued(make, speech),
        *_half_width(make, text, first),
        *_wraps(make, [one for one in paragraphs if first <= one.start < last]),
        *_truncated(make, [one for one in paragraphs if first <= one.start < last]),
        *_head(make, speech, reading.text),
        *_years(make, text, first),
    ]
    return tuple(sorted(found, key=lambda one: (one.line, one.column, one.kind)))


def is_like_markdown(text: str) -> bool:
    """Return whether a text bears the marks of Markdown, whatever its file is called."""
    return "**" in text and "\n#" in text


def _redactions(
    make: _Recorder, text: str, first: int, watermarks: Sequence[tuple[int, int]], *, markdown: bool
) -> Iterator[Repair]:
    for start, end in redactions_in(text, watermarks, markdown=markdown):
        run = text[start:end]
        if not run.strip():  # a blank where a figure stood: shown with what stands beside it
            start, end = start - 2, end + 1
        yield make.at("redaction", first + start, text[start:end], table().names.get(run, ""))


def redactions_in(text: str, watermarks: Sequence[tuple[int, int]], *, markdown: bool) -> Iterator[tuple[int, int]]:
    """Yield where something stands for words or figures that were taken out, outside `watermarks`."""
    for found in REDACTION.finditer(text):
        run = found[0]
        if any(start <= found.start() < end for start, end in watermarks):
            continue
        if run.isascii() and run.isalpha() and run.lower() in words().listed("latin"):
            continue
        if (markdown and run[0] in "*#") or (run in ("X", "Ｘ") and RAYS.match(text, found.end())):
            continue
        if len(run.strip()) > 6 and _is_rule(text, found):
            continue
        yield found.span()


def _is_rule(text: str, found: re.Match[str]) -> bool:
    """Return whether a run of signs has its line for itself: a separator, not a redaction."""
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    return text[start : end if end >= 0 else len(text)].strip() == found[0].strip()


def _watermarks(make: _Recorder, text: str, first: int, spans: Sequence[tuple[int, int]]) -> Iterator[Repair]:
    for start, end in spans:
        if end - start <= 90:
            yield make.at("watermark", first + start, text[start:end])


def watermark_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences that advertise a site."""
    found: list[tuple[int, int]] = []
    for hit in WATERMARK.finditer(text):
        start = max(text.rfind(mark, 0, hit.start()) for mark in SENTENCE_ENDS) + 1
        stops = [stop for mark in SENTENCE_ENDS if (stop := text.find(mark, hit.end())) >= 0]
        stop = min(stops, default=len(text))
        end = stop + (text[stop : stop + 1] not in ("", "\n"))
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _slips(make: _Recorder, text: str, first: int, language: Language) -> Iterator[Repair]:
    flat, place = _flat(text)
    plain = list(ocr_slips(flat))
    families: tuple[tuple[RepairKind, Iterable[Slip]], ...] = (
        ("ocr", [*plain, *misread(flat, plain, language)]),
        ("synonym-swap", swapped_words(flat)),
        ("other", [*wrong_words(flat), *doubled(flat, language)]),
    )
    for kind, slips in families:
        for one in slips:
            start, end = place(one.start), place(one.start + len(one.text) - 1) + 1
            yield make.at(kind, first + start, text[start:end], one.right)


def misread(text: str, slips: Iterable[Slip], language: Language) -> Iterator[Slip]:
    """Yield the characters that make no word with their neighbours where a look-alike makes a frequent one (意贝).

    What lies in one of the `slips` that are known already is left out.
    """
    known = {slip.start + offset for slip in slips for offset in range(len(slip.text))}
    groups, words = lookalikes(), language.words
    for index, char in doubtful(text):
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        if (before + char in words and before not in FUNCTION) or (char + after in words and after not in FUNCTION):
            continue
        if index in known:
            continue
        before, after = _content(before), _content(after)
        for other in groups[char]:
            left, right = language.is_word(before + other), language.is_word(other + after)
            if (left and right) or ((left or right) and char not in language.common and other in language.common):
                start = index - 1 if left else index
                shown = text[start : start + 2]
                yield Slip(start, shown, shown.replace(char, other))
                break


FUNCTION = frozenset("的了和在是与于及等为有不一人大中上下个这那就也都到从把")
"""Characters that stand beside any other and prove nothing."""


def _content(char: str) -> str:
    return "" if char in FUNCTION else char


OFTEN_TWICE = frozenset(
    "习国人代会法党委员大学民主县市区看说谈走讲来去了得布行封笔点份张言净刚笑慢轻步层年天家户村个条件项"
)
"""Characters that end one word and begin the next (学习习近平, 我国国情)."""
DOUBLED = compiled(r"([一-龥])([一-龥])\2(?=[一-龥，。；、])")


def doubled(text: str, language: Language) -> Iterator[Slip]:
    """Yield a last character of a word that is written twice (标准准), and 的的."""
    for found in DOUBLED.finditer(text):
        word, twice = found[1] + found[2], found[2] * 2
        goes_on = language.is_word(found[2] + text[found.end() : found.end() + 1])
        if found[2] in OFTEN_TWICE or found[1] == "一":
            continue
        if found[2] in "的了在和" or (language.is_word(word) and not language.is_word(twice) and not goes_on):
            yield Slip(found.start(), found[0], word)


PARTS_HEADING = "。；：！？;:!?.”，,、*\n—"
"""What stands between a run-in heading and its text."""


def _glued(make: _Recorder, speech: Speech) -> Iterator[Repair]:
    """Yield the headings that nothing but white space, or not even that, parts from the text after them."""
    for item in all_items(speech):
        start = make.text.find(item.heading, item.span[0])
        end = start + len(item.heading)
        after = make.text[end : end + 1]
        if start >= 0 and item.run_in and item.text and after and after not in PARTS_HEADING:
            gap = len(make.text[end:]) - len(make.text[end:].lstrip(" \u3000"))
            shown = make.text[end - 2 : end + gap + 2]
            yield make.at("other", end - 2, shown, f"{shown[:2]}\n{shown[-2:]}")


def _flat(text: str) -> tuple[str, Callable[[int], int]]:
    """Return a text without line ends, and what tells where one of its characters stands."""
    ends = [found.start() - number for number, found in enumerate(re.finditer("\n", text))]
    return text.replace("\n", ""), lambda index: index + bisect_right(ends, index)


def _half_width(make: _Recorder, text: str, first: int) -> Iterator[Repair]:
    """Yield the first half-width mark of each line that has one in Chinese text."""
    offset = 0
    for line in text.split("\n"):
        found = HALF_WIDTH.search(line)
        if found and not line.startswith(("#", "|")):
            start, end = max(found.start() - 1, 0), min(found.end() + 1, len(line))
            shown = line[start:end]
            yield make.at("half-width-punctuation", first + offset + start, shown, shown.translate(FULL_WIDTH))
        offset += len(line) + 1


def _wraps(make: _Recorder, paragraphs: Sequence[Paragraph]) -> Iterator[Repair]:
    """Yield the line ends inside sentences."""
    for paragraph in paragraphs:
        if paragraph.lines == 1:
            continue
        places = paragraph.places
        for index in range(1, len(places)):
            if places[index] - places[index - 1] > 1 and paragraph.text[index - 1] not in "。！？":
                start, end = max(index - CONTEXT, 0), min(index + CONTEXT, len(places))
                shown = make.text[places[start] : places[end - 1] + 1]
                yield make.at("hard-wrap", places[start], shown, paragraph.text[start:end])


def _truncated(make: _Recorder, paragraphs: Sequence[Paragraph]) -> Iterator[Repair]:
    """Yield the paragraphs that break off at a comma, and a long last one that lacks its end mark."""
    for row, paragraph in enumerate(paragraphs):
        text = paragraph.text
        is_last = row == len(paragraphs) - 1
        cut = text[-1] in "，、" or (len(text) > 60 and text[-1] not in END_MARKS + ".)" and "。" in text)
        if cut and (len(text) > 20 or is_last):
            start = max(len(text) - 5, 0)
            yield make.at("truncated", paragraph.place(start), text[start:], text[start:].rstrip("，、") + "。")


def _head(make: _Recorder, speech: Speech, text: str) -> Iterator[Repair]:
    """Yield a salutation that is said twice and a title that is printed twice."""
    seen = speech.span[0]
    for number, salutation in enumerate(speech.salutation):
        start = text.find(salutation, seen)
        if start < 0:
            continue
        seen = start + len(salutation)
        if number and _greets_the_same(speech.salutation[:number], salutation):
            yield make.at("duplicate-salutation", start, salutation)
    if speech.title:
        once = text.find(speech.title, speech.span[0])
        again = text.find("\n" + speech.title, once + 1, once + 200) if once >= 0 else -1
        if again >= 0:
            yield make.at("other", again + 1, speech.title)


def _greets_the_same(earlier: Sequence[str], salutation: str) -> bool:
    """Return whether a salutation greets again whom an earlier one greeted: 同志们 twice, or the same 各位…."""
    said = "".join(earlier)
    return any(word in said for word in re.findall(r"同志们|各位[^、：:]{2,6}|代表们", salutation))


def _years(make: _Recorder, text: str, first: int) -> Iterator[Repair]:
    """Yield the years that a text of its words cannot know: a rewriting tool changed them."""
    for start, year in later_years(text):
        yield make.at("other", first + start, year + "年")
