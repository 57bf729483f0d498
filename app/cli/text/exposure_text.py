"""Exposure to the risk of others as lines of text: its sum, each contributor with its path, and what holds it down."""

from collections.abc import Iterator, Mapping

from app.cli.language.speaking import spoken
from app.cli.text.party_text import left_out, ref, when
from models.answers.shapes import PartyRef
from models.risk.exposure import ExposureAnswer, RiskContributor


def exposure(answer: ExposureAnswer) -> Iterator[str]:
    """The sum, contributors with their paths, shared channels, where risk stops, and what was asked besides."""
    word = spoken()
    names = {one.id: one for one in (*answer.parties, answer.party) if one.id}
    yield ref(answer.party)
    yield when(answer)
    yield word("exposure_sum", exposure=f"{answer.exposure:.3f}", own=f"{answer.own_risk:.3f}", carried=f"{answer.carried:.3f}")
    yield word("exposure_at_most", at_most=f"{answer.at_most:.3f}", residual=f"{answer.residual:.3f}")
    yield ""
    yield word("exposure_contributors") if answer.contributors else word("exposure_none")
    for one in answer.contributors:
        yield from _contributor(one, names)
    if answer.total > answer.shown:
        yield word("exposure_rest", count=answer.total - answer.shown, share=f"{answer.rest:.4f}")
    yield from _held_down(answer, names)
    yield from _besides(answer)
    yield from left_out(answer.incomplete)
    model = answer.model
    yield word(
        "exposure_model",
        indicators=model.indicators,
        edges=model.edges,
        conduct=model.conduct,
        hops=model.hops,
        least=model.least,
        tick=answer.known_at,
    )
    yield word("risk_use")


def _contributor(one: RiskContributor, names: Mapping[str, PartyRef]) -> Iterator[str]:
    word = spoken()
    figures = word("exposure_shares", share=f"{one.share:.4f}", contribution=f"{one.contribution:.4f}")
    yield f"  {_name(one.id, names)} ({one.own_risk:.3f}): {figures}"
    way = [_name(one.path[0].source, names)]
    for step in one.path:
        way.append(word("exposure_step", kind=word(f"risk_kind_{step.kind}"), q=f"{step.q:.3g}"))
        way.append(_name(step.target, names))
    yield f"    {' '.join(way)} ({' '.join(step.fact for step in one.path)})"


def _held_down(answer: ExposureAnswer, names: Mapping[str, PartyRef]) -> Iterator[str]:
    word = spoken()
    if answer.shared:
        yield word("exposure_shared")
    for one in answer.shared:
        ends = {"source": _name(one.source, names), "target": _name(one.target, names)}
        figures = {"counted": f"{one.counted:.4f}", "carried": f"{one.carried:.4f}"}
        yield f"  {word('exposure_shared_step', kind=word(f'risk_kind_{one.kind}'), **ends, **figures)}"
    if answer.stops:
        yield word("exposure_stops")
    for stop in answer.stops:
        why = word("and_list").join((word(f"exposure_stop_{stop.conduct}"), word(f"exposure_cause_{stop.cause}")))
        yield f"  {_name(stop.id, names)}: {why}"


def _besides(answer: ExposureAnswer) -> Iterator[str]:
    word = spoken()
    if answer.without:
        yield word("exposure_without")
    for one in answer.without:
        what = word(f"exposure_without_{one.without}", id=one.id)
        yield f"  {word('exposure_without_line', what=what, exposure=f'{one.exposure:.3f}', change=f'{one.change:+.3f}')}"
    if answer.sensitivity:
        yield word("exposure_sensitivity")
    for moved in answer.sensitivity:
        what = word(f"risk_kind_{moved.id}") if moved.of == "edge" else moved.id
        yield f"  {word('exposure_sensitivity_line', what=what, less=f'{moved.less:.3f}', more=f'{moved.more:.3f}')}"


def _name(party: str, names: Mapping[str, PartyRef]) -> str:
    known = names.get(party)
    return known.label if known else party
