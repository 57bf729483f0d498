"""The page about one party's owners, controllers, beneficial owners and holdings."""

import contextlib
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from pydantic import Field

from app.analytics.structure.network import Basis
from app.answers import Reader, Viewpoint
from app.answers.control import beneficial_owners, control, group
from app.answers.ownership import MOST, ownership
from app.answers.ownership_tree import holdings_tree, owners_tree
from app.answers.reading.left_list import left_holders
from app.errors import InputError
from app.questions.codes import identifier
from app.rules.rule_sets import MAJORITY, rule_sets
from app.security.guard import GuardedRoute, caller_of, questions_of
from app.ui.pages import PageQuery, known_by, view_of
from app.ui.render import PageView, page
from app.words.incomplete import grouped
from app.words.naming import bare_name, known_by_name
from models.answers.shapes import PARTS_CUT, Incomplete, NamedParty, PartyRef
from models.answers.stamped import BeneficialOwnersAnswer, OwnershipAnswer

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)
NAMED = 20
"""The most parties of a long list that a page names."""


class OwnershipPage(PageQuery):
    """The query parameters of the page.

    `basis`: which shares count; `rules`: the rule set of control; `suggest_concert`: whether parties that may act in concert
    are listed; `concert`: groups taken to act in concert (identifiers separated by commas); `group`: whether all parties under
    one actual controller are listed.
    """

    basis: Basis = Basis.SUBSCRIBED
    rules: str = Field(default=MAJORITY, max_length=40)
    suggest_concert: bool = False
    concert: tuple[Annotated[str, Field(max_length=2_000)], ...] = Field(default=(), max_length=20)
    group: bool = False


@router.get("/parties/{party_id:path}/ownership")
async def ownership_page(request: Request, party_id: str, query: Annotated[OwnershipPage, Query()]) -> Response:
    """Who owns and controls a party, and what it owns and controls; all of it at one tick."""
    questions = questions_of(request)
    view = PageView(request, questions.catalogue)
    seen = Viewpoint(caller_of(request), query.as_of or None, query.known_at or None, view_of(request, query))
    reader = Reader(questions, seen)
    owned = await ownership(reader, party_id, basis=query.basis, limit=MOST)
    strongest = owned.party.id or ""
    if strongest != party_id:
        options = {"basis": query.basis, "rules": query.rules, "suggest_concert": "true" if query.suggest_concert else None}
        options |= {"group": "true" if query.group else None}
        return RedirectResponse(view.party(strongest, "/ownership", **options), 307)
    concert = [[identifier(one) for one in text.split(",") if one.strip()] for text in query.concert]
    beneficial: BeneficialOwnersAnswer | None = None
    with contextlib.suppress(InputError):  # a person has no beneficial owners
        beneficial = await beneficial_owners(reader, party_id, concert=concert)
    return page(
        "ownership.html",
        request,
        view,
        owned=owned,
        owners=owners_tree(owned),
        holdings=holdings_tree(owned),
        controlled=await control(reader, party_id, rules=query.rules, concert=concert, suggest_concert=query.suggest_concert),
        left=await left_holders(reader, party_id, _listed(owned)) if owned.party.kind != "Person" else (),
        under_one=await group(reader, party_id, rules=query.rules, to_person=True) if query.group else None,
        beneficial=beneficial,
        fmt=_Formatter(view, owned),
        moment=await known_by(questions, caller_of(request), owned.known_at, owned.tick),
        bases=tuple(Basis),
        rule_sets=rule_sets(),
    )


def _listed(owned: OwnershipAnswer) -> set[str]:
    """The ids of the party's own holders that the page shows, those of lists that are not believed included."""
    links = {link.holder for link in owned.links if link.enterprise == owned.party.id}
    return links | {row.holder for note in owned.notes if note.enterprise == owned.party.id for row in note.rows}


class _Formatter:
    """Formats parties, shares and amounts for the page."""

    def __init__(self, view: PageView, owned: OwnershipAnswer) -> None:
        self._view = view
        self._table = {one.id: one for one in owned.parties}

    def party(self, party: str, name: str | None = None, state: str | None = None) -> Markup | str:
        """A party as a link to its ownership page, with its state where it is not in business; a name alone is no link."""
        known = self._table.get(party)
        shown = name or (known and known.name) or bare_name(party) or party.partition(":")[2]
        if known_by_name(party):
            return Markup('<span>{}</span> <span class="tag">{}</span>').format(shown, self._view.word("name_only"))
        link = Markup('<a href="{}">{}</a>').format(self._view.party(party, "/ownership"), shown)
        return link + self._view.state(state or (known.state if known else None))

    def ref(self, party: NamedParty) -> Markup | str:
        """A party reference of an answer as a link, or its name alone."""
        return self.party(party.id or "", party.name, party.state)

    def refs(self, parties: tuple[PartyRef, ...]) -> Markup:
        """Several party references, separated by 、."""
        return Markup("、").join(map(self.ref, parties))

    def some(self, parties: Sequence[PartyRef | str]) -> Markup:
        """The first of many parties, and how many there are."""
        named = [self.party(one) if isinstance(one, str) else self.ref(one) for one in parties[:NAMED]]
        more = f" {self._view.word('and_more', n=len(parties))}" if len(parties) > NAMED else ""
        return Markup("、").join(named) + more

    def left_out(self, gaps: Sequence[Incomplete]) -> list[tuple[str, Markup]]:
        """The entries of `incomplete` as lines, one for each reason: its sentence, and the parties it is true of."""
        return [(self._view.words.title(text), self.some(parties)) for text, parties in grouped(gaps)]

    def is_shortened(self, gaps: Sequence[Incomplete]) -> bool:
        """Whether a list of the answer is not whole."""
        return any(gap.reason in PARTS_CUT for gap in gaps)

    def share(self, low: float, high: float) -> str:
        """A share, or the range it lies in."""
        return self._view.words.share(low, high)

    def money(self, amount: float, currency: str | None) -> str:
        """An amount with its currency, as a holder list states it."""
        return self._view.words.money(amount, currency)
