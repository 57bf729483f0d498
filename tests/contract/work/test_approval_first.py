"""A category that a deployment has approved before publicity: pushed, held back from the public, approved by its provider."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.desk.cases.participants import Participant
from app.desk.cases.register import act, list_cases
from app.desk.store import open_desk
from app.engine import Engine
from app.errors import NotFound, SettingsError
from app.questions import Questions
from app.settings import Settings
from app.work.acting import ActParams
from app.work.batches import WithdrawParams
from app.work.kinds import ACT, WITHDRAW
from app.work.resources import Resources
from loaders.catalogue.approved import with_approvals
from loaders.catalogue.files import read_catalogue
from loaders.load.run import loader
from models.caller import Caller
from models.catalogue import Catalogue
from models.work.cases import CaseCard, CaseFilter, NewStep
from models.work.jobs import JobState
from tests.contract.work.test_pushes import CODE, OFFICE, Office, read, worked
from tests.support.engines import chosen

APPROVER = Participant("某局审核员 (1)", OFFICE, 1, approver=True)
REWARD = "administrative_reward"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(
        update={"home": tmp_path / "home", "approve_first": f"{REWARD} = secrets + privacy, judgment=privacy"}
    )


@pytest.fixture
def catalogue(settings: Settings) -> Catalogue:
    return with_approvals(read_catalogue(), settings.approve_first)


@pytest.fixture
async def office(engine: Engine, settings: Settings, catalogue: Catalogue) -> AsyncIterator[Office]:
    with open_desk(settings) as desk:
        one = Office(desk, Resources(engine, catalogue, settings))
        async with worked(desk, one.resources):
            yield one


def reward(number: str, day: str = "2024-03-20") -> dict[str, str]:
    """One reward."""
    return {
        "行政相对人名称": "某某科技有限公司",
        "统一社会信用代码": CODE,
        "文书号": number,
        "决定日期": day,
        "奖励机关": OFFICE,
    }


async def push(office: Office, rows: Any) -> dict[str, Any]:
    """Push rewards; gives the receipt."""
    done, receipt = await office.push(rows, category=REWARD, document="push:reward")
    assert done.state is JobState.DONE, done.error
    return receipt


async def seen(office: Office, level: int) -> dict[str, bool]:
    """The numbers of the rewards that callers of a level see, and which are marked as held back."""
    questions = Questions(office.resources.catalogue, office.resources.engine)
    try:
        asked = {"party_id": f"uscc:{CODE}", "category": REWARD}
        items = (await questions.answer("records.list", Caller(level=level), **asked))["items"]
    except NotFound:
        return {}
    return {one["values"]["document_no"]: bool(one["evidence"].get("held_back")) for one in items}


def cases(office: Office) -> list[CaseCard]:
    """The cases of approval, the latest first."""
    with office.desk.reading() as connection:
        return list(list_cases(connection, APPROVER, CaseFilter(kind="publicity")).items)


async def decide(office: Office, action: str) -> None:
    """Approve or refuse what waits, and write what follows from it."""
    (case,) = (one for one in cases(office) if one.state == "held")

    def step(connection: Any) -> int:
        return len(act(connection, case.id, NewStep(action=action, remark="经审查"), APPROVER).steps)

    acted, _ = await office.do(ACT, ActParams(case=case.id, number=await office.desk.write(step)))
    assert acted.state is JobState.DONE, acted.error


def mended(receipt: dict[str, Any]) -> str:
    """The refused rows of a receipt with a day that can be."""
    return read(receipt["rejects"]).replace("2024-02-30", "2024-04-30")


@pytest.mark.parametrize("engine_name", chosen()[:1])  # both engines derive approvals alike, as tests/examples/acts.yml has it
async def test_records_wait_for_the_approver_of_their_provider(office: Office, tmp_path: Path) -> None:
    assert (await push(office, [reward("奖1号")]))["accepted"] == 1
    assert await seen(office, 0) == {}, "the public waits"
    assert await seen(office, 1) == {"奖1号": True}
    (case,) = cases(office)
    assert (case.receiver, case.state, case.basis["reasons"]) == (OFFICE, "held", ["secrets", "privacy"])
    await decide(office, "refuse")
    receipt = await push(office, [reward("奖1号"), reward("奖2号", "2024-05-20")])
    assert (receipt["accepted"], receipt["unchanged"]) == (1, 1)
    await decide(office, "approve")
    assert await seen(office, 0) == {"奖2号": False}, "what was refused is in no other case"
    assert await seen(office, 1) == {"奖1号": True, "奖2号": False}
    await push(office, [reward("奖3号", "2024-06-20")])
    assert await seen(office, 0) == {"奖2号": False}, "an approval is of the records it was given for"
    questions = Questions(office.resources.catalogue, office.resources.engine)
    (held,) = (await questions.answer("catalogue.held", Caller(level=0)))["items"]
    assert held["rows"] == 1
    assert "loaded_to" not in held, "a day may be that of a record that waits"
    await office.resources.held.aclose()
    without = Resources(office.resources.engine, read_catalogue(headers=False), office.resources.settings)
    with pytest.raises(SettingsError, match=f"another setting for {REWARD}"):
        async with without.writing("load", office.desk):
            pass
    how: dict[str, Any] = {"secret": b"", "rejects": tmp_path, "holder": "rederive", "ttl": 20.0, "wait": 20.0}
    async with loader(without.engine, without.catalogue, **how, rederiving=True) as anew:
        await anew.keeper.rederive()
    assert len(await seen(office, 0)) == 3, "derived again under the new setting"
    with pytest.raises(SettingsError, match="another setting"):
        async with office.resources.writing("load", office.desk):
            pass


@pytest.mark.parametrize("engine_name", chosen())
async def test_mended_rows_have_a_case_of_their_own(office: Office) -> None:
    first = await push(office, [reward("奖1号"), reward("奖2号", "2024-02-30"), reward("奖3号")])
    await decide(office, "refuse")
    second = await push(office, mended(first))
    assert (second["batch"], second["accepted"]) == (first["batch"], 1)
    assert [one.state for one in cases(office)] == ["held", "refused"]
    await decide(office, "approve")
    assert await seen(office, 0) == {"奖2号": False}
    third = await push(office, [reward("奖4号"), reward("奖5号", "2024-02-30")])
    text = mended(third)
    await push(office, text)
    late, early = cases(office)[:2]
    assert (late.basis["batch"], late.basis["rows"], late.state) == (early.basis["batch"], early.basis["rows"], "held")
    await office.desk.write(act, late.id, NewStep(action="refuse", remark="涉密"), APPROVER)
    await decide(office, "approve")
    assert await seen(office, 0) == {"奖2号": False, "奖4号": False}
    assert await seen(office, 1) == {"奖1号": True, "奖2号": False, "奖3号": True, "奖4号": False, "奖5号": True}
    again = await push(office, text)
    assert (again["repeated"], again["arrival"]) == (True, late.key)
    await office.do(WITHDRAW, WithdrawParams(batch=first["batch"]))
    assert (await push(office, [reward("奖1号"), reward("奖2号", "2024-02-30"), reward("奖3号")]))["withdrawn"]
    assert len(cases(office)) == 4, "each file is asked about once"


def test_a_setting_that_cannot_be_is_refused() -> None:
    catalogue = read_catalogue(headers=False)
    reasons = ("judgment", "judgment=curiosity", "judgment=secrets+")
    wrong = [(text, "needs its reasons") for text in reasons]
    more = [("objection=privacy", "the public is not shown"), (f"{REWARD}=privacy,{REWARD}=secrets", "named twice")]
    for text, why in (*wrong, ("nichts=privacy", "no category 'nichts'"), ("enterprise=privacy", "who is who"), *more):
        with pytest.raises(SettingsError, match=why):
            with_approvals(catalogue, text)
    assert with_approvals(catalogue, "") is catalogue
