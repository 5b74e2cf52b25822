"""From a YAML file to a checked, frozen model; every complaint names file, line and remedy."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipelines.config.yaml_tree import Location, YamlTree, read_yaml
from pipelines.errors import ConfigError

M = TypeVar("M", bound=BaseModel)
_MOST_PROBLEMS = 10


def load_validated(
    path: Path,
    model: type[M],
    *,
    variables: Mapping[str, str] | None = None,
    known: Mapping[str, object] | None = None,
) -> M:
    """Read `path` and check it against `model`.

    Parameters
    ----------
    path : Path
        A YAML file.
    model : type
        Pydantic model of the whole file.
    variables : mapping, optional
        What ``${NAME}`` stands for (the environment and ``KOE_HOME``). Without it, paths stay as written.
    known : mapping, optional
        What the model needs of other files, for example the ids of all departments.

    Raises
    ------
    ConfigError
        With one line a problem: ``config/sources.yaml:12: sources.phone: unknown key 'encodng' …``.
    """
    tree = read_yaml(path)
    context = {"folder": str(path.parent.absolute()), "variables": variables, **(known or {})}
    try:
        return model.model_validate(tree.data, context=context)
    except ValidationError as error:
        problems = error.errors(include_url=False)
        lines = [_sentence(tree, item) for item in problems[:_MOST_PROBLEMS]]
        if len(problems) > _MOST_PROBLEMS:
            lines.append(f"{path}: and {len(problems) - _MOST_PROBLEMS} more problems")
        raise ConfigError("\n".join(lines)) from None


def _sentence(tree: YamlTree, item: Any) -> str:
    # Tags of unions are written "<…>" so that they can be told from keys of the file.
    location: Location = tuple(part for part in item["loc"] if not str(part).startswith("<"))
    context = item.get("ctx", {})
    culprit = location + tuple(context.get("at", ()))
    place = ".".join(map(str, location)) or "the file"
    return f"{tree.path}:{tree.line(culprit)}: {place}: {_complaint(item, context, location)}"


def _complaint(item: Any, context: Mapping[str, Any], location: Location) -> str:
    if item["type"] == "koe_setting":
        return str(context["message"])
    if item["type"] == "missing":
        return f"the key {str(location[-1])!r} is missing"
    value = repr(item["input"])
    shown = value if len(value) <= 60 else value[:57] + "…"
    message = item["msg"][:1].lower() + item["msg"][1:]
    return f"{message}, but found {shown}"
