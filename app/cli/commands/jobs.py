"""Commands on jobs: work, which does them; list, show, cancel, retry. Whoever owns the home is an operator."""

import asyncio
import contextlib
import json as json_text
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Annotated

import typer

from app.cli.common import Json, close_home, open_graph, put, put_json, run, say
from app.cli.desks import at_desk
from app.cli.language.help import CommandsOf
from app.cli.language.speaking import spoken
from app.cli.text import job_text, receipt_text, record_text
from app.desk.jobs import listing, queue
from app.desk.jobs.listing import OPERATOR
from app.desk.store import Connection, Desk, open_desk
from app.settings import read_settings
from models.work.jobs import JobCard, JobState
from models.work.receipt import Receipt

jobs_app = CommandsOf("What workers do: pushes, withdrawals, what begins by itself.")
JobId = Annotated[str, typer.Argument(metavar="JOB", help="Its id, as `quanjing jobs list` gives it.")]
FAILED = 1
LOOK_SECONDS = 0.2


def work(
    until_closed: Annotated[bool, typer.Option("--until-closed", help="End when standard input is closed.")] = False,
) -> None:
    """Do the jobs of the desk and deliver its webhooks until interrupted. `up` and `serve` start one beside the service."""
    from app.api.logs import set_up_logs

    set_up_logs()
    run(_work(until_closed))


async def _work(until_closed: bool) -> None:
    from app.desk.jobs.worker import Worker
    from app.webhooks.delivering import delivering
    from app.work.kinds import KINDS, SCHEDULES
    from app.work.resources import Resources

    settings = read_settings()
    close_home(settings.home)
    async with open_graph(settings, create=True) as (engine, catalogue):
        with open_desk(settings) as desk:
            resources = Resources(engine, catalogue, settings)
            worker = Worker(desk, KINDS, resources, SCHEDULES, keep_days=settings.jobs_days)
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, worker.stop)
            if until_closed:
                threading.Thread(target=_watch_input, args=(loop, worker.stop), daemon=True).start()
            async with delivering(desk, engine, settings), contextlib.aclosing(resources.held):
                await worker.run()


def _watch_input(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """Stop when nobody holds the other end of standard input any more."""
    while os.read(0, 1):
        pass
    loop.call_soon_threadsafe(stop)


@jobs_app.command("list")
def jobs_list(
    state: Annotated[JobState | None, typer.Option("--state", help="Those in one state.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Those of one kind, such as push.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="How many items are shown.")] = 20,
    cursor: Annotated[str | None, typer.Option("--cursor", help="The `next` of the page before.")] = None,
    json: Json = False,
) -> None:
    """Jobs, the latest first."""
    with at_desk() as desk, desk.reading() as connection:
        page = listing.page(connection, OPERATOR, state=state, kind=kind, limit=limit, cursor=cursor)
    if json:
        put_json(page.model_dump(mode="json"))
        return
    for job in page.items:
        put(job_text.line(job))
    say(record_text.listing(page.model_dump() | {"incomplete": ()}))


@jobs_app.command("show")
def jobs_show(
    job: JobId,
    follow: Annotated[bool, typer.Option("--follow", help="Show how far it is until it is over.")] = False,
    json: Json = False,
) -> None:
    """One job, with what it came to."""
    with at_desk() as desk:
        found = _followed(desk, job) if follow else _found(desk, job)
        result = _result(desk, found)
    if json:
        put_json(found.model_dump(mode="json") | {"result": json_text.loads(result) if result else None})
    else:
        for line in job_text.card(found):
            put(line)
        if result and found.kind == "push":
            for line in receipt_text.receipt(Receipt.model_validate_json(result)):
                put(line)
        elif result:
            put(result)
    if found.state is JobState.FAILED:
        raise typer.Exit(FAILED)


def _found(desk: Desk, job: str) -> JobCard:
    with desk.reading() as connection:
        return listing.find(connection, OPERATOR, job)


def _result(desk: Desk, job: JobCard) -> str | None:
    if job.state is not JobState.DONE:
        return None
    with desk.reading() as connection:
        return listing.result(connection, OPERATOR, job.id)[1]


def _followed(desk: Desk, job: str) -> JobCard:
    """The job once it is over; until then a bar says how far it is."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("", total=None)
        while not (found := _found(desk, job)).state.over:
            told = found.progress
            description = f"{spoken().code('job_state', found.state)} {told.what}".strip()
            progress.update(bar, completed=told.done, total=told.total, description=description)
            time.sleep(LOOK_SECONDS)
    return found


@jobs_app.command("cancel")
def jobs_cancel(job: JobId, json: Json = False) -> None:
    """Cancel a job that waits; one that runs ends at its next step."""
    _change(job, queue.cancel, json)


@jobs_app.command("retry")
def jobs_retry(job: JobId, json: Json = False) -> None:
    """Let a job that failed or was cancelled be tried again."""
    _change(job, queue.retry, json)


def _change(job: str, change: Callable[[Connection, str], object], json: bool) -> None:
    """Change a job, and show it as it is then."""
    with at_desk() as desk:
        with desk.writing() as connection:
            change(connection, job)
        found = _found(desk, job)
    if json:
        put_json(found.model_dump(mode="json"))
    else:
        put(job_text.line(found))
