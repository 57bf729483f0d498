"""What parties controlled over time, as lines of text."""

from collections.abc import Iterator

from app.analytics.structure.states import flagged_state
from app.answers.reading.naming import bare_name
from app.cli.inquiry_text import as_one
from app.ui.inquiry_words import EN
from models.answers.control import Certainty
from models.answers.control_over_time import ControlsOverTime, ControlSpan


def lines_of(answer: ControlsOverTime) -> Iterator[str]:
    """What it controls still, then what it did; the chain of evidence is that of the last day."""
    yield answer.party.name or str(answer.party.id)
    yield f"{answer.rules.title.en} ({answer.rules.name}); as of {answer.as_of}, as known at tick {answer.known_at}"
    yield f"controls over time ({answer.shown} of {answer.total})"
    for span in answer.controls:
        yield f"  {_named(span)}: {_time(span)}"
        if span.left_out:
            yield f"    {span.left_out} steps before: see {', '.join(one.name or str(one.id) for one in span.told_at)}"
        for link in span.because:
            yield f"    {link.text.en}"
    yield from as_one(answer)
    if answer.truncated:
        yield f"not all is shown: {len(answer.days)} of {answer.days_total} days were looked at; see --days and --limit"
    if answer.cut:
        yield f"not looked beyond: {', '.join(answer.cut)}"


def _named(span: ControlSpan) -> str:
    said = {"jointly": span.jointly, "possible": span.certainty is Certainty.POSSIBLE, "by name": span.by_name}
    marks = [mark for mark, so in said.items() if so]
    flagged = flagged_state(span.state)
    marks += [EN.get(f"state_{flagged}", flagged)] if flagged else []
    return f"{span.name or bare_name(span.id) or span.id}{''.join(f' [{mark}]' for mark in marks)}"


def _time(span: ControlSpan) -> str:
    since = f"since {span.since}" if span.since else "since before the days looked at"
    return f"{since}, until {span.until}" if span.until else since
