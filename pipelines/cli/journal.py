"""Commands ``journal add`` and ``journal list``."""

import getpass
import json
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.edit_fields import EDIT_FIELDS, check_names, usage_lines
from pipelines.cli.options import Config, current_time, settings_of
from pipelines.settings import Settings

if TYPE_CHECKING:
    from warehouse.journal import Entry

app = typer.Typer(no_args_is_help=True, help="People's edits: rename, merge, mute, route …")


_LISTS = frozenset({"shared_with", "topic_ids", "topic_words", "variants"})


def parse_pairs(values: list[str]) -> dict[str, object]:
    """Return ``NAME=VALUE`` arguments as a mapping; typer.BadParameter for anything else."""
    pairs: dict[str, object] = {}
    for value in values:
        name, separator, content = value.partition("=")
        if not separator:
            message = f"{value!r} is not NAME=VALUE"
            raise typer.BadParameter(message)
        pairs[name] = content.split(",") if name in _LISTS else content
    return pairs


@app.command("add", epilog=usage_lines())
def add(
    action: Annotated[
        str,
        typer.Argument(
            help="rename, merge, pin, unpin, mute, unmute, route, set_parent, note, synonym, "
            "action, answer, feedback, outcome, escalation …"
        ),
    ],
    values: Annotated[
        list[str], typer.Argument(help="NAME=VALUE, e.g. topic_id=T000012 label=電話がつながらない")
    ],
    why: Annotated[str, typer.Option(help="Reason, for those who come after.")] = "",
    by: Annotated[str, typer.Option(help="Who makes the edit; default the login name.")] = "",
    config: Config = None,
) -> None:
    """Write an edit; it takes effect with the next 'koe publish' or night."""
    target, content = target_and_values(action, values)
    entry = settings_of(config).journal.append(
        action, target=target, values=content, by=by or getpass.getuser(), why=why, at=current_time()
    )
    typer.echo(entry.entry_id)


def target_and_values(action: str, values: list[str]) -> tuple[dict[str, object], dict[str, object]]:
    """Return what an edit is about and what it sets, from ``NAME=VALUE`` arguments; see `check_names`."""
    pairs = parse_pairs(values)
    check_names(action, pairs)
    names = EDIT_FIELDS[action].about if action in EDIT_FIELDS else ("topic_id",)
    target = {name: pairs.pop(name) for name in names if name in pairs}
    return target, pairs


@app.command("list")
def list_entries(
    config: Config = None,
    conflicts: Annotated[bool, typer.Option(help="Only edits that do not apply, and why.")] = False,
) -> None:
    """List all edits, oldest first."""
    settings = settings_of(config)
    if conflicts:
        _list_conflicts(settings)
        return
    for entry in settings.journal.entries():
        typer.echo(f"{_line(entry)} {entry.why}")
    for file in settings.journal.damaged():
        typer.echo(f"{file.name}: {file.reason}", err=True)


def _list_conflicts(settings: Settings) -> None:
    """Print two lines a conflict: the edit, then the reason and what to do."""
    from pipelines.edited import edited_topics

    entries = {entry.entry_id: entry for entry in settings.journal.entries()}
    for row in edited_topics(settings, settings.registry.latest()).conflicts.to_pylist():
        entry = entries.get(row["entry_id"])
        typer.echo(_line(entry) if entry else row["entry_id"])
        typer.echo(f"  {row['reason']}")


def _line(entry: "Entry") -> str:
    content = json.dumps({**entry.target, **entry.values}, ensure_ascii=False, sort_keys=True)
    return f"{entry.entry_id} {entry.at:%Y-%m-%dT%H:%M:%SZ} {entry.by} {entry.action} {content}"
