"""What is told of batches: of those that were not loaded to their end, that were withdrawn, or whose file was unreadable."""

from pathlib import Path

import pytest

from app.engine import Engine
from app.errors import NotFound
from app.settings import Settings
from loaders.reading import Reading, content_hash
from models.catalogue import Catalogue
from tests.support.hiding import fresh_code
from tests.support.loading import INSPECTOR, Loaded, sheet

CODE = fresh_code(731)
TOLD = Reading(provider="某局", day="2024-06-01")


@pytest.fixture
def graph(engine: Engine, catalogue: Catalogue, settings: Settings, tmp_path: Path) -> Loaded:
    """An empty graph."""
    return Loaded(engine, catalogue, settings, tmp_path)


async def test_a_batch_that_was_never_loaded_is_withdrawn(graph: Loaded) -> None:
    """Withdrawn before it came, or while a load was cut short: it stays out, and says so under its own name."""
    path = sheet(
        graph.folder / "penalty.csv", [{"party": CODE, "decision_no": "1", "decided_on": "2024-05-05", "authority": "某局"}]
    )
    batch = TOLD.batch_id(graph.catalogue["penalty"], content_hash(path))
    await graph.withdraw(batch)
    receipt = await graph.load(path, reading=TOLD)
    assert (receipt.withdrawn, receipt.category, receipt.document, receipt.batch) == (True, "penalty", path.name, batch)
    async with graph.writing() as work:
        await work.keeper.open_batch("killed", {"category": "penalty", "document": "killed.csv"})
        await work.keeper.rows("killed", [])
    shown = await graph.answer("batches.show", INSPECTOR, batch="killed")
    assert "send the same file again" in shown["remark"]
    with pytest.raises(NotFound):
        await graph.answer("batches.show", batch="killed")


async def test_a_message_about_headers_names_file_and_line(graph: Loaded) -> None:
    for name, text, said in (
        ("enterprise.1.csv", "某市登记表\n名字,代码\n甲,1\n", "enterprise.1.csv: line 2: enterprise: no column for name"),
        ("enterprise.2.csv", "name,name,code\n甲,乙,1\n", "enterprise.2.csv: line 1: name: column 'name' stands there twice"),
        ("enterprise.3.jsonl", '{"name": "甲"}\n', "enterprise.3.jsonl: line 1: enterprise: no column"),
    ):
        path = graph.folder / name
        path.write_text(text, encoding="utf-8")
        receipt = await graph.load(path, reading=TOLD, name=f"sent/{name}")
        assert str(receipt.error).startswith(f"sent/{said}")
        assert (receipt.batch, receipt.rows) == (None, 0)
    receipt = await graph.load(path, reading=Reading(provider="某局", day="soon"), name="sent.jsonl")
    assert str(receipt.error).startswith("sent.jsonl: --day: ")
