"""The contacts of a night's fictitious persons, not masked yet, and the values in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipelines.canary.frames import FRAMES
from pipelines.canary.people import Person, make_people
from pipelines.canary.said import CUSTOMER, OPERATOR

_MARK: Final = re.compile(r"⟦([a-z_0-9.]+)(?:=([^⟧]+))?⟧")
_ANSWER: Final = "‖"
_OWN_TURN: Final = re.compile(r"[\n‖]|^⟦[^⟧]*⟧$")
_NOTE: Final = "担当⟦name.surname⟧より⟦name.full⟧様へ連絡済み(⟦phone.hyphens⟧)"
_CASE: Final = "phone.plain"
_REFUSED: Final = ("phone.hyphens", "phone.plain")
_ONLY_AS_SAID: Final = "name.word"
_NOTED: Final = 8
_TOLD: Final = (*(text for _, text in FRAMES), *[_NOTE] * _NOTED)
_MARKS: Final = tuple(tuple((mark[1], mark[2]) for mark in _MARK.finditer(text)) for text in _TOLD)
_TYPES: Final = tuple(frozenset(name.partition(".")[0] for name, _ in marks) for marks in _MARKS)
_WRITTEN: Final = frozenset({"mail", "survey"})


@dataclass(frozen=True)
class Planted:
    """A value that must not be seen again: ``Planted("phone", "spoken", "ゼロキュウゼロの…")``."""

    type: str
    form: str
    written: str


@dataclass(frozen=True)
class CanaryContact:
    """A contact of a fictitious person.

    Attributes
    ----------
    number : int
        From 1, within the night.
    channel : str
        Where it came in.
    turns : tuple of (speaker, words)
        Not masked.
    note : str
        Words for the contact's attributes, not masked.
    case_number : str
        A telephone number where a centre should have put a case number.
    refused : tuple of str
        Numbers that stand in the wrong column of a row and get it into quarantine.
    """

    number: int
    channel: str
    turns: tuple[tuple[str, str], ...]
    note: str
    case_number: str
    refused: tuple[str, ...]


def make_contacts(day: date, channels: Sequence[str]) -> list[CanaryContact]:
    """Return the contacts of a night, one for each of `channels`; together they hold every written form.

    Each sentence tells of another person, so that none is found by the help of another. Which sentence is
    said in which contact changes from day to day.
    """
    people, count = make_people(day, _TYPES), len(channels)
    lines = [_Line(speaker, text, person) for (speaker, text), person in zip(FRAMES, people, strict=False)]
    return [
        _contact(number, channel, lines[(day.toordinal() + number) % count :: count], people[len(FRAMES) :])
        for number, channel in enumerate(channels, start=1)
    ]


def planted_on(day: date) -> list[Planted]:
    """Return what the fictitious persons of a night have, in every form in which it could turn up."""
    found = []
    for marks, types, person in zip(_MARKS, _TYPES, make_people(day, _TYPES), strict=True):
        said = {name for name, _ in marks}
        found += [_planted(name, written) for name, written in marks if written]
        found += [
            _planted(name, written)
            for name, written in person.forms.items()
            if name in said or (name.partition(".")[0] in types and not name.startswith(_ONLY_AS_SAID))
        ]
    return found


@dataclass(frozen=True)
class _Line:
    """A sentence and the person whom it tells of."""

    speaker: str
    text: str
    person: Person

    @property
    def turns(self) -> list[tuple[str, str]]:
        question, mark, answer = self.text.partition(_ANSWER)
        said = (self.speaker, _filled(answer if mark else question, self.person))
        return [(OPERATOR, question), said] if mark else [said]


def _contact(number: int, channel: str, lines: Sequence[_Line], others: Sequence[Person]) -> CanaryContact:
    noted = others[number % len(others)]
    return CanaryContact(
        number,
        channel,
        tuple(_as_mail(lines) if channel in _WRITTEN else (turn for line in lines for turn in line.turns)),
        _filled(_NOTE, noted),
        noted.forms[_CASE],
        tuple(noted.forms[name] for name in _REFUSED) if number == 1 else (),
    )


def _filled(text: str, person: Person) -> str:
    return _MARK.sub(lambda mark: mark[2] or person.forms[mark[1]], text)


def _planted(name: str, written: str) -> Planted:
    kind, form = name.split(".", 1)
    return Planted(kind, form, written)


def _as_mail(lines: Sequence[_Line]) -> list[tuple[str, str]]:
    """Put the customer's sentences into one text, as in a mail; the others stay turns."""
    body = "\n".join(line.turns[0][1] for line in lines if _is_sentence(line))
    others = [turn for line in lines if not _is_sentence(line) for turn in line.turns]
    return [*([(CUSTOMER, body)] if body else []), *others]


def _is_sentence(line: _Line) -> bool:
    """Return whether a customer's line can stand anywhere in a text; a signature or an answer cannot."""
    return line.speaker == CUSTOMER and not _OWN_TURN.search(line.text)
