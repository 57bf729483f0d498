"""Suspected relations, and why two parties are not taken to be related, as lines of text."""

from collections.abc import Iterator, Mapping

from app.cli.language.speaking import spoken
from app.cli.text.party_text import known_as, left_out, when
from app.words.naming import known_by_name
from models.answers.linkage import CommonValues, Signal, SignalState, Suspected, Suspicion
from models.answers.shapes import PartyRef
from models.answers.stamped import SuspectedAnswer, WhyNotAnswer

SILENT = frozenset({SignalState.NOT_STATED, SignalState.NOT_LOADED})


def suspected(answer: SuspectedAnswer) -> Iterator[str]:
    """Suspicions, the likeliest first, each with what speaks for it; then what is too common to be followed."""
    word, names = spoken(), _names(answer.parties)
    yield _called(answer.party.id or "", names)
    yield when(answer)
    for title, suspected_ in (("suspected_relations", answer), ("persons_maybe_one", answer.persons)):
        if suspected_ is None:
            continue
        yield ""
        yield word(title, n=word("of", shown=suspected_.shown, total=suspected_.total))
        yield from _items(suspected_, names)
        yield from (f"  {line}" for line in left_out(suspected_.incomplete))
    yield from _common(answer.common)
    if answer.persons:
        yield from _common(answer.persons.common)


def _items(suspected_: Suspected, names: Mapping[str, str | None]) -> Iterator[str]:
    word = spoken()
    for item in suspected_.items:
        strength = word("probability", band=word.code("band", item.band), probability=f"{item.probability:.2f}")
        yield f"  {_called(item.a, names)} – {_called(item.b, names)}: {strength}"
        yield from (f"    {_signal(signal)}" for signal in item.signals if signal.state not in SILENT and signal.weight)


def _common(common: CommonValues) -> Iterator[str]:
    word = spoken()
    if common.items:
        yield ""
        yield word("too_common_list", version=common.version)
        yield from (f"  {word.code('signal', one.kind)} {one.value}: {_share(one.count, one.total)}" for one in common.items)


def why_not(answer: WhyNotAnswer) -> Iterator[str]:
    """The verdict, and each signal with how it stands."""
    word, names = spoken(), _names(answer.parties)
    verdict = word.code("verdict", answer.verdict)
    yield f"{_called(answer.party.id or '', names)} – {_called(answer.other.id or '', names)}: {verdict}"
    yield when(answer)
    yield _odds(answer.suspicion, answer.suspected_from)
    yield from (f"  {_signal(signal)}" for signal in answer.suspicion.signals)
    yield from (f"  {line}" for line in left_out(answer.incomplete))


def _odds(suspicion: Suspicion, suspected_from: float) -> str:
    figures = {"score": f"{suspicion.score:+.1f}", "prior": f"{suspicion.prior:+.1f}"}
    figures |= {"probability": f"{suspicion.probability:.2f}", "threshold": f"{suspected_from:.2f}"}
    return spoken()("verdict_odds", **figures)


def _signal(signal: Signal) -> str:
    word = spoken()
    text = f"{word.code('signal', signal.kind)}: {word.code('signal_state', signal.state)}"
    if signal.value:
        text += f" {signal.value}"
    if signal.count is not None and signal.total:
        text += f" ({_share(signal.count, signal.total)})"
    return text + (word("bits", weight=f"{signal.weight:+.1f}") if signal.weight else "")


def _share(count: int, total: int) -> str:
    return spoken()("of", shown=f"{count:,}", total=f"{total:,}")


def _names(parties: tuple[PartyRef, ...]) -> dict[str, str | None]:
    return {party.id or "": party.name for party in parties}


def _called(party: str, names: Mapping[str, str | None]) -> str:
    if known_by_name(party):
        return known_as(party, names)
    name = names.get(party)
    return f"{name} {party}" if name else party
