"""Commands ``forget``, ``purge`` and ``key rotate``."""

import getpass
import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Config, _parse_day, current_time, settings_of
from pipelines.errors import PipelineError
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.removal.forget import Asked, Forgotten
    from pipelines.removal.plan import Plan

By = Annotated[str, typer.Option(help="Who asks for it; default the login name.")]
Why = Annotated[str, typer.Option(help="Reason, for the journal; no name or number of the customer.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be removed.")]
_KEY = re.compile(r"[0-9a-f]{32}")
_MOST_NAMED = 20
key_app = typer.Typer(no_args_is_help=True, help="The key of the pseudonyms.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("forget")(forget)
    app.command("purge")(purge)
    app.add_typer(key_app, name="key")


@key_app.callback()
def _key_group() -> None:
    """Keep ``key rotate`` a command of its own."""


def forget(
    customer_key: Annotated[str, typer.Argument(help="Pseudonym as the lake shows it (customer_key).")] = "",
    by_id: Annotated[
        bool, typer.Option("--id", help="Read the customer's own number from standard input instead.")
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="End a removal that was broken off.")] = False,
    dry_run: DryRun = False,
    by: By = "",
    why: Why = "",
    config: Config = None,
) -> None:
    """Remove everything of one customer, prove it, and keep the customer out from now on."""
    from pipelines.removal.forget import forget as remove
    from pipelines.removal.forget import plan_forget, resume_forget

    settings = settings_of(config)
    if resume:
        _tell_forgotten(resume_forget(settings, _asked(by, why), tell=_tell))
        return
    keys = _customer_keys(settings, customer_key, by_id=by_id)
    plan = plan_forget(settings, keys)
    if dry_run:
        _tell_plan(settings, plan)
        return
    if not (by_id or plan.days or _is_pending(settings)):
        message = (
            "forget: the lake holds nothing of this customer key; check it, or give the number with --id"
        )
        raise PipelineError(message)
    _tell_forgotten(remove(settings, keys, _asked(by, why), tell=_tell))


def purge(
    before: Annotated[date, typer.Option("--before", parser=_parse_day, help="First day that stays.")],
    dry_run: DryRun = False,
    by: By = "",
    why: Why = "",
    config: Config = None,
) -> None:
    """Remove every day before one, everywhere."""
    from pipelines.removal.purge import plan_purge
    from pipelines.removal.purge import purge as remove

    settings = settings_of(config)
    if dry_run:
        days = plan_purge(settings, before).days
        span = f", {days[0]} to {days[-1]}" if days else ""
        typer.echo(f"would remove {len(days)} days{span}; nothing was changed")
        return
    done = remove(settings, before, _asked(by, why), tell=_tell)
    span = f", {done.days[0]} to {done.days[-1]}" if done.days else ""
    typer.echo(f"purged {len(done.days)} days{span}")
    typer.echo(f"searched {', '.join(done.searched)}: no row of a day before {before}")


@key_app.command("rotate")
def rotate(config: Config = None) -> None:
    """Put a fresh key in use; the days keep their old pseudonyms until they are run again."""
    from pipelines.removal.rotation import rotate_key

    days = rotate_key(settings_of(config))
    typer.echo("a fresh key is in use; take a backup of the key file now")
    if days:
        typer.echo(f"link customers over all days again with: koe backfill {days[0]} {days[-1]}")


def _customer_keys(settings: Settings, customer_key: str, *, by_id: bool) -> list[str]:
    from pipelines.resources import pseudonymizer

    if bool(customer_key) == by_id:
        message = "give either the customer key, or --id and the customer's number on standard input"
        raise typer.BadParameter(message)
    if not by_id:
        if not _KEY.fullmatch(customer_key):
            # not repeated: it may be the customer's own number
            message = (
                "that is no customer key (32 hexadecimal digits); give a number with --id on standard input"
            )
            raise typer.BadParameter(message)
        return [customer_key]
    number = sys.stdin.readline().rstrip("\n")
    found = [keys.key_of("customer", number) for keys in pseudonymizer(settings).generations]
    if not all(found):
        message = "standard input holds no customer number; write it on one line"
        raise typer.BadParameter(message)
    return [key for key in found if key]


def _asked(by: str, why: str) -> "Asked":
    from pipelines.removal.forget import Asked

    return Asked(by or getpass.getuser(), why, current_time())


def _is_pending(settings: Settings) -> bool:
    from pipelines.removal.plan import read_plan

    return read_plan(settings) is not None


def _tell(step: str) -> None:
    typer.echo(f"… {step}", err=True)


def _tell_plan(settings: Settings, plan: "Plan") -> None:
    from pipelines.removal.own_files import name_copied_rows

    _tell_counts(plan, "would remove")
    copies = len(list(settings.warehouse_dir.glob("published-*.duckdb")))
    builds = len([path for path in settings.site_dir.glob("[0-9]*") if path.is_dir()])
    typer.echo(
        f"{copies} published copies and {builds} builds of the reports would be replaced by fresh ones"
    )
    _tell_own(name_copied_rows(settings, plan.sentences))
    typer.echo("nothing was changed")


def _tell_counts(plan: "Plan", verb: str) -> None:
    span = f" on {len(plan.days)} days, {plan.days[0]} to {plan.days[-1]}" if plan.days else ""
    typer.echo(
        f"{verb} {len(plan.contact_ids)} contacts and {plan.business_rows} orders or subscriptions{span}"
    )


def _tell_forgotten(done: "Forgotten") -> None:
    _tell_counts(done.plan, "removed")
    found = done.searched
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(found.files.items()))
    typer.echo(f"searched {sum(found.files.values())} files ({kinds}), {found.size / 1_000_000:.1f} MB")
    typer.echo(
        f"for {len(done.plan.contact_ids)} contact ids, {len(done.plan.customer_keys)} customer keys and "
        f"{len(done.plan.sentences)} sentences that only this customer said: nothing found"
    )
    if done.plan.shared:
        typer.echo(
            f"{done.plan.shared} further sentences were said by others word for word and tell nothing apart"
        )
    if found.left_out:
        typer.echo(
            f"not searched, since they are deliveries of the source systems: {', '.join(found.left_out)}"
        )
    _tell_own(done.own_files)


def _tell_own(named: "tuple[str, ...] | list[str]") -> None:
    if named:
        typer.echo(
            f"{len(named)} rows of your own files look copied from this customer; look at them yourself:"
        )
    for place in named[:_MOST_NAMED]:
        typer.echo(f"  {place}")
    if len(named) > _MOST_NAMED:
        typer.echo(f"  and {len(named) - _MOST_NAMED} more")
