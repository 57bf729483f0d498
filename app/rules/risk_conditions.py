"""What in the records of a party makes an indicator of risk apply: conditions that stand as data beside each indicator."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from models.base import Model
from models.values.durations import duration_parts


def _duration(stated: str) -> str:
    duration_parts(stated)
    return stated


def _several(stated: Any) -> Any:
    """One of a kind may stand without brackets."""
    return stated if isinstance(stated, list | tuple) else [stated]


Duration = Annotated[str, AfterValidator(_duration)]
Words = Annotated[tuple[str, ...], BeforeValidator(_several)]


class ValueTest(Model):
    """What the value of a property has to be. All that is given has to be met; texts of a list are taken one by one.

    `among`: one of these, numbers and truth values as they are written. `has`: a text that contains one of these words;
    `lacks`: none of them. `at_least`, `above`, `below`: a number, of money in yuan. `less_than`: a number below that of another
    property of the record, by `by` at least. `past`: a day before the day of the answer. `unstated`: what is not stated passes
    too; `absent`: nothing else does.
    """

    among: Words = ()
    has: Words = ()
    lacks: Words = ()
    at_least: float | None = None
    above: float | None = None
    below: float | None = None
    less_than: str | None = None
    by: float = Field(default=0, ge=0)
    past: bool = False
    unstated: bool = False
    absent: bool = False

    @model_validator(mode="after")
    def _tests_something(self) -> "ValueTest":
        bounds = (self.at_least, self.above, self.below, self.less_than)
        if not (self.among or self.has or self.lacks or self.past or self.absent or any(one is not None for one in bounds)):
            raise ValueError("nothing is asked of the value")
        return self


Where = dict[str, ValueTest]


class OtherRecords(Model):
    """Further records that a party has, or lacks: of a category, in force on the day, that meet `where`.

    `latest`: only the newest of them is looked at, by the number in `latest_by`, then by the day from which it holds.
    """

    records: str
    role: str = "party"
    where: Where = {}
    latest: bool = False
    latest_by: str | None = None


class Repeated(Model):
    """That so many records have to come within a time. `same`: with one value of this property."""

    at_least: int = Field(ge=2)
    within: Duration
    same: str | None = None


class PresumedRoot(Model):
    """That a listing follows from a decision of the same authority, so long before it at most, where it names none."""

    decisions: Words
    within: Duration


class FoundIn(Model):
    """In which records of a party an indicator is found.

    Records of the category `records`, in which the party stands as `role`, that meet `where`; of an edge the role is the name
    of its end. Each is an event from the day it holds, or from that in `day`, or so long `after` it, until it ends, or `lasts`
    on. `root` are the properties that name the event; `authority`: its issuer. `latest`: only the newest record in force
    counts, by the number in `latest_by`, then by its day.

    `grade`: all are of this one; `grades`: what the values have to be for each, the last that fits counting; `sums`: grades go
    by the sum of this amount over the newest records of `each`, which are one event. `repeated`: only so many together are an
    event. `having` and `lacking`: other records that the party has to have, or must not. `beside`: indicators of which one has
    to count.
    """

    records: str
    role: str = "party"
    where: Where = {}
    day: str | None = None
    after: Duration | None = None
    lasts: Duration | None = None
    latest: bool = False
    latest_by: str | None = None
    root: tuple[str, ...] = ()
    presumed: PresumedRoot | None = None
    grade: str | None = None
    grades: dict[str, Where] = {}
    sums: str | None = None
    each: tuple[str, ...] = ()
    repeated: Repeated | None = None
    having: tuple[OtherRecords, ...] = ()
    lacking: tuple[OtherRecords, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories it looks into."""
        return (self.records, *(one.records for one in (*self.having, *self.lacking)))
