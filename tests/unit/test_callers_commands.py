"""The commands on callers, approvals and the audit log, and acting as a caller, without a graph."""

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.cli.acting import act_as, caller_here
from app.cli.language.messages import Language, use
from app.desk.approvals.register import ask_approval
from app.desk.cases.participants import PROGRAM
from app.desk.cases.register import open_case
from app.desk.store import open_desk
from app.errors import Conflict, InputError, NotFound
from app.settings import read_settings
from models.caller import CallerRole
from models.work.approvals import ApprovalKind, NewApproval
from models.work.cases import NewCase

Run = Callable[..., tuple[Any, str, str]]


@pytest.fixture
def quanjing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with a desk of its own; gives its exit code, what it put on standard output, and what it said."""
    monkeypatch.setenv("QUANJING_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("QUANJING_DESK_URL", raising=False)

    def run(*words: str) -> tuple[Any, str, str]:
        monkeypatch.setattr(sys, "argv", ["quanjing", *words])
        with pytest.raises(SystemExit) as left:
            main()
        use(Language.EN)
        act_as(None)
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


def added(quanjing: Run, name: str = "李某", *more: str) -> dict[str, Any]:
    code, out, _ = quanjing("callers", "add", name, "--role", "investigator", "--json", *more)
    assert code == 0
    told: dict[str, Any] = json.loads(out)
    return told


def test_a_caller_from_first_to_last(quanjing: Run) -> None:
    issued = added(quanjing)
    assert {"id", "key"} <= issued.keys()
    assert issued["key"].startswith("qj_")
    code, out, err = quanjing("callers", "rotate", "李某", "--overlap", "2")
    assert (code, out.startswith("qj_"), issued["key"] in out) == (0, True, False)
    assert "shown this once" in err
    code, out, _ = quanjing("callers", "list")
    assert (code, out.count("\n  key ")) == (0, 2)
    assert issued["key"].rpartition("_")[2] not in out
    assert quanjing("callers", "revoke", issued["id"])[0] == 0
    assert "revoked" in quanjing("callers", "list")[1]
    assert "已撤销" in quanjing("--lang", "zh", "callers", "revoke", "李某")[1]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("add", "x", "--role", "king"), 2, "--role is one of"),
        (("add", "x", "--role", "public"), 2, "--role is one of"),
        (("add", "x", "--role", "department"), 2, "need --department"),
        (("add", "x", "--role", "analyst", "--region", "浙江"), 2, "--region is a division"),
        (("add", "", "--role", "analyst"), 2, "a name has 1 to 200 characters"),
        (("add", "李某", "--role", "analyst"), 5, "there is a caller of that name"),
        (("revoke", "nobody"), 4, "there is no such caller"),
        (("rotate", "nobody"), 4, "there is no such caller"),
    ],
)
def test_what_cannot_be_done_is_told(quanjing: Run, words: tuple[str, ...], code: int, told: str) -> None:
    added(quanjing)
    left, out, err = quanjing("callers", *words)
    assert (left, out, told in err) == (code, "", True), err


def test_where_there_is_no_desk_none_is_made(quanjing: Run, tmp_path: Path) -> None:
    for words in (
        ("callers", "list"),
        ("audit", "verify"),
        ("audit", "list"),
        ("approvals", "list"),
        ("callers", "revoke", "x"),
    ):
        assert quanjing(*words)[0] == 8
    assert not (tmp_path / "home").exists()


def test_the_log_keeps_what_the_command_line_does_and_shows_its_changes(quanjing: Run, tmp_path: Path) -> None:
    issued = added(quanjing)
    quanjing("callers", "revoke", "李某")
    listed = json.loads(quanjing("audit", "list", "--about", issued["id"], "--json")[1])
    assert [one["action"] for one in listed["items"]] == ["caller revoked", "caller added"]
    assert all(one["caller"].endswith("(command line)") for one in listed["items"])
    code, head, _ = quanjing("audit", "head")
    assert (code, head.startswith("2:")) == (0, True)
    assert quanjing("audit", "verify", "--head", head.strip())[0] == 0
    assert quanjing("audit", "verify", "--head", "x")[0] == 2
    with sqlite3.connect(tmp_path / "home" / "desk.db") as desk:
        desk.execute("UPDATE audit SET caller = 'somebody else' WHERE seq = 1")
    desk.close()
    code, out, _ = quanjing("audit", "verify")
    assert (code, "entry 1 is not what was written" in out) == (1, True)
    code, out, _ = quanjing("--lang", "zh", "audit", "verify", "--head", f"9:{'0' * 64}")
    assert code == 1
    assert out.splitlines() == [
        "第 1 条与写入时不符，或不在原位",
        "所留存的末条（第 9 条）缺失",
        f"日志已被改动：2 条，末条 {head.strip()}",
    ]


def test_an_approval_is_decided(quanjing: Run) -> None:
    issued = added(quanjing)
    with open_desk(read_settings()) as desk, desk.writing() as connection:
        new = NewApproval(kind=ApprovalKind.EXPORT, scope="33", reason="抽查")
        card = ask_approval(connection, issued["id"], new)
    code, out, _ = quanjing("approvals", "grant", card.id, "--days", "3", "--remark", "同意")
    assert (code, "granted" in out, "同意" in out) == (0, True, True)
    assert quanjing("approvals", "refuse", card.id)[0] == 5
    assert quanjing("approvals", "end", card.id)[0] == 0
    assert "ended" in quanjing("approvals", "list")[1]


def test_a_case_is_listed_shown_and_acted_in(quanjing: Run) -> None:
    added(quanjing, "某局一员", "--role", "department", "--department", "某局")
    added(quanjing, "别局一员", "--role", "department", "--department", "别局")
    with open_desk(read_settings()) as desk, desk.writing() as connection:
        case, _ = open_case(connection, NewCase(kind="problem_rows", key="b1", receiver="某局", basis={"rows": 3}), PROGRAM)
    for words, shown in (((), True), (("--as", "某局一员"), True), (("--as", "别局一员"), False)):
        code, out, _ = quanjing(*words, "cases", "list")
        assert (code, case.id in out) == (0, shown), words
    assert quanjing("cases", "list", "--due-by", "morgen")[0] == 2
    assert quanjing("--as", "别局一员", "cases", "show", case.id)[0] == 4
    assert quanjing("--as", "别局一员", "cases", "act", case.id, "claim")[0] == 4
    code, out, _ = quanjing("--as", "某局一员", "cases", "act", case.id, "claim")
    assert (code, "Claimed" in out, "allowed: release, answer" in out) == (0, True, True)
    code, _, err = quanjing("--as", "某局一员", "cases", "act", case.id, "claim")
    assert (code, "claim is not allowed, only release, answer" in err) == (5, True)
    code, _, err = quanjing("--lang", "zh", "--as", "某局一员", "cases", "act", case.id, "answer")
    assert (code, "answer 须填写理由" in err) == (5, True)
    code, out, _ = quanjing("--lang", "zh", "cases", "show", case.id)
    assert (code, "已认领" in out, "rows: 3" in out, "认领" in out, "某局一员" in out) == (0, True, True, True, True)
    steps = json.loads(quanjing("cases", "show", case.id, "--json")[1])["steps"]
    assert [step["action"] for step in steps] == ["open", "claim"]
    listed = json.loads(quanjing("audit", "list", "--about", case.id, "--json")[1])
    assert "case claim" in [one["action"] for one in listed["items"]]


def test_a_command_acts_as_a_caller_at_its_level(quanjing: Run) -> None:
    issued = added(quanjing)
    try:
        act_as("李某")
        caller = caller_here(0)
        assert (caller.id, caller.level, CallerRole.INVESTIGATOR in caller.roles) == (issued["id"], 1, True)
        with pytest.raises(InputError, match="leave out --level"):
            caller_here(2)
        act_as("nobody")
        with pytest.raises(NotFound):
            caller_here(0)
        quanjing("callers", "revoke", "李某")
        act_as("李某")
        with pytest.raises(Conflict):
            caller_here(0)
    finally:
        act_as(None)
    assert caller_here(2).id is None
    listed = json.loads(quanjing("audit", "list", "--about", issued["id"], "--json")[1])
    assert "asked as a caller" in [one["action"] for one in listed["items"]]
    assert quanjing("--as", "李某", "owners", "91330106MYQ4RW800L")[0] == 5
