"""Surnames that UniDic does not know: 百目鬼, 与那覇, 仲村渠."""

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


@cache
def rare_surnames() -> Mapping[str, str]:
    """Return the shipped surnames, each with its reading where that is no other word, else empty."""
    rows = csv.DictReader(io.StringIO(rare_surnames_text()))
    return MappingProxyType({row["surname"]: row["reading"] for row in rows})


@cache
def rare_readings() -> frozenset[str]:
    """Return the readings that are no other word: どうめき."""
    return frozenset(filter(None, rare_surnames().values()))


def rare_surnames_text() -> str:
    """Return the shipped table as text (part of the rules' fingerprint)."""
    return (resources.files("nlp.masking") / "data" / "rare_surnames.csv").read_text("utf-8")
