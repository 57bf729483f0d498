"""Claims of a batch say what its facts say, however facts come and go; and they are few."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from loaders.brought.claims import BroughtClaim, claim_of, front, stays_true, with_added
from models.statements import NO_LEVEL, OPEN_TICK
from tests.support.worlds.brought import Rows, boundaries, first_days

TODAY = "2024-06-01"
DAYS = ("2023-01-01", "2024-01-01", "2024-06-01", "2024-07-01", "2025-01-01")
TICKS = (1, 2, 3, 4, OPEN_TICK)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """The envelope of a fact of one batch."""
    return {
        "batch": "b",
        "arrived": draw(st.integers(0, 3)),
        "level": draw(st.integers(0, 3)),
        "hidden_from": draw(st.sampled_from((1, 2, 3, NO_LEVEL, NO_LEVEL))),
        "valid_from": draw(st.sampled_from(DAYS)),
        "public_from": draw(st.sampled_from(("0001-01-01", *DAYS))),
        "public_until": draw(st.sampled_from((*DAYS, "9999-12-31"))),
        "recorded_at": draw(st.sampled_from(TICKS[:4])),
        "withdrawn_at": draw(st.sampled_from(TICKS[1:])),
    }


def claims_of(rows: Rows) -> set[BroughtClaim]:
    found = ((claim_of(row, TODAY), row["arrived"]) for row in rows)
    return {since for claim, arrived in found if claim and (since := claim.since(arrived))}


def rows_of(claims: frozenset[BroughtClaim]) -> Rows:
    names = ("valid_from", "level", "hidden_from", "public_from", "public_until", "recorded_at", "withdrawn_at")
    return [
        dict(zip(names, (*c.sight, *c[1:]), strict=True), batch="b", arrived=0)
        for c in claims
        if c.recorded_at < c.withdrawn_at
    ]


def alike(claims: frozenset[BroughtClaim], rows: Rows) -> bool:
    days = boundaries(rows, TODAY)
    return first_days(rows_of(claims), days, TICKS[:4]) == first_days(rows, days, TICKS[:4])


@given(rows=st.lists(facts(), max_size=8))
def test_the_front_says_what_all_say(rows: Rows) -> None:
    claims = front(claims_of(rows))
    assert alike(claims, rows)
    assert not [one for one in claims for other in claims if one is not other and other.dominates(one)]


@given(rows=st.lists(facts(), min_size=1, max_size=8), more=st.lists(facts(), max_size=6), data=st.data())
def test_claims_that_stay_true_say_what_is_left_and_what_has_come(rows: Rows, more: Rows, data: st.DataObject) -> None:
    """Where one does not stay true the facts are looked at again; where all do, what was kept and what has come will do."""
    left = data.draw(st.lists(st.sampled_from(rows), unique_by=id, max_size=8))
    gone = claims_of([row for row in rows if not any(row is one for one in left)])
    claims, come = front(claims_of(rows)), claims_of(more)
    kept = frozenset(c for c in claims if stays_true(c, gone, come))
    if kept == claims:
        assert alike(with_added(claims, come), left + more)


def test_facts_that_follow_upon_each_other_keep_a_claim() -> None:
    """As where a list is stated again: each of its facts ends, and goes on as another."""
    fact = claim_of({**_plain("2024-01-01"), "recorded_at": 1, "withdrawn_at": OPEN_TICK}, TODAY)
    assert fact
    parts = [fact._replace(withdrawn_at=5), fact._replace(recorded_at=5)]
    assert stays_true(fact, [fact], parts)
    assert front(parts) == {fact}
    assert not stays_true(fact, [fact], parts[:1])
    assert not stays_true(fact, [fact], [fact._replace(withdrawn_at=5), fact._replace(recorded_at=6)])


def test_facts_that_all_see_need_one_claim_and_terms_of_publicity_one_a_day() -> None:
    days = [f"2023-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    plain = [{**_plain(day), "recorded_at": i // 20 + 1, "withdrawn_at": OPEN_TICK} for i, day in enumerate(days)]
    assert len(front(claims_of([row | {"arrived": 0} for row in plain]))) == 1
    terms = [
        row | {"arrived": 0, "public_from": row["valid_from"], "public_until": "2026" + row["valid_from"][4:]} for row in plain
    ]
    assert len(front(claims_of(terms + terms))) == len(days)
    over = [row | {"public_until": TODAY} for row in terms]
    assert len(front(claims_of(over))) == 1


def _plain(day: str) -> dict[str, Any]:
    return {"level": 0, "hidden_from": NO_LEVEL, "valid_from": day, "public_from": "0001-01-01", "public_until": "9999-12-31"}
