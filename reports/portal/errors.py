"""Errors of the portal: all of them are a `ReportError`."""

from reports.errors import ReportError


class PortalError(ReportError):
    """The portal cannot do what it was asked."""


class AddressError(PortalError):
    """An address that no page of a site has."""


class AccessLogError(PortalError):
    """An opening cannot be written down, so nothing is opened."""
