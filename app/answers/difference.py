"""What differs in an answer about a party, or about several, between two days."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from app.analytics.difference import difference
from app.analytics.structure.network import LeftList
from app.answers.params import Day, PartyId, listed
from app.answers.reading.mentioned import party_of_card, table_of
from app.answers.reading.session import Reader
from app.answers.reading.working import worked_out
from app.answers.registry import computed
from app.errors import InputError, NotFound
from app.questions.registry import ComputedQuestion, Section, question
from models.answers.difference import Difference
from models.answers.shapes import Incomplete, IncompleteReason, is_cut
from models.answers.stamped import DifferencesAnswer, OwnershipAnswer
from models.base import Model
from models.times import Known
from models.values.bare_names import named_in

Items = list[dict[str, Any]]
OWNERS = "owners"


class DifferencesParams(Known):
    """What a difference between two days takes: the days, and whatever the answer compared takes."""

    party_id: PartyId
    of: Annotated[str, Field(max_length=40, description="The answer compared.")] = "ownership"
    before: Annotated[Day, Field(description="The earlier day (YYYY-MM-DD).")]
    after: Annotated[Day, Field(description="The later day (YYYY-MM-DD).")]
    options: dict[str, Any] = Field(default_factory=dict)


@question(
    "differences.between",
    title="Who came, who left and what changed in an answer about a party between two days",
    title_zh="两个日期之间某项结果的变化：新增、退出与变动",
    params=DifferencesParams,
    answer=DifferencesAnswer,
    route="differences",
    command="differences",
    examples=[{"of": "control", "before": "2024-03-01", "after": "2024-12-01"}],
)
async def differences(reader: Reader, params: DifferencesParams) -> DifferencesAnswer:
    """Who came, who left and what changed in an answer about a party between two days, both as known at one tick.

    The answer is asked with the options of its own route; one that it does not take is refused. Of relations: those of the
    party and of `parties`, among all of them.

    Raises:
        NotFound: nothing is known of the party on either day.
        InputError: there is no such answer, or it does not take an option.
    """
    asked = compared_question(params.of)
    taken = options(asked, params)
    later = reader.at(params.after, reader.known_at)
    card = await _card(later, asked, params.party_id)
    earlier = reader.at(params.before, later.known_at)
    old_card = await _card(earlier, asked, params.party_id)
    if card is None and old_card is None:
        raise NotFound("nothing is known of this on either day")
    shown = card or old_card or {}
    assert asked.compares is not None
    if asked.compares.by:
        sections, more = await asked.compares.by(asked.function, earlier, later, taken)
    else:
        sections, more = await _lists(earlier, later, asked, taken, known=(old_card is not None, card is not None))
    stamp = (later if later.stamp else earlier).stamp
    return DifferencesAnswer(
        party=party_of_card(shown),
        of=params.of,
        options=taken.model_dump(mode="json", include=params.options.keys() - {*asked.subjects}),
        before=params.before,
        after=params.after,
        sections=sections,
        known_at=stamp["known_at"],
        tick=stamp["tick"],
        **more,
    )


def compared_question(of: str) -> ComputedQuestion[Any]:
    """The question whose answer is compared under that name.

    Raises:
        InputError: there is none.
    """
    known = computed().compared
    if of not in known:
        raise InputError(f"what is compared is one of {', '.join(known)}", parameter="of")
    return known[of]


def options(asked: ComputedQuestion[Any], params: DifferencesParams) -> Model:
    """The parameters of the answer compared: those given, and those it is compared with else.

    Raises:
        InputError: something is given that it does not take, or out of its bounds; or it is one about several parties, and
            there are no others.
    """
    assert asked.compares is not None
    for name in params.options:
        if name not in asked.options:
            raise InputError(f"{params.of} takes no {name}; it takes {', '.join(asked.options)}", parameter=name)
    (subject,) = asked.subjects
    whom: Any = params.party_id
    if subject in asked.options:
        if not (others := listed(params.options.get(subject, ()))):
            raise InputError(f"{params.of} are compared among several parties", parameter=subject)
        whom = [params.party_id, *others]
    return asked.parse({**asked.compares.defaults, **params.options, subject: whom})


async def _card(reader: Reader, asked: ComputedQuestion[Any], party_id: str) -> dict[str, Any] | None:
    try:
        return await reader.card(party_id, alone=bool(asked.compares and asked.compares.alone))
    except NotFound:
        return None


async def _lists(
    earlier: Reader, later: Reader, asked: ComputedQuestion[Any], taken: Model, *, known: tuple[bool, bool]
) -> tuple[tuple[Difference, ...], dict[str, Any]]:
    """The lists compared, whom they name by id, and what is left out; `known`: on which of the days the party is known."""
    assert asked.compares is not None
    sections = asked.compares.sections
    new = await asked.function(later, taken) if known[1] else None
    old = await asked.function(earlier, taken) if known[0] else None
    size = sum(len(getattr(answer, section[1])) for answer in (old, new) if answer for section in sections)
    left_out = [gap for answer in (old, new) for gap in getattr(answer, "incomplete", ())]
    more = {
        "parties": table_of(one for answer in (old, new) for one in getattr(answer, "parties", ())),
        "incomplete": tuple(dict.fromkeys(left_out)),
    }
    compared = await worked_out(size, lambda: tuple(_compared(section, old, new) for section in sections))
    if isinstance(old, OwnershipAnswer) and new is not None:
        left = {one: off for one, off in earlier.left_lists(old.party.id or "").items() if off.day <= later.stamp["as_of"]}
        compared = tuple(_off_lists(one, left) if one.section == OWNERS else one for one in compared)
    return compared, more


def _off_lists(found: Difference, left: Mapping[str, LeftList]) -> Difference:
    """The owners, with what is known of those who only left a list of the largest: since when, and the most they have."""

    def with_list_end(item: dict[str, Any]) -> dict[str, Any]:
        off = left.get(named_in(str(item["id"]))[0])
        return item if off is None else item | {"left_list": off.day, "at_most": off.at_most}

    marked = {name: tuple(with_list_end(item) for item in getattr(found, name)) for name in ("left", "perhaps_left")}
    return found.model_copy(update=marked)


def _compared(section: Section, old: Model | None, new: Model | None) -> Difference:
    name, attribute, total = section
    before, complete_before = _items(old, attribute, total)
    after, complete_after = _items(new, attribute, total)
    return difference(name, before, after, complete_before=complete_before, complete_after=complete_after)


def _items(answer: Model | None, attribute: str, total: str | None) -> tuple[Items | None, bool]:
    if answer is None:
        return None, True
    items: Items = [one.model_dump(mode="json") for one in getattr(answer, attribute)]
    gaps: tuple[Incomplete, ...] = getattr(answer, "incomplete", ())
    read = not getattr(answer, "cut", ()) and not any(gap.reason is IncompleteReason.READ for gap in gaps)
    if total is not None:
        return items, read and len(items) >= getattr(answer, total)
    return items, read and not is_cut(gaps)
