"""Answers that go on and on: streams of server-sent events (HTML standard, section 9.2)."""

from starlette.types import Message

EVENT_STREAM = "text/event-stream"


def begins_stream(message: Message) -> bool:
    """Whether a message is the start of a response that is a stream of events."""
    return message["type"] == "http.response.start" and any(
        name == b"content-type" and value.startswith(EVENT_STREAM.encode()) for name, value in message["headers"]
    )
