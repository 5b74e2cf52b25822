"""Reads the fields that a form sends, with limits on how much that may be."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request

MOST_BYTES = 64 * 1024
MOST_FIELDS = 200
_TYPE = "application/x-www-form-urlencoded"

Given = Mapping[str, tuple[str, ...]]


async def read_submitted(request: Request) -> Given:
    """Return name → values of a form; HTTPException 413 or 415 for what no page of ours sends."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise HTTPException(415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    return parse_fields(body)


def parse_fields(content: bytes) -> Given:
    """Return name → values of urlencoded fields, lone surrogates and NUL taken out."""
    try:
        pairs = parse_qsl(content.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(413) from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        plain = value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
        found.setdefault(name, []).append(plain)
    return {name: tuple(values) for name, values in found.items()}


def first(given: Given, name: str) -> str:
    """Return the first value of a field; "" where there is none."""
    return given.get(name, ("",))[0]


Submitted = Annotated[Given, Depends(read_submitted)]
