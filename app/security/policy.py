"""The policy table: who may use which route, as data. A route without a row is not served."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.errors import Forbidden, NotFound, Unauthorized
from app.questions.registry import Registry
from app.questions.text.files import Question
from app.security.admission import WorkKind
from models.caller import GRANTED, Caller, CallerRole
from models.catalogue import TypeName

EVERYBODY = frozenset({CallerRole.PUBLIC})
"""The roles of a route for all: each caller is the public as well."""
OPERATORS = frozenset({CallerRole.OPERATOR})
INVESTIGATORS = frozenset({CallerRole.INVESTIGATOR})
SENDERS = frozenset({CallerRole.DEPARTMENT})
NODES = frozenset({CallerRole.NODE})
ENTERPRISES = frozenset({CallerRole.ENTERPRISE})
SPEAKERS = SENDERS | ENTERPRISES
"""The roles of a route for those who may object to a record, or ask for its repair."""
KEYED = frozenset(GRANTED)
"""The roles of a route for everybody with a key."""
PROGRAM: frozenset[CallerRole] = frozenset()
"""The roles of questions that only the program itself may ask: nobody's."""
NEEDS_KEY = "a valid key is needed: Authorization: Bearer KEY"
NOT_YOURS = "this is not for this caller"


@dataclass(frozen=True, slots=True)
class RouteRule:
    """The rule of one route: a caller needs one of `roles`, and at least this `level`.

    Where it `unmasks`, callers of some roles are shown sensitive values in full once they say what for (`UNMASKED`).
    `work` says how dear its answers are, by which so many are given at once.
    """

    method: str
    path: str
    roles: frozenset[CallerRole] = EVERYBODY
    level: int = 0
    work: WorkKind = WorkKind.LOOKUP
    unmasks: bool = False

    def admit(self, caller: Caller) -> None:
        """Check that a caller may use the route; returns nothing.

        Raises:
            NotFound: nobody may over HTTP.
            Unauthorized: the public may not, and the caller has shown no key.
            Forbidden: the caller has not the role, or not the level; which, is not said.
        """
        if not self.roles:
            raise NotFound("there is no such public route or question")
        if caller.level >= self.level and not self.roles.isdisjoint(caller.roles):
            return
        if caller.id is None:
            raise Unauthorized(NEEDS_KEY)
        raise Forbidden(NOT_YOURS)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Who is shown the sensitive values of one type in full, on routes that unmask, for a purpose stated with the request."""

    type: TypeName
    roles: frozenset[CallerRole]


UNMASKED = (
    FieldRule(TypeName.PHONE, INVESTIGATORS),
    FieldRule(TypeName.EMAIL, INVESTIGATORS),
)
"""The rules of fields. A sensitive value of a type that stands not here is masked for everybody; a hash is never undone."""


def unmasked(rule: RouteRule, caller: Caller) -> frozenset[str]:
    """The types of sensitive values that a caller is shown in full by a rule: none without a purpose."""
    if not rule.unmasks or caller.purpose is None:
        return frozenset()
    return frozenset(field.type for field in UNMASKED if not field.roles.isdisjoint(caller.roles))


Policy = Mapping[tuple[str, str], RouteRule]
"""The rule of each route, by its method and the template of its path."""
ANSWER = "/v1/questions/{name}/answer"

ROUTES = (
    RouteRule("GET", "/v1/parties/{party_id:path}/portrait", unmasks=True),
    RouteRule("GET", "/v1/parties/{party_id:path}/records", unmasks=True),
    RouteRule("GET", "/v1/parties/{party_id:path}/history"),
    RouteRule("GET", "/v1/parties/{party_id:path}"),
    RouteRule("GET", "/v1/rule-sets"),
    RouteRule("GET", "/v1/search"),
    RouteRule("GET", "/v1/catalogue"),
    RouteRule("GET", "/v1/catalogue/{name}"),
    RouteRule("GET", "/v1/catalogue/{name}/template.xlsx"),
    RouteRule("GET", "/v1/questions"),
    RouteRule("GET", "/v1/questions/{name}"),
    RouteRule("GET", ANSWER, work=WorkKind.INQUIRY),
    RouteRule("GET", "/v1/batches"),
    RouteRule("GET", "/v1/batches/{batch}"),
    RouteRule("POST", "/v1/records/{category}", SENDERS, work=WorkKind.PUSH),
    RouteRule("POST", "/v1/batches/{batch}/withdraw", SENDERS | OPERATORS, work=WorkKind.PUSH),
    RouteRule("POST", "/v1/exports", KEYED),
    RouteRule("POST", "/v1/analyses/{name}", OPERATORS),
    RouteRule("GET", "/v1/jobs", KEYED),
    RouteRule("GET", "/v1/jobs/{job}", KEYED),
    RouteRule("GET", "/v1/jobs/{job}/result", KEYED),
    RouteRule("GET", "/v1/jobs/{job}/rejects", KEYED),
    RouteRule("GET", "/v1/jobs/{job}/events", KEYED, work=WorkKind.FREE),
    RouteRule("POST", "/v1/jobs/{job}/cancel", KEYED),
    RouteRule("POST", "/v1/jobs/{job}/retry", KEYED),
    RouteRule("GET", "/v1/cases", KEYED),
    RouteRule("POST", "/v1/cases", KEYED),
    RouteRule("GET", "/v1/cases/{case}", KEYED),
    RouteRule("POST", "/v1/cases/{case}/steps", KEYED),
    RouteRule("GET", "/v1/warnings", KEYED, level=1),
    RouteRule("GET", "/v1/warnings/precision", KEYED, level=1),
    RouteRule("POST", "/v1/warnings/runs", OPERATORS),
    RouteRule("GET", "/v1/warnings/{case}", KEYED, level=1),
    RouteRule("GET", "/v1/whoami", work=WorkKind.FREE),
    RouteRule("GET", "/v1/callers", OPERATORS),
    RouteRule("POST", "/v1/callers", OPERATORS),
    RouteRule("POST", "/v1/callers/{caller_id}/rotate", OPERATORS),
    RouteRule("POST", "/v1/callers/{caller_id}/revoke", OPERATORS),
    RouteRule("GET", "/v1/changes"),
    RouteRule("GET", "/v1/changes/stream"),
    RouteRule("GET", "/v1/statements", NODES, work=WorkKind.INQUIRY),
    RouteRule("GET", "/v1/digests", NODES, work=WorkKind.INQUIRY),
    RouteRule("GET", "/v1/digests/{category}", NODES, work=WorkKind.INQUIRY),
    RouteRule("GET", "/v1/nodes", OPERATORS),
    RouteRule("POST", "/v1/nodes/{node}/roll-up", OPERATORS),
    RouteRule("POST", "/v1/handovers", OPERATORS),
    RouteRule("GET", "/v1/audit", OPERATORS),
    RouteRule("GET", "/v1/audit/head", OPERATORS),
    RouteRule("GET", "/v1/audit/verified", OPERATORS),
    RouteRule("GET", "/v1/approvals", KEYED),
    RouteRule("POST", "/v1/approvals", KEYED),
    RouteRule("POST", "/v1/approvals/{approval_id}/grant", OPERATORS),
    RouteRule("POST", "/v1/approvals/{approval_id}/refuse", OPERATORS),
    RouteRule("POST", "/v1/approvals/{approval_id}/end", OPERATORS),
    RouteRule("GET", "/v1/objections", KEYED),
    RouteRule("POST", "/v1/objections", SPEAKERS),
    RouteRule("GET", "/v1/repairs", KEYED),
    RouteRule("POST", "/v1/repairs", SPEAKERS),
    RouteRule("GET", "/v1/publicity", KEYED),
    RouteRule("POST", "/v1/publicity", SENDERS),
    RouteRule("GET", "/v1/filings", ENTERPRISES),
    RouteRule("POST", "/v1/filings/{category}", ENTERPRISES, work=WorkKind.PUSH),
    RouteRule("POST", "/v1/webhooks", KEYED),
    RouteRule("GET", "/v1/webhooks", KEYED),
    RouteRule("GET", "/v1/webhooks/{webhook_id}", KEYED),
    RouteRule("DELETE", "/v1/webhooks/{webhook_id}", KEYED),
    RouteRule("POST", "/v1/webhooks/{webhook_id}/rotate", KEYED),
    RouteRule("POST", "/v1/webhooks/{webhook_id}/disable", KEYED),
    RouteRule("POST", "/v1/webhooks/{webhook_id}/enable", KEYED),
    RouteRule("POST", "/v1/webhooks/{webhook_id}/replay", KEYED),
    RouteRule("GET", "/v1/openapi.json"),
    RouteRule("GET", "/live", work=WorkKind.FREE),
    RouteRule("GET", "/ready", work=WorkKind.FREE),
    RouteRule("GET", "/metrics", work=WorkKind.FREE),
    RouteRule("GET", "/.well-known/security.txt", work=WorkKind.FREE),
    RouteRule("GET", "/sign-in"),
    RouteRule("POST", "/sign-in"),
    RouteRule("GET", "/sign-in/issuer"),
    RouteRule("GET", "/sign-in/issuer/back"),
    RouteRule("POST", "/sign-out"),
    RouteRule("GET", "/entry", SENDERS),
    RouteRule("GET", "/entry/{category}", SENDERS),
    RouteRule("POST", "/entry/{category}", SENDERS, work=WorkKind.PUSH),
    RouteRule("GET", "/upload", SENDERS),
    RouteRule("POST", "/upload", SENDERS, work=WorkKind.PUSH),
    RouteRule("GET", "/objections", KEYED),
    RouteRule("GET", "/objections/new", SPEAKERS),
    RouteRule("POST", "/objections/new", SPEAKERS),
    RouteRule("GET", "/objections/{case}", KEYED),
    RouteRule("POST", "/objections/{case}", KEYED),
    RouteRule("GET", "/filing", ENTERPRISES),
    RouteRule("GET", "/filing/{category}", ENTERPRISES),
    RouteRule("POST", "/filing/{category}", ENTERPRISES, work=WorkKind.PUSH),
    RouteRule("GET", "/begin", KEYED),
    RouteRule("POST", "/begin/export", KEYED),
    RouteRule("POST", "/begin/analysis", OPERATORS),
    RouteRule("GET", "/quality", KEYED, level=1, work=WorkKind.DENSE),
    RouteRule("GET", "/quality/rows", KEYED, level=1, work=WorkKind.DENSE),
    RouteRule("GET", "/clues", KEYED, level=1),
    RouteRule("POST", "/clues", KEYED, level=1, work=WorkKind.DENSE),
    RouteRule("GET", "/clues/meeting", KEYED, level=1, work=WorkKind.DENSE),
    RouteRule("POST", "/clues/open", KEYED, level=1, work=WorkKind.DENSE),
    RouteRule("GET", "/cases", KEYED),
    RouteRule("GET", "/cases/{case}", KEYED),
    RouteRule("POST", "/cases/{case}", KEYED),
    RouteRule("GET", "/warnings", KEYED, level=1),
    RouteRule("GET", "/warnings/rules", KEYED, level=1),
    RouteRule("GET", "/warnings/{case}", KEYED, level=1),
    RouteRule("POST", "/warnings/{case}", KEYED, level=1),
    RouteRule("GET", "/statistics", work=WorkKind.INQUIRY),
    RouteRule("GET", "/jobs", KEYED),
    RouteRule("GET", "/jobs/{job}", KEYED),
    RouteRule("POST", "/jobs/{job}/cancel", KEYED),
    RouteRule("POST", "/jobs/{job}/retry", KEYED),
    RouteRule("GET", "/jobs/{job}/mend", SENDERS),
    RouteRule("POST", "/jobs/{job}/mend", SENDERS, work=WorkKind.PUSH),
    RouteRule("GET", "/"),
    RouteRule("GET", "/search"),
    RouteRule("GET", "/parties/{party_id:path}/ownership", work=WorkKind.INQUIRY),
    RouteRule("GET", "/parties/{party_id:path}/risk", level=1, work=WorkKind.INQUIRY),
    RouteRule("GET", "/parties/{party_id:path}/exposure", level=1, work=WorkKind.INQUIRY),
    RouteRule("GET", "/parties/{party_id:path}/records"),
    RouteRule("GET", "/parties/{party_id:path}/versions"),
    RouteRule("GET", "/parties/{party_id:path}"),
    RouteRule("GET", "/catalogue"),
    RouteRule("GET", "/catalogue/{name}"),
    RouteRule("GET", "/about"),
    RouteRule("GET", "/static", work=WorkKind.FREE),
)
"""The rules of all routes but those declared by computed questions."""
DENSE = frozenset(
    {
        "relations.among",
        "differences.between",
        "control.over_time",
        "quality.of",
        "quality.ranking",
        "quality.rows_behind",
        "clues.meeting",
        "clues.of",
        "warnings.tried",
    }
)
"""Computed questions that look for paths between many parties, work the same out for several days, or read the whole graph."""


def policy(registry: Registry, routes: Iterable[RouteRule] = ROUTES) -> Policy:
    """The policy table: the rules of `routes`, and of the routes that computed questions declare."""
    of_questions = (
        RouteRule("GET", one.template, level=one.level, work=WorkKind.DENSE if one.name in DENSE else WorkKind.INQUIRY)
        for one in registry.values()
        if one.template
    )
    return {(rule.method, rule.path): rule for rule in (*routes, *of_questions)}


def work_of(rule: RouteRule, params: Mapping[str, str], inquiries: Collection[str]) -> WorkKind:
    """How dear an answer by this rule is; where the question is named in the path, that is the question's."""
    name = params.get("name")
    if rule.path != ANSWER or name is None:
        return rule.work
    return WorkKind.DENSE if name in DENSE else WorkKind.INQUIRY if name in inquiries else WorkKind.LOOKUP


def rule_of(question: Question) -> RouteRule:
    """The rule for answering a Cypher question over HTTP: one that its head marks as not public is for the program alone."""
    return RouteRule("GET", ANSWER, EVERYBODY if question.public else PROGRAM)
