"""Who is who: parties as connected components of identifiers under naming rows. Pure functions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from models.catalogue import Kind
from models.facts import RANK
from models.identity import Naming, PartyId, scheme, strength
from models.statements import Action
from models.values.names import simplified

NAMED_KINDS = (Kind.DEPARTMENT, Kind.ENTERPRISE, Kind.ORGANISATION, Kind.PERSON)
USCC_KINDS = {"9": Kind.ENTERPRISE, "1": Kind.DEPARTMENT, "5": Kind.ORGANISATION, "8": Kind.ORGANISATION}
"""Kinds by the first character of a USCC, the body that registers: market regulation, the authority for government bodies and
institutions, civil affairs, trade unions (GB 32100-2015)."""
SCHEME_KINDS = {
    "uscc": Kind.ORGANISATION,
    "reg": Kind.ENTERPRISE,
    "org": Kind.ORGANISATION,
    "stock": Kind.ENTERPRISE,
    "dept": Kind.DEPARTMENT,
    "pid": Kind.PERSON,
    "person": Kind.PERSON,
}


def org_code(identifier: str) -> str | None:
    """The organisation code inside a USCC (positions 9-17, GB 32100-2015), as an identifier; None for other schemes."""
    return f"org:{identifier[13:22]}" if identifier.startswith("uscc:") else None


def person_anchor(identifier: str) -> tuple[str, str]:
    """The identifier a person known by name is anchored in, and the name."""
    anchor, _, name = identifier.removeprefix("person:").rpartition(":")
    return anchor, name


def in_force(rows: Iterable[Naming]) -> list[Naming]:
    """The naming rows that were not taken back or corrected by a later row of their provider about the same identifier."""
    by_record: dict[tuple[str, str, str], list[Naming]] = defaultdict(list)
    for row in rows:
        by_record[row.category, row.provider, row.own].append(row)
    out: list[Naming] = []
    for same in by_record.values():
        standing: list[tuple[str, Naming]] = []
        for row in sorted(same, key=lambda r: (r.day, r.seq, RANK[r.action], r.statement)):
            match row.action:
                case Action.STATE:
                    if standing and standing[-1][0] == row.day:
                        standing.pop()
                    standing.append((row.day, row))
                case Action.CORRECT:
                    day = standing.pop()[0] if standing else row.day
                    standing.append((day, row))
                case Action.WITHDRAW if standing:
                    standing.pop()
        out += [row for _, row in standing]
    return sorted(out, key=lambda r: r.statement)


def components(rows: Sequence[Naming], orgs: Iterable[str] = ()) -> dict[str, PartyId]:
    """The party of every identifier that naming rows name, and of `orgs` implied by a named USCC.

    Two valid USCCs never are one party: where rows join them, each stays by itself, and what is left
    belongs to the one it touches, or is contested. The result does not depend on the order of the rows.
    """
    links: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, set[Kind]] = defaultdict(set)
    named = {i for row in rows for i in row.identifiers}
    for row in rows:
        for i in row.identifiers:
            links[row.identifiers[0]].add(i)
            links[i].add(row.identifiers[0])
            kinds[i].add(row.kind)
    present = named | set(orgs)
    for i in named:
        org = org_code(i)
        if org and org in present:
            links[i].add(org)
            links[org].add(i)
    out: dict[str, PartyId] = {}
    for members in _connected(links, sorted(links)):
        usccs = [i for i in members if scheme(i) == "uscc"]
        if len(usccs) < 2:
            _assign(out, members, kinds, False)
        else:
            _take_apart(out, members, usccs, rows, kinds)
    return out


def _connected(links: Mapping[str, set[str]], among: Sequence[str]) -> list[list[str]]:
    inside, seen, found = set(among), set[str](), []
    for start in among:
        if start in seen:
            continue
        stack, members = [start], []
        seen.add(start)
        while stack:
            i = stack.pop()
            members.append(i)
            new = (links[i] & inside) - seen
            seen |= new
            stack += new
        found.append(members)
    return found


def _assign(out: dict[str, PartyId], members: Sequence[str], kinds: Mapping[str, set[Kind]], contested: bool) -> None:
    best = min(members, key=strength)
    party = PartyId(best, _kind(members, kinds), contested)
    out.update((i, party) for i in members)


def _take_apart(
    out: dict[str, PartyId],
    members: Sequence[str],
    usccs: Sequence[str],
    rows: Sequence[Naming],
    kinds: Mapping[str, set[Kind]],
) -> None:
    rest = sorted(set(members) - set(usccs))
    links: dict[str, set[str]] = defaultdict(set)
    touches: dict[str, set[str]] = defaultdict(set)
    inside = set(rest)
    for row in rows:
        left = [i for i in row.identifiers if i in inside]
        codes = [i for i in row.identifiers if scheme(i) == "uscc"]
        for i in left:
            links[left[0]].add(i)
            links[i].add(left[0])
            touches[i].update(codes)
    for code in usccs:
        org = org_code(code)
        if org in inside:
            touches[org].add(code)
    joined: dict[str, list[str]] = {code: [code] for code in usccs}
    for part in _connected(links, rest):
        claims = set[str]().union(*(touches[i] for i in part)) & set(usccs)
        if len(claims) == 1:
            joined[claims.pop()] += part
        else:
            _assign(out, part, kinds, True)
    for part in joined.values():
        _assign(out, part, kinds, False)


def _kind(members: Sequence[str], kinds: Mapping[str, set[Kind]]) -> Kind:
    best = min(members, key=strength)
    if scheme(best) == "uscc" and best[5] in USCC_KINDS:
        return USCC_KINDS[best[5]]
    stated = set[Kind]().union(*(kinds.get(i, set()) for i in members))
    return next((k for k in NAMED_KINDS if k in stated), lone_kind(best))


def lone_kind(identifier: str) -> Kind:
    """The kind of a party of which nothing but one identifier is known."""
    name = scheme(identifier)
    if name == "uscc":
        return USCC_KINDS.get(identifier[5], Kind.ORGANISATION)
    if name == "src":
        return Kind.PERSON if identifier.split(":", 3)[2] == "person" else Kind.ORGANISATION
    if name == "name":
        return Kind(identifier.split(":", 2)[1])
    return SCHEME_KINDS.get(name, Kind.ORGANISATION)


def party_of(identifier: str, named: Callable[[str], PartyId | None]) -> PartyId:
    """The party of one identifier: of its component, of the enterprise a person is anchored in, or its own.

    A name in it counts in simplified characters, however a statement of long ago wrote it.
    """
    known = named(identifier)
    if known:
        return known
    if identifier.startswith("person:"):
        anchor, name = person_anchor(identifier)
        return PartyId(f"person:{party_of(anchor, named).id}:{simplified(name)}", Kind.PERSON)
    mention = identifier.startswith("name:")
    return PartyId(simplified(identifier) if mention else identifier, lone_kind(identifier), mention=mention)
