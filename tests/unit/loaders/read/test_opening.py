"""What is no file is refused without being opened, links do not lead out of a folder, and names are printed harmlessly."""

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.errors import InputError
from app.harmless import harmless, harmless_name
from loaders.read import find_files, open_tables
from loaders.read.opening import open_file, refusal


def load(folder: Path, *names: str) -> tuple[int, Any]:
    """The exit code of a load and its receipts."""
    done = CliRunner().invoke(
        app, ["load", "enterprise", *names, "--provider", "某局", "--json"], env={"QUANJING_HOME": str(folder / "home")}
    )
    return done.exit_code, json.loads(done.stdout)


def test_devices_pipes_and_sockets_are_refused_before_anything_is_started(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "enterprise.csv")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        names = [str(tmp_path / "enterprise.csv"), "/dev/zero", "/dev/full", str(tmp_path / "s"), str(tmp_path / "absent.csv")]
        code, receipts = load(tmp_path, *names)
    assert code == 21
    errors = [one["error"] for one in receipts]
    assert "a pipe" in errors[0]
    assert all("a device" in error for error in errors[1:3])
    assert "a socket" in errors[3]
    assert "No such file" in errors[4]
    assert not (tmp_path / "home").exists(), "no graph was opened, and no lease taken"


def test_what_became_a_pipe_meanwhile_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    for path, word in ((tmp_path / "a.csv", "pipe"), (tmp_path, "folder"), (Path("/dev/zero"), "device")):
        with pytest.raises(InputError, match=word), open_file(path):
            pass
        assert word in str(refusal(path, "a"))
    with pytest.raises(InputError, match="pipe"):
        next(iter(open_tables(tmp_path / "a.csv")))
    assert "no name of a file" in str(refusal(Path("a\x00b"), "a"))


def test_links_are_not_followed_out_of_a_folder(tmp_path: Path) -> None:
    inbox, outside = tmp_path / "inbox", tmp_path / "outside"
    (inbox / "enterprise").mkdir(parents=True)
    outside.mkdir()
    for path in (outside / "enterprise.secret.csv", inbox / "enterprise" / "a.csv"):
        path.write_text("企业名称\n", encoding="utf-8")
    (inbox / "enterprise.link.csv").symlink_to(outside / "enterprise.secret.csv")
    (inbox / "enterprise.passwd.csv").symlink_to("/etc/passwd")
    (inbox / "penalty").symlink_to(outside, target_is_directory=True)
    (inbox / "enterprise.within.csv").symlink_to(inbox / "enterprise" / "a.csv")
    (inbox / "enterprise.gone.csv").symlink_to(inbox / "nowhere.csv")
    os.mkfifo(inbox / "enterprise.pipe.csv")
    found = {one.path.name: one for one in find_files(inbox, {"enterprise", "penalty"})}
    assert {name for name, one in found.items() if not one.problem} == {"a.csv", "enterprise.within.csv"}
    out = {name for name, one in found.items() if one.problem and "leads out" in one.problem}
    assert out == {"enterprise.link.csv", "enterprise.passwd.csv", "penalty"}
    assert "a pipe" in str(found["enterprise.pipe.csv"].problem)
    assert "No such file" in str(found["enterprise.gone.csv"].problem)


NAME = "enterprise.\x1b[2J\x1b]0;x\x07\u202e甲\n乙\u2066\u200f.csv"


def test_names_are_printed_harmlessly(tmp_path: Path) -> None:
    assert harmless_name(NAME) == "enterprise.\\x1b[2J\\x1b]0;x\\x07\\u202e甲\\x0a乙\\u2066\\u200f.csv"
    assert harmless_name(os.fsdecode(b"a\xff.csv")) == "a\\xff.csv"
    assert harmless("a\tb\nc\r\x9b31m") == "a\tb\nc\\x0d\\x9b31m"
    assert harmless_name("某市 (2024)—名录・甲é.csv") == "某市 (2024)—名录・甲é.csv"
    os.mkfifo(tmp_path / NAME)
    for names in ([str(tmp_path / NAME)], [str(tmp_path)]):
        _, receipts = load(tmp_path, *names)
        told = receipts if isinstance(receipts, dict) else receipts[0]
        shown = told["document"] + told["error"]
        assert shown.isprintable(), shown
        assert "\\x1b" in told["document"]
    (tmp_path / NAME).unlink()
    (tmp_path / NAME).write_bytes(b"%PDF")
    with pytest.raises(InputError) as error:
        next(iter(open_tables(tmp_path / NAME)))
    assert error.value.message.isprintable()
