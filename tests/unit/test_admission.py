"""So many requests of a kind are answered at once, twice as many wait, and the next is refused at once."""

import asyncio

import pytest

from app.errors import Overloaded
from app.security.admission import WAITING, Admission, WorkKind
from app.security.policy import ANSWER, RouteRule, work_of
from app.settings import read_settings

ADMISSION = {"lookups": 5, "inquiries": 2, "dense_inquiries": 1}


async def test_places_waiting_and_refusal() -> None:
    admission, over = Admission(read_settings(**ADMISSION)), asyncio.Event()
    done: list[int] = []

    async def work(number: int) -> None:
        async with admission.place(WorkKind.INQUIRY):
            await over.wait()
            done.append(number)

    tasks = [asyncio.create_task(work(n)) for n in range(2 + 2 * WAITING)]
    await asyncio.sleep(0)
    assert admission.waiting()["inquiry"] == 2 * WAITING
    with pytest.raises(Overloaded) as caught:
        await work(99)
    assert caught.value.context["retry_after"] >= 1
    async with admission.place(WorkKind.LOOKUP), admission.place(WorkKind.FREE):
        pass  # another kind is not held up
    tasks[2].cancel()  # who waits and goes makes room
    await asyncio.gather(tasks[2], return_exceptions=True)
    assert admission.waiting()["inquiry"] == 2 * WAITING - 1
    over.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert done == [0, 1, 3, 4, 5]
    async with admission.place(WorkKind.INQUIRY), admission.place(WorkKind.INQUIRY):
        assert admission.waiting()["inquiry"] == 0


async def test_a_place_is_given_back_once_however_often_it_is_left() -> None:
    admission = Admission(read_settings(**ADMISSION))
    async with admission.place(WorkKind.DENSE) as place:
        place.leave()
        place.leave()
        async with asyncio.timeout(1), admission.place(WorkKind.DENSE):
            pass
    async with admission.place(WorkKind.DENSE):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), admission.place(WorkKind.DENSE):
                pass


def test_a_question_is_as_dear_by_its_name_as_by_its_route() -> None:
    rule = RouteRule("GET", ANSWER, work=WorkKind.INQUIRY)
    known = {"relations.among", "control.of"}
    kinds = [work_of(rule, {"name": name}, known) for name in ("relations.among", "control.of", "party.show")]
    assert kinds == [WorkKind.DENSE, WorkKind.INQUIRY, WorkKind.LOOKUP]
    assert work_of(RouteRule("GET", "/live", work=WorkKind.FREE), {}, known) is WorkKind.FREE
