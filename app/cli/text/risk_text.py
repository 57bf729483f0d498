"""Own risk as lines of text: its sum and class, and the ledger line by line."""

from collections.abc import Iterator

from app.cli.language.speaking import spoken
from app.cli.text.party_text import left_out, ref, when
from app.words import formats
from models.risk.own import NotLookedForReason, RiskAnswer, RiskClassified, RiskLine


def risk(answer: RiskAnswer) -> Iterator[str]:
    """The sum, the class, each line with its points and its event, and what could not be looked for."""
    word = spoken()
    yield ref(answer.party)
    yield when(answer)
    if answer.kind is None:
        yield word("risk_no_kind")
    else:
        yield word("risk_sum", risk=f"{answer.own_risk:.3f}", points=formats.number(answer.points))
        if answer.without_contested != answer.points:
            yield word("risk_undisputed", points=formats.number(answer.without_contested))
    if answer.classified:
        yield from _class(answer.classified)
    yield ""
    yield word("risk_lines") if answer.lines else word("risk_no_lines")
    yield from (f"  {_line(line)}" for line in answer.lines)
    if answer.next_step:
        yield word("risk_next_step", day=answer.next_step)
    yield from _not_looked_for(answer)
    yield from left_out(answer.incomplete)
    yield word("risk_use")


def title(name: str, chinese: str) -> str:
    """What an indicator is called: its Chinese title, or the words of its name."""
    return chinese if spoken().lang == "zh" else name.replace("_", " ")


def _class(found: RiskClassified) -> Iterator[str]:
    word = spoken()
    points = formats.number(found.points)
    yield word("risk_class", risk_class=found.risk_class, rules=found.rules, version=found.version, points=points)
    if found.exposure:
        told = formats.number(found.exposure), found.contributors, found.without_exposure
        yield word("risk_class_exposure", points=told[0], n=told[1], without=told[2])
    if found.held:
        yield word("risk_class_held")
    if found.direct:
        yield word("risk_direct", names=word("and_list").join(found.direct))
    if found.not_best:
        yield word("risk_not_best", reasons=word("and_list").join(word(f"risk_not_best_{one}") for one in found.not_best))


def _line(line: RiskLine) -> str:
    word = spoken()
    state = word(f"risk_state_{line.state}", under=line.under or "", day=line.next_step or "")
    parts = [word("risk_points", points=formats.number(line.points)), state]
    if line.contested:
        parts.append(word("risk_contested"))
    days = f"{line.day} – {line.until}" if line.until else line.day
    said = word("and_list").join(parts)
    return f"{line.indicator} {title(line.name, line.title)}: {said} ({days}; {line.root}; {' '.join(line.records)})"


def _not_looked_for(answer: RiskAnswer) -> Iterator[str]:
    word = spoken()
    for reason in NotLookedForReason:
        names = [f"{one.indicator} {title(one.name, one.title)}" for one in answer.not_looked_for if one.reason is reason]
        if names:
            yield word(f"risk_{reason}", names=word("and_list").join(names))
