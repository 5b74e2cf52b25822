"""What is wrong with a row or a file, without saying what the customer said."""

from collections.abc import Sequence
from dataclasses import dataclass

BROKEN_FILE = "broken_file"
UNKNOWN_COLUMNS = "unknown_columns"
WHOLE_FILE = 0


@dataclass(frozen=True)
class Problem:
    """A row that goes into quarantine.

    Attributes
    ----------
    row : int
        Row in the file, from 1 (the header is not counted); 0 = the file as a whole.
    reason : str
        Code such as ``bad_date``.
    detail : str
        What was wrong, in English; holds no cell of the row.
    value : str or None
        The cell at fault, **not masked yet**; only the receiver may write it, masked and shortened.
    """

    row: int
    reason: str
    detail: str
    value: str | None = None


class FileProblemError(Exception):
    """The file as a whole cannot be used; caught by the receiver, which puts the file into quarantine.

    ``rows``: how many rows were seen; ``found``: column names, **not masked**; ``encoding``: what was found.
    """

    def __init__(self, reason: str, detail: str, *, rows: int = 0, found: Sequence[str] = ()) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.rows = rows
        self.found = tuple(found)
        self.encoding: str | None = None
