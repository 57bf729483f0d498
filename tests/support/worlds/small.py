"""A small catalogue with every mode and form, and worlds of random statements over it."""

from dataclasses import dataclass

from hypothesis import strategies as st

from loaders.derive.endings import CAUSE, CAUSE_ORDER
from loaders.values.canonical import statement_id
from models.catalogue import Catalogue, Category, Kind
from models.identity import scheme, strength
from models.statements import Action, Ref, Row, Scalar, Statement

T = {"zh": "甲", "en": "a"}


def _p(name: str, type_: str = "text", **more: object) -> dict[str, object]:
    return {"name": name, "type": type_, "title": T, **more}


def _party(name: str, *kinds: str) -> dict[str, object]:
    return _p(name, "party", kinds=kinds)


def _category(name: str, mode: str, time: str, key: list[str], properties: list[dict[str, object]], **more: object) -> Category:
    return Category.model_validate(
        {
            "name": name,
            "title": T,
            "display_class": "basic",
            "mode": mode,
            "time": time,
            "key": key,
            "properties": properties,
            **more,
        }
    )


ENTERPRISE = _category(
    "enterprise",
    "upsert",
    "state",
    ["party"],
    [
        *(_p("name"), _p("code", "uscc"), _p("registration_no", "reg"), _p("organisation_code", "org"), _p("region", "region")),
        *(_p("address", "address"), _p("phone", "phone", level=1), _party("authority", "Department")),
        _p("capital", "money"),
    ],
    identifies=True,
    party={"kind": "Enterprise", "identifiers": ["code", "registration_no", "organisation_code"], "names": ["name"]},
    record={"label": "Registration", "issued_by": "authority"},
)
DEPARTMENT = _category(
    "department",
    "upsert",
    "state",
    ["party"],
    [_p("name"), _p("dept", "dept"), _p("code", "uscc")],
    identifies=True,
    party={"kind": "Department", "identifiers": ["dept", "code"], "names": ["name"]},
    record={"label": "Office"},
)
PENALTY = _category(
    "penalty",
    "append",
    "event",
    ["authority", "number", "subject"],
    [_p("number"), _party("subject", "Enterprise"), _party("authority", "Department"), _p("text"), _p("decided", "date")],
    valid={"start": "decided"},
    matched_by=["number", "subject"],
    record={"label": "Penalty", "about": {"party": "subject"}, "issued_by": "authority"},
)
LICENCE = _category(
    "licence",
    "append",
    "state",
    ["number", "subject"],
    [_p("number"), _party("subject", "Enterprise"), _p("since", "date"), _p("until", "date"), _p("phone", "phone")],
    valid={"start": "since", "until": "until"},
    matched_by=["subject"],
    record={"label": "Licence", "about": {"party": "subject"}},
)
HOLDER = _category(
    "holder",
    "snapshot",
    "state",
    ["enterprise", "holder"],
    [_party("enterprise", "Enterprise"), _party("holder", "Enterprise", "Person"), _p("share", "share"), _p("form")],
    scope=["enterprise"],
    measure="share",
    adds=["share"],
    adds_to="capital",
    edge={"label": "Holding", "type": "INVESTS_IN", "source": "holder", "target": "enterprise", "anchor": "source"},
)
POST = _category(
    "post",
    "upsert",
    "state",
    ["enterprise", "person"],
    [_party("enterprise", "Enterprise"), _party("person", "Person"), _p("title"), _p("address", "address")],
    matched_by=["enterprise"],
    edge={"label": "Post", "type": "HOLDS_POSITION", "source": "person", "target": "enterprise", "anchor": "source"},
)
AWARD = _category(
    "award",
    "upsert",
    "state",
    ["number", "subject"],
    [_p("number"), _party("subject", "Enterprise"), _p("text")],
    approval={"reasons": ["secrets"]},
    record={"label": "Award", "about": {"party": "subject"}},
)
SMALL = Catalogue(categories={c.name: c for c in (ENTERPRISE, DEPARTMENT, PENALTY, LICENCE, HOLDER, POST, AWARD)})

USCCS = ["uscc:91330100000000011A", "uscc:91330100000000022B", "uscc:92440100000000011C", "uscc:11330000000000033D"]
ORGS = ["org:000000011", "org:000000022"]
REGS = ["reg:330100000000011", "reg:330100000000022", "reg:330100000000033"]
NAMES = ["甲公司", "乙公司", "丙公司"]
DAYS = ["2023-01-01", "2023-06-30", "2024-01-01", "2024-05-05", "2025-02-02"]
_ONE, _TWO = "phone:8730c71e373cb1c3ec7bbe0688f1df75", "phone:61d055c52c0c46cc749a4185663eb4f5"
TRAITS = {
    "address": {
        "某路1号": "address:某路1号",
        "某 路１号(住所申报)": "address:某路1号",
        "某路2号": "address:某路2号",
        "某市": None,
    },
    "phone": {"13800000000": _ONE, "+8613800000000": _ONE, "057188880000转8": _TWO, "12315": None},
}
"""Values that others may state too, and the ids of their nodes, which graphs keep: never change them."""
PROVIDERS = ["市监局", "税务局"]
CODES = USCCS + ORGS + REGS


