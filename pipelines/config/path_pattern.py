"""Paths of sources: ``${VAR}``, ``{day}``, ``{day:%Y%m%d}`` and globs."""

import posixpath
import re
from collections.abc import Mapping
from datetime import date, datetime

from pipelines.config.model import closest, problem

DAY_PART = re.compile(r"\{day(?::([^{}]*))?\}")
_BRACES = re.compile(r"\{[^{}]*\}")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_DIRECTIVES = {"%Y": r"\d{4}", "%m": r"\d{2}", "%d": r"\d{2}", "%y": r"\d{2}", "%j": r"\d{3}"}
_PROBE = date(2026, 11, 21)


def holds_day(pattern: str) -> bool:
    """Return whether files of the pattern are named after a day."""
    return DAY_PART.search(pattern) is not None


def expand_path(pattern: str, folder: str, variables: Mapping[str, str]) -> str:
    """Put in the variables and make a relative path count from `folder`; a URL stays a URL."""

    def put_in(match: re.Match[str]) -> str:
        name = match.group(1)
        if not variables.get(name):
            raise problem(f"${{{name}}} is not set in the environment{closest(name, variables)}")
        return variables[name].rstrip("/") or "/"

    path = _VARIABLE.sub(put_in, pattern)
    if "://" in path or "::" in path:
        return path
    return posixpath.normpath(posixpath.join(folder, path))


def path_of_day(pattern: str, day: date) -> str:
    """Return the pattern with `day` put in: ``phone/{day:%Y%m%d}.csv`` → ``phone/20261121.csv``."""
    return DAY_PART.sub(lambda match: day.strftime(match.group(1) or "%Y-%m-%d"), pattern)


def pattern_regex(pattern: str) -> re.Pattern[str]:
    """Return the regex of full paths; groups ``d0``, ``d1`` … hold the parts of the day."""
    pieces: list[str] = []
    groups = 0
    for token in re.split(r"(\{day(?::[^{}]*)?\}|\*\*|\*|\?)", pattern):
        day_part = DAY_PART.fullmatch(token)
        if day_part:
            pieces.append(f"(?P<d{groups}>{_day_regex(day_part.group(1))})")
            groups += 1
        else:
            pieces.append({"**": ".*", "*": "[^/]*", "?": "[^/]"}.get(token, re.escape(token)))
    return re.compile("".join(pieces))


def day_in(pattern: str, match: re.Match[str]) -> date | None:
    """Return the day that a matching path names, or None when its digits make no date."""
    parts = [(match.group(f"d{n}"), fmt or "%Y-%m-%d") for n, fmt in enumerate(DAY_PART.findall(pattern))]
    whole = [part for part in parts if _is_whole(part[1])]
    used = whole[:1] or list(dict.fromkeys(parts))
    try:
        day = datetime.strptime(  # noqa: DTZ007
            "/".join(text for text, _ in used), "/".join(fmt for _, fmt in used)
        ).date()
    except (ValueError, re.error):
        return None
    return day if all(day.strftime(fmt) == text for text, fmt in parts) else None


def refuse_bad_pattern(pattern: str) -> None:
    """Refuse braces other than ``{day…}``, unknown directives, and day parts that do not make up a date."""
    for braces in _BRACES.findall(_VARIABLE.sub("", pattern)):
        if not DAY_PART.fullmatch(braces):
            raise problem(f"{braces} is not known in a path; allowed are {{day}} and {{day:%Y%m%d}}")
    if not holds_day(pattern):
        return
    for fmt in DAY_PART.findall(pattern):
        _day_regex(fmt)
    match = pattern_regex(pattern).fullmatch(re.sub(r"\*+", "x", path_of_day(pattern, _PROBE)))
    if match is None or day_in(pattern, match) != _PROBE:
        raise problem("the {day…} parts of the path do not make up a date; write {day} or {day:%Y%m%d}")


def _day_regex(fmt: str | None) -> str:
    pieces: list[str] = []
    for piece in re.split(r"(%.)", fmt or "%Y-%m-%d"):
        if piece.startswith("%"):
            if piece not in _DIRECTIVES:
                raise problem(f"{piece} in {{day:…}} is not known; allowed: {', '.join(_DIRECTIVES)}")
            pieces.append(_DIRECTIVES[piece])
        else:
            pieces.append(re.escape(piece))
    return "".join(pieces)


def _is_whole(fmt: str) -> bool:
    year = "%Y" in fmt or "%y" in fmt
    return year and ("%j" in fmt or ("%m" in fmt and "%d" in fmt))
