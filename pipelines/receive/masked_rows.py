"""Drafts to rows of the lake; the only way from unmasked words to something that may be written."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, Protocol

import pyarrow as pa

from pipelines.pseudonyms import Pseudonymizer
from pipelines.sources.mapping import Draft
from pipelines.sources.problems import Problem
from pipelines.sources.values import clean_words
from pipelines.suppression import FORGOTTEN, Suppression
from warehouse.contract import core
from warehouse.contract.lake import RECEIVED
from warehouse.contract.model import TIME, Table

_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LETTER: Final = re.compile(r"[^\W\d_]")
_DATE_LIKE: Final = re.compile(r"[\d０-９/:：.,+\-－Tｔ年月日時分秒午前後元令和平成曜火水木金土()（）\sZ]*")
_FILE_DAY: Final = re.compile(r"(?<!\d)20\d\d([-_.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)")
_MOST_REMEMBERED: Final = 100_000
_KEYED: Final = {"customer": "customer_key", "agent": "agent_key", "order": "order_key"}
_CODED: Final = frozenset(("product", "lot", "desk", "queue", "measure", "status", "event_type"))
_HEADING: Final = "商品："
"""Put before codes of goods, desks, contacts, files: by itself, 「SM261020」 reads like a member's number."""
_NOT_WORDS: Final = frozenset(("source_case_id", "channel"))


class MaskedText(Protocol):
    """A text without personal data, and what was found in it."""

    @property
    def text(self) -> str:
        """The masked text."""

    @property
    def spans(self) -> Sequence[Any]:
        """What was masked; empty when nothing was."""


class ContactMasker(Protocol):
    """Hides personal data in the texts of one contact (``nlp.masking.Masker`` is one)."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text could be masked in another way."""

    def mask_contact(self, texts: Sequence[str], /) -> Sequence[MaskedText]:
        """Return the texts, masked, with placeholders numbered within the contact."""


class RowMasker:
    """Masks what one source delivers.

    Parameters
    ----------
    hints : frozenset of str
        Values of ``department_hint`` that departments.yaml names: they stay, also where one reads like a name
        (丹南, a region, is a surname as well).
    """

    def __init__(
        self,
        source: str,
        masker: ContactMasker,
        keys: Pseudonymizer,
        suppression: Suppression | None = None,
        *,
        hints: frozenset[str] = frozenset(),
    ) -> None:
        self._hints = hints
        self._suppression = suppression or Suppression()
        self._source = source
        self._masker = masker
        self._keys = keys
        self._clean: dict[str, bool] = {}

    def contact_row(self, draft: Draft) -> dict[str, Any]:
        """Return a row of ``received`` without what is the same for the whole file.

        Of a forgotten person's contact nothing stays but that there was one.
        """
        if self._is_forgotten(draft):
            named = {"contact_id": self._contact_id(draft, self._keys), "row_count": draft.row_count}
            kept = {**named, "channel": draft.values["channel"]}
            return self._suppression.tombstone(kept, draft.day)
        row: dict[str, Any] = self._keyed(draft.values)
        words = {
            name: text
            for name, text in row.items()
            if _is_words(name, text) and not (name == "department_hint" and text in self._hints)
        }
        attributes = {name: f"{name}：{text}" for name, text in draft.attributes.items()}
        # Short values repeat over contacts; only those with something personal join the contact's numbering.
        read = {name: _with_heading(name, text) for name, text in words.items()}
        risky = [text for text in (*read.values(), *attributes.values()) if not self._is_clean(text)]
        said = [text for _, text in draft.turns]
        masked = [item.text for item in self._masker.mask_contact([*said, *risky])] if said or risky else []
        changed = dict(zip(risky, masked[len(said) :], strict=True))
        row |= {name: changed.get(text, text).removeprefix(_HEADING) for name, text in read.items()}
        kept = {
            name: changed.get(text, text).removeprefix(f"{name}：")
            for name, text in sorted(attributes.items())
        }
        row["attributes"] = json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else None
        row["contact_id"] = self._contact_id(draft, self._keys)
        if case := row.get("source_case_id"):
            row["source_case_id"] = self.public_id(case)
        row["excluded_reason"] = draft.excluded_reason
        row["source_row"] = draft.row
        row["row_count"] = draft.row_count
        row["turns"] = [
            {"speaker": speaker, "text": text}
            for (speaker, _), text in zip(draft.turns, masked[: len(said)], strict=True)
        ]
        return row

    def business_row(self, draft: Draft, table: Table) -> dict[str, Any] | None:
        """Return a row of a business table; None for one of a forgotten person."""
        if self._suppression.holds_customer(draft.values.get("customer")):
            return None
        row = self._keyed(draft.values)
        row.pop("started_at", None)
        words = {name: _with_heading(name, text) for name, text in row.items() if _is_words(name, text)}
        row |= {name: self.mask(text).removeprefix(_HEADING) for name, text in words.items()}
        for column in table.columns:
            if column.type == pa.string() and not column.nullable and row.get(column.name) is None:
                row[column.name] = ""
        row["source_row"] = draft.row
        return row

    def _is_forgotten(self, draft: Draft) -> bool:
        if self._suppression.holds_customer(draft.values.get("customer")):
            return True
        if not self._suppression.contacts:
            return False
        ids = {self._contact_id(draft, keys) for keys in self._keys.generations}
        return any(map(self._suppression.holds_contact, ids))

    def _contact_id(self, draft: Draft, keys: Pseudonymizer) -> str:
        return f"{self._source}:{self.public_id(draft.native_id, keys)}"

    def public_id(self, native_id: str, keys: Pseudonymizer | None = None) -> str:
        """Return the id itself where it is plain and holds nothing personal, else its keyed digest.

        A column of ids says itself what its codes are: only what is plainly something else is hidden.
        """
        if _PLAIN_ID.fullmatch(native_id) and self._is_clean(_HEADING + native_id):
            return native_id
        return "#" + (keys or self._keys).digest("contact", native_id)[:20]

    def mask(self, text: str) -> str:
        """Return a short value, masked on its own."""
        return text if self._is_clean(text) else self._masker.mask_contact([text])[0].text

    def file_name(self, path: str, free_parts: Sequence[tuple[int, int]] = ()) -> str:
        """Return a path, masked; two paths never become one.

        Parameters
        ----------
        path : str
            Below the source's fixed folder.
        free_parts : sequence of (start, end)
            What wildcards matched, in order; centres put names of people there, so a digest replaces it.
        """
        shown, end = "", 0
        for start, stop in free_parts:
            digest = self._keys.digest("path", path[start:stop])[:8]
            shown, end = f"{shown}{path[end:start]}#{digest}", stop
        fixed = "".join(path[a:b] for a, b in _between(free_parts, len(path)))
        plain = fixed.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if plain == fixed and self._is_clean(_HEADING + _FILE_DAY.sub(" ", plain)):
            return shown + path[end:]
        return f"{self.mask(plain)}#{self._keys.digest('path', path)[:8]}"

    def detail(self, problem: Problem) -> str:
        """Return the sentence for the quarantine; of the cell, only figures and the shape of words."""
        detail = clean_words(problem.detail)
        if not problem.value:
            return detail
        masked = self.mask(clean_words(problem.value[:200]))
        if not _DATE_LIKE.fullmatch(masked):
            # A name in a wrong column is known to no rule: say that there are letters, not which.
            masked = _LETTER.sub("x", masked)
        shown = masked if len(masked) <= 40 else masked[:39] + "…"
        return f"{detail} {shown!r}"

    def column_names(self, names: Sequence[str]) -> str:
        """Return names of found columns for the quarantine; what looks like data is left out."""
        cleaned = (clean_words(name) for name in names[:30])
        shown = [self.mask(name) for name in cleaned if name and len(name) <= 20]
        return ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(shown) < len(names) else "")

    def _keyed(self, values: dict[str, Any]) -> dict[str, Any]:
        return {
            _KEYED.get(name, name): self._keys.key_of(name, value) if name in _KEYED else value
            for name, value in values.items()
        }

    def _is_clean(self, text: str) -> bool:
        known = self._clean.get(text)
        if known is None:
            if len(self._clean) >= _MOST_REMEMBERED:
                self._clean.clear()
            known = self._clean[text] = not self._masker.mask_contact([text])[0].spans
        return known


