"""The measures of a page style one by one: what each is called, its unit, what it rests on, where two styles differ.

The writer takes its values from `PageStyle`; whoever shows or checks a layout asks here, so that both have one source.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from drafter.model.style import NO_MEASURES, Basis, PageStyle, leaves

Value = str | float | int | bool | tuple[str, ...]


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a page style."""

    path: str
    """Where it stands in the style: “page.top”, “styles.title.font”."""
    group: str
    """What it belongs to, in Chinese: “页面”, “标题”."""
    name: str
    value: Value
    unit: str
    """毫米, 磅, 缇 (1/20 磅), 字 or 行; empty for words."""
    basis: Basis | None
    """What it rests on; None where the style does not say."""

    @property
    def shown(self) -> str:
        """The value as a person reads it: “22 磅（二号）”, “居中”."""
        return _shown(self.value, self.unit)


class Deviation(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that is not what the standard's style has."""

    measure: Measure
    standard: Measure


def measures(style: PageStyle) -> list[Measure]:
    """Return every value of a page style, in the order of the style."""
    tree = {key: value for key, value in msgspec.to_builtins(style).items() if key not in NO_MEASURES}
    return [_measure(style, path, value) for path, value in leaves(tree) if value != "" or path == "margins"]


def deviations(style: PageStyle, standard: PageStyle) -> list[Deviation]:
    """Return where `style` is not what `standard` is, tolerances of the standard's clauses allowed."""
    usual = {one.path: one for one in measures(standard)}
    pairs = [(one, usual[one.path]) for one in measures(style) if one.path in usual]
    return [Deviation(measure=one, standard=other) for one, other in pairs if not _same(one, other)]


def _same(one: Measure, standard: Measure) -> bool:
    tolerance = standard.basis.tolerance if standard.basis else 0.0
    if isinstance(one.value, int | float) and isinstance(standard.value, int | float):
        return abs(one.value - standard.value) <= tolerance + 1e-9
    return one.value == standard.value


def _measure(style: PageStyle, path: str, value: Value) -> Measure:
    group, name, unit = _called(path)
    return Measure(path=path, group=group, name=name, value=value, unit=unit, basis=style.basis_of(path))


ROLES = {
    "title": "标题", "subtitle": "副标题", "date": "日期行", "speaker": "讲话人行", "salutation": "称谓",
    "body": "正文", "thanks": "致谢", "heading1": "第一层标题", "heading2": "第二层标题",
    "heading3": "第三层标题", "heading4": "第四层标题", "mark": "稿件标记", "stage": "稿件阶段",
    "signature": "署名", "toc_title": "目录标题", "toc1": "目录一级", "toc2": "目录二级", "toc3": "目录三级",
    "toc4": "目录四级",
}  # fmt: skip
"""What the kinds of paragraph are called."""
LABELS: Mapping[str, tuple[str, str]] = {
    "single_sided": ("单面印", ""),
    "margins": ("页边算法", ""),
    "line_spacing": ("行距要求", ""),
    "head_gap": ("标题和题下各行之后空行", "行"),
    "page.width": ("纸宽", "毫米"),
    "page.height": ("纸高", "毫米"),
    "page.top": ("上白边（天头）", "毫米"),
    "page.left": ("左白边（订口）", "毫米"),
    "page.right": ("右白边", "毫米"),
    "page.bottom": ("下白边", "毫米"),
    "page.footer": ("页码距纸边", "毫米"),
    "grid.lines": ("每页行数", "行"),
    "grid.characters": ("每行字数", "字"),
    "grid.leading": ("行距（固定值）", "缇"),
    "grid.spacing": ("字距增减", "缇"),
    "page_number.font": ("字体", ""),
    "page_number.size": ("字号", "磅"),
    "page_number.outer_indent": ("距版心外侧", "字"),
    "page_number.single": ("单面印时的位置", ""),
    "font": ("字体", ""),
    "size": ("字号", "磅"),
    "align": ("对齐", ""),
    "bold": ("加粗", ""),
    "indent": ("首行缩进", "字"),
}
"""Path, or the last part of one → name and unit."""
GROUPS = {
    "page": "页面",
    "grid": "行与字",
    "page_number": "页码",
    "marker_fonts": "序号的字体",
    "fallbacks": "缺字体时的替代",
}


def _called(path: str) -> tuple[str, str, str]:
    """Return the group, the name and the unit of a value."""
    first, _, rest = path.partition(".")
    if first in ("marker_fonts", "fallbacks"):
        return GROUPS[first], rest, ""
    if first == "styles":
        role, _, field = rest.partition(".")
        return (ROLES.get(role, role), *LABELS[field])
    name, unit = LABELS[path]
    return GROUPS.get(first, "总的"), name, unit


WORDS = {
    "left": "左对齐", "center": "居中", "right": "右对齐", "justify": "两端对齐", "": "（各值自定）",
}  # fmt: skip
SIZES = {
    42.0: "初号", 36.0: "小初", 26.0: "一号", 24.0: "小一", 22.0: "二号", 18.0: "小二", 16.0: "三号", 15.0: "小三",
    14.0: "四号", 12.0: "小四", 10.5: "五号", 9.0: "小五",
}  # fmt: skip
"""What sizes in points are called."""


def _shown(value: Value, unit: str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, str):
        return WORDS.get(value, value)
    named = f"（{SIZES[float(value)]}）" if unit == "磅" and float(value) in SIZES else ""
    points = f"（{value / 20:g} 磅）" if unit == "缇" else ""
    return f"{value:g} {unit}{named}{points}"
