"""Errors of the package: all of them are a `ReportError`."""


class ReportError(Exception):
    """A report cannot be made; the message names the thing, the place and the remedy."""


class KeyFormatError(ReportError):
    """A text is no report key."""


class CountMismatchError(ReportError):
    """A printed count differs from the rows behind it, so the site must not be published."""


class SiteError(ReportError):
    """A built site cannot be written or put in place."""
