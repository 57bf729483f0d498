"""Checks the table `holds.yml` against the function that says what holds. Nothing here works out an answer."""

from collections.abc import Callable, Sequence
from typing import Any

from models.catalogue import Category, CoverageKind, Kind
from models.facts import Arrival, Cover, LinkedStatement, Version
from models.statements import NO_LEVEL, OPEN_DAY, OPEN_TICK, Action, Ref, Scalar, Statement
from tests.examples.tables import Example, marks, ticks

T = {"zh": "甲", "en": "a"}
PROPERTIES: list[dict[str, Any]] = [
    *({"name": name, "type": "text", "title": T} for name in ("number", "v")),
    *({"name": name, "type": "date", "title": T} for name in ("since", "until", "removed", "listed")),
    {"name": "subject", "type": "party", "kinds": ["Enterprise"], "title": T},
    {"name": "share", "type": "share", "title": T},
    {"name": "unsure", "type": "boolean", "title": T},
]


def _category(mode: str, **more: Any) -> Category:
    form: dict[str, Any] = {
        "name": f"{mode}_{len(more)}",
        "title": T,
        "display_class": "basic",
        "mode": mode,
        "time": "state",
        "key": ["number", "subject"],
        "properties": PROPERTIES,
        "valid": {"start": "since", "until": "until", "removed": "removed"},
        "record": {"label": "Thing", "about": {"party": "subject"}},
    }
    return Category.model_validate(form | more)


APPEND = _category("append", time="event")
UPSERT = _category("upsert")
SNAPSHOT = _category("snapshot", scope=["subject"], measure="share")
SHOWN = _category(
    "append",
    time="event",
    public_for={"start": "since", "versions": [{"since": "2000-01-01", "law": "甲", "otherwise": "P1Y"}]},
)
LISTED = _category("append", time="event", valid={"start": "since", "until": "until", "unstated": "unsure"}, day=["since"])
ENTRIES = _category("snapshot", scope=["subject"], measure="share", adds=["share"], later="listed")
APPROVED = _category("upsert", approval={"reasons": ["privacy"]})
ACT = {"about": "act_about", "case": "act_case", "result": "act_result"}
"""What acts state, as the table names it."""
CATEGORIES = {
    "approved": APPROVED,
    "held": UPSERT,
    "contested": APPEND,
    "contested_states": UPSERT,
    "append": APPEND,
    "shown": SHOWN,
    "listed": LISTED,
    "upsert": UPSERT,
    "snapshot": SNAPSHOT,
    "entries": ENTRIES,
    "over_time": UPSERT,
    "conflicts": UPSERT,
}


def _arrivals(words: list[str]) -> tuple[Arrival, ...]:
    return tuple(
        Arrival(f"b{came}", f"b{came}:1", came, OPEN_TICK if left is None else left)
        for came, left in ticks(words) or [(1, None)]
    )


def told(line: str) -> LinkedStatement:
    """A line of `told` as a statement with its arrivals."""
    name, day, *words = line.split()
    said = marks(words)
    action = next((a for a in Action if a.value in words), Action.STATE)
    level, seq, provider = int(said.pop("level", "0")), int(said.pop("seq", "0")), said.pop("provider", "甲")
    named = said.pop("named", None)
    values: dict[str, Scalar] = {ACT.get(name, name): value for name, value in said.items()}
    ref = Ref("subject", "uscc:1", Kind.ENTERPRISE)
    key = ("1", "@subject")
    statement = Statement(name, "thing", provider, key, day, seq, action, level, values, (ref,), (), ("@subject",))
    parties = {"subject": f"name:Enterprise::{day}:甲" if named else "uscc:1"}
    meant = {"subject": (("uscc:1", named),)} if named else {}
    return LinkedStatement(statement, _arrivals(words), parties, meant)


def cover(line: str) -> Cover:
    """A line of `covers` as a coverage with its arrivals."""
    name, day, kind, *words = line.split()
    said = marks(words)
    smallest = float(said["smallest"]) if "smallest" in said else None
    return Cover(name, day, CoverageKind(kind), int(said.get("level", "0")), _arrivals(words), smallest, said.get("listed", ""))


