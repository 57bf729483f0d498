"""The table of commands: what `quanjing --help` lists, without a command's module being imported.

The commands of computed questions are those that the questions declare.

A command is imported when it is called. Its line here is the first line of its docstring, which the tests compare; its
examples are parsed by the tests with the command's own parser.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.cli.heads import Head, heads


class Panel(StrEnum):
    """The headings under which the help lists commands, in this order."""

    SERVE = "Start and serve"
    LOOK_UP = "Look things up"
    INQUIRE = "Ownership, control and relations"
    LOAD = "Load files"
    CALLERS = "Callers and what they may"
    MAINTAIN = "Look after the graph"


@dataclass(frozen=True, slots=True)
class Command:
    """One command, or one group of commands.

    `place` is `module:attribute`: a function, or the Typer app of a group; of a computed question, what makes its function.
    `help` is one line, in Chinese `help_zh` where it is not among the messages.
    """

    name: str
    panel: Panel
    place: str
    help: str
    examples: tuple[str, ...] = ()
    help_zh: str = ""
    computed: bool = False


_CODE = "91330106MYPWQMT3X5"
_OTHER = "91330106MYQ4RW800L"

COMMANDS: tuple[Command, ...] = (
    Command(
        "up",
        Panel.SERVE,
        "app.cli.commands.serving:up",
        "Start the graph, load the sample world where it is empty, serve API and pages, and say what to try.",
        ("quanjing up", "quanjing up --no-demo --port 8080"),
    ),
    Command(
        "serve",
        Panel.SERVE,
        "app.cli.commands.serving:serve",
        "Serve the API and the pages over the graph of the settings.",
        ("quanjing serve", "QUANJING_PORT=8080 quanjing serve --workers 4"),
    ),
    Command(
        "work",
        Panel.SERVE,
        "app.cli.commands.jobs:work",
        "Do the jobs of the desk and deliver its webhooks until interrupted. `up` and `serve` start one beside the service.",
        ("quanjing work",),
    ),
    Command(
        "jobs",
        Panel.SERVE,
        "app.cli.commands.jobs:jobs_app",
        "What workers do: pushes, withdrawals, what begins by itself.",
        ("quanjing jobs list --state failed", "quanjing jobs show JOB --follow", "quanjing jobs retry JOB"),
    ),
    Command(
        "search",
        Panel.LOOK_UP,
        "app.cli.commands.reading:search",
        "Find parties by identifier or name, former names included.",
        ("quanjing search 杭州沉浮", f"quanjing search {_CODE}", "quanjing search hzcf --limit 5"),
    ),
    Command(
        "portrait",
        Panel.LOOK_UP,
        "app.cli.commands.reading:portrait",
        "Everything the record says of a party.",
        (f"quanjing portrait {_CODE}", f"quanjing portrait {_CODE} --as-of 2024-03-01"),
    ),
    Command(
        "records",
        Panel.LOOK_UP,
        "app.cli.commands.reading:records",
        "All facts of one category about a party, the latest first.",
        (f"quanjing records {_CODE} --category penalty", f"quanjing records {_CODE} --category enterprise --json"),
    ),
    Command(
        "changes",
        Panel.LOOK_UP,
        "app.cli.commands.changes:changes",
        "The parties whose facts changed since a cursor or a moment, the oldest change first.",
        ("quanjing changes --since 2026-11-29", "quanjing changes --since latest --json", f"quanjing changes --party {_CODE}"),
    ),
    Command(
        "ask",
        Panel.LOOK_UP,
        "app.cli.commands.reading:ask_question",
        "Ask a question; without its name, the questions are listed. The answer is always JSON.",
        (f"quanjing ask party.show party_id=uscc:{_CODE}",),
    ),
    Command(
        "catalogue",
        Panel.LOOK_UP,
        "app.cli.commands.catalogue:catalogue_app",
        "What may be recorded.",
        ("quanjing catalogue list", "quanjing catalogue show 行政处罚", "quanjing catalogue template penalty"),
    ),
    Command(
        "load",
        Panel.LOAD,
        "app.cli.commands.writing:load",
        "Load files. Refused rows are kept in a file that can be mended and loaded; loading a file again changes nothing.",
        (
            "quanjing load enterprise register.csv --provider 某市市场监督管理局 --day 2024-11-01 --dry-run",
            "quanjing load auto inbox/",
        ),
    ),
    Command(
        "push",
        Panel.LOAD,
        "app.cli.commands.pushing:push",
        "Push files to a service over HTTP. What was sent before is not sent again; a push that broke off goes on.",
        (
            "quanjing push outbox/ --to https://quanjing.example.cn --key-file key",
            "QUANJING_KEY=… quanjing push penalty.2024-06.csv --to http://127.0.0.1:8000",
        ),
    ),
    Command(
        "mapping",
        Panel.LOAD,
        "app.cli.commands.mapping:mapping_app",
        "How a provider's files are read.",
        ("quanjing mapping draft register.csv", "quanjing mapping draft holders.xlsx --category shareholder --sheet 股东"),
    ),
    Command(
        "batches",
        Panel.LOAD,
        "app.cli.commands.batches:batches_app",
        "What has been loaded.",
        (
            "quanjing batches list --category penalty",
            "quanjing batches show BATCH --level 2",
            "quanjing batches withdraw BATCH",
        ),
    ),
    Command(
        "nodes",
        Panel.LOAD,
        "app.cli.commands.network.nodes:nodes_app",
        "Other nodes of the network: what is taken from them, and whether it is the same.",
        (
            "quanjing nodes add 杭州 https://hangzhou.example.cn --key-file hangzhou.key --region 3301",
            "quanjing nodes roll-up 杭州",
            "quanjing nodes compare 杭州 --mend",
            "quanjing nodes hand-over 杭州 91330106MYPWQMT3X5",
        ),
    ),
    Command(
        "webhooks",
        Panel.MAINTAIN,
        "app.cli.commands.webhooks:webhooks_app",
        "Who is sent changes as they are written.",
        (
            "quanjing webhooks add https://example.cn/hook --category penalty",
            "quanjing webhooks list --json",
            "quanjing webhooks replay WEBHOOK --since 2026-11-20",
        ),
    ),
    Command(
        "sample",
        Panel.LOAD,
        "app.cli.commands.writing:sample",
        "Write an invented world as departments would send it, and truth.json, which says what is in it.",
        ("quanjing sample --out sample --enterprises 100",),
    ),
    Command(
        "callers",
        Panel.CALLERS,
        "app.cli.commands.callers:callers_app",
        "Who may call over the network, with which key.",
        (
            "quanjing callers add 某市税务局 --role department --department 某市税务局 --region 3301",
            "quanjing callers add 李某 --role investigator --days 90 --json",
            "quanjing callers list",
            "quanjing callers rotate 某市税务局 --overlap 24",
            "quanjing callers revoke 李某",
        ),
    ),
    Command(
        "approvals",
        Panel.CALLERS,
        "app.cli.commands.approvals:approvals_app",
        "Leave for callers to push or take out more than their own.",
        ("quanjing approvals list", "quanjing approvals grant APPROVAL --days 30", "quanjing approvals refuse APPROVAL"),
    ),
    Command(
        "quality",
        Panel.LOAD,
        "app.cli.commands.supervision.quality:quality_app",
        "The quality of what providers send: figures, the rows behind them, a ranking, what is owed.",
        (
            "quanjing quality show --month 2026-11 --months 3",
            "quanjing quality rows --provider 某市市场监督管理局 --measure timeliness",
            "quanjing quality ranking --out ranking.xlsx",
            "quanjing quality owed --late",
            "quanjing quality remind",
        ),
    ),
    Command(
        "cases",
        Panel.CALLERS,
        "app.cli.commands.supervision.cases:cases_app",
        "Matters that departments are to deal with, their terms, and the steps taken in them.",
        (
            "quanjing cases list --department 某市税务局 --open",
            "quanjing cases show CASE",
            "quanjing cases act CASE claim",
        ),
    ),
    Command(
        "clues",
        Panel.INQUIRE,
        "app.cli.commands.supervision.clues:clues_app",
        "Clues: what a seed leads to, and where departments meet over what parties share.",
        ("quanjing clues seed 13911112222 某某有限公司", "quanjing clues meeting --since 2026-11-01 --json"),
    ),
    Command(
        "warn",
        Panel.CALLERS,
        "app.cli.commands.supervision.warnings:warn_app",
        "Rules that warn of enterprises: run them, see what was raised, try other thresholds.",
        (
            "quanjing warn rules",
            "quanjing warn run --rule W07",
            "quanjing warn list --rule W07 --open",
            "quanjing warn show WARNING",
            "quanjing warn try W07 --set least=3 --months 12",
            f"quanjing warn of {_CODE}",
        ),
    ),
    Command(
        "objections",
        Panel.CALLERS,
        "app.cli.commands.supervision.objections:objections_app",
        "Objections to records, credit repair, and approval before publicity.",
        (
            "quanjing objections lodge uscc:91330106… penalty STATEMENT --grounds 金额有误",
            "quanjing objections repair uscc:91330106… penalty STATEMENT --grounds 已履行",
        ),
    ),
    Command(
        "filing",
        Panel.CALLERS,
        "app.cli.commands.supervision.objections:filing_app",
        "What enterprises file themselves.",
        (
            "quanjing filing check annual_report report.xlsx",
            "quanjing filing send annual_report report.xlsx",
        ),
    ),
    Command(
        "audit",
        Panel.CALLERS,
        "app.cli.commands.audit:audit_app",
        "What callers did, in a log whose every change shows.",
        (
            f"quanjing audit list --about {_CODE} --since 2026-01-01",
            "quanjing audit head",
            "quanjing audit verify",
        ),
    ),
    Command(
        "check",
        Panel.MAINTAIN,
        "app.cli.commands.checking:check",
        "Check settings, catalogue, questions and the graph.",
        ("quanjing check", "quanjing check --deep"),
    ),
    Command(
        "analyse",
        Panel.MAINTAIN,
        "app.cli.commands.analysing:analyse_app",
        "Analyse the whole graph.",
        ("quanjing analyse ownership", "quanjing analyse ownership --check", "quanjing analyse exposure"),
    ),
    Command(
        "rederive",
        Panel.MAINTAIN,
        "app.cli.commands.writing:rederive",
        "Derive parties, resolutions and facts again from the stored statements; the digest shows whether anything differs.",
        ("quanjing rederive",),
    ),
    Command(
        "erase",
        Panel.MAINTAIN,
        "app.cli.commands.erasing:erase",
        "Erase persons, or single statements, from graph, refused rows and receipts, for good; the same rows stay out.",
        (f"quanjing erase person:uscc:{_OTHER}:某 --operator 某某 --reason 本人请求 --dry-run",),
    ),
    Command(
        "erasures",
        Panel.MAINTAIN,
        "app.cli.commands.erasing:erasures",
        "What was erased: when, by whom, why, and how much; not what.",
        ("quanjing erasures --limit 10",),
    ),
)


def commands() -> tuple[Command, ...]:
    """All commands, panel by panel."""
    order = list(Panel)
    return tuple(sorted((*COMMANDS, *_of_questions()), key=lambda entry: order.index(entry.panel)))


def _of_questions() -> Iterator[Command]:
    """The commands of computed questions; one that is asked by an option of another is among the examples of that."""
    for head in heads():
        if " " in head.command:
            continue
        examples = [_example(head, given) for given in head.examples]
        examples += [f"quanjing {head.command} {_OTHER} {one.option} {_CODE}" for one in heads() if one.within == head.command]
        yield Command(
            head.command,
            Panel.INQUIRE,
            "app.cli.computed:command_of",
            f"{head.title}.",
            tuple(examples),
            f"{head.title_zh}。",
            computed=True,
        )


def _example(head: Head, given: Mapping[str, Any]) -> str:
    """Parameters as they are given on the command line; about somebody, where they do not say about whom."""
    words = ["quanjing", head.command, *given.get("parties", [_OTHER])]
    for name, value in given.items():
        option = f"--{name.replace('_', '-')}"
        if isinstance(value, dict):
            words += [word for key, one in value.items() for word in (option, f"{key}:{one}")]
        elif name != "parties" and value is not False:
            words += [option] if value is True else [option, str(value)]
    return " ".join(words)
