"""Inquiries over HTTP, on a group of seven firms; what is right in general is shown where it is worked out."""

import io
import json
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from models.answers.stamped import (
    BeneficialOwnersAnswer,
    ControlAnswer,
    DifferencesAnswer,
    GroupAnswer,
    NetworkAnswer,
    OwnershipAnswer,
    RelatedAnswer,
    RelationsAnswer,
)
from models.service import RuleSetCards
from tests.support.worlds import small_group
from tests.support.worlds.small_group import ALONE, BELOW, FIRM, HEAD, HOSTILE, MIDDLE, NAMES, OTHER, WEAKER, person

P = "/v1/parties"
OWNER, RIVAL = person(small_group.OWNER, HEAD), person(small_group.RIVAL, FIRM)


async def get(served: httpx.AsyncClient, path: str, **query: Any) -> dict[str, Any]:
    """The JSON of an answer."""
    response = await served.get(path, params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    found: dict[str, Any] = response.json()
    return found


def by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Items by their ids."""
    return {item["id"]: item for item in items}


async def test_ownership(served: httpx.AsyncClient) -> None:
    answer = await get(served, f"{P}/{FIRM}/ownership")
    OwnershipAnswer.model_validate(answer)
    owners = by_id(answer["owners"])
    assert owners[HEAD]["direct"] == 0.3
    assert owners[HEAD]["integrated"] == owners[HEAD]["integrated_min"] == 0.475
    assert [path["share"] for path in owners[HEAD]["paths"]] == [0.3, 0.175]
    assert owners[OWNER]["integrated"] == 0.285
    assert set(by_id(answer["holdings"])) == {BELOW}
    assert by_id(answer["parties"])[HEAD]["name"] == small_group.NAMES[HEAD]
    notes = {note["enterprise"]: note for note in answer["notes"]}
    assert {row["share_min"] for row in notes[FIRM]["conflicts"]} == {0.8, 0.2}
    assert [row["share_min"] for row in notes[OTHER]["rows"]] == [0.6, 0.6]
    assert len({(link["holder"], link["enterprise"]) for link in answer["links"]}) == len(answer["links"])


async def test_what_ownership_shows_is_bounded_and_what_it_says_is_not(served: httpx.AsyncClient) -> None:
    whole = await get(served, f"{P}/{FIRM}/ownership")
    assert whole["incomplete"] == []
    for bound in ({"limit": 1}, {"depth": 1}):
        some = await get(served, f"{P}/{FIRM}/ownership", **bound)
        assert len(some["owners"]) < len(whole["owners"]) == some["owners_total"]
        assert some["incomplete"]
        assert all(owner == by_id(whole["owners"])[owner["id"]] for owner in some["owners"])
    assert all(len(o["paths"]) <= 1 for o in (await get(served, f"{P}/{FIRM}/ownership", paths=1))["owners"])
    reported = await get(served, f"{P}/{FIRM}/ownership", precedence="annual_report_first")
    assert by_id(reported["owners"])[HEAD]["direct"] == 0.8


async def test_as_of_a_day(served: httpx.AsyncClient) -> None:
    shares = [
        by_id((await get(served, f"{P}/{FIRM}/ownership", as_of=day))["holdings"])[BELOW]["direct"]
        for day in (small_group.EARLIER, small_group.LATER)
    ]
    assert shares == [1.0, 0.4]


async def test_controllers(served: httpx.AsyncClient) -> None:
    answer = await get(served, f"{P}/{FIRM}/controllers")
    ControlAnswer.model_validate(answer)
    controllers = by_id(answer["controllers"])
    assert set(controllers) == {HEAD, OWNER}
    assert controllers[OWNER]["ultimate"]
    assert controllers[HEAD]["because"][-1]["votes"] == {"low": 0.55, "high": 0.55}
    assert [
        (await get(served, f"{P}/{FIRM}/controllers", as_of=day))["total"] for day in (small_group.EARLIER, small_group.LATER)
    ] == [
        1,
        0,
    ]
    stricter = await get(served, f"{P}/{FIRM}/controllers", rules="custom", threshold=0.55, comparison="gt")
    assert stricter["controllers"] == []


async def test_who_acts_in_concert_is_an_input(served: httpx.AsyncClient) -> None:
    query = {"rules": "custom", "threshold": 0.7, "comparison": "gt"}
    assert (await get(served, f"{P}/{FIRM}/controllers", **query))["controllers"] == []
    together = await get(served, f"{P}/{FIRM}/controllers", **query, concert=f"{WEAKER},{RIVAL}")
    assert set(by_id(together["controllers"])) == {HEAD, RIVAL}
    assert by_id(together["controllers"])[RIVAL]["jointly_with"][0]["id"] == HEAD


async def test_beneficial_owners(served: httpx.AsyncClient) -> None:
    answer = await get(served, f"{P}/{FIRM}/beneficial-owners")
    wrong = await served.get(f"{P}/{FIRM}/beneficial-owners", params={"concert": OWNER})
    assert (wrong.status_code, wrong.json()["errors"][0]["parameter"]) == (422, "concert")
    BeneficialOwnersAnswer.model_validate(answer)
    owners = by_id(answer["owners"])
    assert {one for one, owner in owners.items() if owner["certainty"] == "certain"} == {OWNER, RIVAL}
    (condition,) = owners[OWNER]["conditions"]
    assert (condition["item"], condition["share"]["low"]) == (1, pytest.approx(0.285))
    assert answer["origin"] == "computed"


async def test_group_and_related(served: httpx.AsyncClient) -> None:
    group = await get(served, f"{P}/{FIRM}/group", as_of=small_group.EARLIER)
    GroupAnswer.model_validate(group)
    assert group["parent"]["id"] == HEAD
    assert set(by_id(group["members"])) == {MIDDLE, FIRM, BELOW}
    assert [one["id"] for one in group["above"]] == [OWNER]
    under_one = await get(served, f"{P}/{FIRM}/group", as_of=small_group.EARLIER, to_person="true")
    assert (under_one["parent"]["id"], under_one["parent"]["kind"], under_one["to_person"]) == (OWNER, "Person", True)
    assert set(by_id(under_one["members"])) == {HEAD, MIDDLE, FIRM, BELOW}
    of_person = await get(served, f"{P}/{OWNER}/group", as_of=small_group.EARLIER, to_person="true")
    assert of_person["members"] == under_one["members"]
    related = await get(served, f"{P}/{FIRM}/related", as_of=small_group.EARLIER)
    RelatedAnswer.model_validate(related)
    reasons = {one["id"]: {reason["kind"] for reason in one["reasons"]} for one in related["related"]}
    assert "parent" in reasons[HEAD]
    assert "subsidiary" in reasons[BELOW]
    assert ALONE not in reasons


async def test_relations(served: httpx.AsyncClient) -> None:
    answer = await get(served, "/v1/relations", parties=[HEAD, BELOW, ALONE])
    RelationsAnswer.model_validate(answer)
    (pair,) = answer["pairs"]
    assert {pair["a"], pair["b"]} == {HEAD, BELOW}
    assert set(pair["paths"][0]["parties"]) == {HEAD, FIRM, BELOW}
    assert (answer["searched"], answer["total"]) == (3, 3)
    joined = await get(served, "/v1/relations", parties=f"{WEAKER},{BELOW[5:]},{ALONE}")
    assert joined["pairs"] == answer["pairs"]
    none = await get(served, "/v1/relations", parties=[HEAD, BELOW], exclude="INVESTS_IN,REPRESENTS")
    assert none["pairs"] == []
    short = await get(served, "/v1/relations", parties=[HEAD, BELOW, "uscc:none"], hops=1)
    assert (short["pairs"], short["unknown"]) == ([], ["uscc:none"])


async def test_network(served: httpx.AsyncClient) -> None:
    answer = await get(served, f"{P}/{MIDDLE}/network")
    NetworkAnswer.model_validate(answer)
    assert set(by_id(answer["parties"])) == {HEAD, MIDDLE, FIRM, HOSTILE}
    assert (answer["shown"], answer["total"], answer["incomplete"]) == (3, 3, [])
    less = await get(served, f"{P}/{MIDDLE}/network", limits="INVESTS_IN:1")
    assert (less["shown"], less["total"]) == (2, 3)
    (cut,) = less["incomplete"]
    assert (cut["reason"], cut["part"], cut["shown"], cut["total"]) == ("length", "links", 2, 3)
    assert cut["text"]["en"] == "Not all links are shown: 2 of 3"
    wider = await get(served, f"{P}/{MIDDLE}/network", depth=2)
    assert {OWNER, RIVAL, BELOW} <= set(by_id(wider["parties"]))


@pytest.mark.parametrize(
    ("form", "media", "ending"),
    [
        ("csv", "application/zip", "zip"),
        ("nodes.csv", "text/csv; charset=utf-8", "nodes.csv"),
        ("edges.csv", "text/csv; charset=utf-8", "edges.csv"),
        ("graphml", "application/graphml+xml", "graphml"),
        ("gexf", "application/gexf+xml", "gexf"),
    ],
)
async def test_a_network_as_a_file(served: httpx.AsyncClient, form: str, media: str, ending: str) -> None:
    response = await served.get(f"{P}/{MIDDLE}/network", params={"format": form})
    assert (response.status_code, response.headers["content-type"]) == (200, media)
    name = re.fullmatch(r'attachment; filename="([^"]+)"; .*', response.headers["content-disposition"])
    assert name is not None
    assert name[1].endswith(f".{ending}")
    if form == "csv":
        tables = zipfile.ZipFile(io.BytesIO(response.content))
        assert tables.namelist() == ["nodes.csv", "edges.csv"]
    elif form == "nodes.csv":
        assert f'"\'{small_group.HOSTILE_NAME}"' in response.content.decode("utf-8-sig")
    elif form in ("graphml", "gexf"):
        elements = list(ET.fromstring(response.content).iter())
        told = {text for element in elements for text in (element.text, *element.attrib.values())}
        assert small_group.HOSTILE_NAME in told


async def test_differences(served: httpx.AsyncClient) -> None:
    days = {"before": small_group.EARLIER, "after": small_group.LATER}
    answer = await get(served, f"{P}/{FIRM}/differences", of="control", **days)
    DifferencesAnswer.model_validate(answer)
    sections = {one["section"]: one for one in answer["sections"]}
    assert [one["id"] for one in sections["controls"]["left"]] == [BELOW]
    assert sections["controllers"]["came"] == []
    owned = await get(served, f"{P}/{BELOW}/differences", of="ownership", **days)
    owners = {one["section"]: one for one in owned["sections"]}["owners"]
    assert person(small_group.COMER, BELOW) in {one["id"] for one in owners["came"]}
    back = await get(served, f"{P}/{BELOW}/differences", of="ownership", before=small_group.LATER, after=small_group.EARLIER)
    assert {one["section"]: one for one in back["sections"]}["owners"]["left"] == owners["came"]


async def test_differences_take_what_the_answer_takes(served: httpx.AsyncClient) -> None:
    path, days = f"{P}/{FIRM}/differences", {"before": small_group.EARLIER, "after": small_group.LATER}
    for rules, left in (({}, {BELOW}), ({"rules": "eu_fatf_25"}, set()), ({"threshold": 0.4, "comparison": "gt"}, {BELOW})):
        answer = await get(served, path, of="control", **days, **rules)
        assert set(by_id(answer["sections"][2]["left"])) == left, rules
        assert answer["options"] == rules
    near = await get(served, path, of="network", **days, limits="INVESTS_IN:0", exclude="REPRESENTS")
    assert [one["came"] + one["left"] + one["changed"] for one in near["sections"]] == [[], []]
    related = await get(served, path, of="relations", parties=f"{HEAD},{BELOW},{person(small_group.COMER, BELOW)}", **days)
    DifferencesAnswer.model_validate(related)
    assert set(related["asked"]) == {FIRM, HEAD, BELOW, person(small_group.COMER, BELOW)}
    pairs, paths = related["sections"]
    assert {frozenset((one["a"], one["b"])) for one in pairs["came"] + pairs["perhaps_came"]} == {
        frozenset((person(small_group.COMER, BELOW), other)) for other in (FIRM, HEAD, BELOW)
    }
    assert f"{small_group.COMER} → {NAMES[BELOW]}" in {
        name
        for one in paths["perhaps_came"] + paths["came"]
        for name in (one["name"], " → ".join(one["name"].split(" → ")[::-1]))
    }


async def test_rule_sets(served: httpx.AsyncClient) -> None:
    cards = RuleSetCards.model_validate(await get(served, "/v1/rule-sets"))
    assert {"company_law_265", "takeover_84", "beneficial_owner_2024", "cas_36", "eu_fatf_25"} == {c.name for c in cards.items}


PARTY_ROUTES = ("ownership", "controllers", "beneficial-owners", "group", "related", "network")


@pytest.mark.parametrize("route", [*PARTY_ROUTES, "differences"])
async def test_a_weaker_identifier_redirects(served: httpx.AsyncClient, route: str) -> None:
    query = "of=group&before=2024-03-01&after=2024-07-01" if route == "differences" else "as_of=2024-03-01"
    response = await served.get(f"{P}/{WEAKER}/{route}?{query}")
    assert response.status_code == 307
    assert response.headers["location"] == f"{P}/{HEAD}/{route}?{query}"
    assert (await served.get(response.headers["location"])).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "kind", "parameter"),
    [
        *((f"{P}/uscc:none/{route}", 404, "not-found", None) for route in PARTY_ROUTES),
        *((f"{P}/{FIRM}/{route}?view=probable", 403, "forbidden", "view") for route in PARTY_ROUTES),
        *((f"{P}/{FIRM}/{route}?as_of=2024-02-30", 422, "invalid-input", "as_of") for route in PARTY_ROUTES),
        *((f"{P}/{FIRM}/{route}?other=1", 422, "invalid-input", "other") for route in PARTY_ROUTES),
        (f"{P}/{FIRM}/ownership?basis=other", 422, "invalid-input", "basis"),
        (f"{P}/{FIRM}/ownership?precedence=other", 422, "invalid-input", "precedence"),
        (f"{P}/{FIRM}/ownership?depth=0", 422, "invalid-input", "depth"),
        (f"{P}/{FIRM}/ownership?limit=1001", 422, "invalid-input", "limit"),
        (f"{P}/{FIRM}/ownership?paths=21", 422, "invalid-input", "paths"),
        (f"{P}/{FIRM}/controllers?rules=other", 422, "invalid-input", "rules"),
        (f"{P}/{FIRM}/controllers?rules=custom", 422, "invalid-input", "rules"),
        (f"{P}/{FIRM}/controllers?rules=cas_36&threshold=0.3&comparison=gt", 422, "invalid-input", "rules"),
        (f"{P}/{FIRM}/controllers?rules=custom&threshold=30&comparison=gt", 422, "invalid-input", "threshold"),
        (f"{P}/{FIRM}/controllers?rules=custom&threshold=0.3&comparison=lt", 422, "invalid-input", "comparison"),
        (f"{P}/{FIRM}/controllers?rules=custom&threshold=1&comparison=gt", 422, "invalid-input", "threshold"),
        (f"{P}/{FIRM}/controllers?concert={HEAD}", 422, "invalid-input", "concert"),
        (f"{P}/{FIRM}/controllers?concert={HEAD},{ALONE},uscc:none", 422, "invalid-input", "concert"),
        (f"{P}/{FIRM}/related?limit=2001", 422, "invalid-input", "limit"),
        (f"{P}/{RIVAL}/beneficial-owners", 422, "invalid-input", "party_id"),
        (f"{P}/{FIRM}/network?depth=4", 422, "invalid-input", "depth"),
        (f"{P}/{FIRM}/network?format=pdf", 422, "invalid-input", "format"),
        (f"{P}/{RIVAL}/related", 422, "invalid-input", "party_id"),
        (f"{P}/{FIRM}/related?rules=company_law_265", 422, "invalid-input", "rules"),
        (f"{P}/{FIRM}/network?limits=INVESTS_IN", 422, "invalid-input", "limits"),
        (f"{P}/{FIRM}/network?limits=INVESTS:3", 422, "invalid-input", "limits"),
        (f"{P}/{FIRM}/network?exclude=INVESTS", 422, "invalid-input", "exclude"),
        (f"/v1/relations?parties={FIRM},{HEAD}&exclude=REPRESENTS,NONE", 422, "invalid-input", "exclude"),
        (f"{P}/{FIRM}/differences?of=ownership&before=2024-03-01", 422, "invalid-input", "after"),
        *(
            (f"{P}/{FIRM}/differences?before=2024-03-01&after=2024-07-01&{query}", 422, "invalid-input", parameter)
            for query, parameter in (
                ("of=ownership&rules=cas_36", "rules"),
                ("of=ownership&threshold=0.3", "threshold"),
                ("of=control&basis=votes", "basis"),
                ("of=control&threshold=0.3", "rules"),
                ("of=control&rules=none", "rules"),
                ("of=beneficial_owners&limit=5", "limit"),
                ("of=suspected&limit=500", "limit"),
                ("of=network&depth=4", "depth"),
                ("of=network&exclude=NONE", "exclude"),
                ("of=network&limits=INVESTS_IN", "limits"),
                ("of=group&parties=uscc:a", "parties"),
                ("of=relations", "parties"),
                (f"of=relations&parties={HEAD}&hops=7", "hops"),
                (f"of=relations&parties={HEAD}&exclude=NONE", "exclude"),
            )
        ),
        (f"{P}/{FIRM}/differences?of=other&before=2024-03-01&after=2024-07-01", 422, "invalid-input", "of"),
        (f"{P}/{FIRM}/differences?of=control&before=2024-03-01&after=1.7.2024", 422, "invalid-input", "after"),
        (f"{P}/uscc:none/differences?of=control&before=2024-03-01&after=2024-07-01", 404, "not-found", None),
        ("/v1/relations", 422, "invalid-input", "parties"),
        (f"/v1/relations?parties={FIRM}", 422, "invalid-input", "parties"),
        (f"/v1/relations?parties={FIRM},{FIRM}", 422, "invalid-input", "parties"),
        ("/v1/relations?parties=" + ",".join(f"uscc:{n}" for n in range(201)), 422, "invalid-input", "parties"),
        (f"/v1/relations?parties={FIRM},{HEAD}&hops=7", 422, "invalid-input", "hops"),
        (f"/v1/relations?parties={FIRM},{HEAD}&through=walls", 422, "invalid-input", "through.0"),
        (f"/v1/relations?parties={FIRM},{HEAD}&cursor=x", 422, "invalid-input", "cursor"),
        (f"/v1/relations?parties={FIRM},{HEAD}&view=probable", 403, "forbidden", "view"),
    ],
)
async def test_problems(served: httpx.AsyncClient, path: str, status: int, kind: str, parameter: str | None) -> None:
    response = await served.get(path)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json"), response.text
    problem = response.json()
    assert problem["type"] == f"urn:quanjing:problem:{kind}"
    assert parameter in {None, *(wrong["parameter"] for wrong in problem.get("errors", ()))}, problem


async def test_the_description_has_every_route_and_its_references(served: httpx.AsyncClient) -> None:
    described = json.loads((await served.get("/v1/openapi.json")).text)
    paths = described["paths"]
    assert {f"/v1/parties/{{party_id}}/{route}" for route in PARTY_ROUTES} <= set(paths)
    known = set(described["components"]["schemas"])
    assert set(re.findall(r"#/components/schemas/([^\"]+)", json.dumps(described))) <= known
    taken = {p["name"]: p["schema"] for p in paths["/v1/relations"]["get"]["parameters"]}
    assert taken["parties"]["type"] == "array"
    assert "graphml" in json.dumps(paths["/v1/parties/{party_id}/network"]["get"]["responses"]["200"])


async def test_a_file_of_a_weaker_identifier_redirects_too(served: httpx.AsyncClient) -> None:
    response = await served.get(f"{P}/{WEAKER}/network?format=gexf")
    assert (response.status_code, response.headers["location"]) == (307, f"{P}/{HEAD}/network?format=gexf")


async def test_the_page_shows_who_is_under_one_actual_controller_where_asked(served: httpx.AsyncClient) -> None:
    asked = {"as_of": small_group.EARLIER, "lang": "en"}
    plain = (await served.get(f"/parties/{FIRM}/ownership", params=asked)).text
    assert "Look up to the natural person who controls it" in plain
    shown = (await served.get(f"/parties/{FIRM}/ownership", params=asked | {"group": "true"})).text
    section = shown.partition('id="group"')[2].partition("</section>")[0]
    assert section.index(small_group.OWNER) < section.index(NAMES[HEAD]) < section.index(NAMES[MIDDLE])
    together = f"{small_group.person(small_group.OWNER, HEAD)},{small_group.person(small_group.PARTNER, HEAD)}"
    taken = await served.get(f"/parties/{FIRM}/ownership", params=asked | {"concert": together})
    assert taken.status_code == 200
    assert (await served.get(f"/parties/{FIRM}/ownership", params=asked | {"concert": "x"})).status_code == 422
