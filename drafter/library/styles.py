"""Page styles, laid over each other value by value, settled and checked."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import msgspec

from drafter.errors import InvalidFilesError, UsageError
from drafter.library.finding import find
from drafter.library.folders import shipped_root
from drafter.model.library import Library
from drafter.model.problem import Problem, error
from drafter.model.style import (
    FROM_OTHERS,
    MM_IN_TWIPS,
    NO_MEASURES,
    Grid,
    Page,
    PageNumber,
    PageStyle,
    Role,
    StyleFile,
    TextStyle,
    leaves,
)
from drafter.source import Source
from drafter.text.likeness import did_you_mean

Tree = dict[str, Any]
"""A page style as plain dicts: what values are laid over each other in."""
STANDARD = "gb9704"
"""The page style of the standard, against which others are held."""
EXACT = r"(\d{1,3}(?:\.\d{1,2})?) ?磅?"
LINES = r"(\d{1,3}) ?行"
UNFIT_FOR_FONTS = frozenset('<>&",;') | frozenset(map(chr, range(0x20)))
FEWEST, MOST_LINES, MOST_CHARACTERS = 4, 120, 150
SIZES = (5.0, 72.0)
"""Type sizes that can be meant, in points (八号 to 特大)."""


class Fault(Exception):
    """A value of a page style that cannot be; says what and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        """`message` and `hint` are for the writer."""
        super().__init__(message)
        self.message, self.hint = message, hint


class Layer(msgspec.Struct, frozen=True):
    """A style file and where it stands."""

    file: StyleFile
    path: str


def resolve(layers: Mapping[str, list[Layer]]) -> tuple[dict[str, PageStyle], list[Problem]]:
    """Return the page styles of files by id, and what is wrong with them; a style with a mistake is left out.

    Each id has its files in order, the shipped one first; a later one lies over the earlier ones, value by value.
    """
    work = _Resolver(layers)
    for name in layers:
        work.tree(name, ())
    return work.styles, work.problems


class _Resolver:
    """Resolves each style once, the one that it is based on first."""

    def __init__(self, layers: Mapping[str, list[Layer]]) -> None:
        self.layers = layers
        self.trees: dict[str, Tree | None] = {}
        self.styles: dict[str, PageStyle] = {}
        self.problems: list[Problem] = []

    def tree(self, name: str, above: tuple[str, ...]) -> Tree | None:
        """Return a style as a tree; None for one with a mistake, which is then recorded."""
        if name not in self.trees:
            self.trees[name] = self._laid(name, (*above, name))
        return self.trees[name]

    def _laid(self, name: str, above: tuple[str, ...]) -> Tree | None:
        tree: Tree | None = {}
        for layer in self.layers[name]:
            try:
                if layer.file.based_on is not None:
                    tree = self._base(layer.file.based_on, above)
                if tree is None:
                    return None  # the mistake in the style below is reported there
                tree = laid_over(tree, layer.file)
                self.styles[name] = settled(tree)
            except Fault as fault:
                self.problems.append(error("style", fault.message, Source(layer.path), hint=fault.hint))
                self.styles.pop(name, None)
                return None
        return tree

    def _base(self, base: str, above: tuple[str, ...]) -> Tree | None:
        if base in above:
            raise Fault(f"based_on 绕回了自己：{' → '.join((*above, base))}", "改成另一个版式，如 gb9704")
        if base not in self.layers:
            hint = did_you_mean(base, self.layers) or f"可以写：{'、'.join(self.layers)}"
            raise Fault(f"没有“{base}”这个版式（based_on）", hint)
        return self.tree(base, above)


def laid_over(base: Tree, file: StyleFile) -> Tree:
    """Return `base` with the values of `file` over it, counts of lines and characters worked out anew.

    Raises Fault.
    """
    patch: Tree = msgspec.to_builtins(file)
    basis = patch.pop("basis", ())
    patch.pop("based_on", None)
    schools = {**base.get("margin_schools", {}), **patch.get("margin_schools", {})}
    wanted = _merged(_of_school(patch.get("margins", ""), schools), patch)
    tree = _merged(base, wanted)
    if "marker_fonts" in tree:  # an empty font takes a marker out
        tree["marker_fonts"] = {marker: font for marker, font in tree["marker_fonts"].items() if font}
    if not missing(tree):
        _forget(tree, patch)
        _recount(tree, wanted)
    own = _own_basis(base, wanted, tree) if base else ()
    tree["basis"] = [*base.get("basis", ()), *own, *basis]
    return tree


def _forget(tree: Tree, patch: Tree) -> None:
    """Drop the wishes that the file's own values take the place of."""
    if {"top", "bottom"} & patch.get("page", {}).keys() and "margins" not in patch:
        tree["margins"] = ""
    if "leading" in patch.get("grid", {}) and "line_spacing" not in patch:
        tree["line_spacing"] = ""
    if "size" in patch.get("styles", {}).get("body", {}) and "margin_schools" not in patch:
        tree["margin_schools"] = {}  # their leading goes with the size of the type


