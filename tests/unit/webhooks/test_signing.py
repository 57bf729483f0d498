"""Signatures of webhooks are those of Standard Webhooks: its own library takes them, and nothing that was altered."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from app.webhooks.signing import headers, new_secret, signature


def now() -> int:
    """The present second: the library takes nothing older than five minutes."""
    return int(datetime.now(UTC).timestamp())


def test_the_published_example() -> None:
    """The example of the specification."""
    found = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(body=st.text(), message=st.text("abcdef0123456789", min_size=1))
def test_the_library_takes_what_is_signed(body: str, message: str) -> None:
    secret, payload = new_secret(), f'["{len(body)}"]'.encode()
    assert Webhook(secret).verify(payload, headers([secret], message, now(), payload)) == [str(len(body))]


def test_while_a_secret_is_replaced_either_will_do() -> None:
    old, new, body = new_secret(), new_secret(), b"{}"
    given = headers([new, old], "msg_1", now(), body)
    for secret in (old, new):
        Webhook(secret).verify(body, given)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(body, given)


@pytest.mark.parametrize(("name", "value"), [("webhook-id", "msg_2"), ("webhook-timestamp", "1")])
def test_what_was_altered_is_not_taken(name: str, value: str) -> None:
    secret = new_secret()
    given = headers([secret], "msg_1", now(), b"{}")
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b"{}", given | {name: value})
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(b"[]", given)


def test_secrets_are_long_and_new() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(len(secret) >= len("whsec_") + 44 for secret in made)
