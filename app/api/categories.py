"""Routes of the catalogue: what is collected and how it is read, how much of it there is, and workbooks to fill in."""

import asyncio
from io import BytesIO
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import Field

from app.api.deps import CallerDep, QuestionsDep, times, written
from app.api.thin import ThinRoute
from app.questions.registry.categories import category_of
from app.templates.workbook import Language, children_of, write_template
from loaders.catalogue.published import card_of, finds, group_of, groups_of, understood_properties, understood_reserved
from models.base import NO_NUL, Model
from models.caller import Caller
from models.catalogue import Category, Level
from models.catalogue_answers import CategoryCards, CategoryDetail
from models.times import Times
from models.work.exports import MEDIA, ExportForm

router = APIRouter(prefix="/v1", tags=["catalogue"], route_class=ThinRoute)
Name = Annotated[str, Path(description="A category of the catalogue.")]
XLSX = MEDIA[ExportForm.XLSX]


class CatalogueQuery(Times):
    """Which categories are listed, and the times of the answer."""

    group: str | None = Field(default=None, max_length=40, description="A group of the catalogue, by its name.")
    level: Level | None = Field(default=None, description="Categories of this level alone: 0 is for everybody.")
    q: str | None = Field(
        default=None, max_length=100, pattern=NO_NUL, description="A word of a title, a sender, a law, a property or a header."
    )


class TemplateQuery(Model):
    """How a workbook is written."""

    language: Language = Field(default="zh", description="zh for Chinese headers, en for names of properties.")


@router.get("/catalogue", response_model=CategoryCards)
async def categories(query: Annotated[CatalogueQuery, Query()], questions: QuestionsDep, caller: CallerDep) -> Response:
    """The record categories: who sends each, by when, on what law, for whom, how much of it there is and how fresh."""
    answer = await questions.answer("catalogue.held", caller, **times(query))
    held = {one["category"]: one for one in answer["items"]}
    known = questions.catalogue
    chosen = [
        one
        for one in known.categories.values()
        if query.group in (None, group_of(known, one).name)
        and query.level in (None, one.level)
        and (not query.q or finds(known, one, query.q))
    ]
    groups = [
        {
            "name": group.name,
            "title": group.title.model_dump(),
            **({"collected_from": group.collected_from.model_dump()} if group.collected_from else {}),
            "categories": len(inside),
            "loaded": sum(one.name in held for one in inside),
        }
        for group, inside in groups_of(known)
    ]
    cards = [card_of(known, one) | _there(one, held.get(one.name), caller) for one in chosen]
    return written(answer | {"groups": groups, "items": cards, "shown": len(cards), "total": len(cards)})


@router.get("/catalogue/{name}", response_model=CategoryDetail)
async def category(name: Name, query: Annotated[Times, Query()], questions: QuestionsDep, caller: CallerDep) -> Response:
    """One category: its properties and the headers understood for each, its times, and how much of it there is."""
    one = category_of(questions.catalogue, name)
    answer = await questions.answer("catalogue.held", caller, category=one.name, **times(query))
    stamp = {key: answer[key] for key in ("as_of", "known_at", "tick", "view", "settling")}
    card = card_of(questions.catalogue, one)
    told = {key: card[key] for key in ("group", "law", "collected_from") if key in card}
    headers = {
        "understood": [prop.model_dump(exclude_defaults=True) for prop in understood_properties(one)],
        "reserved": {key: [h.model_dump(exclude_none=True) for h in all_] for key, all_ in understood_reserved(one).items()},
        "template": f"/v1/catalogue/{one.name}/template.xlsx",
    }
    described = one.model_dump(mode="json", by_alias=True, exclude_defaults=True) | told
    return written(stamp | described | _there(one, next(iter(answer["items"]), None), caller) | headers)


@router.get(
    "/catalogue/{name}/template.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def template(name: Name, query: Annotated[TemplateQuery, Query()], questions: QuestionsDep) -> Response:
    """A workbook to fill in, with lists to choose from and a sheet that explains the columns; filled in, it loads as it is."""
    one, book = category_of(questions.catalogue, name), BytesIO()
    await asyncio.to_thread(write_template, one, book, query.language, children_of(one, questions.catalogue))
    disposition = {"Content-Disposition": f'attachment; filename="{one.name}.xlsx"'}
    return Response(book.getvalue(), media_type=XLSX, headers=disposition)


def _there(category: Category, held: dict[str, Any] | None, caller: Caller) -> dict[str, Any]:
    """How much of a category there is; of one above the caller's level, that it is withheld, whatever there is."""
    if category.level > caller.level:
        return {"withheld": True}
    return {key: held[key] for key in ("loaded_on", "loaded_to") if key in held} | {"held": held} if held else {}
