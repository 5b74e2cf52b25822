"""Commands ``journal add`` and ``journal list``."""

import getpass
import json
from typing import Annotated

import typer

from pipelines.cli.options import Config, current_time, settings_of

app = typer.Typer(no_args_is_help=True, help="People's edits: rename, merge, mute, route …")


def _pairs(values: list[str]) -> dict[str, object]:
    pairs: dict[str, object] = {}
    for value in values:
        name, separator, content = value.partition("=")
        if not separator:
            message = f"{value!r} is not NAME=VALUE"
            raise typer.BadParameter(message)
        pairs[name] = content.split(",") if name in {"shared_with", "topic_ids"} else content
    return pairs


@app.command("add")
def add(
    action: Annotated[
        str, typer.Argument(help="rename, merge, pin, mute, route, set_parent, note, action …")
    ],
    values: Annotated[
        list[str], typer.Argument(help="NAME=VALUE, e.g. topic_id=T000012 label=電話がつながらない")
    ],
    why: Annotated[str, typer.Option(help="Reason, for those who come after.")] = "",
    by: Annotated[str, typer.Option(help="Who makes the edit; default the login name.")] = "",
    config: Config = None,
) -> None:
    """Write an edit; it takes effect with the next 'koe publish' or night."""
    pairs = _pairs(values)
    target = {name: pairs.pop(name) for name in ("topic_id", "topic_ids") if name in pairs}
    entry = settings_of(config).journal.append(
        action, target=target, values=pairs, by=by or getpass.getuser(), why=why, at=current_time()
    )
    typer.echo(entry.entry_id)


@app.command("list")
def list_entries(config: Config = None) -> None:
    """List all edits, oldest first."""
    for entry in settings_of(config).journal.entries():
        content = json.dumps({**entry.target, **entry.values}, ensure_ascii=False, sort_keys=True)
        typer.echo(
            f"{entry.entry_id} {entry.at:%Y-%m-%dT%H:%M:%SZ} {entry.by} {entry.action} {content} {entry.why}"
        )
