"""Settings, read from the environment (prefix QUANJING_). Each field describes itself; the documentation is made from them."""

import ipaddress
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from app.errors import SettingsError
from app.signing_in_settings import SigningInSettings

DEVELOPMENT_KEY = "quanjing-development-key-not-a-secret"
SHORTEST_SECRET = 32
FEWEST_CHARACTERS = 10
COMMON_WORDS = ("changeme", "change-me", "password", "secret", "example", "default", DEVELOPMENT_KEY)

Seconds = Annotated[float, Field(gt=0)]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class Settings(SigningInSettings):
    """The settings of this process. Their values never appear in error messages."""

    model_config = SettingsConfigDict(env_prefix="QUANJING_", frozen=True, extra="ignore", hide_input_in_errors=True)

    home: Path = Field(
        default=Path(".quanjing"),
        description="Folder of the embedded graph, its logs and the service's own files. Relative to the working directory.",
    )
    graph_url: str | None = Field(
        default=None,
        description="Address of an external graph engine (bolt://, neo4j:// and their +s forms). Unset: the embedded engine.",
    )
    graph_user: str = Field(default="neo4j", description="User at the external graph engine.")
    graph_password: SecretStr | None = Field(
        default=None, description="Password at the external graph engine. Unset: no authentication."
    )
    graph_database: str | None = Field(default=None, description="Database at the external engine. Unset: its default one.")
    desk_url: SecretStr | None = Field(
        default=None,
        description=(
            "Address of a PostgreSQL database for the desk: callers, keys, jobs, audit (postgresql://user:password@host/name). "
            "Unset: SQLite in desk.db under QUANJING_HOME."
        ),
    )
    host: str = Field(default="127.0.0.1", description="Address the service listens on. Off loopback a secret is required.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port the service listens on; 0 picks a free one.")
    secret: SecretStr | None = Field(
        default=None,
        description=(
            "Key of the hashes that stand for identity numbers: at least 32 characters, random. Unset: a fixed development "
            "key, on loopback only. All processes of one graph need the same one, for good."
        ),
    )
    approve_first: str = Field(
        default="",
        description=(
            "Categories whose records the public sees only once their provider's approver has approved them, with the reasons: "
            "judgment=privacy, administrative_reward=secrets+privacy. All processes of one graph need the same; after a "
            "change on a graph that has records, `quanjing rederive`."
        ),
    )
    lease_seconds: Seconds = Field(
        default=30.0, description="How long a silent writer keeps the writer lease. A writer renews it at a third of this."
    )
    statement_timeout_seconds: Seconds = Field(
        default=60.0, description="Longest a statement may run, in seconds. On the embedded engine set when it starts."
    )
    retry_seconds: Seconds = Field(
        default=30.0, description="How long a statement is tried again after errors that pass, before the caller is told."
    )
    pool_size: int = Field(default=32, ge=1, le=1000, description="Most connections a process keeps to the graph engine.")
    heap: str = Field(
        default="auto",
        pattern=r"^(auto|[1-9][0-9]*[mg])$",
        description="Memory of the embedded engine, such as 512m or 4g. auto: a quarter of the machine's, from 512m to 8g.",
    )
    linger_seconds: float = Field(
        default=5.0, ge=0, description="How long the embedded engine runs on after its last client has left."
    )
    start_seconds: Seconds = Field(default=90.0, description="How long to wait for the embedded engine to start.")

    audit_days: int = Field(
        default=1100,
        ge=180,
        le=36500,
        description="Days that entries of the audit log are kept (the law asks for six months at least); then they go.",
    )
    rejects_days: int = Field(
        default=30, ge=1, le=3650, description="Days that files of refused rows are kept; the next load deletes older ones."
    )
    webhook_private: bool = Field(
        default=False,
        description="Send webhooks to addresses inside the network too, and by http: for tests and closed networks.",
    )
    changes_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="Days that the change feed keeps; who follows it and falls further behind starts over.",
    )

    jobs_days: int = Field(
        default=30,
        ge=1,
        le=3650,
        description="Days that jobs which are over are kept, with their results; so long an Idempotency-Key is remembered.",
    )
    push_days: int = Field(
        default=7,
        ge=1,
        le=3650,
        description=(
            "Days that the bytes of a push that failed or was cancelled are kept, so that its job can be tried again; then it "
            "is to be sent again. Never longer than its job. Those of a push that is loaded are deleted at once."
        ),
    )
    export_rows: int = Field(
        default=1_000_000, ge=1, description="Most rows of an export; one with more fails, and leaves nothing."
    )
    pushes: int = Field(
        default=64, ge=1, le=1000, description="Pushes that a process receives and waits for at once; twice as many wait."
    )
    push_bytes: int = Field(default=200_000_000, ge=1, description="Most bytes of a push; a larger one is refused (413).")
    push_small_bytes: int = Field(
        default=1_000_000, ge=0, description="Up to so many bytes a push waits for its receipt; a larger one is a job at once."
    )
    push_wait_seconds: float = Field(
        default=10.0, ge=0, le=300, description="How long a small push waits for its receipt before it is answered as a job."
    )

    hosts: str = Field(
        default="",
        description=(
            "Names of the service in the Host header, separated by commas; `*.example.cn` for all below one, `*` for any. "
            "Unset: the names of this machine's loopback, and QUANJING_HOST. Anything else is answered 421."
        ),
    )
    proxies: str = Field(
        default="",
        description=(
            "Addresses or networks, separated by commas, of the proxies in front, whose X-Forwarded-For and X-Forwarded-Proto "
            "headers are believed. Unset: nobody's are."
        ),
    )
    tls: bool = Field(
        default=False, description="The service is reached by https alone, through a proxy: browsers are told so (HSTS)."
    )
    operator_networks: str = Field(
        default="127.0.0.0/8,::1/128",
        description="Networks, separated by commas, from which /metrics is answered; to others it is not there.",
    )
    security_contact: str = Field(
        default="",
        pattern=r"^((mailto:|https://|tel:)[^\s]+)?$",
        description="Whom to tell of a weakness (mailto:, https:, tel:), for /.well-known/security.txt. Unset: there is none.",
    )
    request_seconds: Seconds = Field(
        default=30.0, description="Longest a request may take, its waiting included; then it is ended and answered 504."
    )
    shutdown_seconds: Seconds = Field(
        default=5.0, description="How long requests under way may go on when the service is stopped; the rest are answered 503."
    )
    lookups: int = Field(default=32, ge=1, le=1000, description="Look-ups that a process answers at once; twice as many wait.")
    inquiries: int = Field(
        default=8,
        ge=1,
        le=1000,
        description="Inquiries (ownership, control, …) that a process answers at once; twice as many wait.",
    )
    dense_inquiries: int = Field(
        default=3,
        ge=1,
        le=1000,
        description="Inquiries over many parties or days (relations, differences) answered at once; twice as many wait.",
    )
    pool_wait_seconds: Seconds = Field(
        default=5.0,
        description="How long a statement waits for a connection to the graph engine, before it is told as overload.",
    )
    rate_per_address: str = Field(
        default="6000/minute",
        description="Requests of one address (of an IPv6 one, its /64); more are answered 429. Empty: any.",
    )
    rate_per_key: str = Field(default="12000/minute", description="Requests of one key; more are answered 429. Empty: any.")
    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Processes that answer. Several count rates together, in a file under QUANJING_HOME.",
    )
    header_bytes: int = Field(
        default=16_384, ge=1_024, le=1_048_576, description="Most bytes of a request's headers; more are answered 431."
    )
    url_bytes: int = Field(
        default=32_768, ge=1_024, le=65_535, description="Most bytes of a request's target; more are answered 414."
    )
    body_bytes: int = Field(default=67_108_864, ge=1_024, description="Most bytes of a request's body; more are answered 413.")
    head_seconds: Seconds = Field(default=10.0, description="How long a request line and its headers may take to arrive.")
    body_seconds: Seconds = Field(default=15.0, description="Longest pause in the body of a request.")
    idle_seconds: Seconds = Field(
        default=15.0, description="How long a connection stays open without a request, and a response waits for a slow reader."
    )
    connections: int = Field(
        default=1000,
        ge=10,
        le=100_000,
        description="Open connections of a process; beyond them the longest idle one is closed.",
    )

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("graph_url")
    @classmethod
    def _speaks_bolt(cls, url: str | None) -> str | None:
        if url == "":
            return None
        schemes = tuple(f"{base}{tls}://" for base in ("bolt", "neo4j") for tls in ("", "+s", "+ssc"))
        if url is not None and not url.startswith(schemes):
            raise ValueError("must begin with bolt:// or neo4j:// (or +s, +ssc)")
        return url

    @field_validator("desk_url")
    @classmethod
    def _is_postgres(cls, url: SecretStr | None) -> SecretStr | None:
        if url is None or not url.get_secret_value():
            return None
        if not url.get_secret_value().startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("must begin with postgresql://")
        return url

    @field_validator("secret")
    @classmethod
    def _strong(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is None:
            return None
        text = secret.get_secret_value()
        if len(text) < SHORTEST_SECRET:
            raise ValueError(f"is weak: at least {SHORTEST_SECRET} characters are needed")
        if len(set(text)) < FEWEST_CHARACTERS:
            raise ValueError(f"is weak: at least {FEWEST_CHARACTERS} different characters are needed")
        if any(word in text.lower() for word in COMMON_WORDS):
            raise ValueError("is weak: it contains a common word")
        return secret

    @model_validator(mode="after")
    def _safe_off_loopback(self) -> Self:
        if self.secret is None and not is_loopback(self.host):
            raise ValueError("QUANJING_SECRET must be set where QUANJING_HOST is not a loopback address")
        return self

    @property
    def key(self) -> str:
        """The key of keyed hashes: the secret, or the development key."""
        return self.secret.get_secret_value() if self.secret else DEVELOPMENT_KEY

    @property
    def notices(self) -> tuple[str, ...]:
        """Warnings about these settings for whoever starts a command."""
        if self.secret is None:
            return ("QUANJING_SECRET is not set: hashes use the fixed development key, which protects nothing.",)
        return ()


def read_settings(**given: Any) -> Settings:
    """The settings of the environment, with `given` fields put over them.

    Raises:
        SettingsError: names each wrong variable and why, never its value.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        lines = [f"{_variable(e['loc'])}{e['msg'].removeprefix('Value error, ')}" for e in error.errors(include_input=False)]
        raise SettingsError("; ".join(lines)) from None


def _variable(place: tuple[int | str, ...]) -> str:
    return f"QUANJING_{str(place[0]).upper()}: " if place else ""


def listed(text: str) -> tuple[str, ...]:
    """The entries of a setting that lists some, separated by commas."""
    return tuple(filter(None, (entry.strip() for entry in text.split(","))))
