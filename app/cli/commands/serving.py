"""Commands that serve: serve, and up, which also loads the sample world into an empty graph."""

import asyncio
import contextlib
import json
import os
import resource
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

import typer
import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from app.api.logs import set_up_logs
from app.api.protocol import server_options
from app.cli.common import HIGHEST, close_home, loader_of, open_graph, say
from app.cli.language.speaking import spoken
from app.cli.worker_process import WorkerProcess
from app.engine import Engine
from app.errors import QuanjingError, SettingsError
from app.main import create_app
from app.questions import Questions
from app.settings import Settings, read_settings
from models.caller import Caller
from models.catalogue import Catalogue

DEMO_ENTERPRISES, DEMO_SEED = 2000, 1
DONE = "loaded"
TELL_SECONDS = 1.0
WORKER_SECONDS = 120
"""How long a process that answers may be silent, its start included: on a busy machine that takes longer than one thinks."""
T = TypeVar("T")
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=64, help="Processes that answer; default QUANJING_WORKERS.")
]
JobsOption = Annotated[
    bool, typer.Option("--jobs/--no-jobs", help="Do jobs in a process beside; without it, run `quanjing work` elsewhere.")
]
HostOption = Annotated[str | None, typer.Option("--host", help="Address to listen on; default QUANJING_HOST.")]
PortOption = Annotated[int | None, typer.Option("--port", help="Port to listen on; default QUANJING_PORT.")]


def serve(
    host: HostOption = None,
    port: PortOption = None,
    workers: Workers = None,
    jobs: JobsOption = True,
) -> None:
    """Serve the API and the pages over the graph of the settings."""
    settings = _ready(host, port, workers)
    workers = settings.workers
    welcome = [f"open http://{_address(settings)}/  (Ctrl-C stops)"]
    with _doing_jobs(jobs):
        if workers > 1:
            _serve_by_many(settings, workers, welcome)
        else:
            _run(_serve(settings, welcome))


def up(
    demo: Annotated[bool, typer.Option("--demo/--no-demo", help="Load the sample world where the graph is empty.")] = True,
    host: HostOption = None,
    port: PortOption = None,
    workers: Workers = None,
    jobs: JobsOption = True,
) -> None:
    """Start the graph, load the sample world where it is empty, serve API and pages, and say what to try.

    One process answers while the sample world is loaded; several are started once it is.
    """
    settings = _ready(host, port, workers)
    workers = settings.workers
    if workers > 1:
        welcome = _run(_prepared(settings, demo))
        with _doing_jobs(jobs):
            _serve_by_many(settings, workers, welcome)
    else:
        with _doing_jobs(jobs):
            _run(_up(settings, demo))


def _doing_jobs(wanted: bool) -> contextlib.AbstractContextManager[Any]:
    """A worker beside the service, for the time of a block, where it is wanted."""
    return WorkerProcess() if wanted else contextlib.nullcontext()


def _ready(host: str | None, port: int | None, workers: int | None) -> Settings:
    """The settings to serve by, once their address is known to be free."""
    settings = _settings(host, port, workers)
    if settings.workers > 1 and (host or port):
        raise SettingsError("with several workers, give host and port by QUANJING_HOST and QUANJING_PORT")
    _check_free(settings)
    _open_many()
    for notice in settings.notices:
        say(notice)
    close_home(settings.home)
    os.environ["QUANJING_WORKERS"] = str(settings.workers)  # for the processes, which read their settings anew
    return settings


def _open_many() -> None:
    """Let this process, and those that it starts, have as many connections open as it may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _serve_by_many(settings: Settings, workers: int, welcome: list[str]) -> None:
    """Serve by several processes until interrupted."""
    for line in welcome:
        say(line)
    uvicorn.run(
        "app.cli.commands.serving:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        timeout_worker_healthcheck=WORKER_SECONDS,
        **server_options(settings),
    )


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end, on the fastest event loop there is."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        return runner.run(work)


def from_environment() -> Any:
    """The service of the environment's settings, for servers that make their own processes."""
    set_up_logs()
    return create_app(read_settings())


def _settings(host: str | None, port: int | None, workers: int | None) -> Settings:
    asked = (("host", host), ("port", port), ("workers", workers))
    given: dict[str, Any] = {name: value for name, value in asked if value is not None}
    return read_settings(**given)


def _address(settings: Settings) -> str:
    return f"{settings.host}:{settings.port}"


def _check_free(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"cannot listen on {_address(settings)}: {error.strerror}; choose another with QUANJING_HOST and QUANJING_PORT"
            ) from None


async def _up(settings: Settings, demo: bool) -> None:
    begun = time.monotonic()
    say("starting the graph")
    async with open_graph(settings, create=True) as (engine, catalogue):
        say(f"the graph answers after {time.monotonic() - begun:.1f} s")
        folder = settings.home / "sample"
        if demo and await _wants_sample(engine, catalogue, folder):
            await _serve(settings, _opened(settings), lambda: _load_sample(settings, engine, catalogue, folder))
        else:
            await _serve(settings, [*_opened(settings), *_things_to_try(settings, folder)])


