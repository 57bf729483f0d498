"""What a key costs: the same portraits over HTTP with the key of a caller and without one, in turn.

`python -m tests.bench.keys HOME` measures the service over the graph that is there.
"""

import asyncio
import http.client
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from statistics import median
from urllib.parse import quote

from app.settings import Settings
from models.caller import CallerRole
from tests.bench.ratios import Pair, Report
from tests.bench.reads import over_home
from tests.support.desk.keys import Headers, bearer, issue_at
from tests.support.served import served

ROUNDS = 7
MOST = 1.1
NEAR = 1.05
"""A caller with a key may be told more; parties of which it is told so many times the bytes are left out."""
FREE: dict[str, str] = {"rate_per_address": "", "rate_per_key": ""}


def _get(connection: http.client.HTTPConnection, party: str, headers: Headers) -> tuple[float, int]:
    """Seconds and bytes of a portrait."""
    begun = time.perf_counter()
    connection.request("GET", f"/v1/parties/{quote(party)}/portrait", headers=headers)
    answer = connection.getresponse()
    size = len(answer.read())
    assert answer.status == 200, answer.status
    return time.perf_counter() - begun, size


def in_turn(port: int, key: str, parties: Sequence[str], rounds: int) -> list[Pair]:
    """The medians of both sides for each party of which a caller with a key is told about as much as the public."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    pairs = []
    for party in parties:
        sides: tuple[Headers, Headers] = (bearer(key), {})
        sizes = [_get(connection, party, side)[1] for side in sides]
        if max(sizes) > NEAR * min(sizes):
            continue
        times: tuple[list[float], list[float]] = ([], [])
        for turn in range(rounds):
            for at in (0, 1) if turn % 2 else (1, 0):
                times[at].append(_get(connection, party, sides[at])[0])
        pairs.append(Pair(sizes[0], median(times[0]), median(times[1])))
    connection.close()
    return pairs


async def measured(name: str, size: int, settings: Settings, parties: Sequence[str], rounds: int = ROUNDS) -> Report:
    """Portraits with a key against the same without."""
    report = Report("key", name, size)
    key = issue_at(settings, CallerRole.ANALYST, f"bench {token_hex(4)}").key
    async with served(settings, **FREE) as service:
        pairs = await asyncio.to_thread(in_turn, service.port, key, parties, rounds)
    report.add("parties", len(pairs))
    ours, base = median(one.ours for one in pairs), median(one.base for one in pairs)
    report.add("p50 ms, with a key / without", f"{1e3 * ours:.2f} / {1e3 * base:.2f}")
    report.ratio("with a key / without, p50", ours / base, MOST, at_least=False)
    report.add("median of the ratios of single parties", median(one.cost for one in pairs))
    return report


if __name__ == "__main__":
    asyncio.run(over_home(Path(sys.argv[1]).resolve(), measured))
