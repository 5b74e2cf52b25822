"""Counts the rows of the lake again, by another path than the marts; a difference stops the publication."""

from pipelines.recount.check import RecountError, check_counts

__all__ = ["RecountError", "check_counts"]
