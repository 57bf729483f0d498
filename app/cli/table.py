"""The table of commands: what `quanjing --help` lists, without a command's module being imported.

A command is imported when it is called. Its line here is the first line of its docstring, which the tests compare; its
examples are parsed by the tests with the command's own parser.
"""

from dataclasses import dataclass
from enum import StrEnum


class Panel(StrEnum):
    """The headings under which the help lists commands, in this order."""

    SERVE = "Start and serve"
    LOOK_UP = "Look things up"
    INQUIRE = "Ownership, control and relations"
    LOAD = "Load files"
    MAINTAIN = "Look after the graph"


@dataclass(frozen=True, slots=True)
class Command:
    """One command, or one group of commands.

    `place` is `module:attribute`: a function, or the Typer app of a group. `help` is one line.
    """

    name: str
    panel: Panel
    place: str
    help: str
    examples: tuple[str, ...] = ()


_CODE = "91330106MYPWQMT3X5"
_OTHER = "91330106MYQ4RW800L"

COMMANDS: tuple[Command, ...] = (
    Command(
        "up",
        Panel.SERVE,
        "app.cli.serving:up",
        "Start the graph, load the sample world where it is empty, serve API and pages, and say what to try.",
        ("quanjing up", "quanjing up --no-demo --port 8080"),
    ),
    Command(
        "serve",
        Panel.SERVE,
        "app.cli.serving:serve",
        "Serve the API and the pages over the graph of the settings.",
        ("quanjing serve", "QUANJING_PORT=8080 quanjing serve --workers 4"),
    ),
    Command(
        "search",
        Panel.LOOK_UP,
        "app.cli.reading:search",
        "Find parties by identifier or name, former names included.",
        ("quanjing search 杭州沉浮", f"quanjing search {_CODE}", "quanjing search hzcf --limit 5"),
    ),
    Command(
        "portrait",
        Panel.LOOK_UP,
        "app.cli.reading:portrait",
        "Everything the record says of a party.",
        (f"quanjing portrait {_CODE}", f"quanjing portrait {_CODE} --as-of 2024-03-01"),
    ),
    Command(
        "records",
        Panel.LOOK_UP,
        "app.cli.reading:records",
        "All facts of one category about a party, the latest first.",
        (f"quanjing records {_CODE} --category penalty", f"quanjing records {_CODE} --category enterprise --json"),
    ),
    Command(
        "ask",
        Panel.LOOK_UP,
        "app.cli.reading:ask_question",
        "Ask a question; without its name, the questions are listed. The answer is always JSON.",
        (f"quanjing ask party.show party_id=uscc:{_CODE}",),
    ),
    Command(
        "catalogue",
        Panel.LOOK_UP,
        "app.cli.catalogue:catalogue_app",
        "What may be recorded.",
        ("quanjing catalogue list", "quanjing catalogue show 行政处罚", "quanjing catalogue template penalty"),
    ),
    Command(
        "ownership",
        Panel.INQUIRE,
        "app.cli.inquiring:ownership",
        "Who owns parties and what they own, looked through to any depth.",
        (f"quanjing ownership {_OTHER}", f"quanjing ownership {_OTHER} --basis votes --depth 3 --json"),
    ),
    Command(
        "control",
        Panel.INQUIRE,
        "app.cli.inquiring:control",
        "Who controls parties and what they control, and why.",
        (f"quanjing control {_OTHER}", f"quanjing control {_OTHER} --rules takeover_84"),
    ),
    Command(
        "owners",
        Panel.INQUIRE,
        "app.cli.inquiring:owners",
        "The beneficial owners of enterprises, computed, each with the condition met.",
        (f"quanjing owners {_OTHER}",),
    ),
    Command(
        "related",
        Panel.INQUIRE,
        "app.cli.inquiring:related",
        "The related parties of enterprises under CAS 36, each with its reasons.",
        (f"quanjing related {_OTHER} --limit 50",),
    ),
    Command(
        "group",
        Panel.INQUIRE,
        "app.cli.inquiring:group",
        "The group of enterprises that parties belong to, by control.",
        (f"quanjing group {_OTHER} --to-person",),
    ),
    Command(
        "relations",
        Panel.INQUIRE,
        "app.cli.inquiring:relations",
        "How 2 to 200 parties are related: the best paths between each two.",
        (f"quanjing relations {_CODE} {_OTHER} --hops 4",),
    ),
    Command(
        "network",
        Panel.INQUIRE,
        "app.cli.inquiring:network",
        "What surrounds a party, with so many links of each kind; or the same as a file.",
        (f"quanjing network {_OTHER} --depth 2", f"quanjing network {_OTHER} --format csv --out network.zip"),
    ),
    Command(
        "suspected",
        Panel.INQUIRE,
        "app.cli.suspecting:suspected",
        "Whom a party may be related to although no record says so: evidence, and no fact.",
        (f"quanjing suspected {_OTHER}", f"quanjing suspected {_OTHER} --why-not {_CODE}"),
    ),
    Command(
        "controls-over-time",
        Panel.INQUIRE,
        "app.cli.over_time:controls_over_time",
        "What a person or any party controls and controlled, each with the time during which it did.",
        (f"quanjing controls-over-time {_OTHER}",),
    ),
    Command(
        "differences",
        Panel.INQUIRE,
        "app.cli.inquiring:differences",
        "Who came, who left and what changed in an answer about parties between two days; of relations, among them.",
        (f"quanjing differences {_OTHER} --before 2024-03-01 --after 2025-03-01 --of control",),
    ),
    Command(
        "load",
        Panel.LOAD,
        "app.cli.writing:load",
        "Load files. Refused rows are kept in a file that can be mended and loaded; loading a file again changes nothing.",
        (
            "quanjing load enterprise register.csv --provider 某市市场监督管理局 --day 2024-11-01 --dry-run",
            "quanjing load auto inbox/",
        ),
    ),
    Command(
        "mapping",
        Panel.LOAD,
        "app.cli.mapping:mapping_app",
        "How a provider's files are read.",
        ("quanjing mapping draft register.csv", "quanjing mapping draft holders.xlsx --category shareholder --sheet 股东"),
    ),
    Command(
        "batches",
        Panel.LOAD,
        "app.cli.batches:batches_app",
        "What has been loaded.",
        (
            "quanjing batches list --category penalty",
            "quanjing batches show BATCH --level 1",
            "quanjing batches withdraw BATCH",
        ),
    ),
    Command(
        "sample",
        Panel.LOAD,
        "app.cli.writing:sample",
        "Write an invented world as departments would send it, and truth.json, which says what is in it.",
        ("quanjing sample --out sample --enterprises 100",),
    ),
    Command(
        "check",
        Panel.MAINTAIN,
        "app.cli.checking:check",
        "Check settings, catalogue, questions and the graph.",
        ("quanjing check", "quanjing check --deep"),
    ),
    Command(
        "analyse",
        Panel.MAINTAIN,
        "app.cli.analysing:analyse_app",
        "Analyse the whole graph.",
        ("quanjing analyse ownership", "quanjing analyse ownership --check"),
    ),
    Command(
        "rederive",
        Panel.MAINTAIN,
        "app.cli.writing:rederive",
        "Derive parties, resolutions and facts again from what was told; the digest tells whether anything differs.",
        ("quanjing rederive",),
    ),
    Command(
        "erase",
        Panel.MAINTAIN,
        "app.cli.erasing:erase",
        "Erase persons, or single statements, from graph, refused rows and receipts, for good; the same rows stay out.",
        (f"quanjing erase person:uscc:{_OTHER}:某 --operator 某某 --reason 本人请求 --dry-run",),
    ),
    Command(
        "erasures",
        Panel.MAINTAIN,
        "app.cli.erasing:erasures",
        "What was erased: when, by whom, why, and how much; not what.",
        ("quanjing erasures --limit 10",),
    ),
)
