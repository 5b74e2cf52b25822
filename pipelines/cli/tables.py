"""Tables of ``topics preview`` and ``topics candidates``."""

import getpass
import sys
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table

from pipelines.cli.journal import target_and_values
from pipelines.cli.options import current_time
from pipelines.errors import PipelineError
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.edit_preview import TopicChange

_EVENTS = {
    "born": "新しい話題",
    "split": "分かれる",
    "merged": "統合される",
    "dormant": "休止",
    "revived": "再開",
    "continued": "続く",
}
_PIPE_WIDTH = 160  # columns where the output is no terminal


def show_refit(settings: Settings, *, full: bool) -> None:
    """Print what a refit now would change."""
    from pipelines.preview import preview_refit

    found = preview_refit(settings, full=full)
    if found is None:
        typer.echo("a refit now would change nothing")
        return
    if found.changes:
        _print_changes(found.changes, "refit", "from / into", "voices")
    typer.echo(
        f"{found.voices} voices in the window, {found.assigned} with a topic: {found.kept_share:.1%} keep "
        f"their id; {found.moved} move, {found.gained} get a topic, {found.lost} lose theirs"
    )


def show_edit(settings: Settings, action: str, values: list[str]) -> None:
    """Print what an edit would change; PipelineError where it would not apply."""
    from pipelines.edit_preview import preview_edit
    from warehouse.journal import make_entry

    target, content = target_and_values(action, values)
    entry = make_entry(action, target=target, values=content, by=getpass.getuser(), why="", at=current_time())
    found = preview_edit(settings, entry)
    if found.conflict:
        message = f"this edit would not apply: {found.conflict}"
        raise PipelineError(message)
    if not found.changes and not found.departments:
        typer.echo("this edit would change no topic")
        return
    _print_changes(found.changes, "edit", "change", f"voices ({settings.general.published_days} days)")
    if found.departments:
        table = Table("department", "voices before", "after")
        for name, before, after in found.departments:
            table.add_row(name, str(before), str(after))
        _console().print(table)


def show_candidates(rows: list[dict[str, Any]]) -> None:
    """Print candidates with their cases, first day and one example each."""
    if not rows:
        typer.echo("no candidates: the unassigned voices of the last days have nothing in common")
        return
    table = Table("#", "kind", "candidate", "cases", "voices", "first day", "last day", "example")
    for row in rows:
        example = row["examples"][0] if row["examples"] else "-"
        facts = (row["position"], row["kind"], row["label"], row["case_count"], row["voice_count"])
        table.add_row(*map(str, (*facts, row["first_day"], row["last_day"], example)))
    _console().print(table)


def _print_changes(changes: "tuple[TopicChange, ...]", first: str, related: str, counted: str) -> None:
    table = Table(first, "topic", "name", related, f"{counted} before", "after")
    for item in changes:
        renamed = item.label and item.label_after != item.label
        name = f"{item.label} → {item.label_after}" if renamed else item.label_after
        change = _EVENTS.get(item.change, item.change)
        table.add_row(change, item.topic_id, name, item.related, str(item.voices), str(item.voices_after))
    _console().print(table)


def _console() -> Console:
    return Console(markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
