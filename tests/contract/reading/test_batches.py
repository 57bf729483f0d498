"""What is told of batches: of those that were not loaded to their end, that were withdrawn, or whose file was unreadable."""

import asyncio
import io
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.errors import NotFound
from loaders.load.reading import Reading, content_hash
from tests.support.engines import environment
from tests.support.loading import INSPECTOR, PUBLIC, Loaded, sheet
from tests.support.worlds.hiding import fresh_code

CODE, OTHER = fresh_code(731), fresh_code(732)
TOLD = Reading(provider="某局", day="2024-06-01")


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


def _mended(rejects: Path, wrong: str, right: str) -> Path:
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace(wrong, right), encoding="utf-8-sig")
    return rejects


async def test_the_newest_day_that_what_was_loaded_speaks_of(graph: Loaded) -> None:
    """Not that of the file, nor of a row that is hidden, refused or of a day to come; and no older file takes it back."""

    def penalty(day: str, **more: object) -> dict[str, object]:
        row = {"party": CODE, "decision_no": day, "decided_on": day, "authority": "某局", "shown_until": "2036-01-01"}
        return row | {"_provider": "某局"} | more

    async def upto(level: int = 0) -> str | None:
        caller = PUBLIC if level == 0 else INSPECTOR
        portrait = await graph.answer("portrait.party", caller, party_id=f"uscc:{OTHER}")
        (missing,) = [m for m in portrait["missing"] if m["category"] == "penalty"]
        (one,) = [row for row in (await graph.answer("catalogue.loaded", caller))["items"] if row["category"] == "penalty"]
        assert missing.get("loaded_to") == one["to"]
        assert missing["loaded_on"] == one["day"]
        return None if one["to"] is None else str(one["to"])

    await graph.say("enterprise.csv", *({"name": f"杭州截至{c}有限公司", "code": c} for c in (CODE, OTHER)), reading=TOLD)
    await graph.say("penalty.old.csv", penalty("2023-01-01"))
    assert await upto() == "2023-01-01"
    later = [
        penalty("2024-03-01"),
        penalty("2024-05-01", _level=2),
        penalty("2099-01-01"),
        penalty("2024-06-01", shown_until="soon"),
    ]
    receipt = await graph.say("penalty.new.csv", *later)
    assert (receipt.accepted, receipt.rejected) == (3, 1)
    assert await upto() == await upto(2) == "2024-03-01"
    shown = await graph.answer("batches.show", batch=receipt.batch)
    assert shown["newest"] == "2024-03-01"
    await graph.say("penalty.hidden.csv", penalty("2025-01-01", _level=2))
    await graph.say("penalty.older.csv", penalty("2022-01-01"))
    assert await upto() == "2024-03-01"
    assert receipt.rejects
    mended = _mended(Path(receipt.rejects), "soon", "2036-01-01")
    done = await graph.load(mended, "penalty")
    assert (done.accepted, done.batch, await upto()) == (1, receipt.batch, "2024-06-01")
    async with graph.serving() as client:
        assert "数据截至 2024-06-01" in (await client.get(f"/parties/uscc:{OTHER}")).text
        assert "数据截至 2024-06-01" in (await client.get("/catalogue")).text
        cards = {c["name"]: c for c in (await client.get("/v1/catalogue")).json()["items"]}
        assert cards["penalty"]["loaded_to"] == "2024-06-01"
    await graph.withdraw(receipt.batch)
    assert await upto() == "2023-01-01"


class Terminal(io.StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


async def test_the_command_asks_before_it_withdraws(
    graph: Loaded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(graph.settings).items():
        if name.startswith("QUANJING_"):
            monkeypatch.setenv(name, value)
    row = {"party": CODE, "decision_no": "1", "decided_on": "2024-05-05", "authority": "某局"}
    batch = (await graph.say("penalty.csv", row, reading=TOLD)).batch

    async def withdraw(*words: str, answer: str = "") -> tuple[int | str | None, str]:
        monkeypatch.setattr(sys, "argv", ["quanjing", "batches", "withdraw", str(batch), *words])
        monkeypatch.setattr(sys, "stdin", Terminal(answer))
        with pytest.raises(SystemExit) as left:
            await asyncio.to_thread(main)
        return left.value.code, capsys.readouterr().err

    async def state() -> str:
        return str((await graph.answer("batches.show", INSPECTOR, batch=batch))["state"])

    code, said = await withdraw(answer="n\n")
    assert (code, await state()) == (1, "complete")
    assert f"{batch}: complete  Administrative penalty  penalty.csv  " in said
    assert "not withdrawn" in said
    assert ((await withdraw(answer="y\n"))[0], await state()) == (0, "withdrawn")
    assert (await withdraw("--yes", "--json"))[0] == 0
