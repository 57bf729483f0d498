"""What a party controlled over time."""

from pydantic import Field

from models.answers.control import Certainty, ControlStep
from models.answers.joined import Counted
from models.answers.shapes import Incomplete, PartyEntry, PartyRef
from models.rule_sets import RuleSet


class ControlSpan(PartyEntry):
    """A time during which a party controlled another all along; `until` is exclusive, absent where it still does.

    `jointly`: only together with others who have as much. `because` is the chain of evidence of its last day, the nearest to
    the controller first; of joint control there is none. Where it would be long, `left_out` steps before its last are those by
    which the parties of `shown_at` were controlled on that day; their own spans may show another. `rests_on_names`: somewhere
    in the whole chain somebody counts who was linked by the name alone. `state` is that of its last day.
    """

    form: str
    certainty: Certainty
    jointly: bool
    since: str | None = Field(description="The first day; absent where it was before the days that were looked at.")
    until: str | None
    because: tuple[ControlStep, ...] = ()
    left_out: int = 0
    shown_at: tuple[PartyRef, ...] = ()
    rests_on_names: bool = False


class ControlsOverTime(Counted):
    """What a party controls and controlled by one rule set, up to a day: what still lasts first, then the latest.

    `days` are those on which anything changed and control was worked out; between two of them nothing did. There are
    `days_total`, of which the latest were taken.
    `joined` are those who count as one on the last of the days.
    """

    party: PartyRef
    rules: RuleSet
    controls: tuple[ControlSpan, ...]
    shown: int
    total: int
    days: tuple[str, ...]
    days_total: int
    incomplete: tuple[Incomplete, ...] = ()
