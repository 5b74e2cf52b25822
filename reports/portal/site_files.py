"""Reads a page of a build without ever following a link out of it."""

import errno
import os
import stat
from pathlib import Path

from reports.portal.errors import PortalError
from reports.portal.site_paths import SitePath
from reports.site import CURRENT, read_current

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def find_build(site_dir: Path, name: str) -> str | None:
    """Return the name of the build that an address means, None when it is not there."""
    return read_current(site_dir) if name == CURRENT else name


def read_page(site_dir: Path, path: SitePath) -> bytes | None:
    """Return the content of a page; None where there is no such regular file.

    Every step is opened from the one before without following links, so a link planted in the site, or
    swapped in while reading, leads nowhere.
    """
    build = find_build(site_dir, path.build)
    if build is None:
        return None
    try:
        return _read_below(site_dir, (build, *path.parts))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        # What O_NOFOLLOW says of a link.
        if error.errno == errno.ELOOP:
            return None
        message = f"{site_dir / build}: a page cannot be read: {error.strerror}; check rights and disk there"
        raise PortalError(message) from error


def read_beside(site_dir: Path, build: str, name: str) -> bytes | None:
    """Return a file of a build's folder that is no page (`site.json`); None where it is missing."""
    return read_page(site_dir, SitePath(build, (name,)))


def _read_below(folder: Path, parts: tuple[str, ...]) -> bytes | None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            deeper = os.open(part, _FOLDER, dir_fd=handle)
            os.close(handle)
            handle = deeper
        return _read_file(parts[-1], handle)
    finally:
        os.close(handle)


def _read_file(name: str, folder: int) -> bytes | None:
    descriptor = os.open(name, _FILE, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(descriptor).st_mode) else None
