"""What parties controlled over time, as lines of text."""

from collections.abc import Iterator

from app.cli.language.speaking import spoken
from app.cli.text.inquiry_text import as_one
from app.cli.text.party_text import left_out, when
from app.words.naming import bare_name
from models.answers.control import Certainty
from models.answers.control_over_time import ControlsOverTime, ControlSpan
from models.answers.shapes import IncompleteReason


def lines_of(answer: ControlsOverTime) -> Iterator[str]:
    """What it controls still, then what it did; the chain of evidence is that of the last day."""
    word = spoken()
    yield answer.party.name or str(answer.party.id)
    yield word("by_rules", title=word.title(answer.rules.title), name=answer.rules.name, when=when(answer))
    yield word("over_time_of", n=word("of", shown=answer.shown, total=answer.total))
    for span in answer.controls:
        yield f"  {_named(span)}: {_time(span)}"
        if span.left_out:
            parties = ", ".join(one.name or str(one.id) for one in span.shown_at)
            yield "    " + word("steps_before", n=span.left_out, parties=parties)
        for link in span.because:
            yield f"    {word.title(link.text)}"
    yield from as_one(answer)
    yield from left_out(answer.incomplete)
    if any(gap.reason is IncompleteReason.LENGTH for gap in answer.incomplete):
        yield word("see_days")


def _named(span: ControlSpan) -> str:
    word = spoken()
    remarks = {
        "jointly_mark": span.jointly,
        "possible": span.certainty is Certainty.POSSIBLE,
        "by_name_tag": span.rests_on_names,
    }
    said = [word(mark) for mark, so in remarks.items() if so]
    said += [state] if (state := word.state(span.state)) else []
    return f"{span.name or bare_name(span.id) or span.id}{''.join(f' [{mark}]' for mark in said)}"


def _time(span: ControlSpan) -> str:
    word = spoken()
    since = word("since_day", day=span.since) if span.since else word("since_before")
    return since + (word("until_day", day=span.until) if span.until else "")
