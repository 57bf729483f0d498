"""Inquiries on the command line and on their page, on a group of seven firms."""

import json
import re
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.cli import main
from app.engine import place_of
from app.settings import Settings
from app.words import words
from tests.support.engines import environment
from tests.support.worlds import small_group
from tests.support.worlds.small_group import ALONE, BELOW, FIRM, HEAD, HOSTILE_NAME, MIDDLE, NAMES, OTHER, WEAKER, person

ZH = words("zh")
HTML = {"Accept": "text/html"}
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def said() -> list[str]:
    """What the commands of a test put on standard error, one text each."""
    return []


@pytest.fixture
def quanjing(group: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], said: list[str]) -> Command:
    """Runs a command over the group; gives its exit code and what it put on standard output."""
    for name, value in environment(group).items():
        if name.startswith("QUANJING_"):
            monkeypatch.setenv(name, value)

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["quanjing", *words])
        with pytest.raises(SystemExit) as left:
            main()
        code = left.value.code
        told = capsys.readouterr()
        said.append(told.err)
        return code if isinstance(code, int) else 0, told.out

    return run


def document(told: tuple[int, str]) -> Any:
    """The one JSON document of a command that succeeded."""
    assert told[0] == 0
    return json.loads(told[1])


def test_ownership_as_json(quanjing: Command) -> None:
    answer = document(quanjing("ownership", FIRM[5:], "--json"))
    fields = {"id", "direct", "integrated", "integrated_min", "integrated_max", "paths"}
    assert answer["owners"]
    assert answer["holdings"]
    assert all(fields <= one.keys() for one in (*answer["owners"], *answer["holdings"]))
    assert {one["id"]: one["integrated"] for one in answer["owners"]}[HEAD] == 0.475
    both = document(quanjing("ownership", HEAD, BELOW, "--json", "--as-of", small_group.EARLIER))
    assert [one["party"]["id"] for one in both] == [HEAD, BELOW]
    assert both[0]["known_at"] == both[1]["known_at"]


def test_ownership_as_a_tree(quanjing: Command) -> None:
    code, text = quanjing("ownership", FIRM)
    assert code == 0
    lines = text.splitlines()
    assert lines[0] == f"{NAMES[FIRM]}  {FIRM}"
    head = next(i for i, line in enumerate(lines) if re.match(f"├─ 30 %  {NAMES[HEAD]} .*47.5 % in all", line))
    assert re.match(f"│  ├─ 60 %  {small_group.OWNER} .*28.5 % in all", lines[head + 1])
    assert sum(NAMES[MIDDLE] in line for line in lines) == 1
    assert any("otherwise" in line and "annual report" in line and "80 %" in line for line in lines)
    _, other = quanjing("ownership", OTHER)
    assert other.count("  as stated: ") == 2
    assert words("en").code("end", "inconsistent") in other


def test_a_party_goes_by_its_only_name(quanjing: Command) -> None:
    for command in ("portrait", "ownership", "control", "controls-over-time"):
        assert document(quanjing(command, NAMES[FIRM], "--json")) == document(quanjing(command, FIRM, "--json"))
    both = document(quanjing("relations", NAMES[FIRM], NAMES[HEAD], "--json"))
    assert both == document(quanjing("relations", FIRM, HEAD, "--json"))
    records = document(quanjing("records", NAMES[FIRM], "--category", "登记信息", "--json"))
    assert (records["party"]["id"], records["category"], records["total"] > 0) == (FIRM, "enterprise", True)


def test_it_is_said_which_graph_is_read_and_who_is_meant(quanjing: Command, said: list[str], group: Settings) -> None:
    quanjing("portrait", NAMES[FIRM])
    assert said[-1].splitlines() == [f"graph: {place_of(group)}", f"{NAMES[FIRM]}: taken for {FIRM}"]
    quanjing("portrait", FIRM, "--lang", "zh")
    assert said[-1].splitlines() == [f"图：{place_of(group)}"]


def test_a_name_of_several_or_of_none_is_answered_by_what_a_search_finds(quanjing: Command, said: list[str]) -> None:
    assert quanjing("portrait", "杭州壬") == (4, "")
    assert "杭州壬 is not the name of one party alone; did you mean" in said[-1]
    assert sum(f"{name} {party}" in said[-1] for party, name in NAMES.items()) >= 3
    assert quanjing("portrait", "没有这样的名称", "--lang", "zh") == (4, "")
    assert "没有名为 没有这样的名称 的主体" in said[-1]


