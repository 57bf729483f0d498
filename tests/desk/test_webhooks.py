"""Webhooks in the desk, on both databases: each is one process's at a time, and who lost it changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.desk.store import Desk
from app.desk.store.tables.metadata import now
from app.desk.store.tables.webhooks import WEBHOOKS
from app.desk.webhooks import delivery, register
from app.desk.webhooks.register import ANYBODY, Owner
from app.errors import NotFound
from models.caller import Caller
from models.work.webhooks import NewWebhook, WebhookCard, WebhookState


def added(desk: Desk, **more: Any) -> WebhookCard:
    """A new webhook."""
    new = NewWebhook(url="https://example.com/hook", categories=("penalty", "licence", "penalty"), **more)
    with desk.writing() as connection:
        return register.add_webhook(connection, new, Caller(level=1), "test", "cursor-0", "sealed")


def does(desk: Desk, work: Any, *args: Any) -> Any:
    with desk.writing() as connection:
        return work(connection, *args)


def test_what_is_subscribed_is_there(desk: Desk) -> None:
    card = added(desk)
    assert (card.state, card.categories, card.cursor, card.delivered) == ("active", ("licence", "penalty"), "cursor-0", 0)
    with desk.reading() as connection:
        assert register.webhooks(connection, ANYBODY) == [card]
        assert register.webhooks(connection, Owner("somebody")) == []
        for work in (register.webhook, register.row_of):
            with pytest.raises(NotFound):
                work(connection, card.id, Owner("somebody"))
        assert register.row_of(connection, card.id, ANYBODY).level == 1
    with pytest.raises(NotFound):
        does(desk, register.remove_webhook, card.id, Owner("somebody"))
    does(desk, register.remove_webhook, card.id, ANYBODY)
    with pytest.raises(NotFound):
        does(desk, register.enable_webhook, card.id, ANYBODY)


def test_one_process_has_it_at_a_time(desk: Desk) -> None:
    hook = added(desk).id
    assert does(desk, delivery.claim, hook, "a", 30).claimed_by == "a"
    assert does(desk, delivery.claim, hook, "b", 30) is None
    assert does(desk, delivery.claim, hook, "a", 30) is not None
    assert does(desk, delivery.keep_message, hook, "a", "msg_1", "{}", "cursor-1")
    does(desk, lambda c: c.execute(update(WEBHOOKS).values(claimed_until=now() - timedelta(seconds=1))))
    row = does(desk, delivery.claim, hook, "b", 30)
    assert (row.message_id, row.body, row.body_next) == ("msg_1", "{}", "cursor-1")
    assert not does(desk, delivery.taken, hook, "a", "200", "cursor-1")
    assert not does(desk, delivery.not_taken, hook, "a", "500", None, "why")
    assert does(desk, delivery.taken, hook, "b", "200", "cursor-1")
    with desk.reading() as connection:
        card = register.webhook(connection, hook, ANYBODY)
    assert (card.cursor, card.delivered, card.failed, card.last_result) == ("cursor-1", 1, 0, "200")


def test_what_fails_waits_and_is_disabled_in_the_end(desk: Desk) -> None:
    hook = added(desk).id
    for failed in (1, 2):
        assert does(desk, delivery.claim, hook, "a", 30)
        does(desk, delivery.keep_message, hook, "a", "msg_1", "{}", "cursor-1")
        assert does(desk, delivery.not_taken, hook, "a", "500", now() + timedelta(hours=1), "why")
        assert does(desk, delivery.claim, hook, "a", 30) is None
        with desk.reading() as connection:
            card = register.webhook(connection, hook, ANYBODY)
        assert (card.failed, card.state, card.cursor) == (failed, "active", "cursor-0")
        does(desk, lambda c: c.execute(update(WEBHOOKS).values(next_at=now() - timedelta(seconds=1))))
    since = card.failing_since
    does(desk, delivery.claim, hook, "a", 30)
    does(desk, delivery.not_taken, hook, "a", "500", None, "why")
    with desk.reading() as connection:
        card = register.webhook(connection, hook, ANYBODY)
        assert register.active(connection) == []
    assert (card.state, card.reason, card.failed, card.failing_since) == (WebhookState.DISABLED, "why", 3, since)
    assert does(desk, delivery.claim, hook, "a", 30) is None
    enabled = does(desk, register.enable_webhook, hook, ANYBODY)
    assert (enabled.state, enabled.reason, enabled.failed, enabled.next_at) == ("active", None, 0, None)
    assert does(desk, delivery.claim, hook, "a", 30).message_id == "msg_1"


def test_replaying_gives_up_what_is_under_way(desk: Desk) -> None:
    hook = added(desk).id
    does(desk, delivery.claim, hook, "a", 30)
    does(desk, delivery.keep_message, hook, "a", "msg_1", "{}", "cursor-1")
    assert does(desk, register.replay_webhook, hook, ANYBODY, "cursor-early").cursor == "cursor-early"
    assert not does(desk, delivery.taken, hook, "a", "200", "cursor-1")
    assert does(desk, delivery.claim, hook, "b", 30).message_id is None
    assert does(desk, delivery.skip_to, hook, "b", "cursor-2")
    with desk.reading() as connection:
        assert register.webhook(connection, hook, ANYBODY).cursor == "cursor-2"


def test_a_secret_is_replaced_with_or_without_an_overlap(desk: Desk) -> None:
    hook = added(desk).id
    does(desk, register.rotate_secret, hook, ANYBODY, "newer", 2)
    with desk.reading() as connection:
        row = register.row_of(connection, hook, ANYBODY)
    assert (row.secret, row.old_secret) == ("newer", "sealed")
    assert timedelta(hours=1.9) < row.old_until - now() < timedelta(hours=2.1)
    does(desk, register.rotate_secret, hook, ANYBODY, "newest", 0)
    with desk.reading() as connection:
        row = register.row_of(connection, hook, ANYBODY)
    assert (row.secret, row.old_secret, row.old_until) == ("newest", None, None)
