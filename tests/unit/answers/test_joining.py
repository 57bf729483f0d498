"""Who counts as one is followed to the end, by the decisions of the day."""

from collections.abc import AsyncIterator, Iterable
from typing import Any

from app.answers.reading.joining import Joining

ONE, TWO, THREE, FOUR = (f"person:uscc:{firm}:沈" for firm in "ABCD")
TOLD = [
    (ONE, TWO, "2024-02-01", "9999-12-31"),
    (THREE, TWO, "2024-03-01", "2024-06-01"),
    (THREE, FOUR, "2024-03-01", "9999-12-31"),
]


def _rows(party: str) -> list[list[Any]]:
    """The decisions about a party, as the question gives them: itself first, whichever of the two was told first."""
    rows = []
    for n, (one, other, since, until) in enumerate(TOLD):
        if party in (one, other):
            there, labels = other if party == one else one, ["Party", "Person"]
            said = [f"f{n}", "核查组", since, "同证", "甲局", [since], [until]]
            rows.append([party, there, labels, labels, party == one, *said])
    return rows


async def _read(parties: Iterable[str]) -> AsyncIterator[tuple[list[str], dict[str, list[Any]]]]:
    for party in parties:
        yield [party], {"rows": _rows(party)}


async def test_decisions_are_followed_as_they_held_on_the_day() -> None:
    for start in (ONE, TWO, THREE, FOUR):
        joining = Joining(_read)
        assert await joining.together([start], "2024-05-31") == {ONE, TWO, THREE, FOUR}
        assert dict(joining.stands_for) == dict.fromkeys((ONE, TWO, THREE, FOUR), ONE)
        assert {(each.one, each.other) for each in joining.decided} == {(one, other) for one, other, *_ in TOLD}
        assert set(joining.kinds.values()) == {"Person"}


async def test_a_decision_that_ended_joins_nobody_and_is_remembered() -> None:
    joining = Joining(_read)
    assert await joining.together([ONE], "2024-06-01") == {ONE, TWO}
    assert dict(joining.stands_for) == {ONE: ONE, TWO: ONE}
    everybody = await joining.together([ONE], "2024-06-01", ever=True)
    assert everybody == {ONE, TWO, THREE, FOUR}
    assert joining.days(everybody) == {"2024-02-01", "2024-03-01", "2024-06-01"}
    assert await joining.together([THREE], "2024-06-01") == {THREE, FOUR}
    assert dict(joining.stands_for) == {ONE: ONE, TWO: ONE, THREE: THREE, FOUR: THREE}


async def test_where_decisions_do_not_count_nothing_is_read() -> None:
    joining = Joining(None)
    assert (await joining.together([ONE], "2024-05-31"), dict(joining.stands_for)) == ({ONE}, {})
