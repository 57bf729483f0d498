"""Writes a sample: the files of every month, one sent again, defective ones, and the expected results (`truth.json`)."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.errors import InputError
from loaders.catalogue.files import read_catalogue
from loaders.synthetic import dirty
from loaders.synthetic.deliveries import Deliveries, SentFile
from loaders.synthetic.described.cases import DescribedCases
from loaders.synthetic.described.form import read_described
from loaders.synthetic.described.ordinary import OrdinaryRows
from loaders.synthetic.described.writing import DescribedFiles
from loaders.synthetic.planted import control, corrections, histories, identity, links, ownership
from loaders.synthetic.planted.planting import Plant
from loaders.synthetic.timeline import PERIODS
from loaders.synthetic.truth import Truth
from loaders.synthetic.world.histories import Histories
from loaders.synthetic.world.model import Firm
from loaders.synthetic.world.ordinary import World, populate, start
from loaders.synthetic.world.records import RecordWriter

MARK = "truth.json"
FEWEST_ORDINARY = 20
FOUNDED = "2000-01-01"
"""The day from which departments are registered: before every record."""
Progress = Callable[[int, int, str], None]


def write_sample(out: Path, enterprises: int = 2000, seed: int = 1, progress: Progress | None = None) -> dict[str, Any]:
    """Write a sample world of about `enterprises` registered parties into the folder `out`, and return its truth.

    Planted cases are the same for every size, so there are at least as many parties as they need and twenty more. The firms of
    cases that files of categories describe come on top (`in_cases` of the counts).
    The same arguments give the same bytes. `progress` is called with (steps done, steps, what is being written).
    Raises InputError where `out` holds something other than an earlier sample.
    """
    if enterprises < 1:
        raise InputError("a sample has at least 1 enterprise")
    _prepare(out)
    truth = Truth()
    world = start(seed)
    deliveries = Deliveries(out)
    records = RecordWriter(deliveries.write, world.departments)
    plant = Plant(world, records, truth, seed)
    for subject in (ownership, control, links, identity, histories, corrections):
        subject.plant(plant)
    plant.finish()
    spare = dirty.reserve(world.codes)
    populate(world, max(FEWEST_ORDINARY, enterprises - len(world.firms)))
    _hub(world, truth)
    for department in world.departments.values():
        records.department(department, 0, FOUNDED)
    ordinary = Histories(world, records)
    catalogue, described = read_catalogue(headers=False), read_described()
    files = DescribedFiles(out, catalogue, described)
    drawn = OrdinaryRows(world, catalogue, files, described, seed)
    cases = DescribedCases(world, records, files, described, seed)
    cases.plant(truth)
    steps = len(PERIODS) + 1  # the truth is written last
    for period, delivery in enumerate(PERIODS):
        if progress:
            progress(period, steps, delivery.month)
        plant.write_period(period)
        ordinary.write_period(period)
        cases.write_period(period)
        drawn.write_period(period)
        deliveries.close(period)
        files.close(period)
    deliveries.close()
    sheets: list[SentFile] = sorted([*deliveries.closed, *files.closed], key=lambda s: s.name)
    truth.files = [_described(s) for s in sheets]
    _again(out, truth)
    truth.dirty = dirty.write(out / "dirty", spare)
    truth.counts = {
        "enterprises": len(world.firms),
        "in_cases": len(cases.firms),
        "departments": len(world.departments),
        "planted": sum(f.planted for f in world.firms),
        "rows": sum(s.rows for s in sheets),
        "files": len(truth.files),
    }
    if progress:
        progress(steps - 1, steps, MARK)
    return truth.write(out / MARK, {"seed": seed, "requested": enterprises, "period": [PERIODS[0].day, PERIODS[-1].day]})


def _prepare(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).is_file():
            raise InputError(f"{out} is not empty and holds no earlier sample: give another folder")
        for file in out.iterdir():
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text("{}\n", encoding="utf-8")


def _described(sheet: SentFile) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "category": sheet.category,
        "day": PERIODS[sheet.period].day,
        "encoding": sheet.spelling.encoding,
        "rows": sheet.rows,
        "accepted": sheet.rows - sheet.unchanged,
        "unchanged": sheet.unchanged,
        "rejected": 0,
        "flagged": sheet.flagged,
        "repeated": False,
    }


def _hub(world: World, truth: Truth) -> None:
    """Add the firm with the most holdings to the truth as a case: the larger the world, the larger it is."""
    held = Counter(h.holder.party for f in world.firms for h in f.holders if isinstance(h.holder, Firm) and not f.born)
    most, count = min(held.items(), key=lambda item: (-item[1], item[0]))
    truth.case(
        "hub",
        "持股最多的企业：持股数量呈重尾分布。",
        "The firm with the most holdings: holdings have a heavy tail.",
        {"firm": most},
        {"holdings_on": {PERIODS[0].day: count}},
    )


def _again(out: Path, truth: Truth) -> None:
    """Deliver one file a second time, byte for byte."""
    first = next(f for f in truth.files if f["name"].startswith("penalty.2024-02."))
    name = first["name"].replace(".2024-02.", ".2024-02.resent.")
    shutil.copyfile(out / first["name"], out / name)
    truth.files.append({**first, "name": name, "repeated": True})
    truth.case(
        "same_bytes_twice",
        "同一文件原样报送两次：第二次返回第一次的回执。",
        "The same file sent twice: the second time the first receipt comes back.",
        {},
        {"first": first["name"], "again": name},
    )
