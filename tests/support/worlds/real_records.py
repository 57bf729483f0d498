"""The real records beside the checkout: found, cut to what a server is given, and read. No person in them is ever printed.

A test of them is skipped, saying so, where they are absent; with QUANJING_TEST_REAL_RECORDS=1 it fails.
"""

import csv
import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from loaders.values.normalise import normalise_name
from tests.support.loading import Loaded

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
DEMANDED = "QUANJING_TEST_REAL_RECORDS"
Lists = dict[tuple[str, str], dict[str, float]]
"""Shares by holder (as names are compared), by company and day."""


def file_of(name: str) -> Path:
    """A file of real records, or a folder of them; where it is absent the test is skipped or, on demand, fails."""
    path = DATA / name
    if not path.exists():
        why = f"NOT TESTED on real records: there is no shared/data/{name} beside the checkout"
        pytest.fail(why) if os.environ.get(DEMANDED) == "1" else pytest.skip(why)
    return path


def part_of(graph: Loaded, name: str, lines: int) -> Path:
    """The whole file on the embedded engine, its first lines on a server."""
    path = file_of(name)
    if graph.name == "embedded":
        return path
    kept = path.read_bytes().splitlines(keepends=True)[: lines + 1]
    out = graph.folder / path.name
    out.write_bytes(b"".join(kept))
    return out


def companies_of(graph: Loaded, name: str, most: int, naming: str = "") -> Path:
    """The whole file on the embedded engine; on a server all days of the companies with most of them, and of as many again
    that have a row `naming` a holder."""
    path = file_of(name)
    if graph.name == "embedded":
        return path
    head, *lines = path.read_bytes().splitlines(keepends=True)
    days = Counter(company for company, _ in {(line.split(b",")[1], line.split(b",")[3]) for line in lines})
    chosen = {company for company, _ in sorted(days.items(), key=lambda pair: (-pair[1], pair[0]))[:most]}
    if naming:
        chosen |= set(sorted({line.split(b",")[1] for line in lines if naming.encode() in line})[:most])
    out = graph.folder / path.name
    out.write_bytes(head + b"".join(line for line in lines if line.split(b",")[1] in chosen))
    return out


def rows_of(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """The rows of a file."""
    with path.open(encoding=encoding, newline="") as opened:
        return list(csv.DictReader(opened))


def lists_of(path: Path, encoding: str = "utf-8-sig") -> Lists:
    """The lists of the largest holders in a file: of several announcements of one day, the last."""
    out: Lists = defaultdict(dict)
    rows = rows_of(path, encoding)
    last: dict[tuple[str, str], str] = {}
    for r in rows:
        of = (r["ts_code"], r["end_date"])
        last[of] = max(last.get(of, ""), r["ann_date"])
    for r in rows:
        if r["ann_date"] != last[r["ts_code"], r["end_date"]]:
            continue
        day = r["end_date"]
        day = f"{day[:4]}-{day[4:6]}-{day[6:]}" if day.isdigit() else day
        out[r["ts_code"], day][normalise_name(r["holder_name"])] = round(float(r["hold_ratio"]) / 100, 10)
    return out
