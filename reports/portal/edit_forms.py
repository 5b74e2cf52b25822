"""The forms of the portal: what they ask for, and what they say of what cannot be taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from reports.portal.submitted import Given, first

WHY_LIMIT = 200
_UNFIT = "使えない文字(改行や制御文字など)が入っています。"


@dataclass(frozen=True)
class Choice:
    """One option."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One question of a form.

    Attributes
    ----------
    kind : str
        line, text (several lines), choice, several (check boxes), day, moment or fixed (hidden).
    longest : int
        Most characters.
    """

    name: str
    label: str = ""
    kind: str = "line"
    hint: str = ""
    is_required: bool = False
    longest: int = 200
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class EditForm:
    """A form that ends in one journal entry.

    `lead` says what the entry does, `always` are values of it that nobody is asked for.
    """

    action: str
    title: str
    lead: str
    fields: tuple[Field, ...]
    always: tuple[tuple[str, str], ...] = ()

    @property
    def questions(self) -> tuple[Field, ...]:
        """The fields with the reason, which every edit may give."""
        why = Field("why", "理由・メモ(任意)", hint="あとで見る人のために。", longest=WHY_LIMIT)
        return (*self.fields, why)


@dataclass(frozen=True)
class Filled:
    """A form as it was filled in: values by name, what is wrong by name."""

    values: Mapping[str, Any]
    problems: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return a single value, "" where there is none."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def several(self, name: str) -> tuple[str, ...]:
        """Return the ticked boxes of a field."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()


def read_form(form: EditForm, given: Given) -> Filled:
    """Return the values, also those that are wrong, so that nothing is lost that somebody wrote."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for question in form.questions:
        if question.kind == "several":
            known = {choice.value for choice in question.choices}
            values[question.name] = tuple(value for value in given.get(question.name, ()) if value in known)
            continue
        value = first(given, question.name).replace("\r\n", "\n").strip()
        values[question.name] = value
        if problem := _problem(question, value):
            problems[question.name] = problem
    return Filled(values, problems)


def fill(values: Mapping[str, Any]) -> Filled:
    """Return a form that is shown for the first time."""
    return Filled(values, {})


def choices_of(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Return options from pairs of value and label."""
    return tuple(Choice(value, label) for value, label in pairs)


def _problem(question: Field, value: str) -> str:
    if not value:
        return "ご記入ください。" if question.is_required else ""
    if len(value) > question.longest:
        return f"{question.longest}文字までです(いま{len(value)}文字)。"
    if question.kind in ("choice", "fixed") and question.choices:
        return "" if value in {choice.value for choice in question.choices} else "一覧から選んでください。"
    if question.kind == "day":
        return "" if _is_day(value) else "日付を読み取れません(例:2026-11-20)。"
    if question.kind == "moment":
        return "" if _is_moment(value) else "日時を読み取れません(例:2026-11-13T10:20)。"
    return "" if _is_printable(value, lines=question.kind == "text") else _UNFIT


def _is_printable(value: str, *, lines: bool) -> bool:
    return all(character.isprintable() or (lines and character == "\n") for character in value)


def _is_day(value: str) -> bool:
    try:
        return len(value) == len("2026-11-20") and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_moment(value: str) -> bool:
    try:
        return bool(datetime.fromisoformat(value))
    except ValueError:
        return False
