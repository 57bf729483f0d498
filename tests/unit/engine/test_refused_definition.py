"""A definition that the embedded engine refuses on a full disk says that the disk is full."""

import io
import shutil
import urllib.error
from email.message import Message
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.engine.embedded import EmbeddedEngine, ServerHandle
from app.engine.embedded_home import Endpoint
from app.engine.embedded_watch import Server
from app.errors import GraphError, GraphUnavailable, QuanjingError
from app.settings import read_settings


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (urllib.error.HTTPError("http://x", 500, "refused", Message(), io.BytesIO(b"IndexException")), GraphError),
        (OSError("gone"), GraphUnavailable),
    ],
)
async def test_a_refused_definition_tells_of_a_full_disk_and_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, told: type[QuanjingError], full: bool
) -> None:
    def refuse(*_: Any) -> None:
        raise error

    monkeypatch.setattr(Server, "post", refuse)
    monkeypatch.setattr(ServerHandle, "find", lambda self: Endpoint(1, 1, 1, "x"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=4_096 if full else 1 << 40))
    with pytest.raises(told) as failed:
        await EmbeddedEngine(read_settings(home=tmp_path)).defined()
    assert ("is full: make room" in failed.value.message) is full
