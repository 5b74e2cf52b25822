"""``site.json`` of a build: what the portal and exports must know of it besides its pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reports.model.index import IndexPage

FILE = "site.json"
FORMAT = 1


@dataclass(frozen=True)
class SiteFacts:
    """Facts of a build.

    Attributes
    ----------
    style_hashes : tuple of str
        Base64 SHA-256 of the inline styles its pages have, for the header Content-Security-Policy.
    index : IndexPage
        Content of the first page, so that it can be shown with fewer departments.
    sentences : mapping
        Folder of the department to week to the number of rows with a customer's words.
    """

    style_hashes: tuple[str, ...]
    index: IndexPage
    sentences: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    format: int = FORMAT


def dump_facts(facts: SiteFacts) -> bytes:
    """Return the file's content; the same facts give the same bytes."""
    return bytes(_adapter().dump_json(facts, indent=1)) + b"\n"


def load_facts(content: bytes) -> SiteFacts | None:
    """Read the file; None where another version of Koe wrote it."""
    try:
        facts: SiteFacts = _adapter().validate_json(content)
    except ValidationError:
        return None
    return facts if facts.format == FORMAT else None


def restrict_index(page: IndexPage, may_see: Callable[[str], bool]) -> IndexPage:
    """Return the first page with only those departments whose folder `may_see` allows.

    Edits that could not be applied name topics of any department, so they are shown with all of them only.
    """
    lines = (*page.departments, *((page.unassigned,) if page.unassigned else ()))
    seen = [may_see(line.department.folder) for line in lines]
    return replace(
        page,
        departments=tuple(line for line in page.departments if may_see(line.department.folder)),
        unassigned=page.unassigned
        if page.unassigned and may_see(page.unassigned.department.folder)
        else None,
        weeks=tuple(
            replace(week, cases=tuple(cases for cases, shown in zip(week.cases, seen, strict=True) if shown))
            for week in page.weeks
        ),
        conflicts=page.conflicts if all(seen) else (),
        days=tuple(line for line in page.days if may_see(line.department.folder)),
        executive=page.executive if all(seen) else "",
        usage=page.usage if all(seen) else None,
    )


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(SiteFacts)
