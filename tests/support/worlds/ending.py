"""Worlds of few parties, in which removals and repairs that name records without their whole keys mean many of them."""

from hypothesis import strategies as st

from loaders.derive.endings import CAUSE, CAUSE_ORDER
from loaders.values.canonical import statement_id
from models.catalogue import Kind
from models.statements import Action, Ref, Scalar, Statement
from tests.support.worlds.small import DAYS, PROVIDERS, REGS, USCCS, Sending

SUBJECTS = (USCCS[0], REGS[0], USCCS[1])


def _made(
    name: str, day: str, key: tuple[str, ...], action: Action, values: dict[str, Scalar], ref: Ref, how: tuple[str, int]
) -> Statement:
    provider, level = how
    sid = statement_id(name, provider, key, day, 0, action, values, (ref,), level or None)
    return Statement(sid, name, provider, key, day, 0, action, level, values, (ref,))


@st.composite
def _licence(draw: st.DrawFn) -> Statement:
    ref = Ref("subject", draw(st.sampled_from(SUBJECTS)), Kind.ENTERPRISE)
    number = draw(st.sampled_from("12"))
    action = draw(st.sampled_from([Action.STATE] * 5 + [Action.CORRECT, Action.WITHDRAW, Action.END]))
    how = (draw(st.sampled_from(PROVIDERS)), draw(st.sampled_from([0, 0, 0, 2])))
    return _made("licence", draw(st.sampled_from(DAYS)), (number, "@subject"), action, {"number": number}, ref, how)


@st.composite
def _penalty(draw: st.DrawFn) -> Statement:
    ref = Ref("subject", draw(st.sampled_from(SUBJECTS)), Kind.ENTERPRISE)
    number = draw(st.sampled_from("12"))
    key = (draw(st.sampled_from(["", "?"])), number, "@subject")
    how = (draw(st.sampled_from(PROVIDERS)), draw(st.sampled_from([0, 0, 0, 2])))
    return _made("penalty", draw(st.sampled_from(DAYS)), key, Action.STATE, {"number": number}, ref, how)


@st.composite
def _ending(draw: st.DrawFn) -> Statement:
    """By itself, or following from one of two records of another category."""
    name = draw(st.sampled_from(["penalty", "licence"]))
    caused = draw(st.booleans())
    action = draw(st.sampled_from([Action.END, Action.REPAIR, *([Action.WITHDRAW] if caused else [])]))
    values: dict[str, Scalar] = {}
    if caused:
        values = {CAUSE: draw(st.sampled_from("ab")), CAUSE_ORDER: draw(st.sampled_from("123"))}
    ref = Ref("subject", draw(st.sampled_from(SUBJECTS)), Kind.ENTERPRISE)
    number, scope = draw(st.sampled_from(["", "1"])), ("@subject",)
    key: tuple[str, ...] = (number, "@subject")
    if name == "penalty":
        number = draw(st.sampled_from("12"))
        key, scope = (draw(st.sampled_from(["", "?"])), number, "@subject"), (number, "@subject")  # type: ignore[assignment]
    values |= {"number": number} if number else {}
    how = (draw(st.sampled_from(PROVIDERS)), draw(st.sampled_from([0, 0, 0, 1])))
    s = _made(name, draw(st.sampled_from(DAYS)), key, action, values, ref, how)
    return Statement(s.id, name, s.provider, key, s.day, 0, action, s.level, values, (ref,), scope=scope)


@st.composite
def _registration(draw: st.DrawFn) -> Statement:
    """One that equates two of the subjects."""
    names = (USCCS[0], REGS[0])
    values: dict[str, Scalar] = {"code": USCCS[0][5:], "registration_no": REGS[0][4:], "name": "甲公司"}
    ref, day = Ref("party", names[0], Kind.ENTERPRISE), draw(st.sampled_from(DAYS))
    sid = statement_id("enterprise", PROVIDERS[0], ("@party",), day, 0, Action.STATE, values, (ref,), None)
    return Statement(sid, "enterprise", PROVIDERS[0], ("@party",), day, 0, Action.STATE, 0, values, (ref,), names)


@st.composite
def ended_sendings(draw: st.DrawFn) -> Sending:
    """Up to four batches that may share statements, some of them withdrawn."""
    one = st.one_of(_licence(), _licence(), _penalty(), _ending(), _ending(), _registration())
    pool = draw(st.lists(one, min_size=2, max_size=10, unique_by=lambda s: s.id))
    count = draw(st.integers(1, 4))
    batches = [[s for s in pool if draw(st.integers(0, 2)) == 0] for _ in range(count)]
    batches[0] += [s for s in pool if not any(s in b for b in batches)]
    gone = draw(st.frozensets(st.integers(0, count - 1), max_size=2))
    return Sending(tuple(tuple(b) for b in batches), gone)
