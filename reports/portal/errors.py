"""Errors of the portal: all of them are a `ReportError`."""

from reports.errors import ReportError


class PortalError(ReportError):
    """The portal cannot do what it was asked."""


class AddressError(PortalError):
    """An address that no page of a site has."""


class DeskError(PortalError):
    """What edits and search stand on cannot be read or written."""


class SearchError(PortalError):
    """A search that takes too long, or a copy that cannot be searched."""


class AccessLogError(PortalError):
    """An opening cannot be written down, so nothing is opened."""
