"""What an address of the portal asks for; everything that is not plainly a page of the site is refused."""

import re
from dataclasses import dataclass
from enum import Enum

from reports.portal.errors import AddressError
from reports.site import CURRENT

INDEX = "index.html"
AGENTS = "agents"
CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DOWNLOADS = frozenset({"csv", "pdf", "xlsx"})
_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_MOST_SEGMENTS = 5
_LISTS = frozenset({INDEX})


class Area(Enum):
    """How far an address reaches."""

    INDEX = "index"
    """The first page: shown to everyone who is logged in, with the departments open to them."""
    DEPARTMENT = "department"
    """Below the folder of a department."""
    EVERYONE = "everyone"
    """The page for those who took the calls: it names no customer, and is open to all who are logged in."""
    COMPANY = "company"
    """Anything else: for those who see all departments."""


@dataclass(frozen=True)
class SitePath:
    """One page of one build.

    Attributes
    ----------
    build : str
        Name of the build, or `current`.
    parts : tuple of str
        Folders and file below the build; at least the file.
    """

    build: str
    parts: tuple[str, ...]

    @property
    def area(self) -> Area:
        """How far it reaches."""
        if self.parts == (INDEX,):
            return Area.INDEX
        if self.parts == (AGENTS, INDEX):
            return Area.EVERYONE
        return Area.DEPARTMENT if len(self.parts) > 1 else Area.COMPANY

    @property
    def folder(self) -> str:
        """Folder of the department; "" where there is none."""
        return self.parts[0] if self.area is Area.DEPARTMENT else ""

    @property
    def page(self) -> str:
        """Address below the department's folder, as the access log names it."""
        return "/".join(self.parts[1:] if self.folder else self.parts)

    @property
    def suffix(self) -> str:
        """Ending of the file, without the dot."""
        return self.parts[-1].rpartition(".")[2]

    @property
    def holds_sentences(self) -> bool:
        """Whether customers' words may stand there: all of a department but its bare list of weeks."""
        return self.area is Area.COMPANY or (self.area is Area.DEPARTMENT and self.parts[1:] != (INDEX,))

    @property
    def kind(self) -> str:
        """What was opened, for the access log: report, sentences or file."""
        if self.suffix != "html":
            return "file"
        return "report" if self.parts[-1] in _LISTS else "sentences"


def parse_address(address: str) -> SitePath:
    """Read a decoded address below the portal, such as ``current/product/2026-W47/T000012.html``.

    Raises
    ------
    AddressError
        It has a part that no page of a site has: ``..``, a leading dot, ``%``, a backslash, NUL, nothing, an
        unknown ending.
    """
    build, *parts = address.split("/")
    if parts and parts[-1] == "":
        parts[-1] = INDEX
    is_plain = 1 <= len(parts) <= _MOST_SEGMENTS and all(map(_SEGMENT.fullmatch, (build, *parts)))
    if not is_plain or parts[-1].rpartition(".")[2] not in CONTENT_TYPES or CURRENT in parts:
        message = "the address names no page of the site; start from the first page of the portal"
        raise AddressError(message)
    return SitePath(build, tuple(parts))