def _between(parts: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    ends = [0, *(end for _, end in parts)]
    starts = [*(start for start, _ in parts), length]
    return zip(ends, starts, strict=True)


def _with_heading(name: str, text: str) -> str:
    return _HEADING + text if name in _CODED else text


def _is_words(name: str, value: Any) -> bool:
    return isinstance(value, str) and not name.endswith("_key") and name not in _NOT_WORDS


def rows_schema(table: Table) -> pa.Schema:
    """Return the schema in which a file's rows of a table are kept, one Parquet file a day."""
    if table is core.CONTACTS:
        return RECEIVED.arrow_schema(with_day=False)
    extra = [
        pa.field("source_row", pa.int64(), nullable=False),
        pa.field("delivered_at", TIME, nullable=False),
    ]
    return pa.schema([*table.arrow_schema(with_day=False), *extra])


class DayRows:
    """Rows of one file, gathered by day and table."""

    def __init__(self) -> None:
        self._rows: dict[date, list[dict[str, Any]]] = {}
        self._forgotten: dict[tuple[date, str], dict[str, Any]] = {}

    def add(self, day: date, row: dict[str, Any]) -> None:
        """Add a row; what is left of several versions of a forgotten contact becomes one."""
        if row.get("excluded_reason") == FORGOTTEN:
            first = self._forgotten.setdefault((day, row["contact_id"]), row)
            if first is not row:
                first["row_count"] += row["row_count"]
                return
        self._rows.setdefault(day, []).append(row)

    @property
    def days(self) -> set[date]:
        """Days that have rows."""
        return set(self._rows)

    def column(self, day: date, name: str) -> list[Any]:
        """Return one column of a day."""
        return [row[name] for row in self._rows.get(day, ())]

    def table(self, day: date, schema: pa.Schema, same: dict[str, Any]) -> pa.Table:
        """Return a day's rows; `same` gives the columns that are equal for the whole file."""
        rows = self._rows.get(day, [])
        columns = [
            pa.array([same[field.name]] * len(rows), field.type)
            if field.name in same
            else pa.array([row.get(field.name) for row in rows], field.type)
            for field in schema
        ]
        return pa.table(columns, schema=schema)
