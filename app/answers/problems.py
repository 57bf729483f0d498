"""What analytics cannot work out, as problems of the service: in words, with the parameter that is to blame."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from app.analytics import errors
from app.errors import InputError, NotFound, QuanjingError


@contextmanager
def as_problems() -> Iterator[None]:
    """What analytics raises within comes out as a problem of the service."""
    try:
        yield
    except errors.AnalyticsError as error:
        raise service_problem(error) from error


def service_problem(error: errors.AnalyticsError) -> QuanjingError:
    """The problem that an error of analytics is to whoever asks."""
    return PROBLEMS[type(error)](error)


def _unknown_party(_: errors.UnknownParty) -> QuanjingError:
    return NotFound("The party is not among those that were looked up.")


def _not_an_enterprise(error: errors.NotAnEnterprise) -> QuanjingError:
    if error.subject == "owners":
        return InputError("Beneficial owners are those of an enterprise.", parameter="party_id")
    return InputError("Related parties are those of an enterprise.", parameter="party_id")


def _one_party_twice(error: errors.OnePartyTwice) -> QuanjingError:
    if error.of == "persons":
        return InputError("two different persons are compared", parameter="parties")
    return InputError("two different parties are compared", parameter="parties")


def _out_of_range(error: errors.OutOfRange) -> QuanjingError:
    name = error.name
    if name == "parties":
        return InputError(f"relations are asked for {error.least} to {error.most} different parties", parameter=name)
    if error.most is not None:
        return InputError(f"{name} is {error.least} to {error.most}", parameter=name)
    return InputError(f"{name} is at least {error.least}", parameter=name)


def _influence_unknown(error: errors.InfluenceUnknown) -> QuanjingError:
    return InputError(f"The rule set {error.rules} does not say what significant influence is; cas_36 does.", parameter="rules")


def _no_majority(error: errors.NoMajority) -> QuanjingError:
    return InputError(
        f"Over a whole graph control is by a majority; by {error.rules} several may control one.", parameter="rules"
    )


def _too_few_in_concert(_: errors.TooFewInConcert) -> QuanjingError:
    return InputError("A group acting in concert has at least two parties.", parameter="concert")


def _unknown_in_concert(error: errors.UnknownInConcert) -> QuanjingError:
    parties = ", ".join(error.parties)
    return InputError(f"A group acting in concert names parties that were not found: {parties}.", parameter="concert")


def _unknown_section(error: errors.UnknownSection) -> QuanjingError:
    return InputError(f"no list of that name is compared: {error.section}", parameter="section")


def _key_lacking(error: errors.KeyLacking) -> QuanjingError:
    return InputError(f"an item has no {error.field}", parameter=error.field)


def _unknown_indicator(error: errors.UnknownIndicator) -> QuanjingError:
    if error.grade is not None:
        return InputError(f"The indicator {error.indicator} has no grade {error.grade}.", parameter="without_indicator")
    return InputError(f"There is no indicator {error.indicator}.", parameter="without_indicator")


def _risk_out_of_range(error: errors.RiskOutOfRange) -> QuanjingError:
    if error.name == "strength":
        return InputError(f"The strength of {error.of} is not above 0 and at most 0.95.", parameter="edges")
    if error.name == "part":
        return InputError(f"The part that {error.of} states is no part of a whole.", parameter="edges")
    return InputError(f"The own risk of {error.of} is below nothing.", parameter="own")


PROBLEMS: Mapping[type[errors.AnalyticsError], Callable[[Any], QuanjingError]] = {
    errors.UnknownParty: _unknown_party,
    errors.NotAnEnterprise: _not_an_enterprise,
    errors.OnePartyTwice: _one_party_twice,
    errors.OutOfRange: _out_of_range,
    errors.InfluenceUnknown: _influence_unknown,
    errors.NoMajority: _no_majority,
    errors.TooFewInConcert: _too_few_in_concert,
    errors.UnknownInConcert: _unknown_in_concert,
    errors.UnknownSection: _unknown_section,
    errors.KeyLacking: _key_lacking,
    errors.UnknownIndicator: _unknown_indicator,
    errors.RiskOutOfRange: _risk_out_of_range,
}
"""Of each kind of error, its problem."""
