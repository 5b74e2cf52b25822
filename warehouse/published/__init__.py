"""What readers may rely on: the newest published copy and its ``published.*`` views."""

from warehouse.published.reader import HeldRows, Reader, TooSlowError, newest, open_published

__all__ = ["HeldRows", "Reader", "TooSlowError", "newest", "open_published"]
