"""The same report in other formats: Excel workbook, PDF and CSV."""

from reports.formats.downloads import (
    Download,
    list_downloads,
    list_executive_downloads,
    make_downloads,
    make_executive_pdf,
)

__all__ = [
    "Download",
    "list_downloads",
    "list_executive_downloads",
    "make_downloads",
    "make_executive_pdf",
]
