"""XML parts: parsed without entities, network or document types, and no deeper than Word nests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from drafter.readers.files import refused

MAX_DEPTH = 200
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
W = "{" + TRANSITIONAL.decode() + "}"
TOO_DEEP = f"文件里的嵌套太深，超过 {MAX_DEPTH} 层"
MADE_BY_OTHERS = "用 Word 或 WPS 打开，另存为 .docx"
NUMBER = re.compile(r"\s*([+-]?\d{1,9})\s*")


def w(name: str) -> str:
    """Return a name of WordprocessingML as lxml writes it."""
    return W + name


def parse(data: bytes, path: Path, part: str) -> Any:
    """Return the root element of a part. Raises InputError for what is not plain XML of reasonable depth."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!DOCTYPE" in data:
        raise _foreign(path)
    try:
        root = etree.fromstring(data.replace(STRICT, TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        message = TOO_DEEP if "depth" in str(failure) else f"文件已损坏：{part} 不是完整的 XML"
        raise refused(path, message, MADE_BY_OTHERS) from failure
    if root.getroottree().docinfo.internalDTD is not None:  # in UTF-16 the test above does not see it
        raise _foreign(path)
    if root.xpath("/*" * (MAX_DEPTH + 1)):
        raise refused(path, TOO_DEEP, MADE_BY_OTHERS)
    return root


def serialised(root: Any) -> bytes:
    """Return an XML part as bytes, as Word writes it."""
    from lxml import etree

    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return data


def _foreign(path: Path) -> Exception:
    return refused(path, "文件里有 DOCTYPE 或外部实体，不是 Word 写出的", MADE_BY_OTHERS)


def value(parent: Any, tag: str) -> str | None:
    """Return the w:val of the child `tag`; None if there is no such child."""
    child = parent.find(tag) if parent is not None else None
    return None if child is None else child.get(VAL, "")


def number(text: str | None) -> int | None:
    """Return a whole number of at most nine digits; None for anything else."""
    found = NUMBER.fullmatch(text or "")
    return int(found[1]) if found else None


def is_on(parent: Any, tag: str) -> bool:
    """Return whether a switch such as w:vanish is set: there, and not written as off."""
    found = value(parent, tag)
    return found is not None and found not in ("0", "false", "off", "none")


VAL = w("val")
