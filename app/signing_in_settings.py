"""The settings of signing in: how long sessions last, and the issuer of OpenID Connect whose callers are taken."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings

Minutes = Annotated[float, Field(gt=0, le=60 * 24 * 30)]


class SigningInSettings(BaseSettings):
    """The part of the settings that says who may sign in, and for how long."""

    session_minutes: Minutes = Field(default=480, description="Longest a session on the pages lasts; then one signs in again.")
    session_idle_minutes: Minutes = Field(default=30, description="How long a session lasts that is not used.")
    session_rotate_minutes: Minutes = Field(default=15, description="After how long a session is given another cookie.")
    sign_in_rate: str = Field(
        default="10/minute",
        pattern=r"^(\d{1,6}/(second|minute|hour))?$",
        description="Most tries to sign in on the pages from one address. Unset: any number.",
    )
