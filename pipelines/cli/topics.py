"""Commands ``topics refit``, ``list``, ``history``, ``preview`` and ``candidates``."""

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Config, current_time, settings_of
from pipelines.cli.tables import show_candidates, show_edit, show_refit
from pipelines.errors import PipelineError
from pipelines.settings import Settings

if TYPE_CHECKING:
    from warehouse.registry import RegistryVersion

Full = Annotated[bool, typer.Option("--full", help="Find all topics anew and match them to the old ones.")]
app = typer.Typer(no_args_is_help=True, help="The topic registry.")


@app.command("refit")
def refit(config: Config = None, publish: bool = True, full: Full = False) -> None:
    """Look at the topics again, assign every day again, and publish; topics that go on keep their ids."""
    from pipelines.night import build_reports, refit_topics
    from warehouse.published import newest

    settings, now = settings_of(config), current_time()
    result = refit_topics(settings, now=now, publish_after=publish, full=full)
    if publish and newest(settings.warehouse_dir) is not None:
        build_reports(settings, now=now)
    active = sum(
        1 for row in result.version.topics.to_pylist() if row["status"] == "active" and row["parent_id"]
    )
    typer.echo(
        f"registry version {result.version.version}: {active} topics; {len(result.days)} days assigned again"
    )


@app.command("list")
def list_topics(config: Config = None) -> None:
    """List the topics of the newest version."""
    for row in _latest(settings_of(config)).topics.to_pylist():
        parent = row["parent_id"] or "-"
        typer.echo(f"{row['topic_id']} {row['kind']} {row['status']} {parent} {row['label']}")


@app.command("history")
def history(
    topic_id: Annotated[str, typer.Argument(help="Only this topic.")] = "", config: Config = None
) -> None:
    """List what the refits did: born, continued, split, merged, dormant, revived."""
    for row in _latest(settings_of(config)).lineage.to_pylist():
        if topic_id in ("", row["topic_id"]):
            related = " ".join(row["related_ids"])
            typer.echo(
                f"v{row['registry_version']} {row['happened_on']} {row['event']} {row['topic_id']} {related}"
            )


@app.command("preview")
def preview(
    values: Annotated[list[str] | None, typer.Argument(help="NAME=VALUE of the edit.")] = None,
    edit: Annotated[str, typer.Option(help="rename, merge, mute, route, set_parent …")] = "",
    full: Full = False,
    config: Config = None,
) -> None:
    """Show what a refit now, or an edit, would change; nothing is written."""
    if values and not edit:
        message = f"{values[0]!r} belongs to an edit; name it: --edit rename topic_id=T000012 label=…"
        raise typer.BadParameter(message)
    settings = settings_of(config)
    if edit:
        show_edit(settings, edit, values or [])
    else:
        show_refit(settings, full=full)


@app.command("candidates")
def candidates(config: Config = None) -> None:
    """List groups of unassigned voices of the newest publication that may become topics."""
    from warehouse.published import newest, open_published

    copy = newest(settings_of(config).warehouse_dir)
    if copy is None:
        message = "nothing has been published yet; run 'koe run DAY' or 'koe backfill FROM TO' first"
        raise PipelineError(message)
    with open_published(copy) as reader:
        show_candidates(reader.query("FROM published.topic_candidates ORDER BY position").to_pylist())


def _latest(settings: Settings) -> "RegistryVersion":
    version = settings.registry.latest()
    if version is None:
        message = "there is no topic registry yet; make one with 'koe topics refit'"
        raise PipelineError(message)
    return version
