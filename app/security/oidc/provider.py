"""The issuer of the settings, as the service uses it: callers of bearer tokens, and signing in with a code and its proof."""

import base64
import hmac
import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, urlencode

from cryptography.fernet import Fernet, InvalidToken

from app.errors import Unauthorized
from app.security.oidc.claims import caller_of_claims
from app.security.oidc.fetching import fetched
from app.security.oidc.issuer import Issuer
from app.security.oidc.tokens import TokenRules, verified
from app.settings import Settings, listed
from models.caller import Caller

ASKED_SECONDS = 600
"""How long somebody may take to sign in at the issuer."""
REFUSED = "the issuer has not signed anybody in"
LONGEST_NEXT = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody on their way to the issuer: where they are sent, and what their browser keeps of it, sealed."""

    url: str
    kept: str


class Provider:
    """The issuer of the settings."""

    def __init__(self, settings: Settings) -> None:
        assert settings.oidc_issuer is not None
        self._settings = settings
        self._issuer = Issuer(settings.oidc_issuer)
        key = hmac.new(settings.key.encode(), b"quanjing: signing in at an issuer", sha256).digest()
        self._sealer = Fernet(base64.urlsafe_b64encode(key))

    @property
    def signs_in(self) -> bool:
        """Whether people sign in at it on the pages."""
        return bool(self._settings.oidc_client_id)

    async def caller_of(self, token: str) -> Caller | None:
        """The caller whom a bearer token names; None where it is not good for this service.

        Raises:
            IssuerUnavailable: the keys of the issuer cannot be had.
        """
        if not self._settings.oidc_audience:
            return None
        claims = await verified(token, self._issuer, self._rules(self._settings.oidc_audience))
        return None if claims is None else caller_of_claims(claims, self._settings)

    async def ask(self, back: str, then: str) -> Asked:
        """Begin to sign somebody in, who comes `back` to an address of this service, and goes on to a page `then`.

        Raises:
            IssuerUnavailable: the issuer does not answer.
        """
        card = await self._issuer.card()
        state, nonce, proof = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(sha256(proof.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": back,
            "scope": self._settings.oidc_scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        then = then if len(then) <= LONGEST_NEXT else "/"  # a cookie has no room for it
        kept = {"state": state, "nonce": nonce, "proof": proof, "back": back, "then": then}
        sealed = self._sealer.encrypt(json.dumps(kept).encode()).decode()
        return Asked(f"{card.authorize}{'&' if '?' in card.authorize else '?'}{urlencode(query)}", sealed)

    async def answer(self, kept: str | None, state: str, code: str, issuer: str | None) -> tuple[Caller, str]:
        """Whom the issuer has signed in, and the page that they wanted, once they are back with a code.

        Args:
            kept: what the browser kept; `state`, `code` and `issuer` are what it brings.

        Raises:
            Unauthorized: anything about it is not as it should be.
            IssuerUnavailable: the issuer does not answer.
        """
        asked = self._opened(kept)
        if not hmac.compare_digest(asked["state"].encode(), state.encode()) or issuer not in (None, self._issuer.url):
            raise Unauthorized(REFUSED)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked["back"],
            "code_verifier": asked["proof"],
        }
        secret = self._settings.oidc_client_secret
        login = (quote(self._settings.oidc_client_id, ""), quote(secret.get_secret_value(), "")) if secret else None
        if login is None:
            form["client_id"] = self._settings.oidc_client_id
        status, told = await fetched("POST", (await self._issuer.card()).token, form=form, login=login)
        token = told.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise Unauthorized(REFUSED)
        claims = await verified(token, self._issuer, self._rules(self._settings.oidc_client_id), asked["nonce"])
        if claims is None:
            raise Unauthorized(REFUSED)
        return caller_of_claims(claims, self._settings), asked["then"]

    def _opened(self, kept: str | None) -> dict[str, str]:
        try:
            opened: dict[str, str] = json.loads(self._sealer.decrypt((kept or "").encode(), ttl=ASKED_SECONDS))
        except InvalidToken:
            raise Unauthorized(REFUSED) from None
        return opened

    def _rules(self, audience: str) -> TokenRules:
        return TokenRules(audience, listed(self._settings.oidc_algorithms), self._settings.oidc_leeway_seconds)


def provider_of(settings: Settings) -> Provider | None:
    """The issuer of the settings, if they name one."""
    return Provider(settings) if settings.oidc_issuer else None
