"""Who would be related too, were persons of one name one person."""

from collections.abc import Callable

from app.analytics.control.controls import Controls
from models.answers.related import RelatedIfOne
from models.catalogue import UNWRITTEN

MOST, MOST_PARTIES = 20, 20


def related_if_one(controls: Controls, of: str, is_related: Callable[[str], bool]) -> tuple[RelatedIfOne, ...]:
    """What related persons and namesakes of theirs would control, were they one, and is not related; at most 20 of them.

    Their joint ventures and associates are not looked for.
    """
    found: dict[tuple[str, str], RelatedIfOne] = {}
    for group in controls.namesakes:
        near = [one for one in group if is_related(one)]
        for other in group:
            if not near or is_related(other) or (near[0], other) in found:
                continue
            held = controls.reached((near[0], other))
            would = sorted(one for one in held if controls.is_enterprise(one) and not is_related(one))
            if would:
                found[near[0], other] = _if_one(controls, of, (near[0], other), would)
    return tuple(sorted(found.values(), key=lambda one: (-one.total, one.name, [ref.id or "" for ref in one.persons]))[:MOST])


def _if_one(controls: Controls, of: str, persons: tuple[str, str], would: list[str]) -> RelatedIfOne:
    refs, parties = controls.refs(persons), controls.refs(would[:MOST_PARTIES])
    return RelatedIfOne(
        name=refs[0].label,
        of=controls.ref(of),
        persons=refs,
        parties=parties,
        total=len(would),
        text=UNWRITTEN,
    )
