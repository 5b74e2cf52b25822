"""Single voices that count at n = 1, and harmless ones that only look like them."""

from pathlib import Path
from typing import Any, Final

from samples.company.errors import DemoError
from samples.company.material import Issue, read_yaml

RISK_CLASSES: Final = ("smoke_fire", "injury", "health", "foreign_matter", "privacy", "legal", "sns_spread")


def _as_issue(raw: dict[str, Any], where: str, *, risk: str) -> Issue:
    try:
        return Issue(
            id=raw["id"],
            kind=raw.get("kind", "complaint"),
            label="",
            theme="",
            department="",
            weight=0.0,
            products=(raw["product"],) if "product" in raw else (),
            wordings=(raw["wording"],),
            spoken=(raw["spoken"],) if "spoken" in raw else (),
            memo=(),
            risk=risk,
        )
    except KeyError as error:
        raise DemoError(f"{where}: an entry has no {error.args[0]!r}; add it") from None


def load_risks(path: Path) -> tuple[Issue, ...]:
    """Read the single risk voices; the classes take turns, so that a dozen in a row holds all of them.

    Raises
    ------
    DemoError
        The file is missing, an entry lacks something or names a risk class that does not exist.
    """
    found = [_as_issue(raw, path.name, risk=str(raw.get("risk"))) for raw in read_yaml(path) or []]
    if unknown := sorted({issue.risk for issue in found} - set(RISK_CLASSES)):
        raise DemoError(f"{path.name}: unknown risk class {unknown[0]!r}; allowed: {', '.join(RISK_CLASSES)}")
    groups = [[issue for issue in found if issue.risk == name] for name in RISK_CLASSES]
    longest = max(map(len, groups))
    return tuple(group[i] for i in range(longest) for group in groups if i < len(group))


def load_decoys(path: Path) -> tuple[Issue, ...]:
    """Read the harmless look-alikes (「火がついたように売れている」); DemoError as for the risks."""
    return tuple(_as_issue(raw, path.name, risk="") for raw in read_yaml(path) or [])