def _fact(line: str) -> tuple[Any, ...]:
    """A line of `holds` or `ever` as the comparable parts of a version."""
    names, start, end, *words = line.split()
    said = marks(words)
    level, below = int(said.pop("level", "0")), int(said.pop("below", str(NO_LEVEL)))
    when = ticks(words)
    came, left = when[0] if when else (0, None)
    by = tuple(names.split(","))
    until = OPEN_DAY if end == "-" else end
    return (by, start, until, level, below, "unusable" not in words, tuple(sorted(said.items())), came, left or OPEN_TICK)


def _shown(version: Version, *, timed: bool, public: bool) -> tuple[Any, ...]:
    fact = version.fact
    said = tuple(sorted((name, _text(value)) for name, value in fact.marks))
    if public:
        said += (("public", f"{fact.public_from}/{fact.public_until}"),)
    when = (version.recorded_at, version.withdrawn_at) if timed else (0, OPEN_TICK)
    return (fact.by, fact.valid_from, fact.valid_to, fact.level, fact.hidden_from, fact.usable, said, *when)


def check(part: str, example: Example, module: Any) -> None:
    """One example against `versions` and `conflicts` of the module, forwards and backwards."""
    category = CATEGORIES[part]
    rows, covers = [told(line) for line in example["told"]], [cover(line) for line in example.get("covers", [])]
    for turn in (_same, _turned):
        if "conflicts" in example:
            told_apart = [list(c.statements) for c in module.conflicts(category, "g", turn(rows))]
            assert told_apart == example["conflicts"], example["rule"]
            continue
        timed = "ever" in example
        made = module.versions(category, "g", turn(rows), turn(covers))
        believed = made if timed else [v for v in made if v.withdrawn_at == OPEN_TICK]
        right = sorted((_fact(line) for line in example["ever" if timed else "holds"]), key=repr)
        found = [_shown(v, timed=timed, public=part == "shown") for v in believed]
        assert sorted(found, key=repr) == right, example["rule"]
        _check_ids(category, believed)


def _text(value: Scalar) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value).lower()


def _same(found: Sequence[Any]) -> list[Any]:
    return list(found)


def _turned(found: Sequence[Any]) -> list[Any]:
    return list(reversed(found))


def _check_ids(category: Category, made: Sequence[Version]) -> None:
    """Versions of one fact have its id; what one caller is shown at one moment has ids of its own."""
    named: dict[tuple[str, ...], str] = {}
    for v in made:
        named.setdefault(() if category is APPEND else v.fact.by[:1], v.fact.id)
        assert named[() if category is APPEND else v.fact.by[:1]] == v.fact.id
    for level in range(3):
        for tick in {v.recorded_at for v in made}:
            seen = [v.fact for v in made if v.recorded_at <= tick < v.withdrawn_at]
            ids = [f.id for f in seen if f.level <= level < f.hidden_from]
            assert len(ids) == len(set(ids))


def check_groups(module: Any) -> None:
    """What makes one group: the category, the provider (but of an event), the key, names without their day."""
    one = told("a 2022-01-01 v=1")
    other = told("b 2023-01-01 v=2 provider=乙")
    group: Callable[..., str] = module.group_of
    assert group(APPEND, one.statement, one.parties) == group(APPEND, other.statement, other.parties)
    assert group(UPSERT, one.statement, one.parties) != group(UPSERT, other.statement, other.parties)
    assert group(UPSERT, one.statement, {"subject": "uscc:1"}) != group(UPSERT, one.statement, {"subject": "uscc:2"})
    assert group(UPSERT, one.statement, one.parties) != group(SNAPSHOT, one.statement, one.parties)
    early, late = ({"subject": f"name:Enterprise:3301:{day}:甲公司"} for day in ("2022-01-01", "2023-01-01"))
    elsewhere = {"subject": "name:Enterprise:4401:2022-01-01:甲公司"}
    assert group(UPSERT, one.statement, early) == group(UPSERT, one.statement, late)
    assert group(UPSERT, one.statement, early) != group(UPSERT, one.statement, elsewhere)
    scope: Callable[..., str] = module.scope_of
    assert scope("c", "甲", ("@subject",), one.parties) == scope("c", "甲", ("@subject",), other.parties)
    assert scope("c", "甲", ("@subject",), one.parties) != scope("c", "乙", ("@subject",), one.parties)
    assert scope("c", "甲", ("@subject",), one.parties) != group(UPSERT, one.statement, one.parties)
