"""``masking.yaml``: a centre's own masking rules and the names of its staff."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from nlp.masking import Rule, RuleError, parse_rules
from nlp.masking.proof import failed_example, is_too_slow
from pipelines.config.model import closest
from pipelines.errors import ConfigError

MASKING: Final = "masking.yaml"
_KEYS: Final = ("define", "rules", "staff_names")
_RULE_NAME: Final = re.compile(r"rule '([^']+)'")


@dataclass(frozen=True)
class MaskingFile:
    """What a centre adds to the shipped masking: rules that come first, and names that are always masked."""

    rules: tuple[Rule, ...] = ()
    staff_names: tuple[str, ...] = ()


def masking_paths(folder: Path) -> tuple[Path, ...]:
    """Return the files of a configuration folder that decide the masking: masking.yaml, the list of names."""
    path = folder / MASKING
    named = _names_path(path, _document(path)) if path.exists() else None
    return (path, named) if named else (path,)


def read_masking(folder: Path, *, clock: Callable[[], float] = time.process_time) -> MaskingFile:
    """Read a configuration folder's masking.yaml; nothing is added where there is none.

    Every rule is proved: its examples must hold, and no text of 100 kB may take it more than a second.

    Raises
    ------
    ConfigError
        Names file, line, rule and remedy.
    """
    path = folder / MASKING
    if not path.exists():
        return MaskingFile()
    document = _document(path)
    text = path.read_text(encoding="utf-8")
    rules: tuple[Rule, ...] = ()
    if document.get("rules"):
        try:
            rules = parse_rules(text)
        except RuleError as error:
            raise ConfigError(f"{path}:{_line_of(text, str(error))}: {error}") from None
    for rule in rules:
        _prove(rule, text, path, clock)
    names = _names_path(path, document)
    return MaskingFile(rules, _read_names(names) if names else ())


def _document(path: Path) -> dict[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{path}:{line}: is not valid YAML; put patterns into '…' quotes") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise ConfigError(f"{path}:1: must be a mapping with the keys {', '.join(_KEYS)}")
    for key in map(str, document):
        if key not in _KEYS:
            raise ConfigError(
                f"{path}: unknown key {key!r}{closest(key, _KEYS)}; allowed keys: {', '.join(_KEYS)}"
            )
    return document


def _names_path(path: Path, document: dict[str, Any]) -> Path | None:
    name = document.get("staff_names")
    if not name:
        return None
    if not isinstance(name, str) or Path(name).name != name:
        raise ConfigError(f"{path}: staff_names must be the name of a file beside it, one name a line")
    return path.with_name(name)


def _prove(rule: Rule, text: str, path: Path, clock: Callable[[], float]) -> None:
    where = f"{path}:{_line_of(text, f'rule {rule.name!r}')}: rule {rule.name!r}"
    if is_too_slow(rule, clock):
        raise ConfigError(
            f"{where}: some texts of 100 kB take it more than a second; "
            "bound its repetitions ({1,20} for +) and let no two of them match the same text"
        )
    if example := failed_example(rule):
        raise ConfigError(
            f"{where}: its example `{example}` is not masked as marked; correct the pattern or the example"
        )


def _line_of(text: str, message: str) -> int:
    found = _RULE_NAME.search(message)
    if not found:
        return 1
    name = re.compile(rf"name:\s*['\"]?{re.escape(found.group(1))}['\"]?\s*(?:$|[,}}#])", re.MULTILINE)
    at = name.search(text)
    return text.count("\n", 0, at.start()) + 1 if at else 1


def _read_names(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError:
        raise ConfigError(
            f"{path}: the list that staff_names names cannot be read; make it or correct it"
        ) from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8; save it as UTF-8") from None
    names = [(n, line.partition("#")[0].strip()) for n, line in enumerate(lines, 1)]
    for number, name in names:
        if len(name) == 1 or len(name) > 30:
            raise ConfigError(
                f"{path}:{number}: a name must have 2 to 30 characters; give surname and given name"
            )
    return tuple(dict.fromkeys(name for _, name in names if name))
