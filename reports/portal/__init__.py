"""The portal: reports by department, behind Airflow's login or alone on loopback (`reports.portal.local`)."""

from reports.portal.access_log import AccessLog, Opening, OpeningCount
from reports.portal.app import make_portal
from reports.portal.desk import Desk
from reports.portal.places import PortalPlaces
from reports.portal.rights import Grant, Person, Rights, Viewer, standard_rights

__all__ = [
    "AccessLog",
    "Desk",
    "Grant",
    "Opening",
    "OpeningCount",
    "Person",
    "PortalPlaces",
    "Rights",
    "Viewer",
    "make_portal",
    "standard_rights",
]
