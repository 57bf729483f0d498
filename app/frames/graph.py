"""A graph opened from a notebook or a script: plain, blocking calls, each of which returns an answer."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import pandas as pd

from app.analytics.relations.export import networkx_graph
from app.answers.asking import ask
from app.answers.registry import computed
from app.engine import Engine, apply_schema, connect
from app.errors import InputError
from app.frames.tables import frame_of, tables_of
from app.questions import Questions
from app.settings import Settings, read_settings
from loaders.catalogue.files import read_catalogue
from models.answers.network import NetworkShape
from models.answers.parts import View
from models.base import Model
from models.caller import Caller

if TYPE_CHECKING:
    from app.analytics.relations.export import MultiDiGraph

T = TypeVar("T")
NETWORK = "network.around"


class Graph:
    """An open graph. Its work runs in a thread of its own, so that it can be called from within a notebook's event loop too."""

    def __init__(self, settings: Settings, level: int = 0, view: str = View.STRICT) -> None:
        self._caller, self._view = Caller(level=level), view
        self._catalogue = read_catalogue()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="quanjing-graph", daemon=True)
        self._thread.start()
        self._engine: Engine | None = None
        try:
            self._engine = self._run(self._opened(settings))
        except BaseException:
            self.close()
            raise
        self._questions = Questions(self._catalogue, self._engine)

    async def _opened(self, settings: Settings) -> Engine:
        engine = await connect(settings, create=False)
        try:
            await apply_schema(engine, self._catalogue)
        except BaseException:
            await engine.close()
            raise
        return engine

    def questions(self) -> pd.DataFrame:
        """All questions: name, title, whether it is computed, and its parameters with defaults."""
        rows = [
            (q.name, q.title, False, ", ".join(f"{p.name}={p.default!r}" if p.has_default else p.name for p in q.params))
            for q in self._questions.all.values()
        ]
        for one in computed().values():
            fields = computed().fields(one).items()
            parameters = (name if field.is_required() else f"{name}={field.get_default()!r}" for name, field in fields)
            rows.append((one.name, one.title, True, ", ".join(parameters)))
        return pd.DataFrame(rows, columns=["name", "title", "computed", "parameters"])

    def ask(self, question: str, /, *, as_of: str | None = None, known_at: int | str | None = None, **params: Any) -> Model:
        """The answer to a question of either kind, as its model.

        `as_of` is the day the answer speaks of, `known_at` a tick or a moment; both default to now. Raises as `Questions.ask`
        and the computed answers do.
        """
        if question not in computed():
            view = self._view
            return self._run(self._questions.ask(question, self._caller, as_of, known_at, view, **params))
        one = computed()[question]
        times = {"as_of": as_of, "known_at": None if known_at is None else str(known_at), "view": self._view}
        given = {name: value for name, value in times.items() if value is not None and (name != "as_of" or name in one.fields)}
        answer: Model = self._run(ask(one, self._questions, self._caller, one.parse(given | params)))
        return answer

    def frame(self, question: str, table: str | None = None, /, *, pages: int | None = 1, **params: Any) -> pd.DataFrame:
        """One table of the answer to a question; of a list that goes on, so many pages, or all with `pages=None`.

        `table` names another of its lists (`tables` gives all). Other arguments are those of `ask`.
        """
        answers = [self.ask(question, **params)]
        while (cursor := getattr(answers[-1], "next", None)) and (pages is None or len(answers) < pages):
            answers.append(self.ask(question, **params, cursor=cursor))
        frames = [frame_of(answer, table, self._catalogue) for answer in answers]
        if len(frames) == 1:
            return frames[0]
        whole = pd.concat(frames, ignore_index=True)
        whole.attrs = {k: v for k, v in frames[-1].attrs.items() if k != "shown"} | {"shown": len(whole)}
        return whole

    def tables(self, question: str, /, **params: Any) -> dict[str, pd.DataFrame]:
        """All tables of the answer to a question by name."""
        return tables_of(self.ask(question, **params), self._catalogue)

    def network(self, question: str = NETWORK, /, **params: Any) -> "MultiDiGraph":
        """A network as a networkx graph: of `network.around` one party, or `relations.among` several.

        Raises InputError where the answer is no network.
        """
        answer = self.ask(question, **params)
        if not isinstance(answer, NetworkShape):
            raise InputError(f"the answer to {question!r} is no network", parameter="question")
        return networkx_graph(answer)

    def close(self) -> None:
        """Close the graph; an embedded engine stops when its last client has left."""
        if self._loop.is_closed():
            return
        if self._engine is not None:
            self._run(self._engine.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` in the graph's thread and wait for it; an interrupt of the caller cancels it."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except KeyboardInterrupt:
            future.cancel()
            with suppress(BaseException):
                future.exception(1)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_graph(home: Path | str | None = None, *, level: int = 0, view: str = View.STRICT, **settings: Any) -> Graph:
    """Open the graph of the settings, or the one in the folder `home`, for a caller of this level.

    Args:
        level: the highest level shown; 0 is the public's.
        view: strict, or probable (likely names count too; not for level 0).
        settings: any other setting by name, as QUANJING_… in the environment gives it.

    Raises:
        GraphUnavailable: there is no graph, or it does not answer.
    """
    given = settings if home is None else settings | {"home": Path(home)}
    return Graph(read_settings(**given), level, view)
