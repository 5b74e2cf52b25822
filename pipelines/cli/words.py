"""Commands ``words check``, ``words suggest``, ``words proposed`` and ``words preview``."""

import csv
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.cli.options import Config, settings_of

if TYPE_CHECKING:
    from pipelines.words import Preview, Suggestion

DaysBack = Annotated[int, typer.Option("--days", min=1, help="How many of the newest days to read.")]
_WHY = {"unknown": "not in UniDic", "chain": "cut, but stands together"}
_LONGEST_EXAMPLE = 60

app = typer.Typer(no_args_is_help=True, help="The word lists: dictionary.csv, synonyms.csv, stop_words.csv.")


@app.command("check")
def check(config: Config = None) -> None:
    """Name the rows that cannot be used; exit 1 when there are any."""
    from pipelines.words import check_words

    settings = settings_of(config)
    problems = check_words(settings)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.echo(f"{len(problems)} problems; the other rows are used", err=True)
        raise typer.Exit(1)
    typer.echo(f"{settings.config_dir}: the word lists are in order")


@app.command("suggest")
def suggest(
    days: DaysBack = 30,
    limit: Annotated[int, typer.Option(min=1, help="How many terms.")] = 40,
    as_csv: Annotated[bool, typer.Option("--csv", help="Rows for dictionary.csv.")] = False,
    config: Config = None,
) -> None:
    """Propose terms that the analysis does not know or cuts, with how often and where they were said."""
    from pipelines.words import suggest_terms

    found = suggest_terms(settings_of(config), days=days, limit=limit)
    if as_csv:
        _write_rows(found)
    elif found:
        Console().print(_suggestion_table(found))
    else:
        typer.echo("nothing to propose")


@app.command("proposed")
def proposed(
    as_csv: Annotated[bool, typer.Option("--csv", help="Rows for synonyms.csv.")] = False,
    config: Config = None,
) -> None:
    """List words proposed in the portal to count as one, which synonyms.csv does not hold yet."""
    from pipelines.word_proposals import list_proposals

    waiting = [item for item in list_proposals(settings_of(config)) if item.waiting]
    if as_csv:
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerows((item.representative, "|".join(item.waiting)) for item in waiting)
        return
    for item in waiting:
        typer.echo(f"{item.at:%Y-%m-%d} {item.by}: {'、'.join(item.waiting)} → {item.representative}")
    typer.echo(
        "add the rows that are right to synonyms.csv (--csv gives them), then 'koe words preview'"
        if waiting
        else "nothing is waiting"
    )


@app.command("preview")
def preview(
    days: DaysBack = 30,
    examples: Annotated[int, typer.Option(min=0, help="Sentences to show for each word.")] = 3,
    config: Config = None,
) -> None:
    """Show what the word lists as they are now would alter in the stored days."""
    from pipelines.words import preview_changes

    _show(preview_changes(settings_of(config), days=days, examples=examples))


def _write_rows(found: "list[Suggestion]") -> None:
    from pipelines.config.vocabulary_files import TERM_COLUMNS

    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(TERM_COLUMNS)
    rows.writerows((item.term, item.reading, "用語") for item in found)


def _suggestion_table(found: "list[Suggestion]") -> Table:
    table = Table(box=None, header_style="bold")
    for name, justify in (("term", "left"), ("why", "left"), ("cases", "right"), ("voices", "right")):
        table.add_column(name, justify="right" if justify == "right" else "left", no_wrap=True)
    table.add_column("example", overflow="fold")
    for item in found:
        example = Text(_shortened(item.example, item.term))
        example.highlight_words([item.term], style="bold")
        # plain Text, because what customers wrote may look like markup
        table.add_row(Text(item.term), _WHY[item.why], str(item.cases), str(item.voices), example)
    return table


def _shortened(sentence: str, term: str) -> str:
    """Cut a long sentence to what stands around the term, never through a placeholder's brackets."""
    if len(sentence) <= _LONGEST_EXAMPLE:
        return sentence
    start = max(0, sentence.find(term) - _LONGEST_EXAMPLE // 3)
    end = start + _LONGEST_EXAMPLE
    return ("…" if start else "") + sentence[start:end] + ("…" if end < len(sentence) else "")


def _show(found: "Preview") -> None:
    typer.echo(f"{found.changed} of {found.voices} voices would change")
    for change in found.changes:
        typer.echo(f"\n{change.word}: {change.voices} voices")
        for example in change.examples:
            typer.echo(f"  {_shortened(example.sentence, change.word)}")
            typer.echo(f"    {' / '.join(example.before)}  →  {' / '.join(example.after)}")
    if found.changed:
        typer.echo("\nrun 'koe backfill FROM TO' to read stored days again; new days use the lists at once")