def _merged(base: Tree, patch: Tree) -> Tree:
    """Return `patch` over `base`, dict in dict."""
    made = dict(base)
    for key, value in patch.items():
        made[key] = _merged(made.get(key, {}), value) if isinstance(value, dict) else value
    return made


def _of_school(name: str, schools: Tree) -> Tree:
    """Return the values that a school of margins stands for."""
    if not name:
        return {}
    if name not in schools:
        raise Fault(
            f"没有“{name}”这种页边算法（margins）",
            f"可以写：{'、'.join(schools)}" if schools else "直接写 page 里的页边",
        )
    school = schools[name]
    return {"page": {"top": school["top"], "bottom": school["bottom"]}, "grid": {"leading": school["leading"]}}


def _recount(tree: Tree, wanted: Tree) -> None:
    """Bring the grid in line with the values that changed; what the file itself counts, it decides."""
    grid, page, given = dict(tree["grid"]), tree["page"], wanted.get("grid", {})
    changed = wanted.get("page", {}).keys()
    higher, wider = {"height", "top", "bottom"} & changed, {"width", "left", "right"} & changed
    height = (page["height"] - page["top"] - page["bottom"]) * MM_IN_TWIPS
    if tree.get("line_spacing") and (higher or "line_spacing" in wanted):
        grid.update(_spaced(tree["line_spacing"], height))
    elif (higher or "leading" in given) and "lines" not in given and grid["leading"] > 0:
        grid["lines"] = int(height / grid["leading"])
    advance = tree["styles"]["body"]["size"] * 20 + grid["spacing"]
    denser = "spacing" in given or "size" in wanted.get("styles", {}).get("body", {})
    if (wider or denser) and "characters" not in given and advance > 0:
        grid["characters"] = int((page["width"] - page["left"] - page["right"]) * MM_IN_TWIPS / advance)
    tree["grid"] = grid


def _spaced(text: str, height: float) -> Tree:
    """Return lines and leading for a wish: “28磅” is exact, “22行” divides the `height` (in twips)."""
    exact, lines = re.fullmatch(EXACT, text.strip()), re.fullmatch(LINES, text.strip())
    if exact and float(exact[1]):
        leading = round(float(exact[1]) * 20)
        return {"leading": leading, "lines": int(height / leading)}
    if lines and int(lines[1]):
        return {"leading": int(height / int(lines[1])), "lines": int(lines[1])}
    raise Fault(f"行距（line_spacing）“{text}”看不懂", "写成 28磅（固定值）或 22行（每页行数）")


def _own_basis(base: Tree, wanted: Tree, tree: Tree) -> Iterator[Tree]:
    """Yield the basis of values that differ from the base: their own, until the file gives a reason for them."""
    before, after = dict(leaves(base)), dict(leaves(tree))
    given = [path for path, _ in leaves({**wanted, "grid": tree["grid"]}) if path.partition(".")[0] not in NO_MEASURES]
    own = [path for path in given if path in after and after[path] != before.get(path)]
    if own:
        yield {"of": own, "what": "没有另外说明依据", "clause": "本版式自定", "strength": "自定"}


def missing(tree: Tree) -> list[str]:
    """Return the paths of the values that a style in full must have and `tree` has not."""
    found = [name for name in _required(PageStyle) if name not in tree]
    for part, kind in (("page", Page), ("grid", Grid), ("page_number", PageNumber)):
        found += [f"{part}.{name}" for name in _required(kind) if part in tree and name not in tree[part]]
    roles = tree.get("styles", {})
    for role in (one for one in get_args(Role) if "styles" in tree and (one in roles or one not in FROM_OTHERS)):
        found += [f"styles.{role}.{name}" for name in _required(TextStyle) if name not in roles.get(role, {})]
    return found


