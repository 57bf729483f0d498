"""A worker that kills itself, or the embedded engine, in the middle of a job.

Run as `python -m tests.support.desk.killing_jobs POINT NTH VICTIM`; settings come from the environment. POINT is a statement of
cypher/write/, or `finish`: just before it is kept that a job is done; NTH which of its runs; VICTIM is worker, engine or none.
It works until it is killed or its standard input is closed.
"""

import asyncio
import os
import signal
import sys
import threading

from sqlalchemy import Connection

from app.desk.jobs import queue
from app.desk.jobs.queue import Claimed
from app.desk.jobs.worker import Pace, Worker
from app.desk.store import open_desk
from app.engine import apply_schema, connected
from app.settings import read_settings
from app.work.kinds import KINDS
from app.work.resources import Resources
from loaders.catalogue.files import read_catalogue
from tests.support.killing import arm


def arm_finish() -> None:
    """Kill this process where a job is done in the graph, and nobody knows yet."""

    def deadly(c: Connection, job: Claimed, result: str, keep_days: float) -> bool:
        os.kill(os.getpid(), signal.SIGKILL)
        return False

    queue.finish = deadly


async def main(point: str, nth: str, victim: str) -> None:
    """Work until killed, or until standard input is closed."""
    settings = read_settings()
    if point == "finish" and victim == "worker":
        arm_finish()
    elif victim != "none":
        arm(point, int(nth), "loader" if victim == "worker" else victim, settings.home)
    catalogue = read_catalogue()
    with open_desk(settings) as desk:
        async with connected(settings) as engine:
            await apply_schema(engine, catalogue)
            pace = Pace(poll=0.02, beat=0.2, silent=5.0, upkeep=0.2)
            worker = Worker(desk, KINDS, Resources(engine, catalogue, settings), (), pace)
            loop = asyncio.get_running_loop()

            def watch() -> None:
                while os.read(0, 1):
                    pass
                loop.call_soon_threadsafe(worker.stop)

            threading.Thread(target=watch, daemon=True).start()
            await worker.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
