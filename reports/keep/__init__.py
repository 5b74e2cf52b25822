"""Parts of a site that would be made from the same content are taken over from the build before."""

from reports.keep.digests import digest_value
from reports.keep.keeper import Keeper, Page, Unit
from reports.keep.record import KeptUnit
from reports.keep.rows import WeekRows

__all__ = ["Keeper", "KeptUnit", "Page", "Unit", "WeekRows", "digest_value"]
