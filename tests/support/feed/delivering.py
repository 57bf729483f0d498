"""A deliverer that kills itself in the middle of its work.

Run as `python -m tests.support.feed.delivering POINT NTH HOME`; HOME has the desk, other settings come from the environment.
POINT is keep_message, send or taken: it dies right after the nth of these. With `-` it delivers what is due, and ends.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from app.changes.reading import ChangeFeed
from app.desk.store import open_desk
from app.desk.webhooks import delivery
from app.engine import connect
from app.settings import read_settings
from app.webhooks.delivering import Deliverer, DeliveryPace
from app.webhooks.sending import Sender


def arm(point: str, nth: int) -> None:
    """Die right after the nth call of a step."""
    place: Any = Sender if point == "send" else delivery
    step, count = getattr(place, point), 0

    def die() -> None:
        nonlocal count
        count += 1
        if count == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    async def sent(*args: Any) -> Any:
        attempt = await step(*args)
        die()
        return attempt

    def noted(*args: Any) -> Any:
        done = step(*args)
        die()
        return done

    setattr(place, point, sent if point == "send" else noted)


async def main(point: str, nth: str, home: str) -> None:
    """Deliver what is due."""
    settings = read_settings()
    if point != "-":
        arm(point, int(nth))
    engine, sender = await connect(settings), Sender(private=True)
    try:
        with open_desk(settings.model_copy(update={"home": Path(home)})) as desk:
            feed = ChangeFeed(engine, settings.key.encode())
            await Deliverer(desk, feed, sender, settings.key.encode(), pace=DeliveryPace(claim=0.5)).once()
    finally:
        await sender.close()
        await engine.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
