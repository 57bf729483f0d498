"""An issuer of OpenID Connect: a process with keys of its own, that describes itself, signs people in, and makes tokens.

Run as `python -m tests.support.desk.issuer`; it prints its port. Whoever comes to `/authorize` is signed in at once as the
subject that `/control` was told, and led back with a code. `POST /control` with a JSON object sets what the issuer does from
now on: `{"rotate": true}` replaces the key, `{"claims": {…}}` changes tokens of people, `{"skip": ["nonce"]}` leaves claims
out, `{"down": true}` answers 500, `{"slow": 9}` waits. `POST /mint` makes a token: `{"claims": {…}, "by": "foreign"}`.
"""

import base64
import hmac
import json
import secrets
import threading
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, CLIENT_SECRET, AUDIENCE = "quanjing-pages", "s3cret:+&", "quanjing-api"
LOCK = threading.Lock()


def b64(data: bytes) -> str:
    """Bytes as a part of a token."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class State:
    """The issuer: its keys, the codes that it gave out, and what it was told to do."""

    def __init__(self) -> None:
        self.url = ""
        self.keys = [RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"})]
        self.curve = ECKey.generate_key("P-256", {"kid": "e1", "use": "sig", "alg": "ES256"})
        self.foreign = RSAKey.generate_key(2048, {"kid": "k1"})
        self.told: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.counts: dict[str, int] = {}

    def rotate(self) -> None:
        """Sign with a new key, and give out that one alone."""
        self.keys = [RSAKey.generate_key(2048, {"kid": f"k{len(self.counts)}{time.time_ns()}", "use": "sig", "alg": "RS256"})]

    def mint(self, claims: dict[str, Any], header: dict[str, Any] | None = None, by: str = "own") -> str:
        """A token with these claims; those that are None are left out."""
        moment = int(time.time())
        given = {"iss": self.url, "aud": AUDIENCE, "sub": "u1", "iat": moment, "exp": moment + 300, **claims}
        given = {name: value for name, value in given.items() if value is not None}
        key: Any = {"own": self.keys[-1], "foreign": self.foreign, "curve": self.curve}.get(by)
        head = {"alg": "ES256" if by == "curve" else "RS256", "kid": key.kid if key else self.keys[-1].kid, **(header or {})}
        head = {name: value for name, value in head.items() if value is not None}
        if by == "none":
            return f"{b64(json.dumps({**head, 'alg': 'none'}).encode())}.{b64(json.dumps(given).encode())}."
        if by == "public":  # the public key taken for a secret of HMAC
            body = f"{b64(json.dumps({**head, 'alg': 'HS256'}).encode())}.{b64(json.dumps(given).encode())}"
            return f"{body}.{b64(hmac.new(self.keys[-1].as_pem(private=False), body.encode(), sha256).digest())}"
        if by == "curve":
            return jwt.encode(head, given, key, algorithms=["ES256"])
        body = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(given).encode())}"  # by hand: a library would refuse to
        digest = hashes.SHA512() if head["alg"] == "RS512" else hashes.SHA256()
        return f"{body}.{b64(key.private_key.sign(body.encode(), padding.PKCS1v15(), digest))}"


STATE = State()


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        with LOCK:
            STATE.counts[path] = STATE.counts.get(path, 0) + 1
        if path == "/counts":
            self.answer(STATE.counts)
            return
        time.sleep(STATE.told.get("slow", 0))
        if STATE.told.get("down"):
            self.answer({"error": "down"}, 500)
        elif path == "/.well-known/openid-configuration":
            told = {"issuer": STATE.url, "jwks_uri": f"{STATE.url}/jwks", "token_endpoint": f"{STATE.url}/token"}
            self.answer({**told, "authorization_endpoint": f"{STATE.url}/authorize", **STATE.told.get("card", {})})
        elif path == "/jwks":
            signing: list[Any] = [*STATE.keys, STATE.curve]
            keys = [key.as_dict(private=False) for key in signing]
            self.answer({"keys": [*keys, {"kty": "PQ", "kid": "new kind"}]})
        elif path == "/authorize":
            assert query["response_type"] == "code"
            assert query["client_id"] == CLIENT
            assert query["code_challenge_method"] == "S256"
            code = secrets.token_urlsafe(16)
            STATE.codes[code] = query
            back = urlencode({"code": code, "state": query["state"], "iss": STATE.url})
            self.send_response(302)
            self.send_header("location", f"{query['redirect_uri']}?{back}")
            self.send_header("content-length", "0")
            self.end_headers()
        else:
            self.answer({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        if self.path == "/control":
            told = json.loads(body)
            if told.pop("rotate", False):
                STATE.rotate()
            STATE.told = told
            self.answer({})
        elif self.path == "/mint":
            self.answer({"token": STATE.mint(**json.loads(body))})
        else:
            self.token({k: v[0] for k, v in parse_qs(body).items()})

    def token(self, form: dict[str, str]) -> None:
        """Give a token for a code, once, to who has the secret of the client and the proof of the code."""
        asked = STATE.codes.pop(form.get("code", ""), None)
        login = "Basic " + base64.b64encode(b"quanjing-pages:s3cret%3A%2B%26").decode()
        proof = b64(sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or self.headers["authorization"] != login or proof != asked["code_challenge"]:
            self.answer({"error": "invalid_grant"}, 400)
            return
        assert form["redirect_uri"] == asked["redirect_uri"]
        claims = {"aud": CLIENT, "nonce": asked["nonce"], **STATE.told.get("claims", {})}
        claims |= dict.fromkeys(STATE.told.get("skip", ()))
        token = STATE.mint(claims, STATE.told.get("header"), STATE.told.get("by", "own"))
        self.answer({"access_token": "opaque", "token_type": "Bearer", "id_token": token})

    def answer(self, told: dict[str, Any], status: int = 200) -> None:
        """Answer a JSON object."""
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until ended."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    STATE.url = f"http://127.0.0.1:{server.server_address[1]}"
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