@st.composite
def _ref(draw: st.DrawFn, role: str, kinds: str, day: str, anchor: str = "") -> Ref:
    match draw(st.sampled_from(kinds)):
        case "c":
            return Ref(role, draw(st.sampled_from(CODES)), Kind.ENTERPRISE)
        case "n":
            name = draw(st.sampled_from(NAMES))
            region = draw(st.sampled_from(["", "330000"]))
            return Ref(role, f"name:Enterprise:{region}:{day}:{name}", Kind.ENTERPRISE, name)
        case "d":
            return Ref(role, draw(st.sampled_from(["dept:a", USCCS[3]])), Kind.DEPARTMENT)
        case "o":
            name = draw(st.sampled_from(NAMES))
            return Ref(role, f"name:Department::{day}:{name}", Kind.DEPARTMENT, name)
        case _:
            return Ref(role, f"person:{anchor}:张三", Kind.PERSON, "张三")


@st.composite
def _traits(draw: st.DrawFn, *names: str) -> dict[str, Scalar]:
    stated = {name: draw(st.sampled_from([None, *TRAITS[name]])) for name in names}
    return {name: text for name, text in stated.items() if text is not None}


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """Any statement of the small catalogue."""
    name = draw(st.sampled_from([*"enterprise enterprise department penalty licence holder holder post award".split()]))
    day = draw(st.sampled_from(DAYS))
    provider = draw(st.sampled_from(PROVIDERS))
    action = draw(st.sampled_from([Action.STATE] * 6 + [Action.CORRECT, Action.WITHDRAW, Action.END, Action.REPAIR]))
    seq = draw(st.sampled_from([0, 0, 0, 1]))
    level = draw(st.sampled_from([0, 0, 0, 0, 0, 1, 2]))
    values: dict[str, Scalar] = {}
    refs: list[Ref] = []
    names: tuple[str, ...] = ()
    scope = None
    key: tuple[str, ...]
    if name in ("enterprise", "department"):
        pool = CODES if name == "enterprise" else ["dept:a", USCCS[3]]
        ids = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=2, unique_by=scheme))
        names = tuple(sorted(ids, key=strength))
        by_scheme = {"uscc": "code", "reg": "registration_no", "org": "organisation_code", "dept": "dept"}
        values = {by_scheme[scheme(i)]: i.partition(":")[2] for i in ids}
        values["name"] = draw(st.sampled_from(NAMES))
        if name == "enterprise":
            values |= draw(_traits("address", "phone"))
            values |= {"capital": c} if (c := draw(st.sampled_from([0.0, 100.0, 200.0]))) else {}
        if name == "enterprise" and draw(st.booleans()):
            values["region"] = draw(st.sampled_from(["330100", "440100"]))
        kind = Kind.ENTERPRISE if name == "enterprise" else Kind.DEPARTMENT
        refs, key = [Ref("party", names[0], kind)], ("@party",)
        if name == "enterprise" and draw(st.booleans()):
            refs.append(draw(_ref("authority", "do", day)))
    elif name == "penalty":
        refs = [draw(_ref("subject", "ccn", day)), draw(_ref("authority", "ddo", day))]
        values = {
            "number": draw(st.sampled_from("12")),
            "text": draw(st.sampled_from("xy")),
            "decided": draw(st.sampled_from(DAYS)),
        }
        key = ("@authority", str(values["number"]), "@subject")
    elif name == "licence":
        refs = [draw(_ref("subject", "ccn", day))]
        values = {"number": draw(st.sampled_from("12"))} | draw(_traits("phone"))
        if draw(st.booleans()):
            values |= {"since": draw(st.sampled_from(DAYS)), "until": draw(st.sampled_from(DAYS))}
        key = (str(values["number"]), "@subject")
    elif name == "award":
        refs = [draw(_ref("subject", "ccn", day))]
        values = {"number": "1", "text": draw(st.sampled_from("xy"))}
        key = ("1", "@subject")
    elif name == "holder":
        enterprise = draw(_ref("enterprise", "c", day))
        refs = [enterprise, draw(_ref("holder", "ccnp", day, enterprise.identifier))]
        values = {"share": draw(st.sampled_from([0.25, 0.5, 0.75]))}
        values |= {"form": form} if (form := draw(st.sampled_from(["", "货币", "实物"]))) else {}
        key, scope = ("@enterprise", "@holder"), ("@enterprise",)
    else:
        enterprise = draw(_ref("enterprise", "c", day))
        refs = [enterprise, draw(_ref("person", "p", day, enterprise.identifier))]
        values = {"title": draw(st.sampled_from(["董事", "经理"]))} | draw(_traits("address"))
        key = ("@enterprise", "@person")
    sid = statement_id(name, provider, key, day, seq, action, values, refs, level or None)
    return Statement(sid, name, provider, key, day, seq, action, level, values, tuple(refs), names, scope)


