"""`quanjing push` against a real service: what is sent, once, and what it does where the service refuses, waits or is away."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from secrets import token_hex

import httpx
import pytest
import pytest_asyncio

from app.cli.pushing.sent import Outgoing, key_of
from app.settings import Settings
from models.caller import CallerRole
from tests.support.desk.commands import OFFICE, Ran, decision, ended, file_of, key_file, quanjing, started
from tests.support.desk.keys import bearer, issue_at
from tests.support.neo4j_server import free_port
from tests.support.served import Served, served

pytestmark = pytest.mark.slow
STATE = ".quanjing-push.json"
POSTED = '"method":"POST"'


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings) -> AsyncIterator[Served]:
    """A service with its worker, as a process of its own."""
    async with served(group) as one:
        yield one


@pytest.fixture
def key(group: Settings) -> str:
    """The key of a department."""
    return issue_at(group, CallerRole.DEPARTMENT, f"报送{token_hex(4)}", department=OFFICE).key


def noted(folder: Path) -> list[str]:
    """The documents that are noted as sent."""
    file = folder / STATE
    return [one["document"] for one in json.loads(file.read_text("utf-8")).values()] if file.exists() else []


def answers(service: Served, since: int = 0) -> list[int]:
    """The statuses with which what was posted was answered, after the first `since` of them."""
    lines = [json.loads(line) for line in service.log.splitlines() if POSTED in line]
    return [int(line["status"]) for line in lines][since:]


class Pushing:
    """Pushes of one folder with one key."""

    def __init__(self, settings: Settings, folder: Path, key: str) -> None:
        self.settings, self.folder = settings, folder / "outbox"
        self.folder.mkdir()
        self.key_file = key_file(folder, key)

    def words(self, url: str, *more: str) -> list[str]:
        return ["push", str(self.folder), "--to", url, "--key-file", self.key_file, *more]

    async def run(self, url: str, *more: str) -> Ran:
        return await quanjing(self.settings, *self.words(url, *more))


@pytest.fixture
def pushing(group: Settings, tmp_path: Path, key: str) -> Pushing:
    """A folder to push, with the key of a department."""
    return Pushing(group, tmp_path, key)


async def test_a_push_killed_half_way_goes_on_and_sends_nothing_twice(service: Served, pushing: Pushing, key: str) -> None:
    name, since = token_hex(3), len(answers(service))
    for n in range(8):
        file_of(pushing.folder, f"{name}-{n}", *(decision(f"{name}-{n}-{i}号") for i in range(40)))
    process = await started(pushing.settings, *pushing.words(service.url))
    async with asyncio.timeout(60):
        while len(noted(pushing.folder)) < 2:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.01)
    process.kill()
    await process.communicate()
    before = noted(pushing.folder)
    assert 2 <= len(before) < 8
    again = await pushing.run(service.url)
    assert again.code == 0, again
    assert sorted(noted(pushing.folder)) == sorted(f"penalty.{name}-{n}.json" for n in range(8))
    assert [f"{one}: sent before" in again.err for one in before] == [True] * len(before)
    posted = answers(service, since)
    assert len(posted) in (8, 9), "one may have been under way, or answered and not noted; it is sent again"
    async with httpx.AsyncClient(base_url=service.url, headers=bearer(key), timeout=60) as client:
        jobs = (await client.get("/v1/jobs")).json()
    assert (jobs["total"], {job["state"] for job in jobs["items"]}) == (8, {"done"}), "and counts once"
    assert {job["title"] for job in jobs["items"]} == {f"penalty.{name}-{n}.json" for n in range(8)}, "called as the files are"
    third = await pushing.run(service.url)
    assert (third.code, third.out) == (0, "")
    assert len(answers(service, since)) == len(posted), "what is noted is not sent"


async def test_a_key_that_is_wrong_ends_it_at_once(service: Served, group: Settings, tmp_path: Path) -> None:
    pushing, since = Pushing(group, tmp_path, "qj_nonsense"), len(answers(service))
    file_of(pushing.folder, "1")
    file_of(pushing.folder, "2")
    ran = await pushing.run(service.url)
    assert (ran.code, ran.out) == (3, "")
    assert "a valid key is needed" in ran.err
    assert (noted(pushing.folder), answers(service, since)) == ([], [401])


async def test_a_key_without_a_department_may_not_push(service: Served, group: Settings, tmp_path: Path) -> None:
    pushing = Pushing(group, tmp_path, issue_at(group, CallerRole.ANALYST, f"分析{token_hex(4)}").key)
    file_of(pushing.folder, "1")
    ran = await pushing.run(service.url)
    assert (ran.code, noted(pushing.folder)) == (3, [])


async def test_a_key_that_is_not_there_is_wrong_input(pushing: Pushing) -> None:
    file_of(pushing.folder, "1")
    pushing.key_file += ".gone"
    ran = await pushing.run("http://127.0.0.1:9")
    assert (ran.code, "cannot be read: No such file or directory" in ran.err) == (2, True)


async def test_others_may_not_read_the_key(pushing: Pushing) -> None:
    file_of(pushing.folder, "1")
    await asyncio.to_thread(Path(pushing.key_file).chmod, 0o644)
    ran = await pushing.run("http://127.0.0.1:9")
    assert (ran.code, "others may read this key" in ran.err) == (2, True)


async def test_a_service_that_is_away_is_asked_again_until_it_is_back(pushing: Pushing) -> None:
    port = free_port()
    file_of(pushing.folder, "back")
    gone = await pushing.run(f"http://127.0.0.1:{port}", "--tries", "2")
    assert (gone.code, "does not answer" in gone.err, noted(pushing.folder)) == (8, True, [])
    process = await started(pushing.settings, *pushing.words(f"http://127.0.0.1:{port}", "--tries", "100"))
    await asyncio.sleep(2)
    async with served(pushing.settings, port=str(port)):
        ran = await ended(process)
    assert (ran.code, noted(pushing.folder)) == (0, ["penalty.back.json"]), ran


async def test_what_is_refused_is_told_and_the_others_are_sent(service: Served, pushing: Pushing, key: str) -> None:
    taken, _ = file_of(pushing.folder, "1taken"), file_of(pushing.folder, "2other")
    headers = bearer(key) | {"Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=service.url, headers=headers, timeout=60) as client:
        name = {"Idempotency-Key": key_of(Outgoing(taken, taken.name, "penalty"), None)}
        other = json.dumps([decision("另一件")], ensure_ascii=False).encode()
        assert (await client.post("/v1/records/penalty", content=other, headers=name)).status_code == 201
    ran = await pushing.run(service.url)
    assert (ran.code, noted(pushing.folder)) == (21, ["penalty.2other.json"]), ran
    assert "this Idempotency-Key was used for another push" in ran.out + ran.err


async def test_a_file_that_is_too_large_is_told_and_the_others_are_sent(pushing: Pushing) -> None:
    file_of(pushing.folder, "1large", *(decision(f"大{i}号") for i in range(40_000)))
    file_of(pushing.folder, "2small")
    async with served(pushing.settings, push_bytes="2000") as service:
        ran = await pushing.run(service.url, "--json")
        posted = answers(service)
    assert ran.code == 21, ran
    large, small = json.loads(ran.out)
    assert "a push has at most 2,000 bytes" in large["error"] or "a request may have 2000 bytes" in large["error"]
    assert (small["error"], small["accepted"], noted(pushing.folder)) == (None, 1, ["penalty.2small.json"])
    assert posted.count(413) == 1, "it is not sent again"


async def test_it_is_sent_again_when_the_service_says(pushing: Pushing) -> None:
    for n in range(3):
        file_of(pushing.folder, f"many{n}")
    async with served(pushing.settings, rate_per_key="1/4second") as service:
        begun = time.monotonic()
        ran = await pushing.run(service.url)
        took = time.monotonic() - begun
        posted = answers(service)
    assert (ran.code, len(noted(pushing.folder))) == (0, 3), ran
    assert posted.count(201) + posted.count(202) == 3
    assert 1 <= posted.count(429) <= 4, "it waits for as long as it is told to, and does not hammer"
    assert took >= 4, "one in four seconds"


async def test_refused_rows_are_kept_mended_and_sent_again(service: Served, pushing: Pushing, tmp_path: Path) -> None:
    name, refused = token_hex(3), tmp_path / "refused"
    file_of(pushing.folder, name, decision(f"{name}-1号"), decision(f"{name}-2号", 处罚决定日期="2024-13-40"))
    file_of(pushing.folder, f"{name}-whole")
    ran = await pushing.run(service.url, "--rejects", str(refused), "--json")
    told = {one["document"]: one for one in json.loads(ran.out)}
    bad, good = (told[f"penalty.{one}.json"] for one in (name, f"{name}-whole"))
    assert (ran.code, bad["rejected"], bad["accepted"], good["rejected"]) == (20, 1, 1, 0)
    kept = refused / f"penalty.{name}.rejects.csv"
    assert (bad["rejects"], kept.stat().st_mode & 0o777) == (str(kept), 0o600)
    mended = tmp_path / "mended"
    mended.mkdir()
    text = kept.read_text(encoding="utf-8-sig").replace("2024-13-40", "2024-03-21")
    (mended / "penalty.mended.csv").write_text(text, encoding="utf-8")
    words = ("push", str(mended), "--to", service.url, "--key-file", pushing.key_file, "--json")
    again = await quanjing(pushing.settings, *words)
    (receipt,) = json.loads(again.out)
    assert (again.code, receipt["accepted"], receipt["batch"]) == (0, 1, bad["batch"])


async def test_a_file_that_cannot_be_read_and_a_name_that_is_none(service: Served, pushing: Pushing) -> None:
    (pushing.folder / "penalty.half.json").write_text('[{"行政相对人名称": "半', encoding="utf-8")
    (pushing.folder / "whatever.json").write_text("[]", encoding="utf-8")
    file_of(pushing.folder, "sound")
    ran = await pushing.run(service.url)
    assert (ran.code, noted(pushing.folder)) == (21, ["penalty.sound.json"]), ran


async def test_a_folder_without_files_is_wrong_usage(service: Served, pushing: Pushing) -> None:
    ran = await pushing.run(service.url)
    assert (ran.code, "no data files" in ran.err) == (2, True)
