"""One tree of errors. Each class has its HTTP status, its stable problem type and its exit code.

`type` is the slug that ends the problem's URI (RFC 9457) and never changes once published. `context` are
plain values that help whoever reads the error (file, line, limit); they may reach a client, so nothing
secret or personal belongs in them.
"""

from typing import Any, ClassVar


class QuanjingError(Exception):
    """Anything this project raises on purpose. `message` is one sentence for the reader."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, **context: Any) -> None:
        super().__init__(message)
        self.message = message
        self.context = context

    def __str__(self) -> str:
        return self.message


class InputError(QuanjingError):
    """The caller sent something that cannot be used."""

    status = 422
    type = "invalid-input"
    exit_code = 2


class BadRequest(InputError):
    """The request itself is malformed."""

    status = 400
    type = "bad-request"


class UnsupportedType(InputError):
    """The body of a request is of a kind that is not read."""

    status = 415
    type = "unsupported-type"


class Unauthorized(QuanjingError):
    """A key is needed, or the one that was sent is not good; nothing says why not."""

    status = 401
    type = "unauthorized"
    exit_code = 3


class Forbidden(QuanjingError):
    """The caller may not do this."""

    status = 403
    type = "forbidden"
    exit_code = 3


class NotFound(QuanjingError):
    """The requested thing does not exist, or not for this caller."""

    status = 404
    type = "not-found"
    exit_code = 4


class UnknownHost(BadRequest):
    """The request is for a host that this service does not answer for."""

    status = 421
    type = "unknown-host"


class BodyTimeout(BadRequest):
    """The body of the request stopped on its way."""

    status = 408
    type = "request-timeout"


class TooLarge(InputError):
    """The body of the request is larger than it may be."""

    status = 413
    type = "too-large"


class TooManyRequests(QuanjingError):
    """This caller asks more often than it may; `retry_after` says in how many seconds it may again."""

    status = 429
    type = "too-many-requests"


class StartOver(QuanjingError):
    """What a follower of the change feed would read next is kept no more: they read everything anew, and go on from there."""

    status = 410
    type = "start-over"
    exit_code = 4


class Conflict(QuanjingError):
    """The request contradicts the present state."""

    status = 409
    type = "conflict"
    exit_code = 5


class LeaseHeld(Conflict):
    """Another process writes to this graph; `holder` names it."""

    status = 423
    type = "lease-held"
    exit_code = 6


class LeaseLost(Conflict):
    """The writer's lease was taken over; nothing of the refused transaction was written."""

    type = "lease-lost"
    exit_code = 6


class Overloaded(QuanjingError):
    """There is more to do than the service takes on at once; `retry_after` says in how many seconds to try again."""

    status = 503
    type = "overloaded"
    exit_code = 8


class ShuttingDown(QuanjingError):
    """The service is being stopped and answers no more."""

    status = 503
    type = "shutting-down"


class DeadlineExceeded(QuanjingError):
    """The request took longer than it may."""

    status = 504
    type = "deadline-exceeded"
    exit_code = 9


class GraphError(QuanjingError):
    """The engine refused or failed a statement."""

    type = "graph-error"
    exit_code = 7


class GraphUnavailable(GraphError):
    """The engine cannot be reached or started."""

    status = 503
    type = "graph-unavailable"
    exit_code = 8


class CommitUnknown(GraphUnavailable):
    """The connection broke during a commit: the transaction was written whole or not at all, which is not known."""

    type = "commit-unknown"


class StatementTimeout(GraphError):
    """A statement ran longer than it may."""

    status = 504
    type = "statement-timeout"
    exit_code = 9


class WriteRefused(GraphError):
    """A statement that must only read has a clause that writes, loads files or calls an unlisted procedure."""

    type = "write-refused"


class SchemaTooNew(GraphError):
    """The graph was written by a newer program."""

    status = 503
    type = "schema-too-new"
    exit_code = 10


class DeskUnavailable(QuanjingError):
    """The desk's database cannot be reached, is locked for too long, or is not there."""

    status = 503
    type = "desk-unavailable"
    exit_code = 8


class DeskTooNew(QuanjingError):
    """The desk was written by a newer program."""

    status = 503
    type = "desk-too-new"
    exit_code = 10


class IssuerUnavailable(QuanjingError):
    """The issuer of OpenID Connect cannot be asked, so that nobody can say whether its tokens are good."""

    status = 503
    type = "issuer-unavailable"


class ServiceUnreachable(QuanjingError):
    """Another service does not answer, however often it is asked."""

    status = 503
    type = "service-unreachable"
    exit_code = 8


class NodeAnswer(QuanjingError):
    """Another node answers what cannot be used: nothing of the answer was written."""

    status = 502
    type = "node-answer"
    exit_code = 21


class CatalogueError(QuanjingError):
    """A category file is wrong; `file` and `line` point to the error."""

    type = "catalogue-error"
    exit_code = 11


class RulesError(QuanjingError):
    """A file of indicators, classes or strengths of risk is wrong; `file` and `line` point to the error."""

    type = "rules-error"
    exit_code = 14


class QuestionError(QuanjingError):
    """A question file is wrong; `file` names it."""

    type = "question-error"
    exit_code = 12


class PolicyError(QuanjingError):
    """A route would be served without a policy rule, or a rule names a route that does not exist."""

    type = "policy-error"


class SettingsError(QuanjingError):
    """A setting is missing, wrong or unsafe."""

    type = "settings-error"
    exit_code = 13
