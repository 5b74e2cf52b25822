"""Commands ``kinds`` and ``kinds train``."""

import os

import typer

from pipelines.cli.options import Config, settings_of

app = typer.Typer(invoke_without_command=True, help="The kinds of voices, and your own labelled sentences.")


@app.callback()
def state(context: typer.Context, config: Config = None) -> None:
    """Say which weights give the kinds; with a command, do that."""
    if context.invoked_subcommand is None:
        from pipelines.kinds import adaptation_path, weights_in_use

        typer.echo(weights_in_use(adaptation_path(settings_of(config))))


@app.command("train")
def train(config: Config = None) -> None:
    """Fit the kinds to labels.csv; days analysed before change when they are run again."""
    # sums must not hang on the number of threads; the libraries look only when they load
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    from pipelines.kinds import train_kinds

    done = train_kinds(settings_of(config))
    for problem in done.problems:
        typer.echo(str(problem), err=True)
    typer.echo(
        f"{done.path}: trained on {done.sentences} sentences; kinds agree with the labels on "
        f"{done.agreement_before:.0%} as shipped, on {done.agreement_after:.0%} after training "
        "(each sentence judged by a model that has not seen it)"
    )
    if done.agreement_after < done.agreement_before:
        typer.echo(
            "training made it worse: look for labels that contradict each other, or delete the file again",
            err=True,
        )