def test_control(quanjing: Command) -> None:
    answer = document(quanjing("control", FIRM, "--json", "--as-of", small_group.EARLIER))
    assert all({"id", "because"} <= one.keys() for one in (*answer["controllers"], *answer["controls"]))
    assert {one["id"] for one in answer["controllers"]} == {HEAD, person(small_group.OWNER, HEAD)}
    assert {one["id"] for one in answer["controls"]} == {BELOW}
    _, text = quanjing("control", FIRM)
    assert f"{NAMES[MIDDLE]}, which it controls, holds 25 % and it holds 30 %, together 55 % of the votes" in text
    stricter = document(quanjing("control", FIRM, "--rules", "custom", "--threshold", "0.55", "--comparison", "gt", "--json"))
    assert stricter["controllers"] == []
    together = document(quanjing("control", FIRM, "--concert", f"{WEAKER},{person(small_group.RIVAL, FIRM)}", "--json"))
    assert {one["id"] for one in together["controllers"]} >= {HEAD}


def test_the_other_questions(quanjing: Command) -> None:
    _, owners = quanjing("owners", FIRM)
    assert "(1) finally owns 28.5 % of the equity, at least 25 %" in owners
    assert f"70 % × 25 % = 10.5 %: {small_group.OWNER} → {NAMES[HEAD]} → {NAMES[MIDDLE]} → {NAMES[FIRM]}" in owners
    _, group = quanjing("group", FIRM)
    assert f"parent: {NAMES[HEAD]}" in group
    _, related = quanjing("related", FIRM)
    assert f"{NAMES[HEAD]} controls {NAMES[FIRM]}: its parent" in related
    _, relations = quanjing("relations", HEAD, BELOW, ALONE)
    forward, backward = f"{NAMES[FIRM]} —holds shares of→ {NAMES[BELOW]}", f"{NAMES[BELOW]} ←holds shares of— {NAMES[FIRM]}"
    assert (forward in relations) != (backward in relations)
    assert "3 of 3 pairs searched" in relations
    _, network = quanjing("network", MIDDLE)
    assert f"{NAMES[MIDDLE]} —holds shares of→ {NAMES[FIRM]}  25 %" in network
    days = ("--before", small_group.EARLIER, "--after", small_group.LATER)
    _, differences = quanjing("differences", FIRM, "--of", "control", *days)
    assert f"  - {NAMES[BELOW]}" in differences
    _, shares = quanjing("differences", FIRM, *days)
    assert f"  ~ {NAMES[BELOW]}: direct 100 % → 40 %; in all 100 % → 40 %" in shares
    _, wide = quanjing("differences", FIRM, "--of", "control", "--rules", "eu_fatf_25", *days)
    assert f"  - {NAMES[BELOW]}" not in wide
    _, related = quanjing("differences", FIRM, BELOW, person(small_group.COMER, BELOW), "--of", "relations", *days)
    assert related.splitlines()[0].startswith(f"{NAMES[FIRM]}  {FIRM} and 2 more: relations")
    assert f"  ? + {small_group.COMER} — {NAMES[BELOW]}" in related or f"  + {small_group.COMER} — {NAMES[BELOW]}" in related


def test_a_network_as_a_file(quanjing: Command, tmp_path: Any) -> None:
    code, text = quanjing("network", MIDDLE, "--format", "edges.csv")
    assert (code, text.count("INVESTS_IN")) == (0, 3)
    out = tmp_path / "network.zip"
    assert quanjing("network", MIDDLE, "--format", "csv", "--out", str(out)) == (0, "")
    assert out.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ownership", "uscc:none"), 4),
        (("control", FIRM, "uscc:none"), 4),
        (("ownership", FIRM, "--basis", "other"), 2),
        (("ownership", FIRM, "--precedence", "other"), 2),
        (("ownership", FIRM, "--as-of", "yesterday"), 2),
        (("control", FIRM, "--rules", "other"), 2),
        (("control", FIRM, "--threshold", "0.3"), 2),
        (("owners", person(small_group.RIVAL, FIRM)), 2),
        (("relations", FIRM), 2),
        (("network", FIRM, "--out", "x"), 2),
        (("differences", FIRM, "--of", "other", "--before", "2024-01-01", "--after", "2024-02-01"), 2),
        (
            (
                "differences",
                FIRM,
                "--limit",
                "9",
                "--of",
                "beneficial_owners",
                "--before",
                small_group.EARLIER,
                "--after",
                small_group.LATER,
            ),
            2,
        ),
        (("differences", FIRM, "--of", "relations", "--before", small_group.EARLIER, "--after", small_group.LATER), 2),
        (("network", FIRM, "--exclude", "NONE"), 2),
        (("network", FIRM, "--limits", "INVESTS_IN"), 2),
        (("ownership", FIRM, "--view", "probable"), 3),
    ],
)
def test_exit_codes(quanjing: Command, words: tuple[str, ...], code: int) -> None:
    assert quanjing(*words) == (code, "")


