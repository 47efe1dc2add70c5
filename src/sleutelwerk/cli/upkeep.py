"""`sleutelwerk upkeep`: does what is due, for an installation with a timer of its own, and tells how the jobs stand."""

from __future__ import annotations

import click

from sleutelwerk.cli.database import opened_database
from sleutelwerk.cli.output import Guarded


@click.group(cls=Guarded, short_help="Onderhoud dat de site vanzelf doet.")
def upkeep() -> None:
    """Doe het onderhoud dat nu moet, of bekijk hoe het ermee staat.

    `sleutelwerk start` doet het onderhoud zelf. Deze opdracht is voor wie de site op een andere manier draait.
    """


@upkeep.command(name="run", short_help="Doe wat nu moet.")
def run() -> None:
    """Doe elk karwei waarvan de tijd is gekomen, en noem het. Twee keer tegelijk kan geen kwaad."""
    with opened_database():
        from django.utils import timezone

        from sleutelwerk.config.schedule import SCHEDULE
        from sleutelwerk.upkeep.actions import run_due

        done = run_due(SCHEDULE, now=timezone.now())
    click.echo("\n".join(done) if done else "Er was niets te doen.")


@upkeep.command(name="list", short_help="Laat zien hoe het ermee staat.")
def list_jobs() -> None:
    """Noem elk karwei: of het lukte, en wanneer het weer moet. Eindcode 1 als iets misging."""
    with opened_database():
        from django.utils.timezone import localtime

        from sleutelwerk.upkeep.queries import jobs

        failed = False
        for job in jobs():
            wrong = job.failed_at is not None and (job.done_at is None or job.done_at < job.failed_at)
            failed = failed or wrong
            last = f"gelukt {localtime(job.done_at):%Y-%m-%d %H:%M}" if job.done_at else "nog niet gelukt"
            click.echo(
                f"{job.name}: {'MISGEGAAN; ' if wrong else ''}{last}; weer op {localtime(job.due_at):%Y-%m-%d %H:%M}"
            )
    raise SystemExit(1 if failed else 0)
