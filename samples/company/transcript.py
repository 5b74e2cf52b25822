"""A contact in words, together with the truth about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from samples.company.material import Issue
from samples.company.plan import Planned

SLOT_TYPES: Final[Mapping[str, str]] = {
    "name": "name",
    "phone": "phone",
    "mail": "mail",
    "address": "address",
    "postal": "postal_code",
    "card": "card",
    "member": "member_number",
    "order": "order_number",
}
"""Slot of a frame → type as in the placeholders of ``nlp.masking``."""


@dataclass(frozen=True)
class Turn:
    """Something said; ``part`` is the text part of the source it stands in."""

    speaker: str
    text: str
    part: str = "log"


@dataclass
class Transcript:
    """Turns of one contact in reading order, and what is true of them. Turn numbers count from 1."""

    contact: Planned
    turns: list[Turn] = field(default_factory=list)
    voices: list[tuple[int, str, Issue]] = field(default_factory=list)
    personal: list[tuple[int, str, str]] = field(default_factory=list)

    def say(self, speaker: str, text: str, part: str = "log") -> int:
        """Add a turn and return its number."""
        self.turns.append(Turn(speaker, text, part))
        return len(self.turns)

    def texts(self, part: str) -> list[Turn]:
        """Return the turns of one text part."""
        return [turn for turn in self.turns if turn.part == part]

    def text(self, part: str) -> str:
        """Return a text part that holds at most one turn; empty if there is none."""
        return "".join(turn.text for turn in self.turns if turn.part == part)
