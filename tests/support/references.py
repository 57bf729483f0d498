"""The generated references under docs/reference/, made from the program itself.

`python -m tests.support.references --write` makes them anew; without --write it tells which have drifted, and ends with 1.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.paths import CYPHER
from models.catalogue import Catalogue, Category, Property
from models.catalogue_terms import Header, RecordEffect

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Made by `make docs`; do not edit. -->"


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *([str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A page: title, note, parts."""
    return "\n\n".join([f"# {title}", NOTE, *parts]) + "\n"


def settings_page() -> str:
    """What the environment may say."""
    from app.settings import Settings

    prefix = Settings.model_config["env_prefix"]
    rows = [
        (f"`{prefix}{name.upper()}`", f"`{field.default}`" if field.default is not None else "", field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    return page("Settings", "All settings are read from the environment.", table(("variable", "default", "meaning"), rows))


def errors_page() -> str:
    """The tree of errors, deepest last."""
    from app.errors import QuanjingError

    def tree(kind: type[QuanjingError]) -> Iterable[type[QuanjingError]]:
        yield kind
        for child in kind.__subclasses__():
            yield from tree(child)

    own = [kind for kind in tree(QuanjingError) if kind.__module__ == "app.errors"]
    rows = [(f"`{k.type}`", k.status, k.exit_code, (k.__doc__ or "").strip().splitlines()[0]) for k in own]
    return page(
        "Errors",
        "Over HTTP: `application/problem+json`, its `type` ending in the problem type. A command ends with the exit code.",
        table(("problem type", "HTTP status", "exit code", "meaning"), rows),
    )


def engines_page() -> str:
    """Where the engines differ."""
    from app.engine.capabilities import ALL_CAPABILITIES, Capabilities

    def shown(value: object) -> str:
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else f"`{value}`"

    rows = [[f.metadata["about"], *(shown(getattr(c, f.name)) for c in ALL_CAPABILITIES)] for f in fields(Capabilities)]
    overrides = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "cypher" / "_engine").rglob("*.cypher"))
    listed = "\n".join(f"- `{path}`" for path in overrides) or "None: one file serves both engines."
    return page(
        "Engines",
        table(("capability", *(f"`{c.name}`" for c in ALL_CAPABILITIES)), rows),
        "## Queries that one engine has of its own",
        listed,
    )


def _spellings(category: Category, name: str) -> str:
    def one(header: str | Header) -> str:
        if isinstance(header, str):
            return header
        notes = ([f"× {header.unit:g}"] if header.unit != 1 else []) + ([header.part] if header.part else [])
        return header.header + (f" ({', '.join(notes)})" if notes else "")

    return " · ".join(one(header) for header in category.source.get(name, ()))


def _type(prop: Property) -> str:
    kinds = ", ".join(prop.kinds)
    choices = ", ".join(prop.choices)
    return f"{prop.type}" + (f" ({kinds or choices})" if kinds or choices else "")


def _form(category: Category) -> str:
    if category.edge:
        edge = category.edge
        return f"relationship `{edge.type}` from {edge.source} to {edge.target}"
    about = ", ".join(f"{role}: {prop}" for role, prop in category.roles.items())
    return f"record `{category.label}` ({about})"


def _due(category: Category) -> str:
    """By when a category is sent."""
    from app.words.pages.catalogue import due_of

    said = due_of(category)
    return f"{said.zh} {said.en}" if category.due else ""


def _of_others(category: Category) -> list[tuple[str, str]]:
    """By what removals find its records, what its records do to others, and which figures never add up."""
    done = [f"{e.action} {e.category or f'what {e.named_by} names'}, {_when(e)}from {e.day}" for e in category.effects]
    return [
        ("found by", ", ".join(category.matched_by)),
        ("effects", "; ".join(done)),
        ("balances", ", ".join(category.balances)),
        ("child rows", ", ".join(dict.fromkeys(f"`{one.category}`" for one in category.children))),
    ]


def _when(effect: RecordEffect) -> str:
    said = [f"{name} is {' or '.join(values)}" for name, values in effect.when.items()]
    return f"if {' and '.join(said)}, " if said else ""


