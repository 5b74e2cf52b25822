"""Who may see which department: roles and user names, turned into folders of the site."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.model.paths import UNASSIGNED_FOLDER, name_folder


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in: the name that the access log keeps, and the roles of the login system."""

    name: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Grant:
    """Roles and user names that are let in; compared exactly, capitals included."""

    roles: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()

    def covers(self, person: Person) -> bool:
        """Whether one of the person's roles, or the person by name, is let in."""
        return person.name in self.users or not self.roles.isdisjoint(person.roles)


@dataclass(frozen=True)
class Viewer:
    """A person with the folders of the site that are open to them.

    Attributes
    ----------
    sees_all : bool
        Every folder, also those of departments that the configuration no longer names.
    folders : frozenset of str
        Folders of departments, `unassigned` among them.
    """

    name: str
    sees_all: bool = False
    folders: frozenset[str] = frozenset()

    def may_see(self, folder: str) -> bool:
        """Whether the folder is open; the name is compared exactly."""
        return self.sees_all or folder in self.folders


@dataclass(frozen=True)
class Rights:
    """What ``access.yaml`` says; whoever is named nowhere sees no department.

    Attributes
    ----------
    everything : Grant
        All departments, 未割当 and what is of the whole company.
    departments : mapping
        Department id to those who see it; None = 未割当.
    """

    everything: Grant
    departments: Mapping[str | None, Grant] = field(default_factory=dict)

    def viewer(self, person: Person) -> Viewer:
        """Return the person with their folders."""
        folders = frozenset(
            name_folder(department) for department, grant in self.departments.items() if grant.covers(person)
        )
        return Viewer(person.name, sees_all=self.everything.covers(person), folders=folders)


def standard_rights(departments: tuple[str, ...]) -> Rights:
    """Return the rights without ``access.yaml``: a role a department, one for all, and Airflow's admins.

    A department's role is ``koe_<id>`` (``koe_product``), of 未割当 ``koe_unassigned``, all ``koe_all``.
    """
    grants: dict[str | None, Grant] = {
        department: Grant(roles=frozenset({standard_role(department)})) for department in departments
    }
    grants[None] = Grant(roles=frozenset({standard_role(UNASSIGNED_FOLDER)}))
    return Rights(Grant(roles=frozenset({standard_role("all"), "admin", "Admin"})), grants)


def standard_role(name: str) -> str:
    """Return the role that stands for a department where nothing else is said."""
    return f"koe_{name}"
