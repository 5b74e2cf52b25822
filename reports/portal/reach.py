"""How far a person sees into the published copy: departments that are open to them and not withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.model.labels import EVERYWHERE_NAME, UNASSIGNED_NAME
from reports.model.paths import name_folder
from reports.portal.rights import Viewer
from reports.queries import fetch_rows
from warehouse.contract.mart import ALL_DEPARTMENTS

if TYPE_CHECKING:
    from warehouse.published import Reader


@dataclass(frozen=True)
class Reach:
    """What of a copy one person may see.

    Attributes
    ----------
    names : tuple of (str, str)
        Id and name of every department, in their order.
    withdrawn : frozenset of str
        Departments whose publication is off, for everybody.
    """

    viewer: Viewer
    names: tuple[tuple[str, str], ...]
    withdrawn: frozenset[str] = frozenset()

    def covers(self, department: str | None) -> bool:
        """Whether the department is open; None = 未割当."""
        return department not in self.withdrawn and self.viewer.may_see(name_folder(department))

    def covers_any(self, departments: Iterable[str | None]) -> bool:
        """Whether one of the departments is open."""
        return any(self.covers(department) for department in departments)

    def name(self, department: str | None) -> str:
        """Return the name of a department, 未割当 for None, 全部署 for all of them."""
        if department is None:
            return UNASSIGNED_NAME
        return {**dict(self.names), ALL_DEPARTMENTS: EVERYWHERE_NAME}.get(department, department)

    def find(self, folder: str) -> tuple[bool, str | None]:
        """Return whether there is a department with this folder that is open, and its id."""
        for department in (*(known for known, _ in self.names), None):
            if name_folder(department) == folder:
                return self.covers(department), department
        return False, None

    @property
    def params(self) -> dict[str, object]:
        """What the queries know of the person; "" stands for 未割当."""
        named = [known for known, _ in self.names]
        open_ones = [known for known in named if self.covers(known)]
        return {
            "everything": self.viewer.sees_all,
            "departments": [*open_ones, *([""] if self.covers(None) else [])],
            "withdrawn": sorted(self.withdrawn),
        }


def load_reach(reader: "Reader", viewer: Viewer, withdrawn: frozenset[str]) -> Reach:
    """Return what of an open copy a person may see."""
    rows = fetch_rows(reader, "departments")
    named = tuple((row["department"], row["name"] or row["department"]) for row in rows if row["department"])
    return Reach(viewer, named, withdrawn)
