"""The table of all kinds of job, and of those that begin by themselves."""

from collections.abc import Mapping
from typing import Any

from app.desk.jobs.kinds import JobKind, Lane, by_name
from app.desk.jobs.schedules import Schedule
from app.work.acting import ActParams, act
from app.work.analysing import AnalyseParams, KeepUpParams, analyse, keep_up
from app.work.batches import WithdrawParams, withdraw
from app.work.exporting.job import ExportParams, export
from app.work.nodes import RollUpParams, hand_over, roll_up
from app.work.pushes import PushParams, drop, push
from app.work.resources import Resources
from app.work.settling import SettleParams, settle_due
from app.work.supervising import SuperviseParams, supervise_quality
from app.work.tidying import TidyParams, tidy
from app.work.warnings.running import warn_job
from models.work.nodes import NewHandover
from models.work.warnings import WarnParams

PUSH = JobKind("push", PushParams, push, Lane.WRITE, attempts=8, afterwards=drop)
WITHDRAW = JobKind("withdraw", WithdrawParams, withdraw, Lane.WRITE, attempts=8)
ACT = JobKind("act", ActParams, act, Lane.WRITE, attempts=8)
SETTLE = JobKind("settle", SettleParams, settle_due, Lane.WRITE, priority=-1, attempts=200)
TIDY = JobKind("tidy", TidyParams, tidy, priority=5)
EXPORT = JobKind("export", ExportParams, export)
ANALYSE = JobKind("analyse", AnalyseParams, analyse, Lane.WRITE, priority=5, patience=5.0)
KEEP_UP = JobKind("keep-up", KeepUpParams, keep_up, Lane.WRITE, priority=5, attempts=8, patience=5.0)
ROLL_UP = JobKind("roll-up", RollUpParams, roll_up, Lane.WRITE, priority=5, attempts=8, patience=5.0)
HAND_OVER = JobKind("hand-over", NewHandover, hand_over, Lane.WRITE, attempts=8, patience=5.0)
SUPERVISE = JobKind("supervise", SuperviseParams, supervise_quality, priority=5)
WARN = JobKind("warn", WarnParams, warn_job, priority=5)
KINDS: Mapping[str, JobKind[Any, Resources]] = by_name(
    (PUSH, WITHDRAW, ACT, SETTLE, TIDY, EXPORT, ANALYSE, KEEP_UP, ROLL_UP, HAND_OVER, SUPERVISE, WARN)
)

SCHEDULES = (
    Schedule("settle", "0 0 * * *"),
    Schedule("tidy", "30 3 * * *"),
    Schedule("supervise", "40 4 * * *"),
    Schedule("warn", "50 4 * * *"),
    Schedule("keep-up", "20 * * * *"),
)
"""What begins by itself, in China's time: at the turn of the day what counts from it, at night the deletion of what was kept
for its term and the cases that quality and the rules of warnings call for, every hour the refresh of a standing analysis
behind which the change feed has moved on."""
