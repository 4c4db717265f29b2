"""一句话、一大段话不说两遍，改了几个字的也算。

十二个字以下的句子不算；固定的提法、书名号里的名称、会议的程序用语（请举手、现在表决）、称谓和结语不算；标题和正文里点题的话
相同也不算。段落库里，两个段落之间也不能有同一句话：一篇稿子可能把它们都选上。

    不合格  前面写了“民生实事办得怎么样，群众最有发言权。”，后面又写一遍。
    合格    第二处换一层意思，或删去。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.lint.papers import Paper
from drafter.lint.subjects import TAG, LibraryView
from drafter.model.library import Library
from drafter.model.problem import Problem
from drafter.text.alike import Alike, Words, repeated, words_of
from drafter.text.sentences import SHORTEST_COMPARED, fingerprint, sentences

ID = "repetition"
TITLE = "重复的话"
GROUP = 8
SENTENCE, RUN = 12, 20
"""So many characters of one's own make a repeated sentence, or a repeated part of one, worth telling."""
SAME = 0.8
"""The share of characters that must be the same."""
SHOWN = 24
FIXED = re.compile(
    r"【[^】\n]{1,40}】|《[^》\n]{1,60}》|[!-~]+|“[^”\n]{1,16}”|"
    r"(?:以|坚持以)?习近平新时代中国特色社会主义思想(?:为指导)?|"
    r"(?:全面|深入|认真|学习|贯彻|落实){1,4}党的[一二三四五六七八九十]{2,4}大(?:和[一二三四五六七八九十届历次中全会]{3,12})?(?:会议)?精神|"
    r"(?:在)?(?:中共)?[一-龥]{0,4}[县市区州旗省镇乡]委(?:的)?(?:坚强|正确|统一)?领导下|"
    r"[一-龥]{0,6}(?:第[一二三四五六七八九十]{1,3}届)?人(?:民代表大会|大)(?:常务委员会|常委会)?(?:第?[一二三四五六七八九十]{1,4}次会议)?|"
    r"(?:县|市|区|州|旗)?(?:人民)?(?:政府|法院|检察院)|监察委员会"
)
PROCEDURE = re.compile(
    "请举手|请放下|请按|请鼓掌|弃权|反对的|同意的|请.{0,30}(?:作|发言|讲话|宣读|审议|填写|入座|通报|说明|奏)|现在(?:进行|表决|开会|闭会|休会|请|宣布)|全体(?:起立|坐下|同志起立)|"
    "有没有(?:不同)?意见|没有(?:不同)?意见|(?:表决)?通过|本次会议|各位(?:代表|委员|同志)|谢谢大家|下面[，,]|宣誓|提请.{0,12}(?:审议|表决)|[一-龥]{2,4}同志"
)
"""What is said again and again in leading a meeting."""


def check(view: LibraryView) -> Iterator[Problem]:
    """Yield a problem at the second place of each sentence that stands twice."""
    seen: dict[str, str] = {}
    for passage in view.passages:
        for sentence in sentences(passage.text):
            key = fingerprint(TAG.sub("某", sentence))
            if len(key) < SHORTEST_COMPARED:
                continue
            if key in seen:
                message = f"这句话也在 {seen[key]} 里" if seen[key] != passage.block_id else "这句话写了两次"
                yield view.problem(ID, passage.block_id, message, match=sentence, hint="改写其中一处")
            seen.setdefault(key, passage.block_id)


def vocabulary(library: Library) -> Iterator[str]:
    """Yield the formulations, which are said more than once."""
    yield from fixed_words(library)


def fixed_words(library: Library) -> frozenset[str]:
    """Return the formulations and their members."""
    if ID not in library.memo:
        terms = library.terms.all_terms()
        library.memo[ID] = frozenset(word for term in terms for word in (term.wording, *term.members))
    found: frozenset[str] = library.memo[ID]
    return found


def inspect(paper: Paper) -> Iterator[Problem]:
    """Yield a problem at the second place of each stretch that stands twice in the body of a paper."""
    words = words_of(paper.text)
    own = owned(paper, words)
    for one in repeated(words.text):
        for first, last in _told(paper, words, own, one):
            line = paper.problem(ID, words.places[one.other_first], words.places[one.other_first] + 1, "").source
            where = f"第{line.line}行" if line else "前面"
            yield paper.problem(
                ID, first, last, f"这些话{where}已经写过", hint="删去一处，或换一层意思", severity="warning"
            )


def owned(paper: Paper, words: Words) -> list[int]:
    """Return how many characters of the writer's own stand before each word, and in all: no formulation, no name."""
    fixed = bytearray(len(paper.text))
    for found in FIXED.finditer(paper.text):
        fixed[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    for word in fixed_words(paper.books.library) & paper.hits.keys():
        for start in paper.hits[word]:
            fixed[start : start + len(word)] = b"\1" * len(word)
    counts = [0]
    for place in words.places:
        counts.append(counts[-1] + 1 - fixed[place])
    return counts


def _told(paper: Paper, words: Words, own: list[int], one: Alike) -> Iterator[tuple[int, int]]:
    """Yield the places in the paper of what a repetition repeats, if it is to be told."""
    if one.same < SAME * (one.last - one.first) or own[one.last] - own[one.first] < SENTENCE:
        return
    first, last = words.places[one.first], words.places[one.last - 1] + 1
    if any(paper.piece_at(at).role != "body" for at in (first, words.places[one.other_first])):
        return
    last = _without_rest(paper, first, last)
    begin, end = _whole(paper, first, last)
    stretch = paper.text[begin:end]
    long = own[one.last] - own[one.first] >= RUN
    whole = first <= begin + 2 and paper.text[end - 1 : end] in "。！？；" and last >= end - 2
    if (long or whole) and not PROCEDURE.search(stretch):
        yield first, last


def _without_rest(paper: Paper, first: int, last: int) -> int:
    """Return where a stretch ends without the beginning of a sentence of which it holds less than half."""
    begin, end = paper.sentence_at(last - 1)
    return begin if begin > first and (last - begin) * 2 < end - begin else last


def _whole(paper: Paper, first: int, last: int) -> tuple[int, int]:
    """Return the sentences that a stretch is of: from the start of the first to the end of the last, past its mark."""
    begin, _ = paper.sentence_at(first)
    _, end = paper.sentence_at(max(last - 1, first))
    return begin, end
