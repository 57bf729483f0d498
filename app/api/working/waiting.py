"""Waiting for a job, and answering with what it came to: its result, why it failed, or the job itself where it goes on."""

import json
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import Response

from app.api.problems import problem_response, problem_titled
from app.desk.jobs import listing
from app.desk.jobs.listing import OPERATOR
from app.security.guard import desk_of
from app.work.following import over_within
from models.work.jobs import JobCard, JobError, JobState

REPLAYED = "Idempotency-Replayed"


def place_of(job: str) -> str:
    """The address of a job."""
    return f"/v1/jobs/{job}"


async def answered(request: Request, job: str, seconds: float, *, fresh: bool = True, made: int = 201) -> Response:
    """The answer to a request that began a job, once it is over or after so many seconds.

    Its result with status `made` (200 where an earlier request began it), or the problem it ended with; while it goes on, the
    job itself with 202. `Location` is the job's address.
    """
    found = await over_within(desk_of(request), request.app.state.settings, job, seconds)
    headers = {"Location": place_of(job)} | ({} if fresh else {REPLAYED: "true"})
    if found.state is JobState.DONE:
        _, text = await desk_of(request).read(listing.result, OPERATOR, job)
        result = shown_result(found, json.loads(text))
        if result.get("error"):
            return failed(request, found, JobError(type="invalid-input", status=422, detail=str(result["error"])), headers)
        return Response(orjson.dumps(result), made if fresh else 200, headers, "application/json")
    if found.state is JobState.FAILED and found.error:
        return failed(request, found, found.error, headers)
    if found.state is JobState.CANCELLED:
        return failed(request, found, JobError(type="conflict", status=409, detail="the job was cancelled"), headers)
    return Response(found.model_dump_json(), 202, headers, "application/json")


def failed(request: Request, job: JobCard, error: JobError, headers: dict[str, str]) -> Response:
    """The problem that a job ended with."""
    detail = None if error.status >= 500 else error.detail
    problem = problem_titled(error.type, error.status, detail, getattr(request.state, "request_id", None))
    return problem_response(problem.model_copy(update={"instance": place_of(job.id)}), headers)


def shown_result(job: JobCard, result: dict[str, Any]) -> dict[str, Any]:
    """A result as callers see it: refused rows are fetched from the job, not from a folder of the service."""
    return result | {"rejects": f"{place_of(job.id)}/rejects"} if result.get("rejects") else result
