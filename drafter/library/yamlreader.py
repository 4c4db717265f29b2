"""The one YAML reader: text → node graph with marks → typed values, all mistakes reported together.

Every scalar is text and the type decides, so `no`, `12:30` and `010` stay what the writer wrote.
Limits keep files from strangers harmless: size, depth, no anchors, no tags.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

import msgspec
import yaml
from msgspec import inspect

from drafter.errors import InvalidFilesError
from drafter.model.problem import Problem, error
from drafter.source import Source
from drafter.text.likeness import did_you_mean

T = TypeVar("T")
MAX_DEPTH = 40
DEEP_INDENT = re.compile(rf"^[ ?:-]{{{MAX_DEPTH},}}", re.M)
BAD: Any = object()
"""Stands for a value that could not be made; its problem is already recorded."""

_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_SafeLoader):  # type: ignore[misc]  # the class is known when the program runs
    """PyYAML's safe loader, in C where there is one, without its guesses at types, which nobody here asks for."""

    def resolve(self, _kind: type, _value: object, _implicit: object) -> str:
        """Return the tag of a node: of every text the same, as the types of the library decide what it is."""
        return ""

    def descend_resolver(self, _parent: object, _index: object) -> None:
        """Do nothing: there is no path on which a tag depends."""

    def ascend_resolver(self) -> None:
        """Do nothing, like `descend_resolver`."""


TRUE, FALSE = ("是", "true", "yes", "有"), ("否", "false", "no", "无")

SYNTAX_MESSAGES = (
    ("tab character", "这里用了制表符（Tab），YAML 只能用空格缩进", "把 Tab 换成空格"),
    ("expected a single document", "一个文件只能有一份内容，这里多了一行“---”", "删去这一行"),
    ("undefined alias", "这个符号不能放在开头", "给整段文字加上引号"),
    ("scanning an a", "这个符号不能放在开头", "给整段文字加上引号"),
    ("<document start>", "缩进不齐，或引号没有配对", "检查这一行和上一行的缩进、引号"),
    ("mapping values are not allowed", "这里多了一个冒号，或上一行缩进不对", "文字里有“: ”时，给整段文字加上引号"),
    ("could not find expected ':'", "这一行缺少冒号", "写成“键: 值”，冒号后空一格"),
    ("did not find expected '-'", "列表的缩进不齐", "同一层的“- ”要上下对齐"),
    ("did not find expected key", "缩进不齐，或引号没有配对", "检查这一行和上一行的缩进、引号"),
    ("block end", "缩进不齐，或引号没有配对", "检查这一行和上一行的缩进、引号"),
    ("unexpected end of stream", "引号没有配对，一直到文件末尾都没有结束", "补上结束的引号"),
    ("expected ',' or", "方括号或花括号里缺少逗号，或没有结束", "检查括号是否配对、各项之间是否有英文逗号"),
    ("expected node content", "方括号或花括号没有结束，或冒号、逗号后面少了内容", "检查括号是否配对"),
    ("unknown escape", "双引号里的反斜杠不能这样用", "改用单引号"),
    ("control characters", "文件里有不可见的控制字符", "删去这些字符"),
    ("cannot start any token", "这个符号不能放在开头", "给整段文字加上引号"),
)


class Decoded(msgspec.Struct, Generic[T], frozen=True):
    """What came out of a file: the value (None when it is unusable) and every mistake in it."""

    value: T | None
    problems: tuple[Problem, ...]
    templates: tuple[tuple[str, Source], ...] = ()
    """The texts in which Jinja may stand, with their places."""


def compose(text: str, path: str) -> yaml.Node | None:
    """Return the node graph of `text`, None for an empty file.

    Raises InvalidFilesError for syntax mistakes, aliases and excessive depth.
    """
    _refuse_unsafe(text, path)
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as failure:
        raise InvalidFilesError([_syntax_problem(failure, text, path)]) from failure
    except (yaml.YAMLError, ValueError) as failure:
        found = error("yaml-syntax", "文件里有 YAML 不允许的字符", Source(path), hint="删去不可见的控制字符")
        raise InvalidFilesError([found]) from failure
    return node


