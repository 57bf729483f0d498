"""A category that a deployment has approved before publicity: pushed, held back from the public, approved by its provider."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from app.desk.cases.participants import Participant
from app.desk.cases.register import act, list_cases, read_case
from app.desk.store import open_desk
from app.engine import Engine
from app.errors import NotFound, SettingsError
from app.questions import Questions
from app.settings import Settings
from app.work.acting import ActParams
from app.work.kinds import ACT
from app.work.resources import Resources
from loaders.catalogue.approved import with_approvals
from loaders.catalogue.files import read_catalogue
from models.caller import Caller
from models.catalogue import Catalogue
from models.work.cases import CaseFilter, NewStep
from models.work.jobs import JobState
from tests.contract.work.test_pushes import CODE, OFFICE, Office, worked
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


@pytest.mark.parametrize("engine_name", chosen()[:1])  # both engines derive approvals alike, as tests/examples/acts.yml has it
async def test_records_wait_for_the_approver_of_their_provider(office: Office, catalogue: Catalogue) -> None:
    questions = Questions(catalogue, office.resources.engine)

    async def seen(level: int) -> list[dict[str, Any]]:
        try:
            asked = {"party_id": f"uscc:{CODE}", "category": REWARD}
            return list((await questions.answer("records.list", Caller(level=level), **asked))["items"])
        except NotFound:
            return []

    row = {
        "行政相对人名称": "某某科技有限公司",
        "统一社会信用代码": CODE,
        "文书号": "奖1号",
        "决定日期": "2024-03-20",
        "奖励机关": OFFICE,
    }
    done, receipt = await office.push([row], category=REWARD, document="push:reward")
    assert (done.state, receipt["accepted"]) == (JobState.DONE, 1), receipt
    assert await seen(0) == [], "the public waits"
    (held,) = await seen(1)
    assert held["evidence"]["held_back"] is True
    with office.desk.reading() as connection:
        (case,) = list_cases(connection, APPROVER, CaseFilter(kind="publicity")).items
    assert (case.receiver, case.state, case.basis["reasons"]) == (OFFICE, "held", ["secrets", "privacy"])

    def approve(connection: Any) -> int:
        act(connection, case.id, NewStep(action="approve", remark="经审查可以公示"), APPROVER)
        return len(read_case(connection, case.id, APPROVER).steps)

    number = await office.desk.write(approve)
    acted, _ = await office.do(ACT, ActParams(case=case.id, number=number))
    assert acted.state is JobState.DONE
    (shown,) = await seen(0)
    assert not shown["evidence"].get("held_back")
    again, receipt = await office.push([row | {"文书号": "奖2号"}], category=REWARD, document="push:reward")
    assert again.state is JobState.DONE
    assert len(await seen(0)) == 1, "an approval is of the records it was given for"


def test_a_setting_that_cannot_be_is_refused() -> None:
    catalogue = read_catalogue(headers=False)
    reasons = ("judgment", "judgment=curiosity", "judgment=secrets+")
    wrong = [(text, "needs its reasons") for text in reasons]
    for text, why in (*wrong, ("nichts=privacy", "no category 'nichts'"), ("enterprise=privacy", "who is who")):
        with pytest.raises(SettingsError, match=why):
            with_approvals(catalogue, text)
    assert with_approvals(catalogue, "") is catalogue
