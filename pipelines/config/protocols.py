"""Which storages a URL of the configuration may lead to; everything else would let a path fetch anything."""

import ipaddress
import re
import socket
from typing import Final
from urllib.parse import urlsplit

from pipelines.config.model import problem

# "memory" is this process's own and reaches nothing.
STORAGE: Final = frozenset({"file", "local", "s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "memory"})
WEB: Final = frozenset({"http", "https"})
_PROTOCOL: Final = re.compile(r"^([A-Za-z0-9+.-]+)://")


def protocols_of(url: str) -> frozenset[str]:
    """Return the protocols of a path or URL; ``zip::s3://…`` names two, a plain path is ``file``."""
    parts = url.split("::")
    found = {_PROTOCOL.match(part) for part in parts if "://" in part}
    chained = {part.lower() for part in parts[:-1] if "://" not in part}
    return frozenset({match[1].lower() if match else "" for match in found} | chained) or frozenset({"file"})


def refuse_strange_storage(url: str) -> None:
    """Refuse protocols other than files, object storage and the web, and chains of them.

    fsspec knows dozens more (ssh, ftp, github, reference …) and chains like ``simplecache::https://…``.
    """
    strange = protocols_of(url) - STORAGE - WEB
    if strange or "::" in url:
        named = ", ".join(sorted(strange)) or "a chain"
        raise problem(f"{named} is no storage for sources; allowed: a path, {', '.join(sorted(STORAGE))}")
    if protocols_of(url) & WEB:
        plain_web_host(web_host(url))
        if urlsplit(url).username is not None:
            raise problem("a URL must not hold a user or password; use the storage's own credentials")


def refuse_strange_lake(url: str) -> str:
    """Return the URL of a lake; refuse whatever is neither a path nor object storage."""
    if url and (protocols_of(url) - STORAGE or "::" in url):
        raise problem(f"the lake must be a path or object storage; allowed: {', '.join(sorted(STORAGE))}")
    return url


def web_host(url: str) -> str:
    """Return the host of a web address, in small letters; "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def plain_web_host(host: str) -> str:
    """Return a host's name; refuse this machine, the link (where clouds keep credentials) and all numbers.

    Names are wanted since numbers have many spellings: 169.254.169.254 is 2852039166 and 0xa9fea9fe, too.
    """
    name = host.lower().rstrip(".")
    is_own = name in {"", "localhost", "metadata"} or name.endswith((".localhost", ".internal", ".local"))
    if is_own or _is_number(name) or not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", name):
        raise problem(
            f"{host!r} is no host to fetch from; write the full name of a server that delivers files"
        )
    return name


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        pass
    else:
        return True
    try:
        socket.inet_aton(name)  # takes the short, octal and hexadecimal spellings that resolvers take
    except OSError:
        return False
    return True