async def _prepared(settings: Settings, demo: bool) -> list[str]:
    """The graph started, and the sample world in it where it is wanted; what to say of it."""
    say("starting the graph")
    folder = settings.home / "sample"
    async with open_graph(settings, create=True) as (engine, catalogue):
        if demo and await _wants_sample(engine, catalogue, folder):
            await _load_sample(settings, engine, catalogue, folder)
            return _opened(settings)
    return [*_opened(settings), *_things_to_try(settings, folder)]


async def _wants_sample(engine: Engine, catalogue: Catalogue, folder: Path) -> bool:
    """Whether nothing is loaded, or the loading of the sample world was cut short."""
    batches = await Questions(catalogue, engine).answer("batches.list", Caller(level=HIGHEST), limit=1)
    return batches["total"] == 0 or _cut_short(folder)


def _cut_short(folder: Path) -> bool:
    return folder.exists() and not (folder / DONE).exists()


async def _load_sample(settings: Settings, engine: Engine, catalogue: Catalogue, folder: Path) -> None:
    """Write the sample world and load it; what was loaded before a stop is not loaded again."""
    from loaders.load.reading import Reading
    from loaders.synthetic.sample import write_sample

    (folder / DONE).unlink(missing_ok=True)
    say(f"writing a sample world of {DEMO_ENTERPRISES:,} enterprises")
    truth = await asyncio.to_thread(write_sample, folder, DEMO_ENTERPRISES, DEMO_SEED)
    files = sorted(truth["files"], key=lambda f: (not catalogue[f["category"]].identifies, f["day"], f["name"]))
    total, rows, begun, said_at = truth["counts"]["rows"], 0, time.monotonic(), 0.0
    async with loader_of(engine, catalogue, settings, "up", wait=settings.lease_seconds) as loader:
        given = [loader.file(folder / file["name"], catalogue[file["category"]], Reading()) for file in files]
        for i, (file, one, following) in enumerate(zip(files, given, [*given[1:], None], strict=True), 1):
            receipt = await loader.load_file(one, following=following)
            rows += 0 if receipt.repeated else receipt.rows
            if ".mistaken." in file["name"] and receipt.batch and not receipt.withdrawn:
                await loader.keeper.withdraw_batch(receipt.batch)
            if time.monotonic() - said_at > TELL_SECONDS or i == len(files):
                said_at = time.monotonic()
                say(f"loading it: {rows:,} of {total:,} rows, {i} of {len(files)} files, {said_at - begun:.0f} s")
    (folder / DONE).touch()
    for line in _things_to_try(settings, folder):
        say(line)


def _opened(settings: Settings) -> list[str]:
    return [f"Quanjing is open: http://{_address(settings)}/   (Ctrl-C stops everything; the data stays in {settings.home})"]


def _things_to_try(settings: Settings, folder: Path) -> list[str]:
    try:
        tour = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["tour"]
        lists, days, twice = tour[2], tour[-2], tour[-1]
    except (OSError, ValueError, KeyError, IndexError):
        return []
    base, word = f"http://{_address(settings)}", spoken()
    another_day = f"{base}/parties/{days['party']}?lang={word.lang}&as_of=2024-03-01"
    searched = f"{base}/search?q={quote(lists['name'])}"
    commands = {
        "command": f".venv/bin/quanjing portrait {twice['party']}",
        "other": f"curl {base}/v1/parties/{twice['party']}/portrait",
    }
    return [
        "Three things to try:",
        f"  1. {word('try_search', name=lists['name'], url=searched)}",
        f"     {word.title(lists['story'])}",
        f"  2. {word('try_day', url=another_day)}",
        f"     {word.title(days['story'])}",
        f"  3. {word('try_command', **commands)}",
        f"     {word.title(twice['story'])}",
    ]


async def _serve(
    settings: Settings, welcome: list[str], meanwhile: Callable[[], Coroutine[Any, Any, None]] | None = None
) -> None:
    """Serve until interrupted; `meanwhile` is done while the service answers, and given up when it stops."""
    set_up_logs()
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        **server_options(settings),
    )
    server = uvicorn.Server(config)
    beside = asyncio.create_task(_beside(server, welcome, meanwhile))
    try:
        await server.serve()
    finally:
        beside.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beside
    if not server.started:
        sys.exit(1)


async def _beside(
    server: uvicorn.Server, welcome: list[str], meanwhile: Callable[[], Coroutine[Any, Any, None]] | None
) -> None:
    while not server.started:  # noqa: ASYNC110 - the server offers no event
        await asyncio.sleep(0.05)
    for line in welcome:
        say(line)
    if meanwhile:
        try:
            await meanwhile()
        except QuanjingError as error:
            say(f"the sample world could not be loaded: {error.message}")
