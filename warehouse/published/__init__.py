"""What readers may rely on: the newest published copy and its ``published.*`` views."""

from warehouse.published.reader import Reader, newest, open_published

__all__ = ["Reader", "newest", "open_published"]