async def test_the_page(served: httpx.AsyncClient) -> None:
    portrait = await served.get(f"/parties/{FIRM}", headers=HTML)
    assert f'href="/parties/{FIRM}/ownership"' in portrait.text
    page = await served.get(f"/parties/{FIRM}/ownership", headers=HTML)
    assert page.status_code == 200
    shares = (small_group.OWNER, "47.5 %", "28.5 %", "合计 55 % 的表决权", "不低于 25 %")
    for told in (*shares, ZH("ultimate"), ZH("beneficial_owners"), ZH("list_conflicts")):
        assert told in page.text, told
    english = await served.get(f"/parties/{FIRM}/ownership?lang=en&rules=takeover_84&basis=votes", headers=HTML)
    assert "which it controls, holds 25 %" in english.text
    assert '<option value="takeover_84" selected>' in english.text
    assert '<option value="votes" selected>' in english.text
    assert "lang=en" in english.text
    other = await served.get(f"/parties/{OTHER}/ownership", headers=HTML)
    controllers = other.text.partition('id="controllers"')[2].partition("</section>")[0]
    assert ZH("inconsistent_lists") in controllers
    assert ZH("inconsistent_lists") not in page.text
    assert other.text.count(small_group.RIVAL) >= 1
    assert ZH("list_rows") in other.text


async def test_the_page_of_another_day_and_of_a_person(served: httpx.AsyncClient) -> None:
    earlier, later = [
        (await served.get(f"/parties/{FIRM}/ownership?as_of={day}", headers=HTML)).text
        for day in (small_group.EARLIER, small_group.LATER)
    ]
    control = f"{NAMES[FIRM]}控制{NAMES[BELOW]}"
    assert control in earlier
    assert control not in later
    page = (await served.get(f"/parties/{person(small_group.OWNER, HEAD)}/ownership", headers=HTML)).text
    assert NAMES[MIDDLE] in page
    assert 'id="owners"' not in page
    assert 'id="beneficial"' not in page


async def test_who_is_known_by_a_name_only_is_called_by_it_and_linked_nowhere(
    served: httpx.AsyncClient, quanjing: Command
) -> None:
    page = (await served.get(f"/parties/{ALONE}/ownership", headers=HTML)).text
    assert page.count(f'<span>{small_group.NAMED}</span> <span class="tag">{ZH("name_only")}</span>') >= 2
    assert "name:" not in re.sub(r"<[^>]*>", "", page)
    links = re.findall(r'href="([^"]*)"', page)
    assert links
    assert not [link for link in links if "name" in link]
    answer = (await served.get(f"/v1/parties/{ALONE}/ownership")).json()
    assert [(one["id"][:5], one["name"]) for one in answer["owners"]] == [("name:", small_group.NAMED)]


def test_who_is_known_by_a_name_only_on_the_command_line(quanjing: Command) -> None:
    mark, days = f"{small_group.NAMED} ({words('en')('name_only')})", ("--before", "2023-06-01", "--after", small_group.LATER)
    for asked in (("ownership",), ("control",), ("owners",), ("group",), ("related",), ("network",)):
        code, text = quanjing(*asked, ALONE)
        assert code == 0
        assert mark in text, asked
        assert "name:" not in text, asked
    (owner,) = document(quanjing("ownership", ALONE, "--json"))["owners"]
    _, related = quanjing("relations", ALONE, FIRM, owner["id"])
    assert "name:" not in related
    for of in ("ownership", "control", "network", "related"):
        assert "name:" not in quanjing("differences", ALONE, "--of", of, *days)[1]


async def test_hostile_names_and_wrong_questions_on_the_page(served: httpx.AsyncClient) -> None:
    page = (await served.get(f"/parties/{MIDDLE}/ownership", headers=HTML)).text
    assert HOSTILE_NAME not in page
    assert "&lt;script&gt;alert" in page
    assert re.findall(r"<script|\bon\w+=|\bstyle=", page) == []
    moved = await served.get(f"/parties/{WEAKER}/ownership?basis=paid")
    assert (moved.status_code, moved.headers["location"].split("?")[0]) == (307, f"/parties/{HEAD}/ownership")
    wrong = {"uscc:none/ownership": 404, f"{FIRM}/ownership?rules=other": 422, f"{FIRM}/ownership?basis=x": 422}
    for path, status in wrong.items():
        response = await served.get(f"/parties/{path}", headers=HTML)
        assert (response.status_code, "<html" in response.text) == (status, True)


def test_exposure_of_a_firm_is_asked_from_the_command_line(quanjing: Command) -> None:
    answer = document(quanjing("exposure", FIRM[5:], "--json"))
    assert {"own_risk", "exposure", "carried", "contributors", "shown", "total", "residual", "incomplete", "model"} <= set(
        answer
    )
    assert (answer["id"], answer["own_risk"], answer["model"]["hops"]) == (FIRM, 0.0, 4)
    code, text = quanjing("exposure", FIRM[5:])
    assert code == 0
    assert "Nothing reaches it from others" in text
    code, _ = quanjing("exposure", FIRM[5:], "--without-indicator", "X9")
    assert code != 0
    code, _ = quanjing("exposure", FIRM[5:], "--level", "0")
    assert code != 0
