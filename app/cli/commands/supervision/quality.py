"""Commands on the quality of what was sent: figures, the rows behind them, the ranking, what is owed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.common import AsOf, Json, open_graph, put, put_json, run, say
from app.cli.language.help import CommandsOf
from app.cli.language.speaking import say_page, spoken

if TYPE_CHECKING:
    from models.base import Model
    from models.supervision.quality import QualityFigure, QualityLine

quality_app = CommandsOf("The quality of what providers send: figures, the rows behind them, a ranking, what is owed.")
Month = Annotated[str | None, typer.Option("--month", help="The month in which it came, YYYY-MM; default this one.")]
OwedMonth = Annotated[str | None, typer.Option("--month", help="The month it is owed for, YYYY-MM; default the one before.")]
Provider = Annotated[str | None, typer.Option("--provider", help="Only what this provider sent.")]
OfCategory = Annotated[str | None, typer.Option("--category", help="Only this category, by name or title.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write a workbook (XLSX) to this file.")]
AtLevel = Annotated[int, typer.Option("--level", min=0, max=3, help="Highest level shown.")]


@quality_app.command("show")
def show(
    month: Month = None,
    months: Annotated[int, typer.Option("--months", min=1, max=12, help="So many months, up to that one.")] = 1,
    provider: Provider = None,
    category: OfCategory = None,
    out: Out = None,
    as_of: AsOf = None,
    level: AtLevel = 1,
    json: Json = False,
) -> None:
    """The figures of a month, by provider and category."""
    given = {"month": month, "months": months, "provider": provider, "category": category}
    answer = _answer("quality.of", level, as_of, given, out)
    if answer is None:
        return
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    for line in (*answer.totals, *answer.items):
        put(_line(line))


@quality_app.command("ranking")
def ranking(month: Month = None, out: Out = None, as_of: AsOf = None, level: AtLevel = 1, json: Json = False) -> None:
    """Providers in the order of their scores."""
    answer = _answer("quality.ranking", level, as_of, {"month": month}, out)
    if answer is None:
        return
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    for one in answer.items:
        named = [
            str(one.place or "-"),
            one.provider,
            _score(one.score),
            spoken().title(one.class_title) if one.class_title else "-",
        ]
        put("\t".join([*named, str(one.rows), *_figures(one.figures)]))


@quality_app.command("rows")
def rows(
    month: Month = None,
    provider: Provider = None,
    category: OfCategory = None,
    measure: Annotated[str | None, typer.Option("--measure", help="Only rows that are not good by this measure.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=2000, help="How many rows are shown.")] = 200,
    as_of: AsOf = None,
    level: AtLevel = 1,
    json: Json = False,
) -> None:
    """The rows behind the figures of a provider, with file and line."""
    given = {"month": month, "provider": provider, "category": category, "measure": measure, "limit": limit}
    answer = _answer("quality.rows_behind", level, as_of, given, None)
    assert answer is not None
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    word = spoken()
    for row in answer.items:
        what = [row.column or "", row.rule or "", ", ".join(row.fields)]
        put(
            "\t".join(
                [word.code("measure", row.measure), row.category, row.document or row.batch, row.line, *filter(None, what)]
            )
        )
    say_page(answer.shown, answer.total)


@quality_app.command("owed")
def owed(
    month: Annotated[
        str | None, typer.Option("--month", help="The month it is owed for, YYYY-MM; default the one before.")
    ] = None,
    provider: Provider = None,
    late: Annotated[bool, typer.Option("--late", help="Only those that are late.")] = False,
    as_of: AsOf = None,
    level: AtLevel = 1,
    json: Json = False,
) -> None:
    """Submissions that providers owe for a month, the overdue ones first."""
    answer = _answer("quality.owed", level, as_of, {"month": month, "provider": provider, "late": late}, None)
    assert answer is not None
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    for one in answer.items:
        sent = [one.sent_on] if one.sent_on else []
        put("\t".join([one.provider, one.category, one.month, one.due_on, spoken().code("owed", one.state), *sent]))


@quality_app.command("remind")
def remind(json: Json = False) -> None:
    """Open the cases that quality calls for, close those that are settled, and remind who is late."""
    done = run(_remind())
    if json:
        put_json(done)
    else:
        put("\t".join(f"{name} {count}" for name, count in done.items()))


async def _remind() -> dict[str, int]:
    from app.desk.store import open_desk
    from app.settings import read_settings
    from app.work.supervising import supervise

    async with open_graph() as (engine, catalogue):
        with open_desk(read_settings()) as desk:
            return await supervise(engine, catalogue, desk)


def _answer(name: str, level: int, as_of: str | None, given: dict[str, Any], out: Path | None) -> Any:
    """The answer to a question; None where it was written to a file."""
    from app.answers.registry import computed

    answer, files = run(_asked(name, level, as_of, given)), computed()[name].files
    if out is None or files is None:
        return answer
    out.write_bytes(files.write(answer, "xlsx"))
    say(str(out))
    return None


async def _asked(name: str, level: int, as_of: str | None, given: dict[str, Any]) -> Model:
    from app.answers.asking import ask
    from app.answers.registry import computed
    from app.cli.acting import caller_here, is_caller
    from app.questions import Questions

    question = computed()[name]
    stated = {key: value for key, value in {**given, "as_of": as_of}.items() if value is not None}
    async with open_graph() as (engine, catalogue):
        questions = Questions(catalogue, engine, ahead=False)
        caller = caller_here(0 if is_caller() else level)
        answer: Model = await ask(question, questions, caller, question.parse(stated))
        return answer


def _line(line: QualityLine) -> str:
    word = spoken()
    what = word.title(line.title) if line.title else "*"
    counts = [str(line.taken), str(line.refused), _score(line.score)]
    return "\t".join([line.month, line.provider or word("quality_unknown_provider"), what, *counts, *_figures(line.figures)])


def _figures(figures: tuple[QualityFigure, ...]) -> list[str]:
    word = spoken()
    return [f"{word.code('measure', one.measure)} {word.share(one.share)}" for one in figures if one.share is not None]


def _score(score: float | None) -> str:
    return "-" if score is None else f"{score:g}"
