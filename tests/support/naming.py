"""Worlds in which names matter: rows that tell parties by name, and the rows that say who bears the names, in any order."""

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from loaders.values.canonical import statement_id
from models.catalogue import Kind
from models.statements import Action, Ref, Scalar, Statement
from tests.support.worlds.playing import Player
from tests.support.worlds.small import PROVIDERS, USCCS, coverages, rows

NAMES = ["甲公司", "甲公司", "甲公司", "乙公司"]
DAYS = ["2021-01-01", "2022-01-01", "2023-01-01"]
FIRMS, OFFICES = USCCS[:3], ["dept:a", USCCS[3]]
BEARERS = ("enterprise", "department")
"""The categories whose rows say who bears a name; their coverages say that a register is complete."""


@dataclass(frozen=True)
class Files:
    """Files as they are sent, one statement or a few each, in this order; some come again at the end, some are withdrawn."""

    sent: tuple[tuple[Statement, ...], ...]
    again: tuple[int, ...]
    withdrawn: tuple[int, ...]


def told(
    category: str, day: str, refs: list[Ref], values: dict[str, Scalar], key: tuple[str, ...], provider: str, **more: object
) -> Statement:
    """A statement of the small catalogue. `more` may give its `action`, `names` and `scope`."""
    action, names, scope = more.get("action", Action.STATE), more.get("names", ()), more.get("scope")
    sid = statement_id(category, provider, key, day, 0, str(action), values, refs)
    return Statement(sid, category, provider, key, day, 0, action, 0, values, tuple(refs), names, scope)  # type: ignore[arg-type]


def firm(code: str, name: str, day: str, authority: Ref | None = None, action: Action = Action.STATE) -> Statement:
    """A registration of an enterprise under a name."""
    refs = [Ref("party", code, Kind.ENTERPRISE), *([authority] if authority else [])]
    values: dict[str, Scalar] = {"code": code.partition(":")[2], "name": name}
    return told("enterprise", day, refs, values, ("@party",), "市监局", action=action, names=(code,))


def office(code: str, name: str, day: str) -> Statement:
    """A department under a name."""
    values: dict[str, Scalar] = {"name": name}
    return told("department", day, [Ref("party", code, Kind.DEPARTMENT)], values, ("@party",), "编办", names=(code,))


def by_name(role: str, name: str, day: str, kind: Kind = Kind.ENTERPRISE) -> Ref:
    """A party told by its name alone."""
    return Ref(role, f"name:{kind}::{day}:{name}", kind, name)


def holding(enterprise: str, holder: Ref, day: str, share: float = 0.5, provider: str = "市监局") -> Statement:
    """A row of a list of holders."""
    refs = [Ref("enterprise", enterprise, Kind.ENTERPRISE), holder]
    return told("holder", day, refs, {"share": share}, ("@enterprise", "@holder"), provider, scope=("@enterprise",))


def penalty(subject: Ref, authority: Ref, day: str, provider: str = "市监局", number: str = "1") -> Statement:
    """A decision."""
    values: dict[str, Scalar] = {"number": number, "decided": "2021-06-01"}
    return told("penalty", day, [subject, authority], values, ("@authority", number, "@subject"), provider)


@st.composite
def _statement(draw: st.DrawFn) -> Statement:
    day, name, provider = draw(st.sampled_from(DAYS)), draw(st.sampled_from(NAMES)), draw(st.sampled_from(PROVIDERS))
    code = draw(st.sampled_from(FIRMS))
    issuer = by_name("authority", name, day, Kind.DEPARTMENT)
    match draw(st.sampled_from(["firm", "firm", "office", "holding", "holding", "penalty", "cover"])):
        case "firm":
            action = draw(
                st.sampled_from([Action.STATE, Action.STATE, Action.STATE, Action.WITHDRAW, Action.CORRECT, Action.END])
            )
            return firm(code, draw(st.sampled_from(NAMES)), day, draw(st.sampled_from([None, issuer, issuer])), action)
        case "office":
            return office(draw(st.sampled_from(OFFICES)), name, day)
        case "holding":
            person = Ref("holder", f"person:{FIRMS[0]}:{name}", Kind.PERSON, name)
            coded = Ref("holder", code, Kind.ENTERPRISE, name)
            holder = draw(st.sampled_from([by_name("holder", name, day), by_name("holder", name, day), coded, person]))
            return holding(FIRMS[0], holder, day, draw(st.sampled_from([0.25, 0.5])), provider)
        case "penalty":
            subject = draw(st.sampled_from([by_name("subject", name, day), Ref("subject", code, Kind.ENTERPRISE, name)]))
            sure = Ref("authority", OFFICES[0], Kind.DEPARTMENT)
            return penalty(subject, draw(st.sampled_from([issuer, sure])), day, provider)
        case _:
            return draw(coverages())


@st.composite
def files(draw: st.DrawFn) -> Files:
    """Up to a dozen statements as files; those that say who bears a name come first, last, or in between."""
    pool = draw(st.lists(_statement(), min_size=2, max_size=12, unique_by=lambda s: s.id))
    order = draw(st.permutations(pool))
    place = draw(st.sampled_from(["first", "last", "between"]))
    if place != "between":
        order.sort(key=lambda s: (s.category in BEARERS) is (place == "last"))
    sent: list[tuple[Statement, ...]] = []
    while order:
        n = draw(st.integers(1, 2))
        sent.append(tuple(order[:n]))
        order = order[n:]
    indices = st.integers(0, len(sent) - 1)
    return Files(
        tuple(sent), tuple(draw(st.lists(indices, max_size=2))), tuple(draw(st.lists(indices, max_size=2, unique=True)))
    )


async def send(run: Player, found: Files, rng: random.Random) -> None:
    """Load the files one after the other, each by itself, as separate commands do."""
    for n, batch in enumerate(found.sent):
        await run.load(f"b{n}", rows(batch))
        await run.drain(rng.choice([1, 100]))
    for n in found.again:
        await run.load(f"again{n}", rows(found.sent[n]))
        await run.drain(100)
    for n in found.withdrawn:
        await run.withdraw(f"b{n}")
        await run.drain(rng.choice([1, 100]))