def category_section(category: Category, among: Catalogue | None = None) -> str:
    """One category: what it is, its properties and how files spell them; its group and sender, as `among` others."""
    catalogue = among or Catalogue(categories={category.name: category})
    published = import_module("loaders.catalogue.published")
    sender = published.sender_of(catalogue, category)
    told = [
        ("group", published.group_of(catalogue, category).name),
        ("collected from", f"{sender.zh} {sender.en}" if sender else ""),
        ("due", _due(category)),
        ("law", "; ".join(published.laws_of(category))),
    ]
    facts = [
        *((name, value) for name, value in told if value),
        ("form", _form(category)),
        ("display class", category.display_class),
        ("level", category.level),
        ("mode", category.mode + (f", by {', '.join(category.scope)}, {category.coverage}" if category.scope else "")),
        ("time", category.time),
        ("key", ", ".join(category.key)),
        *((name, value) for name, value in _of_others(category) if value),
        ("version", category.version),
    ]
    rows = [
        (
            f"`{p.name}`",
            f"{p.title.zh} {p.title.en}",
            _type(p),
            "yes" if p.required else "",
            f"{p.level}" + (", sensitive" if p.sensitive else ""),
            _spellings(category, p.name),
        )
        for p in category.properties
    ]
    return "\n\n".join(
        [
            f"## {category.name}: {category.title.zh} {category.title.en}",
            "\n".join(f"- {name}: {value}" for name, value in facts),
            table(("property", "title", "type", "required", "level", "accepted headers"), rows),
            *(
                [table(("version", "day", "what changed"), [(c.version, c.day, f"{c.what.zh} {c.what.en}") for c in changes])]
                if (changes := category.changes)
                else []
            ),
        ]
    )


def catalogue_page() -> str:
    """The record categories, as the catalogue folder has them."""
    catalogue: Catalogue = import_module("loaders.catalogue.files").read_catalogue()
    every = list(catalogue.categories.values())
    groups = import_module("loaders.catalogue.published").groups_of(catalogue)
    counted = (
        f"{len(every)} categories in {len(groups)} groups, with {sum(len(c.properties) for c in every)} properties; "
        f"{sum(bool(c.due) for c in every)} state by when they are sent. Beijing's catalogue has 94 classes and 286 items: "
        "[what can be compared](../catalogue.md)."
    )
    rows = [(f"{group.title.zh} {group.title.en}", len(inside), ", ".join(c.name for c in inside)) for group, inside in groups]
    listed = table(("group", "categories", "which"), rows)
    return page("Catalogue 归集资源目录", counted, listed, *(category_section(category, catalogue) for category in every))


def questions_page() -> str:
    """What can be asked."""

    def taken(param: Any) -> str:
        default = f" = {json.dumps(param.default, ensure_ascii=False)}" if param.has_default else ""
        return f"`{param.name}: {param.type}{'?' if param.optional else ''}{default}`"

    found = import_module("app.questions.text.files").read_questions(CYPHER, lambda question, text: None)
    rows = [
        (
            f"`{q.name}`",
            f"{q.title_zh} {q.title}",
            ", ".join(map(taken, q.params)),
            f"`{q.answer.path}`{' …' if q.answer.many else ''}",
            f"`{json.dumps(q.examples[0].parameters, ensure_ascii=False)}`",
        )
        for q in sorted(found.values(), key=lambda q: q.name)
    ]
    asked = table(("question", "title", "parameters", "answer", "example"), rows)
    return page("Questions", asked, "## Computed questions", COMPUTED, *computed_sections())


COMPUTED = (
    "Asked by `GET /v1/questions/{name}/answer`, by `quanjing ask`, and by the route and the command of their own. All take "
    "the day `as_of`, the tick `known_at` and the `view`; a difference has its own two days."
)


def computed_sections() -> list[str]:
    """Each computed question: how it is asked, and its parameters with their bounds."""
    fields = import_module("app.questions.registry.fields")
    times = import_module("models.times").Times.model_fields
    registry = import_module("app.answers.registry").computed()
    return [computed_section(registry, one, fields, times) for one in registry.values()]


