"""What is refused when a computed question is declared, and when questions are gathered."""

import re
from collections.abc import Callable
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from app.answers.asking import ask
from app.answers.params import OfParty
from app.answers.registry import computed
from app.errors import Forbidden, InputError, NotFound, QuestionError
from app.questions.registry import ComputedQuestion, Registry, question
from models.base import Model
from models.caller import Caller


class Params(OfParty):
    """What it takes."""

    least: Annotated[int, Field(ge=1, le=7, description="The least.")] = 1


class Answer(Model):
    """What comes back."""

    party: str


async def function(reader: Any, params: Params) -> Answer:
    """What a party has.

    Raises:
        NotFound: nothing.
    """
    return Answer(party=params.party_id)


GIVEN: dict[str, Any] = {"title": "What a party has", "title_zh": "某主体所有", "params": Params, "answer": Answer}
GIVEN |= {"route": "had", "command": "had", "examples": [{"least": 2}]}


def declared(name: str = "party.had", body: Callable[..., Any] = function, **more: Any) -> ComputedQuestion[Answer]:
    made: ComputedQuestion[Answer] = question(name, **GIVEN | more)(body)
    return made


def taking(field: Any, *, base: type[Any] = OfParty) -> type[Any]:
    """Parameters with one field of this annotation."""
    return type("Wrong", (base,), {"__annotations__": {"value": field}, "__module__": __name__, "value": None})


class Open(BaseModel):
    """Parameters that take anything."""

    party_id: str = Field(max_length=9, description="Whom.")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": "had"}, "its name"),
        ({"title": " "}, "no title"),
        ({"title_zh": ""}, "no title"),
        ({"route": "/had"}, "'/had' is no route"),
        ({"route": "had/{nobody}"}, "names nobody"),
        ({"command": "Had it"}, "'Had it' is no command"),
        ({"params": Open}, "no closed model"),
        ({"params": dict}, "no closed model"),
        ({"answer": BaseModel}, "its answer is no model"),
        ({"params": taking(Annotated[int | None, Field(ge=1, le=2)])}, "value has no description"),
        ({"params": taking(Annotated[int | None, Field(ge=1, description="x")])}, "value takes numbers without a bound"),
        ({"params": taking(Annotated[float | None, Field(le=1, description="x")])}, "value takes numbers without a bound"),
        ({"params": taking(Annotated[str | None, Field(description="x")])}, "value takes texts without a bound"),
        ({"params": taking(Annotated[tuple[int, ...] | None, Field(description="x")])}, "value takes lists without a bound"),
        (
            {"params": taking(Annotated[tuple[str, ...] | None, Field(max_length=3, description="x")])},
            "value takes texts without a bound",
        ),
        ({"params": taking(Annotated[Any, Field(description="x")])}, "value takes anything without a bound"),
        ({"examples": []}, "no example"),
        ({"examples": [{"least": 8}]}, "least is from 1 to 7"),
        ({"examples": [{"most": 1}]}, "takes no most"),
    ],
)
def test_what_is_declared_wrongly_is_refused(more: dict[str, Any], says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        declared(**more)


async def other(reader: Any, params: Params) -> Answer:
    """Another."""
    return Answer(party="")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": "party.had", "route": None, "command": None}, "the name 'party.had'"),
        ({"command": None}, "the route '/v1/parties/{party_id}/had'"),
        ({"route": None}, "the command 'had'"),
        ({"route": None, "command": None, "body": function}, "the function 'function'"),
    ],
)
def test_two_of_one_kind_are_refused(more: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"name": "party.too", "body": other} | more
    two = [declared(), declared(**given)]
    with pytest.raises(QuestionError, match=re.escape(says)):
        Registry(two)


def test_a_question_says_what_it_is() -> None:
    made = declared()
    assert (made.path, made.template) == ("/v1/parties/{party_id}/had", "/v1/parties/{party_id:path}/had")
    assert (made.places, made.subjects, made.options) == (("party_id",), ("party_id",), ("least",))
    assert made.description == "What a party has."
    assert declared(route=None).path is None


async def test_it_is_called_by_place_and_name_and_its_bounds_hold() -> None:
    assert (await declared()(None, "uscc:a", least=7)).party == "uscc:a"
    for given, parameter in (({"least": 8}, "least"), ({"most": 1}, "most"), ({"least": "many"}, "least")):
        with pytest.raises(InputError) as wrong:
            await declared()(None, "uscc:a", **given)
        assert wrong.value.context["parameter"] == parameter


async def test_a_level_is_the_least_that_may_ask() -> None:
    restricted: Any = declared(level=2)
    with pytest.raises(Forbidden):
        await ask(restricted, None, Caller(level=1), restricted.parse({"party_id": "uscc:a"}))  # type: ignore[arg-type]


APART = frozenset({"clues.of", "warnings.of"})
"""Their commands stand in a group: `quanjing clues seed`, `quanjing warn of`."""


def test_the_questions_of_the_program() -> None:
    assert {"ownership.of", "control.of", "relations.among", "differences.between"} <= computed().keys()
    for one in computed().values():
        assert issubclass(one.params, Model)
        assert one.title
        assert one.title_zh
        assert one.path, "each has a route of its own"
        own = one.name in APART
        assert one.command or own or not one.subjects, "and a command, where it is asked about a party"
    with pytest.raises(NotFound):
        computed().question("nothing.here")
