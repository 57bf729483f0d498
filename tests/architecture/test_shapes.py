"""Every answer names parties in one shape, and says in one field what it leaves out."""

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

import pytest

from app.answers.registry import computed
from app.paths import CYPHER
from app.questions.text.checks import QuestionChecker
from app.questions.text.files import read_questions
from app.words.incomplete import INCOMPLETE, with_text
from loaders.catalogue.files import read_catalogue
from models.answers.shapes import Incomplete, IncompleteReason, NamedParty, PartyRef
from models.base import Model

REFERRING = frozenset(
    "party parties holder holders enterprise other others owner owners controller controllers person persons parent parents "
    "head heads member members through".split()
)
"""Names of fields that refer to parties."""
FORMER = frozenset("names states truncated cut complete not_followed arithmetic_cut withheld at_least".split())
"""Fields in which answers named parties, or said what they leave out, each in a way of its own."""


def parts(annotation: Any) -> Iterator[Any]:
    """The types that an annotation names, within tuples, mappings, alternatives and annotations."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from parts(get_args(annotation)[0])
    elif origin in (tuple, list, dict, Union, types.UnionType):
        for one in get_args(annotation):
            yield from parts(one)
    else:
        yield annotation


def models_in(annotation: Any) -> Iterator[type[Model]]:
    """The models among them."""
    for one in parts(annotation):
        if isinstance(one, type) and issubclass(one, Model):
            yield one


@cache
def within(answer: type[Model]) -> frozenset[type[Model]]:
    """An answer and all models that it is made of, at any depth."""
    found, waiting = {answer}, [answer]
    while waiting:
        for field in waiting.pop().model_fields.values():
            new = set(models_in(field.annotation)) - found
            found |= new
            waiting += new
    return frozenset(found)


@cache
def answers() -> dict[str, type[Model]]:
    """The models of all answers that leave the service, by question; rows that only feed computed questions are none."""
    catalogue = read_catalogue()
    asked = read_questions(CYPHER, QuestionChecker(catalogue), catalogue.categories)
    found: dict[str, type[Model]] = {
        name: one.answer.model for name, one in asked.items() if not one.answer.model.__module__.startswith("models.rows")
    }
    return found | {name: one.answer for name, one in computed().items()}


def all_models() -> list[type[Model]]:
    """Every model of which an answer is made, once."""
    found = {model for answer in answers().values() for model in within(answer)}
    return sorted(found - {Incomplete}, key=lambda model: model.__name__)


def wrong(model: type[Model]) -> Iterator[str]:
    """What of a model is against the rules."""
    fields = model.model_fields
    for name, field in fields.items():
        plain = str in set(parts(field.annotation)) and not any(models_in(field.annotation))
        if name in REFERRING and plain and name not in model.by_id:
            yield f"{name} refers to a party by a text"
        if name in FORMER and not issubclass(model, NamedParty):
            yield f"{name} is what `parties` or `incomplete` says in every answer"
        if name == "by_name" and set(parts(field.annotation)) - {str, type(None)}:
            yield "by_name is the rule that linked a name, wherever it stands"
        if name == "incomplete" and set(models_in(field.annotation)) != {Incomplete}:
            yield "incomplete holds what is left out"
    for name in model.by_id:
        if name not in fields:
            yield f"{name} is said to hold parties by their ids, and is no field"
    if {"id", "name"} <= fields.keys() and not issubclass(model, NamedParty):
        yield "it has an id and a name, and does not extend the shape of a party"


def without_table(answer: type[Model]) -> list[str]:
    """Of an answer without a table of parties, the parts that name some by their ids alone."""
    table = answer.model_fields.get("parties")
    if table is not None and any(issubclass(one, NamedParty) for one in models_in(table.annotation)):
        return []
    return sorted(model.__name__ for model in within(answer) if model.by_id)


def test_models_keep_to_the_shapes() -> None:
    found = {model.__name__: list(wrong(model)) for model in all_models()}
    assert {name: what for name, what in found.items() if what} == {}


def test_who_stands_by_an_id_alone_is_in_the_table_of_the_answer() -> None:
    lacking = {name: named for name, answer in answers().items() if (named := without_table(answer))}
    assert lacking == {}


def test_the_party_asked_about_is_a_party() -> None:
    for name, answer in answers().items():
        field = answer.model_fields.get("party")
        if field is not None:
            assert all(issubclass(one, NamedParty) for one in parts(field.annotation)), name


def test_the_rules_see_what_they_should() -> None:
    class Loose(Model):
        holder: str
        cut: bool
        names: dict[str, str]
        by_name: bool

    class Entry(Model):
        id: str
        name: str

    class Listed(Model):
        by_id = ("holder", "gone")
        holder: str

    class Answer(Model):
        items: tuple[Listed, ...]

    assert [one.split()[0] for one in wrong(Loose)] == ["holder", "cut", "names", "by_name"]
    assert [one.split()[0] for one in wrong(Entry)] == ["it"]
    assert [one.split()[0] for one in wrong(Listed)] == ["gone"]
    assert without_table(Answer) == ["Listed"]


@pytest.mark.parametrize("reason", IncompleteReason)
def test_each_reason_has_words_in_both_languages(reason: IncompleteReason) -> None:
    party = PartyRef(id="uscc:1", name="甲有限公司", kind="Enterprise")
    assert f"incomplete_{reason}" in INCOMPLETE
    for gap in (Incomplete(reason=reason, limit=3, total=5), Incomplete(reason=reason, party=party, shown=3, total=5, limit=1)):
        text = with_text(gap).text
        assert text.zh
        assert text.en
        assert not {"{", "None"} & {*text.zh, *text.en.split()}


@pytest.mark.parametrize("model", [one for one in all_models() if issubclass(one, NamedParty)], ids=lambda one: one.__name__)
def test_what_is_not_known_of_a_party_is_left_out_of_json(model: type[Model]) -> None:
    """So the reference of the answers says of these fields, which every party has in common."""
    common = {**NamedParty.model_fields, **PartyRef.model_fields}
    for name, field in model.model_fields.items():
        if name in common and not field.is_required():
            assert field.exclude_if is not None, name
            assert field.exclude_if(field.default), name
