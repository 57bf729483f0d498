"""Sending one file to a service: again where the network or the service fails, and waiting for its receipt."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from app.cli.pushing.sent import Outgoing, key_of
from app.errors import Forbidden, InputError, ServiceUnreachable, Unauthorized
from app.nodes.trying import PASSING, Again, Pause, retry_after
from models.work.receipt import Receipt

TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".txt": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TIMEOUT = httpx.Timeout(60.0, connect=10.0)
LOOK_SECONDS = 1.0
PIECE = 1 << 16
LONGEST_NAME = 200
"""The most characters of the name of a document; of a longer one, its end is sent."""


class PushClient:
    """A client of one service, with one key. Close it, or use it as a context manager."""

    def __init__(self, to: str, key: str, day: str | None, rejects: Path | None, tries: int, wait: float) -> None:
        if not to.startswith(("http://", "https://")):
            raise InputError("the address of a service begins with https:// or http://")
        self._base = to.rstrip("/") + "/"
        self._day = day
        self._rejects = rejects
        self._wait = wait
        self._client = httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=TIMEOUT)
        self._retrying = Retrying(
            stop=stop_after_attempt(tries), wait=Pause(), retry=retry_if_exception_type(Again), reraise=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def send(self, file: Outgoing) -> Receipt:
        """Send a file; its receipt, or one that states in `error` why there is none.

        Raises:
            Unauthorized, Forbidden: the key is not good, or not for this.
            ServiceUnreachable: the service did not answer however often it was asked.
        """
        media = TYPES.get(file.path.suffix.lower())
        problem = file.problem or (None if media else f"{file.name}: this kind of file is not pushed: save it as XLSX or CSV")
        if problem is not None or media is None:
            return Receipt(batch=None, category=file.category, document=file.name, error=problem)
        headers = {"Content-Type": media, "Idempotency-Key": key_of(file, self._day)}
        query = {"document": file.name[-LONGEST_NAME:]} | ({"day": self._day} if self._day else {})
        place = f"v1/records/{file.category}"
        answer = self._asked("POST", place, file=file.path, headers=headers, params=query)
        if answer.status_code == 202:
            answer = self._awaited(answer.headers["location"])
        return self._receipt(file, answer)

    def _receipt(self, file: Outgoing, answer: httpx.Response) -> Receipt:
        body = answer.json()
        if answer.is_error:
            message = str(body.get("detail") or body.get("title") or answer.status_code)
            if answer.status_code in (401, 403) and "instance" not in body:  # else it is about this file alone
                raise (Unauthorized if answer.status_code == 401 else Forbidden)(f"{file.name}: {message}")
            return Receipt(batch=None, category=file.category, document=file.name, error=f"{file.name}: {message}")
        receipt = Receipt.model_validate(body.get("result", body) | {"document": file.name})
        return receipt.model_copy(update={"rejects": self._kept(file, receipt.rejects)}) if receipt.rejects else receipt

    def _kept(self, file: Outgoing, place: str | None) -> str:
        """Where the refused rows are: in a file of the folder for them, where there is one, else at their address."""
        address = urljoin(self._base, str(place))
        if self._rejects is None:
            return address
        self._rejects.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = self._rejects / f"{file.path.stem}.rejects.csv"
        kept.touch(mode=0o600)
        kept.write_bytes(self._asked("GET", address).content)
        return str(kept)

    def _awaited(self, place: str) -> httpx.Response:
        """The result of a job once it is over, or the problem that it ended with."""
        until = time.monotonic() + self._wait
        while True:
            job = self._asked("GET", place)
            state = job.json().get("state")
            if state == "done":
                return self._asked("GET", f"{place}/result")
            if state in ("failed", "cancelled") or job.is_error:
                error = job.json().get("error") or {"detail": f"the job was {state}", "status": 409}
                return httpx.Response(int(error.get("status", 500)), json=error)
            if time.monotonic() > until:
                raise ServiceUnreachable(f"the job {place} goes on for longer than --wait: run the command again later")
            time.sleep(LOOK_SECONDS)

    def _asked(self, method: str, place: str, *, file: Path | None = None, **more: Any) -> httpx.Response:
        try:
            return self._retrying(self._once, method, place, file, more)
        except Again as error:
            raise ServiceUnreachable(f"{self._base} {error}") from None

    def _once(self, method: str, place: str, file: Path | None, more: dict[str, Any]) -> httpx.Response:
        if file:
            length = {"Content-Length": str(file.stat().st_size)}
            more = more | {"content": _pieces(file), "headers": more["headers"] | length}
        try:
            answer = self._client.request(method, urljoin(self._base, place), **more)
        except httpx.TransportError as error:
            raise Again(f"does not answer: {str(error) or type(error).__name__}") from None
        if answer.status_code in PASSING:
            raise Again(f"answers {answer.status_code}", retry_after(answer))
        return answer


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            yield piece
