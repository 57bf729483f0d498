"""The pages of the catalogue: all categories by group, and one category with how it is sent, read and shown."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.questions.registry.categories import category_of
from app.security.guard import GuardedRoute, caller_of, questions_of
from app.templates.example import example_row
from app.ui.pages import PageQuery, when
from app.ui.render import PageView, page
from app.words.pages.catalogue import approval_of, due_of, duration_of
from loaders.catalogue.published import (
    finds,
    group_of,
    groups_of,
    laws_of,
    sender_of,
    understood_properties,
    understood_reserved,
)
from models.base import NO_NUL
from models.caller import CallerRole
from models.catalogue import Category
from models.catalogue_terms import Approval

router = APIRouter(include_in_schema=False, route_class=GuardedRoute)


class CataloguePage(PageQuery):
    """The query parameters of the page of all categories."""

    q: str = Field(default="", max_length=100, pattern=NO_NUL)


class CatalogueView(PageView):
    """The helpers of the catalogue's templates."""

    def due(self, category: Category) -> str:
        """By when a record must have been sent."""
        return self.title(due_of(category))

    def approval(self, approval: Approval) -> str:
        """Why records are approved before the public sees them."""
        return self.title(approval_of(approval))

    def duration(self, duration: str | None) -> str:
        """How long something is public."""
        return self.title(duration_of(duration))

    def unit(self, unit: float) -> str:
        """What one in a column stands for."""
        return self.word(f"unit_{unit:g}") if self.words.knows(f"unit_{unit:g}") else f"× {unit:g}"

    def term(self, category: Category, value: str) -> str:
        """A value by which a category's term of publicity is set, in words."""
        by = category.public_for.by if category.public_for else None
        return self.words.choice(category.by_name[by], value) if by else value


@router.get("/catalogue")
async def catalogue(request: Request, query: Annotated[CataloguePage, Query()]) -> Response:
    """All record categories by group, or those in which a word stands; how much of each there is, and how fresh."""
    questions = questions_of(request)
    known = questions.catalogue
    held = await _held(request, query)
    word = query.q.strip()
    groups = [(group, [c for c in inside if not word or finds(known, c, word)]) for group, inside in groups_of(known)]
    every = list(known.categories.values())
    return page(
        "catalogue.html",
        request,
        CatalogueView(request, known),
        groups=[(group, inside) for group, inside in groups if inside],
        found=sum(len(inside) for _, inside in groups),
        held=held,
        q=word,
        senders={c.name: sender_of(known, c) for c in every},
        level=caller_of(request).level,
        counts={
            "groups": len(groups),
            "categories": len(every),
            "properties": sum(len(c.properties) for c in every),
            "loaded": len(held),
        },
    )


@router.get("/catalogue/{name}")
async def category(request: Request, name: str, query: Annotated[PageQuery, Query()]) -> Response:
    """One record category: what it holds, who sends it by when and how, how it is read and shown, how much of it there is."""
    questions, caller = questions_of(request), caller_of(request)
    one = category_of(questions.catalogue, name)
    held = await _held(request, query, category=one.name)
    return page(
        "category.html",
        request,
        CatalogueView(request, questions.catalogue),
        category=one,
        group=group_of(questions.catalogue, one),
        sender=sender_of(questions.catalogue, one),
        laws=laws_of(one),
        held=held.get(one.name),
        withheld=one.level > caller.level,
        understood=understood_properties(one),
        reserved=understood_reserved(one),
        push=_push(request, one),
        sends=CallerRole.DEPARTMENT in caller.roles,
    )


async def _held(request: Request, query: PageQuery, **params: Any) -> dict[str, dict[str, Any]]:
    """How much of each category there is that the caller may see, by its name."""
    answer = await questions_of(request).answer("catalogue.held", caller_of(request), **when(request, query), **params)
    return {one["category"]: one for one in answer["items"]}


def _push(request: Request, category: Category) -> str:
    """The command by which a program sends an example of a category to this service."""
    row = json.dumps(example_row(category), ensure_ascii=False)
    where = f"{request.url.scheme}://{request.url.netloc}/v1/records/{category.name}?dry_run=true"
    heads = "-H \"Authorization: Bearer $KEY\" -H 'Content-Type: application/json'"
    return f"curl -X POST '{where}' \\\n     {heads} \\\n     -d '[{row}]'"