@st.composite
def coverages(draw: st.DrawFn) -> Statement:
    """A coverage of one enterprise's holders, or a declaration that a region's registry is complete."""
    day, provider = draw(st.sampled_from(DAYS)), draw(st.sampled_from(PROVIDERS))
    if draw(st.integers(0, 3)) == 0:
        values: dict[str, Scalar] = {"region": draw(st.sampled_from(["330000", ""])), "kind": "full"}
        sid = statement_id("enterprise", provider, (), day, 0, Action.COVER, values)
        return Statement(sid, "enterprise", provider, (), day, 0, Action.COVER, 0, values, scope=("region",))
    values = {"kind": draw(st.sampled_from(["full", "top_n", "partial", "partial"]))}
    level = 0
    if values["kind"] == "partial" and draw(st.integers(0, 3)):
        amount, level = draw(st.sampled_from([100.0, 200.0])), draw(st.sampled_from([0, 0, 1]))
        values |= {"sum": amount, "sum_currency": "CNY", "sum_rows": 2, "sum_of": "capital"}
    if values["kind"] == "top_n":
        values["smallest"] = draw(st.sampled_from([0.1, 0.2]))
    refs = (Ref("enterprise", draw(st.sampled_from(CODES)), Kind.ENTERPRISE),)
    sid = statement_id("holder", provider, (), day, 0, Action.COVER, values, refs, level or None)
    return Statement(sid, "holder", provider, (), day, 0, Action.COVER, level, values, refs, scope=("@enterprise",))


@st.composite
def acts(draw: st.DrawFn, about: Statement) -> Statement:
    """An objection to a record, an answer to one, its being held back or approved for the public."""
    action = draw(st.sampled_from([Action.CONTEST, Action.CONTEST, Action.ANSWER, Action.HOLD, Action.APPROVE, Action.APPROVE]))
    day, level = draw(st.sampled_from([about.day, *DAYS])), draw(st.sampled_from([about.level, about.level, 0, 1]))
    values: dict[str, Scalar] = {"act_about": about.id}
    if action in (Action.CONTEST, Action.ANSWER):
        values["act_case"] = draw(st.sampled_from("12"))
    if action is Action.ANSWER:
        values["act_result"] = draw(st.sampled_from(["rejected", "corrected"]))
    sid = statement_id(about.category, about.provider, about.key, day, 0, action, values, about.refs, level or None)
    return Statement(
        sid, about.category, about.provider, about.key, day, 0, action, level, values, about.refs, scope=about.scope
    )


@st.composite
def endings(draw: st.DrawFn) -> Statement:
    """A row that ends or repairs what it names without its whole key, by itself or for a record of another category."""
    name = draw(st.sampled_from(["penalty", "licence", "post"]))
    day, provider = draw(st.sampled_from(DAYS)), draw(st.sampled_from(PROVIDERS))
    caused = draw(st.booleans())
    action = draw(st.sampled_from([Action.END, Action.REPAIR, *([Action.WITHDRAW] if caused else [])]))
    level = draw(st.sampled_from([0, 0, 0, 1]))
    values: dict[str, Scalar] = {}
    if caused:
        values = {CAUSE: draw(st.sampled_from("ab")), CAUSE_ORDER: draw(st.sampled_from(["1", "2", "3"]))}
    role = "enterprise" if name == "post" else "subject"
    refs = (draw(_ref(role, "c" if name == "post" else "ccn", day)),)
    key: tuple[str, ...] = ("@enterprise", "")
    scope: tuple[str, ...] = (f"@{role}",)
    if name == "penalty":
        number = draw(st.sampled_from("12"))
        values["number"], key, scope = number, ("", number, "@subject"), (number, "@subject")
    elif name == "licence":
        key = ("", "@subject")
    sid = statement_id(name, provider, key, day, 0, action, values, refs, level or None)
    return Statement(sid, name, provider, key, day, 0, action, level, values, refs, scope=scope)


@dataclass(frozen=True)
class Sending:
    """What arrives: batches of statements, and which of them are withdrawn."""

    batches: tuple[tuple[Statement, ...], ...]
    withdrawn: frozenset[int]


@st.composite
def sendings(draw: st.DrawFn, most: int = 6) -> Sending:
    """Up to four batches that may share statements, some of them withdrawn."""
    told = st.one_of(statements(), statements(), statements(), coverages(), endings())
    pool = draw(st.lists(told, min_size=1, max_size=14))
    records = [s for s in pool if s.action in (Action.STATE, Action.CORRECT) and not s.names]
    pool += [draw(acts(draw(st.sampled_from(records)))) for _ in range(draw(st.integers(0, 4)))] if records else []
    count = draw(st.integers(1, 4))
    batches = [[s for s in pool if draw(st.integers(0, 2)) == 0] for _ in range(count)]
    batches[0] += [s for s in pool if not any(s in b for b in batches)]
    gone = draw(st.frozensets(st.integers(0, count - 1), max_size=2))
    return Sending(tuple(tuple(b) for b in batches), gone)


def rows(batch: tuple[Statement, ...]) -> list[Row]:
    """One row a statement."""
    return [Row(f"line {n}", n, (s,)) for n, s in enumerate(batch, 2)]
