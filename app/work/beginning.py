"""Beginning what is made from the whole graph, by whatever way it is asked for: exports, and standing analyses."""

import json
from dataclasses import replace
from hashlib import sha256

from app.desk.jobs.queue import NewJob
from app.desk.store import Desk
from app.errors import InputError
from app.questions.moments import parse_day
from app.work.analysing import AnalyseParams, analysis_of
from app.work.exporting.job import ExportParams, check_division
from app.work.kinds import ANALYSE, EXPORT
from app.work.resources import Resources
from models.caller import Caller
from models.work.exports import OWNERS, ExportQuery


async def new_export(desk: Desk, caller: Caller, query: ExportQuery, parties: tuple[str, ...], title: str = "") -> NewJob:
    """The job of an export of a category that there is, or of owners; `title` is what it is called before its division.

    Raises Forbidden where the caller may not take it out of the division; InputError.
    """
    region = query.region if query.region is not None else caller.region or ""
    await check_division(desk, caller, region)
    if query.of == OWNERS and not parties:
        raise InputError("owners are exported of parties that are listed", parameter="parties")
    if query.as_of:
        parse_day(query.as_of)
    params = ExportParams(region=region, parties=parties, **query.model_dump(exclude={"region"}))
    called = f"{title or query.of} {region or '*'}"
    return EXPORT.new(params, str(caller.name), title=called, department=caller.department)


def new_analysis(resources: Resources, caller: Caller, params: AnalyseParams, title: str = "") -> NewJob:
    """The job of a standing analysis. Raises NotFound where there is none of its name; InputError."""
    analysis_of(resources, params.name, params.rules)
    if params.as_of:
        parse_day(params.as_of)
    return ANALYSE.new(params, str(caller.name), title=title or params.name, department=caller.department)


def only_once(job: NewJob, key: str) -> NewJob:
    """A job that a form begins, once however often it is sent as it is; `key` is the form's own."""
    said = json.dumps([job.caller, job.kind, job.params, key], sort_keys=True)
    return replace(job, once=f"form:{sha256(said.encode()).hexdigest()}")
