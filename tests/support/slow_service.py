"""The service with answers that take QUANJING_TEST_SLOW seconds: what happens meanwhile can be tried."""

import asyncio
import os
from typing import Any

import uvicorn

from app import main as service
from app.api.logs import set_up_logs
from app.api.protocol import server_options
from app.questions import Questions
from app.settings import read_settings


class SlowQuestions(Questions):
    """Questions that take their time."""

    async def rows(self, name: str, *given: Any, **more: Any) -> dict[str, Any]:
        """The answer, later."""
        await asyncio.sleep(float(os.environ["QUANJING_TEST_SLOW"]))
        return await super().rows(name, *given, **more)


def main() -> None:
    """Serve by the settings of the environment."""
    set_up_logs()
    vars(service)["Questions"] = SlowQuestions
    settings = read_settings()
    uvicorn.run(service.create_app(settings), host=settings.host, port=settings.port, **server_options(settings))


if __name__ == "__main__":
    main()
