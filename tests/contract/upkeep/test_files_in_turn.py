"""Files loaded in one command, each begun to be read while the one before is written."""

import asyncio
from pathlib import Path

import pytest

from loaders.load.begun import FileToLoad
from loaders.load.reading import Reading
from loaders.load.run import Loader
from models.work.receipt import Receipt
from tests.support.desk.commands import decision
from tests.support.engines import wipe
from tests.support.loading import Loaded, sheet
from tests.support.worlds.hiding import fresh_code

FIRMS = [fresh_code(number) for number in range(40)]
DAY = {"_provider": "示例局", "_day": "2024-01-01"}
BAD = {"行政处罚决定书文号": "坏1号", "处罚决定日期": "无日期"}


def _decision(number: int, **more: str) -> dict[str, str]:
    return decision(f"罚{number}号", **{"统一社会信用代码": FIRMS[number % 40]} | DAY | more)


def _files(folder: Path) -> list[tuple[Path, str]]:
    """Registrations, decisions over two chunks, some of them again, one that is refused, and a file that is there already."""
    firms = [{"name": f"示例{n}公司", "code": code} | DAY for n, code in enumerate(FIRMS)]
    decisions = [_decision(n) for n in range(700)]
    parts = {
        "enterprise.a.csv": firms,
        "penalty.a.csv": decisions,
        "penalty.b.csv": [*decisions[600:], *(_decision(n) for n in range(700, 1300)), _decision(1, **BAD)],
        "penalty.c.csv": decisions,  # the same bytes as `penalty.a.csv`
        f"penalty.{'长' * 60}.csv": [_decision(2, **BAD), _decision(1301)],
    }
    return [(sheet(folder / name, rows), name.partition(".")[0]) for name, rows in parts.items()]


async def _in_turn(work: Loader, graph: Loaded, files: list[tuple[Path, str]]) -> list[Receipt]:
    given = [work.file(path, graph.catalogue[category], Reading()) for path, category in files]
    return [await work.load_file(one, following=following) for one, following in zip(given, [*given[1:], None], strict=True)]


def _told(receipts: list[Receipt]) -> list[tuple[object, ...]]:
    return [(r.document, r.rows, r.accepted, r.unchanged, r.rejected, r.repeated, r.error) for r in receipts]


async def test_files_in_turn_come_to_what_one_by_one_does(graph: Loaded, tmp_path: Path) -> None:
    files = _files(tmp_path)
    alone = [await graph.load(path, category) for path, category in files]
    digest = await graph.digest()
    await wipe(graph.engine)
    async with graph.writing() as work:
        in_turn = await _in_turn(work, graph, files)
    assert _told(in_turn) == _told(alone)
    assert [r.rejected for r in alone] == [0, 0, 1, 0, 1]
    assert alone[3].repeated
    assert await graph.digest() == digest
    before = await graph.digest()
    await graph.rederive()
    assert await graph.digest() == before


async def test_refused_rows_mended_are_read_as_they_are_when_their_turn_comes(graph: Loaded, tmp_path: Path) -> None:
    path = sheet(tmp_path / "penalty.a.csv", [_decision(1), _decision(2, **BAD)])
    async with graph.writing() as work:
        first = await work.load(path, graph.catalogue["penalty"], Reading())
        assert first.rejects
        refused = Path(first.rejects)
        _mend(refused)
        other = sheet(tmp_path / "penalty.b.csv", [_decision(3)])
        receipts = await _in_turn(work, graph, [(other, "penalty"), (refused, "penalty")])
    assert [(r.accepted, r.error) for r in receipts] == [(1, None), (1, None)]
    assert receipts[1].batch == first.batch


async def test_a_file_begun_is_let_go_of_where_the_one_before_fails(
    graph: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = _files(tmp_path)[1:3]
    async with graph.writing() as work:
        one, following = (work.file(path, graph.catalogue[category], Reading()) for path, category in files)

        async def failing(*_: object, **__: object) -> None:
            following.start()
            await asyncio.sleep(0)
            raise RuntimeError("no more")

        monkeypatch.setattr(work.keeper, "rows", failing)
        with pytest.raises(RuntimeError, match="no more"):
            await work.load_file(one, following=following)
    assert _idle(one)
    assert _idle(following)


def _mend(refused: Path) -> None:
    refused.write_text(refused.read_text(encoding="utf-8").replace("无日期", "2023-05-06"), encoding="utf-8")


def _idle(file: FileToLoad) -> bool:
    return file._opened is None and file._job is None
