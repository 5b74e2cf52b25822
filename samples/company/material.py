"""The sentences of the demo company: issues, small talk, frames with personal data, risks."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import yaml

from samples.company.errors import DemoError

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KINDS: Final = ("complaint", "request", "procedure", "question", "praise")


@dataclass(frozen=True)
class Issue:
    """What some customers have in common to say; ``risk`` is set for single risk voices."""

    id: str
    kind: str
    label: str
    theme: str
    department: str
    weight: float
    products: tuple[str, ...]
    wordings: tuple[str, ...]
    spoken: tuple[str, ...]
    memo: tuple[str, ...]
    risk: str = ""


@dataclass(frozen=True)
class Chooser:
    """Issues with cumulative weights: a draw is one bisection."""

    issues: tuple[Issue, ...]
    cumulative: tuple[float, ...]

    @classmethod
    def make(cls, issues: Sequence[Issue], weights: Sequence[float]) -> "Chooser":
        """Build from weights ≥ 0, of which one at least is above 0."""
        kept = [(issue, weight) for issue, weight in zip(issues, weights, strict=True) if weight > 0]
        return cls(tuple(i for i, _ in kept), tuple(accumulate(w for _, w in kept)))

    def choose(self, roll: float) -> Issue:
        """Return the issue at a number in [0, 1)."""
        return self.issues[
            min(bisect_right(self.cumulative, roll * self.cumulative[-1]), len(self.issues) - 1)
        ]


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds.

    Raises
    ------
    DemoError
        The file is missing or not YAML.
    """
    try:
        # the C loader is eight times faster and as safe
        return yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506
    except FileNotFoundError:
        raise DemoError(f"{path.name} of the demo company is missing; restore samples/company") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise DemoError(f"{path.name}{where} is not valid YAML; correct the file") from None


def _issue(raw: dict[str, Any], where: str, common: dict[str, Any]) -> Issue:
    try:
        usual = common.get(raw["id"], {})
        issue = Issue(
            id=raw["id"],
            kind=raw["kind"],
            label=raw["label"],
            theme=raw["theme"],
            department=raw["department"],
            weight=float(raw.get("weight", 1.0)),
            products=tuple(raw.get("products") or ()),
            wordings=(*raw["wordings"], *usual.get("written", ())),
            spoken=(*raw["spoken"], *usual.get("spoken", ())),
            memo=(*raw["memo"], *usual.get("memo", ())),
        )
    except KeyError as error:
        raise DemoError(f"{where}: an issue has no {error.args[0]!r}; add it") from None
    if issue.kind not in KINDS:
        raise DemoError(f"{where}: issue {issue.id} has kind {issue.kind!r}; allowed: {', '.join(KINDS)}")
    if not (issue.wordings and issue.spoken and issue.memo):
        raise DemoError(f"{where}: issue {issue.id} needs wordings, spoken and memo sentences")
    return issue


def load_issues(folder: Path) -> tuple[Issue, ...]:
    """Read every issue file of a folder, by file name and position.

    ``common_wordings.yaml`` beside the folder adds what many customers say in the same words: about a third.

    Raises
    ------
    DemoError
        No file, a file that cannot be read, an issue that lacks something, an id used twice.
    """
    usual = folder.parent / "common_wordings.yaml"
    common = read_yaml(usual) if usual.exists() else {}
    found: list[Issue] = []
    for path in sorted(folder.glob("*.yaml")):
        found += [_issue(raw, path.name, common) for raw in read_yaml(path) or []]
    if not found:
        raise DemoError(f"no issue files in {folder.name}; restore samples/company/issues")
    ids = [issue.id for issue in found]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise DemoError(f"issue id {twice[0]!r} is used twice; give each issue its own")
    return tuple(found)
