"""The sample world through the loader: receipts as its truth expects, one digest and equal answers on both engines."""

import contextlib
from typing import Any

import pytest
import pytest_asyncio

from app.errors import NotFound
from app.questions.text.prepared import row_columns
from tests.support import engines
from tests.support.loading import INSPECTOR, PUBLIC, groups
from tests.support.worlds.example_world import subjects
from tests.support.worlds.sample_world import MOMENTS, Asking, World, Worlds, answers, asking, differing, parties, views

pytestmark = pytest.mark.slow
COUNTS = ("rows", "accepted", "unchanged", "rejected", "flagged", "repeated")


def test_receipts_are_what_the_truth_expects(world: World) -> None:
    for file in world.truth["files"]:
        receipt = world.receipts[file["name"]]
        assert {k: getattr(receipt, k) for k in COUNTS} == {k: file[k] for k in COUNTS}, file["name"]
        assert receipt.rows == receipt.accepted + receipt.unchanged + receipt.rejected
        assert (receipt.category, receipt.error, receipt.rejects, receipt.dry_run) == (file["category"], None, None, False)
    told = [world.receipts[f["name"]] for f in world.truth["files"] if not f["repeated"]]
    assert sum(r.rows for r in told) == world.truth["counts"]["rows"]


async def test_a_file_sent_again_answers_its_receipt_and_changes_nothing(world: World, worlds: Worlds) -> None:
    before = await world.digest()
    for name in ("shareholder.2024-06.xlsx", "enterprise.2025-12.jsonl"):
        first = world.receipts[name]
        again = await world.load(worlds.folder / "sample" / name)
        assert again == first.model_copy(update={"repeated": True})
        world.receipts[name] = first
    assert await world.digest() == before


async def test_deriving_everything_again_leaves_the_digest(world: World) -> None:
    before = await world.digest()
    await world.rederive()
    assert await world.digest() == before


async def _asked(world: World) -> Asking:
    about = list(dict.fromkeys([*parties(world.truth, 1), world.firm("by_role", "branch"), *await subjects(world)]))
    portraits = [await world.answer("portrait.party", INSPECTOR, party_id=party) for party in about]
    return asking(world, portraits)


@pytest_asyncio.fixture
async def asked(world: World) -> Asking:
    """What every question is asked of this world."""
    return await _asked(world)


def test_every_question_is_asked(world: World, asked: Asking) -> None:
    assert set(asked) == set(world.questions.all)
    assert all(asked.values())


async def test_every_category_is_in_some_answer(world: World, asked: Asking) -> None:
    found: set[str] = set()
    for name in ("records.list", "records.relations"):
        for params in asked[name]:
            items = (await world.answer(name, INSPECTOR, **params))["items"]
            found |= {i["category"] for i in items}
            assert items, params
    assert found == set(world.catalogue.categories)


async def test_both_engines_answer_alike(worlds: Worlds) -> None:
    if len(engines.chosen()) < 2:
        pytest.skip("only one engine is chosen")
    one, other = [await worlds.get(name) for name in engines.chosen()]
    assert await one.digest() == await other.digest()
    asked = await _asked(one)
    assert asked == await _asked(other)
    some: Asking = {name: cases[:: 1 + len(cases) // 12] for name, cases in asked.items()}
    for i, (mine, theirs) in enumerate(zip(views(one), views(other), strict=True)):
        what = some if i else asked
        left, right = await answers(one, what, mine[0], **mine[1]), await answers(other, what, theirs[0], **theirs[1])
        assert differing(left, right) == [], mine
        assert len(left) == sum(len(cases) for name, cases in what.items() if name not in MOMENTS)


async def test_answers_fit_their_models(world: World, asked: Asking) -> None:
    for name, cases in asked.items():
        question = world.questions.question(name)
        assert row_columns(question)
        for caller in (PUBLIC, INSPECTOR):
            fitted = 0
            for params in cases[:3]:
                with contextlib.suppress(NotFound):
                    model = await world.questions.ask(name, caller, **params)
                    fitted += model.model_dump()["tick"] >= world.half
            assert fitted, (name, caller)


async def test_counts_are_those_of_the_lists(world: World, asked: Asking) -> None:
    """What a portrait shows of a category is what its list says, the same total, and pages give each fact once."""
    for name in ("records.list", "records.relations"):
        for given in asked[name][::3]:
            params = world.questions.question(name).bind(given)
            whole = await world.answer(name, INSPECTOR, **(params | {"limit": 200}))
            portrait = await world.answer("portrait.party", INSPECTOR, party_id=params["party_id"])
            group = next(
                g for g in groups(portrait) if (g["category"], g["direction"]) == (params["category"], params["direction"])
            )
            assert (group["total"], group["shown"]) == (whole["total"], min(whole["total"], 20))
            pages: list[Any] = []
            cursor = None
            while True:
                page = await world.answer(name, INSPECTOR, **(params | {"limit": 3, "cursor": cursor}))
                pages += page["items"]
                cursor = page["next"]
                if cursor is None or len(pages) > 12:
                    break
            assert pages == whole["items"][: len(pages)]
