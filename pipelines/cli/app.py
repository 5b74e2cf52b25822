"""The commands, put together."""

import os
import sys

import typer

from pipelines.cli import (
    demo,
    filters,
    journal,
    kinds,
    leaks,
    night,
    proof,
    reports,
    rights,
    state,
    topics,
    words,
)

_OURS = frozenset({"nlp", "pipelines", "reports", "samples", "warehouse"})
_DATABASE = frozenset({"duckdb", "_duckdb"})
_DATABASE_HELP = (
    "the database under $KOE_HOME/warehouse failed ({kind}); check free space, then run again; a damaged "
    "koe.duckdb can be moved away and made again by 'koe backfill FROM TO', a published copy by 'koe publish'"
)
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Koe: from contacts to reports.",
)
for module in (demo, night, proof, leaks, state, filters, reports, rights):
    module.register(app)
app.add_typer(topics.app, name="topics")
app.add_typer(journal.app, name="journal")
app.add_typer(words.app, name="words")
app.add_typer(kinds.app, name="kinds")


def run() -> None:
    """Run the command that was given; our own errors and those of the disk become one plain sentence."""
    try:
        app()
    except BrokenPipeError:
        # Whoever read the output has enough; the interpreter must not complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        place = error.filename or "a file"
        typer.echo(
            f"koe: {place}: {error.strerror}; check free space and permissions, then run again", err=True
        )
        sys.exit(1)
    except Exception as error:
        # Asking for the class's home spares importing every room just to name its errors.
        home = type(error).__module__.partition(".")[0]
        if home in _DATABASE:
            typer.echo(f"koe: {_DATABASE_HELP.format(kind=type(error).__name__)}", err=True)
        elif home in _OURS:
            typer.echo(f"koe: {error}", err=True)
        else:
            raise
        sys.exit(1)
