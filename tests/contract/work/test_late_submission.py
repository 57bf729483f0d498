"""A submission that is owed and does not come, day by day: a case at its provider, reminders, its end once the file comes."""

from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest

from app.desk.cases.participants import PROGRAM, Participant
from app.desk.cases.register import list_cases, read_case
from app.desk.jobs.kinds import JobContext
from app.desk.jobs.queue import Claimed
from app.desk.store import open_desk
from app.work.kinds import SCHEDULES
from app.work.resources import Resources
from app.work.supervising import SuperviseParams, supervise_quality
from loaders.load.reading import Reading
from models.caller import SHANGHAI, today
from models.values.working_days import working_days_after
from models.work.cases import CaseFilter
from tests.support.engines import chosen
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

OFFICE = Participant("某局一员 (1)", "某市场监管局", 1)
DUE = date(2025, 5, 5)
NIGHT = timedelta(hours=4, minutes=40)


class Clock(datetime):
    """The time of the test in the place of the real one."""

    moment = datetime(2025, 2, 3, tzinfo=SHANGHAI)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        shown = cls.moment.astimezone(tz)
        return cls(*shown.timetuple()[:6], tzinfo=tz)

    @classmethod
    def turn(cls, day: date) -> None:
        cls.moment = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + NIGHT


@pytest.mark.parametrize("engine_name", chosen()[:1])  # what is asked of the graph is asked of both engines elsewhere
async def test_a_month_that_does_not_come(graph: Loaded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("models.caller", "app.engine.clock", "loaders.load.job"):
        monkeypatch.setattr(f"{place}.datetime", Clock)
    assert "supervise" in {schedule.kind for schedule in SCHEDULES}, "it is done every night"
    settings = graph.settings.model_copy(update={"home": tmp_path / "home"})

    async def send(day: date) -> None:
        Clock.turn(day)
        row = {
            "统一社会信用代码": fresh_code(721),
            "处罚决定书文号": f"文{day}号",
            "处罚决定日期": today(),
            "处罚机关": "某市场监管局",
        }
        await graph.say(f"penalty.{day}.csv", row, reading=Reading(provider=OFFICE.department))

    with open_desk(settings) as desk:
        context = JobContext(
            Claimed("job", "supervise", {}, "schedule", None, "worker", 1, 3),
            desk,
            Resources(graph.engine, graph.catalogue, settings),
        )

        async def night(day: date) -> int:
            Clock.turn(day)
            return (await supervise_quality(context, SuperviseParams())).reminded

        def late() -> list[str]:
            with desk.reading() as connection:
                return [one.id for one in list_cases(connection, OFFICE, CaseFilter(kind="late_submission")).items]

        def reminders(case: str) -> list[str]:
            with desk.reading() as connection:
                return [step.action for step in read_case(connection, case, OFFICE).steps if step.by == PROGRAM.by]

        for month in (2, 3, 4):
            await send(date(2025, month, 3))
        assert await night(DUE) == 0
        assert late() == [], "the last day of the term is part of it"
        told = {n: [await night(working_days_after(DUE, n)) for _ in range(2)] for n in range(1, 7)}
        assert told == {1: [1, 0], 2: [0, 0], 3: [1, 0], 4: [0, 0], 5: [1, 0], 6: [0, 0]}, "once each, whatever runs twice"
        (case,) = late()
        assert reminders(case) == ["open", "remind", "remind", "remind"]
        with desk.reading() as connection:
            basis = read_case(connection, case, OFFICE).basis
        assert basis == {"month": "2025-04", "category": "penalty", "due_on": DUE.isoformat()}
        await send(date(2025, 5, 20))
        assert await night(date(2025, 5, 21)) == 0
        with desk.reading() as connection:
            over = read_case(connection, case, OFFICE)
        assert (over.state, over.final, over.actions) == ("sent", True, ())
        assert await night(date(2025, 5, 22)) == 0
        assert late() == [case], "the month that was sent late opens no other"
