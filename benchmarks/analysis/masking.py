"""Masking of personal data: recall by type, decoys, speed."""

from benchmarks.masking.report import report

TITLE = "Masking of personal data"
__all__ = ["TITLE", "report"]
