"""Files about two enterprises: what their capital is, who holds them, and what the amounts of the lists come to."""

from hypothesis import strategies as st

from loaders.values.canonical import statement_id
from models.catalogue import Kind
from models.statements import Action, Ref, Scalar, Statement
from tests.support.worlds.small import DAYS, PROVIDERS, REGS, USCCS, Sending

ONE, NUMBER, OTHER = USCCS[0], REGS[0], USCCS[1]
OWN = [ONE, ONE, NUMBER, OTHER]
AMOUNTS = [100.0, 100.0, 200.0]


def _capital(
    ids: tuple[str, ...],
    amount: float,
    day: str,
    provider: str = PROVIDERS[0],
    level: int = 0,
    action: Action = Action.STATE,
) -> Statement:
    by_scheme = {"uscc": "code", "reg": "registration_no"}
    values: dict[str, Scalar] = {by_scheme[i.partition(":")[0]]: i.partition(":")[2] for i in ids}
    values |= {"name": "甲公司", "capital": amount}
    refs = (Ref("party", ids[0], Kind.ENTERPRISE),)
    sid = statement_id("enterprise", provider, ("@party",), day, 0, action, values, refs, level or None)
    return Statement(sid, "enterprise", provider, ("@party",), day, 0, action, level, values, refs, ids)


def _holder(enterprise: str, share: float, day: str) -> Statement:
    key, values = ("@enterprise", "@holder"), dict[str, Scalar](share=share)
    refs = (Ref("enterprise", enterprise, Kind.ENTERPRISE), Ref("holder", USCCS[2], Kind.ENTERPRISE))
    sid = statement_id("holder", PROVIDERS[0], key, day, 0, Action.STATE, values, refs)
    return Statement(sid, "holder", PROVIDERS[0], key, day, 0, Action.STATE, 0, values, refs, scope=("@enterprise",))


def _sum(enterprise: str, amount: float, day: str, level: int = 0) -> Statement:
    values: dict[str, Scalar] = {"kind": "partial", "sum": amount}
    values |= {"sum_currency": "CNY", "sum_rows": 2, "sum_of": "capital"}
    refs = (Ref("enterprise", enterprise, Kind.ENTERPRISE),)
    sid = statement_id("holder", PROVIDERS[0], (), day, 0, Action.COVER, values, refs, level or None)
    return Statement(sid, "holder", PROVIDERS[0], (), day, 0, Action.COVER, level, values, refs, scope=("@enterprise",))


@st.composite
def _capitals(draw: st.DrawFn) -> Statement:
    ids = draw(st.sampled_from([(ONE,), (NUMBER,), (ONE, NUMBER), (OTHER,), (OTHER, NUMBER)]))
    day, provider, level = draw(st.sampled_from(DAYS)), draw(st.sampled_from(PROVIDERS)), draw(st.sampled_from([0, 0, 1]))
    action = draw(st.sampled_from([Action.STATE, Action.STATE, Action.STATE, Action.CORRECT, Action.WITHDRAW]))
    return _capital(ids, draw(st.sampled_from(AMOUNTS)), day, provider, level, action)


@st.composite
def _holders(draw: st.DrawFn) -> Statement:
    return _holder(draw(st.sampled_from(OWN)), draw(st.sampled_from([0.25, 0.5])), draw(st.sampled_from(DAYS[:3])))


@st.composite
def _sums(draw: st.DrawFn) -> Statement:
    day, level = draw(st.sampled_from(DAYS[2:])), draw(st.sampled_from([0, 0, 1]))
    return _sum(draw(st.sampled_from(OWN)), draw(st.sampled_from(AMOUNTS)), day, level)


THE_CAPITAL_LEAVES = (
    _capital((ONE, NUMBER), 200.0, DAYS[0]),
    _capital((NUMBER,), 100.0, DAYS[0], PROVIDERS[1]),
    _holder(ONE, 0.5, DAYS[0]),
    _sum(ONE, 100.0, DAYS[2]),
    _capital((OTHER, NUMBER), 200.0, DAYS[0], PROVIDERS[1]),
)
"""The number by which the capital of an enterprise was stated turns out to be another's: its list is not known as full."""


@st.composite
def sums_sent(draw: st.DrawFn) -> Sending:
    """Batches of a row or two each, some of them withdrawn."""
    kinds = (st.lists(one, min_size=1, max_size=3, unique_by=lambda s: s.id) for one in (_capitals(), _holders(), _sums()))
    pool = draw(st.permutations([s for kind in kinds for s in draw(kind)]))
    size = draw(st.integers(1, 2))
    batches = [tuple(pool[i : i + size]) for i in range(0, len(pool), size)]
    gone = draw(st.frozensets(st.integers(0, len(batches) - 1), max_size=1))
    return Sending(tuple(batches), gone)
