"""Web pages: the text in lines, as a browser would set them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import InputError
from drafter.model.reading import Hint, Reading
from drafter.readers import read


def page(folder: Path, html: str | bytes) -> Reading:
    path = folder / "a.html"
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    return read(path)


def lines(folder: Path, html: str) -> list[str]:
    return page(folder, html).text.split("\n")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("<p>甲<p>乙", ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>丁", ["甲", "乙", "丙", "丁"]),
        ("甲<br>乙<br/><br>丙", ["甲", "乙", "", "丙"]),
        ("<p>甲<b>乙</b><a href=x>丙</a><span>丁</span></p>", ["甲乙丙丁"]),
        ("<p>　　同志们：</p>", ["　　同志们："]),
        ("<p>  甲 \n\t 乙  </p>", ["甲 乙"]),
        ("<p>甲 <b> 乙</b></p>", ["甲 乙"]),
        ("<p>&nbsp;&nbsp;甲&lt;乙&gt;&amp;&ldquo;丙&#19969;</p>", ["\xa0\xa0甲<乙>&“丙丁"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<dl><dt>甲<dd>乙</dl>", ["甲", "乙"]),
        ("<pre>甲  乙\n\n　丙</pre>丁", ["甲  乙", "", "　丙", "丁"]),
        ("甲<!-- 注释 -->乙<?x y?>丙", ["甲乙丙"]),
        ("<p></p><p> </p><p>甲</p>", ["甲"]),
        ("<center>甲</center><hr>乙", ["甲", "乙"]),
    ],
)
def test_blocks_give_lines_and_blanks_collapse(tmp_path: Path, html: str, found: list[str]) -> None:
    assert lines(tmp_path, html) == found


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var x = '<p>藏</p>';</script>",
        "<style>p {}</style>",
        "<nav>藏<p>藏</nav>",
        "<header>藏</header>",
        "<footer>藏</footer>",
        "<aside><p>藏</p></aside>",
        "<div hidden>藏<p>藏</p></div>",
        '<div style="color: red; DISPLAY : none">藏</div>',
        "<span style='visibility:hidden'>藏</span>",
        "<template>藏</template>",
        "<noscript>藏</noscript>",
        "<select><option>藏</select>",
        "<iframe src=x>藏</iframe>",
    ],
)
def test_what_is_no_text_or_hidden_is_left_out(tmp_path: Path, hidden: str) -> None:
    assert "".join(lines(tmp_path, f"<body>甲{hidden}乙</body>")) == "甲乙"


def test_headings_give_hints(tmp_path: Path) -> None:
    found = page(tmp_path, "<h2>一、甲</h2><p>正文</p><h3><span>（一）</span>乙<br>丙</h3><h6>丁</h6>")
    assert found.text.split("\n") == ["一、甲", "正文", "（一）乙", "丙", "丁"]
    assert {line: hint.heading for line, hint in found.hints.items()} == {1: 2, 3: 3, 4: 3, 5: 6}


TITLE = "<html><head><title>{}</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    ("title", "body", "hints"),
    [
        ("", "<h1>讲话</h1><p>甲", {1: Hint(title=True)}),
        ("讲话", "<p>讲话<p>甲", {1: Hint(title=True)}),
        (
            "在会议上的讲话_青山人大网",
            "<h1>青山人大网</h1><h2>在会议上的讲话</h2>",
            {1: Hint(heading=1), 2: Hint(title=True)},
        ),
        ("另一个题目", "<p>讲话<p>甲", {}),
        ("讲话稿选编", "<p>讲话<p>甲", {}),
        ("", "<h1>一、甲</h1><h1>二、乙</h1>", {1: Hint(heading=1), 2: Hint(heading=1)}),
        ("讲话", "<p>甲", {}),
    ],
)
def test_the_title_is_told_where_it_stands_in_the_text(
    tmp_path: Path, title: str, body: str, hints: dict[int, Hint]
) -> None:
    found = page(tmp_path, TITLE.format(title, body))
    assert found.hints == hints
    assert title not in found.text or title in body


def test_the_header_of_an_article_holds_its_title(tmp_path: Path) -> None:
    found = page(tmp_path, "<header>站名</header><article><header><h1>讲话</h1></header><p>甲</p></article>")
    assert (found.text, found.hints) == ("讲话\n甲", {1: Hint(title=True)})


def test_a_table_of_data_gives_rows(tmp_path: Path) -> None:
    html = "<table><tr><th>单位<th>件数</tr><tr><td><p>法工委</p><td>1<br>2</tr><tr><td>合计<td></tr></table>后"
    found = page(tmp_path, html)
    assert found.text.split("\n") == ["单位\t件数", "法工委\t1 2", "合计\t", "后"]
    assert found.hints == dict.fromkeys((1, 2, 3), Hint(table=True))


def test_a_table_that_only_lays_out_the_page_gives_its_text(tmp_path: Path) -> None:
    html = "<table><tr><td>栏<td><table><tr><td><p>同志们：</p><p>甲</p></td></tr></table></td></tr></table>"
    found = page(tmp_path, html)
    assert (found.text.split("\n"), found.hints) == (["栏", "同志们：", "甲"], {})


def test_numbers_of_ordered_lists_are_not_invented(tmp_path: Path) -> None:
    found = page(tmp_path, "<ol><li>甲<li>乙</ol>")
    assert (found.text, found.notes) == ("甲\n乙", ("有序列表的编号没有读",))


TEXT = "<html><head>{}<title>x</title></head><body><p>同志们，今天召开全县人大工作会议。</p></body></html>"


@pytest.mark.parametrize(
    ("meta", "written", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8", "utf-8"),
        ("<meta charset=gb2312>", "gb18030", "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030", "gb18030"),
        ("<meta charset=big5>", "big5", "big5"),
        ("", "gb18030", "gb18030"),
        ("", "utf-8-sig", "utf-8"),
        ("", "utf-16", "utf-16-le"),
        ("<meta charset=utf-8>", "gb18030", "gb18030"),
        ("<meta charset=iso-8859-1>", "utf-8", "utf-8"),
        ("<meta charset=none-such>", "utf-8", "utf-8"),
    ],
)
def test_encodings(tmp_path: Path, meta: str, written: str, encoding: str) -> None:
    text = (
        TEXT.format(meta)
        .replace("会议", "會議")
        .replace("开", "開")
        .replace("县", "縣")
        .replace("们", "們")
        .replace("志", "志")
        if written == "big5"
        else TEXT.format(meta)
    )
    found = page(tmp_path, text.encode(written))
    assert found.text.startswith("同志") and found.text.endswith("。")
    assert found.encoding == encoding


def test_an_xml_declaration_does_no_harm(tmp_path: Path) -> None:
    assert lines(tmp_path, '<?xml version="1.0" encoding="gb2312"?><html><body>甲</body></html>') == ["甲"]


@pytest.mark.parametrize("html", ["<html></html>", "<script>x</script>", "<!-- x -->", "<p> </p>"])
def test_a_page_without_text_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(InputError, match="没有文字") as failure:
        page(tmp_path, html)
    assert failure.value.hint


def test_a_word_file_called_html_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="这是 Word 文件"):
        page(tmp_path, b"PK\x03\x04word/document.xml")


@pytest.mark.parametrize("depth", [100, 1000])
def test_unclosed_elements_nest_deep_and_are_read(tmp_path: Path, depth: int) -> None:
    assert lines(tmp_path, "<div><font>" * depth + "甲") == ["甲"]


def test_what_nests_deeper_is_refused_not_cut(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="网页的嵌套太深"):
        page(tmp_path, "前" + "<div>" * 100_000 + "甲")


@pytest.mark.parametrize(
    "piece", ["<!--", "<", "<a ", "&", "<![CDATA[", "<table><tr><td>", "<p>甲", "<a b='", "</p>", "<br>"]
)
def test_garbage_takes_time_by_its_length(tmp_path: Path, piece: str) -> None:
    started = time.process_time()
    try:
        page(tmp_path, "甲" + piece * 100_000)
    except InputError as failure:
        assert failure.hint
    assert time.process_time() - started < 3


@given(html=st.text(st.sampled_from("<>/&;!-'\" =abpdivtrh1甲\n"), max_size=80))
def test_any_markup_gives_a_text_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, html: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.html"
    path.write_text(html, encoding="utf-8")
    try:
        found = read(path)
    except InputError as failure:
        assert failure.message and failure.hint
    else:
        assert all(1 <= line <= found.text.count("\n") + 1 for line in found.hints)
