"""Keyed pseudonyms for customers, agents and orders: the raw number is never kept."""

import contextlib
import hmac
import os
import secrets
import stat
import unicodedata
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.writing import write_private

_KEY_BYTES = 32
_KEY_LENGTH = 32


class KeyFileError(PipelineError):
    """The key file cannot be used."""


def load_keys(path: Path) -> tuple[bytes, ...]:
    """Read the keys, making the first one on first use (mode 0600, in a folder of mode 0700).

    Parameters
    ----------
    path : Path
        File with 64 hexadecimal digits a line: the key in use, then those it replaced, newest first.

    Returns
    -------
    tuple of bytes
        32 bytes each, the key in use first.

    Raises
    ------
    KeyFileError
        Others may read the file, or it holds something else than a key.
    """
    if not path.exists():
        _make_key(path)
    _refuse_open_key(path)
    try:
        keys = tuple(bytes.fromhex(line) for line in path.read_text(encoding="ascii").split())
    except (UnicodeDecodeError, ValueError):
        keys = ()
    if not keys or any(len(key) != _KEY_BYTES for key in keys):
        message = f"{path} does not hold a key of 64 hexadecimal digits; restore it from its backup"
        raise KeyFileError(message)
    return keys


def add_key(path: Path) -> None:
    """Put a fresh key in use; the old ones stay in the file, to know forgotten people again."""
    lines = [secrets.token_hex(_KEY_BYTES), *(key.hex() for key in load_keys(path))]
    write_private(path, "".join(f"{line}\n" for line in lines))


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(_KEY_BYTES) + "\n")
        # A link, unlike a rename, never replaces a key that another process has just made.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(beside)
    finally:
        beside.unlink()


def _refuse_open_key(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        message = f"{path} can be read by others (mode {mode:04o}); run: chmod 600 {path}"
        raise KeyFileError(message)


class Pseudonymizer:
    """Turns numbers of customers, agents and orders into keys that only the key's owner can make again.

    Examples
    --------
    >>> keys = Pseudonymizer(bytes(32))
    >>> keys.key_of("customer", " Ｃ－００１ ") == keys.key_of("customer", "C-001")
    True
    """

    def __init__(self, key: bytes, *replaced: bytes) -> None:
        self._key = key
        self.generations: tuple[Pseudonymizer, ...] = (self, *(Pseudonymizer(old) for old in replaced))
        """This one, then one for each key that was replaced, newest first."""
        self.fingerprint = self.digest("fingerprint", "")
        """Tells keys apart without giving them away."""

    def digest(self, kind: str, value: str) -> str:
        """Return the HMAC-SHA256 of `value` as 64 hexadecimal digits; `kind` keeps number ranges apart."""
        return hmac.new(self._key, f"{kind}\0{value}".encode("utf-8", "surrogatepass"), "sha256").hexdigest()

    def key_of(self, kind: str, value: str | None) -> str | None:
        """Return the key of a number (32 hexadecimal digits); None for an empty one."""
        plain = unicodedata.normalize("NFKC", value or "").strip()
        return self.digest(kind, plain)[:_KEY_LENGTH] if plain else None
