"""The service goes on looking for what counts from today, whoever writes meanwhile and whatever fails."""

import asyncio
from typing import Any

import pytest

from app.api import settling
from app.errors import GraphUnavailable, LeaseHeld
from models.catalogue import Catalogue


async def test_it_looks_again_whatever_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[Any] = [False, LeaseHeld("another writes"), GraphUnavailable("gone"), True]
    asked: list[str] = []
    done = asyncio.Event()

    async def settle(engine: object, catalogue: Catalogue, *, holder: str, ttl: float) -> bool:
        asked.append(holder)
        if len(asked) > len(ends):
            done.set()
            await asyncio.Event().wait()
        end = ends[len(asked) - 1]
        if isinstance(end, Exception):
            raise end
        return bool(end)

    monkeypatch.setattr(settling, "settle", settle)
    monkeypatch.setattr(settling, "EVERY_SECONDS", 0.0)
    monkeypatch.setattr(settling, "STOP_SECONDS", 0.01)
    async with settling.settling(object(), Catalogue(categories={}), 5.0):  # type: ignore[arg-type]
        await asyncio.wait_for(done.wait(), 10)
    assert asked == ["service"] * 5
