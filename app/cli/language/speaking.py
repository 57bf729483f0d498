"""The words in which this process speaks to its user, and the wall times of the ticks its answers name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.common import say
from app.cli.language.messages import language
from app.words import Words, words

if TYPE_CHECKING:
    from app.engine import Engine

_moments: dict[int, str] = {}


def spoken() -> Words:
    """The words of the user's language."""
    return words(language())


def say_page(shown: int, total: int, following: str | None = None) -> None:
    """Say how much of a list was shown, and how the page that follows is asked for."""
    word = spoken()
    say(word("page_shown", shown=shown, total=total))
    if following:
        say(word("page_more", cursor=following))


async def note_moment(engine: Engine, known_at: int, tick: int) -> None:
    """Remember the wall time of a tick that is not the newest, for answers that are of then. One process reads one graph."""
    from app.engine.clock import wall_time_of

    if known_at < tick and (moment := await wall_time_of(engine, known_at)):
        _moments[known_at] = moment


def moment_of(tick: int) -> str | None:
    """The wall time of a tick, where it was noted."""
    return _moments.get(tick)


def when(as_of: str, known_at: int, view: str, *, settling: bool) -> str:
    """When an answer holds: its day, the moment up to which records count where that is not now, its view."""
    word = spoken()
    moment = moment_of(known_at)
    parts = [word("when", day=as_of), word("when_known", moment=word.moment(moment)) if moment else ""]
    parts += [word("when_view", view=word.code("view", view)), word("when_settling") if settling else ""]
    return "".join(parts)
