"""The settings of signing in: how long sessions last, and the issuer of OpenID Connect whose callers are taken."""

from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""The algorithms of tokens that can be allowed: checked with a public key, so that no key known here makes a token."""
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

    oidc_issuer: str | None = Field(
        default=None,
        max_length=500,
        description="The issuer of OpenID Connect whose callers are taken: its address, as its tokens state it. Unset: none.",
    )
    oidc_audience: str = Field(
        default="",
        max_length=500,
        description="What bearer tokens for this service state as their audience. Unset: no bearer tokens are taken.",
    )
    oidc_client_id: str = Field(
        default="",
        max_length=500,
        description="The client as which people sign in on the pages. Unset: they sign in with keys alone.",
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="The secret of that client. Unset: it has none, and its codes are proved by PKCE alone."
    )
    oidc_scopes: str = Field(
        default="openid profile",
        pattern=r"^openid( [!-~]+)*$",
        description="What is asked for at the issuer, separated by spaces; openid first.",
    )
    oidc_algorithms: str = Field(
        default="RS256,ES256",
        description=f"Algorithms of tokens that are taken, separated by commas; of {', '.join(ALGORITHMS)}.",
    )
    oidc_leeway_seconds: int = Field(
        default=60, ge=0, le=300, description="How far the clock of the issuer may be off from this one."
    )
    oidc_name_claim: str = Field(
        default="",
        max_length=200,
        description="The claim by which callers are named, in the audit log too. Unset: by issuer and a hash of the subject.",
    )
    oidc_department_claim: str = Field(
        default="department", max_length=200, description="The claim that states the provider for which a caller pushes."
    )
    oidc_region_claim: str = Field(
        default="region", max_length=200, description="The claim that states a caller's division of GB/T 2260, by its code."
    )
    oidc_roles_claim: str = Field(
        default="roles",
        max_length=200,
        description="The claim that states roles, a list or words; points lead into objects (`realm_access.roles`).",
    )
    oidc_roles: str = Field(
        default="",
        max_length=4_000,
        pattern=r"^\s*([^=,\s]+=(department|investigator|analyst|operator)\s*(,\s*|$))*$",
        description="Which role of the issuer gives which of ours (`theirs=investigator,…`). Unset: those of the same name.",
    )

    @field_validator("oidc_algorithms")
    @classmethod
    def _public_key_alone(cls, text: str) -> str:
        named = [name.strip() for name in text.split(",")]
        if not set(named) <= set(ALGORITHMS):
            raise ValueError(f"must name algorithms of {', '.join(ALGORITHMS)}")
        return ",".join(named)

    @field_validator("oidc_issuer")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        """An address by https, or one of this machine; where it leads is judged anew whenever it is asked."""
        if not url:
            return None
        local = ("http://127.0.0.1", "http://localhost", "http://[::1]")
        if not url.startswith("https://") and not url.startswith(tuple(f"{one}{end}" for one in local for end in (":", "/"))):
            raise ValueError("must begin with https://")
        return url
