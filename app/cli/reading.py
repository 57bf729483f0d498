"""Commands that look something up: ask, portrait, search, records."""

from typing import Annotated, Any

import typer

from app.cli import text
from app.cli.common import AsOf, CursorText, Json, KnownAt, Level, Limit, Party, ViewName, ask, put, put_json, run, say
from app.cli.messages import Language, language
from app.cli.naming import category_named, nearest
from app.errors import InputError, NotFound
from app.questions.cards import question_card
from app.questions.listings import records_question
from app.questions.text.files import Question, read_questions
from loaders.catalogue.files import read_catalogue


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
    known = _questions()
    if question not in known:
        near = nearest(question, known)
        meant = f"did you mean {', '.join(near)}?" if near else "`quanjing ask` lists them"
        raise NotFound(f"there is no question {question!r}; {meant}")
    put_json(run(ask(question, level, as_of, known_at, view, **given)))


def _questions() -> dict[str, Question]:
    from app.paths import CYPHER

    found = read_questions(CYPHER, lambda question, text: None, read_catalogue().categories)
    return dict(sorted(found.items()))


def _list(json: bool) -> None:
    """The questions with their titles and what each takes, `?` after what may be left out; no graph is needed for it."""
    for_people = language() is Language.ZH
    known = _questions().values()
    if json:
        put_json([question_card(one) for one in known])
        return
    for one in known:
        takes = " ".join(p.name + ("?" if p.has_default or p.optional else "") for p in one.params)
        put(f"{one.name}\t{one.title_zh if for_people else one.title}\t{takes}".rstrip())


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
    for line in text.portrait(answer, read_catalogue()):
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
    for line in text.found(answer):
        put(line)
    say(text.listing(answer))


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
    catalogue = read_catalogue()
    name, params = records_question(catalogue, category_named(catalogue, category).name, direction)
    page: dict[str, Any] = {"limit": limit, "cursor": cursor}
    answer = run(ask(name, level, as_of, known_at, view, party=party_id, **params, **page))
    if json:
        put_json(answer)
        return
    for one in answer["items"]:
        put(text.item(one, catalogue))
    say(text.listing(answer))
