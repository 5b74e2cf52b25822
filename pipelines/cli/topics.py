"""Commands ``topics refit``, ``topics list`` and ``topics history``."""

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Config, current_time, settings_of
from pipelines.errors import PipelineError
from pipelines.settings import Settings

if TYPE_CHECKING:
    from warehouse.registry import RegistryVersion

app = typer.Typer(no_args_is_help=True, help="The topic registry.")


@app.command("refit")
def refit(config: Config = None, publish: bool = True) -> None:
    """Find topics anew, keep the ids of those that go on, assign every day again, and publish."""
    from pipelines.night import build_reports, refit_topics
    from warehouse.published import newest

    settings, now = settings_of(config), current_time()
    result = refit_topics(settings, now=now, publish_after=publish)
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


def _latest(settings: Settings) -> "RegistryVersion":
    version = settings.registry.latest()
    if version is None:
        message = "there is no topic registry yet; make one with 'koe topics refit'"
        raise PipelineError(message)
    return version
