"""The commands, put together."""

import sys

import typer

from pipelines.cli import demo, filters, journal, night, reports, topics

_OURS = frozenset({"nlp", "pipelines", "reports", "samples", "warehouse"})
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Koe: from contacts to reports.",
)
for module in (demo, night, filters, reports):
    module.register(app)
app.add_typer(topics.app, name="topics")
app.add_typer(journal.app, name="journal")


def run() -> None:
    """Run the command that was given; our own errors and those of the disk become one plain sentence."""
    try:
        app()
    except OSError as error:
        place = error.filename or "a file"
        typer.echo(
            f"koe: {place}: {error.strerror}; check free space and permissions, then run again", err=True
        )
        sys.exit(1)
    except Exception as error:
        # Asking for the class's home spares importing every room just to name its errors.
        if type(error).__module__.partition(".")[0] not in _OURS:
            raise
        typer.echo(f"koe: {error}", err=True)
        sys.exit(1)
