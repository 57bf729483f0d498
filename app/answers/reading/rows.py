"""The rows that ownership questions give, as parties, holder lists and roles."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from app.analytics.structure.bare_names import MENTION
from app.analytics.structure.network import Bounds, Form, HeldRow, LeftList, Money, Party, Role, RoleRow
from app.answers.reading.covers import ListPlace
from app.words.naming import bare_name
from models.catalogue import Catalogue, CoverageKind, Kind
from models.statements import OPEN_DAY

TOP_TEN = "top_ten"
GOVERNMENT_BODY = "uscc:1"
FORMS = Path(__file__).parent / "forms.yml"
"""How registered types and names show the form of an enterprise."""
_ROLES = {role.value: role for role in (Role.LEGAL_REPRESENTATIVE, Role.PRINCIPAL, Role.MANAGING_PARTNER, Role.OPERATOR)}
_ROLES[Role.INVESTOR.value] = Role.INVESTOR
_BY_KIND = {
    k.value: f for k, f in ((Kind.PERSON, Form.PERSON), (Kind.DEPARTMENT, Form.STATE), (Kind.ORGANISATION, Form.ORGANISATION))
}
_DEPARTMENT = Kind.DEPARTMENT.value
_BARE = {f"name:{kind.value}:": kind.value for kind in (Kind.DEPARTMENT, Kind.ORGANISATION)}


@cache
def _forms() -> dict[str, dict[str, re.Pattern[str]]]:
    stated: dict[str, dict[str, list[str]]] = yaml.safe_load(FORMS.read_text(encoding="utf-8"))
    return {by: {form: re.compile("|".join(words)) for form, words in forms.items()} for by, forms in stated.items()}


@lru_cache(maxsize=20_000)
def stated_form(type_text: str | None, name: str | None) -> Form:
    """The form of an enterprise by its registered type or, without one, by its name; UNKNOWN where neither shows it."""
    by, text = ("by_type", type_text) if type_text else ("by_name", name or "")
    return next((Form(form) for form, pattern in _forms()[by].items() if pattern.search(text)), Form.UNKNOWN)


@lru_cache(maxsize=20_000)
def _also(type_text: str) -> frozenset[str]:
    """What else a registered type says: `state_owned`, `foreign_branch`."""
    return frozenset(form for form, pattern in _forms()["also"].items() if pattern.search(type_text))


def kind_among(labels: Sequence[str]) -> str:
    """The kind among a party's labels."""
    return _kind_of(tuple(labels))


@cache
def _kind_of(labels: tuple[str, ...]) -> str:
    return next((k.value for k in Kind if k in labels), MENTION)


def stated_party(
    party_id: str,
    kind: str,
    name: str | None,
    type_text: str | None = None,
    state: str | None = None,
    capital: Money | None = None,
) -> Party:
    """A party with its form; the name stands in an id that was made of it, and so does the kind of who is known by it only."""
    if name is None:
        name = party_id.rpartition(":")[2] if party_id.startswith("person:") else bare_name(party_id)
    body = next((kind_of_bare for bare, kind_of_bare in _BARE.items() if party_id.startswith(bare)), kind)
    organ = _DEPARTMENT in (kind, body)
    form = Form.STATE if organ else _BY_KIND.get(body) or stated_form(type_text, name)
    also = _also(type_text) if type_text else frozenset[str]()
    return Party(
        party_id,
        kind,
        name,
        form,
        state_organ=organ or party_id.startswith(GOVERNMENT_BODY),
        state_owned="state_owned" in also and form is not Form.BRANCH,
        foreign_branch="foreign_branch" in also,
        state=state,
        capital=capital,
    )


def held_row(row: Sequence[Any], catalogue: Catalogue) -> HeldRow:
    """A row of a holder list. See cypher/ownership/lists.cypher for its columns."""
    (enterprise, holder, _, by_name, fact, provider, day, category, basis, share, share_min, share_max) = row[:12]
    votes, votes_min, votes_max, subscribed, subscribed_currency, paid, paid_currency, entry, left, _, _, _ = row[12:]
    known = catalogue.categories.get(category)
    top = known is not None and known.coverage is CoverageKind.TOP_N
    return HeldRow(
        holder=holder,
        enterprise=enterprise,
        list_basis=TOP_TEN if top else basis or category,
        provider=provider or "",
        day=day,
        fact=fact,
        share=stated_bounds(share, share_min, share_max),
        votes=stated_bounds(votes, votes_min, votes_max),
        subscribed=_money(subscribed, subscribed_currency),
        paid=_money(paid, paid_currency),
        by_name=by_name,
        entry=" ".join(entry),
        left=LeftList(*left) if left else None,
    )


def list_place_of(row: Sequence[Any]) -> ListPlace:
    """In which list a row of a holder list stands, since which day, and when that list was announced."""
    return ListPlace(row[7], row[8] or "", row[5] or "", row[0], row[-2], row[-3] or "")


def role_row(row: Sequence[Any]) -> RoleRow:
    """A role or post, or the head office of a branch."""
    enterprise, holder, _, by_name, fact, kind, post, since, until, _ = row
    role = Role.HEAD_OFFICE if kind == "HEAD_OFFICE" else _ROLES.get(post, Role.POST) if kind == "REPRESENTS" else Role.POST
    return RoleRow(holder, enterprise, role, fact, post, since, None if until == OPEN_DAY else until, by_name)


def stated_name(stated_as: str | None) -> str | None:
    """The name by which a row states a party; None where it gave an identifier."""
    return None if stated_as is None or ":" in stated_as else stated_as


class PartyDetails(NamedTuple):
    """What is recorded of a party: its kind, name, registered type and capital, and the state of its registration."""

    kind: str
    name: str | None
    type_text: str | None
    capital: Money | None
    state: str | None = None


def names(rows: Sequence[Sequence[Any]]) -> dict[str, PartyDetails]:
    """What is recorded of parties, by id. See cypher/ownership/parties.cypher for the columns."""
    return {r[0]: PartyDetails(kind_among(r[1]), r[2] or r[6], r[3], _money(r[4], r[5]), r[7]) for r in rows}


def stated_bounds(value: float | None, low: float | None, high: float | None) -> Bounds | None:
    """A share as stated, or the range it is stated to lie in; None where nothing is."""
    if value is not None:
        return Bounds(min(1.0, value), min(1.0, value)) if value >= 0 else None
    if low is None and high is None:
        return None
    return Bounds(low or 0.0, 1.0 if high is None else min(1.0, high))


def _money(amount: Any, currency: str | None) -> Money | None:
    return None if amount is None else Money(float(amount), currency or "CNY")
