"""Errors as they are stated to programs (RFC 9457)."""

from pydantic import Field

from models.base import Model


class Wrong(Model):
    """One thing that is wrong with a request."""

    parameter: str
    message: str


class Problem(Model):
    """A problem. `type` is stable and states the kind of problem; `request_id` stands in the log of the service too."""

    type: str = Field(description="urn:quanjing:problem:… , stable.")
    title: str
    status: int
    detail: str | None = None
    request_id: str | None = None
    instance: str | None = Field(default=None, description="The address of the job that ended with it.")
    did_you_mean: str | None = Field(default=None, description="The identifier or name that was probably meant.")
    errors: tuple[Wrong, ...] = ()