def _refuse_unsafe(text: str, path: str) -> None:
    """Refuse aliases and deep nesting before the composer, which recurses in C, sees them."""
    if not _is_suspicious(text):
        return
    depth = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            source = _marked(event.start_mark, path)
            if isinstance(event, yaml.AliasEvent):
                message = "不能用锚点（& 和 *）"
                raise InvalidFilesError([error("yaml-anchor", message, source, hint="把内容写全，不用锚点")])
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise InvalidFilesError([_too_deep(source)])
    except (yaml.YAMLError, ValueError):
        return  # compose() meets the same mistake and says where it is


def _marked(mark: Any, path: str) -> Source:
    """Return the place of a PyYAML mark; C and Python loaders have classes of their own for it."""
    return Source(path, mark.line + 1, mark.column + 1)


def _is_suspicious(text: str) -> bool:
    """Return whether `text` could hold aliases or deep nesting; cheap, and no for nearly every file."""
    if "&" in text and "*" in text:
        return True
    if text.count("[") + text.count("{") > MAX_DEPTH:
        return True
    return DEEP_INDENT.search(text) is not None


def _too_deep(source: Source) -> Problem:
    return error("yaml-depth", "嵌套太深", source, hint=f"最多 {MAX_DEPTH} 层")


def _syntax_problem(failure: yaml.MarkedYAMLError, text: str, path: str) -> Problem:
    mark = failure.problem_mark or failure.context_mark
    source = Source(path, mark.line + 1, mark.column + 1) if mark else Source(path)
    said = f"{failure.context or ''} {failure.problem or ''}"
    if "nesting depth" in said:  # libyaml has a limit of its own, which one long line of brackets meets first
        return _too_deep(source)
    line = text.split("\n")[mark.line : mark.line + 1] if mark else []
    if mark and line and line[0][mark.column :].startswith("\t"):
        said = "tab character"
    for known, message, hint in SYNTAX_MESSAGES:
        if known in said:
            return error("yaml-syntax", message, source, hint=hint)
    return error("yaml-syntax", "YAML 写法有误", source, hint="检查缩进、冒号后的空格、引号和括号")


def decode(text: str, path: str, target: type[T], refs: Mapping[str, Sequence[str]] | None = None) -> Decoded[T]:
    """Return `text` as a value of the type `target`, with every mistake found on the way.

    `refs` gives, for each family of ids ("themes", "kinds" …), the legal words.
    """
    try:
        node = compose(text, path)
    except InvalidFilesError as failure:
        return Decoded(None, failure.problems)
    if node is None:
        return _decoded_empty(path, target)
    decoder = Decoder(path, refs or {})
    value = decoder.value(node, _type_info(target))  # type: ignore[arg-type]  # a type is hashable
    return Decoded(None if value is BAD else value, tuple(decoder.problems), tuple(decoder.templates))


def _decoded_empty(path: str, target: type[T]) -> Decoded[T]:
    """An empty file is a mistake, but where every key may be left out (a drafter.yaml that only marks its folder)."""
    info = _type_info(target)  # type: ignore[arg-type]  # a type is hashable
    if isinstance(info, inspect.StructType) and not any(field.required for field in info.fields):
        return Decoded(target(), ())
    return Decoded(None, (error("empty-file", "文件是空的", Source(path)),))


@functools.cache
def _type_info(target: Hashable) -> inspect.Type:
    return inspect.type_info(target)


