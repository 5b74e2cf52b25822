"""Delivered bytes without their gz or zip wrapping, within limits."""

import gzip
import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Final

from pipelines.sources.problems import BROKEN_FILE, FileProblemError

_CHUNK: Final = 1 << 20
_SMALL: Final = 64 << 20
ARCHIVE_ERRORS: Final = (
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the decoders of gzip, deflate, bzip2 and LZMA raise on damaged or unknown content."""


@dataclass(frozen=True)
class Limits:
    """How much a file may hold.

    Attributes
    ----------
    unpacked_bytes : int
        Largest size after unpacking.
    ratio : int
        Largest unpacked size for each packed byte; files up to 64 MiB may exceed it (texts that repeat).
    text_bytes : int
        Texts of a row with this many UTF-8 bytes or more are quarantined.
    """

    unpacked_bytes: int = 2 << 30
    ratio: int = 200
    text_bytes: int = 1_000_000


def unpack(data: bytes, name: str, limits: Limits) -> tuple[bytes, str]:
    """Return the content of a delivered file and its name, both without ``.gz`` or ``.zip``.

    Raises
    ------
    FileProblemError
        Truncated or damaged, too big when unpacked, protected by a password, or a zip of several files.
    """
    try:
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
                return _read_within(file, len(data), limits), _without(name, ".gz")
        if name.lower().endswith(".gz"):
            raise FileProblemError(BROKEN_FILE, "the name ends in .gz but the content is not gzip")
        if name.lower().endswith(".zip"):
            return _unzip(data, limits)
    except ARCHIVE_ERRORS as error:
        raise FileProblemError(BROKEN_FILE, f"truncated or damaged archive: {type(error).__name__}") from None
    return data, name


def refuse_big_archive(data: bytes, limits: Limits) -> None:
    """Refuse a zip container (an XLSX is one) whose parts would unpack beyond the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_size(sum(info.file_size for info in archive.infolist()), len(data), limits)
    except ARCHIVE_ERRORS as error:
        raise FileProblemError(BROKEN_FILE, f"truncated or damaged archive: {type(error).__name__}") from None


def _unzip(data: bytes, limits: Limits) -> tuple[bytes, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = [info for info in archive.infolist() if _is_content(info)]
        if len(infos) != 1:
            raise FileProblemError(BROKEN_FILE, f"the zip holds {len(infos)} files; deliver one file a zip")
        info = infos[0]
        if info.flag_bits & 1:
            raise FileProblemError(BROKEN_FILE, "the zip is protected by a password")
        check_size(info.file_size, info.compress_size, limits)
        try:
            with archive.open(info) as file:
                content = _read_within(file, max(info.compress_size, 1), limits)
        except NotImplementedError:
            raise FileProblemError(BROKEN_FILE, "the zip uses an unknown compression") from None
        return content, posixpath.basename(info.filename)


def _is_content(info: zipfile.ZipInfo) -> bool:
    hidden = posixpath.basename(info.filename).startswith(".") or info.filename.startswith("__MACOSX/")
    return not info.is_dir() and not hidden


def _read_within(file: IO[bytes] | gzip.GzipFile, packed: int, limits: Limits) -> bytes:
    chunks: list[bytes] = []
    size = 0
    read: Callable[[int], bytes] = file.read
    while chunk := read(_CHUNK):
        size += len(chunk)
        check_size(size, packed, limits)
        chunks.append(chunk)
    return b"".join(chunks)


def check_size(size: int, packed: int, limits: Limits) -> None:
    """Refuse what unpacks to too much, or to too much for its packed size."""
    if size > limits.unpacked_bytes:
        raise FileProblemError(BROKEN_FILE, f"unpacks to more than {limits.unpacked_bytes} bytes")
    if size > _SMALL and size > limits.ratio * packed:
        raise FileProblemError(BROKEN_FILE, f"unpacks to more than {limits.ratio} times its size")


def _without(name: str, ending: str) -> str:
    return name[: -len(ending)] if name.lower().endswith(ending) else name
