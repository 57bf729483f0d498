"""Commands that look something up: ask, portrait, search, records."""

from typing import Annotated, Any

import typer

from app.cli.common import (
    AsOf,
    CursorText,
    Json,
    KnownAt,
    Level,
    Limit,
    Party,
    ViewName,
    ask,
    known_catalogue,
    open_graph,
    put,
    put_json,
    run,
    say,
)
from app.cli.language.messages import Language, language
from app.cli.naming import category_named
from app.cli.text import record_text
from app.errors import InputError, NotFound
from app.questions.cards import question_cards
from app.questions.listings import records_question
from app.questions.registry.nearest import nearest
from app.questions.text.files import Question, read_questions


def ask_question(
    question: Annotated[str | None, typer.Argument(help="Its name; without one, the questions are listed.")] = None,
    params: Annotated[list[str] | None, typer.Argument(metavar="KEY=VALUE…", help="What it is asked about.")] = None,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    json: Json = False,
) -> None:
    """Ask a question; without its name, the questions are listed. The answer is always JSON."""
    if question is None:
        _list(json)
        return
    given: dict[str, Any] = {}
    for param in params or []:
        key, sign, value = param.partition("=")
        if not sign or key in {"name", "level", "as_of", "known_at", "view"}:
            raise InputError(f"{param!r} is not key=value of the question")
        given[key] = value
    times = {"as_of": as_of, "known_at": known_at, "view": view}
    if question in (known := _questions()):
        put_json(run(ask(question, level, **times, **given)))  # type: ignore[arg-type]
        return
    from app.answers.registry import computed

    if question in computed():
        put_json(run(_computed(question, level, times, given)))
        return
    near = nearest(question, [*known, *computed()])
    meant = f"did you mean {', '.join(near)}?" if near else "`quanjing ask` lists them"
    raise NotFound(f"there is no question {question!r}; {meant}")


async def _computed(name: str, level: int, times: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The answer to a computed question, in plain values."""
    from app.answers.asking import ask as ask_computed
    from app.answers.registry import computed
    from app.cli.acting import caller_here
    from app.questions import Questions

    question = computed()[name]
    params = question.parse({key: value for key, value in times.items() if key in question.fields} | given)
    async with open_graph() as (engine, catalogue):
        answer = await ask_computed(question, Questions(catalogue, engine, ahead=False), caller_here(level), params)
        return answer.model_dump(mode="json")  # type: ignore[no-any-return]


def _questions() -> dict[str, Question]:
    from app.paths import CYPHER

    found = read_questions(CYPHER, lambda question, text: None, known_catalogue().categories)
    return dict(sorted(found.items()))


def _list(json: bool) -> None:
    """The questions with their titles and what each takes, `?` after what may be left out; no graph is needed for it."""
    from app.answers.registry import computed

    cards = question_cards(_questions().values(), computed())
    if json:
        put_json(cards)
        return
    for card in cards:
        takes = " ".join(p["name"] + ("" if p["required"] else "?") for p in card["params"])
        put(f"{card['name']}\t{card['title']['zh' if language() is Language.ZH else 'en']}\t{takes}".rstrip())


def portrait(
    party_id: Party,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Everything the record says of a party."""
    answer = run(ask("portrait.party", level, as_of, known_at, view, party=party_id, limit=limit))
    if json:
        put_json(answer)
        return
    for line in record_text.portrait(answer, known_catalogue()):
        put(line)


def search(
    words: Annotated[str, typer.Argument(metavar="TEXT", help="Any identifier, or a name or its beginning.")],
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    limit: Limit = 20,
    cursor: CursorText = None,
    json: Json = False,
) -> None:
    """Find parties by identifier or name, former names included."""
    answer = run(ask("search.parties", level, as_of, known_at, view, text=words, limit=limit, cursor=cursor))
    if json:
        put_json(answer)
        return
    for line in record_text.found(answer):
        put(line)
    say(record_text.listing(answer))


def records(
    party_id: Party,
    category: Annotated[str, typer.Option("--category", help="A category of the catalogue, by its name or title.")],
    direction: Annotated[str | None, typer.Option(help="about or issued_by for records, in or out for relationships.")] = None,
    level: Level = 0,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    view: ViewName = "strict",
    limit: Limit = 20,
    cursor: CursorText = None,
    json: Json = False,
) -> None:
    """All facts of one category about a party, the latest first."""
    catalogue = known_catalogue()
    name, params = records_question(catalogue, category_named(catalogue, category).name, direction)
    page: dict[str, Any] = {"limit": limit, "cursor": cursor}
    answer = run(ask(name, level, as_of, known_at, view, party=party_id, **params, **page))
    if json:
        put_json(answer)
        return
    for one in answer["items"]:
        put(record_text.item(one, catalogue))
    say(record_text.listing(answer))
