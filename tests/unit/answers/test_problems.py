"""What analytics cannot work out reaches whoever asks as a problem of the service, with the parameter to blame."""

import pytest

from app.analytics import errors
from app.answers.problems import PROBLEMS, as_problems
from app.answers.reading.working import LARGE, worked_out
from app.errors import InputError, NotFound


def test_every_kind_of_error_has_its_problem() -> None:
    assert PROBLEMS.keys() == set(errors.AnalyticsError.__subclasses__())


@pytest.mark.parametrize(
    ("error", "message", "parameter"),
    [
        (errors.NotAnEnterprise("p", "owners"), "Beneficial owners are those of an enterprise.", "party_id"),
        (errors.NotAnEnterprise("p", "related"), "Related parties are those of an enterprise.", "party_id"),
        (errors.OnePartyTwice("p", "parties"), "two different parties are compared", "parties"),
        (errors.OnePartyTwice("p", "persons"), "two different persons are compared", "parties"),
        (errors.OutOfRange("parties", 2, 200), "relations are asked for 2 to 200 different parties", "parties"),
        (errors.OutOfRange("hops", 1, 6), "hops is 1 to 6", "hops"),
        (errors.OutOfRange("limit", 0), "limit is at least 0", "limit"),
        (errors.TooFewInConcert(), "A group acting in concert has at least two parties.", "concert"),
        (
            errors.UnknownInConcert(("a", "b")),
            "A group acting in concert names parties that were not found: a, b.",
            "concert",
        ),
        (errors.UnknownSection("x"), "no list of that name is compared: x", "section"),
        (errors.KeyLacking("id"), "an item has no id", "id"),
        (errors.UnknownIndicator("X1"), "There is no indicator X1.", "without_indicator"),
        (errors.UnknownIndicator("R16", "huge"), "The indicator R16 has no grade huge.", "without_indicator"),
        (errors.RiskOutOfRange("strength", "f1"), "The strength of f1 is not above 0 and at most 0.95.", "edges"),
        (errors.RiskOutOfRange("part", "f1"), "The part that f1 states is no part of a whole.", "edges"),
        (errors.RiskOutOfRange("own", "p"), "The own risk of p is below nothing.", "own"),
    ],
)
def test_what_is_wrong_is_said_with_the_parameter(error: errors.AnalyticsError, message: str, parameter: str) -> None:
    with pytest.raises(InputError) as wrong, as_problems():
        raise error
    assert (wrong.value.message, wrong.value.context) == (message, {"parameter": parameter})


@pytest.mark.parametrize(("error", "word"), [(errors.InfluenceUnknown("x"), "cas_36"), (errors.NoMajority("x"), "majority")])
def test_a_rule_set_that_does_not_fit_is_named(error: errors.AnalyticsError, word: str) -> None:
    with pytest.raises(InputError, match=f"{word}.* x |x .*{word}") as wrong, as_problems():
        raise error
    assert wrong.value.context == {"parameter": "rules"}


@pytest.mark.parametrize("size", [1, LARGE])
async def test_it_is_so_at_once_and_in_a_thread(size: int) -> None:
    def work() -> None:
        raise errors.UnknownParty("p")

    with pytest.raises(NotFound) as wrong:
        await worked_out(size, work)
    assert isinstance(wrong.value.__cause__, errors.UnknownParty)
