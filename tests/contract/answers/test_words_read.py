"""What people read of the sample world, on pages and in the terminal: no code, no open end as a day, no fraction, no tick."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

import pytest
from markupsafe import Markup

from app.answers import Reader, Viewpoint
from app.answers.control import beneficial_owners, control, group, related
from app.answers.ownership import ownership
from app.answers.relations import network
from app.cli.language import speaking
from app.cli.language.messages import Language, use
from app.cli.text import inquiry_text, network_text, record_text
from app.errors import InputError, NotFound
from app.rules.rule_sets import rule_sets
from models.catalogue import Catalogue, TypeName
from tests.support.loading import PUBLIC
from tests.support.worlds.sample_world import EARLY, World, parties

pytestmark = pytest.mark.slow
RAW = {
    "the day that stands for no end": re.compile(r"9999-12-31"),
    "a fraction": re.compile(r"(?<![\d.,])(?:0\.\d+|1\.0)(?![\d.])(?! ?[%×])"),
    "a division by its code alone": re.compile(r"(?<![（(\d:\w])[1-6]\d{3}00(?!\d)|(?<=[=：>\s])330\d{3}(?![\d）)\w])"),
    "a tick": re.compile(r"\b(?:tick|known at) \d+(?![\d-])|第 \d+ 号记录|（\d+）\s*</dd>"),
    "an internal name": re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]+_[A-Z_]+\b"),
}
"""Forms that programs read and people do not."""
AS_SENT = re.compile(r"<dt>(?:文件|Document|批次|Batch|备注|Remarks|原文指称|Stated as)</dt>(?:<dd[^>]*>.*?</dd>)+", re.DOTALL)
PROBABILITY = re.compile(r"(probability|概率) \d\.\d+|suspected from \d\.\d+|\d\.\d+ 起视为疑似")


def codes(catalogue: Catalogue) -> frozenset[str]:
    """The codes of all properties that have any, those that are words of their own aside."""
    every = {c for k in catalogue.categories.values() for p in k.properties if p.type is TypeName.CHOICE for c in p.choices}
    return frozenset(code for code in every if "_" in code)


def raw(shown: str, known: frozenset[str]) -> list[tuple[str, str]]:
    """What a text shows in a form for programs: what it is, and a little of the text around it."""
    plain = PROBABILITY.sub("", shown)
    found = [(what, plain[max(0, m.start() - 40) : m.end() + 20]) for what, how in RAW.items() for m in how.finditer(plain)]
    return found + [("a code", code) for code in known if code in plain]


def read(page: str) -> str:
    """What a page shows, without the parts of sources that are as their senders wrote them, such as names of documents."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return Markup(re.sub(r"<[^>]+>", " ", AS_SENT.sub("", body))).unescape()


@pytest.fixture(params=[Language.ZH, Language.EN])
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    """The language of the terminal and of the pages."""
    use(request.param)
    yield request.param
    use(Language.EN)


async def test_pages_show_words(world: World, language: Language) -> None:
    found = {}
    async with world.serving() as client:
        some = parties(world.truth, 1)[::3]
        paths = ["/", "/search?q=杭州", *(f"/parties/{p}" for p in some), *(f"/parties/{p}/ownership" for p in some[:6])]
        paths += [f"/parties/{p}{rest}as_of={EARLY}&known_at={world.half}" for p in some[:2] for rest in ("?", "/ownership?")]
        for path in paths:
            answer = await client.get(
                f"{path}{'&' if '?' in path else '?'}lang={language}", headers={"accept": "text/html"}, follow_redirects=True
            )
            if answer.status_code == 200 and (forms := raw(read(answer.text), codes(world.catalogue))):
                found[path] = forms[:4]
    assert found == {}


async def test_the_terminal_shows_words(world: World, language: Language) -> None:
    known, found = codes(world.catalogue), {}
    for party in parties(world.truth, 1):
        try:
            lines = list(record_text.portrait(await world.answer("portrait.party", PUBLIC, party_id=party), world.catalogue))
        except (NotFound, InputError):
            continue
        if forms := raw("\n".join(re.sub(r"  \([^()]*; .*\)$", "", line) for line in lines[3:]), known):
            found[party] = forms[:4]
    assert found == {}


async def said(world: World, party: str) -> list[Callable[[], Iterator[str]]]:
    """What inquiries about a party answer, each ready to be put into the words of the language in use."""
    reader = Reader(world.questions, Viewpoint(PUBLIC))
    answers: list[Callable[[], Iterator[str]]] = [
        partial(inquiry_text.ownership, await ownership(reader, party)),
        partial(inquiry_text.control, await control(reader, party, suggest_concert=True)),
        partial(inquiry_text.group, await group(reader, party)),
        partial(network_text.network, await network(reader, party)),
    ]
    with suppress(InputError):  # only of those that have owners
        answers.append(partial(inquiry_text.owners, await beneficial_owners(reader, party)))
        answers.append(partial(inquiry_text.related, await related(reader, party)))
    return answers


async def test_answers_in_the_terminal_show_words(world: World) -> None:
    known, found = codes(world.catalogue), {}
    for party in [p for p in parties(world.truth, 1) if p.startswith("uscc:")][:5]:
        answers = await said(world, party)
        for language in Language:
            use(language)
            shown = "\n".join(line for answer in answers for line in answer())
            for name in rule_sets():
                shown = shown.replace(f"({name})", "")
            if forms := raw(shown, known):
                found[party, language] = forms[:4]
    use(Language.EN)
    assert found == {}


async def test_a_moment_stands_for_a_tick(world: World) -> None:
    answer = await world.answer("portrait.party", PUBLIC, known_at=world.half, party_id=world.firm("licences"))
    await speaking.note_moment(world.engine, answer["known_at"], answer["tick"])
    line = next(line for line in record_text.portrait(answer, world.catalogue) if line.startswith("as of"))
    assert re.search(r"as known at \d{4}-\d{2}-\d{2} \d{2}:\d{2}, strict view", line)
    latest = await world.answer("portrait.party", PUBLIC, party_id=world.firm("licences"))
    assert "known at" not in "\n".join(record_text.portrait(latest, world.catalogue))
    async with world.serving() as client:
        path = f"/parties/{answer['party']['id']}"
        then = (await client.get(path, params={"known_at": world.half, "lang": "en"}, headers={"accept": "text/html"})).text
        assert re.search(r"as known at \d{4}-\d{2}-\d{2} \d{2}:\d{2}", then)
        assert "as known at" not in (await client.get(path, params={"lang": "en"}, headers={"accept": "text/html"})).text
