"""Commands on warnings: the rules, running them, what was raised, and what other thresholds would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from app.cli.commands.supervision.cases import viewer_here
from app.cli.common import AsOf, CursorText, Json, Limit, open_graph, put, put_json, run, say
from app.cli.desks import at_desk, keep
from app.cli.language.help import CommandsOf
from app.cli.language.speaking import say_page, spoken
from models.caller import SHANGHAI

if TYPE_CHECKING:
    from models.base import Model
    from models.work.warnings import RaisedWarning, WarnDone, WarnParams

W = TypeVar("W", bound="RaisedWarning")
warn_app = CommandsOf("Rules that warn of enterprises: run them, see what was raised, try other thresholds.")
Warning_ = Annotated[str, typer.Argument(metavar="WARNING", help="Its id, as `quanjing warn list` gives it.")]
RuleOption = Annotated[list[str] | None, typer.Option("--rule", help="Only this rule; repeated for several.")]
OneRule = Annotated[str | None, typer.Option("--rule", help="Only warnings of this rule.")]


@warn_app.command("rules")
def rules(as_of: AsOf = None, json: Json = False) -> None:
    """The rules: when each warns, its parameters, whether it can be asked, and how often it was right."""
    from app.work.warnings.running import precisions

    answer: Any = run(_asked("warnings.rules", {"as_of": as_of}))
    viewer = viewer_here()
    with at_desk(create=True) as desk, desk.reading() as connection:
        precise = precisions(connection, viewer)
    if json:
        put_json(answer.model_dump(mode="json") | {"precision": precise.model_dump(mode="json")["items"]})
        return
    word = spoken()
    right = {one.rule: one for one in precise.items}
    for rule in answer.items:
        params = " ".join(f"{one.name}={one.value}" for one in rule.params)
        why = [word(f"not_asked_{rule.not_asked.value}") + " ".join(rule.lacking)] if rule.not_asked else []
        of = right.get(rule.rule)
        found = [word("warning_right", confirmed=of.confirmed, decided=of.decided, raised=of.raised)] if of else []
        put(
            "\t".join(
                [rule.rule, str(rule.severity), word.title(rule.title), word.title(rule.fires), params[:200], *why, *found]
            )
        )


@warn_app.command("run")
def run_rules(
    rule: RuleOption = None,
    party: Annotated[
        list[str] | None, typer.Option("--party", help="Only this enterprise, by any identifier; repeated for several.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", help="Only enterprises that something has touched since this moment (YYYY-MM-DDTHH:MM:SS)."),
    ] = None,
    json: Json = False,
) -> None:
    """Run the rules now: raise what is new, end what is no more, and remind of what is due."""
    from app.questions.codes import identifier
    from models.work.warnings import WarnParams

    params = WarnParams(rules=tuple(rule or ()), parties=tuple(map(identifier, party or ())), since=since)
    done = run(_run(params))
    if json:
        put_json(done.model_dump(mode="json"))
        return
    word = spoken()
    for one in done.rules:
        put("\t".join([one.rule, *(f"{name} {count}" for name, count in one.model_dump().items() if name != "rule" and count)]))
    for lacking in done.not_asked:
        put("\t".join([lacking.rule, word(f"not_asked_{lacking.reason}") + " ".join(lacking.categories)]))
    for poor in done.poor:
        put("\t".join([poor, word("warning_poor")]))
    if done.cut:
        say(word("warn_cut", cut=done.cut))
    say(word("warn_done", **done.model_dump(exclude={"rules", "not_asked", "poor", "cut", "as_of", "tick"})))


@warn_app.command("list")
def warn_list(
    rule: OneRule = None,
    party: Annotated[str | None, typer.Option("--party", help="Only about this enterprise, by its id.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Only warnings in this state.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only those that are not over.")] = False,
    limit: Limit = 20,
    cursor: CursorText = None,
    json: Json = False,
) -> None:
    """The warnings that were raised, the latest first; with --as, those that the caller may see."""
    from pydantic import ValidationError

    from app.desk.cases.warnings import list_warnings
    from app.errors import InputError
    from models.work.warnings import WarningFilter

    try:
        which = WarningFilter(rule=rule, party=party, state=state, open=open_only or None)
    except ValidationError as error:
        raise InputError(f"{error.errors()[0]['loc'][0]}: that is none", parameter=str(error.errors()[0]["loc"][0])) from None
    viewer = viewer_here()
    with at_desk(create=True) as desk, desk.reading() as connection:
        page = list_warnings(connection, viewer, which, limit, cursor)
    if json:
        put_json(page.model_copy(update={"items": tuple(run(_shown(page.items)))}).model_dump(mode="json"))
        return
    for one in page.items:
        put(_line(one))
    say_page(page.shown, page.total, page.next)


@warn_app.command("show")
def show(warning: Warning_, json: Json = False) -> None:
    """A warning: its figures against thresholds, its records, and every step taken in it."""
    from app.desk.cases.warnings import read_warning

    viewer = viewer_here()
    with at_desk() as desk, desk.reading() as connection:
        found = read_warning(connection, warning, viewer)
    (found,) = run(_shown([found]))
    if json:
        put_json(found.model_dump(mode="json"))
        return
    word = spoken()
    put(_line(found))
    for figure in found.figures:
        value, unit, passes = figure["value"], figure["unit"], figure["passes"]
        if value is not None:
            bound = f"{word('passes_' + passes)} {word.figure(figure['threshold'], unit)}" if passes else ""
            put("\t".join(["  " + word.title(figure["title"]), word.figure(value, unit), bound]))
    for role in found.roles:
        put(f"  {role['role']}: {role['party_id']}")
    for record in found.records:
        put(
            "\t".join(
                ["  " + record["category"], record["day"] or "", record["provider"] or "", record["party_id"], record["fact"]]
            )
        )
    if found.withheld:
        put("  " + word("warning_withheld", count=found.withheld))
    for step in found.steps:
        at = step.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        put("\t".join(["  " + str(step.number), at, step.by, step.action, step.after, step.remark or ""]))


@warn_app.command("act")
def act_in(
    warning: Warning_,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="One of the actions that `show --json` lists.")],
    remark: Annotated[str | None, typer.Option("--remark", help="Why; some actions need it.")] = None,
    ground: Annotated[str | None, typer.Option("--ground", help="Of `dismiss`: on what ground it is false.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Of `refer`: to which department.")] = None,
    json: Json = False,
) -> None:
    """Take an action in a warning: claim it, confirm it, dismiss it, refer it to another department, close it."""
    from app.desk.cases.register import act
    from app.desk.cases.warnings import read_warning
    from models.work.cases import NewStep

    viewer = viewer_here()
    data: dict[str, Any] = {name: value for name, value in {"ground": ground, "to": to}.items() if value is not None}
    with at_desk() as desk, desk.writing() as connection:
        read_warning(connection, warning, viewer)
        act(connection, warning, NewStep(action=action, remark=remark, data=data), viewer)
        keep(connection, f"warning {action}", warning)
        found = read_warning(connection, warning, viewer)
    if json:
        put_json(run(_shown([found]))[0].model_dump(mode="json"))
    else:
        put(_line(found))


@warn_app.command("try")
def try_rule(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule, as `quanjing warn rules` lists it.")],
    values: Annotated[
        list[str] | None, typer.Option("--set", help="Another value of a parameter, name=value; repeated for several.")
    ] = None,
    months: Annotated[int, typer.Option("--months", help="So many months back.", min=1, max=36)] = 12,
    most: Annotated[int, typer.Option("--most", help="Look at so many enterprises at most.", min=1, max=60_000)] = 5_000,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """What a rule would have found in the last months with other thresholds, old against new; nothing is raised."""
    given = {"rule": rule, "values": list(values or ()), "months": months, "most": most, "as_of": as_of}
    answer: Any = run(_asked("warnings.tried", given))
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    word = spoken()
    for one in answer.months:
        put(word("tried_month", day=one.day, old=one.old, new=one.new, added=len(one.added), removed=len(one.removed)))
    put(word("tried_total", old=answer.old_total, new=answer.new_total, parties=answer.parties))
    if not answer.whole:
        say(word("tried_part", parties=answer.parties))
    if answer.not_asked:
        say(word(f"not_asked_{answer.not_asked.value}"))


@warn_app.command("of")
def of_party(
    party: Annotated[str, typer.Argument(metavar="PARTY", help="An enterprise, by any identifier.")],
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """What the rules find of an enterprise on a day, whether it was raised or not."""
    answer: Any = run(_asked("warnings.of", {"party_id": party, "as_of": as_of}))
    if json:
        put_json(answer.model_dump(mode="json"))
        return
    word = spoken()
    for one in answer.warnings:
        figures = (f"{word.title(f.title)} {word.figure(f.value, f.unit)}" for f in one.figures if f.value is not None)
        put("\t".join([one.rule, str(one.severity), word.title(one.title), "; ".join(figures)]))
    for lacking in answer.not_asked:
        put("\t".join([lacking.rule, word(f"not_asked_{lacking.reason.value}") + " ".join(lacking.categories)]))
    for gap in answer.incomplete:
        say(word.title(gap.text))


async def _run(params: WarnParams) -> WarnDone:
    from app.changes.reading import ChangeFeed
    from app.desk.store import open_desk
    from app.settings import read_settings
    from app.work.warnings.running import warn

    settings = read_settings()
    async with open_graph(settings) as (engine, catalogue):
        with open_desk(settings) as desk:
            feed = ChangeFeed(engine, settings.key.encode())
            return await warn(engine, catalogue, desk, params, feed)


async def _shown(warnings: Sequence[W]) -> list[W]:
    """Warnings without the records that the caller sees no more."""
    from app.cli.acting import caller_here
    from app.questions import Questions
    from app.work.warnings.showing import shown_to

    async with open_graph() as (engine, catalogue):
        return await shown_to(Questions(catalogue, engine), caller_here(1), warnings)


async def _asked(name: str, given: dict[str, Any]) -> Model:
    from app.answers.asking import ask
    from app.answers.registry import computed
    from app.cli.acting import caller_here
    from app.questions import Questions

    question = computed()[name]
    stated = {key: value for key, value in given.items() if value is not None}
    async with open_graph() as (engine, catalogue):
        answer: Model = await ask(question, Questions(catalogue, engine), caller_here(1), question.parse(stated))
        return answer


def _line(one: RaisedWarning) -> str:
    word = spoken()
    due = []
    if one.due is not None and not one.final:
        known = one.due.on is not None
        due = [word("case_late" if one.due.late else "case_due" if known else "case_due_unknown", day=one.due.on or "")]
    name = one.party_name or one.party
    about = [one.id, one.rule, str(one.severity), word.title(one.title), name, word.title(one.state_title), one.receiver]
    return "\t".join([*about, *due])
