"""【至急確認】: voices that count at n = 1, case by case, with whom they were passed on to."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reports.model.labels import JST, format_date, name_channel, name_risk, shorten
from reports.model.topics import QUOTE_LIMIT
from reports.model.weekly import Risk, Risks
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

MAX_RISKS = 10
NOT_PASSED_ON = "連絡の記録はまだありません"


def say_cases(reader: "Reader", rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Return for each urgent case whom it was passed on to and what came back, in the order of the numbers.

    `rows` are voices of ``department_risks``.
    """
    passed_on = _load_escalations(reader)
    cases: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        cases.setdefault(row["case_number"], []).append(row)
    return tuple(_say_case(number, _make_risk(voices, passed_on)) for number, voices in cases.items())


def _say_case(number: int, risk: Risk) -> str:
    about = f"案件{number}「{'・'.join(risk.classes)}」({format_date(risk.day)} {risk.channel})"
    return f"{about}:{risk.passed_on}"


def load_risks(reader: "Reader", first: date, last: date, department: str | None, *, page: str) -> Risks:
    """Return the urgent cases of some days that concern a department; `page` holds all their sentences."""
    rows = fetch_rows(reader, "department_risks", monday=first, sunday=last, department=department)
    cases: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        cases.setdefault(row["case_number"], []).append(row)
    passed_on = _load_escalations(reader) if rows else {}
    listed = tuple(_make_risk(voices, passed_on) for voices in list(cases.values())[:MAX_RISKS])
    return Risks(cases=len(cases), listed=listed, page=page if cases else None)


def _load_escalations(reader: "Reader") -> dict[str, list[dict[str, Any]]]:
    """Return what was passed on, oldest first, by the name that was given to the case."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in fetch_rows(reader, "escalations"):
        found.setdefault(row["case_id"], []).append(row)
    return found


def _make_risk(voices: list[dict[str, Any]], passed_on: Mapping[str, list[dict[str, Any]]]) -> Risk:
    classes = sorted({risk for voice in voices for risk in voice["risk"]})
    sentences = (voice["sentence"] for voice in voices if voice["sentence"])
    sentence = next(sentences, None)
    entries = [entry for name in _names_of(voices) for entry in passed_on.get(name, [])]
    return Risk(
        classes=tuple(name_risk(risk) for risk in classes),
        day=voices[0]["day"],
        channel=name_channel(voices[0]["channel"]),
        product=next((voice["product"] for voice in voices if voice["product"]), None),
        sentence=shorten(sentence, QUOTE_LIMIT) if sentence else None,
        case_ref=voices[0]["case_ref"],
        passed_on=say_passed_on(entries, voices[0]["day"]),
    )


def _names_of(voices: list[dict[str, Any]]) -> list[str]:
    """Return what the journal may call a case: one of its contacts, or the short hash that pages carry."""
    ids = sorted({voice[name] for voice in voices for name in ("case_id", "contact_id")})
    return [*ids, *(hashlib.sha256(each.encode()).hexdigest()[:16] for each in ids)]


def say_passed_on(entries: list[dict[str, Any]], day: date) -> str:
    """Return 品質保証部へ13日10:20に連絡済み、回答待ち for each that was told; `day` is that of the case.

    Examples
    --------
    >>> at = datetime(2026, 11, 13, 10, 20, tzinfo=JST)
    >>> entry = {"escalated_to": "品質保証部", "escalated_at": at, "escalation_state": "open", "note": None}
    >>> say_passed_on([entry], date(2026, 11, 13))
    '品質保証部へ13日10:20に連絡済み、回答待ち'
    """
    if not entries:
        return NOT_PASSED_ON
    by_name: dict[str, list[dict[str, Any]]] = {}
    for entry in sorted(entries, key=lambda each: each["escalated_at"]):
        by_name.setdefault(shorten(entry["escalated_to"]), []).append(entry)
    return "。".join(_say_one(name, told, day) for name, told in by_name.items())


def _say_one(name: str, told: list[dict[str, Any]], day: date) -> str:
    last = told[-1]
    note = f"({shorten(last['note'], QUOTE_LIMIT)})" if last["note"] else ""
    when = _say_when(last["escalated_at"], day)
    if last["escalation_state"] == "answered":
        return f"{name}から{when}に回答あり{note}"
    return f"{name}へ{when}に連絡済み、回答待ち{note}"


def _say_when(moment: datetime, day: date) -> str:
    """Return 13日10:20, with the month where it is not that of the case."""
    local = moment.astimezone(JST)
    same = (local.year, local.month) == (day.year, day.month)
    date_word = f"{local.day}日" if same else format_date(local.date())
    return f"{date_word}{local.hour}:{local.minute:02d}"
