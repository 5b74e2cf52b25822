"""A day of one contact source: contacts in words, rows to deliver, what was corrected later."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from samples.company import trends
from samples.company.channels import rows, speech, written
from samples.company.dice import Dice
from samples.company.plan import Planned, plan_day
from samples.company.service import Service, serve
from samples.company.transcript import Transcript, Turn
from samples.company.world import World

Writer = Callable[[World, Planned, Dice], Transcript]
RowMaker = Callable[[World, Transcript, Service, Dice], dict[str, Any]]
_CHANNELS: Final[dict[str, tuple[Writer, RowMaker]]] = {
    "phone": (speech.speak, rows.phone_row),
    "mail": (written.write_mail, rows.mail_row),
    "chat": (written.chat, rows.chat_row),
    "sns": (written.post, rows.sns_row),
    "survey": (written.answer, rows.survey_row),
}
_TWICE: Final = 0.006
"""Share of calls and chats that an export holds twice."""


@dataclass(frozen=True)
class Delivered:
    """A contact in words with its row, and how many times the row stands in the file."""

    script: Transcript
    service: Service
    row: dict[str, Any]
    copies: int = 1


@lru_cache(maxsize=8)
def contacts_of(world: World, day: date, source: str) -> tuple[Delivered, ...]:
    """Return the contacts of a day and source, as first delivered."""
    dice = world.dice(day, source)
    write, make_row = _CHANNELS[source]
    found = []
    for contact in plan_day(world, day):
        if contact.source != source:
            continue
        script = write(world, contact, dice)
        service = serve(world, contact, dice)
        row = make_row(world, script, service, dice)
        copies = 2 if source in {"phone", "chat"} and dice.chance(_TWICE) else 1
        found.append(Delivered(script, service, row, copies))
    return tuple(found)


@lru_cache(maxsize=2)
def corrections_of(world: World, day: date) -> dict[str, Delivered]:
    """Return corrected calls of a day by native id: another memo, a later change time, the rest as before."""
    dice = world.dice(day, "corrections")
    corrected: dict[str, Delivered] = {}
    for first in contacts_of(world, day, "phone"):
        if len(corrected) == trends.CORRECTION_COUNT:
            break
        if first.script.contact.excluded or not first.script.text("memo"):
            continue
        issue = world.chooser("phone", day).choose(dice.roll())
        text, said = speech.memo_text(world, first.script.contact, (issue,), dice)
        script = _with_memo(first.script, "【訂正】" + text, said)
        service = replace(first.service, updated_at=first.service.updated_at + timedelta(hours=26))
        row = first.row | {
            "応対メモ": script.text("memo"),
            "更新日時": f"{service.updated_at:%Y/%m/%d %H:%M:%S}",
        }
        corrected[script.contact.native_id] = Delivered(script, service, row)
    return corrected


def _with_memo(script: Transcript, text: str, said: list[tuple[str, Any]]) -> Transcript:
    """Return the call with another memo; what was true of the old one is dropped."""
    turn = next(number for number, t in enumerate(script.turns, 1) if t.part == "memo")
    turns = [Turn("memo", text, "memo") if number == turn else t for number, t in enumerate(script.turns, 1)]
    voices = [voice for voice in script.voices if voice[0] != turn]
    voices += [(turn, sentence, issue) for sentence, issue in said]
    return Transcript(script.contact, turns, voices, [entry for entry in script.personal if entry[0] != turn])
