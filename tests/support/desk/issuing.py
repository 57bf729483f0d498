"""Starts an issuer of OpenID Connect in a process of its own, and has it make tokens."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from app.settings import Settings
from tests.support.desk.issuer import AUDIENCE, CLIENT, CLIENT_SECRET

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Issuing:
    """An issuer that runs, at an address."""

    url: str

    def mint(self, *, by: str = "own", header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A token with these claims besides the usual ones."""
        token: str = self._post("/mint", {"claims": claims, "by": by, "header": header}).json()["token"]
        return token

    def control(self, **told: Any) -> None:
        """Have it do something from now on; without anything, what an issuer should."""
        self._post("/control", told)

    def counts(self) -> dict[str, int]:
        """How often it was asked what."""
        found: dict[str, int] = httpx.get(f"{self.url}/counts", trust_env=False).json()
        return found

    def settings(self, settings: Settings, **more: Any) -> Settings:
        """Settings that name this issuer."""
        given = {
            **settings.model_dump(),
            "oidc_issuer": self.url,
            "oidc_audience": AUDIENCE,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": CLIENT_SECRET,
            **more,
        }
        return Settings.model_validate(given)

    def _post(self, path: str, told: dict[str, Any]) -> httpx.Response:
        return httpx.post(f"{self.url}{path}", json=told, trust_env=False, timeout=30)


@contextmanager
def issuing() -> Iterator[Issuing]:
    """An issuer in a process of its own, for the time of a block."""
    command = (sys.executable, "-m", "tests.support.desk.issuer")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Issuing(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.terminate()
