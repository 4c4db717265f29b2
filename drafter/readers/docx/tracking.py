"""What a change tracker leaves in a file, and what each kind of it is called."""

from __future__ import annotations

from drafter.readers.docx.xml import w

LEAVING = {w("del"): "删除", w("moveFrom"): "移走"}
"""Tracked changes whose text goes when they are accepted."""
COMING = {w("ins"): "插入", w("moveTo"): "移来"}
"""Tracked changes whose text stays when they are accepted."""
FORMATTING = {
    **dict.fromkeys(map(w, ("rPrChange", "pPrChange", "sectPrChange", "numberingChange")), "改格式"),
    **dict.fromkeys(map(w, ("tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange", "tcPrChange")), "改表格"),
    **dict.fromkeys(map(w, ("cellIns", "cellDel", "cellMerge")), "改表格"),
}
CHANGES = {**LEAVING, **COMING, **FORMATTING}
"""Everything that a change tracker leaves in a file, and what it is called."""
