"""Webhooks of a graph's changes, to a receiver in a process of its own: signed, in order, at least once, tried again."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from standardwebhooks.webhooks import WebhookVerificationError

from app.changes.reading import ChangeFeed
from app.desk.store import Desk, open_desk
from app.desk.store.tables.webhooks import WEBHOOKS
from app.desk.webhooks import register
from app.desk.webhooks.register import ANYBODY
from app.errors import BadRequest, InputError, NotFound
from app.settings import Settings
from app.webhooks.addresses import PrivateAddress
from app.webhooks.delivering import Deliverer, DeliveryPace
from app.webhooks.sending import Sender
from app.webhooks.subscribing import Subscriptions
from models.caller import Caller
from models.work.webhooks import IssuedWebhook, NewWebhook, WebhookCard
from tests.support import engines
from tests.support.feed.receiving import ROOT, Receiving, receiving, verified
from tests.support.loading import Loaded
from tests.support.worlds.hiding import fresh_code

KILLS = 6


def firm(number: int, name: str, day: str = "2024-01-01") -> dict[str, Any]:
    return {"code": fresh_code(number), "name": name, "_provider": "某局", "_day": day}


@dataclass
class Delivery:
    """A graph, a desk beside it, a receiver, and who delivers from the one to the other."""

    graph: Loaded
    settings: Settings
    desk: Desk
    feed: ChangeFeed
    receiver: Receiving
    known: Subscriptions
    deliverer: Deliverer

    async def add(self, path: str = "/", **more: Any) -> IssuedWebhook:
        """Subscribe a path of the receiver."""
        return await self.known.add(NewWebhook(url=self.receiver.url + path, **more), Caller(), "test")

    async def card(self, webhook: WebhookCard) -> WebhookCard:
        """The webhook as it is by now."""
        return await self.desk.read(register.webhook, webhook.id, ANYBODY)

    async def hurry(self) -> None:
        """Let the pause before the next attempt be over."""

        def work(connection: Any) -> None:
            connection.execute(update(WEBHOOKS).values(next_at=datetime.now(UTC) - timedelta(seconds=1)))

        await self.desk.write(work)

    async def fed(self, since: str | None = None) -> list[dict[str, Any]]:
        """What the feed has for the public."""
        page = await self.feed.page(Caller(), since, limit=10_000)
        return [item.model_dump(mode="json") for item in page.items]


@pytest.fixture
async def delivery(graph: Loaded, tmp_path: Path) -> AsyncIterator[Delivery]:
    """Deliveries of an empty graph; addresses of this machine are allowed."""
    settings = graph.settings.model_copy(update={"webhook_private": True})
    sender = Sender(private=True, seconds=1.0)
    desk_settings = settings.model_copy(update={"home": tmp_path / "desk"})
    with receiving(tmp_path / "received.jsonl") as receiver, open_desk(desk_settings) as desk:
        feed = ChangeFeed(graph.engine, settings.key.encode())
        known = Subscriptions(desk, feed, graph.catalogue, settings)
        deliverer = Deliverer(desk, feed, sender, settings.key.encode(), pace=DeliveryPace(look=0.05))
        yield Delivery(graph, desk_settings, desk, feed, receiver, known, deliverer)
        await sender.close()


async def test_what_changes_is_sent_signed_and_in_order(delivery: Delivery) -> None:
    graph, receiver = delivery.graph, delivery.receiver
    everything = await delivery.add()
    some = await delivery.add("/some", parties=(f"uscc:{fresh_code(3)}",))
    other = await delivery.add("/other", categories=("penalty",))
    running = asyncio.create_task(delivery.deliverer.run())
    for number in range(1, 5):
        await graph.say(f"enterprise.{number}.csv", firm(number, f"企业{number}有限公司"))
    for _ in range(100):
        if len(receiver.items("/")) == 4 and receiver.items("/some"):
            break
        await asyncio.sleep(0.1)
    delivery.deliverer.stop()
    await running
    assert receiver.items("/") == await delivery.fed()
    assert [item["party_id"] for item in receiver.items("/some")] == [f"uscc:{fresh_code(3)}"]
    assert receiver.received("/other") == []
    for request in receiver.received("/"):
        assert verified(everything.secret, request)["type"] == "changes"
        assert abs(int(request["headers"]["webhook-timestamp"]) - request["at"]) < 60
        with pytest.raises(WebhookVerificationError):
            verified(some.secret, request)
    assert (await delivery.card(other)).cursor == (await delivery.feed.latest(Caller()))
    card = await delivery.card(everything)
    assert (card.state, card.failed, card.last_result) == ("active", 0, "204")
    assert card.delivered == len(receiver.received("/"))


async def test_what_is_not_taken_is_sent_again_the_same(delivery: Delivery) -> None:
    hook = await delivery.add("/failing/2")
    await delivery.graph.say("enterprise.1.csv", firm(1, "企业一有限公司"))
    await delivery.deliverer.once()
    failing = await delivery.card(hook)
    assert (failing.failed, failing.last_result, failing.delivered) == (1, "500", 0)
    assert failing.next_at is not None
    assert 3 < (failing.next_at - datetime.now(UTC)).total_seconds() < 6
    await delivery.deliverer.once()
    assert len(delivery.receiver.received()) == 1, "not before its time"
    await delivery.graph.say("enterprise.2.csv", firm(2, "企业二有限公司"))
    for _ in range(2):
        await delivery.hurry()
        await delivery.deliverer.once()
    sent = delivery.receiver.received()
    assert len({request["headers"]["webhook-id"] for request in sent[:3]}) == 1
    assert len({request["body"] for request in sent[:3]}) == 1
    assert delivery.receiver.items() == await delivery.fed()
    assert (await delivery.card(hook)).failing_since is None


@pytest.mark.parametrize(
    ("path", "result"), [("/moved", "302"), ("/status/404", "404"), ("/slow/3", "no answer in time"), ("/later/7200", "503")]
)
async def test_what_is_no_2xx_in_time_is_not_taken(delivery: Delivery, path: str, result: str) -> None:
    hook = await delivery.add(path)
    await delivery.graph.say("enterprise.1.csv", firm(1, "企业一有限公司"))
    await delivery.deliverer.once()
    card = await delivery.card(hook)
    assert (card.last_result, card.failed, card.state) == (result, 1, "active")
    assert card.next_at is not None
    assert (card.next_at - datetime.now(UTC) > timedelta(minutes=100)) is (path == "/later/7200")
    assert delivery.receiver.received("/") == [], "a redirect is not followed"


async def test_after_long_failing_it_is_disabled_and_replayed(delivery: Delivery) -> None:
    start = await delivery.feed.latest(Caller())
    hook = await delivery.add("/failing/10")
    gone = await delivery.add("/status/410")
    await delivery.graph.say("enterprise.1.csv", firm(1, "企业一有限公司"))
    for _ in range(12):
        await delivery.deliverer.once()
        await delivery.hurry()
    card = await delivery.card(hook)
    assert (card.state, card.failed, card.reason) == ("disabled", 10, "it was not taken for more than three days")
    assert len(delivery.receiver.received("/failing/10")) == 10
    assert ((await delivery.card(gone)).state, len(delivery.receiver.received("/status/410"))) == ("disabled", 1)
    await delivery.graph.say("enterprise.2.csv", firm(2, "企业二有限公司"))
    await delivery.deliverer.once()
    assert len(delivery.receiver.received("/failing/10")) == 10
    await delivery.desk.write(register.enable_webhook, hook.id, ANYBODY)
    await delivery.deliverer.once()
    assert delivery.receiver.items("/failing/10") == await delivery.fed(start)
    await delivery.known.replay(hook.id, ANYBODY, start)
    await delivery.deliverer.once()
    assert delivery.receiver.items("/failing/10") == (await delivery.fed(start)) * 2
    with pytest.raises(BadRequest):
        await delivery.known.replay(hook.id, ANYBODY, "nonsense")


async def test_both_secrets_sign_while_one_is_replaced(delivery: Delivery) -> None:
    hook = await delivery.add()
    new = await delivery.known.rotate(hook.id, ANYBODY, 1)
    await delivery.graph.say("enterprise.1.csv", firm(1, "企业一有限公司"))
    await delivery.deliverer.once()
    newest = await delivery.known.rotate(hook.id, ANYBODY, 0)
    await delivery.graph.say("enterprise.2.csv", firm(2, "企业二有限公司"))
    await delivery.deliverer.once()
    first, second = delivery.receiver.received()
    for secret in (hook.secret, new.secret):
        verified(secret, first)
        with pytest.raises(WebhookVerificationError):
            verified(secret, second)
    verified(newest.secret, second)


async def test_who_fell_behind_is_told_to_start_over(delivery: Delivery) -> None:
    hook = await delivery.add()
    await delivery.graph.say("enterprise.1.csv", firm(1, "企业一有限公司"))
    await delivery.graph.rederive()
    await delivery.deliverer.once()
    (request,) = delivery.receiver.received()
    told = verified(hook.secret, request)
    assert (told["type"], told["data"]) == ("changes.start-over", {"next": await delivery.feed.latest(Caller())})
    await delivery.graph.say("enterprise.2.csv", firm(2, "企业二有限公司"))
    await delivery.deliverer.once()
    assert [item["party_id"] for item in delivery.receiver.items()] == [f"uscc:{fresh_code(2)}"]


async def test_addresses_inside_the_network_are_refused(delivery: Delivery) -> None:
    """At subscription, and again at delivery where the setting was taken back."""
    hook = await delivery.add()
    closed = Subscriptions(
        delivery.desk, delivery.feed, delivery.graph.catalogue, delivery.settings.model_copy(update={"webhook_private": False})
    )
    for url in (delivery.receiver.url, delivery.receiver.url.replace("http:", "https:"), "https://localhost/"):
        with pytest.raises(InputError):
            await closed.add(NewWebhook(url=url), Caller(), "test")
    with pytest.raises(PrivateAddress):
        await closed.add(NewWebhook(url="https://169.254.169.254/latest"), Caller(), "test")
    with pytest.raises(InputError):
        await delivery.add(categories=("nothing",))
    with pytest.raises(NotFound):
        await closed.rotate("wh_nobody", ANYBODY, 0)
    sender = Sender(private=False)
    await delivery.graph.say("enterprise.1.csv", firm(1, "企业一有限公司"))
    await Deliverer(delivery.desk, delivery.feed, sender, delivery.settings.key.encode()).once()
    await sender.close()
    card = await delivery.card(hook)
    assert card.failed == 1
    assert delivery.receiver.received() == []


@pytest.mark.slow
async def test_killed_anywhere_everything_comes_at_least_once_and_in_order(delivery: Delivery) -> None:
    hook = await delivery.add()
    rng = random.Random(1)
    environment = engines.environment(delivery.graph.settings)
    for number in range(KILLS):
        await delivery.graph.say(f"enterprise.{number}.csv", *(firm(10 * number + i, f"企业{number}{i}公司") for i in range(3)))
        point = ("send", "keep_message", "taken")[number % 3]
        assert await _deliver(delivery, environment, point, rng.randint(1, 2)) in (0, -9)
        await asyncio.sleep(0.6)
    assert await _deliver(delivery, environment, "-", 0) == 0
    assert delivery.receiver.items() == await delivery.fed()
    for request in delivery.receiver.received():
        verified(hook.secret, request)
    assert len(delivery.receiver.received()) > (await delivery.card(hook)).delivered, "some came twice"


async def _deliver(delivery: Delivery, environment: dict[str, str], point: str, nth: int) -> int:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.feed.delivering", point, str(nth), str(delivery.settings.home)),
        env=environment,
        cwd=ROOT,
    )
    return await process.wait()
