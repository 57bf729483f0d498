"""Analyses ownership and control of a whole graph, or of what changed in it since, and keeps the results in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import blake2b
from typing import Any

from app.analytics.bulk.analysed import Analysed, analyse
from app.analytics.bulk.control import majority
from app.analytics.structure.bare_names import apart
from app.analytics.structure.network import Network
from app.answers.analysis_kept import ID, PAGE, UNFINISHED, Progress, keep, kept, state_of, stored, stored_of
from app.answers.reading.asks import Asked
from app.answers.reading.rows import FORMS
from app.answers.reading.session import Limits, Reader
from app.answers.reading.working import worked_out
from app.engine import Engine, Writer
from app.errors import StatementTimeout
from app.questions import Questions
from app.questions.moments import NOW
from app.questions.text.macros import expand
from app.rules.files import FOLDER
from app.rules.precedence import DEFAULT
from app.rules.rule_sets import MAJORITY, rule_set
from loaders.store.queries import query
from models.caller import PUBLIC_LEVEL
from models.rule_sets import RuleSet
from models.work.analysis import Analysis

METHOD = 4
"""Raised where the same graph would come to other results than before."""
_EVERYTHING = Limits(parties=NOW, all_rows=NOW)
_TIMES = {"as_of": "as_of", "known_at": "data_tick", "today": "today"}
"""The times of facts, and as what an analysis keeps its own."""
_MANY = 3
"""Where more than one enterprise in so many may have changed, the whole graph is read."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What is analysed again: its enterprises, what was kept of them, and a network with all that stands above them.

    `alone` are the parties that only the words of a registration tell.
    """

    enterprises: Collection[str]
    before: Mapping[str, Analysed]
    network: Network
    alone: frozenset[str]


async def analyse_ownership(
    questions: Questions,
    engine: Engine,
    writer: Writer,
    *,
    rules: RuleSet | None = None,
    as_of: str | None = None,
    full: bool = False,
    progress: Progress | None = None,
) -> Analysis:
    """Work out who controls and heads every enterprise and who owns at least 1 % of it, and keep what is other than before.

    What everybody may see is analysed, as of a day (default today) and the present tick. Of what may have changed since the
    last analysis, and all that stands below it, lists and roles are read and worked out again, with what stands above; the rest
    is kept. `full` reads and works out everything.

    Raises:
        InputError: the rule set is none of a majority.
    """
    say = progress or (lambda text: None)
    chosen = rules or rule_set(MAJORITY)
    majority(chosen)
    asked = Asked(as_of=as_of)
    reader = Reader(questions, asked, _EVERYTHING)
    await reader.begin()
    version = {"as_of": reader.stamp["as_of"], "data_tick": reader.stamp["known_at"], "today": asked.caller.today}
    version["settling"] = reader.stamp["settling"]
    how = {"rules": chosen.model_dump_json(), "precedence": DEFAULT, "method": f"{METHOD} {_told()} {_catalogue(questions)}"}
    state = await state_of(engine)
    alike = all(state.get(k) == v for k, v in how.items()) and not state.get(UNFINISHED)
    settled = not state.get("settling") and not version["settling"]
    part = None if full or not alike or not settled else await _changed(reader, engine, state, version, say)
    if part is None:
        part = await _whole(Reader(questions, replace(asked, known_at=version["data_tick"])), engine, say)
    network = apart(part.network, 1)
    say(f"working out {len(part.enterprises)} enterprises")
    found = await worked_out(network.size, partial(analyse, network, chosen))
    now = {e: _apart(found[e], part.alone) for e in part.enterprises if e in found}
    again = set(part.enterprises)
    cut = (set(state.get("cut", ())) - again) | (network.cut & again)
    written = await keep(writer, part.before, now, how | version | {"cut": sorted(cut)}, say, anew=not alike)
    enterprises, results, digest = await kept(engine)
    prints = {e: a.fingerprint for e, a in part.before.items()}
    return Analysis(
        id=ID,
        as_of=version["as_of"],
        data_tick=version["data_tick"],
        rules=chosen.name,
        enterprises=enterprises,
        read=len(network.parties),
        touched=sum(prints.get(e) != (now[e].fingerprint if e in now else None) for e in part.enterprises),
        worked_out=len(part.enterprises),
        cut=tuple(sorted(cut)),
        results=results,
        written=written,
        digest=digest,
    )


def _apart(found: Analysed, alone: Collection[str]) -> Analysed:
    return replace(found, alone=tuple(r for r in found.results if r.holder in alone))


async def _whole(reader: Reader, engine: Engine, say: Progress) -> _Part:
    before = await stored(engine)
    ids = sorted(before)
    for i in range(0, len(ids), PAGE):
        await reader.level(ids[i : i + PAGE])
        say(f"read {min(i + PAGE, len(ids))} of {len(ids)} enterprises")
    network = await reader.network(people=False)
    return _Part(ids, before, network, reader.registered_alone)


async def _changed(
    reader: Reader, engine: Engine, state: Mapping[str, Any], version: Mapping[str, Any], say: Progress
) -> _Part | None:
    """What may have changed since the analysis of that state, with all below and above.

    None where that is much of the graph, or cannot be told.
    """
    text = expand(query("analysis_changed"), reader.questions.catalogue.edge_types)
    days = any(state[k] != version[k] for k in ("as_of", "today"))
    times = {name: version[kept_as] for name, kept_as in _TIMES.items()}
    times |= {f"was_{name}": state[kept_as] for name, kept_as in _TIMES.items()}
    try:
        rows = await engine.read(text, times | {"level": PUBLIC_LEVEL, "days": days})
    except StatementTimeout:  # so large a graph is read page by page, whatever changed
        return None
    say(f"{len(rows)} parties may have changed")
    if len(rows) * _MANY > (await kept(engine))[0]:
        return None
    below = await reader.down(row["id"] for row in rows)
    if reader.cut:  # what stands below a party of too many holdings is not known
        return None
    before = await stored_of(engine, below)
    await reader.up(before)
    say(f"read {len(before)} enterprises that stand below them, and what stands above")
    network = await reader.network(people=False)
    return _Part(list(before), before, network, reader.registered_alone)


@cache
def _told() -> str:
    """A digest of the files that say how registered types, names and lists are understood."""
    files = [FORMS, *sorted(FOLDER.rglob("*.yml"))]
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=12).hexdigest()


def _catalogue(questions: Questions) -> str:
    """A digest of the catalogue: it says what lists are and which names count."""
    told = {name: c.model_dump_json() for name, c in sorted(questions.catalogue.categories.items())}
    return blake2b(repr(told).encode(), digest_size=12).hexdigest()
