"""Puts a built site in place: beside, renamed, then `current` is swapped in one step."""

import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from reports.errors import SiteError

CURRENT = "current"
KEEP_BUILDS = 5
LOCK_SECONDS = 600.0
_BUILD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


@dataclass(frozen=True)
class PublishedSite:
    """Where a site is, and whether readers now see it (a newer build may have been faster)."""

    folder: Path
    index: Path
    is_current: bool
    removed: tuple[str, ...] = ()


def publish_site(
    site_dir: Path,
    build_name: str,
    write: Callable[[Path], object],
    *,
    keep: int = KEEP_BUILDS,
    allow_older: bool = False,
) -> PublishedSite:
    """Build a site beside the others and let readers see it, whole or not at all.

    Parameters
    ----------
    site_dir : Path
        Holds one folder a build, and `current`, a relative link to the newest.
    build_name : str
        Sorts by age as text, for example the published build and the time the site is made. A build that is
        there already is not written again, so a repeated step does no harm.
    write : callable
        Writes the site into the new folder it is given, for example
        ``lambda out: build_site(reader, out, made_at=made_at)``. When it raises, readers keep what they have.
    keep : int
        Builds that stay, newest first; the one that `current` points to stays in any case.

    allow_older : bool
        Whether readers may be taken back to a build that is older than what they see (a rollback).

    Raises
    ------
    SiteError
        The name is unfit, another process holds the lock too long, or the disk refuses.
    """
    if not _BUILD_NAME.fullmatch(build_name) or build_name == CURRENT or keep < 1:
        message = f"build name {build_name!r} or keep={keep} is unfit; use letters, digits, .-_ and keep ≥ 1"
        raise SiteError(message)
    try:
        site_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(site_dir / ".lock", timeout=LOCK_SECONDS):
            published = _publish(site_dir, build_name, write, allow_older=allow_older)
            removed = _remove_old(site_dir, keep)
            return replace(published, removed=removed)
    except Timeout as error:
        message = (
            f"{site_dir} stayed locked for {LOCK_SECONDS:.0f} s; see which process publishes, then try again"
        )
        raise SiteError(message) from error
    except OSError as error:
        message = (
            f"site {build_name} cannot be put into {site_dir}: {error.strerror}; free space or rights there"
        )
        raise SiteError(message) from error


def read_current(site_dir: Path) -> str | None:
    """Return the name of the build that readers see; None when there is none."""
    link = site_dir / CURRENT
    return link.readlink().name if link.is_symlink() else None


def remove_others(site_dir: Path) -> tuple[str, ...]:
    """Remove every build but the one that readers see, and name them; without `current`, all of them."""
    if not site_dir.exists():
        return ()
    with FileLock(site_dir / ".lock", timeout=LOCK_SECONDS):
        shown = read_current(site_dir)
        removed = tuple(name for name in list_builds(site_dir) if name != shown)
        for name in removed:
            _remove(site_dir, name)
        _remove_left_over(site_dir)
    return removed


def withdraw_all(site_dir: Path) -> None:
    """Take `current` away, so that readers see nothing."""
    (site_dir / CURRENT).unlink(missing_ok=True)


def list_builds(site_dir: Path) -> list[str]:
    """Return the names of the finished builds, oldest first."""
    folders = (entry for entry in site_dir.iterdir() if entry.is_dir() and not entry.is_symlink())
    return sorted(entry.name for entry in folders if not entry.name.startswith("."))


def _publish(
    site_dir: Path, build_name: str, write: Callable[[Path], object], *, allow_older: bool
) -> PublishedSite:
    # Whoever holds the lock is alone: a temporary folder found now belongs to an attempt that died.
    _remove_left_over(site_dir)
    folder = site_dir / build_name
    if not folder.exists():
        _write_beside(site_dir, folder, write)
    seen = read_current(site_dir)
    becomes_current = allow_older or seen is None or not (site_dir / seen).exists() or build_name >= seen
    if becomes_current:
        _point_current(site_dir, build_name)
    return PublishedSite(folder, folder / "index.html", becomes_current)


def _remove_left_over(site_dir: Path) -> None:
    for left_over in site_dir.glob(".tmp-*"):
        shutil.rmtree(left_over) if left_over.is_dir() and not left_over.is_symlink() else left_over.unlink()


def _write_beside(site_dir: Path, folder: Path, write: Callable[[Path], object]) -> None:
    beside = Path(tempfile.mkdtemp(prefix=f".tmp-{folder.name}-", dir=site_dir))
    try:
        beside.chmod(0o700)
        write(beside)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _point_current(site_dir: Path, build_name: str) -> None:
    link = site_dir / f".tmp-link-{build_name}"
    link.unlink(missing_ok=True)
    link.symlink_to(build_name, target_is_directory=True)
    link.replace(site_dir / CURRENT)


def _remove_old(site_dir: Path, keep: int) -> tuple[str, ...]:
    current = read_current(site_dir)
    old = [name for name in list_builds(site_dir)[:-keep] if name != current]
    for name in old:
        _remove(site_dir, name)
    return tuple(old)


def _remove(site_dir: Path, name: str) -> None:
    # Renamed first, so that a half-removed build is never taken for a finished one.
    doomed = site_dir / f".tmp-old-{name}"
    (site_dir / name).rename(doomed)
    shutil.rmtree(doomed)
