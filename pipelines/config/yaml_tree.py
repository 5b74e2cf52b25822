"""A YAML file as plain values, with the line every key and item stands on."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml

from pipelines.errors import ConfigError

_TYPE_PREFIX = "tag:yaml.org,2002:"
Location = tuple[str | int, ...]


class _PlainLoader(yaml.SafeLoader):
    """YAML 1.2's few plain types: 10:30 is no number, "no" no boolean and 007 keeps its zeros."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]


def _add_resolvers() -> None:
    plain = (
        ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
        ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
        ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?$", "-+0123456789"),
        ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
        ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789"),
    )
    for name, pattern, first in plain:
        _PlainLoader.add_implicit_resolver(_TYPE_PREFIX + name, re.compile(pattern), list(first))


_add_resolvers()


@dataclass(frozen=True)
class YamlTree:
    """Values of a YAML file and where they stand.

    Attributes
    ----------
    path : Path
        The file.
    data : Any
        Mappings (keys are always strings, as written), lists and scalars.
    lines : dict
        Location, for example ``("sources", "phone", "text", 0)``, to its line, counted from 1.
    """

    path: Path
    data: Any
    lines: dict[Location, int]

    def line(self, location: Location) -> int:
        """Return the line of `location`, or of the nearest thing around it."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)


def read_yaml(path: Path) -> YamlTree:
    """Read one YAML file.

    Raises
    ------
    ConfigError
        No such file, not UTF-8, not YAML, a key twice, or a tag, anchor or alias in it.
    """
    text = _read_text(path)
    try:
        _refuse_tags(path, text)
        node = yaml.compose(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(
            f"{path}:{line}: this is not valid YAML: {error.problem or error.context}"
        ) from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}:1: this is not valid YAML: {str(error).splitlines()[0]}") from None
    lines: dict[Location, int] = {(): 1}
    data = {} if node is None else _values(path, node, (), lines)
    return YamlTree(path, data, lines)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: there is no such file; create it or point --config elsewhere") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def _refuse_tags(path: Path, text: str) -> None:
    refused = {
        yaml.TagToken: "YAML tags (!…) are not accepted",
        yaml.AnchorToken: "YAML anchors (&…) are not accepted; quote the value or write it out",
        yaml.AliasToken: "YAML aliases (*…) are not accepted; quote the value or write it out",
    }
    for token in yaml.scan(text, Loader=_PlainLoader):
        message = refused.get(type(token))
        if message:
            raise ConfigError(f"{path}:{token.start_mark.line + 1}: {message}")


def _values(path: Path, node: yaml.Node, at: Location, lines: dict[Location, int]) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(path, node, at, lines)
    if isinstance(node, yaml.SequenceNode):
        items = []
        for number, item in enumerate(node.value):
            lines[(*at, number)] = item.start_mark.line + 1
            items.append(_values(path, item, (*at, number), lines))
        return items
    return _scalar(path, node)


def _mapping(path: Path, node: yaml.MappingNode, at: Location, lines: dict[Location, int]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise ConfigError(f"{path}:{line}: a key must be plain text")
        key = key_node.value
        if key in result:
            first = lines[(*at, key)]
            raise ConfigError(f"{path}:{line}: the key {key!r} is there twice (first on line {first})")
        lines[(*at, key)] = line
        result[key] = _values(path, value_node, (*at, key), lines)
    return result


def _scalar(path: Path, node: yaml.Node) -> Hashable:
    try:
        # Only plain scalars get here: the result is a str, int, float, bool, date or None.
        value: Hashable = yaml.constructor.SafeConstructor().construct_object(node)
    except ValueError as error:
        raise ConfigError(f"{path}:{node.start_mark.line + 1}: {error}") from None
    return value
