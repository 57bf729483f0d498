"""Commands on webhooks: add, list, rotate, disable, enable, replay, remove, deliver. They work on the desk itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.common import Json, Level, open_graph, put, put_json, run, say
from app.cli.language.help import CommandsOf

if TYPE_CHECKING:
    from app.webhooks.subscribing import Subscriptions
    from models.work.webhooks import IssuedWebhook, WebhookCard

webhooks_app = CommandsOf("Who is sent changes as they are written.")
Webhook = Annotated[str, typer.Argument(metavar="WEBHOOK", help="Its id, as `quanjing webhooks list` gives it.")]
Since = Annotated[str, typer.Option("--since", help="A cursor, `latest`, or a moment or day to begin after.")]


@webhooks_app.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="An https address that is public.")],
    category: Annotated[list[str] | None, typer.Option("--category", help="Only these, by name or title.")] = None,
    party: Annotated[list[str] | None, typer.Option("--party", help="Only changes of these parties, by identifier.")] = None,
    since: Since = "latest",
    level: Level = 0,
    json: Json = False,
) -> None:
    """Subscribe an address to changes, and show the secret that signs them this once."""
    issued = run(_add(url, category or [], party or [], since, level))
    if json:
        put_json(issued.model_dump(mode="json"))
        return
    put(issued.secret)
    say(f"webhook {issued.id}: the secret above is not shown again")


async def _add(url: str, categories: list[str], parties: list[str], since: str, level: int) -> IssuedWebhook:
    from app.cli.naming import category_named
    from models.caller import Caller
    from models.work.webhooks import NewWebhook

    async with _subscriptions(create=True) as known:
        names = tuple(category_named(known.catalogue, one).name for one in categories)
        new = NewWebhook(url=url, categories=names, parties=tuple(parties), since=since)
        return await known.add(new, Caller(level=level), "command line")


@asynccontextmanager
async def _subscriptions(*, create: bool = False) -> AsyncIterator[Subscriptions]:
    """The subscriptions of the desk and the graph of the settings."""
    from app.changes.reading import ChangeFeed
    from app.desk.store import open_desk
    from app.settings import read_settings
    from app.webhooks.subscribing import Subscriptions

    settings = read_settings()
    async with open_graph(settings) as (engine, catalogue):
        with open_desk(settings, create=create) as desk:
            yield Subscriptions(desk, ChangeFeed(engine, settings.key.encode()), catalogue, settings)


@webhooks_app.command("list")
def webhooks_list(json: Json = False) -> None:
    """All webhooks: what they subscribe to, and how delivery goes."""
    from app.desk.store import open_desk
    from app.desk.webhooks.register import ANYBODY, webhooks
    from app.settings import read_settings

    with open_desk(read_settings(), create=False) as desk, desk.reading() as connection:
        cards = webhooks(connection, ANYBODY)
    if json:
        put_json([card.model_dump(mode="json") for card in cards])
        return
    for card in cards:
        put("\t".join((card.id, card.state.value, str(card.delivered), card.last_result or "-", card.url)))


@webhooks_app.command("rotate")
def rotate(
    webhook: Webhook,
    hours: Annotated[int, typer.Option("--hours", min=0, max=168, help="Hours for which the old secret signs too.")] = 24,
    json: Json = False,
) -> None:
    """Give a webhook a new secret, shown this once."""

    async def work() -> IssuedWebhook:
        from app.desk.webhooks.register import ANYBODY

        async with _subscriptions() as known:
            return await known.rotate(webhook, ANYBODY, hours)

    issued = run(work())
    if json:
        put_json(issued.model_dump(mode="json"))
    else:
        put(issued.secret)


@webhooks_app.command("disable")
def disable(webhook: Webhook, json: Json = False) -> None:
    """Deliver no more to a webhook until it is enabled."""
    from app.desk.store import open_desk
    from app.desk.webhooks.register import ANYBODY, disable_webhook
    from app.settings import read_settings

    with open_desk(read_settings(), create=False) as desk, desk.writing() as connection:
        _shown(disable_webhook(connection, webhook, ANYBODY, "on the command line"), json)


@webhooks_app.command("enable")
def enable(webhook: Webhook, json: Json = False) -> None:
    """Deliver to a webhook again, from where it stopped."""
    from app.desk.store import open_desk
    from app.desk.webhooks.register import ANYBODY, enable_webhook
    from app.settings import read_settings

    with open_desk(read_settings(), create=False) as desk, desk.writing() as connection:
        _shown(enable_webhook(connection, webhook, ANYBODY), json)


@webhooks_app.command("remove")
def remove(webhook: Webhook) -> None:
    """Remove a webhook; a message on its way may still arrive."""
    from app.desk.store import open_desk
    from app.desk.webhooks.register import ANYBODY, remove_webhook
    from app.settings import read_settings

    with open_desk(read_settings(), create=False) as desk, desk.writing() as connection:
        remove_webhook(connection, webhook, ANYBODY)


@webhooks_app.command("replay")
def replay(webhook: Webhook, since: Since, json: Json = False) -> None:
    """Send a webhook everything after a cursor or a moment again, as far back as the feed is kept."""

    async def work() -> WebhookCard:
        from app.desk.webhooks.register import ANYBODY

        async with _subscriptions() as known:
            return await known.replay(webhook, ANYBODY, since)

    _shown(run(work()), json)


@webhooks_app.command("deliver")
def deliver(
    once: Annotated[bool, typer.Option("--once", help="Deliver what is due now, and end.")] = False,
) -> None:
    """Deliver webhooks until interrupted, as a worker does."""

    async def work() -> None:
        from app.api.logs import set_up_logs
        from app.desk.store import open_desk
        from app.settings import read_settings
        from app.webhooks.delivering import deliver_once, delivering

        set_up_logs()
        settings = read_settings()
        async with open_graph(settings) as (engine, _):
            with open_desk(settings) as desk:
                if once:
                    await deliver_once(desk, engine, settings)
                    return
                async with delivering(desk, engine, settings):
                    await asyncio.Event().wait()

    run(work())


def _shown(card: WebhookCard, json: bool) -> None:
    if json:
        put_json(card.model_dump(mode="json"))
    else:
        say(f"webhook {card.id}: {card.state.value}")
