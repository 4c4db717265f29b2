import re

from drafter.text.characters import Sparse, compiled
from drafter.text.confusables import needed, table

FORMS = r"[Xx]{2,}|(?<=[一-龥])[x*](?=[一-龥。])|(?<=[一-龥])[ ]+(?=项)"
TEXTS = ["", "xx", "县xx委x的*。", "共 项  项xX x", "xxx*\n*项 项", "中x"]


def test_a_sparse_pattern_finds_what_the_pattern_finds() -> None:
    sparse, plain = Sparse(r"[Xx* ]", FORMS), compiled(FORMS)
    for text in TEXTS:
        assert [one.span() for one in sparse.finditer(text)] == [one.span() for one in plain.finditer(text)]
        assert sparse.sub(lambda found: f"<{found[0]}>", text) == plain.sub(lambda found: f"<{found[0]}>", text)
        first, right = sparse.search(text), plain.search(text)
        assert (first and first.span()) == (right and right.span())


def test_a_sparse_pattern_may_begin_before_its_sign() -> None:
    pattern = "[一-龥]{2,3}(?=支书|书记)|(?:支书|书记)[一-龥]{2}"
    sparse, plain = Sparse("支书|书记", pattern, before=(3, 2, 0)), compiled(pattern)
    for text in ["", "支书", "村支书记张三", "李四支书记", "县委书记王五，村支书赵六和镇书记"]:
        assert [one.span() for one in sparse.finditer(text)] == [one.span() for one in plain.finditer(text)]


def test_words_that_every_match_of_a_rule_holds() -> None:
    assert needed("(?<=[^。]{1})治理(?=国家(?:的|和))|(?<=科学)管理") == ("治理", "管理")
    assert needed("(?:经济|社会)(成长)(?=[，。])") == ("成长",)
    assert needed("统揽(?:全|大)局面") == ("统揽",)
    assert needed("甲(乙|丙)丁") == ("甲乙丁", "甲丙丁")
    assert needed("[甲乙]丙[^，]{0,9}丁") == ("甲丙", "乙丙")
    assert needed("(?:常委会|人大)[^。]{0,9}[一-龥]长") == ("常委会", "人大")
    assert needed("[^。]{2}(?:甲.乙丙|丁+戊己)") == ("乙丙", "戊己")
    assert needed("甲*") == needed("[^乙]") == needed("(?i)ok.") == ("",)


def test_every_rule_of_the_table_is_passed_over_by_its_words() -> None:
    for rule in (*table().swaps, *table().words):
        assert all(needed(rule.pattern)), rule.pattern
        re.compile(rule.pattern)
