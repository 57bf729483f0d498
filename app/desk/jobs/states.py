"""The states of a job and what may happen in each, as data."""

from enum import StrEnum

from app.errors import Conflict
from models.work.jobs import JobState


class Step(StrEnum):
    """What happens to a job."""

    CLAIM = "claim"
    FINISH = "finish"
    FAIL = "fail"
    DEFER = "defer"
    CANCEL = "cancel"
    RETRY = "retry"


TRANSITIONS: dict[tuple[JobState, Step], JobState] = {
    (JobState.QUEUED, Step.CLAIM): JobState.RUNNING,
    (JobState.QUEUED, Step.CANCEL): JobState.CANCELLED,
    (JobState.RUNNING, Step.FINISH): JobState.DONE,
    (JobState.RUNNING, Step.FAIL): JobState.FAILED,
    (JobState.RUNNING, Step.DEFER): JobState.QUEUED,
    (JobState.RUNNING, Step.CANCEL): JobState.CANCELLED,
    (JobState.FAILED, Step.RETRY): JobState.QUEUED,
    (JobState.CANCELLED, Step.RETRY): JobState.QUEUED,
}
"""The state that a step leads to from a state; what is not here is refused."""


def after(state: JobState, step: Step) -> JobState:
    """The state after a step. Raises Conflict (409) where a job in that state cannot take it."""
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise Conflict(f"a job that is {state} cannot be asked to {step}") from None


def before(step: Step) -> tuple[JobState, ...]:
    """The states in which a step may be taken."""
    return tuple(state for state, one in TRANSITIONS if one is step)
