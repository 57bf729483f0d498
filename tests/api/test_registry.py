"""A computed question that is declared in one place is found everywhere, and what changes there changes everywhere."""

import importlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app import paths
from app.answers.registry import computed
from app.settings import Settings
from loaders.catalogue.files import read_catalogue
from tests.api.test_inquiring import Command, document, quanjing, said
from tests.support.inquiring import cases
from tests.support.loading import serving
from tests.support.references import questions_page
from tests.support.worlds.small_group import FIRM, HEAD, WEAKER

__all__ = ["quanjing", "said"]
SOURCE = '''
"""Counts the holders of a party."""

from typing import Annotated

from pydantic import Field

from app.answers.params import OfParty
from app.answers.reading.session import Reader
from app.questions.registry import question
from models.answers.parts import Stamp


class CountedParams(OfParty):
    """What counting takes."""

    PARAMETER: Annotated[int, Field(ge=1, le=MOST, description="Nobody counts further.")] = 1


class CountedAnswer(Stamp):
    """How many hold a party."""

    party: str
    holders: int


@question(
    "counted.holders",
    title="TITLE",
    title_zh="某主体有多少持股人",
    params=CountedParams,
    answer=CountedAnswer,
    route="counted-holders",
    command="counted-holders",
    examples=[{"PARAMETER": 2}],
)
async def counted_holders(reader: Reader, params: CountedParams) -> CountedAnswer:
    """How many hold a party, counted no further than asked."""
    party = (await reader.card(params.party_id))["id"]
    await reader.up([party])
    rows = [row for row in (await reader.network()).rows if row.enterprise == party]
    return CountedAnswer(party=party, holders=min(len(rows), params.PARAMETER), **reader.stamp)
'''


@dataclass(frozen=True)
class Variant:
    """The question as it is declared: its title, the name of its parameter, and the bound of it."""

    title: str
    parameter: str
    most: int


VARIANTS = (Variant("How many hold a party", "most", 7), Variant("The number of holders of a party", "counted_to", 3))


@pytest.fixture(scope="module", params=VARIANTS, ids=lambda variant: variant.parameter)
def variant(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A package of its own with the question, among the packages of the program."""
    known: Variant = request.param
    folder = tmp_path_factory.mktemp("package")
    package = folder / f"answers_{known.parameter}"
    package.mkdir()
    source = SOURCE.replace("PARAMETER", known.parameter).replace("MOST", str(known.most)).replace("TITLE", known.title)
    (package / "__init__.py").write_text('"""More answers."""\n', encoding="utf-8")
    (package / "counted.py").write_text(source.lstrip(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        patch.setattr(paths, "COMPUTED", (*paths.COMPUTED, package.name))
        importlib.invalidate_caches()
        yield known


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def service(group: Settings, variant: Variant) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(group, read_catalogue()) as client:
        yield client


async def test_it_is_served_and_described(service: httpx.AsyncClient, variant: Variant) -> None:
    path, name = f"/v1/parties/{FIRM}/counted-holders", variant.parameter
    assert (await service.get(path)).json()["holders"] == 1
    assert (await service.get(path, params={name: variant.most})).json()["holders"] == min(5, variant.most)
    wrong = await service.get(path, params={name: variant.most + 1})
    assert (wrong.status_code, wrong.json()["errors"][0]["parameter"]) == (422, name)
    assert (await service.get(path, params={"other": 1})).status_code == 422
    moved = await service.get(f"/v1/parties/{WEAKER}/counted-holders", params={name: 2})
    assert (moved.status_code, moved.headers["location"]) == (307, f"/v1/parties/{HEAD}/counted-holders?{name}=2")
    told = (await service.get("/v1/openapi.json")).json()["paths"]["/v1/parties/{party_id}/counted-holders"]["get"]
    (parameter,) = [one for one in told["parameters"] if one["name"] == name]
    assert (told["summary"], parameter["schema"]["maximum"]) == (variant.title, variant.most)
    assert parameter["description"] == "Nobody counts further."
    assert told["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/CountedAnswer")


async def test_it_is_a_question_among_the_others(service: httpx.AsyncClient, variant: Variant) -> None:
    (card,) = [c for c in (await service.get("/v1/questions")).json()["items"] if c["name"] == "counted.holders"]
    assert card == (await service.get("/v1/questions/counted.holders")).json()
    assert card["title"]["en"] == variant.title
    assert [(p["name"], p["type"], p["default"]) for p in card["params"]][1:] == [(variant.parameter, "int", 1)]
    asked: dict[str, str | int] = {"party_id": WEAKER, variant.parameter: 2}
    answer = await service.get("/v1/questions/counted.holders/answer", params=asked)
    assert (answer.status_code, answer.json()["party"], answer.json()["holders"]) == (200, HEAD, 2)
    too_far = await service.get("/v1/questions/counted.holders/answer", params=asked | {variant.parameter: variant.most + 1})
    assert too_far.json()["errors"][0]["message"] == f"{variant.parameter} is from 1 to {variant.most}"
    twice = await service.get(f"/v1/questions/counted.holders/answer?party_id=a&party_id={FIRM}")
    assert twice.status_code == 400


async def test_it_has_its_row_in_the_policy(service: httpx.AsyncClient) -> None:
    app = service._transport.app  # type: ignore[attr-defined]
    assert app.state.policy["GET", "/v1/parties/{party_id:path}/counted-holders"].level == 0


def test_it_is_a_command(quanjing: Command, variant: Variant) -> None:
    option = f"--{variant.parameter.replace('_', '-')}"
    assert f"{variant.title}." in " ".join(quanjing("--help")[1].split())
    assert "某主体有多少持股人" in quanjing("--lang", "zh", "--help")[1]
    told = quanjing("counted-holders", "--help")[1]
    assert all(word in told for word in (variant.title, option, f"1<=x<={variant.most}", "Nobody counts further"))
    assert quanjing("counted-holders", FIRM, option, str(variant.most + 1)) == (2, "")
    assert document(quanjing("counted-holders", FIRM, option, "2", "--json"))["holders"] == 2
    code, text = quanjing("counted-holders", FIRM, HEAD)
    assert (code, text.count("holders: 1"), f"party: {HEAD}" in text) == (0, 2, True)
    assert document(quanjing("ask", "counted.holders", f"party_id={FIRM}", f"{variant.parameter}=2"))["holders"] == 2
    assert quanjing("ask", "counted.holders", f"party_id={FIRM}", f"{variant.parameter}=9")[0] == 2


def test_it_stands_in_the_reference(variant: Variant) -> None:
    section = questions_page().partition("### counted.holders")[2].partition("###")[0]
    for words in (variant.title, "GET /v1/parties/{party_id}/counted-holders", "quanjing counted-holders"):
        assert words in section
    assert f"| `{variant.parameter}: int` | 1 | 1..{variant.most} | Nobody counts further. |" in section


def test_it_is_among_the_cases_of_the_contract_and_of_what_is_hidden(variant: Variant) -> None:
    assert f"counted_holders {variant.parameter}=2" in {case.name for case in cases()}
    assert "counted.holders" in computed()