def computed_section(registry: Any, question: Any, fields: Any, times: Any) -> str:
    """One computed question."""
    taken = registry.fields(question)
    rows = [
        (
            f"`{name}: {fields.type_of(schema)}`",
            "required" if taken[name].is_required() else json.dumps(schema.get("default"), ensure_ascii=False),
            fields.bounds_of(schema),
            schema.get("description", ""),
        )
        for name, schema in registry.schemas(question).items()
        if name not in times
    ]
    facts = [
        f"answer: `{question.answer.__module__}.{question.answer.__name__}`",
        *([f"route: `GET {question.path}`"] if question.path else []),
        *([f"command: `quanjing {question.command}`"] if question.command else []),
        f"level: {question.level}",
        *([f"compared between two days as `{question.key}`"] if question.compares else []),
        *([f"as a file: {', '.join(question.files.media)}"] if question.files else []),
        *(f"example: `{json.dumps(one.parameters, ensure_ascii=False)}`" for one in question.examples if one.parameters),
    ]
    head = f"### {question.name}: {question.title_zh} {question.title}"
    listed = "\n".join(f"- {fact}" for fact in facts)
    return "\n\n".join([head, listed, table(("parameter", "default", "bounds", "meaning"), rows)])


def openapi() -> str:
    """The description of the HTTP interface, OpenAPI 3.1."""
    from app.settings import Settings

    application = import_module("app.main").create_app(Settings())
    return json.dumps(application.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


REASON = re.compile(r"\b(\w+): ")
"""What begins the meaning of a reason in the docstring of the reasons."""


def answers_page() -> str:
    """The two shapes that all answers have in common: a party, and what is left out with its reasons."""
    from app.words.incomplete import INCOMPLETE
    from models.answers.shapes import Incomplete, IncompleteReason, PartyRef

    def described(model: Any) -> list[tuple[str, str]]:
        return [(f"`{name}`", field.description or "") for name, field in model.model_fields.items()]

    text = " ".join((IncompleteReason.__doc__ or "").split("\n\n", 1)[1].split())
    _, *meanings = REASON.split(text)
    said = dict(zip(meanings[::2], meanings[1::2], strict=True))
    rows = [(f"`{one}`", said[one].strip(), *INCOMPLETE[f"incomplete_{one}"]) for one in IncompleteReason]
    return page(
        "What all answers have in common",
        "## A party",
        " ".join((PartyRef.__doc__ or "").split()),
        table(("field", "meaning"), described(PartyRef)),
        "## What is left out: `incomplete`",
        " ".join((Incomplete.__doc__ or "").split()),
        table(("field", "meaning"), described(Incomplete)),
        "## Reasons",
        table(("reason", "meaning", "in Chinese", "in English"), rows),
    )


PAGES: dict[str, tuple[str, Callable[[], str]]] = {
    "settings.md": ("app.settings", settings_page),
    "errors.md": ("app.errors", errors_page),
    "engines.md": ("app.engine.capabilities", engines_page),
    "catalogue.md": ("loaders.catalogue.files", catalogue_page),
    "questions.md": ("app.questions.text.files", questions_page),
    "answers.md": ("models.answers.shapes", answers_page),
    "openapi.json": ("app.main", openapi),
}
"""Each page, with the module it is made from; a page whose module is not part of the program is left out."""


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def references() -> dict[str, str]:
    """File name under docs/reference/ to its text."""
    return {name: make() for name, (module, make) in PAGES.items() if _there(module)}


def drifted() -> list[str]:
    """Names of the files that are not as the program would make them, missing and left-over ones included."""
    wanted = references()
    have = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*") if path.is_file()}
    return sorted(name for name in wanted.keys() | have.keys() if wanted.get(name) != have.get(name))


def main() -> int:
    """Write the references, or tell which have drifted."""
    if "--write" in sys.argv[1:]:
        FOLDER.mkdir(parents=True, exist_ok=True)
        wanted = references()
        for path in FOLDER.glob("*"):
            if path.name not in wanted:
                path.unlink()
        for name, text in wanted.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    wrong = drifted()
    for name in wrong:
        print(f"docs/reference/{name} has drifted; run `make docs`", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
