"""Who asks."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from models.base import Model

SHANGHAI = ZoneInfo("Asia/Shanghai")


def today() -> str:
    """The present day in China, as an ISO string."""
    return datetime.now(SHANGHAI).date().isoformat()


class Caller(Model):
    """A caller: the highest level they may see (0 is the public), and the real day on which publicity is judged."""

    level: Annotated[int, Field(ge=0, le=3)] = 0
    today: str = Field(default_factory=today, pattern=r"^\d{4}-\d{2}-\d{2}$")


PUBLIC_LEVEL = 0
