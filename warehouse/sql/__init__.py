"""SQL as files: folder = schema, file = object, one statement each."""

from functools import cache
from importlib.resources import files


@cache
def read_sql(name: str) -> str:
    """Return the text of a statement such as ``mart/voice_facts``."""
    return (files("warehouse.sql") / f"{name}.sql").read_text(encoding="utf-8")


def list_sql(folder: str) -> list[str]:
    """Return the names of the statements in a folder, sorted."""
    found = (files("warehouse.sql") / folder).iterdir()
    return sorted(f"{folder}/{item.name[:-4]}" for item in found if item.name.endswith(".sql"))
