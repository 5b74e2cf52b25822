"""The portal of this installation: its site, its access log, and the rights that access.yaml gives."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException

from pipelines.config import GrantSettings
from pipelines.errors import PipelineError
from pipelines.portal_desk import make_desk
from pipelines.settings import Settings, load_settings
from reports.export import Export, export_department
from reports.model.paths import name_folder
from reports.portal import (
    AccessLog,
    Grant,
    Person,
    PortalPlaces,
    Rights,
    Viewer,
    make_portal,
    standard_rights,
)

_FILES = ("access.yaml", "departments.yaml")
UNASSIGNED = "unassigned"
_log = logging.getLogger(__name__)


def portal_places(
    settings: Settings,
    *,
    via: str,
    clock: Callable[[], datetime],
    settings_of: Callable[[], Settings] | None = None,
) -> PortalPlaces:
    """Return what the portal of this installation reads and writes.

    Parameters
    ----------
    via : str
        How people come in.
    settings_of : callable, optional
        Asked for the settings of each request, where they may be edited meanwhile.
    """
    desk = make_desk(settings_of or (lambda: settings))
    return PortalPlaces(settings.site_dir, AccessLog(settings.access_dir), via, clock, desk)


def read_rights(settings: Settings) -> Rights:
    """Return who sees what.

    Raises
    ------
    ConfigError
        access.yaml or departments.yaml cannot be used; nobody is let in then.
    """
    ids = tuple(department.id for department in settings.departments.departments)
    file = settings.access
    named: dict[str | None, Grant] = {name: _grant(value) for name, value in file.departments.items()}
    unowned: dict[str | None, Grant] = {None: _grant(file.unassigned)}
    return Rights(_grant(file.all_departments), {**standard_rights(ids).departments, **named, **unowned})


class RightsInForce:
    """The rights of the files as they are now: an edit counts from the next page, without a restart."""

    def __init__(self, config: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
        self._config = config
        self._environment = environment
        self._stamp: object = None
        self._rights: Rights | None = None

    def viewer(self, person: Person) -> Viewer:
        """Return the person with their folders; ConfigError where the files cannot be used."""
        settings = load_settings(self._config, self._environment)
        stamp = [(settings.config_dir, *_stamp(settings.config_dir / name)) for name in _FILES]
        if self._rights is None or stamp != self._stamp:
            self._rights = None
            self._rights = read_rights(settings)
            self._stamp = stamp
        return self._rights.viewer(person)


def person_of(user: Any) -> Person:
    """Return name and roles: the user of SimpleAuthManager has one role, FAB's a list of named ones."""
    single = [user.role] if getattr(user, "role", None) else []
    several = [role.name for role in getattr(user, "roles", None) or []]
    return Person(str(user.get_name()), frozenset([*single, *several]))


def make_airflow_portal(get_user: Callable[..., Any]) -> FastAPI:
    """Return the portal behind Airflow's login.

    Parameters
    ----------
    get_user : callable
        Airflow's own dependency, which returns its user or raises 401.
    """
    rights = RightsInForce()

    def find_viewer(user: Annotated[Any, Depends(get_user)]) -> Viewer:
        try:
            return rights.viewer(person_of(user))
        except PipelineError as error:
            _log.error("the rights cannot be read, so nobody is let in: %s", error)
            raise HTTPException(503) from error

    places = portal_places(
        load_settings(), via="airflow", clock=lambda: datetime.now(UTC), settings_of=load_settings
    )
    return make_portal(places, find_viewer)


def local_viewer(settings: Settings, *, name: str, departments: tuple[str, ...]) -> Viewer:
    """Return the person at this machine: sees everything, or only the departments that are named."""
    folders = frozenset(_folder(settings, department) for department in departments)
    return Viewer(name, sees_all=not departments, folders=folders)


def export_reports(
    settings: Settings, to: Path, *, department: str, weeks: tuple[str, ...], by: str, now: datetime
) -> Export:
    """Copy the reports of one department out of the portal, and write that down."""
    folder = _folder(settings, department)
    if to.resolve().is_relative_to(settings.home.resolve()):
        message = (
            f"{to} lies under KOE_HOME ({settings.home}); an export is for elsewhere: name another folder"
        )
        raise PipelineError(message)
    log = AccessLog(settings.access_dir)
    return export_department(settings.site_dir, folder, to, weeks=weeks, log=log, by=by, at=now)


def _folder(settings: Settings, department: str) -> str:
    ids = [known.id for known in settings.departments.departments]
    if department == UNASSIGNED and UNASSIGNED not in ids:
        return name_folder(None)
    if department not in ids:
        message = (
            f"there is no department {department!r}; departments.yaml has {', '.join(ids)}, and there is "
            f"{UNASSIGNED}"
        )
        raise PipelineError(message)
    return name_folder(department)


def _grant(settings: GrantSettings) -> Grant:
    return Grant(frozenset(settings.roles), frozenset(settings.users))


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
