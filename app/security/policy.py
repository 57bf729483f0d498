"""The policy table: one row per route, as data. A route without a row is not served, and a test says so."""

from dataclasses import dataclass

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a route: `scope` is what a caller must hold, `level` the highest level such a caller is shown."""

    method: str
    path: str
    scope: str = PUBLIC
    level: int = 0


RULES = (
    Rule("GET", "/v1/parties/{party_id:path}/portrait"),
    Rule("GET", "/v1/parties/{party_id:path}/records"),
    Rule("GET", "/v1/parties/{party_id:path}/history"),
    Rule("GET", "/v1/parties/{party_id:path}/ownership"),
    Rule("GET", "/v1/parties/{party_id:path}/controllers"),
    Rule("GET", "/v1/parties/{party_id:path}/controls-over-time"),
    Rule("GET", "/v1/parties/{party_id:path}/beneficial-owners"),
    Rule("GET", "/v1/parties/{party_id:path}/group"),
    Rule("GET", "/v1/parties/{party_id:path}/related"),
    Rule("GET", "/v1/parties/{party_id:path}/network"),
    Rule("GET", "/v1/parties/{party_id:path}/differences"),
    Rule("GET", "/v1/parties/{party_id:path}/suspected/{other_id:path}"),
    Rule("GET", "/v1/parties/{party_id:path}/suspected"),
    Rule("GET", "/v1/parties/{party_id:path}"),
    Rule("GET", "/v1/relations"),
    Rule("GET", "/v1/rule-sets"),
    Rule("GET", "/v1/search"),
    Rule("GET", "/v1/catalogue"),
    Rule("GET", "/v1/catalogue/{name}"),
    Rule("GET", "/v1/questions"),
    Rule("GET", "/v1/questions/{name}"),
    Rule("GET", "/v1/questions/{name}/answer"),
    Rule("GET", "/v1/batches"),
    Rule("GET", "/v1/batches/{batch}"),
    Rule("GET", "/v1/openapi.json"),
    Rule("GET", "/live"),
    Rule("GET", "/ready"),
    Rule("GET", "/metrics"),
    Rule("GET", "/"),
    Rule("GET", "/search"),
    Rule("GET", "/parties/{party_id:path}/ownership"),
    Rule("GET", "/parties/{party_id:path}/records"),
    Rule("GET", "/parties/{party_id:path}"),
    Rule("GET", "/catalogue"),
    Rule("GET", "/catalogue/{name}"),
    Rule("GET", "/about"),
    Rule("GET", "/static"),
)
TABLE = {(rule.method, rule.path): rule for rule in RULES}
