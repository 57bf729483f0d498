"""Reads networks: links of parties round by round, as an explorer of app.analytics wants them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

from app.analytics.explorer import Explorer
from app.analytics.graph import Link
from app.analytics.holders import with_form
from app.analytics.network import Bounds, Party
from app.analytics.relation_rules import relation_rules
from app.analytics.suspected import suspected_links
from app.inquiries.reading import Reader
from app.inquiries.rows import bounds, kind_of, names, party, stated_name
from app.inquiries.suspicions import read_traits, suspicions
from models.answers import View
from models.network import NetworkNode, NotFollowed
from models.statements import OPEN_DAY

MOST_LINKS, MOST_SUSPECTED = 100_000, 1_000
N = TypeVar("N", NetworkNode, NotFollowed)


async def explore(reader: Reader, explorer: Explorer, most_degree: int, *, suspected: bool = True) -> None:
    """Read all that an explorer wants.

    In the probable view, and only there, counts who was taken for one with whom, and where `suspected`, whom the parties that
    it starts from may be related to.
    """
    probable = reader.view == View.PROBABLE
    looking, beside = suspected and probable, Counter[str]()
    without = [] if probable else sorted(relation_rules().identity)
    while wanted := explorer.wants():
        asked = {"party_ids": list(wanted), "most": MOST_LINKS, "counted": most_degree, "without": without}
        answer = await reader.ask("network.links", **asked)
        stated = {row[1]: stated_name(row[11]) for row in answer["links"] if not row[2]}
        parties = {row[0]: _node(row, stated) for row in answer["parties"]}
        links = [_link(row) for row in answer["links"]]
        if looking:
            looking = False
            mine = await read_traits(reader, wanted, counted=True)
            found, others = await suspicions(reader, wanted, mine, limit=MOST_SUSPECTED)
            parties = others | parties
            likely = suspected_links(found.items)
            links += likely
            beside.update(end for link in likely for end in (link.source, link.target))
        degrees = {row[0]: row[2] + beside[row[0]] for row in answer["parties"]}
        explorer.take(parties.values(), links, degrees)


async def named(reader: Reader, shown: Iterable[NetworkNode | NotFollowed]) -> dict[str, str]:
    """The names of the parties of an answer, of those that have one."""
    wanted = sorted({one.id for one in shown if one.name is None and not one.id.startswith(("name:", "person:"))})
    if not wanted:
        return {}
    told = names((await reader.pages("ownership.parties", wanted, "rows"))["rows"])
    return {one: found.name for one, found in told.items() if found.name is not None}


def with_names(shown: Iterable[N], told: dict[str, str]) -> tuple[N, ...]:
    """The same parties with their names."""
    return tuple(one.model_copy(update={"name": told[one.id]}) if one.id in told else one for one in shown)


def _node(row: list[Any], stated: dict[str, str | None]) -> Party:
    name = stated.get(row[0])
    return with_form(party(row[0], kind_of(row[1]), name))


def _link(row: list[Any]) -> Link:
    here, there, forward, kind, fact, share, low, high, since, until, by_name, _ = row
    source, target = (here, there) if forward else (there, here)
    found: Bounds | None = bounds(share, low, high)
    return Link(source, target, kind, fact, found, since, None if until == OPEN_DAY else until, by_name)