@functools.cache
def _required(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields that have no default; without looking at types, which takes longer than the whole style."""
    names, defaults = kind.__struct_fields__, kind.__struct_defaults__
    optional = {
        name for name, one in zip(reversed(names), reversed(defaults), strict=False) if one is not msgspec.NODEFAULT
    }
    return tuple(name for name in names if name not in optional)


def settled(tree: Tree) -> PageStyle:
    """Return a tree as a page style. Raises Fault where something is missing or cannot be."""
    lacking = missing(tree)
    if lacking:
        more = f"等 {len(lacking)} 项" if len(lacking) > 5 else ""
        hint = f"写上 based_on: {STANDARD}，就只要写不同的值"
        raise Fault(f"版式不全，缺少 {'、'.join(lacking[:5])}{more}", hint)
    style = msgspec.convert(tree, PageStyle)
    for fault in _faults(style):
        raise fault
    return style


def _faults(style: PageStyle) -> Iterator[Fault]:
    """Yield what no page could be printed with."""
    page, grid = style.page, style.grid
    for name in Page.__struct_fields__:
        if not 0 <= getattr(page, name) <= 1000:
            yield Fault(f"page.{name} 是 {getattr(page, name):g} 毫米，不合理", "页边和纸张以毫米计")
    if style.width < 30 or style.height < 30:
        yield Fault(f"版心只剩 {style.width:g} 毫米×{style.height:g} 毫米，放不下文字", "改小 page 里的页边")
    for path, size in [(f"styles.{role}.size", text.size) for role, text in style.styles.items()]:
        if not SIZES[0] <= size <= SIZES[1]:
            yield Fault(f"{path} 是 {size:g} 磅，不合理", "字号以磅计：二号 22，三号 16，小四 12")
    for font in dict.fromkeys([*style.fonts, *(one for each in style.fallbacks.values() for one in each)]):
        if not font.strip() or not UNFIT_FOR_FONTS.isdisjoint(font):
            yield Fault(f"字体名“{font}”不能用", "写字体在 Word 里显示的名称，不带引号、逗号、尖括号")
    yield from _grid_faults(style, grid)


def _grid_faults(style: PageStyle, grid: Grid) -> Iterator[Fault]:
    if not FEWEST <= grid.lines <= MOST_LINES or not FEWEST <= grid.characters <= MOST_CHARACTERS:
        yield Fault(f"每页 {grid.lines} 行、每行 {grid.characters} 字，不合理", "检查行距、字距和页边")
    if grid.lines * grid.leading > style.height * MM_IN_TWIPS + 1:
        most = int(style.height * MM_IN_TWIPS / grid.leading)
        yield Fault(f"行距 {grid.leading / 20:g} 磅时一页只放得下 {most} 行，放不下 {grid.lines} 行", "改小行距或页边")
    advance = style.styles["body"].size * 20 + grid.spacing
    if grid.characters * advance > style.width * MM_IN_TWIPS + 1:
        most = int(style.width * MM_IN_TWIPS / advance)
        yield Fault(f"一行只放得下 {most} 字，放不下 {grid.characters} 字", "改小字号、字距或页边")
    largest = max(text.size for text in style.styles.values())
    if grid.leading < largest * 20:
        yield Fault(f"行距 {grid.leading / 20:g} 磅小于字号 {largest:g} 磅，字会被切掉", "把行距改大，或把字号改小")


def standard() -> PageStyle:
    """Return the standard's page style as it ships, whatever a workspace makes of it. Raises InvalidFilesError."""
    from drafter.library.textfiles import read_text
    from drafter.library.yamlreader import decode

    path = shipped_root() / "templates" / "styles" / f"{STANDARD}.yaml"
    decoded = decode(read_text(path), str(path), StyleFile)
    if decoded.value is None:
        raise InvalidFilesError(decoded.problems)
    return settled(laid_over({}, decoded.value))


# ── a style by name, with settings: “gb9704,single_sided=是”

SETTINGS: Mapping[str, str] = {"单面": "single_sided", "行距": "line_spacing", "页边": "margins"}
"""The settings that may follow the name of a style, by their Chinese names."""


def styled(library: Library, wish: str) -> tuple[str, PageStyle]:
    """Return a page style by id or Chinese title, with the settings that follow it, and how a recipe names it.

    `wish` is “reading” or “gb9704,单面=是,行距=28磅”. Raises NotFoundError, UsageError.
    """
    name, *given = (part.strip() for part in re.split("[,，]", wish))
    identity = find(name, library.styles, "版式", "drafter styles list")
    style = library.styles[identity]
    if not given:
        return identity, style
    settings = dict(_setting(one) for one in given)
    try:
        tree = laid_over(msgspec.to_builtins(style), msgspec.convert(settings, StyleFile))
        style = settled(tree)
    except Fault as fault:
        raise UsageError(f"版式“{wish}”：{fault.message}", hint=fault.hint) from fault
    return ",".join([identity, *(f"{key}={_spelt(value)}" for key, value in settings.items())]), style


def _setting(text: str) -> tuple[str, str | bool]:
    word, found, value = (part.strip() for part in text.partition("="))
    key = SETTINGS.get(word, word)
    if not found or not value or key not in SETTINGS.values():
        known = "、".join(f"{chinese}（{name}）" for chinese, name in SETTINGS.items())
        raise UsageError(f"看不懂版式后面的“{text}”", hint=f"写成 设置=值，如 单面=是；可以设 {known}")
    if key != "single_sided":
        return key, value
    from drafter.library.yamlreader import FALSE, TRUE

    if value.lower() not in TRUE + FALSE:
        raise UsageError(f"单面（single_sided）只能是“是”或“否”，写的却是“{value}”")
    return key, value.lower() in TRUE


def _spelt(value: str | bool) -> str:
    return value if isinstance(value, str) else "是" if value else "否"
