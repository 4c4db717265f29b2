from __future__ import annotations

from drafter.text.sentences import fingerprint, sentence_keys, sentences


def test_a_sentence_keeps_its_end_mark_and_the_closing_quote() -> None:
    text = "他说：“要实干！”大家赞成。没有句号\n新的一段"
    assert sentences(text) == ["他说：“要实干！”", "大家赞成。", "没有句号", "新的一段"]


def test_two_sentences_are_the_same_whatever_their_punctuation() -> None:
    assert fingerprint("坚持党的领导，依法履职。") == fingerprint("坚持党的领导、依法履职！")


def test_short_sentences_may_stand_twice() -> None:
    assert sentence_keys("下面，我讲三点意见。") == frozenset()
    assert len(sentence_keys("下面，我讲三点意见。要始终坚持党对人大工作的全面领导。")) == 1
