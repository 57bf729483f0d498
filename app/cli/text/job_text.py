"""Jobs as plain text for a terminal."""

from collections.abc import Iterator

from app.cli.language.messages import in_words
from app.cli.language.speaking import spoken
from models.work.jobs import JobCard


def line(job: JobCard) -> str:
    """A job in a line: its id, state, kind, what it works on, who asked for it and when, how far it is or why it failed."""
    state = spoken().code("job_state", job.state)
    parts = [job.id, state, job.kind, job.title, job.caller, spoken().moment_of(job.created_at), _how(job)]
    return "\t".join(part for part in parts if part)


def card(job: JobCard) -> Iterator[str]:
    """A job in several lines."""
    word = spoken()
    yield line(job)
    attempts = word("job_attempts", n=job.attempts, most=job.most_attempts)
    kept = word("job_kept", bytes=job.result_bytes, until=word.moment_of(job.result_until)) if job.result_until else ""
    yield "  ".join(filter(None, (attempts, word("job_cancelling") if job.cancel_asked and not job.state.over else "", kept)))


def _how(job: JobCard) -> str:
    if job.error:
        return in_words(job.error.detail)
    told = job.progress
    if not told.done:
        return told.what
    return f"{told.done:,}{f' / {told.total:,}' if told.total else ''} {told.what}"
