"""What each kind of edit is about and sets, as ``NAME=VALUE`` on the command line."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import typer


@dataclass(frozen=True)
class EditFields:
    """Names of one kind of edit.

    Attributes
    ----------
    about : what the edit is about, in the order of the help
    values : what it sets
    needed : those of both that must be there; the others stand in parentheses in the help
    """

    about: tuple[str, ...]
    values: tuple[str, ...] = ()
    needed: frozenset[str] = frozenset()

    def usage(self) -> str:
        """Return the names as one would write them, e.g. ``topic_id=… (shared_with=…)``."""
        names = (*self.about, *self.values)
        return " ".join(f"{name}=…" if name in self.needed else f"({name}=…)" for name in names)


def _of_topic(*values: str, further: tuple[str, ...] = ()) -> EditFields:
    return EditFields(("topic_id",), (*values, *further), frozenset({"topic_id", *values}))


EDIT_FIELDS: Final[Mapping[str, EditFields]] = MappingProxyType(
    {
        "rename": _of_topic("label"),
        "merge": _of_topic("into"),
        "pin": _of_topic(),
        "unpin": _of_topic(),
        "mute": _of_topic(),
        "unmute": _of_topic(),
        "route": _of_topic(further=("department", "shared_with")),
        "set_parent": _of_topic("parent_id"),
        "note": EditFields(("topic_id",), ("text",), frozenset({"text"})),
        "synonym": EditFields((), ("representative", "variants"), frozenset({"representative", "variants"})),
        "action": EditFields(
            ("topic_id", "topic_ids", "topic_words"),
            ("department", "what", "owner", "due_on", "done_on", "expected_effect", "status"),
        ),
        "answer": EditFields(
            ("action_id",), ("text", "status", "done_on", "due_on"), frozenset({"action_id"})
        ),
        "feedback": EditFields(
            ("topic_id", "department", "week", "day"), ("button", "to"), frozenset({"button"})
        ),
        "outcome": EditFields(("alert_id",), ("outcome",), frozenset({"alert_id", "outcome"})),
        "escalation": EditFields(("case_id",), ("to", "state", "text", "at"), frozenset({"case_id"})),
    }
)
"""The edits that people make; what `koe publish` and removals note has no names of its own here."""


def check_names(action: str, names: Collection[str]) -> None:
    """Refuse names that an edit does not know, or lacks.

    Raises
    ------
    typer.BadParameter
        Names what is wrong, and how the edit is written.
    """
    fields = EDIT_FIELDS.get(action)
    if fields is None:
        return
    unknown = [name for name in names if name not in (*fields.about, *fields.values)]
    missing = sorted(fields.needed - set(names))
    if unknown or missing:
        wrong = (
            f"{action} knows no {', '.join(unknown)}" if unknown else f"{action} lacks {', '.join(missing)}"
        )
        message = f"{wrong}; write: {action} {fields.usage()}"
        raise typer.BadParameter(message)


def usage_lines() -> str:
    """Return how each edit is written, a paragraph each, for the help."""
    return "\n\n".join(f"{action} {fields.usage()}" for action, fields in EDIT_FIELDS.items())