class Decoder:
    """Walks a node graph and a type side by side; collects problems instead of stopping."""

    def __init__(self, path: str, refs: Mapping[str, Sequence[str]]) -> None:
        """Prepare for one file."""
        self.path = path
        self.refs = refs
        self.problems: list[Problem] = []
        self.templates: list[tuple[str, Source]] = []

    def source(self, node: yaml.Node) -> Source:
        """Return the place of `node`."""
        return _marked(node.start_mark, self.path)

    def bad(self, rule: str, node: yaml.Node, message: str, hint: str = "", match: str = "") -> Any:
        """Record a problem at `node` and return BAD."""
        self.problems.append(error(rule, message, self.source(node), hint=hint, match=match))
        return BAD

    def value(self, node: yaml.Node, info: Any, extra: dict[str, Any] | None = None) -> Any:
        """Return `node` as a value of the type that `info` describes, or BAD."""
        if isinstance(info, inspect.Metadata):
            return self.value(node, info.type, info.extra)
        if isinstance(info, inspect.UnionType):
            return self._union(node, info)
        handler = self._HANDLERS.get(type(info))
        if handler is None:
            return self._scalar(node, info, extra or {})
        return handler(self, node, info)

    def _union(self, node: yaml.Node, info: inspect.UnionType) -> Any:
        if _is_empty(node) and any(isinstance(option, inspect.NoneType) for option in info.types):
            return None
        wanted = {yaml.ScalarNode: "scalar", yaml.SequenceNode: "list", yaml.MappingNode: "map"}[type(node)]
        for option in info.types:
            if _shape(option) == wanted:
                return self.value(node, option)
        shapes = "、".join(dict.fromkeys(SHAPE_NAMES[_shape(option)] for option in info.types))
        return self.bad("wrong-type", node, f"这里应当是{shapes}")

    def _struct(self, node: yaml.Node, info: inspect.StructType) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self.bad("wrong-type", node, "这里应当是若干行“键: 值”")
        fields = {field.encode_name: field for field in info.fields}
        given, sound = {}, True
        for name, value_node in self._pairs(node, tuple(fields)):
            value = self.value(value_node, fields[name].type)
            sound &= value is not BAD
            given[fields[name].name] = value
        for field in info.fields:
            if field.required and field.name not in given:
                sound = self.bad("missing-key", node, f"缺少“{field.encode_name}”") is not BAD
        return info.cls(**given) if sound else BAD

    def _pairs(self, node: yaml.MappingNode, known: Sequence[str]) -> list[tuple[str, yaml.Node]]:
        """Return the entries under known keys; unknown and repeated keys become problems."""
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.bad("wrong-type", key, "冒号前面应当是一个词", "含有 [ ] { } 的文字要加引号")
                continue
            name = key.value
            if name in found:
                self.bad("duplicate-key", key, f"“{name}”写了两次", "留下一个", name)
            elif known and name not in known:
                hint = did_you_mean(name, known) or f"这里可以写：{'、'.join(known)}"
                self.bad("unknown-key", key, f"不认识“{name}”", hint, name)
            else:
                found[name] = value
        return list(found.items())

    def _map(self, node: yaml.Node, info: inspect.DictType) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self.bad("wrong-type", node, "这里应当是若干行“键: 值”")
        result, sound = {}, True
        keys = {key.value: key for key, _ in node.value if isinstance(key, yaml.ScalarNode)}
        for name, value_node in self._pairs(node, ()):
            key = self.value(keys[name], info.key_type)
            value = self.value(value_node, info.value_type)
            sound &= key is not BAD and value is not BAD
            result[key if key is not BAD else name] = value
        return result if sound else BAD

    def _list(self, node: yaml.Node, info: Any) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            return self.bad("wrong-type", node, "这里应当是一个列表", "写成 [甲, 乙]，或每项一行、以“- ”开头")
        values = [self.value(item, info.item_type) for item in node.value]
        if any(value is BAD for value in values):
            return BAD
        return tuple(values) if isinstance(info, inspect.VarTupleType) else values

    def _scalar(self, node: yaml.Node, info: Any, extra: dict[str, Any]) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            return self.bad("wrong-type", node, f"这里应当是{SHAPE_NAMES['scalar']}")
        reader = self._SCALARS.get(type(info))
        if reader is None:
            return self.bad("wrong-type", node, "这里不能写值")
        value = reader(self, node, info)
        if value is not BAD and extra:
            return self._annotated(node, value, extra)
        return value

    def _annotated(self, node: yaml.ScalarNode, value: Any, extra: dict[str, Any]) -> Any:
        """Apply what the type's annotation asks: a reference to a known id, or a template to compile."""
        if extra.get("template") and "{" in value:
            self.templates.append((value, self._text_source(node)))
        legal = self.refs.get(extra.get("ref", ""))
        if legal is not None and value not in legal:
            hint = did_you_mean(value, legal) or f"可以写：{'、'.join(legal)}"
            return self.bad("unknown-value", node, f"没有“{value}”", hint, value)
        return value

    def _text_source(self, node: yaml.ScalarNode) -> Source:
        """Return where the text itself begins: below a block scalar's | or >."""
        place = self.source(node)
        return Source(self.path, place.line + 1, 0) if node.style in ("|", ">") else place

    def _text(self, node: yaml.ScalarNode, _info: Any) -> Any:
        return node.value

    def _literal(self, node: yaml.ScalarNode, info: inspect.LiteralType) -> Any:
        legal = [str(value) for value in info.values]
        if node.value in legal:
            return node.value
        hint = did_you_mean(node.value, legal) or f"可以写：{'、'.join(legal)}"
        return self.bad("unknown-value", node, f"没有“{node.value}”", hint, node.value)

    def _int(self, node: yaml.ScalarNode, _info: Any) -> Any:
        if re.fullmatch(r"-?\d{1,15}", node.value):
            return int(node.value)
        return self.bad("wrong-type", node, f"“{node.value}”不是整数", match=node.value)

    def _float(self, node: yaml.ScalarNode, _info: Any) -> Any:
        if re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", node.value):
            return float(node.value)
        return self.bad("wrong-type", node, f"“{node.value}”不是数", match=node.value)

    def _bool(self, node: yaml.ScalarNode, _info: Any) -> Any:
        word = node.value.lower()
        if word in TRUE or word in FALSE:
            return word in TRUE
        return self.bad("wrong-type", node, f"“{node.value}”不是“是”或“否”", "写 是 或 否", node.value)

    def _date(self, node: yaml.ScalarNode, _info: Any) -> Any:
        try:
            return date.fromisoformat(node.value)
        except ValueError:
            return self.bad("wrong-type", node, f"“{node.value}”不是日期", "写成 2026-03-18", node.value)

    _HANDLERS: Mapping[type, Any] = {
        inspect.StructType: _struct,
        inspect.DictType: _map,
        inspect.ListType: _list,
        inspect.VarTupleType: _list,
    }
    _SCALARS: Mapping[type, Any] = {
        inspect.StrType: _text,
        inspect.LiteralType: _literal,
        inspect.IntType: _int,
        inspect.FloatType: _float,
        inspect.BoolType: _bool,
        inspect.DateType: _date,
    }


SHAPE_NAMES = {"scalar": "一个值", "list": "一个列表", "map": "若干行“键: 值”", "none": "空"}


def _shape(info: Any) -> str:
    if isinstance(info, inspect.Metadata):
        return _shape(info.type)
    if isinstance(info, inspect.ListType | inspect.VarTupleType):
        return "list"
    if isinstance(info, inspect.StructType | inspect.DictType):
        return "map"
    return "none" if isinstance(info, inspect.NoneType) else "scalar"


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def key_lines(text: str, path: str) -> dict[str, int]:
    """Return the line of each key at the top of a file; empty where the file is no mapping."""
    node = compose(text, path)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: key.start_mark.line + 1 for key, _ in node.value if isinstance(key, yaml.ScalarNode)}


def first_keys(text: str, path: str) -> tuple[str, ...]:
    """Return the keys at the top of a file, in order. Raises InvalidFilesError for what is no YAML."""
    return tuple(key_lines(text, path))
