"""Checks a graph without writing: computes statement ids, identities and facts again, and reports what differs."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from app.engine import Committed, Engine
from loaders.derive.fact_links import version_of
from loaders.derive.groups import ChangedStatement, survey, work_out
from loaders.identity.party_names import called_by, name_parties
from loaders.identity.who import anchors, identify
from loaders.store.graph import GraphStore
from loaders.store.queries import query
from loaders.store.rows import stored_of
from loaders.transaction import Stored
from loaders.upkeep.digest_graph import pages
from loaders.values.canonical import statement_id
from models.catalogue import Catalogue
from models.facts import FactLink
from models.identity import Resolution
from models.statements import Statement
from models.work.checks import Differing, What

GROUPS = 500
IDENTIFIERS = 1000
Progress = Callable[[int], None]


@dataclass(slots=True)
class CheckResult:
    """How many statements, facts and identifiers a check read, and the first `most` of the `total` differences.

    `erased` statements are erased in part: the rest of their content cannot be compared with its hash.
    """

    most: int
    statements: int = 0
    erased: int = 0
    facts: int = 0
    identifiers: int = 0
    total: int = 0
    differing: list[Differing] = field(default_factory=list)

    def add(self, what: What, named: str, text: str) -> None:
        """Add a difference: its kind, the id of what differs, and a sentence."""
        self.total += 1
        if len(self.differing) < self.most:
            self.differing.append(Differing(what=what, id=named, text=text))


async def deep_check(engine: Engine, catalogue: Catalogue, most: int = 100, progress: Progress | None = None) -> CheckResult:
    """Read the whole graph once, and report the statements, facts, identities and names that do not follow from the statements.

    A statement's id is the hash of its content, so one whose content was edited no longer fits its id. Differences because
    statements still wait to be derived, or were written meanwhile, are reported like others. `most` bounds how many are listed.
    """
    result, groups = CheckResult(most), set[str]()
    store = GraphStore(Committed(engine), catalogue, 0)
    async for stored, redacted in _statements(engine):
        result.statements += 1
        if redacted:  # erased values are no longer there to be hashed
            result.erased += 1
        else:
            _check_id(result, stored)
        if stored.group and stored.linked.statement.category in catalogue.categories:
            groups.add(stored.group)
        if progress and result.statements % 1000 == 0:
            progress(result.statements)
    believed = await _facts(result, store, catalogue, sorted(groups))
    stored_facts = (await engine.read(query("check_facts")))[0]["facts"]
    if stored_facts != believed:
        result.add(What.FACT, "", f"{stored_facts} facts are stored, and {believed} stand with statements")
    await _identities(result, store, catalogue)
    await _called(result, engine, catalogue)
    return result


async def _statements(engine: Engine) -> AsyncIterator[tuple[Stored, bool]]:
    async for row in pages(engine, "check_statements"):
        yield stored_of(row), bool(row["redacted"])


def _check_id(result: CheckResult, stored: Stored) -> None:
    s = stored.linked.statement
    content = (s.category, s.provider, s.key or s.scope or (), s.day, s.seq, s.action, s.values, s.refs)
    if s.id not in (statement_id(*content), statement_id(*content, s.level)):
        place = stored.linked.arrivals[0].place if stored.linked.arrivals else "nowhere"
        result.add(What.STATEMENT, s.id, f"{_named(s)}, {place}: is not what was stated, its content has another hash")


def _named(s: Statement) -> str:
    of = next((r.identifier for r in s.refs), "")
    return f"{s.category} of {of}, stated by {s.provider} for {s.day}"


async def _facts(result: CheckResult, store: GraphStore, catalogue: Catalogue, groups: list[str]) -> int:
    """Derive every group again; returns how many stored facts, believed or not, belong to these groups."""
    standing = 0
    meant: dict[str, list[Resolution]] = {}
    for i in range(0, len(groups), GROUPS):
        members = await store.statements_of(groups[i : i + GROUPS])
        known = [m for some in members.values() for m in some if m.linked.statement.category in catalogue.categories]
        changed = [ChangedStatement(m.linked, m.group, m.scope) for m in known]
        ground = await survey(store, catalogue, changed, limit=0)
        for have in ground.have.values():
            standing += len(have)
            for link in have.values():
                if version_of(link) != link.version_id:
                    result.add(What.FACT, link.version_id, f"{_of(link)}: is not what was derived")
        plan = work_out(catalogue, ground)
        meant |= plan.derived.resolutions
        for links, text in (
            (plan.derived.make, "is missing"),
            (plan.derived.end, "is believed until another tick"),
            (plan.derived.drop, "follows from no statement"),
        ):
            for link in links:
                result.add(What.FACT, link.version_id, f"{_of(link)}: {text}")
    for mention, means in sorted(meant.items()):
        meanings = ", ".join(f"{one.party} ({one.rule})" for one in means) or "nobody"
        result.add(What.NAME, mention, f"means {meanings}, and is stored as meaning others")
    result.facts = standing
    return standing


def _of(link: FactLink) -> str:
    return f"{link.category}: {link.start} {link.type} {link.end} from {link.props.get('valid_from')}"


async def _identities(result: CheckResult, store: GraphStore, catalogue: Catalogue) -> None:
    after, named = "", set[str]()
    while ids := [str(r["id"]) for r in await store.run("rederive_identifiers", {"after": after, "limit": IDENTIFIERS})]:
        who = await identify(store, [], ids, {*ids, *anchors(ids)}, stored_rows=True)
        result.identifiers += len(ids)
        for identifier in sorted(who.changed.keys() & set(ids)):
            result.add(What.IDENTITY, identifier, f"is of the party {who.changed[identifier].id}, and stored as another's")
        rows = [row for row in await store.run("check_parties", {"ids": ids}) if row["id"] not in named]
        names = await name_parties(store, catalogue, [row["id"] for row in rows])
        for row in rows:
            named.add(row["id"])
            if names[row["id"]] != (row["name"], row["names"]):
                result.add(What.NAME, row["id"], "bears other names than what its registrations say")
        after = ids[-1]


async def _called(result: CheckResult, engine: Engine, catalogue: Catalogue) -> None:
    """Compare the names by which registrations can be searched with those they state."""
    naming = [c.name for c in catalogue.categories.values() if c.identifies]
    async for row in pages(engine, "check_called", categories=naming):
        want = called_by(catalogue[row["category"]], row["values"]["level"], row["values"])
        if sorted(row["called"]) != want:
            result.add(What.NAME, row["id"], f"{row['category']}: is found by other names than it says")
