"""Suspected relations, and why two parties are not taken to be related, as lines of text."""

from collections.abc import Iterator, Mapping

from app.answers.reading.naming import bare_name, known_by_name
from models.answers.linkage import CommonValues, Signal, SignalState, Suspected, Suspicion
from models.answers.network import NetworkNode
from models.answers.stamped import SuspectedAnswer, WhyNotAnswer

SILENT = frozenset({SignalState.NOT_STATED, SignalState.NOT_LOADED})


def suspected(answer: SuspectedAnswer) -> Iterator[str]:
    """Suspicions, the likeliest first, each with what speaks for it; then what is too common to be followed."""
    names = _names(answer.parties)
    yield _called(answer.party, names)
    yield _when(answer) + (f"; withheld: {', '.join(answer.withheld)}" if answer.withheld else "")
    for title, found in (("suspected relations", answer), ("persons who may be one", answer.persons)):
        if found is None:
            continue
        yield ""
        yield f"{title} ({found.shown} of {found.total})"
        yield from _items(found, names)
        if found.truncated:
            yield "  not all were compared or shown"
    yield from _common(answer.common)
    if answer.persons:
        yield from _common(answer.persons.common)


def _items(found: Suspected, names: Mapping[str, str | None]) -> Iterator[str]:
    for item in found.items:
        yield f"  {_called(item.a, names)} – {_called(item.b, names)}: {item.band}, probability {item.probability:.2f}"
        yield from (f"    {_signal(signal)}" for signal in item.signals if signal.state not in SILENT and signal.weight)


def _common(common: CommonValues) -> Iterator[str]:
    if common.items:
        yield ""
        yield f"too common to be followed (list {common.version})"
        yield from (f"  {item.kind} {item.value}: {_share(item.count, item.total)}" for item in common.items)


def why_not(answer: WhyNotAnswer) -> Iterator[str]:
    """The verdict, and each signal with how it stands."""
    names = _names(answer.parties)
    yield f"{_called(answer.party, names)} – {_called(answer.other, names)}: {answer.verdict.replace('_', ' ')}"
    yield _when(answer)
    yield _odds(answer.suspicion, answer.suspected_from)
    yield from (f"  {_signal(signal)}" for signal in answer.suspicion.signals)
    yield from (f"  {kind}: withheld" for kind in answer.withheld)


def _odds(found: Suspicion, suspected_from: float) -> str:
    sum_ = f"{found.score:+.1f} bits of evidence, {found.prior:+.1f} before any"
    return f"{sum_}: probability {found.probability:.2f}, suspected from {suspected_from:.2f}"


def _signal(signal: Signal) -> str:
    text = f"{signal.kind}: {signal.state.replace('_', ' ')}"
    if signal.value:
        text += f" {signal.value}"
    if signal.count is not None and signal.total:
        text += f" ({_share(signal.count, signal.total)})"
    return text + (f", {signal.weight:+.1f} bits" if signal.weight else "")


def _share(count: int, total: int) -> str:
    return f"{count:,} of {total:,}"


def _when(answer: SuspectedAnswer | WhyNotAnswer) -> str:
    settling = ", settling" if answer.settling else ""
    return f"as of {answer.as_of}, known at {answer.known_at}, {answer.view} view{settling}"


def _names(parties: tuple[NetworkNode, ...]) -> dict[str, str | None]:
    return {party.id: party.name for party in parties}


def _called(party: str, names: Mapping[str, str | None]) -> str:
    if known_by_name(party):
        return f"{names.get(party) or bare_name(party) or party} (known by name only)"
    name = names.get(party)
    return f"{name} {party}" if name else party
